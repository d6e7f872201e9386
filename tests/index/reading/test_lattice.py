"""Strokes to grids: snapping, joining, spans, and what makes no table. All with made-up lines."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.reading.glyphs import Stroke
from index.reading.lattice import Grid, Span, cells_of, grid_of
from index.reading.rules import merged, rulings, snapped


def frame(xs: list[float], ys: list[float]) -> tuple[list[Stroke], list[Stroke]]:
    return [Stroke(y, xs[0], xs[-1]) for y in ys], [Stroke(x, ys[0], ys[-1]) for x in xs]


def only_grid(horizontal: list[Stroke], vertical: list[Stroke]) -> Grid:
    (ruling,) = rulings(horizontal, vertical)
    grid = grid_of(ruling)
    assert grid
    return grid


def test_a_full_lattice_has_one_cell_a_square() -> None:
    grid = only_grid(*frame([0, 50, 100], [0, 20, 40, 60]))
    assert grid.spans == tuple(Span(r, c) for r in range(3) for c in range(2))
    assert grid.box_of(grid.spans[3]) == (50, 20, 100, 40)
    assert grid.cell_at(75, 30) == 3
    assert grid.cell_at(101, 30) is None


def test_a_missing_piece_of_border_joins_two_squares() -> None:
    horizontal, vertical = frame([0, 50, 100], [0, 20, 40])
    vertical[1] = Stroke(50, 20, 40)  # the upper row has no middle line
    assert only_grid(horizontal, vertical).spans == (Span(0, 0, 1, 2), Span(1, 0), Span(1, 1))


def test_a_header_cell_over_rows_and_a_header_cell_over_columns() -> None:
    horizontal = [Stroke(0, 0, 150), Stroke(20, 50, 150), Stroke(40, 0, 150), Stroke(60, 0, 150)]
    vertical = [Stroke(0, 0, 60), Stroke(50, 0, 60), Stroke(100, 20, 60), Stroke(150, 0, 60)]
    grid = only_grid(horizontal, vertical)
    assert grid.spans[:2] == (Span(0, 0, 2, 1), Span(0, 1, 1, 2))
    assert len(grid.spans) == 7


def test_an_area_that_is_no_rectangle_is_cut_into_rectangles() -> None:
    tops = [[True, True], [False, True], [True, True]]
    lefts = [[True, True], [False, True], [True, True]]
    spans, owner = cells_of(tops, lefts)
    assert spans == (Span(0, 0, 1, 2), Span(1, 0), Span(1, 1))
    assert owner == ((0, 0), (1, 2))


def test_double_and_broken_borders_are_one_line() -> None:
    horizontal = [Stroke(0, 0, 100), Stroke(1.2, 0, 100), Stroke(20, 0, 48), Stroke(20.4, 51, 100), Stroke(40, 0, 100)]
    vertical = [Stroke(0, 0, 40), Stroke(100, 0, 19), Stroke(100, 21, 40)]
    grid = only_grid(horizontal, vertical)
    assert grid.spans == (Span(0, 0), Span(1, 0))


def test_underlines_boxes_and_a_single_cross_are_no_tables() -> None:
    underlines = [Stroke(y, 0, 80) for y in (10, 30, 50)]
    assert rulings(underlines, []) == []
    assert grid_of(rulings(*frame([0, 100], [0, 50]))[0]) is None
    assert rulings([Stroke(50, 0, 100)], [Stroke(50, 0, 100)]) == []


def test_a_line_that_runs_by_makes_no_row() -> None:
    horizontal, vertical = frame([0, 50, 100], [0, 20, 40])
    vertical.append(Stroke(150, 0, 40))
    horizontal += [Stroke(0, 100, 150), Stroke(40, 100, 150), Stroke(30, 148, 220)]
    grid = only_grid(horizontal, vertical)
    assert grid.ys == (0, 20, 40)


def test_open_sides_are_closed_where_most_lines_end() -> None:
    horizontal = [Stroke(y, 0, 300) for y in (0, 20, 40, 60)]
    vertical = [Stroke(100, 0, 60), Stroke(200, 0, 60)]
    assert only_grid(horizontal, vertical).xs == (0, 100, 200, 300)
    assert only_grid(horizontal, vertical[:1]).xs == (0, 100, 300)


def test_one_line_that_runs_past_the_side_opens_nothing() -> None:
    horizontal, vertical = frame([0, 50, 100], [0, 20, 40, 60])
    assert only_grid([Stroke(0, -80, 180), *horizontal[1:]], vertical).xs == (0, 50, 100)


def test_tables_apart_are_two() -> None:
    h1, v1 = frame([0, 50, 100], [0, 20, 40])
    h2, v2 = frame([0, 30, 100], [100, 120, 140])
    assert len(rulings(h1 + h2, v1 + v2)) == 2


def test_too_many_squares_are_refused() -> None:
    (ruling,) = rulings(*frame([float(5 * i) for i in range(50)], [float(5 * i) for i in range(50)]))
    assert grid_of(ruling, most_cells=2000) is None


flags = st.integers(1, 6).flatmap(
    lambda rows: st.integers(1, 6).flatmap(
        lambda columns: st.tuples(
            st.lists(st.lists(st.booleans(), min_size=columns, max_size=columns), min_size=rows + 1, max_size=rows + 1),
            st.lists(st.lists(st.booleans(), min_size=rows, max_size=rows), min_size=columns + 1, max_size=columns + 1),
        )
    )
)


@given(flags)
def test_cells_tile_the_grid_whatever_borders_are_drawn(borders: tuple[list[list[bool]], list[list[bool]]]) -> None:
    tops, lefts = borders
    spans, owner = cells_of(tops, lefts)
    for number, span in enumerate(spans):
        for row in range(span.row, span.row + span.rows):
            for column in range(span.column, span.column + span.columns):
                assert owner[row][column] == number
    assert sum(span.rows * span.columns for span in spans) == (len(tops) - 1) * (len(lefts) - 1)
    assert [span[:2] for span in spans] == sorted(span[:2] for span in spans)


strokes = st.lists(st.builds(lambda a, b, c: Stroke(a, b, b + c), *(st.floats(0, 500) for _ in range(3))), max_size=40)


@given(strokes)
def test_merging_keeps_every_stroke_covered_and_lines_apart(found: list[Stroke]) -> None:
    near = snapped(found)
    lines = merged(near)
    for stroke in near:
        assert any(line.at == stroke.at and line.start <= stroke.start and stroke.end <= line.end for line in lines)
    for one, other in pairwise(lines):
        assert one.at < other.at or one.end < other.start
