"""Performance forms against themselves and against the tables: goals and results in words against indicators, costs against the project's money."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.narrative import yuan
from index.audit.verdict import ERROR, NOTE, precision
from index.findings import Finding, FindingSide
from index.measures import canonical
from index.model import Aspect, Figure
from index.text import normal

CENT = Decimal("0.01")
_DONE = ("实际完成情况", "年度实际完成情况", "完成情况")
_VERBS = re.compile(r"编制|开展|组织|完成|实施|举办|形成|呈阅|培育|达到|突破|数量|次数|人数|家数|个数|项数|活动|[（(][^）)]*[）)]|[^\u4e00-\u9fff]")
_TOTALS = ("年度预算总额", "年度资金总额", "项目资金总额", "资金总额")
_BUDGET_WORDS = re.compile(
    r"(?P<n>\d[\d,]*(?:\.\d+)?)万元的(?:项目|专项|资金|年度)?(?:总)?预算|(?:项目|资金|预算)总额(?:为|共)?(?P<m>\d[\d,]*(?:\.\d+)?)万元"
)
_LIMIT = re.compile(r"^(?:<=|≤|<|不超过|\$\\leq)")
_UNIT_COST = re.compile(r"人均|每|单价|单位成本|标准|总成本|总额")
PROJECT_FORMS = ("项目支出表", "结转结余表")


def performance_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """What the performance forms say against themselves or against the tables."""
    forms: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for doc in disclosure.documents:
        for figure in doc.figures:
            if figure.table is not None and (figure.form or "").startswith("绩效") and figure.confidence >= 0.7:
                forms[(figure.document, figure.table)].append(figure)
    for (document, table), figures in forms.items():
        indicators = [f for f in figures if f.subject_kind == "指标" or f.aspect in (Aspect.TARGET, Aspect.ACTUAL)]
        yield from _told_results(disclosure, figures, indicators)
        yield from _costs(disclosure, figures, indicators)
        yield from _passed_limits(disclosure, figures)
        yield from _budget_in_words(disclosure, document, table, figures)
        yield from _project_money(disclosure, figures)
        yield from _transfers(disclosure, figures)


def _core(name: str) -> str:
    return _VERBS.sub("", normal(name))


def _told_results(disclosure: Disclosure, figures: list[Figure], indicators: list[Figure]) -> Iterator[Finding]:
    """实际完成情况 says 14 场次 where the indicator of the same thing reports 80."""
    for told in figures:
        if told.aspect is not Aspect.COUNT or not any(q in _DONE for q in told.qualifiers):
            continue
        core = _core(told.measure)
        same = [
            f
            for f in indicators
            if f.aspect is Aspect.ACTUAL and f.unit == told.unit and len(_core(f.measure)) >= 2 and _alike(core, _core(f.measure))
        ]
        if len(same) == 1 and same[0].value != told.value:
            yield _finding(
                disclosure, "performance.result", ERROR, told, [same[0]],
                f"实际完成情况写“{told.measure}”{shown(told.value)}{told.unit}，指标完成值为 {shown(same[0].value)}{same[0].unit}",
                f"{shown(told.value)} ≠ {shown(same[0].value)}", told.value - same[0].value,
            )  # fmt: skip


def _alike(told: str, indicator: str) -> bool:
    """Whether the words name one thing: the same characters, whatever their order (决策参考, 参考决策)."""
    if not told or not indicator:
        return False
    tail = told[-len(indicator) :]
    return (
        (len(indicator) >= 4 and sorted(tail) == sorted(indicator))
        or told == indicator
        or (len(indicator) >= 4 and set(indicator) <= set(told) and len(told) - len(indicator) <= 4)
    )


def _costs(disclosure: Disclosure, figures: list[Figure], indicators: list[Figure]) -> Iterator[Finding]:
    """Costs reported are parts of what was spent: together never more, and all of it where the planned costs made up the whole project."""
    totals = [f for f in figures if any(q in _TOTALS for q in f.qualifiers) and is_amount(f)]
    spent = [f for f in totals if f.stage in ("决算", "执行")]
    planned = {yuan(f) for f in totals if f.stage not in ("决算", "执行")}
    costs = [f for f in indicators if f.unit == "万元" and any("成本" in q for q in f.qualifiers)]
    targets = [f for f in costs if f.aspect is Aspect.TARGET]
    actual = [f for f in costs if f.aspect is Aspect.ACTUAL]
    if not spent or len(actual) < 2 or any(_UNIT_COST.search(f.measure) or "/" in f.unit for f in costs):
        return
    whole = sum(map(yuan, targets), Decimal(0)) in planned | {yuan(spent[0])} and len(targets) == len(actual)
    if not whole and (sum(map(yuan, actual), Decimal(0)) < yuan(spent[0]) or any(yuan(f) >= yuan(spent[0]) for f in actual)):
        return
    total = sum((f.value for f in actual), Decimal(0))
    difference = total - spent[0].value
    if abs(difference) > precision([0]):
        yield _finding(
            disclosure, "performance.cost", ERROR, actual[0], [*actual[1:], spent[0]],
            f"“{spent[0].subject}”各成本指标完成值合计 {shown(total)}万元，项目全年执行数为 {shown(spent[0].value)}万元",
            " + ".join(shown(f.value) for f in actual) + f" = {shown(total)} ≠ {shown(spent[0].value)}", difference,
        )  # fmt: skip


def _passed_limits(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """A limit (<=) that was passed and yet scored in full."""
    rows: dict[int | None, dict[Aspect, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.aspect in (Aspect.TARGET, Aspect.ACTUAL, Aspect.WEIGHT, Aspect.SCORE):
            rows[figure.row].setdefault(figure.aspect, figure)
    for row in rows.values():
        if not {Aspect.TARGET, Aspect.ACTUAL, Aspect.WEIGHT, Aspect.SCORE} <= row.keys():
            continue
        target, actual = row[Aspect.TARGET], row[Aspect.ACTUAL]
        full = row[Aspect.SCORE].value == row[Aspect.WEIGHT].value > 0
        if full and target.unit == actual.unit and _LIMIT.match(normal(target.printed)) and actual.value > target.value:
            yield _finding(
                disclosure, "performance.limit", NOTE, actual, [target],
                f"指标“{actual.measure}”上限 {shown(target.value)}{target.unit}，完成值 {shown(actual.value)}{actual.unit}，超过上限却得满分",
                f"{shown(actual.value)} > {shown(target.value)}", actual.value - target.value,
            )  # fmt: skip


def _budget_in_words(disclosure: Disclosure, document: str, table: int, figures: list[Figure]) -> Iterator[Finding]:
    """A goal that speaks of another budget than the form's own total."""
    totals = [f for f in figures if any(q in _TOTALS for q in f.qualifiers) and is_amount(f)]
    if not totals:
        return
    amounts = {yuan(f) for f in figures if f.aspect in (Aspect.AMOUNT, Aspect.TARGET) and is_amount(f) and "项目总体目标" not in f.qualifiers}
    own = disclosure.by_id[document].structured.tables[table]
    for cell in own.cells:
        for found in _BUDGET_WORDS.finditer(normal(cell.text)):
            printed = (found["n"] or found["m"]).replace(",", "")
            value = Decimal(printed)
            if value * 10_000 in amounts:
                continue
            at = max(0, found.start() - 12)
            side = FindingSide(shown(value), "万元", cell.page, normal(cell.text)[at : found.end() + 12], table, cell.row, cell.column)
            total = totals[0]
            yield Finding(
                document=document,
                doc=disclosure.name_of(total),
                rule="performance.budget",
                severity=ERROR,
                message=f"“{total.subject}”目标中写预算 {shown(value)}万元，表中预算总额为 {shown(total.value)}万元",
                sides=(side, side_of(total)),
                difference=shown(value - total.value),
                tolerance="0",
                formula=f"{shown(value)} ≠ {shown(total.value)}",
                figures=(total.id,),
            )


def project_name(project: str) -> str:
    """The name of a project as compared: without what says that its money was carried over."""
    return re.sub(r"[（(](?:上年|\d*年?)?(?:结转|结余)(?:资金)?[)）]$|结转$", "", normal(canonical(project)))


def _project_money(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """The money of a project in its form against the tables of projects and of what was carried over."""
    totals = [
        f for f in figures if any(q in _TOTALS for q in f.qualifiers) and is_amount(f) and f.subject_kind == "项目" and f.stage in (None, "年初预算")
    ]
    for total in totals[:1]:
        rows = [
            f
            for f in disclosure.tabled
            if f.form in PROJECT_FORMS
            and f.subject_kind == "项目"
            and f.column_item is None
            and is_amount(f)
            and project_name(f.subject) == project_name(total.subject)
        ]
        if not rows:
            continue
        values = {yuan(f) for f in rows}
        by_table = {(f.table, f.row): yuan(f) for f in rows}
        whole = sum(by_table.values(), Decimal(0))
        if yuan(total) in values | {whole} or len(values) > 1:
            continue
        yield _finding(
            disclosure, "cross_table.project", ERROR, total, [rows[0]],
            f"项目“{total.subject}”绩效表预算 {shown(total.value)}{total.unit}，{rows[0].form}为 {shown(rows[0].value)}{rows[0].unit}",
            f"{shown(total.value)} ≠ {shown(rows[0].value)}", total.value - rows[0].value,
        )  # fmt: skip


def _transfers(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """上级安排 in the overall form against the transfers from above in the table of income, with or without what was carried over."""
    above = [f for f in figures if f.measure.startswith("上级安排") and is_amount(f)]
    if len(above) != 1:
        return
    income = [f for f in disclosure.tabled if f.form == "收支总表" and is_amount(f) and f.year == above[0].year]
    moved = [f for f in income if re.search(r"上级.*转移支付", f.measure)]
    carried = [f for f in income if f.measure == "上年结转结余"]
    total = sum(map(yuan, moved), Decimal(0))
    if not moved or not total:
        return
    possible = {total, total + sum(map(yuan, carried), Decimal(0))}
    if all(abs(yuan(above[0]) - p) > CENT * 10_000 for p in possible):
        yield _finding(
            disclosure, "cross_table.transfer", ERROR, above[0], moved,
            f"部门整体绩效目标表“上级安排”为 {shown(above[0].value)}{above[0].unit}，收支总表上级转移支付为 {shown(total / 10_000)}万元",
            f"{shown(above[0].value)} ≠ {shown(total / 10_000)}", above[0].value - total / 10_000,
        )  # fmt: skip


def _finding(
    disclosure: Disclosure, rule: str, severity: str, accused: Figure, others: list[Figure], message: str, formula: str, difference: Decimal
) -> Finding:
    return Finding(
        document=accused.document,
        doc=disclosure.name_of(accused),
        rule=rule,
        severity=severity,
        message=message,
        sides=(side_of(accused), *(side_of(f) for f in others)),
        difference=shown(difference),
        tolerance="0",
        formula=formula,
        figures=(accused.id, *(f.id for f in others)),
    )
