"""A connected ruling -> a grid of true cells: elementary squares joined where no line stands between them. Pure functions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.model import Box
from index.reading.glyphs import Stroke
from index.reading.rules import Ruling

RULED = 0.6  # a border counts where this share of its length is drawn


class Span(NamedTuple):
    """A cell's place: top-left grid position and how many rows and columns it covers."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Column edges ``xs`` and row edges ``ys`` (points), and the cells. ``owner[row][column]`` is the number of the cell there."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    owner: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """The outer rectangle."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, span: Span) -> Box:
        """The rectangle of one cell."""
        return Box(self.xs[span.column], self.ys[span.row], self.xs[span.column + span.columns], self.ys[span.row + span.rows])

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, or None outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return self.owner[row][column]
        return None


def grid_of(ruling: Ruling, most_cells: int = 60_000) -> Grid | None:
    """The grid of a ruling, or None where it has fewer than two cells or more squares than ``most_cells``."""
    ys, xs = sorted({h.at for h in ruling.horizontal}), sorted({v.at for v in ruling.vertical})
    if (len(ys) - 1) * (len(xs) - 1) > most_cells:
        return None
    tops, lefts = drawn_borders(ruling.horizontal, ys, xs), drawn_borders(ruling.vertical, xs, ys)
    # A line that borders no cell (a page-wide rule crossing by) makes no row or column.
    rows = [0, *(r for r in range(1, len(ys) - 1) if any(tops[r])), len(ys) - 1]
    columns = [0, *(c for c in range(1, len(xs) - 1) if any(lefts[c])), len(xs) - 1]
    if len(rows) < len(ys) or len(columns) < len(xs):
        ys, xs = [ys[r] for r in rows], [xs[c] for c in columns]
        tops, lefts = drawn_borders(ruling.horizontal, ys, xs), drawn_borders(ruling.vertical, xs, ys)
    spans, owner = cells_of(tops, lefts)
    return Grid(tuple(xs), tuple(ys), spans, owner) if len(spans) > 1 else None


def drawn_borders(lines: Sequence[Stroke], places: Sequence[float], edges: Sequence[float]) -> list[list[bool]]:
    """For every place of a line, for every interval between two edges across it: is the border drawn there?"""
    number = {at: i for i, at in enumerate(places)}
    drawn = [[False] * (len(edges) - 1) for _ in places]
    for line in lines:
        if (i := number.get(line.at)) is None:
            continue
        for k in range(max(0, bisect_right(edges, line.start) - 1), len(edges) - 1):
            low, high = edges[k], edges[k + 1]
            if low >= line.end:
                break
            if min(high, line.end) - max(low, line.start) >= RULED * (high - low):
                drawn[i][k] = True
    return drawn


def cells_of(tops: Sequence[Sequence[bool]], lefts: Sequence[Sequence[bool]]) -> tuple[tuple[Span, ...], tuple[tuple[int, ...], ...]]:
    """Join the squares that no border parts. ``tops[r][c]``: border above square (r, c); ``lefts[c][r]``: border left of it.

    Returns the cells in reading order, and the number of the cell that owns each square. A joined area that is no rectangle is cut into rectangles.
    """
    rows, columns = len(tops) - 1, len(lefts) - 1
    area = _areas(tops, lefts, rows, columns)
    owner = [[-1] * columns for _ in range(rows)]
    spans: list[Span] = []
    for r in range(rows):
        for c in range(columns):
            if owner[r][c] >= 0:
                continue
            mark, right, down = area[r * columns + c], c + 1, r + 1
            while right < columns and area[r * columns + right] == mark and owner[r][right] < 0:
                right += 1
            while down < rows and all(area[down * columns + k] == mark for k in range(c, right)):
                down += 1
            for k in range(r, down):
                owner[k][c:right] = [len(spans)] * (right - c)
            spans.append(Span(r, c, down - r, right - c))
    return tuple(spans), tuple(map(tuple, owner))


def _areas(tops: Sequence[Sequence[bool]], lefts: Sequence[Sequence[bool]], rows: int, columns: int) -> list[int]:
    """A mark for every square (row by row), equal for squares of one open area."""
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for c in range(columns):
            i = r * columns + c
            if c and not lefts[c][r]:
                parent[root(i)] = root(i - 1)
            if r and not tops[r][c]:
                parent[root(i)] = root(i - columns)
    return [root(i) for i in range(rows * columns)]
