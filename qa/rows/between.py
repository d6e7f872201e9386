"""The rows of two years' tables set against each other: 哪个科目比上年涨得最多, 减少超过10万元的有几项, 新增了哪些科目.

The same words choose the rows in both years; rows are paired by their labels. What the newer disclosure states of its own changes is read elsewhere
(:mod:`qa.rows.moves`); here both amounts are printed and the difference is computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answer.sheet import Sheet
from qa.answer.wording import said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.linking.spans import Mark
from qa.lookup.catalogue import Catalogue
from qa.lookup.names import key
from qa.lookup.scope import Place, scoped
from qa.model import Query
from qa.rows.choosing import choose
from qa.rows.folding import Item, items_of, write_items
from qa.rows.model import Ask, Chosen

FELL = re.compile(r"减少|下降|压减|缩减|削减|减|降|压缩|砍|缩|少花|(?<!多)少(?:了|得)")
ROSE = re.compile(r"增加|增长|上升|提高|上涨|增|涨|升|多花|多(?:了|得|出来)")
_EITHER = re.compile(r"变化|变动|差额|差别|差异|差距|波动|增减")
_RATE = re.compile(r"增幅|降幅|涨幅|幅度|增长率|下降率|百分比|比例|最快|最猛")
_BY_AMOUNT = re.compile("按金额|按数额|金额上|绝对(?:数|额)")
_NEW = re.compile(r"新增(?:加)?(?:了|的)?|新出现(?:了|的)?|多出来?(?:了|的)?|新冒出来(?:的)?|才有(?:的)?")
_GONE = re.compile(r"取消(?:了|的)?|消失(?:了|的)?|没有了|不再(?:有|列|安排)(?:的)?|去掉了|少掉(?:了|的)?")
_LAST_YEAR = re.compile(r"[比较与跟和同](?:上年|去年|上一年|前一年|上年度)|同比")
_BESIDE = re.compile(r"(?:比|和|与|跟|同|较|对)(?=\|)|相?比(?:较|起来)?|相较|对照|对比|之间|得|了|幅度?|(?<![金数])额|掉|两年|前一年|上年|去年|上一年|同期|一年")


def write_between(query: Query, ask: Ask, cover: Sequence[Mark], cat: Catalogue, sheet: Sheet) -> bool:
    """See module. False where no such thing is asked, or the same rows are not in both years' tables."""
    years = sorted(query.years)
    if len(years) == 1 and _LAST_YEAR.search(ask.text):
        years = [years[0] - 1, years[0]]
    if len(years) != 2 or len(query.departments) != 1:
        return False
    first, last = years
    text = "".join("|" if u else c for c, u in zip(ask.text, ask.used, strict=True))
    appeared, gone = _NEW.search(text), _GONE.search(text)
    fell, rose = FELL.search(text), ROSE.search(text)
    if not (appeared or gone or fell or rose or _EITHER.search(text)) or (fell and rose):
        return False
    plain = _without(ask, [_NEW, _GONE] if appeared or gone else [FELL, ROSE, _EITHER, _RATE], text)
    old, new = (_of_year(y, query, plain, cover, cat) for y in (first, last))
    if old is None or new is None or old[1].table.form != new[1].table.form or new[1].named or old[1].named:
        return False  # items that are named are compared one by one elsewhere
    before, after = ({_mark(i, c): i for i in items_of(c.lines, c, ask.unit) if i.sources} for c in (old[1], new[1]))
    head = f"{new[0].department}{last}年{new[0].kind or ''}{new[1].head}"
    if appeared or gone:
        here, there = (after, before) if appeared else (before, after)
        found = [i for mark, i in here.items() if mark not in there]
        return write_items(plain, new[1], found, f"{head}比{first}年{'新增' if appeared else '不再有'}的科目", sheet)
    by_rate = _RATE.search(text) is not None and not _BY_AMOUNT.search(ask.text)
    pairs = [(before[m], after[m]) for m in after if m in before]
    items = [i for a, b in pairs if (i := _moved(a, b, fell is not None, rose is not None, by_rate, (first, last))) is not None]
    word = "减少" if fell else "增加" if rose else "变动"
    return len(pairs) > 1 and write_items(plain, new[1], items, f"{head}比{first}年{word}", sheet)


def _without(ask: Ask, patterns: Sequence[re.Pattern[str]], text: str) -> Ask:
    """The ask with the words of comparison and movement explained, and numbers of years that stand beside them."""
    used = list(ask.used)
    for pattern in (*patterns, _BESIDE):
        for m in pattern.finditer(text):
            used[m.start() : m.end()] = [True] * (m.end() - m.start())
    return replace(ask, used=tuple(used))


def _of_year(year: int, query: Query, ask: Ask, cover: Sequence[Mark], cat: Catalogue) -> tuple[Place, Chosen] | None:
    places = [p for p in scoped(query.model_copy(update={"years": (year,)}), cat).places if p.own]
    if len(places) != 1:
        return None
    chosen = choose(places[0], ask, cover, cat)
    return (places[0], chosen) if chosen is not None and not chosen.groups else None


def _mark(item: Item, chosen: Chosen) -> str:
    """What tells a row in both years: its name and what is above it (the code may have been changed)."""
    line = next(ln for ln in chosen.lines if ln.figures and ln.figures[0] is item.sources[0].figure)
    return "/".join(key(p) for p in line.path) or key(item.label)


def _moved(old: Item, new: Item, fell: bool, rose: bool, by_rate: bool, years: tuple[int, int]) -> Item | None:
    """By how much (or how many percent) a row moved in the direction asked; None where it did not."""
    gap = sums.difference(new.amount, old.amount)
    if (fell and gap.value >= 0) or (rose and gap.value <= 0) or (by_rate and not old.amount.value):
        return None
    amount = Quantity(abs(gap.value), gap.unit, gap.decimals)
    if by_rate:
        rate = sums.growth(new.amount, old.amount).to_places(2)
        amount = Quantity(abs(rate.value), rate.unit, rate.decimals)
    change = "" if fell or rose else "增加，" if gap.value > 0 else "减少，"
    note = f"（{change}{years[0]}年{said(old.amount)}，{years[1]}年{said(new.amount)}）"
    return Item(new.label, amount, (*old.sources, *new.sources), note=note, fell=gap.value < 0)
