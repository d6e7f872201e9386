"""Which operand belongs to which department: 甲的 A 是乙的 B 的几倍 asks A of 甲 and B of 乙, not all four."""

from __future__ import annotations

from collections.abc import Sequence

from index.text import normal
from qa.lookup import Slot
from qa.model import Operation, Query

BINARY = {Operation.RATIO, Operation.DIFFERENCE, Operation.COMPARE, Operation.SUM, Operation.SHARE, Operation.GROWTH}


def bound(query: Query, slots: Sequence[Slot]) -> list[Slot]:
    """The slots of the diagonal where the question names department and item in turns (甲 A 乙 B), else all."""
    departments, measures = query.departments, query.measures
    if len(departments) != 2 or len(measures) != 2 or query.operation not in BINARY:
        return list(slots)
    text = normal(query.text)
    places = [text.find(normal(m)) for m in (departments[0].mention, measures[0].mention, departments[1].mention, measures[1].mention)]
    if -1 in places or places != sorted(places) or len(set(places)) != 4:
        return list(slots)
    pairs = [(departments[0].department, measures[0]), (departments[1].department, measures[1])]
    kept = [s for s in slots if (s.spot.department, s.spot.measure) in pairs]
    return kept if len({s.spot.department for s in kept if s.best}) == 2 else list(slots)
