"""What a reader finds in a file, before anything is made of it: lines of prose and tables of true cells, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from index.model import Box, FileFormat


@dataclass(frozen=True, slots=True)
class Line:
    """One line of prose as printed. ``size`` is the glyph height in points where known (headings are larger)."""

    text: str
    page: int
    box: Box | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class RawCell:
    """One true cell with its span. ``column_known`` is false where a flattened text lost the column and it could not be won back.

    ``page`` is set where a table of a text form runs over pages; None means the table's page.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    column_known: bool = True
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as found on one page (PDF) or in one run of lines (text forms).

    The readers of text forms know title, unit and header rows and say so; the PDF reader leaves them None.
    """

    page: int
    rows: int
    columns: int
    cells: tuple[RawCell, ...]
    box: Box | None = None
    column_edges: tuple[float, ...] = ()
    number: str | None = None
    title: str | None = None
    unit: str | None = None
    header_rows: int | None = None
    form: str | None = None

    def grid(self) -> list[list[str | None]]:
        """Rows of texts: a span's text in its top-left place, None in the places that it covers, "" where empty."""
        grid: list[list[str | None]] = [["" for _ in range(self.columns)] for _ in range(self.rows)]
        for cell in self.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    grid[r][c] = None
            grid[cell.row][cell.column] = cell.text
        return grid


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page: lines and tables in reading order (lines inside tables are not repeated as lines)."""

    number: int
    blocks: tuple[Line | RawTable, ...]
    width: float | None = None
    height: float | None = None


class Recognised(NamedTuple):
    """A piece of text that was recognised on a picture, and how sure the recogniser was (0 to 1)."""

    page: int
    box: Box
    score: float


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader makes of one file. ``sha256`` is the hash of the bytes and the document's id. ``warnings`` are Chinese lines.

    ``recognised`` holds the pieces of scanned pages: figures read there are only as sure as the pieces that they lie on.
    """

    sha256: str
    file_name: str
    format: FileFormat
    pages: tuple[RawPage, ...]
    warnings: tuple[str, ...] = ()
    recognised: tuple[Recognised, ...] = ()
