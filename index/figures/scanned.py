"""Figures of scanned pages are only as sure as the text that was recognised there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.model import Box, Figure, PageBox
from index.raw import RawDocument

CEILING = 0.9  # no figure of a scanned page is surer than this
_DOUBTFUL = 0.4
_NEARLY_ALL = 0.8
_DECIMALS = re.compile(r"\.(\d+)")
_NOWHERE = 0.7  # where the place of a figure on its scanned page is not known


def as_sure_as_read(figures: Sequence[Figure], raw: RawDocument) -> list[Figure]:
    """The figures; those on scanned pages with their confidence times the lowest score of the pieces that they lie on, at most ``CEILING``."""
    if not raw.recognised:
        return list(figures)
    pieces: dict[int, list[tuple[Box, float]]] = defaultdict(list)
    for page, box, score in raw.recognised:
        pieces[page].append((box, score))
    usual = _usual_decimals(figures)
    return [replace(f, confidence=_confidence(f, pieces, usual)) if f.page in pieces else f for f in figures]


def _usual_decimals(figures: Sequence[Figure]) -> dict[str, int]:
    """Unit -> the number of decimals that nearly all amounts of that unit have; units of mixed ones are absent."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for f in figures:
        seen[f.unit][_decimals(f)] += 1
    found = {}
    for unit, counts in seen.items():
        decimals, count = counts.most_common(1)[0]
        if decimals and count >= _NEARLY_ALL * sum(counts.values()):
            found[unit] = decimals
    return found


def _decimals(figure: Figure) -> int:
    found = _DECIMALS.search(figure.printed)
    return len(found[1]) if found else 0


def _confidence(figure: Figure, pieces: dict[int, list[tuple[Box, float]]], usual: dict[str, int]) -> float:
    if usual.get(figure.unit, _decimals(figure)) != _decimals(figure) and figure.value:
        return _DOUBTFUL  # a digit too many or too few is what recognition gets wrong
    scores = [score for place in figure.boxes for box, score in pieces.get(place.page, ()) if _touch(place, box)]
    return round(min(figure.confidence * min(scores, default=_NOWHERE), CEILING), 4)


def _touch(place: PageBox, piece: Box) -> bool:
    """Whether a piece's middle line runs through the place."""
    middle = (piece.y0 + piece.y1) / 2
    return place.box.y0 <= middle <= place.box.y1 and place.box.x0 < piece.x1 and piece.x0 < place.box.x1
