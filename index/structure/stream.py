"""Pages -> one stream of lines and tables: page numbers and running heads dropped, reading order kept."""

from __future__ import annotations

import re
from collections import Counter

from index.raw import Line, RawDocument, RawPage, RawTable
from index.text import clean

Block = Line | RawTable
_PAGE_NUMBER = re.compile(r"^(?:[-—–─－·\s]*\d{1,4}[-—–─－·\s]*|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+|[-—–─－]\s*[ivxIVX]+\s*[-—–─－])$")
_MARGIN = 0.09
_NUMBER_MARGIN = 0.15
_MIN_PAGES = 4
_MIN_SHARE = 0.5


def stream(raw: RawDocument) -> list[Block]:
    """All blocks of a document in reading order, without page numbers, running heads and blank lines."""
    running = _running_lines(raw.pages)
    blocks: list[Block] = []
    for page in raw.pages:
        last = len(page.blocks) - 1
        for i, block in enumerate(page.blocks):
            if isinstance(block, RawTable):
                if block.rows and block.columns:
                    blocks.append(block)
                continue
            text = clean(block.text).strip()
            at_edge = i in (0, 1, last - 1, last)
            if not text or (at_edge and page.height and _PAGE_NUMBER.match(text) and _in_margin(block, page, _NUMBER_MARGIN)):
                continue
            if text in running and _in_margin(block, page):
                continue
            blocks.append(block)
    return blocks


def _in_margin(line: Line, page: RawPage, margin: float = _MARGIN) -> bool:
    if line.box is None or not page.height:
        return False
    return line.box.y1 < page.height * margin or line.box.y0 > page.height * (1 - margin)


def _running_lines(pages: tuple[RawPage, ...]) -> set[str]:
    """Texts that stand in the top or bottom margin of at least half of the pages."""
    if len(pages) < _MIN_PAGES:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({b.text.strip() for b in page.blocks if isinstance(b, Line) and _in_margin(b, page)})
    return {text for text, count in seen.items() if count >= max(3, _MIN_SHARE * len(pages))}
