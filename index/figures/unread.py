"""Amounts of a damaged text whose unit cannot be read (5,447.04腕元): what follows them would seem to speak of what was named before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.figures.quantities import Quantity
from index.figures.state import Reading

_DOUBTED = 0.5  # below what answers state
_BREAK = r"[，,。；;、：:（）()]"
_UNREAD = re.compile(
    r"(?<![\d.,〔\[A-Za-z])(?:(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}"
    rf"(?=\s*[^\s\d.,，。；;、：:（）()]{{1,2}}\s*(?:{_BREAK}|$))|\d+(?=\s*[^\s\d万亿千百]元))"
)


def unread_amounts(text: str, found: Sequence[Quantity]) -> tuple[int, ...]:
    """Where numbers stand that look like amounts and are no quantity."""
    read = [(q.start, q.end) for q in found]
    return tuple(m.start() for m in _UNREAD.finditer(text) if not any(start <= m.start() < end for start, end in read))


def doubt_after(at: int, readings: Sequence[Reading], carried: str) -> bool:
    """Doubt the readings of a sentence behind an unread amount at ``at`` that go on with what was named before it (``carried``: before the sentence).

    True where nothing new is named behind it: what comes after the sentence speaks of what could not be read.
    """
    named = {carried, *(r.measure for r in readings if r.start < at)}
    behind = [r for r in readings if r.start > at]
    for reading in behind:
        if reading.measure in named:
            reading.confidence = min(reading.confidence, _DOUBTED)
    return all(r.measure in named for r in behind)
