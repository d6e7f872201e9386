"""Each department's figure for one item, chosen by what figures look like: over thousands of departments few of them are read.

The store says which figures bear a name of the measure and what each looks like (its shape, ``index.store.packing.shape_of``). Figures of one shape
differ in value and place only, so one of them is graded by :mod:`qa.lookup.match` for all; what the grade could take from the sentence itself, or
from a department's own short names, is graded figure by figure. Where no figure bears the name as asked, :mod:`qa.lookup.lacking` reads on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from index.model import DocumentRecord, Figure
from index.numbers import convert, is_money
from index.store import Sketch
from index.store.schema import SPAN
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.composed import sum_of
from qa.lookup.lacking import Lacking, Positions
from qa.lookup.likeness import by_itself, labels_of
from qa.lookup.match import Wanted, candidates
from qa.lookup.model import Candidate, Slot, Spot
from qa.lookup.scope import Place
from qa.lookup.unread import Likeness, unread
from qa.lookup.wide import names_of
from qa.model import MeasureRef

Fill = Callable[[Place, Catalogue], Slot]
Ask = Callable[[Place], Wanted]
Ints = npt.NDArray[np.int64]
_MOST_ALONE = 4000  # figures that are graded one by one; more of them, and reading as ever costs no more


@dataclass(frozen=True, slots=True)
class Best:
    """The best figure of a place: its number (those of its parts where it is a sum by definition), and candidates that look like it and them."""

    place: int
    numbers: tuple[int, ...]
    alike: Candidate
    parts: tuple[Candidate, ...] = ()
    spot: Spot | None = None  # where it was found by a looser reading: what was filled


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was found at the places: ``best`` by looks, in the order of the places; ``slots`` of the others, read, by place."""

    best: tuple[Best, ...]
    slots: Mapping[int, Slot]
    sketches: Mapping[int, Sketch]

    def candidates(self, places: Sequence[Place], cat: Catalogue) -> Iterator[tuple[Best, Candidate, tuple[Candidate, ...]]]:
        """The figures of ``best``, unread, each with its parts."""
        likes: dict[int, Likeness] = {}

        def like(candidate: Candidate) -> Likeness:
            return likes.get(id(candidate)) or likes.setdefault(id(candidate), Likeness(candidate))

        def made(number: int, alike: Candidate, place: Place) -> Candidate:
            record = (place.own or place.later)[0]
            if len(place.own) + len(place.later) > 1:
                record = next(r for r in (*place.own, *place.later) if cat.index.number_of(r.id) == number // SPAN)
            return unread(like(alike), record, self.sketches[number], lambda: cat.index.numbered([number])[0])

        for b in self.best:
            found = tuple(made(n, c, places[b.place]) for n, c in zip(b.numbers, b.parts or (b.alike,), strict=True))
            yield (b, sum_of(like(b.alike), found), found) if b.parts else (b, found[0], ())

    def amounts(self) -> list[Decimal] | None:
        """The amounts of ``best`` in one unit; None where they have no common one."""
        units = {b.alike.figure.unit for b in self.best}
        if len(units) > 1 and not all(is_money(unit) for unit in units):
            return None
        base = "元" if all(is_money(unit) for unit in units) else ""
        factor = {unit: convert(Decimal(1), unit, base) if base else Decimal(1) for unit in units}
        return [sum((self.sketches[n].value for n in b.numbers), Decimal(0)) * factor[b.alike.figure.unit] for b in self.best]


def chosen(places: Sequence[Place], cat: Catalogue, measure: MeasureRef, ask: Ask, fill: Fill) -> Chosen | None:
    """The best figure of every place. None where too much would have to be graded alone."""
    rows = _Rows.of(places, cat, measure)
    grades = _Grades.of(rows, places, cat, ask)
    if grades is None:
        return None
    found = [Best(place, (number,), like) for place, number, like in grades.first(rows)]
    best = [b for b in found if b.alike.figure.subject_kind != "项目"]
    have = {b.place for b in best}
    rest = [i for i in range(len(places)) if i not in have]
    slots: dict[int, Slot] = {}
    if rest:
        lacking = Lacking([places[i] for i in rest], cat, measure, ask)
        for i in rest:
            got = lacking.found(places[i], fill)
            if isinstance(got, Positions):
                best.append(Best(i, got.numbers, got.alike, got.parts, got.spot))
            else:
                slots[i] = got
        best.sort(key=lambda b: b.place)
    sketches = cat.index.sketches([n for b in best for n in b.numbers])
    return Chosen(tuple(best), slots, sketches) if all(n in sketches for b in best for n in b.numbers) else None


@dataclass(frozen=True, slots=True)
class _Rows:
    """The figures that bear a name of the measure: numbers, looks (of so many), the place each belongs to, and which of its documents it stands in."""

    figures: Ints
    look: Ints
    looks: int
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
        return cls(held.figures[inside], held.look[inside], len(held.looks), chosen[:, 0], chosen[:, 1], records)


@dataclass(frozen=True, slots=True)
class _Grades:
    """How well each row answers. ``look``: the kind of the row (its look, at a place of its year and kind); ``scores`` by row, -inf where it does
    not answer; ``likes``: what the rows of a kind look like; ``own``: of the rows that were graded alone."""

    look: Ints
    scores: npt.NDArray[np.float64]
    likes: Mapping[int, Candidate]
    own: Mapping[int, Candidate]

    @classmethod
    def of(cls, rows: _Rows, places: Sequence[Place], cat: Catalogue, ask: Ask) -> _Grades | None:
        """One row of each kind is graded for all, some of them alone; None where these are too many."""
        kinds: dict[tuple[object, ...], int] = {}
        of_place = np.array([kinds.setdefault((p.year, p.kind, bool(p.own)), len(kinds)) for p in places], dtype=np.int64)
        look = of_place[rows.place] * rows.looks + rows.look if len(rows.place) else rows.place
        first = np.full(len(kinds) * rows.looks, -1, dtype=np.int64)
        first[look[::-1]] = np.arange(len(look))[::-1]  # of equal indices the last assignment stays
        kind = np.flatnonzero(first >= 0)
        sample = first[kind]
        read = _read(rows.figures[sample].tolist(), cat)
        worth = np.full(len(first), -np.inf)
        likes: dict[int, Candidate] = {}
        alone: list[int] = []
        for at, row in zip(kind.tolist(), sample.tolist(), strict=True):
            number = int(rows.figures[row])
            figure, record = read[number], rows.records[number // SPAN]
            if places[int(rows.place[row])].own and by_itself(figure, record):
                alone += np.flatnonzero(look == at).tolist()
                continue
            others = cat.bodies_called(labels_of(figure, record))
            if others:
                members = np.flatnonzero(look == at)
                apart = np.isin(rows.figures[members] // SPAN, [cat.index.number_of(sha) for sha in others])
                if row in members[apart]:  # it stands for nobody
                    alone += members.tolist()
                    continue
                alone += members[apart].tolist()
            candidate = _candidate(row, rows, places, read, ask)
            if candidate is not None:
                worth[at], likes[at] = candidate.score, candidate
        if len(alone) > _MOST_ALONE:
            return None
        scores, own = worth[look] if len(look) else np.zeros(0), {}
        single = _read(rows.figures[alone].tolist() if alone else [], cat)
        for row in alone:
            candidate = _candidate(row, rows, places, single, ask)
            scores[row] = -np.inf if candidate is None else candidate.score
            if candidate is not None:
                own[row] = candidate
        return cls(look, scores, likes, own)

    def first(self, rows: _Rows) -> Iterator[tuple[int, int, Candidate]]:
        """The best row of each place: place, number, and the candidate that it looks like."""
        fit = np.flatnonzero(np.isfinite(self.scores))
        order = fit[np.lexsort((rows.figures[fit], rows.rank[fit], -self.scores[fit], rows.place[fit]))]
        _, at = np.unique(rows.place[order], return_index=True)
        for row in order[at].tolist():
            yield int(rows.place[row]), int(rows.figures[row]), self.own.get(row) or self.likes[int(self.look[row])]


def _read(numbers: Sequence[int], cat: Catalogue) -> dict[int, Figure]:
    return dict(zip(sorted(numbers), cat.index.numbered(numbers), strict=True))


def _candidate(row: int, rows: _Rows, places: Sequence[Place], read: Mapping[int, Figure], ask: Ask) -> Candidate | None:
    number = int(rows.figures[row])
    found = candidates(View(rows.records[number // SPAN], (read[number],)), ask(places[int(rows.place[row])]))
    return found[0] if found else None
