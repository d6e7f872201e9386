"""The working form of a table while it is put together: cells on one grid over all its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from index.model import Cell
from index.numbers import parse_amount
from index.raw import RawTable
from index.text import clean, squeeze


@dataclass(frozen=True, slots=True)
class Joined:
    """A table over one or more pages, before its headers and rows are understood."""

    page: int
    last_page: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    raw: RawTable

    def origin(self) -> dict[tuple[int, int], Cell]:
        """The cell at each grid position: the spanning cell for every position that it covers."""
        return {
            (r, c): cell for cell in self.cells for r in range(cell.row, cell.row + cell.row_span) for c in range(cell.column, cell.column + cell.column_span)
        }

    def row_cells(self, row: int) -> list[Cell]:
        """Cells that begin in a row, left to right."""
        return sorted((c for c in self.cells if c.row == row), key=lambda c: c.column)


def cell_text(printed: str) -> str:
    """Cell text on one line: line breaks and blanks between Han characters removed (wraps are mid-word)."""
    lines = [line.strip() for line in clean(printed).split("\n")]
    text = ""
    for line in lines:
        glue = " " if text and line and text[-1].isascii() and text[-1].isalpha() and line[0].isascii() and line[0].isalpha() else ""
        text += glue + line
    return squeeze(text)


def from_raw(table: RawTable) -> Joined:
    """A reader's table as the first piece of a joined one."""
    cells = tuple(
        Cell(c.row, c.column, cell_text(c.text), c.page or table.page, c.row_span, c.column_span, c.box, _value(c.text), c.column_known) for c in table.cells
    )
    return Joined(table.page, max([table.page, *(c.page for c in cells)]), table.rows, table.columns, cells, table.column_edges, table)


def _value(text: str) -> Decimal | None:
    amount = parse_amount(text)
    return amount.value if amount else None


def without_rows(table: Joined, rows: set[int]) -> Joined:
    """The table without the given rows; spans over them shrink."""
    if not rows:
        return table
    new_index, n = {}, 0
    for r in range(table.rows):
        new_index[r] = n
        n += r not in rows
    cells = []
    for cell in table.cells:
        kept = [r for r in range(cell.row, cell.row + cell.row_span) if r not in rows]
        if kept:
            cells.append(replace(cell, row=new_index[kept[0]], row_span=len(kept)))
    return replace(table, rows=n, cells=tuple(cells))
