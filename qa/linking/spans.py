"""Marks on the question and the choice among overlapping ones.

A mark says that ``text[start:end]`` may mean ``value``. Marks of all classes compete: the cover with the largest total weight wins,
so 上年结转 is not read as 上年, and 一般公共预算 not as 预算.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A linked stretch of the question. ``weight`` grows faster than length, so that one long mark beats two that cut it."""

    start: int
    end: int
    group: str
    value: Any
    score: float = 1.0

    @property
    def weight(self) -> float:
        """What the mark is worth in a cover."""
        return float(self.score * (self.end - self.start) ** 1.3)


def best_cover(marks: Iterable[Mark]) -> list[Mark]:
    """The non-overlapping marks with the largest total weight, in text order (weighted interval scheduling)."""
    ordered = sorted(set(marks), key=lambda m: (m.end, m.start, -m.score, m.group))
    ends = [m.end for m in ordered]
    best: list[tuple[float, int | None, int]] = [(0.0, None, 0)]
    for i, mark in enumerate(ordered):
        before = bisect_right(ends, mark.start, 0, i)
        taken = best[before][0] + mark.weight
        best.append((taken, i, before) if taken > best[i][0] + 1e-9 else (best[i][0], None, i))
    chosen: list[Mark] = []
    position = len(ordered)
    while position:
        _, taken_mark, previous = best[position]
        if taken_mark is not None:
            chosen.append(ordered[taken_mark])
        position = previous
    return chosen[::-1]
