"""One amount in several tables: the same item, money and year must read the same in all of them.

Money of different kinds is compared only where the department has no other: where the totals of two kinds agree, so must their items.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.narrative import yuan
from index.audit.verdict import severity_of
from index.findings import Finding
from index.model import Figure, Kind, Table
from index.text import normal

CENT = Decimal("0.01")
_SPENDING = ("收支总表", "支出总表", "财政拨款收支总表", "财政拨款支出表", "一般公共预算支出表")
_TOTALS = ("收入总计", "支出总计", "本年收入合计", "本年支出合计", "基本支出", "项目支出", "上年结转结余", "一般公共预算支出", "财政拨款支出")
_TOTAL_FORMS = (*_SPENDING, "收入总表", "基本支出表", "项目支出表", "结转结余表")
_FUNDS = ("一般公共预算", "财政拨款", "政府性基金预算", "国有资本经营预算")
Key = tuple[str, str | None]


def cross_table_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Amounts that differ from table to table."""
    odd = {(doc.record.id, t.ordinal) for doc, t in disclosure.tables if _is_odd(t)}
    cells = [f for f in disclosure.tabled if is_amount(f) and (f.document, f.table) not in odd and _plain(disclosure, f)]
    groups: dict[Key, list[Figure]] = defaultdict(list)
    for figure in cells:
        for key in _keys(figure):
            groups[key].append(figure)
    for key, figures in groups.items():
        yield from _compared(disclosure, key, figures)


def _is_odd(table: Table) -> bool:
    """Tables whose columns are items of their own (三公经费, 采购 ...), whatever their title says."""
    words = normal("".join("".join(p) for p in table.column_paths))
    return bool("三公" in words or "接待" in words or "采购" in words)


def _plain(disclosure: Disclosure, figure: Figure) -> bool:
    final = disclosure.identity.kind is Kind.FINAL
    return (
        figure.subject_kind == "部门"
        and figure.year == disclosure.identity.fiscal_year
        and figure.stage in (None, "决算" if final else "预算")
        and (figure.column_item is None or figure.column_item in _FUNDS)
    )


def _keys(figure: Figure) -> list[Key]:
    """Under which names a cell is compared: functional items of spending by code (classes by name), named totals by name."""
    keys: list[Key] = []
    side = "收入" if "收入" in figure.qualifiers and "支出" not in figure.qualifiers else "支出"
    if figure.form in _SPENDING and side == "支出" and figure.fund and figure.row_path:
        if figure.code is not None and len(figure.code) in (5, 7) and figure.code[0] == "2":
            keys.append((f"{figure.code} {figure.measure}", figure.fund))
        elif (figure.code is not None and len(figure.code) == 3 and figure.code[0] == "2") or (
            figure.code is None and len(figure.row_path) == 1 and figure.measure.endswith("支出") and figure.measure not in _TOTALS
        ):
            keys.append((figure.measure, figure.fund))
    if figure.measure in _TOTALS and figure.form in _TOTAL_FORMS and (figure.form != "项目支出表" or not figure.code):
        keys.append((figure.measure, figure.fund))
    return keys


def _compared(disclosure: Disclosure, key: Key, figures: list[Figure]) -> Iterator[Finding]:
    """The cells that differ from the value that most tables print."""
    by_table: dict[tuple[str, int | None], Figure] = {}
    for figure in figures:
        by_table.setdefault((figure.document, figure.table), figure)
    values = Counter(yuan(f) for f in by_table.values())
    if len(values) < 2:
        return
    usual = values.most_common(1)[0][0]
    reference = next(f for f in by_table.values() if yuan(f) == usual)
    told: set[Decimal] = set()
    for figure in by_table.values():
        if yuan(figure) == usual or yuan(figure) in told:
            continue
        told.add(yuan(figure))
        difference = (yuan(figure) - usual) / 10_000
        yield Finding(
            document=figure.document,
            doc=disclosure.name_of(figure),
            rule="cross_table",
            severity=severity_of(difference, CENT),
            message=f"“{figure.measure}”在{_title(disclosure, figure)}为 {shown(figure.value)}{figure.unit}，在{_title(disclosure, reference)}为 {shown(reference.value)}{reference.unit}",
            sides=(side_of(figure), side_of(reference)),
            difference=shown(difference),
            tolerance=shown(CENT),
            formula=f"{shown(figure.value)}{figure.unit} ≠ {shown(reference.value)}{reference.unit}",
            figures=tuple(f.id for f in (figure, reference)),
        )


def _title(disclosure: Disclosure, figure: Figure) -> str:
    tables = disclosure.by_id[figure.document].structured.tables
    return f"《{tables[figure.table].title}》" if figure.table is not None and figure.table < len(tables) else "表"
