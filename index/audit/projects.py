"""Projects of the prose: their size against the tables of projects, and how the money is shared out against their size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.narrative import yuan
from index.audit.performance import PROJECT_FORMS, project_name
from index.audit.verdict import severity_of, tolerance_of
from index.findings import Finding
from index.model import Figure

CENT = Decimal("0.01")
_SIZE = ("预算安排规模", "项目金额", "项目预算", "预算规模", "年度预算安排")
_SHARED = "资金分配情况"


def project_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Projects whose size in the prose is not that of the tables, or less than what is shared out."""
    rows: dict[str, list[Figure]] = defaultdict(list)
    for figure in disclosure.tabled:
        if figure.form in PROJECT_FORMS and figure.subject_kind == "项目" and figure.column_item is None and is_amount(figure):
            rows[project_name(figure.subject)].append(figure)
    by_section: dict[tuple[str, tuple[str, ...]], list[Figure]] = defaultdict(list)
    for figure in disclosure.told:
        if figure.subject_kind == "项目" and is_amount(figure):
            by_section[(figure.document, figure.section_path)].append(figure)
    for figures in by_section.values():
        for size in (f for f in figures if f.measure in _SIZE):
            yield from _against_rows(disclosure, size, rows.get(project_name(size.subject), []))
            yield from _shared_out(disclosure, size, [f for f in figures if _SHARED in f.qualifiers and f.subject == size.subject])


def _against_rows(disclosure: Disclosure, size: Figure, rows: list[Figure]) -> Iterator[Finding]:
    rows = [f for f in rows if f.year == size.year]
    by_row = {(f.table, f.row): yuan(f) for f in rows}
    values = set(by_row.values())
    if not rows or yuan(size) in values or yuan(size) == sum(by_row.values(), Decimal(0)) or len(values) > 2:
        return
    nearest = min(rows, key=lambda f: abs(yuan(f) - yuan(size)))
    total = sum(by_row.values(), Decimal(0)) / 10_000
    difference = size.value - total
    yield Finding(
        document=size.document,
        doc=disclosure.name_of(size),
        rule="narrative.project",
        severity=severity_of(difference, tolerance_of(len(by_row), CENT)),
        message=f"项目“{size.subject}”文字中为 {shown(size.value)}{size.unit}，表中为 {shown(total)}万元",
        sides=(side_of(size), side_of(nearest)),
        difference=shown(difference),
        tolerance=shown(tolerance_of(len(by_row), CENT)),
        formula=f"{shown(size.value)} ≠ " + " + ".join(shown(v / 10_000) for v in by_row.values()),
        figures=(size.id, nearest.id),
    )


def _shared_out(disclosure: Disclosure, size: Figure, parts: list[Figure]) -> Iterator[Finding]:
    """What is shared out adds up to the size; less may be unsaid, more is a contradiction."""
    total = sum((yuan(f) for f in parts), Decimal(0)) / 10_000
    difference = size.value - total
    tolerance = tolerance_of(len(parts), CENT)
    if len(parts) < 2 or not difference or difference > tolerance:
        return
    yield Finding(
        document=size.document,
        doc=disclosure.name_of(size),
        rule="sum.project",
        severity=severity_of(difference, tolerance),
        message=f"项目“{size.subject}”规模 {shown(size.value)}{size.unit}，资金分配各项之和为 {shown(total)}万元",
        sides=(side_of(size), *(side_of(f) for f in parts)),
        difference=shown(difference),
        tolerance=shown(tolerance),
        formula=" + ".join(shown(f.value) for f in parts) + f" = {shown(total)} ≠ {shown(size.value)}",
        figures=(size.id, *(f.id for f in parts)),
    )
