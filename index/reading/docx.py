"""Word files (.docx): paragraphs and tables in their order, with true spans. Pages as Word last laid them out, where it noted the breaks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableDocument
from index.model import FileFormat
from index.raw import Line, RawDocument, RawPage, RawTable
from index.reading.grids import Spanned, placed
from index.reading.guard import sound
from index.reading.limits import LIMITS, Limits
from index.text import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_SIZES = {1: 22.0, 2: 20.0, 3: 18.0, 4: 16.0}
_PLAIN = 12.0
_MOST_COLUMNS = 1000  # Word itself allows 63


def read_docx(data: bytes, name: str, sha256: str, limits: Limits = LIMITS) -> RawDocument:
    """Read a Word file. Raises ``UnreadableDocument``."""
    with sound(name, "Word文件"):
        pages = _pages(data, limits)
    if not any(pages):
        raise UnreadableDocument(f"“{name}”里没有文字")
    return RawDocument(sha256, name, FileFormat.DOCX, tuple(RawPage(i, tuple(blocks)) for i, blocks in enumerate(pages, 1)))


def _pages(data: bytes, limits: Limits) -> list[list[Line | RawTable]]:
    import docx  # loads templates: only where a Word file comes

    document = docx.Document(io.BytesIO(data))
    pages: list[list[Line | RawTable]] = [[]]
    for element in document.element.body.iterchildren():
        if element.tag == f"{_W}p":
            _take_paragraph(element, pages)
        elif element.tag == f"{_W}tbl":
            table = placed(_rows(element), len(pages), limits)
            if table is not None:
                pages[-1].append(table)
            pages.extend([] for _ in range(_breaks(element)))
    return pages


def _take_paragraph(paragraph: Any, pages: list[list[Line | RawTable]]) -> None:
    """A paragraph is one line; where a page breaks inside it, it belongs to the page on which it starts."""
    starts = _breaks_before_text(paragraph)
    pages.extend([] for _ in range(starts))
    text = clean(_text(paragraph)).strip()
    size = _size(paragraph)
    for line in text.split("\n"):
        if line.strip():
            pages[-1].append(Line(line.strip(), len(pages), size=size))
    pages.extend([] for _ in range(_breaks(paragraph) - starts))


def _text(element: Any) -> str:
    """Text of runs, with tabs and line breaks; deleted text (tracked changes) stays out."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == f"{_W}t" and not any(a.tag == f"{_W}del" for a in node.iterancestors()):
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append("\t")
        elif node.tag == f"{_W}br" and node.get(f"{_W}type") != "page":
            parts.append("\n")
    return "".join(parts)


def _breaks(element: Any) -> int:
    """Page breaks inside: those that Word noted when it last laid the pages out; explicit ones only where it noted none."""
    noted = sum(1 for _ in element.iter(f"{_W}lastRenderedPageBreak"))
    explicit = sum(1 for br in element.iter(f"{_W}br") if br.get(f"{_W}type") == "page")
    return max(noted, explicit)


def _breaks_before_text(paragraph: Any) -> int:
    count = 0
    for node in paragraph.iter():
        if node.tag == f"{_W}t" and (node.text or "").strip():
            break
        if node.tag == f"{_W}lastRenderedPageBreak" or (node.tag == f"{_W}br" and node.get(f"{_W}type") == "page"):
            count += 1
    return min(count, _breaks(paragraph))


def _size(paragraph: Any) -> float:
    """Heading styles count as the size that Markdown headings have; else the largest printed size (half points), else plain."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    value = "" if style is None else str(style.get(f"{_W}val") or "")
    digits = "".join(c for c in value if c.isdigit())
    if digits and (value.lower().startswith("heading") or value.isdigit()) and int(digits) in _HEADING_SIZES:
        return _HEADING_SIZES[int(digits)]
    sizes = [int(s.get(f"{_W}val")) / 2 for s in paragraph.iter(f"{_W}sz") if str(s.get(f"{_W}val")).isdigit()]
    return max(sizes, default=_PLAIN)


def _rows(table: Any) -> Iterator[list[Spanned]]:
    """The rows with spans: ``gridSpan`` across, ``vMerge`` down."""
    rows = [_row_cells(tr) for tr in table.iterchildren(f"{_W}tr")]
    for r, row in enumerate(rows):
        found = []
        for column, width, merge, text in row:
            if merge == "continue":
                continue
            down = 1
            while merge == "restart" and r + down < len(rows) and any(c == column and m == "continue" for c, _, m, _ in rows[r + down]):
                down += 1
            found.append(Spanned(text, down, width))
        yield found


def _row_cells(row: Any) -> list[tuple[int, int, str, str]]:
    """(column, width, vertical merge, text) of a row's cells; ``gridBefore`` leaves empty cells on the left."""
    column = _columns(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    cells = [(c, 1, "", "") for c in range(column)]
    for cell in row.iterchildren(f"{_W}tc"):
        width = max(1, _columns(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1))
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        state = "" if merge is None else str(merge.get(f"{_W}val") or "continue")
        text = "\n".join(t for p in cell.iterchildren(f"{_W}p") if (t := clean(_text(p)).strip()))
        cells.append((column, width, state, text))
        column += width
    return cells


def _columns(element: Any, otherwise: int) -> int:
    """A number of columns as a file says it; no more than any table has."""
    return otherwise if element is None else min(max(0, int(element.get(f"{_W}val"))), _MOST_COLUMNS)
