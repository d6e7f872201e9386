"""A table of a document as an HTML table: header, spans, and the row, column and cell that an answer speaks of."""

from __future__ import annotations

from index.model import Cell, Table
from qa.web.render import Html, tag

AROUND = 120  # rows shown on each side of the marked one in very long tables


def table_title(table: Table) -> str:
    """``表3 一般公共预算支出表``."""
    number = f"表{table.number}" if table.number and table.number.isdigit() else (table.number or "")
    return " ".join(part for part in (number, table.title or table.form or "表格") if part)


def table_html(table: Table, row: int | None = None, column: int | None = None) -> Html:
    """The table, scrolled to the marked cell by the page's script. Very long tables show the rows around the marked one."""
    first, last = _window(table, row)
    rows = _rows(table, row, column)
    head = [tag("tr", rows[r]) for r in range(table.header_rows)]
    body = [tag("tr", rows[r]) for r in range(table.header_rows, table.rows) if first <= r <= last]
    left_out = table.rows - table.header_rows - len(body)
    note = tag("p", f"表格很长，这里略去了其余{left_out}行。", class_="wz-note") if left_out > 0 else None
    unit = tag("span", f"单位：{table.unit}", class_="wz-unit") if table.unit else None
    grid = tag("table", tag("thead", head) if head else None, tag("tbody", body), class_="wz-table")
    lost = any(not c.column_known for c in table.cells)
    warning = tag("p", "原文件的这张表丢失了部分列的位置，个别数字所在的列无法确定。", class_="wz-note") if lost else None
    title = tag("p", table_title(table), unit, class_="wz-caption")
    return tag("div", title, tag("div", grid, class_="wz-scroll", tabindex="0", role="region", aria_label=table_title(table)), note, warning)


def _window(table: Table, row: int | None) -> tuple[int, int]:
    if table.rows <= 4 * AROUND:
        return 0, table.rows
    middle = row if row is not None else table.header_rows + AROUND
    return middle - AROUND, middle + AROUND


def _rows(table: Table, row: int | None, column: int | None) -> list[list[Html]]:
    """The cells of every row from left to right; where the document has none, an empty one, so that all others keep their column."""
    shown: list[dict[int, Html]] = [{} for _ in range(table.rows)]
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        shown[cell.row][cell.column] = _cell(cell, table, row, column)
        taken.update((r, c) for r in range(cell.row, cell.row + cell.row_span) for c in range(cell.column, cell.column + cell.column_span))
    for r, cells in enumerate(shown):
        for c in range(table.columns):
            if (r, c) not in taken:
                cells[c] = tag("td", class_="wz-row" if r == row else "wz-col" if c == column and r >= table.header_rows else None)
    return [[cells[c] for c in sorted(cells)] for cells in shown]


def _cell(cell: Cell, table: Table, row: int | None, column: int | None) -> Html:
    in_row = row is not None and cell.row <= row < cell.row + cell.row_span and cell.row >= table.header_rows
    in_column = column is not None and cell.column <= column < cell.column + cell.column_span
    header = cell.row < table.header_rows
    role = table.roles[cell.column] if cell.column < len(table.roles) else ""
    names = [
        "wz-num" if cell.value is not None and not header else "",
        "wz-row" if in_row else "",
        "wz-col" if in_column and (header or cell.row_span * cell.column_span == 1) else "",
        "wz-cell" if in_row and in_column else "",
        "wz-unsure" if not cell.column_known else "",
    ]
    label = not header and role == "label" and bool(cell.text)
    content = tag("mark", cell.text) if in_row and in_column else cell.text
    return tag(
        "th" if header or label else "td",
        content,
        scope="col" if header else "row" if label else None,
        rowspan=cell.row_span if cell.row_span > 1 else None,
        colspan=cell.column_span if cell.column_span > 1 else None,
        class_=" ".join(n for n in names if n) or None,
    )
