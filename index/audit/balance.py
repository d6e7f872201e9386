"""The two sides of a 收支总表: items add up to the totals, 其中 items do not pass their whole, income equals spending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.audit.disclosure import Disclosure, figure_id, row_quote, shown, side_of_cell
from index.audit.verdict import ERROR, severity_of, tolerance_of
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.model import Cell, Table
from index.structure.rows import is_total
from index.structure.vocabulary import OF_WHICH, PLAIN_TOTAL
from index.text import normal

FORMS = ("收支总表", "财政拨款收支总表")
CENT = Decimal("0.01")
_CURRENT = re.compile(r"^(?:本年|当年)(?:收入|支出)?(?:合计|小计|总计)$")


@dataclass(frozen=True, slots=True)
class Row:
    """A filled cell of one value column with its label path; ``of_which``: it is printed as 其中 (or below one)."""

    cell: Cell
    path: tuple[str, ...]
    of_which: bool

    @property
    def value(self) -> Decimal:
        """The amount."""
        return self.cell.value or Decimal(0)

    @property
    def label(self) -> str:
        """The label without blanks and numbering."""
        return re.sub(r"^(?:[一二三四五六七八九十]+、|\d+[.、．])", "", normal(self.path[-1]))


def balance_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """What does not come out in the tables of income and spending."""
    for doc, table in disclosure.tables:
        if table.form not in FORMS or not table.roles:
            continue
        columns = [c for c in range(table.columns) if table.roles[c] == "value"]
        totals: dict[str, list[Row]] = {}
        for column in columns:
            rows = _rows(table, column)
            yield from _of_which(doc, table, rows)
            yield from _totals(doc, table, rows)
            side = _side(table, column)
            last = [r for r in rows if len(r.path) == 1 and is_total(r.path[0])]
            if (
                last
                and side
                and column == next(c for c in columns if _side(table, c) == side and _rows(table, c)[-1:] and _total_of(_rows(table, c)))
            ):
                totals[side] = last
        yield from _both_sides(doc, table, totals)


def _total_of(rows: list[Row]) -> bool:
    return any(len(r.path) == 1 and is_total(r.path[0]) for r in rows)


def _rows(table: Table, column: int) -> list[Row]:
    label = table.label_columns[column] if column < len(table.label_columns) else None
    printed = {c.row: c.text for c in table.cells if c.column == label}
    found = []
    for cell in sorted((c for c in table.cells if c.column == column and c.value is not None and c.column_known), key=lambda c: c.row):
        path = table.row_path_of(cell.row, column) or _shared_total(table, cell.row, column)
        if cell.row >= table.header_rows and path:
            text = normal(re.sub(r"^\s*\d+[.、．]", "", printed.get(cell.row, "")))
            found.append(Row(cell, path, bool(OF_WHICH.match(text))))
    return found


def _shared_total(table: Table, row: int, column: int) -> tuple[str, ...]:
    """The label of a total that stands once for two groups beside each other."""
    before = [c for c in range(column) if table.roles[c] == "value" and table.column_paths[c][:1] == table.column_paths[column][:1]]
    path = table.row_path_of(row, before[-1]) if before else ()
    return path if len(path) == 1 and (is_total(path[0]) or _CURRENT.match(normal(path[0]))) else ()


def _side(table: Table, column: int) -> str | None:
    """收入 or 支出, by the header or by the labels of the column's totals."""
    words = normal("".join(table.column_paths[column]))
    if "收入" in words and "支出" not in words:
        return "收入"
    if "支出" in words and "收入" not in words:
        return "支出"
    labels = normal("".join(r.path[0] for r in _rows(table, column) if is_total(r.path[0])))
    return "收入" if "收入" in labels and "支出" not in labels else "支出" if "支出" in labels and "收入" not in labels else None


def _of_which(doc: ReadDocument, table: Table, rows: list[Row]) -> Iterator[Finding]:
    """其中 items: together more than the whole is an error; together the whole but for rounding shows that they are all of it."""
    for parent in rows:
        kids = [r for r in rows if r.path[:-1] == parent.path and len(r.path) == len(parent.path) + 1]
        if len(kids) < 2 or not any(r.of_which for r in kids):
            continue
        total = sum((r.value for r in kids), Decimal(0))
        difference = parent.value - total
        tolerance = tolerance_of(len(kids), CENT)
        if difference and (abs(difference) <= tolerance or difference < 0):
            yield _finding(doc, table, parent, kids, difference, tolerance, "其中各项之和")


def _totals(doc: ReadDocument, table: Table, rows: list[Row]) -> Iterator[Finding]:
    """Each total of a column against the items above it, or against the subtotal above and what follows that."""
    tops: list[Row] = []
    subtotal: Row | None = None
    since: list[Row] = []
    for row in rows:
        if len(row.path) == 1 and (is_total(row.path[0]) or PLAIN_TOTAL.match(normal(row.path[0])) or _CURRENT.match(row.label)):
            choices = [tops] if subtotal is None else [[subtotal, *since], tops]
            sums = [sum((r.value for r in parts), Decimal(0)) for parts in choices]
            if tops and row.value not in sums:
                difference = row.value - sums[0]
                yield _finding(doc, table, row, choices[0], difference, tolerance_of(len(choices[0]), CENT), "各项之和")
            subtotal, since = row, []
        elif len(row.path) == 1 and not row.of_which:
            tops.append(row)
            since.append(row)


def _both_sides(doc: ReadDocument, table: Table, totals: dict[str, list[Row]]) -> Iterator[Finding]:
    """收入总计 = 支出总计."""
    if {"收入", "支出"} - totals.keys():
        return
    income, spending = totals["收入"][-1], totals["支出"][-1]
    if _CURRENT.match(income.label) or _CURRENT.match(spending.label) or income.value == spending.value:
        return
    difference = income.value - spending.value
    unit = table.unit or "万元"
    yield Finding(
        document=doc.record.id,
        doc=doc.record.file_name,
        rule="sum.balance",
        severity=severity_of(difference, CENT),
        message=f"{table.title}：收入总计 {shown(income.value)}{unit}，支出总计 {shown(spending.value)}{unit}，收支不平衡",
        sides=(side_of_cell(table, income.cell, unit), side_of_cell(table, spending.cell, unit)),
        difference=shown(difference),
        tolerance=shown(CENT),
        formula=f"{shown(income.value)} ≠ {shown(spending.value)}",
        figures=(figure_id(doc, table, income.cell), figure_id(doc, table, spending.cell)),
    )


def _finding(doc: ReadDocument, table: Table, total: Row, parts: list[Row], difference: Decimal, tolerance: Decimal, words: str) -> Finding:
    unit = table.unit or "万元"
    added = total.value - difference
    quotes = "；".join(dict.fromkeys(row_quote(table, r.cell.row) for r in parts))
    first = parts[0].cell
    return Finding(
        document=doc.record.id,
        doc=doc.record.file_name,
        rule="sum.total",
        severity=severity_of(difference, tolerance) if abs(difference) <= tolerance else ERROR,
        message=f"{table.title}：“{total.label}”列示 {shown(total.value)}{unit}，{words}为 {shown(added)}{unit}",
        sides=(
            side_of_cell(table, total.cell, unit),
            FindingSide(shown(added), unit, first.page, quotes, table.ordinal, first.row, first.column),
        ),
        difference=shown(difference),
        tolerance=shown(tolerance),
        formula=" + ".join(shown(r.value) for r in parts) + f" = {shown(added)} ≠ {shown(total.value)}",
        figures=tuple(figure_id(doc, table, r.cell) for r in (total, *parts)),
    )
