"""Operations on two figures: difference, times, share, growth, per head. Each writes one sentence and puts the result first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import said, said_change
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.compute.entries import Entry, axes_of, full_label, label_of
from qa.lookup.names import key
from qa.model import Operation, Query

_EXACT = 4  # a quotient that ends within so many places is not rounded
_GAP_UNIT = re.compile("(?:差|多|少|高|低|贵)(?:距|额|值|出|了)*(?:是|为)?(?:多少|几)(万|元|块)")  # each in 万元, the difference in 元
DEFAULT_PLACES = {Operation.SHARE: 2, Operation.GROWTH: 2, Operation.RATIO: 2, Operation.PER_HEAD: 2, Operation.MEAN: 2}


def computed_pair(operation: Operation, a: Entry, b: Entry, query: Query) -> Entry | None:
    """The entry of a (operation) b, or None where units or a zero forbid it."""
    if operation is not Operation.GROWTH and _same_item(a, b):
        return None  # an item set against itself says nothing
    try:
        quantity, name, formula = _combine(operation, a, b, whole_said=_whole_said(b, query))
    except (UnitMismatch, ZeroDivisionError):
        return None
    decimals = query.decimals if query.decimals is not None else DEFAULT_PLACES.get(operation)
    if operation is Operation.PER_HEAD:
        quantity = quantity.to(query.unit) if is_money(query.unit) else quantity
    if operation is Operation.PER_HEAD and query.unit is None and query.decimals is None and quantity.unit.startswith("万元") and abs(quantity.value) < 1:
        quantity = quantity.to("元")
    if operation is Operation.PER_HEAD and query.decimals is None and quantity.value == quantity.to_places(_EXACT).value:
        decimals = None  # it comes out even
    if decimals is not None and quantity.value and not quantity.to_places(decimals).value and is_money(quantity.unit):
        quantity = quantity.to("元")
    if decimals is not None:
        quantity = quantity.to_places(decimals)
    return a.at(name=name, quantity=quantity, sources=(*a.sources, *b.sources), formula=formula, row=None, derived=a.derived or b.derived)


def _whole_said(b: Entry, query: Query) -> bool:
    """Whether the question itself says that ``b`` is the whole: not where the item stands in front of 占 (货物占多少)."""
    if b.measure_rank >= len(query.measures) or query.measures[b.measure_rank].role != "whole":
        return False
    text = normal(query.text)
    mention, share = text.find(normal(query.measures[b.measure_rank].mention)), text.find("占")
    return not 0 <= mention < share or text.find("里", mention, share) >= 0 or text.find("中", mention, share) >= 0


def _same_item(a: Entry, b: Entry) -> bool:
    """Whether both are the one figure, or the same item printed twice."""
    if not a.sources or not b.sources:
        return False  # one is a number that the question states
    if {c.figure.id for c in a.sources} & {c.figure.id for c in b.sources}:
        return True
    if (a.quantity.value, a.aspect, a.department, a.year, a.stage, a.kind) != (b.quantity.value, b.aspect, b.department, b.year, b.stage, b.kind):
        return False
    x, y = a.sources[0].figure, b.sources[0].figure
    return key(x.measure) == key(y.measure) and x.subject == y.subject


def _combine(operation: Operation, a: Entry, b: Entry, *, whole_said: bool = False) -> tuple[Quantity, str, str]:
    """The result, its name and its formula. A share is of the larger of two items, unless the question says which is the whole."""
    axes = axes_of((a, b)) or ("measure",)
    left, right = label_of(a, axes), label_of(b, axes)
    if operation is Operation.SHARE:
        if not whole_said and abs(sums.common((a.quantity, b.quantity))[0].value) > abs(sums.common((a.quantity, b.quantity))[1].value) and "measure" in axes:
            a, b, left, right = b, a, right, left
        return sums.share(a.quantity, b.quantity), f"{left}占{right}的比重", f"{said(a.quantity)} ÷ {said(b.quantity)}"
    if operation is Operation.RATIO:
        return sums.times(a.quantity, b.quantity), f"{left}与{right}之比", f"{said(a.quantity)} ÷ {said(b.quantity)}"
    if operation is Operation.GROWTH:
        return sums.growth(b.quantity, a.quantity), f"{right}比{left}的增长率", f"({said(b.quantity)} − {said(a.quantity)}) ÷ {said(a.quantity)}"
    if operation is Operation.PER_HEAD:
        if is_money(b.quantity.unit) and not is_money(a.quantity.unit):
            a, b, left, right = b, a, right, left
        return sums.per(a.quantity, b.quantity), f"平均每{b.quantity.unit}{a.row or a.name}", f"{said(a.quantity)} ÷ {said(b.quantity)}"
    return sums.difference(a.quantity, b.quantity), f"{left}与{right}之差", f"{said(a.quantity)} − {said(b.quantity)}"


def in_time(entries: Sequence[Entry]) -> list[Entry]:
    """Entries in order of their years (earlier first); order kept where the years do not differ."""
    return sorted(entries, key=lambda e: e.year if e.year is not None else 0)


def write_difference(a: Entry, b: Entry, query: Query, sheet: Sheet, *, first: bool = True) -> None:
    """a against b: by how much a is more or less."""
    axes = axes_of((a, b)) or ("measure",)
    try:
        gap = sums.difference(a.quantity, b.quantity)
    except UnitMismatch:
        sheet.say(f"{label_of(a, axes)}与{label_of(b, axes)}的单位不同（{a.quantity.unit}、{b.quantity.unit}），不能相减。")
        return
    asked = _GAP_UNIT.search(query.text)
    gap = gap.to("元" if asked[1] in {"元", "块"} else "万元") if asked else gap
    if query.decimals is not None or gap.unit == "%":
        gap = gap.to_places(query.decimals if query.decimals is not None else DEFAULT_PLACES[Operation.SHARE])
    points = in_points(gap)
    word = f"多{said(points)}" if gap.value > 0 else (f"少{said(Quantity(-gap.value, points.unit, gap.decimals))}" if gap.value < 0 else "相同")
    more, less = (a, b) if gap.value >= 0 else (b, a)  # "少50" is shown as 60 − 10, never as 10 − 60
    sheet.say(f"{label_of(a, axes)}比{label_of(b, axes)}{word}（{said(more.quantity)} − {said(less.quantity)}）。")
    sheet.figure("差额", Quantity(abs(gap.value), points.unit if "百分点" in query.text else gap.unit, gap.decimals), (*a.sources, *b.sources), derived=True, first=first)


def in_points(gap: Quantity) -> Quantity:
    """A difference of two percentages is one of percentage points."""
    return Quantity(gap.value, "个百分点", gap.decimals) if gap.unit == "%" else gap


def write_change(old: Entry, new: Entry, query: Query, sheet: Sheet, *, amount_first: bool = True, whose: str = "") -> None:
    """From old to new: by how much and by what rate it rose or fell. ``whose``: the item's name, where several are told of."""
    gap = sums.difference(new.quantity, old.quantity)
    line = f"从{old.year}年到{new.year}年{said_change(in_points(gap))}" if old.year != new.year else f"{said_change(in_points(gap))}"
    sheet.figure(f"{whose}增减额", gap, (*old.sources, *new.sources), derived=True, first=amount_first)
    rate = computed_pair(Operation.GROWTH, old, new, query) if gap.unit != "%" else None
    if rate is not None:
        line += f"，{said_change(rate.quantity, more='增长', less='下降')}" if gap.value else ""
        sheet.figure(f"{whose}增长率", rate.quantity, rate.sources, derived=True)
    sheet.say(line + "。")


def write_result(result: Entry, sheet: Sheet, *, first: bool = True, whose: bool = False) -> None:
    """One computed result with its formula: ``…占…的比重为 92.68%（254.80万元 ÷ 274.92万元）[1][2]。``"""
    marks = sheet.mark(result.sources)
    who = f"{result.department}{f'{result.year}年' if result.year is not None else ''}{result.kind}：" if result.department else ""
    sheet.say(f"{who}{result.name}为{said(result.quantity)}（{result.formula}）{marks}。")
    sheet.figure(f"{result.department if whose else ''}{result.name}", result.quantity, result.sources, derived=True, first=first)


def write_operands(entries: Sequence[Entry], sheet: Sheet, *, as_figures: bool) -> None:
    """The figures that an operation used, each with its citation."""
    for e in entries:
        sheet.say(f"{full_label(e)}为{said(e.quantity)}{sheet.mark(e.sources)}。")
        if as_figures:
            sheet.figure(full_label(e), e.quantity, e.sources, derived=e.derived)
