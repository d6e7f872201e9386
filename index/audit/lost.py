"""Rows of flattened tables whose amounts cannot add up, whatever columns they were printed in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from index.audit.disclosure import Disclosure, decimals, figure_id, row_quote, shown, side_of_cell
from index.audit.verdict import ERROR, precision, tolerance_of
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.model import Cell, Table
from index.structure.sums import column_sums

_WIDEST = 12  # value columns of a table whose arrangements are tried
Sums = list[tuple[int, tuple[int, ...]]]


def lost_column_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Every row with amounts of unknown columns for which no choice of columns satisfies the sums that the header promises."""
    for doc, table in disclosure.tables:
        lost = {c.row for c in table.cells if not c.column_known and c.value is not None}
        columns = [c for c, role in enumerate(table.roles) if role == "value"]
        sums = column_sums(table) if lost and not table.group_row_paths and len(columns) <= _WIDEST else []
        if not sums:
            continue
        for row in sorted(lost):
            finding = _unsound(doc, table, row, columns, sums)
            if finding is not None:
                yield finding


def _unsound(doc: ReadDocument, table: Table, row: int, columns: list[int], sums: Sums) -> Finding | None:
    cells = sorted((c for c in table.cells if c.row == row and c.value is not None and c.column in columns), key=lambda c: c.column)
    tried = [gaps for chosen in combinations(columns, len(cells)) if (gaps := _gaps(dict(zip(chosen, cells, strict=True)), sums)) is not None]
    if not tried or any(not gaps for gaps in tried):
        return None
    total, parts = min(tried, key=lambda gaps: sum(abs(_difference(*gap)) for gap in gaps))[0]
    difference, unit = _difference(total, parts), table.unit or "万元"
    added = sum((p.value or Decimal(0) for p in parts), Decimal(0))
    label = "".join(table.row_path_of(row, total.column)[-1:]) or "合计"
    return Finding(
        document=doc.record.id,
        doc=doc.record.file_name,
        rule="sum.columns",
        severity=ERROR,
        message=f"{table.title}：“{label}”列示 {shown(total.value or Decimal(0))}{unit}，同行其余数字无论属于哪一列，相加都不等于它（最接近为 {shown(added)}{unit}）",
        sides=(side_of_cell(table, total, unit), FindingSide(shown(added), unit, total.page, row_quote(table, row), table.ordinal, row, parts[0].column)),
        difference=shown(difference),
        tolerance=shown(_tolerance(total, parts)),
        formula=" + ".join(shown(p.value or Decimal(0)) for p in parts) + f" = {shown(added)} ≠ {shown(total.value or Decimal(0))}",
        figures=tuple(figure_id(doc, table, c) for c in (total, *parts)),
    )


def _gaps(placed: dict[int, Cell], sums: Sums) -> list[tuple[Cell, list[Cell]]] | None:
    """The sums that do not hold where the cells stand so; None where a total stands without parts or parts without their total."""
    gaps: list[tuple[Cell, list[Cell]]] = []
    for total, parts in sums:
        present = [placed[p] for p in parts if p in placed]
        if (total in placed) != bool(present):
            return None
        if present and abs(_difference(placed[total], present)) > _tolerance(placed[total], present):
            gaps.append((placed[total], present))
    return gaps


def _difference(total: Cell, parts: list[Cell]) -> Decimal:
    return (total.value or Decimal(0)) - sum((p.value or Decimal(0) for p in parts), Decimal(0))


def _tolerance(total: Cell, parts: list[Cell]) -> Decimal:
    last_place = precision(decimals(c.text, c.value or Decimal(0)) for c in (total, *parts))
    return tolerance_of(len(parts), min(last_place, Decimal("0.01")))
