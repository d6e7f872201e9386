"""Web pages: blocks of text are lines, tables keep their spans; tables that only lay out the page are opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableDocument
from index.model import FileFormat, Line, RawDocument, RawPage, RawTable
from index.reading.decoding import decode
from index.reading.grids import Spanned, placed
from index.reading.guard import sound
from index.reading.limits import LIMITS, Limits
from index.text import clean

_LOOKS = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE)
_SKIPPED = {"script", "style", "head", "noscript", "template", "nav", "iframe", "button", "select", "svg"}
_INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "em",
    "font",
    "i",
    "label",
    "mark",
    "o:p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "ins",
    "bdo",
}
_SIZES = {"h1": 22.0, "h2": 20.0, "h3": 18.0, "h4": 16.0}
_MAX_SPAN = 1000


def looks_like_html(data: bytes) -> bool:
    """Whether a file is a web page: it starts with a tag and one of the telling ones is near."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_LOOKS.search(data[:8192]))


def read_html(data: bytes, name: str, sha256: str, limits: Limits = LIMITS) -> RawDocument:
    """Read a web page. Raises ``UnreadableDocument``."""
    import lxml.html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data, name))  # a declared encoding may contradict the one found
    with sound(name, "网页"):
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(no_network=True, huge_tree=False))
    blocks = tuple(_blocks(root, limits))
    if not blocks:
        raise UnreadableDocument(f"“{name}”里没有文字")
    return RawDocument(sha256, name, FileFormat.HTML, (RawPage(1, blocks),))


def _blocks(root: Any, limits: Limits) -> Iterator[Line | RawTable]:
    """Depth first without recursion (pages nest deeply): text gathers until a block element begins or ends."""
    pending: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    size = 12.0
    while stack:
        node, closing = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else None
        block = tag is not None and tag not in _INLINE
        if closing:
            if block:
                yield from _flush(pending, size)
                size = 12.0
            pending.append(node.tail or "")
            continue
        if tag is None or tag in _SKIPPED:
            pending.append(node.tail or "")
            continue
        if block:
            yield from _flush(pending, size)
            size = _SIZES.get(tag, size)
        if tag == "table" and not _is_layout(node):
            table = placed(_rows(node), 1, limits)
            if table is not None:
                yield table
            pending.append(node.tail or "")
            continue
        pending.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    yield from _flush(pending, size)


def _flush(pending: list[str], size: float) -> Iterator[Line]:
    text = re.sub(r"[ \t\r\n\u00a0]+", " ", clean("".join(pending))).strip(" \u3000")
    pending.clear()
    if text:
        yield Line(text, 1, size=size)


def _is_layout(table: Any) -> bool:
    """A table that holds tables, or has one column only, is there for the page's sake."""
    if table.xpath(".//table"):
        return True
    return all(len(row.xpath("./td|./th")) <= 1 for row in table.xpath(".//tr"))


def _rows(table: Any) -> Iterator[list[Spanned]]:
    for row in table.xpath(".//tr"):
        yield [Spanned(_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in row.xpath("./td|./th")]


def _span(cell: Any, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    return min(_MAX_SPAN, max(1, int(text))) if text.isdigit() else 1


def _cell_text(cell: Any) -> str:
    """The text of a cell; paragraphs and breaks in it part lines."""
    for br in cell.xpath(".//br"):
        br.tail = "\n" + (br.tail or "")
    for paragraph in cell.xpath(".//p|.//div")[:-1]:
        paragraph.tail = "\n" + (paragraph.tail or "")
    lines = (re.sub(r"[ \t\r\u00a0]+", " ", line).strip() for line in clean(cell.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)
