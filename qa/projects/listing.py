"""Indicators named one after the other (甲、乙、丙这三个指标), and words of their names that only look like a department (企业科协科技服务)."""

from __future__ import annotations

import re
from dataclasses import replace

from index.text import HAN, normal
from qa.lookup.catalogue import Catalogue
from qa.model import Query
from qa.projects.across import number_of
from qa.projects.book import projects_of
from qa.projects.linking import Hit, items_in, scales_of
from qa.projects.subject import Subject, documents
from qa.projects.wish import wish_of

_LIST = re.compile(r"(?:^|[,，|:：])([^,，。?？:：]+?、[^,，。?？:：]+?)(?:这|等)?([两二三四五六七八]|\d)(?:个|项|条)[^,，。?？、]{0,6}?指标")
_ENOUGH = 0.35
_SHORT = 3  # characters of a department's short name that may stand within another name


def enumerated(subject: Subject) -> list[Hit]:
    """One indicator for each name of the list, where as many are found as the question says there are."""
    found = _LIST.search(subject.wish.text)
    names = re.split(r"、|和|以及|与", found[1]) if found else []
    if not found or len(names) != number_of(found[2]):
        return []
    project = subject.projects[0]
    chosen: list[Hit] = []
    for place, name in enumerate(names):
        hits = items_in(project, project.kind("indicator"), wish_of(name), subject.scales)
        hits = [h for h in hits if h.item not in [c.item for c in chosen]]
        if not hits or hits[0].own < _ENOUGH or (len(hits) > 1 and hits[1].own > hits[0].own - 0.05):
            return []
        chosen.append(Hit(project, hits[0].item, hits[0].score, hits[0].own, place, 0, hits[0].said))
    return chosen


def as_many_as_said(subject: Subject, hits: list[Hit]) -> bool:
    """False where the question lists more indicators than were found."""
    found = _LIST.search(subject.wish.text)
    return not found or len(hits) >= number_of(found[2])


def of_one_department(query: Query, cat: Catalogue) -> Query:
    """Without a department whose short name is only part of an item's name in the documents of the other one."""
    refs = query.departments
    if len(refs) != 2 or not all(r.department for r in refs):
        return query
    text = normal(query.text)
    for ref, other in ((refs[1], refs[0]), (refs[0], refs[1])):
        within = re.search(rf"([{HAN}]{{2}})({re.escape(normal(ref.mention))})", text) if ref.mention and len(ref.mention) <= _SHORT else None
        if within is None or re.search(r"[和与跟及、比]", within[1]):
            continue
        alone = query.model_copy(update={"departments": (other,), "measures": tuple(m for m in query.measures if not m.department or m.department == other.department)})
        if any(within[0] in normal(i.name) for r in documents(alone, cat) for p in projects_of(r, cat) for i in p.items):
            return alone
    return query


_NAMED_LIST = re.compile(r"(?:绩效)?(?:目标|指标)(?:表)?(?:里|中)?(?:的)?[:：,，]?\s*(?P<names>[^,，。?？:：]*、[^,，。?？:：]+)$")
_VALUES = re.compile(r"(?:的)?(?:目标值|指标值|实际完成值|实际值|完成值|上年完成值|权重|分值|得分)?(?:各|分别)?(?:是|为|要求)?(?:多少|几[个次场期人项]?)?[?？]?$")
_CLEAR, _NEXT = 0.6, 0.15


def anywhere(query: Query, cat: Catalogue) -> list[Hit]:
    """Indicators listed by name (绩效指标：甲场次、乙次数 目标值) that stand in forms of different projects: one for each name, or none at all."""
    records = documents(query, cat)
    text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", normal(query.text)) if len(records) == 1 else ""
    found = _NAMED_LIST.search(_VALUES.sub("", text))
    names = [n.strip() for n in found["names"].split("、") if n.strip()] if found else []
    if len(names) < 2 or min(map(len, names)) < 4:
        return []
    projects = projects_of(records[0], cat)
    scales = scales_of(projects)
    chosen: list[Hit] = []
    for place, name in enumerate(names):
        hits = sorted((h for p in projects for h in items_in(p, p.kind("indicator"), wish_of(name), scales)), key=lambda h: -h.own)
        hits = [h for n, h in enumerate(hits) if all(h.item.name != o.item.name for o in hits[:n])]
        if not hits or hits[0].own < _CLEAR or (len(hits) > 1 and hits[1].own > hits[0].own - _NEXT):
            return []
        chosen.append(replace(hits[0], at=place, fit=0))
    return chosen
