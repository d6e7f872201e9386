"""Items by how they moved from last year, as the disclosure's own list of them states it: 减了10%的有几项, 因为…而减少的, 增加超过100万元的科目."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Aspect
from index.numbers import is_money
from index.text import normal
from qa.answer.moving import changes_of, of_level
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said, said_change
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup.catalogue import Catalogue
from qa.lookup.model import Candidate
from qa.lookup.names import key
from qa.lookup.scope import Place
from qa.model import Query
from qa.projects.names import pairs
from qa.rows.matching import filler
from qa.rows.model import Ask, Bound

_FELL = r"(?:减少|下降|压减|缩减|削减|减|降|压掉|压|砍|缩|(?<!多)少)"
_ROSE = r"(?:增加|增长|上升|提高|上涨|增|涨|升|多(?!少))"
_RATE = re.compile(rf"(?:(?P<fell>{_FELL})|(?P<rose>{_ROSE}))(?:幅|了|掉|幅度)*(?:正好|刚好|恰好|整整|都是|都|是|为|达到?)*(?P<value>\d+(?:\.\d+)?)%(?!以上|以下|以内|多)")
_MOVED = re.compile(rf"(?:比上年|比去年|较上年|同比|与上年相比)?(?:整整|统一)?(?:(?P<fell>{_FELL})|(?P<rose>{_ROSE}))(?:了|掉|幅度?|额)?")
_WHY = re.compile(r"(?:是)?(?:因为|由于|因|受)(?P<why>[\u4e00-\u9fff\d%]{3,20}?)(?:影响)?(?:而|,|导致|造成|使得|才|的)")
_ROWS = re.compile(r"科目|[类款项]级|(?:几|哪|多少)(?:些|个|项|几)|哪一")
_WORDS = re.compile("比上年|较上年|比去年|上年|去年|同比|相比|统一|整整|幅度|变动|原因|理由|整|都|而")
_HELD = 0.5  # share of the reason said that an item's own must hold
_SAID = 0.5  # score above which a measure is named, not guessed


@dataclass(frozen=True, slots=True)
class _Move:
    """One item: by how much it moved, and by how many percent where that is stated."""

    name: str
    change: Candidate
    rate: Candidate | None


def write_moves(query: Query, ask: Ask, place: Place, cat: Catalogue, sheet: Sheet) -> bool:
    """The items that moved as the question says, counted, added or listed. False where it asks no such thing or has words that are not read."""
    text = ask.text
    why, rates, rest = _read(ask)
    named = [m for m in query.measures if m.score > _SAID and m.names and m.aspect == "amount" and not _whole(m.names[0]) and m.mention not in why]
    if named or not _ROWS.search(text) or not ask.has("count", "sum", "list"):
        return False
    if not (why or rates or (ask.bounds and _MOVED.search(rest))):
        return False
    fell, rose = bool(re.search(_FELL, rest)), bool(re.search(_ROSE, rest))
    left = re.findall(r"[\u4e00-\u9fff]{2,}", filler().sub("|", _WORDS.sub("|", _MOVED.sub("|", rest))))
    if left or (fell and rose):
        return False
    moves = _moves(place, ask, cat)
    kept = [m for m in moves if _fits(m, why, rates, ask.bounds, fell, rose)]
    if len(moves) < 2 or (why and not kept):
        return False
    _write(kept, ask, place, sheet, len(moves))
    return True


def _whole(name: str) -> bool:
    return bool(re.search("支出$|预算$|决算$|合计$|总计$|^项目支出", name))


def _read(ask: Ask) -> tuple[str, list[Decimal], str]:
    """The reason that is named, the rates that the items moved by (signed), and the rest of the words."""
    open_ = "".join("|" if u else c for c, u in zip(ask.text, ask.used, strict=True))
    why = _WHY.search(open_)
    rest = open_[: why.start()] + "|" + open_[why.end() :] if why else open_
    rates = [(-1 if m["fell"] else 1) * Decimal(m["value"]) for m in _RATE.finditer(rest)]
    fallen = "减" if rates and rates[0] < 0 else "增" if rates else ""
    return (why["why"] if why else ""), rates, _RATE.sub(f"|{fallen}|", rest)


def _moves(place: Place, ask: Ask, cat: Catalogue) -> list[_Move]:
    changes = of_level(ask.level, changes_of(place, Aspect.CHANGE, cat))
    rates = {key(c.figure.measure): c for c in changes_of(place, Aspect.RATE, cat)}
    return [_Move(c.figure.measure, c, rates.get(key(c.figure.measure))) for c in changes if is_money(c.figure.unit)]


def _fits(move: _Move, why: str, rates: Sequence[Decimal], bounds: Sequence[Bound], fell: bool, rose: bool) -> bool:
    value = move.change.figure.value
    if (fell and value >= 0) or (rose and value <= 0):
        return False
    if rates and (move.rate is None or move.rate.figure.value not in rates):
        return False
    if why and not _because(move, why):
        return False
    return all(_bounded(move, b) for b in bounds)


def _because(move: _Move, why: str) -> bool:
    """Whether the item's own reason says most of what the question says."""
    reason = normal(move.change.figure.reason or move.change.figure.quote)
    wanted = pairs(_WORDS.sub("", why))
    return bool(wanted) and len(wanted & pairs(reason)) >= _HELD * len(wanted)


def _bounded(move: _Move, bound: Bound) -> bool:
    of_rate = bound.unit == "%"
    if of_rate and move.rate is None:
        return False
    value = abs(move.rate.figure.value) if of_rate and move.rate is not None else abs(quantity(move.change).to(bound.unit or None).value)
    return {">": value > bound.value, ">=": value >= bound.value, "<": value < bound.value, "<=": value <= bound.value, "=": value == bound.value, "!=": value != bound.value}[bound.sign]


def _write(kept: Sequence[_Move], ask: Ask, place: Place, sheet: Sheet, number: int) -> None:
    head = f"{place.department}{place.year or ''}年{place.kind or ''}"
    sheet.say(f"{head}写明比上年增减的{number}项中，符合的有{len(kept)}项{'：' if kept else '。'}")
    sources = [m.change for m in kept]
    if ask.has("count") or not kept:
        sheet.figure("数量", Quantity(Decimal(len(kept)), "项", 0), sources, derived=True)
    for m in kept:
        rate = f"，{said_change(quantity(m.rate), more='增长', less='下降')}" if m.rate is not None else ""
        sheet.say(f"- {m.name}：{said_change(quantity(m.change))}{rate}{sheet.mark([m.change])}")
        if not ask.has("count") and not ask.has("sum"):
            sheet.figure(m.name, quantity(m.change, ask.unit), [m.change])
    if kept and ask.has("sum"):
        whole = sums.total([Quantity(abs(quantity(m.change).value), m.change.figure.unit, quantity(m.change).decimals) for m in kept]).to(ask.unit)
        sheet.say(f"合计{'减少' if kept[0].change.figure.value < 0 else '增加'}{said(whole)}。")
        sheet.figure("合计", whole, sources, derived=True)
