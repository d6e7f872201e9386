"""Amounts of the prose against the tables: an amount that no cell of its item holds, where a cell of the same item and scope says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.percentages import places_of
from index.audit.verdict import severity_of
from index.findings import Finding
from index.model import Figure, Kind
from index.numbers import convert, rounded

_NARROW = ("政府性基金预算", "国有资本经营预算")
_BOTH_SIDES = {"收支总计": ("收入总计", "支出总计"), "财政拨款收支总计": ("收入总计", "支出总计")}
_GENERAL = {"一般公共预算", "财政拨款"}
_SKIPPED_FORMS = ("机关运行经费表", "政府采购表", "项目支出表", "结转结余表", "委托业务费表", "政府购买服务表")


def narrative_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Amounts of the prose that contradict the tables."""
    by_measure: dict[str, list[Figure]] = defaultdict(list)
    for figure in disclosure.tabled:
        if is_amount(figure):
            by_measure[figure.measure].append(figure)
    for figure in disclosure.told:
        if not _comparable(disclosure, figure):
            continue
        cells = [c for name in _BOTH_SIDES.get(figure.measure, (figure.measure,)) for c in by_measure.get(name, ())]
        if not cells or any(same_amount(figure, c) for c in cells):
            continue
        strict = [c for c in cells if _same_scope(disclosure, figure, c)]
        if not strict or len({yuan(c) for c in strict}) > 1:
            continue
        yield _finding(disclosure, figure, strict[0])


def yuan(figure: Figure) -> Decimal:
    """The amount in 元."""
    return convert(figure.value, figure.unit, "元")


def same_amount(told: Figure, cell: Figure) -> bool:
    """Whether the prose prints the cell's amount, perhaps in a coarser unit or with fewer decimals."""
    if yuan(told) == yuan(cell):
        return True
    return rounded(convert(cell.value, cell.unit, told.unit), places_of(told)) == told.value


def _comparable(disclosure: Disclosure, figure: Figure) -> bool:
    final = disclosure.identity.kind is Kind.FINAL
    stages = (None, "决算") if final else (None, "预算", "年初预算")
    return (
        is_amount(figure)
        and figure.confidence >= Decimal("0.9")
        and figure.subject_kind == "部门"
        and figure.year == disclosure.identity.fiscal_year
        and figure.stage in stages
        and (figure.value != 0 or figure.printed[:1].isdigit())
    )


def _same_scope(disclosure: Disclosure, told: Figure, cell: Figure) -> bool:
    """Whether a cell states the very item and money that the prose speaks of."""
    if cell.subject_kind != "部门" or cell.year != told.year or cell.form in _SKIPPED_FORMS:
        return False
    final = disclosure.identity.kind is Kind.FINAL
    if cell.stage not in (None, told.stage, "决算" if final else "预算"):
        return False
    if cell.column_item is not None and cell.column_item not in (told.measure, *told.qualifiers):
        return False
    if told.code is None and cell.code is not None and len(cell.code) >= 5 and not _parents_agree(told, cell):
        return False
    if told.fund == cell.fund:
        return True
    return {told.fund, cell.fund} <= _GENERAL and not _has_narrow_funds(disclosure)


def _parents_agree(told: Figure, cell: Figure) -> bool:
    """An item of functional or economic classes is the same only below the same parents."""
    known = {p for p in told.qualifiers if p}
    return not known or bool(known & {*cell.qualifiers, cell.measure})


def _has_narrow_funds(disclosure: Disclosure) -> bool:
    return any(f.fund in _NARROW and f.value for f in disclosure.tabled if is_amount(f))


def _finding(disclosure: Disclosure, told: Figure, cell: Figure) -> Finding:
    difference = told.value - convert(cell.value, cell.unit, told.unit)
    last_place = Decimal(1).scaleb(-max(2, places_of(told)))
    scale = convert(cell.value, cell.unit, "元") / yuan(told) if told.value else Decimal(0)
    slip = abs(scale) in (Decimal(10_000), Decimal("0.0001"), Decimal(100_000_000), Decimal("0.00000001"))
    return Finding(
        document=told.document,
        doc=disclosure.name_of(told),
        rule="narrative.unit" if slip else "narrative.table",
        severity=severity_of(difference, last_place),
        message=f"文字说明中“{told.measure}”为 {shown(told.value)}{told.unit}，表中为 {shown(cell.value)}{cell.unit}"
        + ("，单位可能写错" if slip else ""),
        sides=(side_of(told), side_of(cell)),
        difference=shown(difference),
        tolerance=shown(last_place),
        formula=f"{shown(told.value)}{told.unit} ≠ {shown(cell.value)}{cell.unit}",
        figures=(told.id, cell.id),
    )
