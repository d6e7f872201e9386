"""Where on the page a stretch of a paragraph stands: page and the boxes of its printed lines."""

from __future__ import annotations

from index.model import PageBox, Paragraph


def place(paragraph: Paragraph, start: int, end: int) -> tuple[int, tuple[PageBox, ...]]:
    """Page and line boxes of ``paragraph.text[start:end]``.

    The paragraph knows its lines' boxes but not where they cut the text; the cuts are estimated from the widths of the lines, and a
    line is kept when it may hold part of the stretch. Without boxes the paragraph's first page is given.
    """
    boxes = paragraph.boxes
    if not boxes or not paragraph.text:
        return paragraph.page, ()
    widths = [max(b.box.x1 - b.box.x0, 1.0) for b in boxes]
    total, length = sum(widths), len(paragraph.text)
    kept: list[PageBox] = []
    reached = 0.0
    for box, width in zip(boxes, widths, strict=True):
        first, last = reached / total * length, (reached + width) / total * length
        if first < end and last > start:
            kept.append(box)
        reached += width
    kept = kept or [boxes[0]]
    return kept[0].page, tuple(kept)
