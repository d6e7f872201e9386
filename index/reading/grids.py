"""Cells with spans, from whatever format, to a RawTable: the common end of the docx, xlsx, xls and html readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.raw import RawCell, RawTable
from index.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell's text and its span, in the order of the source (row by row)."""

    text: str
    rows: int = 1
    columns: int = 1


def placed(rows: Iterable[Sequence[Spanned]], page: int, limits: Limits) -> RawTable | None:
    """Cells laid into the grid as HTML does it: each takes the next free place of its row. None where nothing is in it or it is over the limit."""
    cells: list[RawCell] = []
    taken: set[tuple[int, int]] = set()
    height = width = 0
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            if len(taken) + cell.rows * cell.columns > limits.grid_cells:  # before they are laid out: a span may say anything
                return None
            taken.update((r + y, c + x) for y in range(cell.rows) for x in range(cell.columns))
            cells.append(RawCell(r, c, cell.text, cell.rows, cell.columns))
            height, width = max(height, r + cell.rows), max(width, c + cell.columns)
            c += cell.columns
        height = max(height, r + 1)
    if not any(cell.text for cell in cells):
        return None
    return RawTable(page, height, width, tuple(cells))
