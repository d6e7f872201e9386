"""Departments without a figure by the name as asked: read one whose documents look so, and know it of all that look alike.

Whether any looser reading of a measure finds something in a document, and what, is decided by the names its figures bear, that is by their shapes
(``index.store.packing.shape_of``): where one department's documents have nothing, those of another with the same shapes have nothing either; where
one's answer is the third of these figures, so is that of another that has the same shapes in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.store.schema import SPAN
from qa.lookup.catalogue import Catalogue
from qa.lookup.composed import is_composed
from qa.lookup.likeness import by_itself, labels_of
from qa.lookup.match import Wanted, lines_of_subject
from qa.lookup.model import Candidate, Slot, Spot
from qa.lookup.scope import Place
from qa.lookup.wide import Gathered, looser, names_of
from qa.model import MeasureRef

Look = tuple[object, ...]
Ints = npt.NDArray[np.int64]
_ALONE = 64  # places that are read one by one before a whole block is read at once
_NONE: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Positions:
    """What was found at a place: numbers of the figure, or of the parts of a sum; and the candidates that look like it and them."""

    numbers: tuple[int, ...]
    alike: Candidate
    parts: tuple[Candidate, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class _Recipe:
    """Where the answer stands among the figures of a place that looks so."""

    at: tuple[int, ...]
    alike: Candidate
    parts: tuple[Candidate, ...]
    spot: Spot

    def at_place(self, place: Place, numbers: Ints) -> Positions:
        """What stands there at a place with these figures."""
        return Positions(tuple(int(numbers[i]) for i in self.at), self.alike, self.parts, replace(self.spot, department=place.department))


class Lacking:
    """Fills places that have no figure by the names as asked; remembers what is found in documents of one look."""

    def __init__(self, places: Sequence[Place], cat: Catalogue, measure: MeasureRef, ask: Callable[[Place], Wanted]) -> None:
        self._cat, self._ask = cat, ask
        self._empty: dict[Look, Slot] = {}
        self._recipes: dict[Look, _Recipe] = {}
        self._read = 0
        self._alone = Gathered(cat, [], measure)
        self._blocks = Gathered(cat, [r for p in places for r in (*p.own, *p.later)], measure)
        held = cat.index.bearing(cat.labels_of(looser(names_of(measure), measure, cat)))
        documents = held.figures // SPAN
        found, first = np.unique(documents, return_index=True)
        ends = [*first[1:].tolist(), len(documents)]
        self._held = held
        self._spans = {number: (a, b) for number, a, b in zip(found.tolist(), first.tolist(), ends, strict=True)}

    def found(self, place: Place, fill: Callable[[Place, Catalogue], Slot]) -> Slot | Positions:
        """The slot of a place, read by ``fill``; where a place of the same look was read before: its emptiness, or where its answer stands."""
        shapes, numbers = self._figures(place)
        kinds = (place.year, place.kind, len(place.own), len(place.later))
        look: Look = (*kinds, *(s.tobytes() for s in shapes))
        recipe = self._recipes.get(look)
        empty: Look = (*kinds, *(np.unique(s).tobytes() for s in shapes)) if recipe is None else ()
        if empty in self._empty:
            return self._empty[empty].at(department=place.department)
        if recipe is not None:
            return recipe.at_place(place, numbers)
        self._read += 1
        gathered = self._alone if self._read <= _ALONE else self._blocks
        slot = fill(place, gathered)
        if not self._by_names_only(place, gathered):
            return slot
        if slot.best is None and slot.gap is not None and slot.gap.reason == "measure" and not slot.gap.near:
            self._empty[empty] = slot
        elif slot.best is not None and (made := self._recipe(slot, slot.best, numbers)) is not None:
            self._recipes[look] = made
            return made.at_place(place, numbers)
        return slot

    def _figures(self, place: Place) -> tuple[list[Ints], Ints]:
        """Looks (document by document) and numbers of the figures of a place that any reading of the measure can mean."""
        spans = [self._spans.get(self._cat.index.number_of(r.id), (0, 0)) for r in (*place.own, *place.later)]
        return [self._held.look[a:b] for a, b in spans], np.concatenate([self._held.figures[a:b] for a, b in spans]) if spans else _NONE

    def _recipe(self, slot: Slot, best: Candidate, numbers: Ints) -> _Recipe | None:
        """The positions of what was found; None where values had a part in it: sums of projects, last year's value won back."""
        parts = slot.parts if is_composed(slot) else ()
        if best.figure.subject_kind == "项目" or (slot.parts and not parts):
            return None
        known = {f.id: i for i, f in enumerate(self._cat.index.numbered(numbers.tolist()))}
        sought = [c.figure.id for c in parts or (best,)]
        if len(known) != len(numbers) or any(name not in known for name in sought) or not _ascending(numbers):
            return None
        return _Recipe(tuple(known[name] for name in sought), best, parts, slot.spot)

    def _by_names_only(self, place: Place, gathered: Catalogue) -> bool:
        """Whether nothing but names decided: no amount, no sentence, no department's own short name."""
        for record in (*place.own, *place.later):
            view = gathered.view(record)
            if lines_of_subject(view, self._ask(place)) or any(by_itself(f, record) for f in view.figures):
                return False
            if self._cat.bodies_called({label for f in view.figures for label in labels_of(f, record)}):
                return False
        return True


def _ascending(numbers: Ints) -> bool:
    return bool(np.all(numbers[1:] > numbers[:-1]))
