"""Glyphs into the cells of a page's grids. Pure but for the question where a glyph that crosses a border was clipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.model import Box
from index.raw import RawCell, RawTable
from index.reading.glyphs import Glyph
from index.reading.lattice import Grid
from index.reading.textlines import lines_of

MARGIN = 0.08  # a glyph may reach this share of its size over a border without being asked for its clip
Clip = Callable[[Glyph], Box | None]


def distribute(grids: Sequence[Grid], glyphs: Sequence[Glyph], clip: Clip) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """For every grid the glyphs of every cell, and the glyphs outside all grids. Glyphs clipped away altogether are in neither.

    Where grids lie within each other the smaller one takes the glyph.
    """
    bags: list[list[list[Glyph]]] = [[[] for _ in grid.spans] for grid in grids]
    order = sorted(range(len(grids)), key=lambda i: _area(grids[i].box))
    rest: list[Glyph] = []
    for glyph in glyphs:
        for i in order:
            place = _place(grids[i], glyph, clip)
            if place is not None:
                if place >= 0:
                    bags[i][place].append(glyph)
                break
        else:
            rest.append(glyph)
    return bags, rest


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _place(grid: Grid, glyph: Glyph, clip: Clip) -> int | None:
    """The cell of a glyph by its centre; -1 where it is invisible, None outside.

    Spreadsheets print overflowing text clipped to its cell: a glyph that straddles a border belongs where its visible part is.
    """
    x0, y0, x1, y1 = glyph[1:5]
    box = grid.box
    if x1 < box.x0 or x0 > box.x1 or y1 < box.y0 or y0 > box.y1:
        return None
    w, h = MARGIN * (x1 - x0), MARGIN * (y1 - y0)
    first = grid.cell_at(x0 + w, y0 + h)
    if first is not None and first == grid.cell_at(x1 - w, y1 - h):
        return first
    visible = clip(glyph)
    if visible is not None:
        x0, y0, x1, y1 = max(x0, visible.x0), max(y0, visible.y0), min(x1, visible.x1), min(y1, visible.y1)
        if x1 <= x0 or y1 <= y0:
            return -1
    return grid.cell_at((x0 + x1) / 2, (y0 + y1) / 2)


def table_of(page: int, grid: Grid, bags: Sequence[Sequence[Glyph]]) -> RawTable | None:
    """The table of a grid with its texts (lines parted by a line break), or None where no cell holds any."""
    if not any(bags):
        return None
    cells = tuple(
        RawCell(span.row, span.column, cell_text(bag), span.rows, span.columns, _rounded(grid.box_of(span)))
        for span, bag in zip(grid.spans, bags, strict=True)
    )
    edges = tuple(round(x, 2) for x in grid.xs)
    return RawTable(page, len(grid.ys) - 1, len(grid.xs) - 1, cells, _rounded(grid.box), edges)


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The printed lines of a cell, parted by line breaks; wide gaps are single blanks."""
    return "\n".join(line.text.replace("\t", " ") for line in lines_of(glyphs)) if glyphs else ""


def _rounded(box: Box) -> Box:
    return Box(*(round(v, 2) for v in box))
