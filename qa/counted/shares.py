"""Two facts put together: one divided by another that was asked for before it (接待几批、几人次、平均一批几个人; 每平米合多少元), posts less those who hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.numbers import is_money
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity
from qa.answer.wording import said as said_amount
from qa.compute.arithmetic import difference, per, total
from qa.counted.asks import Ask, fits
from qa.counted.facts import Fact
from qa.counted.matching import meant
from qa.counted.words import Said
from qa.lookup.model import Candidate
from qa.model import Query

PLACES = 2
_VALUED = {"价值", "金额"}
_PEOPLE = {"人", "名", "位", None}
_IN_BATCHES = {"批", "批次", "拨"}


_VACANT = "空编"


@dataclass(frozen=True, slots=True)
class Share:
    """``whole`` spread over ``heads``, or less them, or with them."""

    whole: Fact
    heads: Fact
    how: Literal["per", "less", "with"] = "per"


def joins(ask: Ask) -> bool:
    """Whether an ask is for what two facts give together."""
    return ask.per is not None or _VACANT in ask.content.atoms


def shared(ask: Ask, facts: Sequence[Fact], before: Sequence[Fact]) -> Share | None:
    """The two facts that an ask puts together; None where they are not clear."""
    if _VACANT in ask.content.atoms:
        posts, holders = (meant(replace(ask, content=Said(frozenset({atom}), frozenset(), ())), facts, before) for atom in ("编制", "在职"))
        clear = posts is not None and holders is not None and ask.content.atoms <= {_VACANT, "编制"} and not ask.content.rest
        return Share(posts, holders, how="less") if clear and posts is not None and holders is not None else None
    return _divided(ask, facts, before)


def retired(ask: Ask, facts: Sequence[Fact]) -> Share | None:
    """离退休 where a disclosure tells 离休 and 退休 apart: both together."""
    if ask.content.atoms != {"离退休"} or ask.content.rest or ask.changed or any("离退休" in f.own.atoms for f in facts):
        return None
    both = [meant(replace(ask, content=Said(frozenset({atom}), frozenset(), ())), facts, ()) for atom in ("退休", "离休")]
    return Share(both[0], both[1], how="with") if both[0] is not None and both[1] is not None else None


def _divided(ask: Ask, facts: Sequence[Fact], before: Sequence[Fact]) -> Share | None:
    """What is divided and by what: the last thing talked of that is counted in the unit, and the last money (or number) said of it."""
    named = ask.content.atoms - _VALUED
    if named:  # 平均每辆车值多少: of all cars, whatever was talked of before
        own = meant(replace(ask, content=Said(named, ask.content.numbers, ask.content.rest), unit=ask.per, per=None), facts, before)
        worth = [f for f in facts if own is not None and f.belongs_to(own) and f.figure.qualifiers[:1] == (own.figure.measure,) and is_money(f.figure.unit)]
        return Share(worth[0], own) if own is not None and ask.money and len(worth) == 1 and own.figure.value else None
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
    if share.how != "per":
        label, sign, result = ("空编", "−", difference(amount, count)) if share.how == "less" else ("离退休", "+", total([amount, count]))
        said = f"{share.whole.figure.measure}{said_amount(amount)} {sign} {share.heads.figure.measure}{said_amount(count)}"
        sheet.say(f"{label}{said_amount(result)}（{said}）{sheet.mark([whole, heads])}。")
        sheet.figure(label, result, [whole, heads], derived=True)
        return
    result = per(amount, count).to_places(PLACES if query.decimals is None else query.decimals)
    marks = sheet.mark([whole, heads])
    sheet.say(f"平均每{count.unit}{said_amount(result)}（{share.whole.figure.measure}{said_amount(amount)} ÷ {share.heads.figure.measure}{said_amount(count)}）{marks}。")
    sheet.figure(f"平均每{count.unit}{share.whole.figure.measure}", result, [whole, heads], derived=True)
