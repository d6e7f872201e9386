"""Departments that do not disclose an item, found out once for all whose documents look alike.

Whether any reading of a measure finds something in a document is decided by the names its figures bear, that is by their shapes
(``index.store.packing.shape_of``): where one department's documents have nothing, those of another with the same shapes have nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.store.schema import SPAN
from qa.lookup.catalogue import Catalogue
from qa.lookup.likeness import by_itself, labels_of
from qa.lookup.match import Wanted, lines_of_subject
from qa.lookup.model import Slot
from qa.lookup.scope import Place
from qa.lookup.wide import looser, names_of
from qa.model import MeasureRef

Look = tuple[object, ...]


class Lacking:
    """Fills places that have no figure by the names as asked; remembers for which looks of documents there is nothing."""

    def __init__(self, places: Sequence[Place], cat: Catalogue, measure: MeasureRef, ask: Callable[[Place], Wanted]) -> None:
        self._cat, self._ask = cat, ask
        self._empty: dict[Look, Slot] = {}
        held = cat.index.bearing(cat.labels_of(looser(names_of(measure), measure, cat)))
        documents = held.figures // SPAN
        wanted = np.array(sorted({cat.index.number_of(r.id) for p in places for r in (*p.own, *p.later)}), dtype=np.int64)
        inside = np.isin(documents, wanted)
        documents, shapes = documents[inside], held.shapes[inside]
        found, first = np.unique(documents, return_index=True)
        parts = np.split(shapes, first[1:]) if len(found) else []
        self._shapes = {int(number): np.unique(part).tobytes() for number, part in zip(found.tolist(), parts, strict=True)}

    def fill(self, place: Place, fill: Callable[[], Slot], gathered: Catalogue) -> Slot:
        """The slot of a place: that of another department with the same look where it is empty, else by ``fill``."""
        look = self._look(place)
        known = self._empty.get(look)
        if known is not None:
            return known.at(department=place.department)
        slot = fill()
        if slot.best is None and slot.gap is not None and slot.gap.reason == "measure" and not slot.gap.near and self._by_names_only(place, gathered):
            self._empty[look] = slot
        return slot

    def _look(self, place: Place) -> Look:
        of = [tuple(self._shapes.get(self._cat.index.number_of(r.id), b"") for r in records) for records in (place.own, place.later)]
        return (place.year, place.kind, *of)

    def _by_names_only(self, place: Place, gathered: Catalogue) -> bool:
        """Whether nothing but names decided: no amount, no sentence, no department's own short name."""
        for record in (*place.own, *place.later):
            view = gathered.view(record)
            if lines_of_subject(view, self._ask(place)) or any(by_itself(f, record) for f in view.figures):
                return False
            if self._cat.bodies_called({label for f in view.figures for label in labels_of(f, record)}):
                return False
        return True
