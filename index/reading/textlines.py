"""Glyphs -> printed lines, grouped by baseline. Pure functions.

Boxes of mixed fonts on one line differ by up to half a line, baselines do not: so lines are made by baseline, never by box centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from index.model import Box
from index.reading.glyphs import Glyph

SAME_LINE = 0.35  # share of the glyph height by which baselines of one line may differ
SPACE = 0.9  # gaps above this many em are blanks that mean something; below lies justified setting
TAB = 2.0  # gaps above this many em part columns
WORD = 0.2  # between Latin letters or digits a printed blank of this many em counts


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs of one baseline, left to right. ``size`` is the em in points; in ``text`` a blank is a wide gap, a tab a very wide one."""

    glyphs: tuple[Glyph, ...]
    baseline: float
    size: float
    text: str

    @property
    def box(self) -> Box:
        """The rectangle around all glyphs."""
        return box_around(self.glyphs)


def box_around(glyphs: Iterable[Glyph]) -> Box:
    """The rectangle around some glyphs."""
    found = list(glyphs)
    return Box(min(g.x0 for g in found), min(g.y0 for g in found), max(g.x1 for g in found), max(g.y1 for g in found))


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The printed lines, top down. A glyph printed twice on the same place (poor man's bold) is kept once."""
    groups: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=attrgetter("baseline", "x0")):
        height = max(glyph.y1 - glyph.y0, 1.0)
        for baseline, tallness, members in groups[-1:-4:-1]:
            if abs(glyph.baseline - baseline) < SAME_LINE * min(height, tallness):
                members.append(glyph)
                break
        else:
            groups.append((glyph.baseline, height, [glyph]))
    return [_line(members, baseline) for baseline, _, members in groups]


def _line(members: list[Glyph], baseline: float) -> TextLine:
    members.sort(key=attrgetter("x0"))
    kept = members[:1]
    for glyph in members[1:]:
        last = kept[-1]
        if glyph.text != last.text or glyph.x0 - last.x0 > 0.25 * (last.x1 - last.x0):
            kept.append(glyph)
    size = em(kept)
    return TextLine(tuple(kept), baseline, size, glyphs_text(kept, size))


def glyphs_text(glyphs: Sequence[Glyph], size: float, tab: str = "\t") -> str:
    """The characters, left to right, with a blank for a wide gap and ``tab`` for a very wide one."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and glyph.x0 - last.x1 > WORD * size:
            parts.append(_gap(last, glyph, size, tab))
        parts.append(glyph.text)
        last = glyph
    return "".join(parts)


def em(glyphs: Sequence[Glyph]) -> float:
    """The type size in points: the width of the Han characters (one em each), or the height where there are none."""
    wide = [g.x1 - g.x0 for g in glyphs if "\u3400" <= g.text <= "\u9fff"]
    return max(1.0, median(wide) if wide else median([g.y1 - g.y0 for g in glyphs]))


def _gap(last: Glyph, glyph: Glyph, size: float, tab: str) -> str:
    gap = glyph.x0 - last.x1
    if gap > TAB * size:
        return tab
    if gap > SPACE * size:
        return " "
    if glyph.spaced and _is_latin(last.text) and _is_latin(glyph.text):
        return " "
    return ""


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()
