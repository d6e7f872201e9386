"""Tables without ruling lines, by the place of the text. Pure functions, and shy ones: what is not plainly a table stays lines.

A table is taken where a header and three or more following lines share column gaps and the lines hold amounts with decimals. One line that
does not fit (a wrapped label, two texts in one column) refuses the whole: a label joined to the wrong amount would be worse than no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from index.model import Box
from index.raw import RawCell, RawTable
from index.reading.glyphs import Glyph
from index.reading.textlines import SPACE, TextLine, box_around, glyphs_text

PART = 1.2  # em: a gap this wide parts two columns
FEWEST_ROWS = 3
MOST_HEADERS = 4
PITCH = 4.0  # em: lines further apart are not rows of one table
_AMOUNT = re.compile(r"[-−(（]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}[)）]?%?")
_ABOVE = re.compile(r"^(?:编制|填报)?(?:部门|单位)(?:名称)?[:：]|单位[:：].{0,3}元")


class Piece(NamedTuple):
    """A text between two wide gaps of a line."""

    text: str
    box: Box

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount with decimals and nothing else."""
        return _AMOUNT.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A line cut into pieces."""

    line: TextLine
    pieces: tuple[Piece, ...]

    @property
    def is_body(self) -> bool:
        """Whether it looks like a row of a table: several pieces, an amount among them, and the first is a label or code."""
        return len(self.pieces) > 1 and any(piece.is_amount for piece in self.pieces[1:]) and not self.pieces[0].is_amount

    @property
    def is_header(self) -> bool:
        """Whether it may be a header line: several pieces, none an amount, and not the line of department and unit above a table."""
        return len(self.pieces) > 1 and not any(p.is_amount or _ABOVE.search(p.text) for p in self.pieces)


def unruled_tables(lines: Sequence[TextLine], page: int) -> tuple[list[RawTable], list[TextLine]]:
    """The tables among lines (top down) that lie outside ruled tables, and the lines that are left."""
    if sum(1 for line in lines if _may_be_row(line)) < FEWEST_ROWS:
        return [], list(lines)
    rows = [Row(line, pieces_of(line)) for line in lines]
    tables: list[RawTable] = []
    left: list[TextLine] = []
    done = start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end].is_body and (end == start or _follows(rows[end - 1], rows[end])):
            end += 1
        head = max(done, start - MOST_HEADERS)
        table = _table(rows[head:start], rows[start:end], rows[end : end + 1], page) if end - start >= FEWEST_ROWS else None
        if table is not None:
            left += lines[done : start - (table.rows - (end - start))]
            tables.append(table)
            done = end
        start = max(end, start + 1)
    return tables, left + list(lines[done:])


def _may_be_row(line: TextLine) -> bool:
    return any(_AMOUNT.fullmatch(token) for token in re.split(r"[\t ]", line.text)[1:])


def _follows(above: Row, below: Row) -> bool:
    return below.line.baseline - above.line.baseline <= PITCH * max(above.line.size, below.line.size)


def pieces_of(line: TextLine, part: float = PART) -> tuple[Piece, ...]:
    """The texts of a line between gaps wider than ``part`` em; two numbers with any printed blank between them are two."""
    runs: list[list[Glyph]] = [[line.glyphs[0]]]
    for last, glyph in pairwise(line.glyphs):
        gap = glyph.x0 - last.x1
        is_parted = gap > part * line.size or (glyph.spaced and gap > 0.2 * line.size and last.text.isdigit() and glyph.text.isdigit())
        if is_parted:
            runs.append([])
        runs[-1].append(glyph)
    return tuple(Piece(glyphs_text(run, line.size, " "), box_around(run)) for run in runs)


def columns_of(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The x intervals that the pieces of all rows fill together, left to right."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.box.x0, piece.box.x1) for row in rows for piece in row.pieces):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def spans_over(row: Row, columns: Sequence[tuple[float, float]]) -> list[tuple[int, int]] | None:
    """For every piece the first and last column that it lies over; None where one lies over no column or two over the same."""
    spans: list[tuple[int, int]] = []
    for piece in row.pieces:
        over = [i for i, (x0, x1) in enumerate(columns) if piece.box.x0 < x1 and piece.box.x1 > x0]
        if not over or (spans and over[0] <= spans[-1][1]):
            return None
        spans.append((over[0], over[-1]))
    return spans


def _table(above: Sequence[Row], body: Sequence[Row], below: Sequence[Row], page: int) -> RawTable | None:
    """The table of some rows and the header lines right above them; None where anything does not fit."""
    columns = columns_of(body)
    places = [spans_over(row, columns) for row in body]
    if len(columns) < 2 or any(spans is None for spans in places) or _is_wrapped(body, below, columns):
        return None
    headers: list[Row] = []
    for row in reversed(above):
        cut = _fitting_header(row, columns)
        if cut is None or not _follows(row, (headers or list(body))[0]):
            break
        headers.insert(0, cut)
    covered = {c for row in headers for first, last in spans_over(row, columns) or [] for c in range(first, last + 1)}
    if not headers or len(covered) < len(columns) or _cuts_into_label(above[: len(above) - len(headers)], body, columns):
        return None
    return _built([*headers, *body], columns, page)


def _fitting_header(row: Row, columns: Sequence[tuple[float, float]]) -> Row | None:
    """The header line cut so that it fits the columns: at every blank if that will do ("合 计" will not), else at wide gaps only."""
    for part in (SPACE, PART):
        cut = Row(row.line, pieces_of(row.line, part))
        spans = spans_over(cut, columns)
        if cut.is_header and spans and not any(a < b and " " in piece.text for (a, b), piece in zip(spans, cut.pieces, strict=True)):
            return cut
    return None


def _is_wrapped(body: Sequence[Row], below: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the line after the last row goes on with its label: alone in the first column, no further off than a row."""
    if not below or len(below[0].pieces) != 1:
        return False
    pitch = median(b.line.baseline - a.line.baseline for a, b in pairwise(body))
    box = below[0].pieces[0].box
    is_near = below[0].line.baseline - body[-1].line.baseline <= 1.3 * pitch
    return is_near and box.x1 <= columns[0][1] + 2 and not below[0].pieces[0].text.startswith(("注", "说明", "备注"))


def _cuts_into_label(above: Sequence[Row], body: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the last line above the headers lies inside the first column only, where it could be the start of a label."""
    if not above or len(above[-1].pieces) != 1:
        return False
    box, size = above[-1].pieces[0].box, body[0].line.size
    return abs(box.x0 - columns[0][0]) < size and box.x1 <= columns[0][1] and body[0].line.baseline - above[-1].line.baseline < 2 * size


def _built(rows: Sequence[Row], columns: Sequence[tuple[float, float]], page: int) -> RawTable:
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    edges[0], edges[-1] = (min(edges[0], *(r.line.box.x0 for r in rows)), max(edges[-1], *(r.line.box.x1 for r in rows)))
    boxes = [row.line.box for row in rows]
    cells: list[RawCell] = []
    for r, row in enumerate(rows):
        texts = dict(zip(spans_over(row, columns) or [], (piece.text for piece in row.pieces), strict=False))
        taken = {c for first, last in texts for c in range(first, last + 1)}
        spans = sorted([*texts.items(), *(((c, c), "") for c in range(len(columns)) if c not in taken)])
        for (first, last), text in spans:
            box = Box(*(round(v, 2) for v in (edges[first], boxes[r].y0, edges[last + 1], boxes[r].y1)))
            cells.append(RawCell(r, first, text, 1, last - first + 1, box))
    outer = Box(*(round(v, 2) for v in (edges[0], boxes[0].y0, edges[-1], boxes[-1].y1)))
    return RawTable(page, len(rows), len(columns), tuple(cells), outer, tuple(round(x, 2) for x in edges))
