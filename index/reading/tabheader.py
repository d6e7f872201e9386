"""From equally long rows to a table with its header told: by the known form where one fits, by the look of the rows else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.numbers import parse_amount
from index.raw import RawCell, RawTable
from index.reading.forms import Form, Path, forms_of, same_column

_AMOUNT = re.compile(r"^-?(?:[\d,]+\.\d{1,6}|\d{1,3}(?:,\d{3})+)$")
_CODED = re.compile(r"^\d{3}(\s*[\u4e00-\u9fff].*)?$")
_ORDINALS = re.compile(r"^(※|栏次|行次|[-—]|\d{1,2}(?:=[\d+\-]+)?)$")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one table as printed and what the lines above it said; ``kind`` is set for performance forms."""

    rows: tuple[tuple[str, ...], ...]
    page: int
    number: str | None
    title: str | None
    unit: str | None
    kind: str | None = None

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0])


def headed(grid: Grid) -> RawTable:
    """The table with header rows: performance forms have none, known forms get theirs from the column list."""
    if grid.kind:
        return _table(grid, [], grid.rows)
    depth = header_depth(grid.rows)
    header, body = grid.rows[:depth], grid.rows[depth:]
    found = (_known_paths(form, header, body) for form in forms_of(grid.title or ""))
    paths = next((paths for paths in found if paths is not None), None)
    if paths is not None:
        return _table(grid, header_cells(paths), [row[: len(paths)] for row in body], max(map(len, paths)))
    return _table(grid, _printed_header(header), body, depth)


def _table(grid: Grid, header: list[RawCell], body: list[tuple[str, ...]] | tuple[tuple[str, ...], ...], depth: int = 0) -> RawTable:
    width = max([len(row) for row in body] + [cell.column + cell.column_span for cell in header], default=0)
    cells = list(header)
    cells += [RawCell(depth + r, c, text) for r, row in enumerate(body) for c, text in enumerate(row) if text]
    size = (depth + len(body), width)
    return RawTable(grid.page, *size, tuple(cells), number=grid.number, title=grid.title, unit=grid.unit, header_rows=depth, form=grid.kind)


def header_depth(rows: tuple[tuple[str, ...], ...]) -> int:
    """How many leading rows are header: up to the ``※`` row, else up to the first row with an amount, a code or a lone label."""
    for r, row in enumerate(rows[:8]):
        filled = [cell for cell in row if cell]
        if _numbers_columns(filled):
            return r + 1
        if any(_AMOUNT.match(cell) for cell in filled):
            break
    for r, row in enumerate(rows):
        filled = [cell for cell in row if cell]
        if any(_AMOUNT.match(cell) or _CODED.match(cell) for cell in filled) or (r and len(filled) <= 1):
            return r
    return len(rows)


def _numbers_columns(filled: list[str]) -> bool:
    """Whether the filled cells of a row number the columns: ※ ※ 1 2 3, 栏次 1 2. A row's own number (行次 4 … 14) does not run on from 1."""
    if len(filled) < 2 or not all(_ORDINALS.match(cell) for cell in filled):
        return False
    numbers = [int(found[0]) for cell in filled if (found := re.match(r"\d+", cell))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1) if numbers else "※" in filled


def header_cells(paths: tuple[Path, ...]) -> list[RawCell]:
    """Cells of a header tree: equal neighbours share a cell, a short path's leaf reaches down to the last header row."""
    depth = max(map(len, paths))
    cells: list[RawCell] = []
    for level in range(depth):
        column = 0
        while column < len(paths):
            path = paths[column]
            if level >= len(path):
                column += 1
                continue
            end = column + 1
            leaf = level == len(path) - 1
            while not leaf and end < len(paths) and paths[end][: level + 1] == path[: level + 1] and len(paths[end]) > level + 1:
                end += 1
            cells.append(RawCell(level, column, path[level], depth - level if leaf else 1, end - column))
            column = end
    return cells


def _known_paths(form: Form, header: tuple[tuple[str, ...], ...], body: tuple[tuple[str, ...], ...]) -> tuple[Path, ...] | None:
    """The form's header paths in the order of the printed columns; None where the printed header is not this form's."""
    printed = [cell for row in header for cell in row if cell and not _ORDINALS.match(cell)]
    present = [path for path in form.values if any(same_column(text, path[-1]) for text in printed)]
    if len(present) < len(form.values) * 0.6:
        return None
    if form.paired:
        paths = form.columns
        return paths if len(header[0]) == len(paths) else None
    paths = (*form.labels, *present)
    width = max((c + 1 for row in body for c, cell in enumerate(row) if cell), default=len(paths))
    if width > len(paths) or len(header[0]) < len(paths):
        return None
    aligned = _as_printed(form, header, len(paths))
    if aligned is not None:
        better = _misfits(form, paths, body) - _misfits(form, aligned, body)
        if better > 0 or (better == 0 and _in_place(header, aligned)):
            return aligned
    return paths if _misfits(form, paths, body) <= len(body) // 3 else None


def _as_printed(form: Form, header: tuple[tuple[str, ...], ...], width: int) -> tuple[Path, ...] | None:
    """The columns as the printed cells stand, lowest text of each column; None where that names no column or one twice."""
    paths: list[Path] = list(form.labels)
    for column in range(len(form.labels), width):
        texts = [row[column] for row in header if row[column] and not _ORDINALS.match(row[column])]
        path = next((path for path in form.values if texts and same_column(texts[-1], path[-1]) and path not in paths), None)
        if path is None:
            return None
        paths.append(path)
    return tuple(paths)


def _in_place(header: tuple[tuple[str, ...], ...], paths: tuple[Path, ...]) -> bool:
    """Whether every column whose title is printed stands below it: the nearest text of the lines above, at its left or over it, is that title."""
    for column, path in enumerate(paths):
        leaf = next((r for r in reversed(range(len(header))) if header[r][column] and not _ORDINALS.match(header[r][column])), 0)
        above = [row[: column + 1] for row in header[:leaf]]
        printed = any(same_column(text, path[0]) for row in header for text in row if text)
        nearest = next((text for row in reversed(above) for text in reversed(row) if text), "")
        if len(path) > 1 and printed and leaf and not same_column(nearest, path[0]):
            return False
    return True


def _misfits(form: Form, paths: tuple[Path, ...], body: tuple[tuple[str, ...], ...]) -> int:
    """Rows whose printed sums do not hold when the columns are these."""
    where = {path: column for column, path in enumerate(paths)}
    wrong = 0
    for row in body:
        for whole, parts in form.sums:
            at = where.get(form.values[whole])
            total = _value(row, at)
            if at is None or total is None:
                continue
            summed = sum((_value(row, where.get(form.values[part])) or Decimal(0) for part in parts), Decimal(0))
            wrong += abs(total - summed) > Decimal("0.03")
    return wrong


def _value(row: tuple[str, ...], column: int | None) -> Decimal | None:
    amount = parse_amount(row[column]) if column is not None and column < len(row) else None
    return amount.value if amount else None


def _printed_header(header: tuple[tuple[str, ...], ...]) -> list[RawCell]:
    """Spans guessed from the blanks of an unknown header: right over blanks whose column has text below, down over blanks."""
    cells: list[RawCell] = []
    taken: set[tuple[int, int]] = set()
    depth = len(header)
    for r, row in enumerate(header):
        for c, text in enumerate(row):
            if not text or (r, c) in taken:
                continue
            end = c + 1
            while r + 1 < depth and header[r + 1][c] and end < len(row) and not row[end] and any(header[b][end] for b in range(r + 1, depth)):
                end += 1
            down = r + 1
            while end == c + 1 and down < depth and not header[down][c]:
                down += 1
            area = {(y, x) for y in range(r, down) for x in range(c, end)}
            if area & taken:
                end, down, area = c + 1, r + 1, {(r, c)}
            taken |= area
            cells.append(RawCell(r, c, text, down - r, end - c))
    return cells
