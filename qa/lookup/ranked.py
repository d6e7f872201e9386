"""Rankings over very many departments: every department's figure is chosen, but only those that can be stated are read whole.

The store says which figures bear a name of the measure and what each looks like (its shape, ``index.store.packing.shape_of``). Figures of one shape
differ in value and place only, so one of them is graded by :mod:`qa.lookup.match` for all; what the grade could take from the sentence itself, or
from a department's own short names, is graded figure by figure. Departments without such a figure, and those that may be stated, are filled as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from index.model import DocumentRecord, Figure
from index.numbers import convert, is_money
from index.store.schema import SPAN
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.lacking import Lacking
from qa.lookup.likeness import by_itself, labels_of
from qa.lookup.match import Wanted, candidates
from qa.lookup.model import Candidate, Found, Slot
from qa.lookup.scope import Place, Scoped
from qa.lookup.wide import WIDE, Gathered, names_of
from qa.model import MeasureRef, Operation, Query

Fill = Callable[[Place, Catalogue], Slot]
Ask = Callable[[Place], Wanted]
Ints = npt.NDArray[np.int64]
SHOWN = 12  # entries that an answer shows at most where no number is asked for
_MOST_ALONE = 4000  # figures that are graded one by one; more of them, and reading as ever costs no more
_MOST_LOOKS = 60  # kinds of entries of which one each is kept, so that the answer says what they have in common as if it saw all


@dataclass(frozen=True, slots=True)
class _Best:
    """The best figure of a place: its number, and a candidate that looks like it (of the same shape, or itself)."""

    place: int
    number: int
    alike: Candidate


def asks_ranking(query: Query, where: Scoped, aspects: Sequence[str]) -> bool:
    """Whether the question ranks all departments by one plain item, in nothing but its figures."""
    if query.operation is not Operation.RANK or query.also or query.departments or query.stages or query.threshold is not None:
        return False
    if len(where.places) <= WIDE or len(query.measures) != 1 or len(aspects) != 1 or where.open_axes or "其中" in query.text:
        return False
    measure = query.measures[0]
    said = measure.qualifiers or measure.subject or measure.code or measure.stage or measure.department or measure.years or not measure.names
    return not said and "value" not in query.aspects and not (aspects[0] == "count" and is_money(query.unit))


def leading(query: Query, where: Scoped, whole: Catalogue, ask: Ask, fill: Fill) -> Found | None:
    """The slots that the ranking can state, in the order of the places, and the names of the departments that are ranked behind them.

    ``ask`` gives what is looked for at a place, ``fill`` its slot. None where this way does not lead to the same answer as reading everything.
    """
    measure, places = query.measures[0], where.places
    best, rest = _chosen(places, whole, measure, ask)
    if best is None or not best:
        return None
    kept = _stated(best, places, query, whole)
    if kept is None:
        return None
    chosen = {b.place for b in kept}
    read = sorted(chosen | set(rest))
    gathered = Gathered(whole, [r for i in sorted(chosen) for r in places[i].own], measure)
    lacking = Lacking([places[i] for i in rest], whole, measure, ask) if rest else None
    slots = {
        i: fill(places[i], gathered) if i in chosen or lacking is None else lacking.fill(places[i], lambda i=i: fill(places[i], gathered), gathered)  # type: ignore[misc]
        for i in read
    }
    amounts = whole.index.amounts([b.number for b in kept])
    for b in kept:  # what was chosen by its shape must be what reading finds
        slot = slots[b.place]
        if slot.best is None or slot.best.figure.value != amounts.get(b.number):
            return None
    behind = [b for b in best if b.place not in chosen]
    ties = _ties(behind, kept, query, whole)
    if any(slots[i].best for i in rest) and ((ties and query.top_n) or not _alike(slots, rest, best)):
        return None
    return Found(tuple(slots[i] for i in read), where.unknown, where.open_axes, left_out=tuple(places[b.place].department for b in behind), beyond=ties)


def _chosen(places: Sequence[Place], cat: Catalogue, measure: MeasureRef, ask: Ask) -> tuple[list[_Best] | None, list[int]]:
    """The best figure of each place that has one by the names as asked, in order, and the places that have none. None: too much to grade alone."""
    rows = _Rows.of(places, cat, measure)
    grades = _grades(rows, places, cat, ask)
    if grades is None:
        return None, []
    scores, likeness = grades
    order = np.lexsort((rows.figures, rows.rank, -scores, rows.place))
    order = order[np.isfinite(scores[order])]
    _, first = np.unique(rows.place[order], return_index=True)
    found = [_Best(int(rows.place[i]), int(rows.figures[i]), likeness[int(i)]) for i in order[first].tolist()]
    plain = [b for b in found if b.alike.figure.subject_kind != "项目"]
    have = {b.place for b in plain}
    return plain, [i for i in range(len(places)) if i not in have]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The figures that bear a name of the measure: numbers, shapes, the place each belongs to, and which of its documents it stands in."""

    figures: Ints
    shapes: Ints
    place: Ints
    rank: Ints
    records: Mapping[int, DocumentRecord]

    @classmethod
    def of(cls, places: Sequence[Place], cat: Catalogue, measure: MeasureRef) -> _Rows:
        """Those of the places' own documents, or of the next year's where a place has none of its own."""
        held = cat.index.bearing(cat.labels_of(names_of(measure)))
        records: dict[int, DocumentRecord] = {}
        where: dict[int, tuple[int, int]] = {}
        for i, place in enumerate(places):
            for rank, record in enumerate(place.own or place.later):
                number = cat.index.number_of(record.id)
                records[number] = record
                where[number] = (i, rank)
        last = int(max(where, default=0))
        table = np.full((last + 1, 2), -1, dtype=np.int64)
        if where:
            table[list(where)] = list(where.values())
        documents = held.figures // SPAN
        inside = documents <= last
        inside[inside] = table[documents[inside], 0] >= 0
        chosen = table[documents[inside]]
        return cls(held.figures[inside], held.shapes[inside], chosen[:, 0], chosen[:, 1], records)


def _grades(rows: _Rows, places: Sequence[Place], cat: Catalogue, ask: Ask) -> tuple[npt.NDArray[np.float64], Mapping[int, Candidate]] | None:
    """The score of each row (-inf: it does not answer), and the candidate that each scoring row looks like."""
    kinds: dict[tuple[object, ...], int] = {}
    of_place = np.array([kinds.setdefault((p.year, p.kind, bool(p.own)), len(kinds)) for p in places], dtype=np.int64)
    group = of_place[rows.place] if len(rows.place) else rows.place
    _, first, inverse = np.unique(np.stack([group, rows.shapes], axis=1), axis=0, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    sample = rows.figures[first].tolist()
    read = dict(zip(sorted(sample), cat.index.numbered(sample), strict=True))
    together = np.split(np.argsort(inverse, kind="stable"), np.cumsum(np.bincount(inverse))[:-1]) if len(first) else []
    scores = np.full(len(rows.figures), -np.inf)
    likeness: dict[int, Candidate] = {}
    alone: list[int] = []
    found = [_candidate(int(row), rows, places, read, ask) for row in first]
    for members, row, candidate in zip(together, first.tolist(), found, strict=True):
        figure = read[int(rows.figures[row])]
        record = rows.records[int(rows.figures[row]) // SPAN]
        if places[int(rows.place[row])].own and by_itself(figure, record):
            alone += members.tolist()
            continue
        others = cat.bodies_called(labels_of(figure, record))
        if others:
            apart = np.isin(rows.figures[members] // SPAN, [cat.index.number_of(sha) for sha in others])
            alone += members[apart].tolist()
            members = members[~apart]
            if row not in members and len(members):
                alone += members.tolist()
                continue
        if candidate is not None:
            scores[members] = candidate.score
            likeness.update(dict.fromkeys(members.tolist(), candidate))
    if len(alone) > _MOST_ALONE:
        return None
    numbers = rows.figures[alone].tolist() if alone else []
    single = dict(zip(sorted(numbers), cat.index.numbered(numbers), strict=True))
    for row in alone:
        candidate = _candidate(row, rows, places, single, ask)
        if candidate is not None:
            scores[row], likeness[row] = candidate.score, candidate
    return scores, likeness


def _candidate(row: int, rows: _Rows, places: Sequence[Place], read: Mapping[int, Figure], ask: Ask) -> Candidate | None:
    number = int(rows.figures[row])
    found = candidates(View(rows.records[number // SPAN], (read[number],)), ask(places[int(rows.place[row])]))
    return found[0] if found else None


def _stated(best: Sequence[_Best], places: Sequence[Place], query: Query, cat: Catalogue) -> list[_Best] | None:
    """Those that the answer can state, the first, and one of each look; None where their units differ or looks are too many."""
    values = _values(best, query, cat)
    if values is None:
        return None
    wanted = query.kth or query.top_n or SHOWN
    sign = -1 if (query.order or "desc") == "desc" else 1
    border = sorted(sign * v for v in values)[: max(wanted, SHOWN)]
    ahead, edge = {i for i, v in enumerate(values) if sign * v < border[-1]}, [i for i, v in enumerate(values) if sign * v == border[-1]]
    looks: dict[object, int] = {}
    for i, b in enumerate(best):
        figure = b.alike.figure
        year = None if figure.year is None else figure.year - (b.alike.record.identity.fiscal_year or 0)
        look = (places[b.place].year, places[b.place].kind, year, figure.stage, figure.aspect, figure.measure, figure.qualifiers, figure.derived)
        looks.setdefault(look, i)
    if len(looks) > _MOST_LOOKS:
        return None
    kept = ahead | set(edge[: max(wanted, SHOWN)]) | {0} | set(looks.values())
    return [best[i] for i in sorted(kept)]


def _values(best: Sequence[_Best], query: Query, cat: Catalogue) -> list[Decimal] | None:
    """The amounts in one unit; None where they have no common one."""
    units = {b.alike.figure.unit for b in best}
    if len(units) > 1 and not all(is_money(unit) for unit in units):
        return None
    base = "元" if all(is_money(unit) for unit in units) else ""
    factor = {unit: convert(Decimal(1), unit, base) if base else Decimal(1) for unit in units}
    read = cat.index.amounts([b.number for b in best])
    return [read[b.number] * factor[b.alike.figure.unit] for b in best] if len(read) == len({b.number for b in best}) else None


def _ties(behind: Sequence[_Best], kept: Sequence[_Best], query: Query, cat: Catalogue) -> int:
    """How many of those left out the answer counts among the shown: all where all are ranked, those as good as the last where some are asked for."""
    if query.kth or not behind:
        return 0
    if not query.top_n:
        return len(behind)
    values = _values([*kept, *behind], query, cat) or []
    sign = -1 if (query.order or "desc") == "desc" else 1
    ordered = sorted(sign * v for v in values)
    last = ordered[min(query.top_n, len(ordered)) - 1]
    return sum(sign * v == last for v in values[len(kept) :])


def _alike(slots: Mapping[int, Slot], rest: Iterable[int], best: Sequence[_Best]) -> bool:
    """Whether figures that were found by a looser reading (all of them are kept) are of the same kind of unit as the others."""
    units = {b.alike.figure.unit for b in best}
    money = all(is_money(unit) for unit in units)
    loose = {slot.best.figure.unit for i in rest if (slot := slots[i]).best is not None}
    return all(is_money(unit) if money else unit in units for unit in loose)
