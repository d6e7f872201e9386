"""What is left of a whole without the parts talked of (剩下的车值多少，平均一辆多少): the whole less the parts, and its worth by its number."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer.sheet import Sheet
from qa.answer.wording import said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.compute.entries import Entry
from qa.model import REST, Operation, Query


def asks_rest(query: Query) -> bool:
    """Whether the operands are a whole and its parts, of which the rest is asked."""
    return REST in query.notes


def write_rest(entries: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    """The rest, or for a question by heads the rest of the money by the rest of the number. False where an operand is missing."""
    by_rank = {e.measure_rank: e for e in entries}
    if set(by_rank) != set(range(len(query.measures))):
        return False
    ordered = [by_rank[i] for i in range(len(query.measures))]
    money = [e for e in ordered if e.aspect != "count"]
    counted = [e for e in ordered if e.aspect == "count"]
    try:
        if query.operation is Operation.PER_HEAD:
            return bool(money and counted) and _per_head(money, counted, query, sheet)
        _say(ordered, query, sheet)
    except (UnitMismatch, ValueError, ZeroDivisionError):
        return False
    return True


def _say(ordered: Sequence[Entry], query: Query, sheet: Sheet, *, stated: bool = True) -> Quantity:
    """The whole less the parts, written with its terms."""
    whole, parts = ordered[0], ordered[1:]
    rest = sums.difference(whole.quantity, sums.total([p.quantity for p in parts]))
    if query.decimals is not None and stated:
        rest = rest.to_places(query.decimals)
    terms = " − ".join(f"{e.name}{said(e.quantity)}{sheet.mark(e.sources)}" for e in ordered)
    sheet.say(f"{whole.department}其余的：{terms} = {said(rest)}。")
    if stated:
        sheet.figure("其余", rest, [c for e in ordered for c in e.sources], derived=True, first=True)
    return rest


def _per_head(money: Sequence[Entry], counted: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    worth, number = _say(money, query, sheet, stated=False), _say(counted, query, sheet, stated=False)
    each = sums.per(worth.to(query.unit), number).to_places(query.decimals if query.decimals is not None else 2)
    sheet.say(f"平均{said(each)}（{said(worth)} ÷ {said(number)}）。")
    sheet.figure("其余的平均", each, [c for e in (*money, *counted) for c in e.sources], derived=True, first=True)
    return True
