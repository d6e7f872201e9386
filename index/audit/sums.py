"""Totals of tables: parents and children (类 = Σ款 = Σ项), totals and parts, sum columns and the columns beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from index.audit.disclosure import Disclosure, decimals, figure_id, row_quote, shown, side_of_cell
from index.audit.verdict import ERROR, NOTE, precision, severity_of, tolerance_of
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.model import Cell, Table
from index.structure.sums import Sum, sums_of

_WORDS = {"rows": "下级科目之和", "total": "各项之和", "columns": "各列之和"}


def sum_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Every sum of every table that does not come out."""
    for doc, table in disclosure.tables:
        cells = {(c.row, c.column): c for c in table.cells if c.value is not None}
        places = precision(decimals(c.text, c.value or Decimal(0)) for c in cells.values() if c.row >= table.header_rows)
        seen: set[tuple[object, ...]] = set()
        found = [
            (check, finding) for check in sums_of(table) if (finding := _checked(doc, table, cells, check, min(places, Decimal("0.01")))) is not None
        ]
        for check, finding in _without_rows(table, found):
            key = (check.kind, table.row_path_of(*check.total), tuple(side.value for side in finding.sides), finding.difference)
            if key not in seen:
                seen.add(key)
                yield finding


def _without_rows(table: Table, found: list[tuple[Sum, Finding]]) -> Iterator[tuple[Sum, Finding]]:
    """Where several columns of a total miss amounts that belong together (合计 = 基本 + 项目), a whole row is missing: printed or read, told as a hint."""
    gaps: dict[tuple[str, int], list[Decimal]] = {}
    for check, finding in found:
        if check.kind != "columns" and finding.severity == ERROR:
            gaps.setdefault((check.kind, check.total[0]), []).append(Decimal(finding.difference or 0))
    for check, finding in found:
        missing = gaps.get((check.kind, check.total[0]), [])
        if (
            len(missing) >= 2
            and all(g > 0 for g in missing)
            and sum(missing) in (2 * max(missing), len(missing) * max(missing))
            and finding.severity == ERROR
        ):
            if Decimal(finding.difference or 0) == max(missing):
                yield check, replace(finding, severity=NOTE, message=f"{finding.message}，可能缺少一行")
        else:
            yield check, finding


def _checked(doc: ReadDocument, table: Table, cells: dict[tuple[int, int], Cell], check: Sum, last_place: Decimal) -> Finding | None:
    total, parts = cells[check.total], [cells[p] for p in check.parts]
    values = [p.value or Decimal(0) for p in parts]
    difference = (total.value or Decimal(0)) - sum(values, Decimal(0))
    if not difference:
        return None
    tolerance = tolerance_of(len(parts), last_place)
    name = label_of(table, check)
    unit = table.unit or "万元"
    formula = " + ".join(shown(v) for v in values) + f" = {shown(sum(values, Decimal(0)))} ≠ {shown(total.value or Decimal(0))}"
    part_side = FindingSide(
        shown(sum(values, Decimal(0))),
        unit,
        parts[0].page,
        "；".join(dict.fromkeys(row_quote(table, p.row) for p in parts)) if check.kind != "columns" else row_quote(table, total.row),
        table.ordinal,
        parts[0].row,
        parts[0].column,
    )
    return Finding(
        document=doc.record.id,
        doc=doc.record.file_name,
        rule=f"sum.{check.kind}",
        severity=severity_of(difference, tolerance),
        message=f"{table.title}：{name}列示 {shown(total.value or Decimal(0))}{unit}，{_WORDS[check.kind]}为 {shown(sum(values, Decimal(0)))}{unit}",
        sides=(side_of_cell(table, total, unit), part_side),
        difference=shown(difference),
        tolerance=shown(tolerance),
        formula=formula,
        figures=tuple(figure_id(doc, table, c) for c in (total, *parts)),
    )


def label_of(table: Table, check: Sum) -> str:
    """What the total is called: its row and, where there are several, its column."""
    row, column = check.total
    label = "".join(table.row_path_of(row, column)[-1:]) or "合计"
    over = table.column_paths[column][-1] if table.column_paths[column] else ""
    return f"“{label}”" + (f"的“{over}”" if over and over != label else "")
