"""No figure of the whole for a question over its rows: what the rooms below this one say is looked at once more.

A question that asks for the first three, for those over a bound or for an order, and whose rows nobody could find, is better not answered
than answered with the total of the table or with rows in no order.
"""

from __future__ import annotations

from itertools import pairwise

from qa.lookup.names import key
from qa.model import Answer, Query
from qa.rows.model import Ask

_PICKS = {"top", "bottom", "kth", "last"}
_LINE = "没有找到能逐行排序或筛选的表。请说明是哪张表、哪一级的科目，例如“基本支出表中商品和服务支出金额前三的款级科目”。"


def checked(answer: Answer, ask: Ask, query: Query) -> Answer:
    """The answer, or that there is none where its figures cannot be what was asked."""
    if answer.status != "answered" or not answer.figures or not (_too_few(answer, ask) or _whole(answer, ask, query)):
        return answer
    return Answer(status="not_found", answer=_LINE, query=answer.query, suggestions=answer.suggestions)


def _too_few(answer: Answer, ask: Ask) -> bool:
    """Whether several rows are asked for, and fewer are said, or in no order."""
    several = [f for f in ask.folds if f.kind in {"top", "bottom"} and f.n > 1]
    places = [f for f in ask.folds if f.kind in {"kth", "last"}]
    if len(several) != 1 or places:
        return bool(several or len(places) > 1) and len(answer.figures) < max(len(places), *(f.n for f in several), 1)
    fold = several[0]
    values = [f.value for f in answer.figures if f.unit == answer.figures[-1].unit][: fold.n]
    if len(answer.figures) < fold.n:
        return not any(f.derived for f in answer.figures)  # their sum or share may be all that is asked
    falling = fold.kind == "top"
    ordered = all(abs(a) >= abs(b) if falling else abs(a) <= abs(b) for a, b in pairwise(values))
    return not ordered and not any(f.derived for f in answer.figures)


def _whole(answer: Answer, ask: Ask, query: Query) -> bool:
    """Whether the one figure said is that of the item whose rows are asked about."""
    asked = ask.things and ({f.kind for f in ask.folds} & {*_PICKS, "sort"} or ask.bounds)
    if not asked or len(answer.figures) != 1 or answer.figures[0].derived:
        return False
    names = {key(n) for m in query.measures for n in (*m.names, m.mention)}
    return key(answer.figures[0].label) in names and not any(word in answer.answer for word in ("最高", "最低", "最多", "最少", "第"))
