"""Follow-ups: what a question leaves unsaid is taken from the conversation, nearest turn first.

Every turn's Query is already complete (it was itself continued), so one step back is usually enough; 这三家 and 这两项 collect over
several turns. A question that names its own department and measure is a new subject and takes only the year, where it has that year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.numbers import parse_chinese_number
from index.store import Index
from index.text import normal
from qa.linking.vocabulary import linker
from qa.model import DepartmentRef, Intent, MeasureRef, Operation, Query, Turn
from qa.question.heads import head_said
from qa.question.intents import says
from qa.question.pointing import pointing_back, set_against
from qa.question.reading import GUESSED, Reading
from qa.question.resolving import AGAINST_LAST
from qa.question.rest import fill_rest
from qa.question.slots import fund_said
from qa.question.streaks import fill_per_head, fill_streak
from qa.question.years import YearWord

_BARE = re.compile(r"(?:呢|怎么样|如何)[?。!]*$|^(?:那|那么|再看|换成|改成|还有)?[^,。?]{2,14}[?]?$|也(?:说|看|查|算|列|给|报|讲)|呢[?,。]")
_AGAINST = re.compile(
    r"(?:^|[,。?;那])(?:和|跟|与|同|比|对比|相比)[^,。?]{2,30}?(?:比|相比|对比|比较|比起来|差|呢|[?]|$)"
    r"|比较一下|对比一下|是(?:它|他|前者|上面|刚才)的|(?:两|二)[家者个]|比它|比前者|跟它|和它"
)
_VERSUS = re.compile(r"(?:^|[,。?;])(?:那|再|拿)?(?:和|跟|与|同)[^,。?]{2,40}?比(?:一比|一下|比|较)?(?:呢|[,。?;]|$)")
_ASKS = re.compile("多少|几|百分|为什么|原因")
_GROUP = re.compile(r"([两二三四五六七八九十几]|\d)(?:家|个部门|个单位|个局|者)|(?:它们|他们|这些|这几|以上|上面|前面)(?:家|部门|单位)?")
_EXPLAIN = re.compile("解释|说法|说明|理由")
_ALSO = re.compile(r"也(?:说|看|查|算|列|给|报|讲)|都(?:说|看|查|列|给)")
_CORRECTED = re.compile(r"我[问说要指]的?是|我是[说问]|不是.{1,12}[,，]?(?:是|而是)|应该是|换成(?!元|万元|亿元)|改成|说错了|问错了|更正|纠正|不是.{2,8}我要|我要的?是")
_EVERYONE = re.compile(r"所有|全部部门|各部门|各单位|哪个部门|哪些部门|哪个单位|每个部门|全体|哪家|哪几家")
_REASON_ONLY = re.compile(r"多少|几|百分")
_PRONOUN = re.compile(r"它|他们|该[局厅委院会部门单位处办]|这家|那家|这个部门|本部门|其中|里面|那个|这笔|那笔|这项|那项")
_GROUP_SUM = re.compile(r"[两二三四五六](?:个|项|家|笔|者|样)(?:部门|项目)?(?:一共|总共|加|合|凑|归|拢)[^,。?占]{0,4}")
_IT = re.compile("^(?:那么?)?(?:它|这个项目|那个项目|该项目|这项|那项|这笔|那笔|这一项|这个|占)")
_BASE_YEAR = re.compile(r"(?:比|较|跟|和|与|同|相比|对比|比起)(?:20\d\d)年?(?:度|的|那年)?.{0,4}(?:比|呢|差|相比|多|少|增|减|高|低|涨|降|跌|变|怎)")
_ANEW = re.compile(r"年度?的?(?:又|那)?呢[?,。;]?")
_CHANGED = re.compile("[涨跌升降增减多少](?:了|加|长|少|低)?(?:了)?多少|[涨跌升降增减多少]了(?:还是|没有|吗)|变化|变了|差多少|[涨跌升降]还是")
_PART_OF_FUND = re.compile("部分|安排的|口径|那块|那一块|那笔|资金")
_TOPICLESS = {Intent.CHITCHAT, Intent.DECLINE, Intent.META}


@dataclass(frozen=True, slots=True)
class Said:
    """What the new question says and how it leans on the old ones."""

    text: str
    bare: bool  # 那项目支出呢: the old question with one slot exchanged
    corrected: bool  # 我问的是决算


def continued(reading: Reading, history: Sequence[Turn], index: Index) -> Query:
    """The query with its unsaid slots filled; ``inherited`` names them."""
    query, past = reading.query, _topical(history)
    if not past or query.intent in _TOPICLESS:
        return query
    last = past[-1]
    guessed = query.measures if all(m.score <= GUESSED for m in query.measures) else ()
    if guessed:
        query = query.model_copy(update={"measures": ()})
    said = Said(reading.text, bool(_BARE.search(reading.text)), bool(_CORRECTED.search(reading.text)))
    if query.intent is Intent.DEFINITION and not query.measures and _EXPLAIN.search(said.text) and (_moved(last) or last.operation is Operation.DIFFERENCE):
        query = query.model_copy(update={"intent": Intent.TEXT, "aspects": ("reason",)})  # 差额多大？官方怎么解释: why, not what it means
    if _new_subject(query, said):
        return _with_year(query.model_copy(update={"measures": guessed or query.measures}), last, index)
    query = _of_ranked(query, history, said.text, index)
    filled: dict[str, Any] = {}
    _fill_departments(filled, query, past, said)
    _fill_measures(filled, query, past, said)
    _fill_time(filled, query, last, reading.relative, said.text)
    _fill_asking(filled, query, last, said)
    fill_streak(filled, query, past, said.text)
    fill_per_head(filled, query, past, head_said(said.text, linker(index)), linker(index))
    if len(query.stages) == 1 and query.operation is Operation.DIFFERENCE and not last.stages and "决算" in (last.kind or "") and query.stages[0] != "决算":
        filled["stages"], filled["kind"] = ("决算", *query.stages), "决算"
    fill_rest(filled, query, past, said.text, linker(index))
    _see_group(filled, query, said.text)
    if guessed and not last.measures:
        filled["measures"] = guessed
    inherited = {m.names for m in filled.get("measures", ())}
    if reading.left and inherited and not query.measures and inherited <= {m.names for m in last.measures}:
        filled["unread"] = (*filled.get("unread", query.unread), *reading.left)  # 那外宾的呢: narrower than what was asked before
    if not filled:
        return query
    slots = ("departments", "years", "kind", "scope", "measures", "operation", "aspects", "unit")
    shown = tuple(k for k in slots if filled.get(k) and filled[k] != getattr(query, k))
    return query.model_copy(update={**filled, "inherited": shown})


def _moved(query: Query) -> bool:
    """Whether a change was asked for."""
    return query.operation is Operation.GROWTH or bool({"change", "rate"} & {*query.aspects, *(m.aspect for m in query.measures)})


def _topical(history: Sequence[Turn]) -> list[Query]:
    return [t.answer.query for t in history if t.answer.query is not None and t.answer.query.intent not in _TOPICLESS]


def _see_group(filled: dict[str, Any], query: Query, text: str) -> None:
    """两个加一块儿占…: a sum of several that the reading has not got must not be answered with one of them."""
    group = _GROUP_SUM.search(text)
    operands = [m for m in filled.get("measures", query.measures) if m.role == "operand"]
    if group and len(operands) < 2 and len(filled.get("departments", query.departments)) < 2 and len(filled.get("years", query.years)) < 2:
        filled["unread"] = (*query.unread, group[0])


def _of_ranked(query: Query, history: Sequence[Turn], text: str, index: Index) -> Query:
    """它, 这个项目 after a ranking mean what came first there: that item becomes the operand."""
    answered = [t.answer for t in history if t.answer.query is not None and t.answer.query.operation is Operation.RANK and t.answer.figures]
    own = [m for m in query.measures if m.role == "operand" and m.score > GUESSED]
    if not answered or query.departments or not _IT.search(text) or answered[-1].query is None or answered[-1].query.over not in {"projects", "rows"}:
        return query
    label = answered[-1].figures[0].label
    link = linker(index).vocabulary.exact.get(normal(label))
    container = next((m for m in answered[-1].query.measures if m.names), None) if answered[-1].query.over == "rows" else None
    inside = (container.names[0],) if container is not None and label not in container.names else ()
    item = MeasureRef(mention=label, names=link.names if link else (label,), qualifiers=inside)
    if query.operation is Operation.SHARE:
        return query.model_copy(update={"measures": (item, *(m.model_copy(update={"role": "whole"}) for m in query.measures))})
    return query if own else query.model_copy(update={"measures": (item,)})


def _new_subject(query: Query, said: Said) -> bool:
    own = bool(query.measures) or (query.intent in {Intent.TEXT, Intent.DEFINITION, Intent.LIST} and len(query.topic) >= 4)
    return bool(query.departments) and own and not said.corrected and not _leans(said.text) and not (said.text.endswith(("呢", "呢?")) and not query.years)


def _leans(text: str) -> bool:
    return bool(re.search(r"它|前者|上面|刚才|同一年|同年|也(?:说|看|查)|^那|^再|[这那][几两三四五]家|和它|比它", text))


def _with_year(query: Query, last: Query, index: Index) -> Query:
    """A new subject keeps the year and kind talked of, where the department has published for them."""
    if query.years or not last.years or any(d.years for d in query.departments):
        return query
    names = {d.department for d in query.departments if d.department}
    own = {(d.identity.fiscal_year, str(d.identity.kind)) for d in index.documents() if d.identity.department in names}
    if not names or not all(any(year == y for year, _ in own) for y in last.years):
        return query
    filled: dict[str, Any] = {"years": last.years}
    if query.kind is None and last.kind and all((y, last.kind) in own for y in last.years):
        filled["kind"] = last.kind
    return query.model_copy(update={**filled, "inherited": tuple(filled)})


def _fill_departments(filled: dict[str, Any], query: Query, past: Sequence[Query], said: Said) -> None:
    group = _GROUP.search(said.text)
    named = list(query.departments)
    if group and (query.operation is not Operation.NONE or not named):
        count = int(parse_chinese_number(group[1] or "") or 0) if group[1] and group[1] != "几" else 99
        collected = _collected(past, count - len(named))
        if len(collected) + len(named) > 1:
            filled["departments"], filled["over"] = _ordered(collected, named), "departments"
            return
    if named and _AGAINST.search(said.text) and (query.operation is not Operation.RANK or _VERSUS.search(said.text)):
        others = [d for d in past[-1].departments if d.department not in {n.department for n in named}]
        if others:
            first_named = query.operation is Operation.RATIO
            filled["departments"] = (*named, *others) if first_named else (*others, *named)
            filled["over"] = "departments"
            if query.operation is Operation.NONE:
                filled["operation"], filled["also"] = Operation.COMPARE, (Operation.DIFFERENCE,)
                filled["intent"] = Intent.FIGURE
        return
    if not named and not _EVERYONE.search(said.text) and past[-1].departments:
        filled["departments"] = past[-1].departments


def _collected(past: Sequence[Query], count: int) -> list[DepartmentRef]:
    """The last ``count`` different departments talked of, in the order of their first mention."""
    found: dict[str, DepartmentRef] = {}
    apart = len({q.years for q in past if q.departments}) > 1  # 甲2026年的, 乙2024年的: each keeps the year that it was asked for
    for query in reversed(past):
        for ref in reversed(query.departments):
            if len(found) < count:
                own = ref if ref.years or not apart else ref.model_copy(update={"years": query.years})
                found.setdefault(ref.department or ref.mention, own)
    return list(found.values())[::-1]


def _ordered(collected: Sequence[DepartmentRef], named: Sequence[DepartmentRef]) -> tuple[DepartmentRef, ...]:
    known = {d.department for d in named}
    return (*(d for d in collected if d.department is None or d.department not in known), *named)


def _fill_measures(filled: dict[str, Any], query: Query, past: Sequence[Query], said: Said) -> None:
    last = past[-1]
    own = [m for m in query.measures if m.role == "operand"]
    wholes = [m for m in query.measures if m.role == "whole"]
    items = pointing_back(said.text)
    aspects = [a for a in query.aspects if a not in {"reason", "consistency", "date", "value"}]
    if not own and (items or _ALSO.search(said.text)):
        count = int(parse_chinese_number(items[1] or "") or 0) if items and items[1] and items[1] != "几" else 99
        gathered = _measures(past, count)
        if gathered:
            filled["measures"] = (*gathered, *wholes)
            if len(gathered) > 1 and query.operation is Operation.RANK:
                filled["over"] = None  # the items themselves are set against each other, not what is in one of them
                filled["operation"] = query.operation
            return
    pair = set_against(own, last, query, said.text)
    if pair:
        filled["measures"] = pair
        return
    if not own and last.measures:
        inherited = [m for m in last.measures if m.role == "operand" or (not wholes and (_keeps_operation(query, said) or query.operation is Operation.SHARE))]
        if aspects:
            inherited = [m.model_copy(update={"aspect": aspects[0]}) if m.role == "operand" and not _amount_too(query, said) else m for m in inherited]
            filled["aspects"] = tuple(a for a in query.aspects if a != aspects[0]) if not _amount_too(query, said) else query.aspects
        elif not said.bare and query.intent is Intent.FIGURE:
            inherited = [_plain_aspect(m, said.text) for m in inherited]
        filled["measures"] = (*inherited, *wholes)
        if wholes:
            filled["aspects"] = query.aspects
        return
    fund = fund_said(own[0].mention) if len(own) == 1 else None
    if fund and said.corrected and _PART_OF_FUND.search(said.text) and last.measures:
        filled["measures"] = tuple(m.model_copy(update={"fund": fund}) for m in last.measures)
        return
    if own and query.operation is Operation.SHARE and not wholes and last.measures and not query.departments:
        spoken = [m for turn in reversed(past) for m in turn.measures[:1] if m.names != own[0].names]
        filled["measures"] = (*own, (spoken or list(last.measures))[0].model_copy(update={"role": "whole", "aspect": "amount"}))
        return
    if own and _keeps_operation(query, said):
        first = last.measures[0] if last.measures else None
        if first is not None and first.aspect not in {"amount", "count"}:
            own = [m.model_copy(update={"aspect": first.aspect}) if m.aspect == "amount" else m for m in own]
        own = [m.model_copy(update={"fund": m.fund or (first.fund if first else None)}) for m in own]
        wholes = [m for m in last.measures if m.role == "whole"]
        if [*own, *wholes] != list(query.measures):
            filled["measures"] = (*own, *wholes)


def _measures(past: Sequence[Query], count: int) -> list[MeasureRef]:
    """The last ``count`` different measures asked, in the order of their first mention."""
    found: dict[tuple[str, ...], MeasureRef] = {}
    for query in reversed(past):
        for measure in reversed([m for m in query.measures if m.role == "operand"]):
            if len(found) < count:
                found.setdefault(measure.names or (measure.mention,), measure)
    return list(found.values())[::-1]


def _plain_aspect(measure: MeasureRef, text: str) -> MeasureRef:
    if measure.aspect in {"target", "last"} and "实际" in text:
        return measure.model_copy(update={"aspect": "actual"})
    return measure


def _fill_ranking(filled: dict[str, Any], query: Query, last: Query, said: Said) -> None:
    """What a ranking runs over, and by what: 三家谁最高 after a share ranks the shares."""
    if "over" in filled and filled["over"] is None:
        return
    if "年" in said.text and len(filled.get("years", query.years)) > 1:
        filled["over"] = "years"
    elif "over" not in filled and len(filled.get("departments", ())) == 1:
        filled["over"] = last.over if last.over in {"projects", "rows", "indicators"} else "rows"
    ratio = {Operation.SHARE, Operation.RATIO, Operation.PER_HEAD}
    if not query.measures and last.operation in ratio:
        filled["measures"] = last.measures
        filled["also"] = (last.operation, *(op for op in query.also if op is not last.operation))


def _amount_too(query: Query, said: Said) -> bool:
    """2019年呢？比上年少了多少: the year is exchanged, so the plain figure is asked as well."""
    return bool(re.search(r"呢[?,。].", said.text)) and bool(query.years)


def _fill_time(filled: dict[str, Any], query: Query, last: Query, relative: Sequence[YearWord], text: str) -> None:
    counted_back = any(word.offset is not None for word in relative)
    if not query.years and last.years and not any(d.years for d in (*query.departments, *filled.get("departments", ()))) and not any(w.every is not None for w in relative):
        filled["years"] = last.years
    if query.kind is None and last.kind and not counted_back:
        filled["kind"] = last.kind
    if query.scope is None and last.scope and "departments" in filled:
        filled["scope"] = last.scope
    if "departments" in filled and last.years and len(last.years) == 1:
        _fill_other_year(filled, query, last, relative, text)


def _fill_other_year(filled: dict[str, Any], query: Query, last: Query, relative: Sequence[YearWord], text: str) -> None:
    """A year set against the one talked of: 比2018年少了多少, 2019年呢？涨了多少, 去年呢？少了多少."""
    backwards = any(word.offset is not None and word.offset < 0 for word in relative) and bool(_ANEW.search(text))
    named = len(query.years) == 1 and query.years != last.years
    if not (named and (_BASE_YEAR.search(text) or (_ANEW.search(text) and _CHANGED.search(text)))) and not (backwards and _CHANGED.search(text)):
        return
    filled["years"] = tuple(sorted({*last.years, *query.years}))
    filled["over"] = "years"
    if backwards:
        filled["notes"] = (*query.notes, AGAINST_LAST)
    if query.operation in {Operation.NONE, Operation.TREND, Operation.COMPARE, Operation.DIFFERENCE}:
        filled["operation"], filled["intent"], filled["also"] = Operation.DIFFERENCE, Intent.FIGURE, ()


def _keeps_operation(query: Query, said: Said) -> bool:
    """Whether the new question only exchanges a slot of the old one, so that what was asked of it stays."""
    plain = query.operation in {Operation.NONE, Operation.COMPARE, Operation.TREND} and not query.aspects
    return (said.bare or said.corrected) and plain and not _ASKS.search(said.text) and not says("intent_text", said.text)


def _fill_asking(filled: dict[str, Any], query: Query, last: Query, said: Said) -> None:
    """Operation, aspects, unit and intent of the old question, where the new one asks nothing of its own."""
    only_unit = not query.measures and not query.departments and not query.years and query.operation is Operation.NONE and not query.aspects
    only_unit = only_unit and (query.unit is not None or query.decimals is not None) and query.intent in {Intent.FIGURE, Intent.TEXT}
    if (_keeps_operation(query, said) or only_unit) and "operation" not in filled:
        if last.operation is not Operation.NONE and (query.operation is Operation.NONE or not query.measures):
            for slot in ("operation", "also", "top_n", "kth", "order", "over", "level", "threshold", "comparator", "stages"):
                filled.setdefault(slot, getattr(last, slot))
        if "aspects" not in filled:
            filled["aspects"] = last.aspects
        if query.unit is None and last.unit:
            filled["unit"] = last.unit
        if query.decimals is None and last.decimals is not None:
            filled["decimals"] = last.decimals
    if query.intent in {Intent.TEXT, Intent.LIST, Intent.BOOLEAN} and "intent" not in filled:
        exchanged = bool(re.search(r"呢(?:[?,。]|$)", said.text)) or bool(_ALSO.search(said.text)) or only_unit or said.corrected
        asks_why = query.aspects and "reason" in query.aspects
        if exchanged and (not asks_why or re.search(r"呢[?,。]", said.text)) and not (query.intent is Intent.TEXT and asks_why and not query.years and not query.departments):
            filled["intent"] = last.intent
    swapped = said.bare and (query.years or query.departments) and not says("intent_text", said.text)
    if swapped and query.intent is Intent.TEXT and "intent" not in filled:
        filled["intent"] = last.intent
    if query.intent is Intent.TEXT and query.operation is not Operation.NONE and not says("intent_text", said.text) and "intent" not in filled:
        filled["intent"] = Intent.FIGURE
    if query.operation is Operation.RANK and not query.departments:
        _fill_ranking(filled, query, last, said)
    if said.corrected and last.intent is not query.intent and not _REASON_ONLY.search(said.text):
        filled["intent"] = last.intent
