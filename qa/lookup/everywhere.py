"""Questions that fold over all departments (sums, means, conditions, shares): every slot is there, but few of their figures are read.

A slot holds the figure that :mod:`qa.lookup.chosen` found, unread (:mod:`qa.lookup.unread`); what the answer states of it is read then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.lookup.catalogue import Catalogue
from qa.lookup.chosen import Ask, Chosen, Fill, chosen
from qa.lookup.model import Slot, Spot
from qa.lookup.ranked import is_plain
from qa.lookup.scope import Scoped
from qa.lookup.wide import WIDE, Gathered
from qa.model import MeasureRef, Operation, Query

_FOLDS = {Operation.NONE, Operation.RANK, Operation.SUM, Operation.MEAN, Operation.FILTER, Operation.COUNT, Operation.SHARE, Operation.RATIO}


def asks_everywhere(query: Query, where: Scoped, asked: Sequence[tuple[MeasureRef, Sequence[str]]]) -> bool:
    """Whether the question folds the plain figures of all departments, or leaves open whose figure is meant."""
    operations = {query.operation, *query.also}
    if operations - _FOLDS or (operations & {Operation.SHARE, Operation.RATIO} and len(asked) < 2) or "consistency" in query.aspects:
        return False
    if operations == {Operation.NONE} and "departments" not in where.open_axes:
        return False
    return bool(asked) and all(is_plain(query, where, measure, aspects) for measure, aspects in asked)


def slots_everywhere(query: Query, where: Scoped, whole: Catalogue, measure: MeasureRef, aspect: str, ask: Ask, fill: Fill) -> Sequence[Slot] | None:
    """One slot a place. None where this way does not lead to the same answer as reading everything."""
    found = chosen(where.places, whole, measure, ask, fill)
    if found is None:
        return None
    slots = dict(found.slots)
    if len(found.best) <= WIDE:
        gathered = Gathered(whole, [r for b in found.best for r in where.places[b.place].own], measure)
        slots.update((b.place, fill(where.places[b.place], gathered)) for b in found.best)
    else:
        slots.update(_unread(found, query, where, measure, aspect, whole))
    return [slots[i] for i in range(len(where.places))]


def _unread(found: Chosen, query: Query, where: Scoped, measure: MeasureRef, aspect: str, cat: Catalogue) -> Mapping[int, Slot]:
    slots = {}
    for best, candidate, parts in found.candidates(where.places, cat):
        place = where.places[best.place]
        spot = best.spot or Spot(place.department, place.year, place.kind, measure, aspect, query.scope)
        slots[best.place] = Slot(spot, candidate, parts=parts)
    return slots
