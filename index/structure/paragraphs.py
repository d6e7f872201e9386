"""Printed lines -> paragraphs: a line goes on with the one before it unless it begins a new one."""

from __future__ import annotations

import re
from collections import Counter

from index.model import PageBox, Paragraph
from index.raw import Line
from index.structure.joined import Joined
from index.structure.outline import Mark, display_width, is_full, usual_width
from index.structure.vocabulary import NUMBERING
from index.text import clean, squeeze

_INSIDE = re.compile(r"^(?:[\d.,]\n(?:\d\d|[\d.][\d万元%％，]|[万亿]?元|[%％])|[万亿]\n元)")  # 37.2|3万元, 353.|56, 12.88万|元
_END = ("。", "！", "？", "；", "：", "!", "?", ";", ":")


def paragraphs_of(blocks: list[Line | Joined], found: dict[int, Mark], owner: dict[int, int], used: set[int], right: dict[int, float], *, whole: bool = False) -> tuple[Paragraph, ...]:
    """All paragraphs but headings and table captions, with the section they belong to. ``whole``: every line is a paragraph (cells of a sheet)."""
    left = _left_margins(blocks)
    width = usual_width(blocks)
    runs: list[tuple[int, list[Line]]] = []
    skip = -1
    for i, block in enumerate(blocks):
        mark = found.get(i)
        if isinstance(block, Joined):
            continue
        if mark is not None and mark.level is not None:
            skip = i + mark.lines - 1
            continue
        if i <= skip or i in used or not squeeze(block.text):
            continue
        section = owner[i]
        contents = mark is not None and mark.contents
        if runs and not whole and not contents and runs[-1][0] == section and _goes_on(runs[-1][1][-1], block, left, right, width) and not _table_between(blocks, runs[-1][1][-1], i):
            runs[-1][1].append(block)
        else:
            runs.append((section, [block]))
    return tuple(_paragraph(n, section, lines) for n, (section, lines) in enumerate(runs))


def _table_between(blocks: list[Line | Joined], before: Line, i: int) -> bool:
    """Whether a table stands between the last line and block ``i`` (headings cannot: they change the section)."""
    for j in range(i - 1, -1, -1):
        if blocks[j] is before:
            return False
        if isinstance(blocks[j], Joined):
            return True
    return False


def _paragraph(ordinal: int, section: int, lines: list[Line]) -> Paragraph:
    text = ""
    for line in lines:
        piece = squeeze(clean(line.text))
        glue = " " if text and text[-1].isascii() and text[-1].isalpha() and piece[:1].isascii() and piece[:1].isalpha() else ""
        text += glue + piece
    boxes = tuple(PageBox(line.page, line.box) for line in lines if line.box is not None)
    return Paragraph(ordinal, section, text, lines[0].page, lines[-1].page, boxes)


def _left_margins(blocks: list[Line | Joined]) -> float | None:
    """The usual left edge of full lines over the whole document, where boxes are known."""
    edges: Counter[int] = Counter(round(b.box.x0) for b in blocks if isinstance(b, Line) and b.box is not None and len(b.text) >= 12)
    if not edges:
        return None
    common = [x for x, n in edges.items() if n >= 0.1 * sum(edges.values())]
    return float(min(common)) if common else float(min(edges))


def _torn(before: str, after: str) -> bool:
    """Whether a line break stands inside a number, an amount or a clause, however short the line is."""
    if before.endswith(_END) or len(before) < 12:  # a caption or a lone cell is no line of prose
        return False
    return bool(_INSIDE.search(before[-1:] + "\n" + after[:2])) or after[:1] in "，、。；）%％"


def _goes_on(before: Line, line: Line, left: float | None, right: dict[int, float], width: float) -> bool:
    if before.box is not None and line.box is not None and left is not None:
        glyph = max(8.0, min(22.0, line.size or 12.0))
        if line.box.x0 > left + 1.2 * glyph:
            return False
        if NUMBERING.match(squeeze(line.text)) and not is_full(before, right):
            return False
        return is_full(before, right) or not squeeze(before.text).endswith(_END)
    if NUMBERING.match(squeeze(line.text)) or before.size is not None or line.size is not None:
        return False
    text = squeeze(before.text)
    if _torn(text, squeeze(line.text)):
        return True
    if width:
        return display_width(text) >= 0.8 * width and not (text.endswith("。") and display_width(text) < 0.95 * width)
    return not text.endswith(_END) and display_width(text) >= 30


