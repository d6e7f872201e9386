"""One fact divided by another that was asked for before it: 接待几批、几人次、平均一批几个人; 房子多少平、值多少，每平米合多少元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.numbers import is_money
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity
from qa.answer.wording import said as said_amount
from qa.compute.arithmetic import per
from qa.counted.asks import Ask, fits
from qa.counted.facts import Fact
from qa.counted.matching import meant
from qa.lookup.model import Candidate
from qa.model import Query

PLACES = 2
_PEOPLE = {"人", "名", "位", None}
_IN_BATCHES = {"批", "批次", "拨"}


@dataclass(frozen=True, slots=True)
class Share:
    """``whole`` spread over ``heads``."""

    whole: Fact
    heads: Fact


def shared(ask: Ask, facts: Sequence[Fact], before: Sequence[Fact]) -> Share | None:
    """What is divided and by what: the last thing talked of that is counted in the unit, and the last money (or number) said of it."""
    counted = [f for f in before if not is_money(f.figure.unit) and ask.per and fits(ask.per, f.figure.unit)]
    last = before[-1] if before else None
    if ask.money and last is not None and is_money(last.figure.unit):  # 车子值多少，平均一辆多少: its own number, said or not
        counted = [f for f in facts if last.belongs_to(f) and f.figure.measure == last.figure.qualifiers[0] and fits(ask.per, f.figure.unit)] or counted
    heads = counted[-1] if counted else None
    if heads is None or not heads.figure.value:
        return None
    others = [f for f in before if f is not heads]
    if ask.money:
        whole = _worth(ask, facts, heads, others)
    else:
        unit = "人次" if ask.unit in _PEOPLE and ask.per in _IN_BATCHES else ask.unit
        whole = next((f for f in reversed(others) if not is_money(f.figure.unit) and unit and fits(unit, f.figure.unit)), None)
    return Share(whole, heads) if whole is not None else None


def _worth(ask: Ask, facts: Sequence[Fact], heads: Fact, others: Sequence[Fact]) -> Fact | None:
    """The money said of the heads: what was asked for before, else what the ask means after them."""
    said = next((f for f in reversed(others) if is_money(f.figure.unit) and (f.belongs_to(heads) or f.own.atoms & heads.own.atoms)), None)
    return said or meant(ask, facts, [heads])


def write_share(share: Share, query: Query, sheet: Sheet) -> None:
    """The quotient with its two figures."""
    whole, heads = (Candidate(f.figure, f.record, 1.0, 1.0) for f in (share.whole, share.heads))
    unit = query.unit if query.unit and is_money(query.unit) and is_money(share.whole.figure.unit) else None
    amount, count = quantity(whole, unit), quantity(heads)
    result = per(amount, count).to_places(PLACES if query.decimals is None else query.decimals)
    marks = sheet.mark([whole, heads])
    sheet.say(f"平均每{count.unit}{said_amount(result)}（{share.whole.figure.measure}{said_amount(amount)} ÷ {share.heads.figure.measure}{said_amount(count)}）{marks}。")
    sheet.figure(f"平均每{count.unit}{share.whole.figure.measure}", result, [whole, heads], derived=True)
