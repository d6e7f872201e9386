"""Rows that are header and data at once, parted: a fund table whose third row holds 合计 and the amounts of the outer columns, and under
本年支出 the words 合计 / 基本支出 / 项目支出. Read as data, three columns would have one name; read as header, the amounts would be lost.
"""

from __future__ import annotations

from dataclasses import replace

from index.model import Cell
from index.structure.joined import Joined
from index.structure.vocabulary import HEADER_WORD, LEVEL_HEADER, PLAIN_TOTAL
from index.text import normal

_DEEPEST = 4


def part_mixed_row(table: Joined) -> Joined:
    """The table with its first mixed row as two rows: the header words (below their spanning cell), then the label and the amounts."""
    origin = table.origin()
    for row in range(1, min(_DEEPEST, table.rows)):
        words = _header_words(table, row, origin)
        if words and any(c.value is not None for c in table.row_cells(row)):
            return _parted(table, row, words)
    return table


def _header_words(table: Joined, row: int, origin: dict[tuple[int, int], Cell]) -> list[Cell]:
    """The cells of a row that name the columns of one spanning cell above: two or more words, no amount among them; the row has a total's label outside."""
    cells = table.row_cells(row)
    if not any(PLAIN_TOTAL.match(normal(c.text)) for c in cells):
        return []
    for above in (c for c in cells_above(table, row, origin) if c.column_span >= 2 and c.text):
        inside = [c for c in cells if above.column <= c.column < above.column + above.column_span]
        outside = [c for c in cells if c not in inside]
        named = len(inside) == above.column_span and all(c.text and c.value is None and _names_a_column(c.text) for c in inside)
        others = [c.text for c in outside if not PLAIN_TOTAL.match(normal(c.text))]
        if named and len(others) < len(outside) and not any(HEADER_WORD.match(normal(t)) for t in others):
            return inside
    return []


def _names_a_column(text: str) -> bool:
    """A header word other than 类 款 项, which stand over codes (their row is known to the header reader)."""
    return bool(HEADER_WORD.match(normal(text))) and not LEVEL_HEADER.match(text)


def cells_above(table: Joined, row: int, origin: dict[tuple[int, int], Cell]) -> list[Cell]:
    """The cells that end right above a row, left to right, each once."""
    above = (origin.get((row - 1, c)) for c in range(table.columns))
    return list({(c.row, c.column): c for c in above if c is not None and c.row + c.row_span == row}.values())


def _parted(table: Joined, row: int, words: list[Cell]) -> Joined:
    kept = {(c.row, c.column) for c in words}
    cells: list[Cell] = []
    for cell in table.cells:
        if (cell.row, cell.column) in kept or cell.row + cell.row_span <= row:
            cells.append(cell)
        elif cell.row < row:
            cells.append(replace(cell, row_span=cell.row_span + 1))
        else:
            cells.append(replace(cell, row=cell.row + 1))
    covered = {(r, c) for x in cells for r in range(x.row, x.row + x.row_span) for c in range(x.column, x.column + x.column_span)}
    for column in range(table.columns):  # header cells of the outer columns reach down over the new row
        if (row, column) not in covered:
            at = next((i for i, x in enumerate(cells) if x.row + x.row_span == row and x.column <= column < x.column + x.column_span), None)
            if at is not None:
                cells[at] = replace(cells[at], row_span=cells[at].row_span + 1)
                covered |= {(row, c) for c in range(cells[at].column, cells[at].column + cells[at].column_span)}
    return replace(table, rows=table.rows + 1, cells=tuple(cells))
