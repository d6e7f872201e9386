"""Yes-or-no questions that the figures decide: are they all equal, may they be compared, is the table empty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import measure_name, quantity, said, whose
from qa.compute.wholes import with_wholes
from qa.lookup import Catalogue, Slot
from qa.lookup.reconcile import same_value
from qa.model import Operation, Query

_COMPARABLE = re.compile(r"(?:能不能|能否|可不可以|可以|是否可以|能)(?:据此|因此|就此|直接)?(?:说|认为|得出|这样|比较|相比|比)")
_ALL = re.compile(r"全额|全部|都(?:是|预留|用|给)?|均")
_WHOLLY = re.compile(
    r"(?:是不是|是否|是|吗|吧|真的).{0,24}(?:全(?:部|都|给|是|留|额|归|用|花|来自)|都(?:是|给|留|用|花|来自|归)|统统|清一色|百分之百)"
    r"|(?:全(?:部|都|给|是|留|归|来自)|统统|清一色).{0,24}(?:吗|吧|是不是|对不对|对吗)"
)
_EMPTY = re.compile(r"空表|空的|是空|为空")


def asks_comparability(query: Query) -> bool:
    """能不能据此说…, 能不能直接比."""
    return bool(_COMPARABLE.search(normal(query.text)))


def asks_emptiness(query: Query) -> bool:
    """是不是空表."""
    return bool(_EMPTY.search(normal(query.text)))


def write_comparability(slots: Sequence[Slot], sheet: Sheet) -> bool:
    """Whether the figures may be set against each other: same body, kind and successive years, or not and why. False: nothing to say."""
    filled = [s for s in slots if s.best]
    bodies, kinds = {s.spot.department for s in filled}, {s.spot.kind for s in filled if s.spot.kind}
    years = {s.best.year for s in filled if s.best}
    if len(filled) < 2:
        return False
    reasons = []
    if len(bodies) > 1:
        reasons.append(f"这是不同部门的数（{'、'.join(dict.fromkeys(s.spot.department for s in filled))}）")
    if len(kinds) > 1:
        reasons.append("一个是预算、一个是决算，口径不同")
    if len(bodies) > 1 and len(years) > 1:
        reasons.append("年度也不同")
    if reasons:
        sheet.lines.insert(0, f"不能这样说：{'；'.join(reasons)}，不可直接比较。")
    else:
        sheet.lines.insert(0, "可以比较：同一部门、同一口径。")
    return True


def asks_all_equal(query: Query, slots: Sequence[Slot]) -> bool:
    """是不是都全额…: two items a body, are they equal everywhere."""
    return len(query.measures) == 2 and bool(_ALL.search(normal(query.text))) and all(s.spot.aspect == "amount" for s in slots)


def asks_wholly(query: Query, slots: Sequence[Slot]) -> bool:
    """采购是不是全给了小微企业: whether one item is the whole of what it belongs to."""
    plain = query.operation is Operation.NONE and len(query.measures) == 1 and not query.stages
    return plain and bool(_WHOLLY.search(normal(query.text))) and any(s.best and s.spot.aspect in {"amount", "count"} for s in slots)


def write_wholly(query: Query, slots: Sequence[Slot], sheet: Sheet, cat: Catalogue) -> bool:
    """The item beside its whole (or the share that is printed of it), and whether it is all of it. False where no whole is known."""
    verdicts: list[bool] = []
    both: list[tuple[Slot, Slot]] = []
    for slot in (s for s in slots if s.best and s.spot.aspect in {"amount", "count"}):
        beside = [s for s in with_wholes(query, [slot], cat) if s is not slot and s.best]
        if not beside or not beside[0].best or not slot.best:
            return False
        other = beside[0].best.figure
        verdicts.append(other.value == 100 if other.unit == "%" else same_value(slot.best.figure, other))
        both.append((slot, beside[0]))
    if not both:
        return False
    sheet.say("是，全部都是。" if all(verdicts) else "不是全部。")
    for slot, whole in both:
        assert slot.best is not None
        assert whole.best is not None
        value, other_value = quantity(slot.best, query.unit), quantity(whole.best, query.unit)
        name = measure_name(slot.spot.measure, slot.best.figure)
        of = f"占比{said(other_value)}" if other_value.unit == "%" else f"{measure_name(whole.spot.measure, whole.best.figure)}为{said(other_value)}"
        sheet.say(f"{whose(slot)}的{name}为{said(value)}，{of}{sheet.mark([slot.best, whole.best])}。")
        sheet.figure(name, value, [slot.best])
        sheet.figure("占比" if other_value.unit == "%" else measure_name(whole.spot.measure, whole.best.figure), other_value, [whole.best])
    return True


def write_all_equal(query: Query, slots: Sequence[Slot], sheet: Sheet) -> bool:
    """The two items side by side for each body, and whether the second is the whole of the first."""
    groups: dict[tuple[str, int | None], list[Slot]] = {}
    for slot in slots:
        if slot.best:
            groups.setdefault((slot.spot.department, slot.spot.year), []).append(slot)
    pairs = [group for group in groups.values() if len(group) == 2]
    if not pairs:
        return False
    equal = [same_value(a.best.figure, b.best.figure) for a, b in pairs if a.best and b.best]
    sheet.say("是，都是全额。" if all(equal) else ("不是，都没有全额。" if not any(equal) else "不是，并非都全额："))
    for (a, b), same in zip(pairs, equal, strict=True):
        assert a.best is not None
        assert b.best is not None
        names = [measure_name(s.spot.measure, s.best.figure) for s in (a, b) if s.best]
        values = [quantity(a.best, query.unit), quantity(b.best, query.unit)]
        marks = sheet.mark([a.best, b.best])
        sheet.say(f"{whose(a)}：{names[0]}{said(values[0])}，{names[1]}{said(values[1])}，{'是全额' if same else '不是全额'}{marks}。")
        for name, value, slot in zip(names, values, (a, b), strict=True):
            assert slot.best is not None
            sheet.figure(f"{slot.spot.department}{name}", value, [slot.best])
    return True
