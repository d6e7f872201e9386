"""Text files: decode, tell flattened from tab-separated text, and hand over to the reader of that form."""

from __future__ import annotations

import hashlib

from index.model import FileFormat
from index.raw import Line, RawDocument, RawPage, RawTable
from index.reading import flattext, tabtext
from index.reading.decoding import decode


def read_text(data: bytes, name: str) -> RawDocument:
    """The document in a text file. Raises ``UnreadableDocument`` where the bytes are no readable text."""
    text = decode(data, name)
    digest = hashlib.sha256(data).hexdigest()
    if is_tabbed(text):
        return RawDocument(digest, name, FileFormat.TAB_TEXT, (RawPage(1, tabtext.blocks_of(text)),))
    return RawDocument(digest, name, FileFormat.FLAT_TEXT, _pages(flattext.blocks_of(text)))


def is_tabbed(text: str) -> bool:
    """Whether tables stand as tab-separated lines: at least two neighbouring lines with tabs in them."""
    before = False
    for line in text.split("\n"):
        tabbed = "\t" in line.strip()
        if tabbed and before:
            return True
        before = tabbed
    return False


def _pages(blocks: tuple[Line | RawTable, ...]) -> tuple[RawPage, ...]:
    pages: dict[int, list[Line | RawTable]] = {}
    for block in blocks:
        pages.setdefault(block.page, []).append(block)
    return tuple(RawPage(number, tuple(inside)) for number, inside in sorted(pages.items())) or (RawPage(1, ()),)
