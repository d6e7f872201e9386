"""Items one by one by what was planned and what was spent of them: 决算数与年初预算数相等的有几个, 预算减决算最多的三个科目, 完成率最低的."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Aspect, Figure
from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.compute.many import passes
from qa.lookup import Candidate, Catalogue
from qa.lookup.match import SUREST
from qa.lookup.names import key, neutral
from qa.lookup.scope import scoped
from qa.model import Operation, Query

LEAST = 2
_BOTH = re.compile(r"预算[^。?]*(?:决算|实际|支出|花|执行)|决算[^。?]*预算|(?:完成率|执行率|完成进度|没花完|没用完|花超|超支)|(?:实际|支出|花)[^。?]*(?:比|跟|与|和)(?:年初|全年)?预算")
_ROWS = re.compile(r"(?:[类款项]级|功能|经济)?(?:支出)?科目|哪(?:些|几|一)(?:个|项|类|款)?|(?:几|多少)个?(?:项|款|类)|各项|每项")
_EQUAL = re.compile(r"相等|一致|一样|相同|持平|没有?(?:变化|差别|差异|出入)|分毫不差|正好|刚好|全部(?:花|用|执行)完|全(?:花|用)完|一分不[差剩]|100%")
_OVER = re.compile(r"超(?:过|出|支|了|预算|额)|花超|大于|高于|多于|突破|多花|比[^,。?]{0,6}预算[^,。?]{0,4}[多高大]")
_UNDER = re.compile(
    r"没(?:有)?(?:花|用|执行|完成|达到)|未(?:花|用|执行|完成|达到)|[花用]不完|小于|低于|少于|不足|不到|剩|结余|少花|节约|省下|缺口"
    r"|预算数?(?:减|比)|比[^,。?]{0,6}预算[^,。?]{0,4}[少低小]"
)
_GAP = re.compile(r"相差|差额|差距|差异|偏差|偏离|出入")
_RATE = re.compile(r"完成率|执行率|完成(?:进度|比例)|执行(?:进度|比例)|百分|比例")
_PLANS = ("年初预算", "全年预算", "预算")
_MOST = re.compile(r"最[多大高少小低]|前[一二三四五六七八九十\d]")


@dataclass(frozen=True, slots=True)
class _Pair:
    """One item with its plan and what was spent of it."""

    name: str
    plan: Candidate
    spent: Candidate

    @property
    def left(self) -> Quantity:
        return sums.difference(quantity(self.plan), quantity(self.spent))

    @property
    def rate(self) -> Quantity:
        return sums.share(quantity(self.spent), quantity(self.plan))


def asks_stages_by_row(query: Query) -> bool:
    """Whether items are counted, listed or ranked by their plan against their spending; a single item named is another question."""
    text = normal(query.text)
    if len(query.departments) != 1 or len(query.years) > 1 or (query.aspects[:1] == ("reason",) and not _MOST.search(text)) or not _BOTH.search(text) or not _ROWS.search(text):
        return False
    whole = all(m.score <= 0.5 or not m.names or (re.search("支出$|预算$|合计$|总计$", m.names[0]) and not m.code) for m in query.measures)
    asked = query.operation in {Operation.RANK, Operation.COUNT, Operation.FILTER} or bool(query.level) or bool(re.search("哪|几个|几项|多少个|多少项", text))
    return whole and asked and bool(_EQUAL.search(text) or _OVER.search(text) or _UNDER.search(text) or ((_RATE.search(text) or _GAP.search(text)) and _MOST.search(text)))


def write_stages_by_row(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """The items that were asked for. False where the document does not print both stages of at least two items."""
    places = [p for p in scoped(query, cat).places if p.own]
    if len({(p.department, p.year, p.kind) for p in places}) != 1:
        return False
    pairs = _of_level(_pairs(query, [r for p in places for r in [*p.own]], cat), query.level)
    if len(pairs) < LEAST:
        return False
    text = normal(query.text)
    head = f"{places[0].department}{places[0].year or ''}年{places[0].kind or ''}"
    if query.operation is Operation.RANK or _MOST.search(text):
        return _ranked(query, text, pairs, head, sheet)
    kept, how = _satisfying(query, text, pairs)
    sheet.say(f"{head}{how}的有{len(kept)}项（文件列出两个数的共{len(pairs)}项）{'：' if kept else '。'}")
    if kept or re.search("几|多少", text):
        sheet.figure("数量", Quantity(Decimal(len(kept)), "个", 0), [c for p in kept for c in (p.plan, p.spent)], derived=True)
    for pair in kept:
        sheet.say(f"- {pair.name}：年初预算{said(quantity(pair.plan))}，决算{said(quantity(pair.spent))}{sheet.mark([pair.plan, pair.spent])}")
        sheet.figure(pair.name, quantity(pair.spent, query.unit), [pair.spent])
    return True


def _satisfying(query: Query, text: str, pairs: Sequence[_Pair]) -> tuple[list[_Pair], str]:
    """The pairs that satisfy the condition, and the condition in words."""
    if query.threshold is not None and _RATE.search(text):
        return [p for p in pairs if quantity(p.plan).value and passes(p.rate.value, query)], f"完成率{query.comparator or ''}{query.threshold}%"
    if _OVER.search(text) and not _EQUAL.search(text):
        return [p for p in pairs if p.left.value < 0], "决算数大于年初预算数"
    if _EQUAL.search(text):
        return [p for p in pairs if p.left.value == 0], "决算数与年初预算数相等"
    return [p for p in pairs if p.left.value > 0], "决算数小于年初预算数"


def _ranked(query: Query, text: str, pairs: Sequence[_Pair], head: str, sheet: Sheet) -> bool:
    """The pairs by what was left, by what was spent over plan, or by their rate, cut to what was asked."""
    by_rate = bool(_RATE.search(text))
    over = bool(_OVER.search(text)) and not _UNDER.search(text)
    gap = bool(_GAP.search(text)) and not over and not _UNDER.search(text)
    usable = [p for p in pairs if not by_rate or quantity(p.plan).value]
    sign = -1 if over and not by_rate else 1
    keyed = [(p.rate if by_rate else Quantity(sign * p.left.value, p.left.unit, p.left.decimals), p) for p in usable]
    if gap and not by_rate:
        keyed = [(Quantity(abs(p.left.value), p.left.unit, p.left.decimals), p) for p in usable]
    if not by_rate:
        keyed = [(q, p) for q, p in keyed if q.value > 0]
    lowest = query.order == "asc" or bool(re.search("最[少小低]", text))
    keyed.sort(key=lambda pair: pair[0].value if lowest else -pair[0].value)
    shown = keyed[query.kth - 1 : query.kth] if query.kth else keyed[: query.top_n or 1]
    if not shown:
        return False
    what = "完成率" if by_rate else "决算超出年初预算" if over else "年初预算与决算的差额" if gap else "年初预算减决算"
    sheet.say(f"{head}各项{what}{'从低到高' if lowest else '从高到低'}（文件列出两个数的共{len(pairs)}项）：")
    for place, (value, pair) in enumerate(shown, start=query.kth or 1):
        value = value.to_places(query.decimals if query.decimals is not None else 2) if by_rate else value.to(query.unit)
        sheet.say(f"{place}. {pair.name}：{said(value)}（年初预算{said(quantity(pair.plan))}，决算{said(quantity(pair.spent))}）{sheet.mark([pair.plan, pair.spent])}")
        sheet.figure(pair.name, value, [pair.plan, pair.spent], derived=True)
        reason = pair.spent.figure.reason or pair.plan.figure.reason
        if reason and "reason" in query.aspects:
            sheet.say(f"「{reason}」{sheet.mark([pair.spent])}")
    return True


def _pairs(query: Query, records: Sequence[object], cat: Catalogue) -> list[_Pair]:
    """The list with most items in which the documents print both stages, one pair an item: a table's rows, or the paragraphs of a chapter."""
    lists: dict[object, dict[str, _Pair]] = {}
    for record in records:
        cells: dict[object, dict[str, Figure]] = {}
        for f in cat.view(record).figures:  # type: ignore[arg-type]
            if f.aspect is Aspect.AMOUNT and is_money(f.unit) and not f.derived and f.confidence >= SUREST and f.column_known and f.stage:
                place: object = (f.table, f.row, None) if f.table is not None else (None, f.paragraph, key(f.measure))
                stage = "决算" if f.stage == "决算" else next((s for s in _PLANS if s == f.stage), "")
                if stage and not (f.row_path and neutral(f.row_path[-1])):
                    cells.setdefault(place, {}).setdefault(stage, f)
        for both in cells.values():
            plan = next((both[s] for s in _plans(query) if s in both), None)
            if plan is not None and "决算" in both:
                home = (record, plan.table if plan.table is not None else _chapter(plan))
                pair = _Pair(plan.measure, Candidate(plan, record, 1.0, 0.0), Candidate(both["决算"], record, 1.0, 0.0))  # type: ignore[arg-type]
                lists.setdefault(home, {}).setdefault(f"{key(plan.measure)}{'/'.join(plan.qualifiers)}", pair)
    return list(max(lists.values(), key=len, default={}).values())


def _plans(query: Query) -> tuple[str, ...]:
    said_first = tuple(s for s in query.stages if s in _PLANS)
    return (*said_first, *(s for s in _PLANS if s not in said_first))


def _chapter(figure: Figure) -> tuple[str, ...]:
    return figure.section_path[:1]


def _of_level(pairs: list[_Pair], level: str | None) -> list[_Pair]:
    """The pairs of the level asked for, by code or as the sentence says it (信息化建设（项）); without a level, the deepest one, so that nothing counts twice."""
    lengths = {"类": 3, "款": 5, "项": 7}
    found = {p: _level(p.plan.figure) for p in pairs}
    wanted = level or next((lv for lv in ("项", "款", "类") if sum(v == lv for v in found.values()) >= LEAST), None)
    kept = [p for p, own in found.items() if own == wanted or (p.plan.figure.code and wanted and len(p.plan.figure.code) == lengths[wanted])]
    depths = {(len(p.plan.figure.qualifiers), p.plan.figure.section_path) for p in kept}
    kept = [p for p, own in found.items() if p in kept or (own is None and (len(p.plan.figure.qualifiers), p.plan.figure.section_path) in depths)]
    return kept if len(kept) >= LEAST else ([] if level else pairs)


def _level(figure: Figure) -> str | None:
    found = re.search(re.escape(normal(figure.measure)) + r"\((类|款|项)\)", normal(figure.quote))
    return found[1] if found else None
