"""Rankings over very many departments: every department's figure is chosen (:mod:`qa.lookup.chosen`), but only those that can be stated are read whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal

from index.numbers import is_money, rounded
from qa.lookup.catalogue import Catalogue
from qa.lookup.chosen import Ask, Best, Chosen, Fill, chosen
from qa.lookup.model import Found, Slot
from qa.lookup.names import key
from qa.lookup.scope import Place, Scoped
from qa.lookup.wide import WIDE, Gathered
from qa.model import MeasureRef, Operation, Query

_DIVIDE = Context(prec=40)
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


def asks_share_ranking(query: Query, where: Scoped, asked: Sequence[tuple[MeasureRef, Sequence[str]]]) -> bool:
    """Whether the question ranks all departments by what one plain item is of another, which it says to be the whole."""
    if query.operation is not Operation.RANK or query.also not in {(Operation.SHARE,), (Operation.RATIO,)} or query.threshold is not None or where.open_axes:
        return False
    return [m.role for m, _ in asked] == ["operand", "whole"] and all(is_plain(query, where, m, aspects) for m, aspects in asked)


def leading(query: Query, where: Scoped, whole: Catalogue, ask: Ask, fill: Fill) -> Found | None:
    """The slots that the ranking can state, in the order of the places, and the names of the departments that are ranked behind them.

    ``ask`` gives what is looked for at a place, ``fill`` its slot. None where this way does not lead to the same answer as reading everything.
    """
    measure, places = query.measures[0], where.places
    found = chosen(places, whole, measure, ask, fill)
    if found is None or not found.best:
        return None
    values = found.amounts()
    kept = None if values is None else _stated(values, [_look(b, places[b.place]) for b in found.best], query)
    if values is None or kept is None:
        return None
    inside = [found.best[i] for i in kept]
    slots = dict(found.slots)
    read = _read(found, inside, measure, where, whole, fill)
    if read is None:
        return None
    slots.update(read)
    taken = set(kept)
    behind = [i for i in range(len(found.best)) if i not in taken]
    ties = _ties([values[i] for i in behind], [values[i] for i in kept], query)
    if any(s.best for s in found.slots.values()) and ((ties and query.top_n) or not _alike(found)):
        return None
    left_out = tuple(places[found.best[i].place].department for i in behind)
    return Found(tuple(slots[i] for i in sorted(slots)), where.unknown, where.open_axes, left_out=left_out, beyond=ties)


def leading_shares(query: Query, where: Scoped, whole: Catalogue, asks: Sequence[tuple[MeasureRef, Ask, Fill]]) -> Found | None:
    """As :func:`leading`, by the quotient of two items. None also where a figure of either had to be sought by reading."""
    places, both = where.places, [chosen(where.places, whole, m, ask, fill) for m, ask, fill in asks]
    if any(c is None or any(s.best for s in c.slots.values()) for c in both):
        return None
    part, total = [c for c in both if c is not None]
    amounts, totals = part.amounts(), total.amounts()
    if amounts is None or totals is None or not amounts or not totals or _kind(part) != _kind(total):
        return None
    at = {b.place: (b, value) for b, value in zip(total.best, totals, strict=True) if value}
    pairs = [(b, *at[b.place], value) for b, value in zip(part.best, amounts, strict=True) if b.place in at]
    if not pairs or any(set(b.numbers) & set(w.numbers) or key(b.alike.figure.measure) == key(w.alike.figure.measure) for b, w, _, _ in pairs):
        return None
    factor = 100 if query.also == (Operation.SHARE,) else 1
    values = [rounded(_DIVIDE.divide(value, base) * factor, query.decimals if query.decimals is not None else 2) for _, _, base, value in pairs]
    kept = _stated(values, [(_look(b, places[b.place]), _look(w, places[b.place])) for b, w, _, _ in pairs], query)
    if kept is None:
        return None
    slots: list[dict[int, Slot]] = []
    lead = min(part.best[0].place, total.best[0].place)  # what is suggested next is of the first that has anything
    nobody = part.slots.keys() & total.slots.keys()  # who has one of the two items is no department without figures
    for found, (measure, _, fill) in zip((part, total), asks, strict=True):
        stated = {pairs[i][0].place for i in kept} | {lead}
        read = _read(found, [b for b in found.best if b.place in stated], measure, where, whole, fill)
        if read is None:
            return None
        slots.append({**{i: found.slots[i] for i in nobody}, **read})
    inside = sorted(slots[0].keys() | slots[1].keys())
    behind = [values[i] for i in sorted(set(range(len(pairs))) - set(kept))]
    left_out = tuple(p.department for i, p in enumerate(places) if i not in set(inside))
    ties = _ties(behind, [values[i] for i in kept], query)
    return Found(tuple(s[i] for i in inside for s in slots if i in s), where.unknown, where.open_axes, left_out=left_out, beyond=ties)


def _read(found: Chosen, best: Sequence[Best], measure: MeasureRef, where: Scoped, whole: Catalogue, fill: Fill) -> dict[int, Slot] | None:
    """The slots of figures that can be stated; None where what was chosen by its shape is not what reading finds."""
    gathered = Gathered(whole, [r for b in best for r in where.places[b.place].own], measure)
    slots: dict[int, Slot] = {}
    for b in best:
        slot = slots[b.place] = fill(where.places[b.place], gathered)
        if slot.best is None or slot.best.figure.value != sum((found.sketches[n].value for n in b.numbers), Decimal(0)):
            return None
    return slots


def _kind(found: Chosen) -> str:
    """Money, or the one unit that all have."""
    units = {b.alike.figure.unit for b in found.best}
    return "元" if all(is_money(unit) for unit in units) else next(iter(units))


def _look(best: Best, place: Place) -> object:
    """What an answer says of an entry besides whose it is and how much."""
    figure = best.alike.figure
    year = None if figure.year is None else figure.year - (best.alike.record.identity.fiscal_year or 0)
    return place.year, place.kind, year, figure.stage, figure.aspect, figure.measure, figure.qualifiers, figure.derived


def _stated(values: Sequence[Decimal], alike: Sequence[object], query: Query) -> list[int] | None:
    """Positions of those that the answer can state, the first, and one of each look; None where looks are too many."""
    wanted = query.kth or query.top_n or SHOWN
    sign = -1 if (query.order or "desc") == "desc" else 1
    border = sorted(sign * v for v in values)[: max(wanted, SHOWN)]
    ahead, edge = {i for i, v in enumerate(values) if sign * v < border[-1]}, [i for i, v in enumerate(values) if sign * v == border[-1]]
    looks: dict[object, int] = {}
    for i, look in enumerate(alike):
        looks.setdefault(look, i)
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
