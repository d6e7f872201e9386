"""What a project's form prints of the project as a whole: its execution rate, its score, its money by source."""

from __future__ import annotations

import re

from index.model import Figure
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.lookup.model import Candidate
from qa.model import Query
from qa.projects.book import Item
from qa.projects.subject import Subject
from qa.projects.values import bare, title

_RATE = re.compile(r"执行率|执行(?:了|进度)(?:百分之)?(?:多少|几)")
_SCORE = re.compile(r"得分|得了?(?:多少|几)分|评了?(?:多少|几)分|打了?(?:多少|几)分|自评分|总分|拿了?(?:多少|几)分")
_WHOLE = re.compile(r"(?:年度)?(?:预算|资金)总额|预算安排规模|预算总规模")
_INDICATOR = 0.85


def write_overall(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """The project's execution rate or score, where it is not an indicator's that is asked."""
    project = subject.projects[0]
    done = False
    for words, kind, name in ((_RATE, "rate", "预算执行率"), (_SCORE, "score", "自评得分")):
        items = project.kind(kind)  # type: ignore[arg-type]
        if not words.search(query.text) or not items or not subject.named:
            continue
        hits = [h for h in subject.hits(project.kind("indicator"), project) if not h.said <= project.called]
        if hits and (hits[0].own >= _INDICATOR or (kind == "score" and hits[0].own >= 0.4)):
            continue
        if kind == "score" and subject.wish.units and set(subject.wish.units) - {"分"}:
            continue
        candidate = Candidate(items[0].figures[0], project.record, 1.0, 10.0)
        sheet.say(f"{title(project)}，{name}为{said(quantity(candidate))}{sheet.mark([candidate])}。")
        sheet.figure(f"{bare(project.name)}{name}", quantity(candidate), [candidate])
        done = True
    return done


def write_money(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """The money of a planned project by the names that its form gives it: 年度预算总额, 财政拨款, 其他资金. False unless two are named."""
    project = subject.projects[0]
    if not subject.named or project.assessed or not project.kind("source"):
        return False
    text = normal(query.text)
    lines: list[tuple[str, Figure]] = []
    whole = _WHOLE.search(text) or re.search(r"(?:一共|总共)(?=多少)", text)
    form = next((i for i in project.kind("total") if "绩效" in i.group or "绩效" in (i.figures[0].form or "")), None)
    if whole and form:
        lines.append((whole[0] if "额" in whole[0] or "规模" in whole[0] else "年度预算总额", form.figures[0]))
    lines += [(i.name, i.figures[0]) for i in _said(project.kind("source"), text)]
    if len(lines) < 2:
        return False
    for name, figure in lines:
        candidate = Candidate(figure, project.record, 1.0, 10.0)
        sheet.say(f"{title(project)}的{name}为{said(quantity(candidate, query.unit))}{sheet.mark([candidate])}。")
        sheet.figure(name, quantity(candidate, query.unit), [candidate])
    return True


def _said(items: tuple[Item, ...], text: str) -> list[Item]:
    return [i for i in items if normal(i.name) in text or ("财政拨款" in i.name and re.search(r"财政(?:上|局)?(?:出|掏|给|拨|安排)", text))]
