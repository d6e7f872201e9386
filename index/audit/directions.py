"""Words of direction against numbers: 大于/小于预算数 against the two amounts, a rise in money with a fall in percent, one change told twice differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.percentages import bare, before, by_paragraph
from index.audit.verdict import ERROR, severity_of
from index.findings import Finding, FindingSide
from index.model import Aspect, Figure, Kind
from index.numbers import is_money
from index.text import normal

CENT = Decimal("0.01")
_COMPARED = re.compile(r"决算数?(?P<word>大于|高于|多于|小于|低于|少于|等于|与[^,，。]{0,4}预算数?(?:基本)?持平)(?:年初|全年|调整)?预算数?")
_SIGN = {"大于": 1, "高于": 1, "多于": 1, "小于": -1, "低于": -1, "少于": -1}


def direction_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Sentences whose words and numbers point in different directions."""
    for figures in by_paragraph(disclosure).values():
        yield from _signs(disclosure, figures)
        yield from _against_plan(disclosure, figures)
        yield from _flat(disclosure, figures)
    yield from _told_twice(disclosure)


def _signs(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """增加 X 万元，下降 Y%."""
    for rate in figures:
        if rate.aspect is not Aspect.RATE or not rate.value:
            continue
        change = before(rate, figures, Aspect.CHANGE)
        near = change is not None and 0 <= (rate.span or (0, 0))[0] - (change.span or (0, 0))[1] <= 12
        if change is not None and near and change.value * rate.value < 0:
            yield _finding(
                disclosure, rate, [change], f"“{rate.measure}”金额变动 {shown(change.value)}{change.unit} 与幅度 {shown(rate.value)}% 方向相反"
            )


def _against_plan(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """决算数大于预算数 after 年初预算为 A，支出决算为 B with B < A."""
    planned: Figure | None = None
    spent: Figure | None = None
    final = disclosure.identity.kind is Kind.FINAL
    amounts = [
        f for f in figures
        if f.aspect is Aspect.AMOUNT and is_money(f.unit) and f.year == disclosure.identity.fiscal_year and f.stage in ("年初预算", "全年预算", "决算", *((None,) if final else ()))
    ]
    if not amounts:
        return
    paragraph = disclosure.by_id[amounts[0].document].structured.paragraphs[amounts[0].paragraph or 0]
    marks: list[tuple[int, Figure | re.Match[str]]] = [((f.span or (0, 0))[0], f) for f in amounts]
    marks += [(m.start(), m) for m in _COMPARED.finditer(paragraph.text)]
    for _, mark in sorted(marks, key=lambda m: m[0]):
        if isinstance(mark, Figure):
            other = planned if mark.stage in ("决算", None) else spent
            keep = other if other is not None and bare(other) == bare(mark) else None
            planned, spent = (keep, mark) if mark.stage in ("决算", None) else (mark, keep)
        elif planned is not None and spent is not None and bare(planned) == bare(spent):
            sign = _SIGN.get(mark["word"], 0)
            actual = (spent.value > planned.value) - (spent.value < planned.value)
            if sign != actual and not (sign == 0 and "基本" in mark["word"]):
                text = f"“{spent.measure}”写“{mark.group()}”，而预算数 {shown(planned.value)}{planned.unit}、决算数 {shown(spent.value)}{spent.unit}"
                side = FindingSide(mark.group(), "", spent.page, mark.group(), paragraph=paragraph.ordinal)
                yield _finding(disclosure, spent, [planned], text, first=side)
            planned = spent = None


def _flat(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """与上年持平 right beside a rise or fall of the same item."""
    for flat in figures:
        if flat.aspect is not Aspect.CHANGE or flat.value or flat.printed[:1].isdigit():
            continue
        moved = [
            f for f in figures if f.aspect is Aspect.CHANGE and f.value and bare(f) == bare(flat) and f.year == flat.year and f.quote == flat.quote
        ]
        plain = [f for f in moved if not any(q.startswith("比") for q in (*f.qualifiers, *flat.qualifiers))]
        if plain:
            yield _finding(disclosure, flat, plain[:1], f"“{flat.measure}”既写与上年持平，又写变动 {shown(plain[0].value)}{plain[0].unit}")


def _told_twice(disclosure: Disclosure) -> Iterator[Finding]:
    """The change of one item from last year, told in two places with two values; the amount told in two places likewise."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for f in disclosure.told:
        plain_base = not any(q.startswith(("比", "与", "较")) for q in f.qualifiers)
        if f.subject_kind == "部门" and f.fund and f.year is not None and f.confidence >= 0.95:
            if f.aspect is Aspect.CHANGE and plain_base and is_money(f.unit) and f.printed[:1].isdigit():
                groups[(f.aspect, bare(f), f.fund, f.year, f.unit)].append(f)
            elif is_amount(f):
                groups[(f.aspect, bare(f), f.fund, f.year, f.stage, f.unit)].append(f)
    for figures in groups.values():
        first = figures[0]
        other = next((f for f in figures[1:] if f.value != first.value), None)
        if other is not None and len(figures) < 6 and _outline(first) == _outline(other):
            difference = first.value - other.value
            yield _finding(
                disclosure, other, [first],
                f"“{first.measure}”{'变动' if first.aspect is Aspect.CHANGE else ''}前后不一：{shown(first.value)}{first.unit}、{shown(other.value)}{other.unit}",
                severity=severity_of(difference, CENT), rule="narrative.twice",
            )  # fmt: skip


def _outline(figure: Figure) -> str:
    """The part of the document that a figure stands in: lists of subordinate units repeat items with other amounts."""
    return normal(figure.section_path[0]) if figure.section_path else ""


def _finding(
    disclosure: Disclosure,
    accused: Figure,
    others: list[Figure],
    message: str,
    *,
    severity: str = ERROR,
    rule: str = "direction",
    first: FindingSide | None = None,
) -> Finding:
    sides = ((first,) if first else ()) + (side_of(accused), *(side_of(f) for f in others))
    return Finding(
        document=accused.document,
        doc=disclosure.name_of(accused),
        rule=rule,
        severity=severity,
        message=message,
        sides=sides,
        difference=shown(accused.value - others[0].value),
        tolerance="0",
        formula="；".join(f"{shown(f.value)}{f.unit}" for f in (accused, *others)),
        figures=(accused.id, *(f.id for f in others)),
    )
