"""Tables that set this year beside last year: the change that each row prints is the difference, its rate the change over last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.audit.disclosure import Disclosure, decimals, figure_id, shown, side_of_cell
from index.audit.percentages import Interval, ratio
from index.audit.verdict import precision, rate_severity, severity_of, tolerance_of
from index.document import ReadDocument
from index.findings import Finding
from index.model import Cell, Table
from index.numbers import rounded
from index.text import normal

_RATE = re.compile(r"(?:增减|增长|变动|升降|比)[^增减]{0,8}(?:%|率|幅度|比例|百分比)|(?:增|降)幅")
_CHANGE = re.compile(r"^(?:比上年)?(?:增减|增加|变动|升降)(?:\(减少\))?(?:额|数|金额|情况)?(?:\(万?元\))?$")
_TOTAL = re.compile(r"^(?:小计|合计|总计|金额|预算数|决算数|执行数|预算|决算)$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that are set against each other; change and rate where the table has them."""

    last: int
    now: int
    change: int | None
    rate: int | None


def table_rate_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Rows whose change or rate is not what the two years give."""
    for doc, table in disclosure.tables:
        columns = columns_of(table, doc.record.identity.fiscal_year) if table.roles and not table.group_row_paths else None
        if columns is None:
            continue
        cells = {(c.row, c.column): c for c in table.cells if c.value is not None and c.column_known and c.row >= table.header_rows}
        for row in sorted({r for r, _ in cells}):
            yield from _row(doc, table, columns, {column: cell for (r, column), cell in cells.items() if r == row})


def columns_of(table: Table, year: int | None) -> Columns | None:
    """Last year's and this year's amount, the change and the rate; None where the header does not name one each."""
    if year is None:
        return None
    found: dict[str, list[int]] = {"last": [], "now": [], "change": [], "rate": []}
    for column, path in enumerate(table.column_paths):
        if column < len(table.roles) and table.roles[column] == "value" and path:
            found.setdefault(_kind(path, year), []).append(column)
    totals = [c for c in found["now"] if _TOTAL.match(normal(table.column_paths[c][-1]))]
    now = totals[:1] if len(found["now"]) > 1 else found["now"]
    if len(found["last"]) != 1 or len(now) != 1 or max(len(found["change"]), len(found["rate"])) != 1:
        return None
    return Columns(found["last"][0], now[0], *((found[k][0] if found[k] else None) for k in ("change", "rate")))


def _kind(path: tuple[str, ...], year: int) -> str:
    whole, leaf = normal("".join(path)), normal(path[-1])
    if _RATE.search(leaf):
        return "rate"
    if _CHANGE.match(leaf):
        return "change"
    if re.search("比|增|减|占|其中", whole):
        return ""
    if re.search(rf"上年(?!结)|去年|{year - 1}年", whole):
        return "last"
    return "now" if re.search(rf"本年|当年|{year}年", whole) else ""


def _row(doc: ReadDocument, table: Table, columns: Columns, cells: dict[int, Cell]) -> Iterator[Finding]:
    last, now = cells.get(columns.last), cells.get(columns.now)
    if last is None and now is None:
        return
    was, is_ = (c.value or Decimal(0) if c is not None else Decimal(0) for c in (last, now))
    amounts = [c for c in (last, now) if c is not None]
    place = min(precision(decimals(c.text, c.value or Decimal(0)) for c in amounts), Decimal("0.01"))
    change = cells.get(columns.change) if columns.change is not None else None
    if change is not None and change.value != is_ - was:
        difference = (change.value or Decimal(0)) - (is_ - was)
        text = f"增减额写为 {shown(change.value or Decimal(0))}，按两年数计算为 {shown(is_ - was)}"
        yield _finding(doc, table, change, amounts, severity_of(difference, tolerance_of(2, place)), text, f"{shown(is_)} - {shown(was)} = {shown(is_ - was)}", difference)
    rate = cells.get(columns.rate) if columns.rate is not None else None
    if rate is None or rate.value is None or was <= 0:
        return
    half, places = place / 2, decimals(rate.text, rate.value)
    moved = Interval(is_ - was - 2 * half, is_ - was + 2 * half, is_ - was)
    exact = ratio(moved, Interval(was - half, was + half, was))
    severity = rate_severity(rate.value, places, exact.low, exact.high)
    if severity is not None:
        computed = rounded(exact.point, max(2, places))
        text = f"增减幅度写为 {shown(rate.value)}%，按两年数计算为 {shown(computed)}%"
        yield _finding(doc, table, rate, amounts, severity, text, f"({shown(is_)} - {shown(was)}) ÷ {shown(was)} = {shown(computed)}%", rate.value - computed)


def _finding(doc: ReadDocument, table: Table, accused: Cell, others: list[Cell], severity: str, text: str, formula: str, difference: Decimal) -> Finding:
    unit = table.unit or "万元"
    label = "".join(table.row_path_of(accused.row, accused.column)[-1:]) or "合计"
    return Finding(
        document=doc.record.id,
        doc=doc.record.file_name,
        rule="percentage.table" if "幅度" in text else "sum.change",
        severity=severity,
        message=f"{table.title}：“{label}”的{text}",
        sides=(side_of_cell(table, accused, "%" if "幅度" in text else unit), *(side_of_cell(table, c, unit) for c in others)),
        difference=shown(difference),
        tolerance="0.01",
        formula=f"{formula} ≠ {shown(accused.value or Decimal(0))}",
        figures=tuple(figure_id(doc, table, c) for c in (accused, *others)),
    )
