"""One question, read on its own: marks -> slots. What is missing stays empty; the conversation may fill it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, cast

from index.store import Index
from qa.lexicon import phrases
from qa.linking.departments import Found
from qa.linking.spans import Mark
from qa.linking.vocabulary import Link, Linker
from qa.model import DepartmentRef, Intent, MeasureRef, Operation, Query
from qa.question.cleaning import Cleaned
from qa.question.intents import declined, intent_of
from qa.question.marking import read_marks
from qa.question.operands import Operand, operands
from qa.question.operations import Words, aspects_of, collect, operations_of, unit_of
from qa.question.topics import topic_of
from qa.question.years import YearWord

Order = Literal["desc", "asc"]
Level = Literal["类", "款", "项"]
Over = Literal["departments", "years", "rows", "projects", "indicators"]
_EVERY = re.compile(r"这?几家|哪几?家|哪些|各家|各个?部门|所有|全部|[三四五六七八九十]家|几个")


def read(question: Cleaned, linked: Linker, index: Index) -> tuple[Query, list[YearWord]]:
    """The question's own reading, and its relative years, which need a base to become numbers."""
    text = question.text
    cover = read_marks(question, linked)
    words = collect(cover)
    departments = department_refs(text, cover, linked)
    found = operands(text, cover)
    measures = [measure_ref(operand) for operand in found]
    years, relative, notes = year_slots(cover)
    reason = declined(text, linked=bool(departments or measures))
    intent = Intent.DECLINE if reason else intent_of(text, has_measure=bool(measures), has_department=bool(departments))
    named = len(departments)
    asked = operations_of(words, departments=named, years=max(len(years), 2 if any(y.every is not None for y in relative) else 0), measures=len(measures), wholes=any(o.whole for o in found))
    aspects = aspects_of(words, text)
    operation, also = (asked[0], tuple(asked[1:])) if asked else (Operation.NONE, ())
    measures, aspects = _with_aspects(measures, aspects, words, text, intent)
    return Query(
        text=question.shown,
        intent=intent,
        departments=departments,
        years=years,
        kind=_kind(words),
        scope=words.first("scope"),
        measures=tuple(_with_whole(measures, found, operation)),
        operation=operation,
        also=also,
        aspects=tuple(aspects),
        unit=unit_of(words),
        decimals=words.decimals,
        top_n=words.top.count if words.top else None,
        kth=words.top.kth if words.top else None,
        order=_order(words),
        threshold=words.threshold.value if words.threshold else None,
        comparator=words.threshold.comparator if words.threshold else None,
        over=_over(words, operation, departments, years, relative),
        level=cast("Level | None", words.first("level")),
        stages=tuple(dict.fromkeys(words.said.get("stage", []))),
        topic=topic_of(text, cover),
        decline_reason=reason,
        notes=notes,
    ), relative


def department_refs(text: str, cover: Sequence[Mark], linked: Linker) -> tuple[DepartmentRef, ...]:
    """The departments in the order named; a mention of several is narrowed by the region said elsewhere, or spread where all are meant."""
    refs: list[DepartmentRef] = []
    for mark in (m for m in cover if m.group == "department"):
        found: Found = mark.value
        names = list(found.departments)
        if len(names) > 1:
            rest = text[: mark.start] + "|" + text[mark.end :]
            near = [inside for _, inside in linked.directory.in_region(rest)]
            narrowed = [n for n in names if any(n in inside for inside in near)]
            names = narrowed or names
        if len(names) > 1 and _EVERY.search(text):
            refs += [DepartmentRef(mention=found.mention, department=name) for name in names]
        elif len(names) == 1:
            refs.append(DepartmentRef(mention=found.mention, department=names[0]))
        else:
            refs.append(DepartmentRef(mention=found.mention, department=None, alternatives=tuple(names)))
    if not refs:
        refs = _by_region(text, linked)
    unique: dict[tuple[str | None, str], DepartmentRef] = {}
    for ref in refs:
        unique.setdefault((ref.department, "" if ref.department else ref.mention), ref)
    return tuple(unique.values())


def _by_region(text: str, linked: Linker) -> list[DepartmentRef]:
    """Where only a place is named (昌吉州2023年……自评表), the departments there are meant."""
    hits = [(region, sorted(names)) for region, names in linked.directory.in_region(text) if region in text]
    if not hits:
        return []
    region, names = min(hits, key=lambda h: len(h[1]))
    if len(names) == 1:
        return [DepartmentRef(mention=region, department=names[0])]
    return [DepartmentRef(mention=region, department=None, alternatives=tuple(names))]


def measure_ref(operand: Operand) -> MeasureRef:
    """The operand as the Query carries it; scopes that say a fund go to ``fund``, the others to ``qualifiers``."""
    link: Link = operand.link
    fund = next((scope.is_fund for scope in reversed(operand.scopes) if scope.is_fund), None)
    qualifiers = tuple((scope.link.names[0] if scope.link.names else scope.mention) for scope in operand.scopes if not scope.is_fund)
    concept = link.concept
    return MeasureRef(
        mention=operand.mention,
        names=link.names,
        qualifiers=qualifiers,
        fund=fund,
        code=link.code,
        aspect=concept.aspect if concept else "amount",
        alternatives=link.alternatives,
        score={"exact": 1.0, "synonym": 0.95, "code": 1.0, "typo": 0.8, "weak": 0.6}.get(link.how, 0.7),
    )


def year_slots(cover: Sequence[Mark]) -> tuple[tuple[int, ...], list[YearWord], tuple[str, ...]]:
    """Years said as numbers, the relative ones, and notes (ends of years are points of time, not fiscal years)."""
    years: list[int] = []
    relative: list[YearWord] = []
    notes: list[str] = []
    for mark in (m for m in cover if m.group == "year"):
        word: YearWord = mark.value
        years += [y for y in word.years if y not in years]
        if word.point:
            notes.append(f"时点:{word.years[0]}年底")
        if not word.years:
            relative.append(word)
    return tuple(years), relative, tuple(notes)


def _kind(words: Words) -> str | None:
    said = list(dict.fromkeys(words.said.get("kind", [])))
    return said[0] if len(said) == 1 else None


def _order(words: Words) -> Order | None:
    if words.top is not None and words.top.order:
        return cast("Order", words.top.order)
    return cast("Order | None", words.first("extreme"))


def _over(words: Words, operation: Operation, departments: Sequence[DepartmentRef], years: Sequence[int], relative: Sequence[YearWord]) -> Over | None:
    if len(departments) > 1:
        return "departments"
    if len(years) > 1 or any(w.every is not None for w in relative):
        return "years"
    said = words.first("over")
    if said is None and operation is Operation.RANK:
        return "departments" if not departments else "rows"
    return cast("Over | None", said)


def _with_aspects(measures: list[MeasureRef], aspects: list[str], words: Words, text: str, intent: Intent) -> tuple[list[MeasureRef], list[str]]:
    """The first aspect becomes the measure's own where the plain amount is not asked as well."""
    figures = [a for a in aspects if a != "reason"]
    if not figures or not measures:
        return measures, aspects
    plain_asked = bool(re.search(r"多少[万亿]?[元块]?.{0,3}[?,。、;].*(?:比上年|比去年|跟上|较上|同比)", text)) or bool(phrases() and re.search(r"[?,].*又?是多少[?,].*比", text))
    if plain_asked:
        return measures, aspects
    measures = [m.model_copy(update={"aspect": figures[0]}) if m.aspect == "amount" else m for m in measures]
    return measures, [a for a in aspects if a != figures[0]]


def _with_whole(measures: list[MeasureRef], found: list[Operand], operation: Operation) -> list[MeasureRef]:
    """A share without a named whole is of the nearest scope: A里，B占多大比例 -> B, A."""
    if operation is not Operation.SHARE or any(o.whole for o in found) or len(measures) != 1 or not found[-1].scopes:
        return measures
    scope = found[-1].scopes[-1]
    return [measures[0], measure_ref(scope)] if not scope.is_fund else measures
