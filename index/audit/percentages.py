"""Printed percentages recomputed: growth = change / (amount - change), completion = final / planned. Shares: :mod:`index.audit.shares`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from index.audit.disclosure import Disclosure, decimals, shown, side_of
from index.audit.verdict import NOTE, ROUNDING, rate_severity
from index.findings import Finding
from index.model import Aspect, Figure, Kind
from index.numbers import convert, is_money, rounded
from index.text import normal

HUNDRED = Decimal(100)


class Interval(NamedTuple):
    """Where the exact number lies that was printed rounded, and the number as printed."""

    low: Decimal
    high: Decimal
    point: Decimal


def places_of(figure: Figure) -> int:
    """Decimals of a figure as printed, its unit cut off."""
    return decimals(normal(figure.printed).rstrip("万亿千百元%"), figure.value)


def spread(figure: Figure) -> Interval:
    """The interval of an amount in 元; amounts print 80 for 80.00, so at least two decimals of 万元 count as exact."""
    half = convert(Decimal(1).scaleb(-max(2, places_of(figure))) / 2, figure.unit, "元")
    value = convert(figure.value, figure.unit, "元")
    if figure.value == 0:
        return Interval(value, value, value)
    return Interval(value - half, value + half, value)


def ratio(part: Interval, whole: Interval) -> Interval:
    """part / whole in percent; the whole is positive."""
    found = [HUNDRED * p / w for p in part[:2] for w in whole[:2]]
    return Interval(min(found), max(found), HUNDRED * part.point / whole.point)


def rate_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Growth rates and degrees of completion that the printed amounts do not give."""
    for figures in by_paragraph(disclosure).values():
        for figure in figures:
            if figure.aspect is Aspect.RATE:
                yield from _growth(disclosure, figure, figures)
            elif figure.aspect is Aspect.SHARE and any(q.startswith("完成") for q in figure.qualifiers):
                yield from _completion(disclosure, figure, figures)


def by_paragraph(disclosure: Disclosure) -> dict[tuple[str, int | None], list[Figure]]:
    """The figures of the prose by document and paragraph, in reading order."""
    found: dict[tuple[str, int | None], list[Figure]] = defaultdict(list)
    for figure in disclosure.told:
        found[(figure.document, figure.paragraph)].append(figure)
    for figures in found.values():
        figures.sort(key=lambda f: f.span or (0, 0))
    return found


def bare(figure: Figure) -> tuple[str, tuple[str, ...]]:
    """Measure and parents of a figure without what it is compared with."""
    return figure.measure, tuple(q for q in figure.qualifiers if not q.startswith(("比", "占", "完成", "与", "较")))


def before(figure: Figure, others: list[Figure], aspect: Aspect) -> Figure | None:
    """The nearest figure before this one that states the given aspect of the same item, in money."""
    found = _told_before(figure, others, aspect)
    return found[-1] if found else None


def amounts_before(figure: Figure, others: list[Figure]) -> list[Figure]:
    """The amounts of the same item before a figure, in the order in which they are told."""
    return _told_before(figure, others, Aspect.AMOUNT)


def _told_before(figure: Figure, others: list[Figure], aspect: Aspect) -> list[Figure]:
    at = (figure.span or (0, 0))[0]
    return [
        f
        for f in others
        if f.aspect is aspect and is_money(f.unit) and bare(f) == bare(figure) and (f.span or (0, 0))[0] < at and f.year == figure.year
    ]


def _growth(disclosure: Disclosure, rate: Figure, figures: list[Figure]) -> Iterator[Finding]:
    change = before(rate, figures, Aspect.CHANGE)
    if change is None or rate.unit != "%" or change.value * rate.value < 0 or _between(rate, change, figures):
        return
    amounts = [f for f in amounts_before(change, figures) if f.stage in (None, "决算", "预算")] or _planned(rate, change, figures)
    amounts = amounts or _earlier(disclosure, change)
    verdicts = [(f, _grown(f, change)) for f in amounts]
    judged = [(f, exact) for f, exact in verdicts if exact is not None]
    if len(judged) < len(verdicts) or any(rate_severity(abs(rate.value), places_of(rate), *exact[:2]) is None for _, exact in judged[1:]):
        return
    for amount, exact in judged[:1]:
        formula = f"{shown(abs(change.value))} ÷ ({shown(amount.value)} {'-' if change.value > 0 else '+'} {shown(abs(change.value))})"
        yield from _judged(disclosure, rate, exact, formula, (amount, change), "growth", "增减幅度")


def _earlier(disclosure: Disclosure, change: Figure) -> list[Figure]:
    """The amount that a change is of, told a paragraph or two before in the same section."""
    return [
        f
        for f in disclosure.told
        if f.aspect is Aspect.AMOUNT and (f.document, f.section_path, f.year, bare(f)) == (change.document, change.section_path, change.year, bare(change))
        and f.stage in (None, "决算", "预算") and is_money(f.unit) and 0 < (change.paragraph or 0) - (f.paragraph or 0) <= 2
    ][-1:]  # fmt: skip


def _planned(rate: Figure, change: Figure, figures: list[Figure]) -> list[Figure]:
    """Where the change is from last year, a planned amount of this year is what changed only if no other is told."""
    return [] if any(q.startswith(("比", "与", "较")) for q in (*rate.qualifiers, *change.qualifiers)) else amounts_before(change, figures)


def _grown(amount: Figure, change: Figure) -> Interval | None:
    """The growth that the two amounts give, or None where there is nothing to grow from."""
    now, moved = spread(amount), spread(change)
    last = Interval(now.low - moved.high, now.high - moved.low, now.point - moved.point)
    if last.low <= 0:
        return None
    return ratio(moved if moved.low >= 0 else Interval(-moved.high, -moved.low, -moved.point), last)


def _between(rate: Figure, change: Figure, figures: list[Figure]) -> bool:
    """Whether another rate of the same item stands between the change and this rate: then this rate is of something else."""
    low, high = (change.span or (0, 0))[0], (rate.span or (0, 0))[0]
    return any(f.aspect is Aspect.RATE and low < (f.span or (0, 0))[0] < high for f in figures)


def _completion(disclosure: Disclosure, rate: Figure, figures: list[Figure]) -> Iterator[Finding]:
    at = (rate.span or (0, 0))[0]
    own = [f for f in figures if f.aspect is Aspect.AMOUNT and is_money(f.unit) and bare(f) == bare(rate) and (f.span or (0, 0))[0] < at]
    planned = [f for f in own if f.stage in ("年初预算", "全年预算", "预算")]
    spent = [f for f in own if f.stage == "决算"] or [f for f in own if f.stage is None and disclosure.identity.kind is Kind.FINAL]
    word = next(q for q in rate.qualifiers if q.startswith("完成"))
    if len({f.stage for f in planned}) != 1 or not spent or ((planned[-1].stage or "")[:2] not in word and "预算" not in word[-2:]):
        return
    if planned[-1].value == 0 and spent[-1].value > 0 and rate.value > 0:
        yield _of_nothing(disclosure, rate, planned[-1], spent[-1])
    if planned[-1].value <= 0 or spent[-1].value < 0:
        return
    exact = ratio(spread(spent[-1]), spread(planned[-1]))
    yield from _judged(
        disclosure, rate, exact, f"{shown(spent[-1].value)} ÷ {shown(planned[-1].value)}", (planned[-1], spent[-1]), "completion", "完成比例"
    )


def _of_nothing(disclosure: Disclosure, rate: Figure, planned: Figure, spent: Figure) -> Finding:
    return Finding(
        document=rate.document,
        doc=disclosure.name_of(rate),
        rule="percentage.completion",
        severity=NOTE,
        message=f"“{rate.measure}”预算数为 0，写有完成比例 {shown(rate.value)}%，这一比例无从计算",
        sides=(side_of(rate), side_of(planned), side_of(spent)),
        formula=f"{shown(spent.value)} ÷ 0",
        figures=(rate.id, planned.id, spent.id),
    )


def _judged(
    disclosure: Disclosure, rate: Figure, exact: Interval, formula: str, others: tuple[Figure, ...], rule: str, name: str
) -> Iterator[Finding]:
    places = places_of(rate)
    printed = abs(rate.value)
    severity = rate_severity(printed, places, exact.low, exact.high)
    computed = rounded(exact.point, max(2, places))
    if severity is None:
        if abs(printed - computed) <= Decimal(1).scaleb(-max(places, 1)):
            return
        severity = ROUNDING
    yield Finding(
        document=rate.document,
        doc=disclosure.name_of(rate),
        rule=f"percentage.{rule}",
        severity=severity,
        message=f"“{rate.measure}”的{name}写为 {shown(printed)}%，按金额计算为 {shown(computed)}%" + ("（舍入差异）" if severity == ROUNDING else ""),
        sides=(side_of(rate), *(side_of(f) for f in others)),
        difference=shown(printed - computed),
        tolerance=shown(Decimal(1).scaleb(-places) / 2),
        formula=f"{formula} = {shown(computed)}% ≠ {shown(printed)}%",
        figures=(rate.id, *(f.id for f in others)),
    )
