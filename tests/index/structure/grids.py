"""Small tables and documents written as rows of text, for tests of structure without a file."""

from __future__ import annotations

from index.model import Box, FileFormat
from index.raw import Line, RawCell, RawDocument, RawPage, RawTable

LEFT, ABOVE = "<", "^"


def table(rows: list[list[str]], *, page: int = 1, edges: tuple[float, ...] = (), **known: object) -> RawTable:
    """A raw table from a grid: ``<`` and ``^`` mark places covered by the cell on their left or above."""
    cells: list[RawCell] = []
    height, width = len(rows), len(rows[0])
    for r in range(height):
        for c in range(width):
            if rows[r][c] in (LEFT, ABOVE):
                continue
            across, down = 1, 1
            while c + across < width and rows[r][c + across] == LEFT:
                across += 1
            while r + down < height and rows[r + down][c] == ABOVE:
                down += 1
            cells.append(RawCell(r, c, rows[r][c], down, across, Box(c * 50.0, r * 20.0, (c + across) * 50.0, (r + down) * 20.0)))
    outer = Box(0, 0, width * 50.0, height * 20.0)
    return RawTable(page, height, width, tuple(cells), outer, edges or tuple(x * 50.0 for x in range(width + 1)), **known)  # type: ignore[arg-type]


def document(*pages: list[str | RawTable], name: str = "made.txt", form: FileFormat = FileFormat.TAB_TEXT) -> RawDocument:
    """A raw document: strings are lines."""
    made = tuple(RawPage(n, tuple(Line(b, n) if isinstance(b, str) else b for b in blocks)) for n, blocks in enumerate(pages, 1))
    return RawDocument("0" * 64, name, form, made)
