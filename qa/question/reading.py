"""One question, read on its own: marks -> slots. What is missing stays empty; the conversation may fill it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, cast

from index.store import Index
from index.text import normal
from qa.lexicon.wholes import WHOLES
from qa.linking.departments import Directory
from qa.linking.residue import main_phrase
from qa.linking.spans import Mark
from qa.linking.vocabulary import Linker
from qa.model import DepartmentRef, Intent, MeasureRef, Operation, Query
from qa.question import slots
from qa.question.cleaning import Cleaned
from qa.question.coverage import leftover
from qa.question.forms import of_named_form, scoped_by_forms
from qa.question.heads import given_heads, in_money, with_heads
from qa.question.intents import asks_meaning, asks_reason, declined, intent_of
from qa.question.limits import limited
from qa.question.marking import read_marks
from qa.question.operands import Operand, left_out, operands
from qa.question.operations import OF_PLAN, Extent, Words, aspects_of, both_ends, collect, operations_of, plain_asked, unit_of
from qa.question.topics import topic_of
from qa.question.unread import core_of, unread
from qa.question.years import YearWord

Order = Literal["desc", "asc"]
Over = Literal["departments", "years", "rows", "projects", "indicators"]
_EACH_SHARE = re.compile("(?:各自?|分别)(?:都)?(?:占|的?比[重例])|占比(?:各|分别|相?差|之差|谁|哪)|(?:占比|比重)(?:和|与|跟|比|、)[^,。?]{1,16}(?:占比|比重)")
_REMAINDER = re.compile("(?:扣[掉去除]|减[掉去]|刨[去掉除]|去掉|除去|剔除)[^。?!;]{0,16}(?:剩|余下|还有|之后|以后|后)")
_SEVERAL_BODIES = re.compile("[两二三四五六七八九](?:家|个部门|个单位|个局)[^,。?]{0,12}(?:合计|总和|之和|总数|总额|一共|加)")
_MONEY = {"元", "万元", "亿元"}
_BOTH_KINDS = re.compile(
    r"(?<!公共)(?<!基金)(?<!经营)预算数?(?:是多少)?(?:和|与|、|跟|,|比)(?:实际)?决算|决算数?(?:是多少)?(?:和|与|、|跟|,|比)(?:年初)?预算|年初预算[^。?]{0,12}决算"
    r"|(?<!公共)(?<!基金)(?<!经营)预算数?(?:是|安排)?(?:多少|几何)?[,、;和]?(?:实际)?决算|决算数?(?:是)?(?:多少)?[,、;和]?(?:年初)?预算数?(?:是)?多少"
    r"|(?:花|用|支出|执行|完成)(?:掉|了|完|到|出)*(?:了)?年初预算数?的?(?:百分之|几成|多大)"
    r"|比(?:年初|原来?|当初)?的?预算数?(?:少|多|超|低|高|省|节)"
    r"|决算数?(?:占|相当于|完成|是)了?年初预算|(?<!公共)(?<!基金)(?<!经营)预算数?(?:和|与|、|跟|同)(?:实际|执行)(?:支出|花费|花的|数)?(?!执行率|完成)"
)
_AGAINST_PLAN = re.compile(r"(?:比|较|与|和|跟)(?:年初|全年|调整后)的?(?:预算|安排|计划)?数?(?:相比)?[^,。?]{0,4}(?:[多少差高低]|超支?|省|节约)(?!于)")
_HEADS = re.compile("(?:人数|人员|编制数?|辆|车辆|户数|家数)$")
_TOTAL = re.compile("(收入|支出)(?:预算|决算)?(?:里面|当中|里|中|内),?")
_SAID_WHOLE = re.compile(
    "占(?:了|到|去|掉)?(?:全年|当年|本年|同年|全部|所有|总的?|整个|部门|单位|全局|全厅|全委|全院|年度|其|它|该局|该单位)*的?(?P<total>支出|收入)(?:总额|总数|总量|总和)?"
    "(?=的|比[重例]|百分|多[少大]|几|[?。,]|$)"
)
_BARE_TOTAL = re.compile("(?:决算|预算|总|年|的|度|局|院|厅)(支出|收入)(?:一共|总共|合计|有|是|为|共)*多少")
# 某局2019年收入: a question of nothing else
_ENDING_TOTAL = re.compile("(?:决算|预算|总|年|的|度|局|院|厅|委|办|会|协)(?P<total>支出|收入)(?:情况|数|额|数额)?[?。.!]*$")
_COUNTED = re.compile(r"几[辆台个套间处人名位]|多少[辆台个套间处人名位]|平方米")
_ALL_ROWS = re.compile(
    r"各[类款项]|[类款项]级(?:支出|收入|功能分类|经济分类)*科目(?:都|各|分别|有哪|及|和(?:金额|决算|预算)|的(?:金额|决算数|预算数)各|清单|明细|一览)"
    r"|(?:哪些|哪几[个项]|全部|所有|有发生额的?)[^,。?]{0,8}[类款项]级|(?:列出|列举|列一下|列明)[^,。?]{0,40}[类款项]级"
)
_BY_NATURE = {"基本支出", "项目支出", "单位预留机动经费", "经营支出", "上缴上级支出", "对附属单位补助支出"}
GUESSED = 0.5  # score of measures that stand in where nothing was linked
_FIGURES = {Intent.FIGURE, Intent.BOOLEAN, Intent.LIST}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's own reading: the query, its relative years, and its text as understood (for the conversation)."""

    query: Query
    relative: tuple[YearWord, ...]
    text: str
    left: tuple[str, ...] = ()  # words that were not used, of a question that names no item itself


def read(question: Cleaned, linked: Linker, index: Index) -> Reading:
    """The question's own reading, without its conversation."""
    text = question.text
    cover = read_marks(question, linked)
    words = collect(text, cover)
    found = [slots.with_dated_names_first(text, o, cover) for o in limited(text, operands(text, cover))]
    departments = slots.bound_kinds(text, cover, slots.bound_years(cover, slots.department_refs(text, cover, linked)))
    years, relative, notes = slots.year_slots(text, cover, found, _fiscal_years(linked.directory, departments))
    measures = slots.bound_measures(cover, departments, [slots.measure_ref(o, linked) for o in found], found)
    measures = measures or _ending_total(text, cover, linked)
    reason = declined(text, linked=bool(departments or measures))
    years, notes, back = slots.asked_years(text, years, notes, previous=words.has("operation", "previous"))
    if back and not words.has("operation", "previous"):
        words.said.setdefault("operation", []).append("previous")
    if _taken_away(text, cover):
        words.said.setdefault("operation", []).append("difference")
    if _added(text, cover):
        words.said.setdefault("operation", []).append("sum")
    if _either(text, cover):
        words.said.setdefault("operation", []).append("compare")
    extent = _extent(text, departments, years, relative, found, words)
    asked, said = operations_of(text, words, extent)
    enumerable = any(o.link.concept is not None and o.link.concept.enumerable for o in found)
    ranked = said and asked[:1] == [Operation.RANK] and words.has("over") and not asks_reason(text)
    intent = intent_of(text, has_measure=bool(measures) or ranked, has_department=bool(departments), enumerable=enumerable, operated=said and asked[:1] != [Operation.FILTER])
    if len(found) == 1 and not words.has("extreme") and asks_meaning(text, found[0].mention):
        intent = Intent.DEFINITION
    if reason:
        intent = Intent.DECLINE
    asked = asked if intent in _FIGURES else [op for op in asked if op is Operation.RANK]
    if not said and asked == [Operation.COMPARE]:
        asked = []
    operation = asked[0] if asked else Operation.NONE
    if operation is Operation.RATIO and any(m.role == "whole" and m.aspect == "count" for m in measures):
        operation = Operation.PER_HEAD
    if operation is Operation.RATIO and words.first("unit") == "%":
        operation = Operation.SHARE
    if operation is Operation.PER_HEAD and len(measures) == 2 and measures[1].names and _HEADS.search(measures[1].names[0]):
        role = "whole" if measures[0].aspect == "amount" else measures[1].role  # its number is meant, never its worth
        measures = [measures[0], measures[1].model_copy(update={"aspect": "count", "role": role})]
    measures = _with_whole(measures, found, operation, linked, text)
    measures = given_heads(text, measures, departments) if operation is Operation.PER_HEAD else measures
    measures, aspects = _with_aspects(measures, words, text, operation, linked)
    if _REMAINDER.search(text) and found and operation in {Operation.NONE, Operation.DIFFERENCE}:
        whole = [slots.measure_ref(found[-1].scopes[-1], linked)] if len(measures) == 1 and found[-1].scopes else []
        measures = [*whole, *measures]
        measures = [*measures[:1], *(m.model_copy(update={"qualifiers": (), "bound": ()}) for m in measures[1:])]  # what is taken away is named for itself
        operation, asked = (Operation.DIFFERENCE, [Operation.DIFFERENCE]) if len(measures) > 1 else (operation, asked)
    measures = in_money(measures, operation, linked)
    if operation is Operation.SUM and len(measures) == 2 and re.search("其中(?:的)?" + re.escape(measures[1].mention), text):
        operation = Operation.NONE  # 甲合计多少，其中乙多少: the total is one item's
    measures = slots.of_inner_body(cover, departments, measures)
    if not measures:
        measures, aspects = _guessed(_asked_for(text, cover, intent, operation, words, linked), aspects)
    items = slots.spread(text, measures)
    several_items = len(items) > len(measures)
    if several_items and operation is Operation.NONE and (words.has("operation", "sum") or words.has("operation", "sum_weak")):
        operation = Operation.SUM
    if all(m.score <= GUESSED for m in items):
        items = of_named_form(cover, linked) or items
    measures = scoped_by_forms(items, cover)
    if intent is Intent.LIST and enumerable:
        measures = []
    if words.documents and not measures:
        measures = slots.by_document(words.documents, linked)
    elif words.documents:
        measures = [m.model_copy(update={"qualifiers": (*m.qualifiers, *words.documents)}) for m in measures]
    values: dict[str, Any] = {
        "kind": None if any(d.kind for d in departments) else _kind(words, measures, text),
        "scope": words.first("scope"),
        "unit": _unit(words, measures, aspects, text),
        "decimals": words.decimals,
        "top_n": words.top.count if words.top else None,
        "kth": words.top.kth if words.top else None,
        "order": _order(words, operation),
        "threshold": words.threshold.value if words.threshold else None,
        "comparator": words.threshold.comparator if words.threshold else None,
        "over": None if several_items else _over(words, operation, extent) or _rows_listed(text, words, operation),
        "level": words.first("level"),
        "stages": _stages(words, text),
        "topic": topic_of(text, cover),
        "decline_reason": reason,
        "notes": (*notes, *(["两端"] if both_ends(text) else []), *(f"所述:{a}" for a in words.amounts)),
    }
    aside = left_out(text, cover) if operation is Operation.NONE else ()
    left = [u for u in unread(text, cover, measures) if not any(m.given is not None and u in m.mention for m in measures)]
    values["unread"] = (*left, *_bodies_missing(text, len(departments), operation), *_scopes_unknown(found), *slots.loose_scopes(found), *aside)
    if operation is Operation.GROWTH and len(departments) == 2 and extent.years <= 1 and "比" in text:
        departments = departments[::-1]
    query = Query(
        text=question.shown, intent=intent, departments=departments, years=years, measures=tuple(measures), operation=operation, also=tuple(asked[1:]), aspects=tuple(aspects), **values
    )
    bare = all(m.score <= GUESSED for m in measures)
    return Reading(query, tuple(relative), text, leftover(text, cover) if bare else ())


def _taken_away(text: str, cover: Sequence[Mark]) -> bool:
    """Whether 减 stands between two things that were read (甲局 减 乙局, 电费减水费)."""
    named = [m for m in cover if m.group in {"department", "measure", "year"}]
    return any(re.fullmatch("的?减去?", text[a.end : b.start]) for a, b in pairwise(named) if a.group == b.group)


def _added(text: str, cover: Sequence[Mark]) -> bool:
    """Whether a plus sign stands between two items, and nothing else is asked of them (养老保险缴费+职业年金缴费)."""
    named = [m for m in cover if m.group == "measure"]
    return any(re.fullmatch(r"[+＋]", text[a.end : b.start]) for a, b in pairwise(named)) and not re.search("各|分别", text)


def _either(text: str, cover: Sequence[Mark]) -> bool:
    """Whether 还是 stands between two items (花在接待上还是公车上)."""
    named = [m for m in cover if m.group == "measure"]
    return any(re.fullmatch("上?还是", text[a.end : b.start]) for a, b in pairwise(named))


def _fiscal_years(directory: Directory, departments: Sequence[DepartmentRef]) -> frozenset[int]:
    names = {n for d in departments for n in ((d.department,) if d.department else d.alternatives)}
    return frozenset(d.identity.fiscal_year for d in directory.documents_of(names) if d.identity.fiscal_year) if names else directory.years


def _extent(text: str, departments: Sequence[DepartmentRef], years: Sequence[int], relative: Sequence[YearWord], found: Sequence[Operand], words: Words) -> Extent:
    several_years = any(y.every is not None for y in relative)
    plain = [o for o in found if not o.whole]
    counted = max(len(years) + sum(y.offset is not None and (y.offset != 0 or not years) for y in relative), 2 if several_years else 0)
    return Extent(len(departments), counted, len(plain), len(_stages(words, text)), len(plain) < len(found))


def _stages(words: Words, text: str) -> tuple[str, ...]:
    """The stages named; 决算数 alone says only the kind; 预算和决算 of one year stand in the final account as 年初预算 and 决算."""
    said = tuple(dict.fromkeys(words.said.get("stage", [])))
    if _BOTH_KINDS.search(text):
        plain = slots.FUND_NAMES.sub(lambda m: "年初预算" if m[0] == "年初预算" else "", text)
        if OF_PLAN.search(text):
            return ("决算", "年初预算")
        first = 0 <= plain.find("决算") < plain.find("预算")
        return ("决算", "年初预算") if first else ("年初预算", "决算")
    if len(said) == 1 and said[0] != "决算" and _AGAINST_PLAN.search(text):
        return ("决算", *said)  # 比年初预算少多少: what was spent is set against it
    return () if said == ("决算",) else said


def _kind(words: Words, measures: Sequence[MeasureRef], text: str) -> str | None:
    if "预算" in text and "决算" not in text and not re.search(r"预算(?!\d)", text):
        return None  # 预算4.5万，最后4.48万: the amount planned, in whatever disclosure it is told
    return "决算" if _BOTH_KINDS.search(text) else slots.kind_of(words, measures)


def _unit(words: Words, measures: Sequence[MeasureRef], aspects: Sequence[str], text: str) -> str | None:
    """The unit asked for; none where it is that of only one of several things asked (多少？降了百分之几)."""
    unit = unit_of(words)
    several = len({m.aspect for m in measures if m.role == "operand"}) > 1 or (plain_asked(text) and aspects)
    if unit is None and words.has("aspect", "score"):
        unit = "分"
    return None if unit not in _MONEY and several else unit


def _order(words: Words, operation: Operation) -> Order | None:
    said = words.first("order") or (words.top.order if words.top is not None else None) or words.first("extreme")
    return cast("Order | None", said or ("desc" if operation is Operation.RANK else None))


def _over(words: Words, operation: Operation, extent: Extent) -> Over | None:
    if extent.departments > 1:
        return "departments"
    if extent.years > 1:
        return "years"
    said = [w for w in words.said.get("over", []) if w != "years"]
    inner = [w for w in said if w != "departments"]
    if inner:
        return cast("Over", "projects" if "projects" in inner else inner[0])
    if said:
        return cast("Over", said[0])
    if operation is Operation.RANK:
        return "rows" if extent.departments else "departments"
    return None


def _rows_listed(text: str, words: Words, operation: Operation) -> Over | None:
    """The rows of a level where all of them are asked for (各类级科目, 有发生额的类级科目及决算数), not one that is named."""
    return "rows" if operation is Operation.NONE and words.has("level") and _ALL_ROWS.search(text) else None


def _with_aspects(measures: list[MeasureRef], words: Words, text: str, operation: Operation, linked: Linker) -> tuple[list[MeasureRef], list[str]]:
    """The first aspect becomes the measures' own, unless the plain amount is asked as well; the rest are further aspects."""
    aspects = aspects_of(words, text)
    if asks_reason(text) and "reason" not in aspects:
        aspects.append("reason")
    if operation in {Operation.GROWTH, Operation.SHARE, Operation.RATIO}:
        aspects = [a for a in aspects if a not in {"rate", "change"} or (operation is Operation.SHARE and a == "change")]
    if "value" in aspects or unit_of(words) in _MONEY:
        measures = [v for m in measures for v in _valued(m, text, "value" in aspects, linked)]
        aspects = [a for a in aspects if a != "value"]
    figures = [a for a in aspects if a not in {"reason", "consistency", "date"}]
    if not figures or not measures or operation is Operation.SHARE or (plain_asked(text) and figures[0] in {"change", "rate"}):
        return measures, aspects
    measures = [m.model_copy(update={"aspect": figures[0]}) if m.aspect == "amount" and m.role == "operand" else m for m in measures]
    return measures, [a for a in aspects if a != figures[0]]


def _valued(measure: MeasureRef, text: str, worth: bool, linked: Linker) -> list[MeasureRef]:
    """Counted things whose worth is asked (各值多少万元): the worth; both where their number is asked as well (几辆、价值多少)."""
    if measure.aspect == "amount" and worth and not any(n.endswith("价值") for n in measure.names):
        held = tuple(n for n in linked.vocabulary.holding(normal(measure.mention)) if n.endswith("价值"))
        return [measure.model_copy(update={"names": (*held, *measure.names)})]  # 家具值多少: what it is worth, not what is spent on it
    if measure.aspect != "count" or measure.role == "whole":
        return [measure]
    counted = bool(_COUNTED.search(text))
    if counted and not worth:
        return [measure]
    names = [n for name in measure.names if (link := linked.vocabulary.exact.get(normal(name) + "价值")) for n in link.names]
    if not names and not counted and (paid := linked.vocabulary.exact.get(normal(measure.mention).rstrip("的人员") + "费")) is not None:
        return [measure.model_copy(update={"aspect": "amount", "names": paid.names})]  # 离休的呢？换成元: what they are paid
    value = measure.model_copy(update={"aspect": "amount", "names": tuple(dict.fromkeys((*names, *measure.names)))})
    return [measure, value] if counted else [value]


def _with_whole(measures: list[MeasureRef], found: list[Operand], operation: Operation, linked: Linker, text: str) -> list[MeasureRef]:
    """A share without a named whole is of the nearest scope (A里，B占多大比例 -> B, A); what is divided by heads gets its heads."""
    if operation is Operation.PER_HEAD:
        return with_heads(measures, text, linked)
    if operation is not Operation.SHARE or any(o.whole for o in found) or not measures:
        return measures
    if len(measures) > 1:
        shared = {o.scopes[-1].mention if o.scopes else "" for o in found}
        if shared == {""} and _EACH_SHARE.search(text):
            return _of_total(measures, linked)
        if len(shared) > 1 or shared == {""} or not _EACH_SHARE.search(text):
            return measures
    elif said := _SAID_WHOLE.search(text):
        link = linked.vocabulary.exact.get({"收入": "收入总计", "支出": "支出合计"}[said["total"]])
        return [*measures, MeasureRef(mention=said["total"], names=link.names, role="whole", score=0.9)] if link else measures
    elif not found[-1].scopes:
        total = _TOTAL.search(text)
        link = linked.vocabulary.exact.get({"收入": "收入总计", "支出": "支出合计"}[total[1]]) if total else None
        return [*measures, MeasureRef(mention=total[1], names=link.names, role="whole", score=0.9)] if total and link else measures
    scope = found[-1].scopes[-1]
    if slots.fund_said(scope.mention):
        return measures
    return [*measures, slots.measure_ref(scope, linked).model_copy(update={"role": "whole"})]


def _of_total(measures: list[MeasureRef], linked: Linker) -> list[MeasureRef]:
    """基本支出和项目支出各占多少: of the total of which they are the two halves by nature (《预算法》: 基本支出, 项目支出; 基本支出: 人员经费, 公用经费)."""
    names = {name for m in measures for name in m.names[:1]}
    word = "支出合计" if names <= _BY_NATURE else next((wholes[0] for parts, wholes in WHOLES if {normal(n) for n in names} <= {normal(p) for p in parts}), None)
    link = linked.vocabulary.exact.get(normal(word)) if word else None
    return [*measures, MeasureRef(mention=word[:2] if names <= _BY_NATURE else word, names=link.names, role="whole", score=0.9)] if link and word else measures


def _asked_for(text: str, cover: Sequence[Mark], intent: Intent, operation: Operation, words: Words, linked: Linker) -> list[MeasureRef]:
    """Where nothing could be linked: of a ranking the spending as a whole; of a plain figure the phrase that was asked for, as unknown."""
    if operation in {Operation.RANK, Operation.COUNT, Operation.FILTER} and words.has("over") and not words.has("aspect", "date"):
        phrase = main_phrase(text, cover)
        if phrase and core_of(phrase):
            return [MeasureRef(mention=phrase, names=(), score=GUESSED)]
        name = "项目支出" if words.has("over", "projects") else "支出合计"
        link = linked.vocabulary.exact.get(name)
        return [MeasureRef(mention=name, names=link.names, score=GUESSED)] if link else []
    if intent is Intent.FIGURE and operation is Operation.NONE and not words.documents:
        phrase = main_phrase(text, cover)
        total = _BARE_TOTAL.search(text)
        link = linked.vocabulary.exact.get({"收入": "收入总计", "支出": "支出合计"}[total[1]]) if total and not phrase else None
        if total and link:
            return [MeasureRef(mention=total[1], names=link.names, score=0.9)]
        return [MeasureRef(mention=phrase, names=(), score=GUESSED)] if phrase else []
    return []


def _ending_total(text: str, cover: Sequence[Mark], linked: Linker) -> list[MeasureRef]:
    """收入 or 支出 at the end of a question that names a department and nothing more (省检察院2019年收入)."""
    found = _ENDING_TOTAL.search(text)
    if found is None or not any(m.group == "department" for m in cover) or main_phrase(text, cover) or asks_reason(text):
        return []
    link = linked.vocabulary.exact.get({"收入": "收入总计", "支出": "支出合计"}[found["total"]])
    return [MeasureRef(mention=found["total"], names=link.names, score=0.9)] if link else []


def _bodies_missing(text: str, named: int, operation: Operation) -> tuple[str, ...]:
    """三家合计里甲占多少: the share of one in several that the reading has not got."""
    several = _SEVERAL_BODIES.search(text)
    return (several[0],) if several and named == 1 and operation is Operation.SHARE else ()


def _scopes_unknown(found: Sequence[Operand]) -> tuple[str, ...]:
    """What a total is asked of (警车一共花了) and nothing in the index is called: the total of everything is no answer."""
    return tuple(s.mention for o in found for s in o.scopes if s.link.how == "said" and not s.link.names)


def _guessed(measures: list[MeasureRef], aspects: list[str]) -> tuple[list[MeasureRef], list[str]]:
    """The measures that stand in, by the aspect that is asked of them (得分最低的项目: their scores)."""
    own = next((a for a in aspects if a in {"score", "target", "actual", "last", "weight"}), None)
    if own is None or not measures:
        return measures, aspects
    return [m.model_copy(update={"aspect": own}) for m in measures], [a for a in aspects if a != own]


def marks_of(question: Cleaned, linked: Linker) -> list[Mark]:
    """The cover alone, for inspection."""
    return read_marks(question, linked)
