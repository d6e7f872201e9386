"""Questions about agreement: 表里和文字一致吗, 到底是950还是905. Every place that prints the item is shown, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.numbers import is_money
from index.text import normal
from qa.answer.checks import place_words
from qa.answer.claims import write_claims
from qa.answer.sheet import Sheet
from qa.answer.wording import measure_name, quantity, said, whose
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.lookup import Candidate, Catalogue, Slot
from qa.lookup.reconcile import same_value
from qa.model import Operation, Query

_ASKS = re.compile(r"一致|一样吗|不一样|对不上|对得上|矛盾|相符|不符|出入|到底是|两个数|哪个(?:数|是对|对)|两处|前后")

_WITH_ANOTHER_YEAR = re.compile(r"(?:与|跟|和|同)(?:上年|上一年|去年|前一年|20\d\d年?)[^。？?]{0,16}(?:一致|一样|对得上|对不上|相符|相等|相同|矛盾)")
_PLACES = re.compile(r"两处|前后|文字|各表|表(?:里|中|格)")
_EQUALS = re.compile(r"(?:是不是|是否|有没有)(?:就|都|完全|正好|刚好)?(?:等于|相等|相同)|(?:等于|相等)[^，,。？?]{0,14}吗")


def asks_agreement(query: Query) -> bool:
    """Whether the question is about places that may not agree."""
    return "consistency" in query.aspects or bool(_ASKS.search(query.text))


def write_agreement(query: Query, slots: Sequence[Slot], sheet: Sheet, cat: Catalogue) -> bool:
    """All values of the item with their places; False where only one place prints it, or where two items are asked for."""
    if sum(s.best is not None for s in slots) > 1 and len(query.measures) > 1:
        return False
    if len({s.spot.year for s in slots if s.best}) == 2 and _WITH_ANOTHER_YEAR.search(normal(query.text)) and not _PLACES.search(query.text):
        return False  # one year against the other is compared, not two places of one year
    done = False
    for slot in slots:
        if slot.best is None:
            continue
        places = _places(slot)
        name = measure_name(slot.spot.measure, slot.best.figure)
        if len(places) == 1 and write_claims(query, slot, sheet, cat):
            marks = sheet.mark([slot.best, *slot.same[:2]])
            sheet.lines.insert(0, f"{whose(slot)}的{name}，{where(slot.best)}为{said(quantity(slot.best, query.unit))}{marks}。")
            sheet.figure(name, quantity(slot.best, query.unit), [slot.best], first=True)
            done = True
            continue
        if len(places) == 1:
            if slot.same:
                marks = sheet.mark([slot.best, *slot.same[:3]])
                sheet.say(f"一致：{whose(slot)}的{name}在{len(slot.same) + 1}处都是{said(quantity(slot.best, query.unit))}{marks}。")
                sheet.figure(name, quantity(slot.best, query.unit), [slot.best])
                done = True
            continue
        parts = [f"{where(c)}为{said(quantity(c, query.unit))}{sheet.mark([c])}" for c in places[:4]]
        sheet.say(f"不一致：{whose(slot)}的{name}，{'，'.join(parts)}。")
        for c in places[:4]:
            sheet.figure(f"{where(c)}", quantity(c, query.unit), [c])
        gap = _gap(places[0], places[1], query)
        if gap is not None:
            sheet.say(f"两者相差{said(gap)}。")
            if Operation.DIFFERENCE in (query.operation, *query.also):
                sheet.figure("差额", gap, places[:2], derived=True, first=True)
        done = True
    return done


def say_agreement(query: Query, slots: Sequence[Slot], sheet: Sheet) -> None:
    """一致 or 不一致 in front of two items that the question sets against each other."""
    pair = [s.best for s in slots if s.best]
    if (
        len(pair) == 2
        and (asks_agreement(query) or _EQUALS.search(normal(query.text)))
        and is_money(pair[0].figure.unit) == is_money(pair[1].figure.unit)
    ):
        sheet.lines.insert(0, "一致。" if same_value(pair[0].figure, pair[1].figure) else "不一致。")


def where(candidate: Candidate) -> str:
    """The place in words: the table, or the sentence's section."""
    return place_words(candidate)


def _places(slot: Slot) -> list[Candidate]:
    """The best figure and one of each other value, those of the same fact before other readings."""
    assert slot.best is not None
    out = [slot.best]
    for c in (*slot.against, *slot.readings):
        if _narrower(c) != _narrower(slot.best):
            continue
        money = is_money(c.figure.unit) == is_money(slot.best.figure.unit)
        if money and c.name >= slot.best.name - 0.03 and not any(same_value(c.figure, o.figure) for o in out):
            out.append(c)
    return out


_PART_FORMS = ("基本支出", "政府采购", "项目支出", "机关运行", "委托业务", "结转结余")


def _narrower(candidate: Candidate) -> bool:
    """Whether the place prints a part of the item by its nature: 会议费 of the 基本支出表 is not all 会议费."""
    figure = candidate.figure
    return figure.table is not None and any(word in (figure.form or "") for word in _PART_FORMS)


def _gap(a: Candidate, b: Candidate, query: Query) -> Quantity | None:
    try:
        gap = sums.difference(quantity(a, query.unit), quantity(b, query.unit))
    except UnitMismatch:
        return None
    return Quantity(abs(gap.value), gap.unit, gap.decimals)
