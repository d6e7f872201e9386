"""Questions that ask whether printed figures agree with each other: parts against their total, a printed rate against its amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.numbers import is_money
from index.text import normal
from qa.answer.restated import asks_result, share_again
from qa.answer.sheet import Sheet
from qa.answer.wording import measure_name, quantity, said, whose
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.lookup import Candidate, Catalogue, Slot, again
from qa.lookup.parts import adds_up, parts_of
from qa.lookup.scope import scoped
from qa.model import Query

_EQUALS = re.compile(r"等于|相等|对得上|对不上|相符|符合|一致|吻合|一回事|是否(?:一样|相同)|一样吗|相同吗|是不是|对不对|对吗|正确吗|准不准")
_ADDED = re.compile(r"加起来|相加|之和|合计|总和|加总|加在一起|加到一起|求和|[+＋]")
_RECOMPUTED = re.compile(r"(?:按|照|用|根据|拿).{0,6}(?:金额|数额|数字|增减额|两年).{0,4}(?:算|推算|计算|核算)|(?:重新|自己|倒推|复)(?:计)?算|算得?[对准]|算错|算出来|验算|核算")
_REACHED = re.compile(r"达标|达到(?:了)?(?:目标|预期|指标值?|要求)|(?:完成|实现)(?:了)?(?:目标|指标|任务)(?:了)?(?:吗|没|没有)|超额完成")
_RATE = re.compile(r"增长率|增幅|降幅|涨幅|百分之|百分比|[增降涨下].{0,3}[了率]?\d|%|幅度")


def asks_proof(query: Query) -> bool:
    """Whether the question is about the agreement of a total with its parts, or of a printed rate with its amounts."""
    text = normal(query.text)
    if not _EQUALS.search(text) and not _RECOMPUTED.search(text):
        return False
    return bool(_ADDED.search(text) or (_RECOMPUTED.search(text) and _RATE.search(text)))


def asks_reached(query: Query) -> bool:
    """Whether the question is if a target was reached."""
    return bool(_REACHED.search(normal(query.text))) and not query.over and len(query.measures) == 1


def write_reached(query: Query, slots: Sequence[Slot], sheet: Sheet, cat: Catalogue) -> bool:
    """What was reached beside the target, and which is more. False where the document does not give both."""
    slot = next((s for s in slots if s.best), None)
    if slot is None:
        return False
    actual, target = (again(slot, query, cat, aspect=a).best for a in ("actual", "target"))
    if actual is None or target is None or actual.figure.unit != target.figure.unit or actual.figure.subject != target.figure.subject:
        return False
    if str(actual.figure.aspect) != "actual" or str(target.figure.aspect) != "target":
        return False
    gap = sums.difference(quantity(actual), quantity(target))
    name = measure_name(slot.spot.measure, actual.figure)
    points = said(Quantity(abs(gap.value), gap.unit, gap.decimals)).replace("%", "个百分点")
    word = f"比目标值多{points}" if gap.value > 0 else "与目标值相同" if not gap.value else f"比目标值少{points}"
    sheet.say(f"{whose(slot)}的{name}：目标值{said(quantity(target))}，实际完成值{said(quantity(actual))}，{word}{sheet.mark([target, actual])}。")
    sheet.figure("实际完成值", quantity(actual), [actual])
    sheet.figure("目标值", quantity(target), [target])
    return True


def write_proof(query: Query, slots: Sequence[Slot], sheet: Sheet, cat: Catalogue) -> bool:
    """Write both values and whether they agree. False where one of them is not there."""
    text = normal(query.text)
    filled = [s for s in slots if s.best and s.spot.aspect in {"amount", "count", "rate", "change"}]
    if _RECOMPUTED.search(text) and _RATE.search(text) and len({(s.spot.department, s.spot.measure) for s in filled}) == 1:
        latest = max(filled, key=lambda s: s.spot.year or 0)
        return share_again(query, latest, sheet, cat) or _rate_again(query, latest, sheet, cat)
    if len({(s.spot.department, s.spot.year, s.spot.kind) for s in filled}) != 1:
        return False
    plain = [s for s in filled if s.spot.aspect in {"amount", "count"}]
    if len(plain) >= 3:
        return _sum_against(query, plain, sheet)
    return len({s.spot.measure.mention for s in plain}) == 1 and _own_parts(query, plain[0], sheet, cat)


def _sum_against(query: Query, slots: Sequence[Slot], sheet: Sheet) -> bool:
    """Several items and their total: 甲加乙等于丙吗. The total is the last one said (or the whole of a share)."""
    last = next((s for s in slots if s.spot.measure.role == "whole"), slots[-1])
    text = normal(query.text)
    first = slots[0]
    if re.search(r"(?:等于|是|跟|和|与).{0,12}(?:加|之和|相加)", text) and not re.search(r"(?:加|之和|相加|合计).{0,8}(?:等于|是不是|跟|和|与).{1,}", text):
        last = first
    items = [s for s in slots if s is not last]
    return _written(query, [s.best for s in items if s.best], last, sheet)


def _own_parts(query: Query, slot: Slot, sheet: Sheet, cat: Catalogue) -> bool:
    """The item against the parts that stand in the same place, whether or not they add up."""
    place = next((p for p in scoped(query, cat).places if p.own and p.department == slot.spot.department and p.year == slot.spot.year), None)
    found = parts_of(place, slot.spot.measure, query, cat, loosely=True) if place else None
    if found is None:
        return False
    return _written(query, [c for _, c in found.parts], Slot(slot.spot, found.whole), sheet)


def _written(query: Query, parts: Sequence[Candidate], whole: Slot, sheet: Sheet) -> bool:
    assert whole.best is not None
    try:
        total = sums.total([quantity(c, query.unit) for c in parts])
        printed = quantity(whole.best, query.unit)
        gap = sums.difference(total, printed)
    except (UnitMismatch, ValueError):
        return False
    same = adds_up(whole.best.figure, [c.figure for c in parts])
    terms = " + ".join(f"{c.figure.measure}{said(quantity(c, query.unit))}{sheet.mark([c])}" for c in parts)
    name = measure_name(whole.spot.measure, whole.best.figure)
    sheet.say("一致。" if same else "不一致。")
    sheet.say(f"{whose(whole)}的{name}为{said(printed)}{sheet.mark([whole.best])}；{terms}，合计{said(total)}。")
    if not same:
        sheet.say(f"合计{'多' if gap.value > 0 else '少'}{said(Quantity(abs(gap.value), gap.unit, gap.decimals))}。")
    sheet.figure(name, printed, [whole.best])
    sheet.figure("各项合计", total, parts, derived=True)
    return True


def _rate_again(query: Query, slot: Slot, sheet: Sheet, cat: Catalogue) -> bool:
    """The printed rate, and the one that the amounts give."""
    printed, change, now = (again(slot, query, cat, aspect=a).best for a in ("rate", "change", "amount"))
    if printed is None or now is None or change is None or not is_money(now.figure.unit):
        return False
    last = sums.difference(quantity(now), quantity(change))
    if not last.value:
        return False
    places = max(2, len(printed.figure.printed.strip("%％ ").partition(".")[2]))
    rate = sums.growth(quantity(now), last).to_places(places)
    shown = quantity(printed)
    same = abs(abs(rate.value) - abs(shown.value)) <= Decimal(1).scaleb(-(shown.decimals or 0)) / 2 + Decimal("0.005")
    name = measure_name(slot.spot.measure, now.figure)
    sheet.say("一致。" if same else "不一致。")
    sheet.say(f"{whose(slot)}的{name}，文件写的比上年增减率为{said(shown)}{sheet.mark([printed])}。")
    how = f"增减额{said(quantity(change))} ÷ 上年{said(last)}"
    sheet.say(f"按金额计算为{said(rate)}（{how}）{sheet.mark([now, change])}。")
    sheet.figure("文件所写", shown, [printed])
    sheet.figure("按金额计算", rate, [now, change], derived=True, first=asks_result(query))
    return True
