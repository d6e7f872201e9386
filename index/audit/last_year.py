"""What the changes told of this year say about last year: it was not less than nothing, and one sum of money had one amount then."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.percentages import amounts_before, bare, by_paragraph, spread
from index.audit.verdict import ERROR, NOTE
from index.findings import Finding
from index.model import Aspect, Figure
from index.numbers import is_money

_KINDS = ("基本支出", "项目支出")
_PARENTS = 2  # a functional item is told below its class and group


def last_year_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Rises that are larger than the amount, and last years that do not agree."""
    changed: list[tuple[Figure, Figure]] = []
    for figures in by_paragraph(disclosure).values():
        for change in figures:
            if change.aspect is not Aspect.CHANGE or not is_money(change.unit) or any(q.startswith(("比", "与", "较")) for q in change.qualifiers):
                continue
            amounts = [f for f in amounts_before(change, figures) if f.stage in (None, "决算", "预算")][-1:]
            for amount in amounts:
                changed.append((amount, change))
                if spread(amount).high < spread(change).low:
                    yield _more_than_all(disclosure, amount, change)
    yield from _two_last_years(disclosure, changed)


def _more_than_all(disclosure: Disclosure, amount: Figure, change: Figure) -> Finding:
    last = spread(amount).point - spread(change).point
    return Finding(
        document=change.document,
        doc=disclosure.name_of(change),
        rule="direction.rise",
        severity=ERROR,
        message=f"“{change.measure}”为 {shown(amount.value)}{amount.unit}，却写比上年增加 {shown(change.value)}{change.unit}，上年数成了负数",
        sides=(side_of(change), side_of(amount)),
        difference=shown(last / 10_000),
        tolerance="0",
        formula=f"{shown(amount.value)}{amount.unit} - {shown(change.value)}{change.unit} < 0",
        figures=(change.id, amount.id),
    )


def _two_last_years(disclosure: Disclosure, changed: list[tuple[Figure, Figure]]) -> Iterator[Finding]:
    """基本支出 and the only item that it is spent on: the same amount this year, two different ones last year."""
    told: set[tuple[Decimal, Decimal]] = set()
    kinds = [(a, c) for a, c in changed if a.measure in _KINDS and a.value > 0]
    items = [(a, c) for a, c in changed if len(bare(a)[1]) >= _PARENTS and a.measure not in _KINDS and is_amount(a)]
    for whole, moved in kinds:
        for item, its_move in items:
            same = (item.document, item.year, item.unit, item.value) == (whole.document, whole.year, whole.unit, whole.value)
            if not same or moved.unit != its_move.unit or moved.value == its_move.value or (moved.value, its_move.value) in told:
                continue
            told.add((moved.value, its_move.value))
            before, then = whole.value - moved.value, item.value - its_move.value
            yield Finding(
                document=its_move.document,
                doc=disclosure.name_of(its_move),
                rule="narrative.last_year",
                severity=NOTE,
                message=f"“{whole.measure}”与“{item.measure}”同为 {shown(item.value)}{item.unit}，按各自的增减推算，上年分别为 {shown(before)} 和 {shown(then)}{item.unit}",
                sides=(side_of(its_move), side_of(moved)),
                difference=shown(its_move.value - moved.value),
                tolerance="0",
                formula=f"{shown(whole.value)} - ({shown(moved.value)}) = {shown(before)} ≠ {shown(item.value)} - ({shown(its_move.value)}) = {shown(then)}",
                figures=(its_move.id, moved.id),
            )
