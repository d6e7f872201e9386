"""Tables as lines of text for search: ``行政运行（2060101）：合计=206.89；基本支出=206.89``, the title and unit in front of every run of rows.

Empty cells are left out; a row keeps its parents where its own label says little. Performance forms (no header tree) are written
row by row with the labels of merged cells repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.model import Cell, Table

MOST = 600  # characters of rows in one passage
_VAGUE = frozenset({"合计", "小计", "总计", "其他", "其他支出", "基本支出", "项目支出", "人员经费", "公用经费"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of rows with the table's title and unit in front; pages are those of its rows."""

    text: str
    kind: str
    page: int
    last_page: int
    first_row: int
    last_row: int


def table_passages(table: Table) -> Iterator[Passage]:
    """The table cut into runs of whole rows of about MOST characters. A table without rows gives one passage with its title and note."""
    kind = "table" if any(table.column_paths) else "indicator"
    head = title_line(table)
    rows = [(r, line) for r, line in _lines(table) if line]
    if not rows:
        note = table.note or ("此表为空" if table.is_empty else "")
        if head or note:
            yield Passage("\n".join(t for t in (head, note) if t), kind, table.page, table.last_page, 0, max(0, table.rows - 1))
        return
    pages = {cell.row: cell.page for cell in reversed(table.cells)}
    run: list[tuple[int, str]] = []
    for row, line in rows:
        if run and sum(len(text) for _, text in run) + len(line) > MOST:
            yield _passage(head, kind, run, pages, table)
            run = []
        run.append((row, line))
    yield _passage(head, kind, run, pages, table)


def title_line(table: Table) -> str:
    """``表3 部门支出总体情况表（单位：万元）``, as much of it as is known."""
    number = f"表{table.number}" if table.number and table.number.isdigit() else table.number or ""
    title = " ".join(part for part in (number, table.title) if part)
    return f"{title}（单位：{table.unit}）" if table.unit else title


def _passage(head: str, kind: str, run: list[tuple[int, str]], pages: dict[int, int], table: Table) -> Passage:
    first, last = run[0][0], run[-1][0]
    text = "\n".join([*([head] if head else []), *(line for _, line in run)])
    return Passage(text, kind, pages.get(first, table.page), pages.get(last, table.last_page), first, last)


def _lines(table: Table) -> Iterator[tuple[int, str]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(cell)
    if not any(table.column_paths):
        yield from _form_lines(table, rows)
        return
    for row, cells in sorted(rows.items()):
        if row >= table.header_rows:
            yield row, _row_line(table, row, cells)


def _row_line(table: Table, row: int, cells: list[Cell]) -> str:
    """The row's labels with the values under their columns; one clause for each group of a table with side-by-side groups."""
    code = table.row_codes[row] if row < len(table.row_codes) else None
    groups: dict[tuple[str, ...], list[str]] = {}
    for cell in cells:
        if not cell.text or cell.value is None:
            continue
        column = "/".join(table.column_paths[cell.column]) if cell.column < len(table.column_paths) and cell.column_known else ""
        groups.setdefault(table.row_path_of(row, cell.column), []).append(f"{column}={cell.text}" if column else cell.text)
    covered = {cell.text for cell in cells if cell.value is not None}
    parts = []
    for path, values in groups.items():
        parts.append(f"{_label(path, code)}：{'；'.join(values)}" if path else "；".join(values))
    said = "".join(parts)
    rest = [c.text for c in cells if c.text and c.value is None and c.text not in covered and c.text not in said and c.text != code]
    return "　".join([*parts, *rest]) if parts else " ".join(rest)


def _label(path: tuple[str, ...], code: str | None) -> str:
    name = path[-1]
    if len(path) > 1 and (name.strip() in _VAGUE or len(name) <= 4):
        name = f"{path[-2]}·{name}"
    return f"{name}（{code}）" if code and code not in name else name


def _form_lines(table: Table, rows: dict[int, list[Cell]]) -> Iterator[tuple[int, str]]:
    """Rows of a nested form; the text of a cell that spans rows is repeated in each of them."""
    above = [cell for cell in table.cells if cell.row_span > 1 and cell.text]
    for row, cells in sorted(rows.items()):
        spanning = [c for c in above if c.row < row < c.row + c.row_span and len(c.text) <= 30]
        ordered = sorted([*spanning, *cells], key=lambda c: c.column)
        yield row, " ".join(c.text for c in ordered if c.text)
