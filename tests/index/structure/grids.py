"""Small tables and documents written as rows of text, for tests of structure without a file."""

from __future__ import annotations

from index.model import Box, FileFormat, Line, RawCell, RawDocument, RawPage, RawTable


def table(rows: list[list[str | None]], *, page: int = 1, edges: tuple[float, ...] = (), **known: object) -> RawTable:
    """A raw table from a grid: None in a place covered by the span on its left (<-) or above; the first text left or above owns it."""
    cells: list[RawCell] = []
    height, width = len(rows), len(rows[0])
    for r in range(height):
        for c in range(width):
            text = rows[r][c]
            if text is None:
                continue
            across = 1
            while c + across < width and rows[r][c + across] is None and _above(rows, r, c + across):
                across += 1
            down = 1
            while r + down < height and all(rows[r + down][c + k] is None for k in range(across)) and _left(rows, r + down, c):
                down += 1
            cells.append(RawCell(r, c, text, down, across, Box(c * 50.0, r * 20.0, (c + across) * 50.0, (r + down) * 20.0)))
    return RawTable(page, height, width, tuple(cells), Box(0, 0, width * 50.0, height * 20.0), edges or tuple(x * 50.0 for x in range(width + 1)), **known)  # type: ignore[arg-type]


def _above(rows: list[list[str | None]], r: int, c: int) -> bool:
    """Whether a covered place cannot belong to a cell above it that reaches down."""
    return r == 0 or rows[r - 1][c] is not None or all(rows[k][c] is None for k in range(r))


def _left(rows: list[list[str | None]], r: int, c: int) -> bool:
    """Whether a covered place cannot belong to a cell on its left."""
    return c == 0 or rows[r][c - 1] is not None or rows[r][c] is None


def document(*pages: list[str | RawTable], name: str = "made.txt", form: FileFormat = FileFormat.TAB_TEXT) -> RawDocument:
    """A raw document: strings are lines."""
    made = tuple(RawPage(n, tuple(Line(b, n) if isinstance(b, str) else b for b in blocks)) for n, blocks in enumerate(pages, 1))
    return RawDocument("0" * 64, name, form, made)
