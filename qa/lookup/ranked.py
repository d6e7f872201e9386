"""Rankings over very many departments: every department's figure is chosen (:mod:`qa.lookup.chosen`), but only those that can be stated are read whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.numbers import is_money
from qa.lookup.catalogue import Catalogue
from qa.lookup.chosen import Ask, Best, Chosen, Fill, chosen
from qa.lookup.model import Found
from qa.lookup.scope import Place, Scoped
from qa.lookup.wide import WIDE, Gathered
from qa.model import MeasureRef, Operation, Query

SHOWN = 12  # entries that an answer shows at most where no number is asked for
_MOST_LOOKS = 60  # kinds of entries of which one each is kept, so that the answer says what they have in common as if it saw all


def asks_ranking(query: Query, where: Scoped, aspects: Sequence[str]) -> bool:
    """Whether the question ranks all departments by one plain item, in nothing but its figures."""
    if query.operation is not Operation.RANK or query.also or query.threshold is not None or len(query.measures) != 1 or where.open_axes:
        return False
    return is_plain(query, where, query.measures[0], aspects)


def is_plain(query: Query, where: Scoped, measure: MeasureRef, aspects: Sequence[str]) -> bool:
    """Whether all departments are asked for one item by its names alone."""
    if query.departments or query.stages or len(where.places) <= WIDE or len(aspects) != 1 or "其中" in query.text:
        return False
    said = measure.qualifiers or measure.subject or measure.code or measure.stage or measure.department or measure.years or not measure.names
    return not said and "value" not in query.aspects and not (aspects[0] == "count" and is_money(query.unit))


def leading(query: Query, where: Scoped, whole: Catalogue, ask: Ask, fill: Fill) -> Found | None:
    """The slots that the ranking can state, in the order of the places, and the names of the departments that are ranked behind them.

    ``ask`` gives what is looked for at a place, ``fill`` its slot. None where this way does not lead to the same answer as reading everything.
    """
    measure, places = query.measures[0], where.places
    found = chosen(places, whole, measure, ask, fill)
    if found is None or not found.best:
        return None
    values = found.amounts()
    kept = None if values is None else _stated(found.best, values, places, query)
    if values is None or kept is None:
        return None
    inside = {found.best[i].place: i for i in kept}
    gathered = Gathered(whole, [r for i in sorted(inside) for r in places[i].own], measure)
    slots = dict(found.slots)
    for i, at in inside.items():  # what was chosen by its shape must be what reading finds
        slots[i] = fill(places[i], gathered)
        expected = sum((found.sketches[n].value for n in found.best[at].numbers), Decimal(0))
        if slots[i].best is None or slots[i].best.figure.value != expected:  # type: ignore[union-attr]
            return None
    behind = [i for i in range(len(found.best)) if found.best[i].place not in inside]
    ties = _ties([values[i] for i in behind], [values[i] for i in kept], query)
    if any(s.best for s in found.slots.values()) and ((ties and query.top_n) or not _alike(found)):
        return None
    left_out = tuple(places[found.best[i].place].department for i in behind)
    return Found(tuple(slots[i] for i in sorted(slots)), where.unknown, where.open_axes, left_out=left_out, beyond=ties)


def _stated(best: Sequence[Best], values: Sequence[Decimal], places: Sequence[Place], query: Query) -> list[int] | None:
    """Positions of those that the answer can state, the first, and one of each look; None where looks are too many."""
    wanted = query.kth or query.top_n or SHOWN
    sign = -1 if (query.order or "desc") == "desc" else 1
    border = sorted(sign * v for v in values)[: max(wanted, SHOWN)]
    ahead, edge = {i for i, v in enumerate(values) if sign * v < border[-1]}, [i for i, v in enumerate(values) if sign * v == border[-1]]
    looks: dict[object, int] = {}
    seen: set[tuple[object, ...]] = set()
    for i, b in enumerate(best):
        place = places[b.place]
        alike = (place.year, place.kind, id(b.alike))
        if alike in seen:
            continue
        seen.add(alike)
        figure = b.alike.figure
        year = None if figure.year is None else figure.year - (b.alike.record.identity.fiscal_year or 0)
        looks.setdefault((place.year, place.kind, year, figure.stage, figure.aspect, figure.measure, figure.qualifiers, figure.derived), i)
    if len(looks) > _MOST_LOOKS:
        return None
    return sorted(ahead | set(edge[: max(wanted, SHOWN)]) | {0} | set(looks.values()))


def _ties(behind: Sequence[Decimal], kept: Sequence[Decimal], query: Query) -> int:
    """How many of those left out the answer counts among the shown: all where all are ranked, those as good as the last where some are asked for."""
    if query.kth or not behind:
        return 0
    if not query.top_n:
        return len(behind)
    sign = -1 if (query.order or "desc") == "desc" else 1
    ordered = sorted(sign * v for v in (*kept, *behind))
    last = ordered[min(query.top_n, len(ordered)) - 1]
    return sum(sign * v == last for v in behind)


def _alike(found: Chosen) -> bool:
    """Whether figures that were found by a looser reading (all of them are kept) are of the same kind of unit as the others."""
    units = {b.alike.figure.unit for b in found.best}
    money = all(is_money(unit) for unit in units)
    loose = {slot.best.figure.unit for slot in found.slots.values() if slot.best is not None}
    return all(is_money(unit) if money else unit in units for unit in loose)
