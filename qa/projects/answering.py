"""The answer to a question about a project's form, its indicators or its money; None where the question is about something else.

Entry point: :func:`answer`. It is asked before the general look-up of figures, and only takes a question whose project and items are clear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.numbers import is_money
from qa.answer.sheet import Sheet
from qa.answer.suggest import suggestions
from qa.lookup.catalogue import Catalogue
from qa.model import Answer, Intent, Operation, Query
from qa.projects.across import write_across, write_goals_summed, write_share_of_part
from qa.projects.agreement import asks_agreement, write_agreement
from qa.projects.book import Item, Project
from qa.projects.linking import Hit, in_order, several
from qa.projects.listing import anywhere, as_many_as_said, enumerated, of_one_department
from qa.projects.many import write_carry, write_counted, write_parts, write_side_by_side, write_units
from qa.projects.money import write_money, write_overall
from qa.projects.names import pairs
from qa.projects.namesakes import by_year, write_by_year
from qa.projects.papers import write_papers
from qa.projects.places import write_places
from qa.projects.rates import asks_rate, write_rate
from qa.projects.subject import Subject, subject_of
from qa.projects.values import GAP, WORDS, bare, write_values
from qa.projects.wish import fits, wish_of

_ENOUGH = 0.5
_ENOUGH_WITH_UNIT = 0.42
_PART = 0.7
_FAR, _HALF = 0.75, 0.45
_MUCH_OF_A_NAME = 5  # pairs of characters
_SAID_WHOLE, _MUCH_BETTER = 0.9, 0.3
_SOLE = 0.3  # the only item of the unit asked
_MARGIN = 0.1
_OTHER_ASKS = {Intent.DEFINITION, Intent.META, Intent.CHITCHAT, Intent.DECLINE}
_FORM = re.compile(r"绩效|目标|指标|自评|完成值|权重|分值")
_ASKS = re.compile(
    r"多少|几|各|分别|报一?下|是多大|多长|多久|多高|对吧|对吗|是不是|吗|没有?[?？]?$|[(（][^()（）]{1,4}[)）]$"
    r"|(?:指标值|目标值|实际(?:完成)?值|完成值|得分|权重|分值)[^,，。]{0,4}$"
)
_NAMES = re.compile(
    r"哪(?:些|几个|几座|个|里|儿)?(?:城市|地方|国家|单位|企业|公司|部门|人|工作|内容|方面|措施|活动)"
    r"|哪几(?:个|块|项|笔|种|份)?(?:用途|部分|方面|块)|用途|去了?哪|为什么|为啥|原因|依据|谁负责|负责人|怎么用|干什么|做什么|什么(?:意思|问题|目的|内容)"
)
_WEAK_ACTUAL = re.compile(r"实际|完成值|完成了|做到了|办成了|达到了|落实了|真正|花了|花掉|用了")
_TABLE = re.compile(r"表\s*\d|(?:总体情况|收入|支出|明细|收支|预算|决算)表|(?<!\d)[23]\d{2}(?:\d{2}){0,2}(?![\d.年号万亿元个])")
_FOLDS = {Operation.RANK, Operation.FILTER, Operation.COUNT, Operation.MEAN}
_SPLIT = re.compile(r"怎么分|分配|逐笔|逐项|(?:按|哪些|哪几[种项个])用途")
_HOW_MUCH = re.compile(r"多少|几")
_GROUP = re.compile(r"(数量|质量|时效|成本|经济效益|社会效益|生态效益|效益|满意度|产出)指标")
_TOGETHER = re.compile(r"加起来|加一(?:块|起)|加总|合计|总和|之和|相加|一共|总共")


def answer(query: Query, cat: Catalogue, talk: Sequence[str] = ()) -> Answer | None:
    """See module. ``talk``: the questions asked before in the conversation, oldest first."""
    query = of_one_department(query, cat)
    if query.intent in _OTHER_ASKS or not query.text:
        return None
    sheet = Sheet(cat.index)
    if len({d.department for d in query.departments}) > 1:
        return _done(query, sheet, cat).model_copy(update={"complete": True}) if write_papers(query, sheet, cat) else None
    if write_across(query, sheet, cat) or write_units(query, sheet, cat) or write_carry(query, sheet, cat, talk):
        return _done(query, sheet, cat)
    dated = by_year(query, cat, talk)
    if dated is not None:
        if write_by_year(query, dated, sheet, talk) or (len(dated.projects) == 1 and _one(query, dated, sheet, cat)):
            return _done(query, sheet, cat)
        names = "”“".join(bare(p.name) for p in dated.projects)
        return Answer(status="not_found", answer=f"公开文件中没有找到所问的“{names}”的这一项，可能未公开，也可能是另一种叫法。", query=query)
    if _TABLE.search(query.text) and "绩效" not in query.text:
        return None
    subject = subject_of(query, cat, talk)
    if (subject is None or not subject.named) and (hits := anywhere(query, cat)):
        aspects = wish_of(query.text).aspects or ("target",)
        if write_values(query, hits, aspects, sheet):
            return _done(query, sheet, cat)
    if subject is None:
        return None
    if len({p.record.id for p in subject.projects}) > 1:
        return None
    done = _several(query, subject, sheet) if len(subject.projects) > 1 else _one(query, subject, sheet, cat)
    return _done(query, sheet, cat) if done else None


def _done(query: Query, sheet: Sheet, cat: Catalogue) -> Answer:
    sheet.suggestions.extend(suggestions(query, (), cat))
    return sheet.answer("answered", query)


def _several(query: Query, subject: Subject, sheet: Sheet) -> bool:
    return write_parts(query, subject, sheet) or write_side_by_side(query, subject, sheet)


def _one(query: Query, subject: Subject, sheet: Sheet, cat: Catalogue) -> bool:
    project = subject.projects[0]
    if asks_agreement(query):
        return write_agreement(query, subject, sheet)
    if write_counted(query, subject, sheet) or (len(project.kind("part")) > 1 and _called(subject) and _SPLIT.search(query.text) and write_parts(query, subject, sheet)):
        return True
    if asks_rate(query):
        return write_rate(query, subject, sheet)
    if write_goals_summed(query, subject, sheet) or write_share_of_part(query, subject, sheet) or write_overall(query, subject, sheet) or write_money(query, subject, sheet):
        return True
    told = write_places(query, subject, sheet, cat.index)
    if (told and not subject.wish.units) or not _ASKS.search(query.text) or _over_others(query) or (_NAMES.search(query.text) and not subject.wish.units):
        return told
    for hits in (enumerated(subject), _group(query, project, subject), _linked(subject, project, "indicator"), _parts(query, subject, project), _linked(subject, project, "goal")):
        counted = subject.sure and hits and hits[0].fit == 2 and not is_money(hits[0].item.unit)
        if hits and as_many_as_said(subject, hits) and (subject.named or counted or _FORM.search(query.text) or hits[0].own >= 0.5):
            aspects = aspects_for(subject, project, hits)
            if aspects is not None and write_values(query, in_order(hits, subject.wish), aspects, sheet):
                return True
    return told


def _called(subject: Subject) -> bool:
    """Whether the question names the project, or says so much of its name that none other is meant."""
    return subject.named or len(pairs(subject.wish.text) & subject.projects[0].name_grams) >= _MUCH_OF_A_NAME


def _over_others(query: Query) -> bool:
    """Whether the question ranks or counts projects or indicators: that is done over rows."""
    among = query.operation in _FOLDS or re.search(r"(?:各个?|哪些|哪个|几个|所有|每个|全部)[^,，。?？]{0,6}项目", query.text)
    if (query.over == "projects" and among) or (query.over == "departments" and not query.departments and query.operation is Operation.RANK):
        return True
    return query.operation in {Operation.FILTER, Operation.COUNT, Operation.MEAN} and query.threshold is not None


def _linked(subject: Subject, project: Project, kind: Literal["indicator", "goal"]) -> list[Hit]:
    """The indicators asked for, or what only the goal says."""
    hits = subject.hits(project.kind(kind), project)
    if kind == "goal":
        unsure = subject.hits(project.kind("indicator"), project)
        if unsure and unsure[0].score >= 0.8:
            return []  # indicators there are, but not one above the others
        hits = [h for h in hits if h.fit == 2 or (h.fit >= 0 and h.own >= _ENOUGH)]  # of the unit asked, or said by name
        if hits and fits(hits[0].item.unit, subject.wish.units) is False:
            return []
    chosen = _clear(hits, subject)
    if chosen and chosen[0].fit < 0 and any(h.fit > 0 and h.own >= _ENOUGH and h.score > chosen[0].score for h in subject.hits(project.kind("part"), project)):
        return []  # a part of the money is asked for, in money: not how often
    loose = kind == "indicator" and bool(chosen) and chosen[0].fit == 1 and chosen[0].own < 0.6
    if loose and any(h.fit == 2 and h.own >= 0.15 for h in subject.hits(project.kind("goal"), project)):
        return []  # the goal speaks in the very unit that is asked
    if kind == "indicator" and chosen and any(h.fit == 2 and h.own >= _SAID_WHOLE and h.score > chosen[0].score + _MUCH_BETTER for h in subject.hits(project.kind("goal"), project)):
        return []  # the goal has the very name that is asked (推荐几家 against 组织参赛企业数量)
    return chosen


def _parts(query: Query, subject: Subject, project: Project) -> list[Hit]:
    """The parts of the money that the question names whole (数据库租赁费多少钱？劳务费呢), where it asks for money."""
    called = len(pairs(subject.wish.text) & project.name_grams)
    if "%" in subject.wish.units or not (subject.named or (subject.sure and called >= 2)):
        return []  # a line that many projects have tells none of them
    if query.operation is Operation.SHARE and not any(is_money(u) for u in subject.wish.units):
        return []
    ranked = subject.hits(project.kind("part"), project)
    hits = [h for h in ranked if h.own >= _PART and not h.said <= h.project.called]
    if not hits and subject.named and ranked and ranked[0].score >= _FAR and ranked[0].own >= _HALF and all(h.score < 0.4 * ranked[0].score for h in ranked[1:]):
        hits = ranked[:1]  # a long name half said, and no other name near it
    return several(hits, subject.wish, subject.scales, _PART - 0.1)


def _clear(hits: list[Hit], subject: Subject) -> list[Hit]:
    """The items that the question says clearly: far enough, and further than the next that is not asked for besides."""
    if subject.named:
        # the project's own name names no item of it, but for 养护多少公里 in a project of 养护
        hits = [h for h in hits if not h.said <= h.project.called or not h.said or (h.fit == 2 and h.beside)]
    if not hits:
        return []
    exact = [h for h in hits if h.fit == 2 and h.own > 0.05]
    enough = _ENOUGH_WITH_UNIT if hits[0].fit == 2 else _ENOUGH
    if len(exact) == 1 and exact[0] is hits[0] and hits[0].own >= 0.12:
        enough = _SOLE
    chosen = several(hits, subject.wish, subject.scales, enough)
    rest = [h for h in hits if h not in chosen and h.item.name != hits[0].item.name and not any(h.said <= c.said and h.own < c.own for c in chosen)]
    if not chosen or (chosen[0].own < 0.3 and chosen[0].fit < 2) or (rest and rest[0].score > min(h.score for h in chosen) - _MARGIN and chosen[0].own < 0.95):
        return []
    return chosen


def _group(query: Query, project: Project, subject: Subject) -> list[Hit]:
    """All indicators of the group named (成本指标 …加起来)."""
    found = _GROUP.search(query.text)
    if not found or not _TOGETHER.search(query.text):
        return []
    items = [i for i in project.kind("indicator") if found[0] in i.group]
    units = {i.unit for i in items}
    return [Hit(project, i, 1.0, 1.0, 0) for i in items] if len(items) > 1 and len(units) == 1 else []


def aspects_for(subject: Subject, project: Project, hits: list[Hit]) -> tuple[str, ...] | None:
    """The values to say of the items: those named, else what was reached (of an assessment) or meant; None where a value named is not there."""
    named = list(subject.wish.aspects)
    item: Item = hits[0].item
    if item.kind == "part":
        return ("amount",) if not {"last", "weight", "score", "actual"} & set(named) else None
    if item.kind == "goal":
        return (str(item.figures[0].aspect),) if not {"last", "weight", "score"} & set(named) else None
    has = {a for a in WORDS if all(h.item.of(a) for h in hits)}
    if "actual" in named and "actual" not in has and not _WEAK_ACTUAL.search(subject.wish.text):
        named.remove("actual")
    if any(a not in has for a in named):
        return None
    if named == ["last"] and any(_HOW_MUCH.search(c.text) and not c.aspects and not GAP.search(c.text) for c in subject.wish.clauses):
        named.insert(0, "actual" if "actual" in has else "target")
        if named[0] not in has:
            return None
    if named == ["target"] and "actual" in has and re.search(r"超|差|缺口|达标|完成(?:了)?(?:没|吗)", subject.wish.text):
        return "actual", "target"
    if named:
        return tuple(named)
    first = "actual" if "actual" in has else "target" if "target" in has else None
    return (first,) if first else None
