"""Wholes and their parts in the prose: 收入总计…，其中：…；政府采购…，其中：货物…、工程…、服务….

A list after 其中 need not name everything. Parts that exceed their whole contradict it; parts that miss it by rounding are all of it;
parts that stay below it do so only where the list is known to be complete (``COMPLETE``).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, shown, side_of
from index.audit.percentages import places_of
from index.audit.verdict import ERROR, severity_of, tolerance_of
from index.findings import Finding
from index.model import Aspect, Figure
from index.numbers import convert, is_money

_FAR = 14  # paragraphs that a list after its whole may take
COMPLETE: tuple[tuple[str, frozenset[str]], ...] = (
    ("政府采购", frozenset({"政府采购货物", "政府采购工程", "政府采购服务"})),
    ("三公经费", frozenset({"因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"})),
    ("公务用车购置及运行维护费", frozenset({"公务用车购置费", "公务用车运行维护费"})),
    ("基本支出", frozenset({"人员经费", "公用经费"})),
    ("实有人数", frozenset({"在职", "退休"})),
)
_FUNCTIONAL = ("一般公共预算支出", "财政拨款支出", "一般公共预算拨款")
_OPEN = ("面向", "中小企业", "小微企业", "单价", "授予", "支付", "占")


def prose_sum_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Wholes of the prose that their parts contradict."""
    told = [f for f in disclosure.told if f.aspect in (Aspect.AMOUNT, Aspect.COUNT)]
    by_document: dict[str, list[Figure]] = {}
    for figure in told:
        by_document.setdefault(figure.document, []).append(figure)
    for figures in by_document.values():
        for at, whole in enumerate(figures):
            parts = _parts(whole, figures[at + 1 :])
            if len(parts) >= 2:
                yield from _checked(disclosure, whole, parts)
        yield from _items(disclosure, figures)


def _items(disclosure: Disclosure, figures: list[Figure]) -> Iterator[Finding]:
    """The 项 that a section lists one by one against the section's total of the same stage, where rounding shows that they are all of it."""
    for whole in (f for f in figures if f.measure in _FUNCTIONAL and f.aspect is Aspect.AMOUNT):
        items = {
            (f.measure, f.qualifiers): f
            for f in figures
            if f.aspect is Aspect.AMOUNT and (f.fund, f.stage, f.year, f.section_path[:2]) == (whole.fund, whole.stage, whole.year, whole.section_path[:2])
            and len(f.qualifiers) == 2 and f.qualifiers[0].endswith("支出") and is_money(f.unit) and f.subject_kind == "部门"
        }  # fmt: skip
        parts = list(items.values())
        difference = whole.value - sum((_value(f, whole.unit) for f in parts), Decimal(0))
        tolerance = tolerance_of(len(parts), Decimal("0.01"))
        if len(parts) >= 3 and difference and abs(difference) <= tolerance:
            yield _finding(disclosure, whole, parts, difference, tolerance, severity_of(difference, tolerance))


def _parts(whole: Figure, after: list[Figure]) -> list[Figure]:
    """The direct parts of a whole that follow it, up to where it (or its list) is told again."""
    found: list[Figure] = []
    for figure in after:
        if figure.paragraph is None or whole.paragraph is None or figure.paragraph - whole.paragraph > _FAR or figure.measure == whole.measure:
            break
        fits = (figure.aspect, figure.year, figure.stage, is_money(figure.unit)) == (whole.aspect, whole.year, whole.stage, is_money(whole.unit))
        if not fits or whole.measure not in figure.qualifiers or figure.subject != whole.subject:
            continue
        if not is_money(figure.unit) and figure.unit != whole.unit:
            continue
        if any(f.measure == figure.measure for f in found):
            break
        if any(word in figure.measure for word in _OPEN):
            continue
        if not any(f.measure in figure.qualifiers for f in found):
            found.append(figure)
    return found


def _value(figure: Figure, unit: str) -> Decimal:
    return convert(figure.value, figure.unit, unit) if is_money(figure.unit) else figure.value


def _checked(disclosure: Disclosure, whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    """Lists may divide a whole more than once (by function, then 基本 and 项目), so a run of parts that makes the whole settles it."""
    money = is_money(whole.unit)
    last_place = Decimal(1).scaleb(-max(2, places_of(whole), *(places_of(f) for f in parts))) if money else Decimal(1)
    run, difference = _nearest_run(whole, parts)
    tolerance = tolerance_of(len(run), last_place) if money else Decimal(0)
    if not difference:
        return
    if abs(difference) > tolerance:
        run = [f for f in parts if f.paragraph == whole.paragraph]
        difference = whole.value - sum((_value(f, whole.unit) for f in run), Decimal(0))
        names = {f.measure for f in run}
        complete = any(whole.measure == name and members <= names for name, members in COMPLETE)
        if len(run) < 2 or (difference > 0 and not complete):
            return
        tolerance = tolerance_of(len(run), last_place) if money else Decimal(0)
    severity = severity_of(difference, tolerance) if money else ERROR
    yield _finding(disclosure, whole, run, difference, tolerance, severity)


def _finding(disclosure: Disclosure, whole: Figure, parts: list[Figure], difference: Decimal, tolerance: Decimal, severity: str) -> Finding:
    total, unit = whole.value - difference, whole.unit
    return Finding(
        document=whole.document,
        doc=disclosure.name_of(whole),
        rule="sum.prose",
        severity=severity,
        message=f"“{whole.measure}”为 {shown(whole.value)}{unit}，其中各项之和为 {shown(total)}{unit}",
        sides=(side_of(whole), *(side_of(f) for f in parts)),
        difference=shown(difference),
        tolerance=shown(tolerance),
        formula=" + ".join(shown(_value(f, unit)) for f in parts) + f" = {shown(total)} ≠ {shown(whole.value)}",
        figures=(whole.id, *(f.id for f in parts)),
    )


def _nearest_run(whole: Figure, parts: list[Figure]) -> tuple[list[Figure], Decimal]:
    """The neighbouring parts whose sum comes closest to the whole, and what is left over; a part that alone is the whole counts, too."""
    best, left = parts, whole.value - sum((_value(f, whole.unit) for f in parts), Decimal(0))
    for start in range(len(parts)):
        total = Decimal(0)
        for end in range(start, len(parts)):
            total += _value(parts[end], whole.unit)
            if abs(whole.value - total) < abs(left) and (end > start or total == whole.value):
                best, left = parts[start : end + 1], whole.value - total
    return best, left
