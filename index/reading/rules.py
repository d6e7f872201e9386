"""Ruling lines: strokes -> snapped -> merged -> groups of lines that cross. Pure functions on plain tuples.

The steps are those of every lattice method (snap, join, intersect; cf. pdfplumber's table module); the tolerances were measured on real
disclosures, where none of them is on a knife's edge (2-4 pt for snapping and 1-6 pt for gaps give the same tables).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.reading.glyphs import Stroke

SNAP = 2.5  # points: strokes this near in position are one line (double borders, rounding)
GAP = 3.5  # points: pieces of a line this far apart belong together; also how far short of each other crossing lines may stop

OPEN = 12.0  # points: a line that runs this far past the last vertical line borders a column there


class Ruling(NamedTuple):
    """The lines of one connected drawing."""

    horizontal: tuple[Stroke, ...]
    vertical: tuple[Stroke, ...]


def snapped(strokes: Iterable[Stroke], tolerance: float = SNAP) -> list[Stroke]:
    """The strokes with neighbouring positions replaced by their mean; ordered by position, then start."""
    result: list[Stroke] = []
    run: list[Stroke] = []
    for stroke in [*sorted(strokes), None]:
        if run and (stroke is None or stroke.at - run[-1].at > tolerance):
            mean = sum(s.at for s in run) / len(run)
            result += [Stroke(mean, s.start, s.end) for s in sorted(run, key=lambda s: s.start)]
            run = []
        if stroke is not None:
            run.append(stroke)
    return result


def merged(strokes: Sequence[Stroke], gap: float = GAP) -> list[Stroke]:
    """Snapped strokes with collinear pieces that touch (within ``gap``) joined into one."""
    result: list[Stroke] = []
    for stroke in strokes:
        last = result[-1] if result else None
        if last is not None and last.at == stroke.at and stroke.start <= last.end + gap:
            result[-1] = Stroke(last.at, last.start, max(last.end, stroke.end))
        else:
            result.append(stroke)
    return result


def rulings(horizontal: Iterable[Stroke], vertical: Iterable[Stroke], gap: float = GAP) -> list[Ruling]:
    """The groups of lines that hang together by crossing, open sides closed, each with at least two lines either way.

    Underlines alone are none.
    """
    across, down = merged(snapped(horizontal), gap), merged(snapped(vertical), gap)
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    places = [v.at for v in down]
    for i, h in enumerate(across):
        for j in range(bisect_left(places, h.start - gap), bisect_right(places, h.end + gap)):
            if down[j].start - gap <= h.at <= down[j].end + gap:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(v)
    found = [closed_sides(Ruling(tuple(hs), tuple(vs))) for hs, vs in groups.values() if hs and vs]
    return [ruling for ruling in found if len({h.at for h in ruling.horizontal}) > 1 and len({v.at for v in ruling.vertical}) > 1]


def closed_sides(ruling: Ruling) -> Ruling:
    """The ruling with its left and right border put in where the printer left them out.

    A side is open where most horizontal lines, three at least, run on past the outermost vertical line and end at one place.
    """
    left, right = min(v.at for v in ruling.vertical), max(v.at for v in ruling.vertical)
    top, bottom = min(h.at for h in ruling.horizontal), max(h.at for h in ruling.horizontal)
    ends = [
        _common_end([h.start for h in ruling.horizontal if h.start < left - OPEN], len(ruling.horizontal)),
        _common_end([h.end for h in ruling.horizontal if h.end > right + OPEN], len(ruling.horizontal)),
    ]
    added = [Stroke(at, top, bottom) for at in ends if at is not None]
    return Ruling(ruling.horizontal, tuple(sorted([*ruling.vertical, *added]))) if added else ruling


def _common_end(ends: list[float], lines: int) -> float | None:
    """The place where most of all lines end, or None."""
    if len(ends) < max(3, 0.6 * lines):
        return None
    middle = sorted(ends)[len(ends) // 2]
    return middle if sum(abs(end - middle) <= GAP for end in ends) >= max(3, 0.6 * lines) else None
