"""A printed share worked out again from its amounts: 说明写占71.73%，按2106.66万元和2940.05万元重新算是多少."""

from __future__ import annotations

import re
from decimal import Decimal

from index.numbers import NUMBER, convert, is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import measure_name, quantity, said, whose
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import UnitMismatch
from qa.lookup import Candidate, Catalogue, Slot, again
from qa.model import MeasureRef, Query

_SHARE = re.compile(r"占|比[重例]")
_RESULT = re.compile(r"应该?(?:是|为|占)?|到底|究竟|重新|实际(?:上)?(?:是|占)|该占|该是|算下来|算出来|百分之(?:几|多少)|多少|几成")
_AMOUNT = re.compile(rf"({NUMBER.pattern})(亿元?|万元?|元)")
_UNITS = {"亿": "亿元", "万": "万元"}


def asks_result(query: Query) -> bool:
    """Whether the outcome of the new calculation is what is asked for, before what the document prints."""
    return bool(_RESULT.search(normal(query.text)))


def share_again(query: Query, slot: Slot, sheet: Sheet, cat: Catalogue) -> bool:
    """The printed share of an item, and the one that its amount and the whole's give. False where no share is asked or printed."""
    text = normal(query.text)
    if not _SHARE.search(text) or slot.best is None:
        return False
    printed, part = again(slot, query, cat, aspect="share").best, again(slot, query, cat, aspect="amount").best
    if printed is None or part is None or printed.figure.unit != "%":
        return False
    whole = _whole_said(text, part, cat) or _whole_printed(query, slot, printed, cat)
    if whole is None:
        return False
    places = max(query.decimals or 2, len(printed.figure.printed.strip("%％ ").partition(".")[2]))
    try:
        share = sums.share(quantity(part), quantity(whole)).to_places(query.decimals if query.decimals is not None else places)
    except (UnitMismatch, ZeroDivisionError):
        return False
    shown = quantity(printed)
    same = abs(share.value - shown.value) <= Decimal(1).scaleb(-(shown.decimals or 0)) / 2 + Decimal("0.005")
    sheet.say("一致。" if same else "不一致。")
    sheet.say(f"{whose(slot)}的{measure_name(slot.spot.measure, part.figure)}，文件写的占比为{said(shown)}{sheet.mark([printed])}。")
    sheet.say(f"按金额计算为{said(share)}（{said(quantity(part))} ÷ {said(quantity(whole))}）{sheet.mark([part, whole])}。")
    sheet.figure("文件所写", shown, [printed])
    sheet.figure("按金额计算", share, [part, whole], derived=True, first=asks_result(query))
    return True


def _whole_said(text: str, part: Candidate, cat: Catalogue) -> Candidate | None:
    """The whole by the amount that the question names beside the part's own, where the document prints that amount."""
    named = [convert(Decimal(n.replace(",", "")), _UNITS.get(u, u), "元") for n, u in _AMOUNT.findall(text)]
    own = convert(part.figure.value, part.figure.unit, "元")
    others = [n for n in named if n != own]
    if own not in named or len(others) != 1:
        return None
    for figure in cat.view(part.record).figures:
        if is_money(figure.unit) and not figure.derived and convert(figure.value, figure.unit, "元") == others[0]:
            return Candidate(figure, part.record, 1.0, 0.0)
    return None


def _whole_printed(query: Query, slot: Slot, printed: Candidate, cat: Catalogue) -> Candidate | None:
    """The whole that the printed share itself names (占本年支出合计)."""
    names = [q[1:] for q in printed.figure.qualifiers if q.startswith("占") and len(q) > 2]
    if not names:
        return None
    return again(slot, query, cat, measure=MeasureRef(mention=names[0], names=(names[0],)), aspect="amount").best
