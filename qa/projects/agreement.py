"""Whether a form agrees with itself: what its goal or its report says in words against what its indicator has in figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from index.model import Figure
from index.numbers import NUMBER
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import said
from qa.compute.arithmetic import Quantity
from qa.lookup.model import Candidate
from qa.model import Citation, Query
from qa.passages.pieces import Piece, citation_of
from qa.passages.statements import Statement
from qa.projects.book import Item, Project
from qa.projects.linking import Hit
from qa.projects.names import alike
from qa.projects.subject import Subject
from qa.projects.values import bare, bound, title, value_of
from qa.projects.wish import fits

_ASKS = re.compile(
    r"一致|对得上|对不上|对不对得上|打架|矛盾|一样|相同|相符|不符|出入|两处|冲突|吻合"
    r"|(?:文字|正文|叙述)[^,，。?？]{0,4}(?:指标|表)|(?:指标|表)[^,，。?？]{0,6}(?:文字|正文|叙述)"
)
_WORDS = re.compile(r"目标|文字|完成情况|说明|说(?:要|是|签|了|的)?|写")
_DONE = re.compile(r"完成情况|实际")
_LEAST_PAIR = 0.85
_LEAST_OWN = 0.15


@dataclass(frozen=True, slots=True)
class Said:
    """A number that the form's words give of an indicator: from a figure of the index, or read off the sentence."""

    name: str
    quantity: Quantity
    done: bool
    candidate: Candidate | None = None
    statement: Statement | None = None


def asks_agreement(query: Query) -> bool:
    """Whether the question sets the words of a form against its indicators."""
    return bool(_ASKS.search(query.text)) and bool(_WORDS.search(query.text))


def asks_sum(query: Query) -> bool:
    """Whether a total is set against its parts: that is no matter of one indicator."""
    return bool(re.search(r"相加|加起来|之和|总和|合计", query.text))


def write_agreement(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """Both numbers with their places and whether they agree; False where the form has no such pair."""
    if asks_sum(query):
        return False
    project = subject.projects[0]
    first = bool(_DONE.search(query.text) or "文字" in query.text) and project.assessed
    pair = _pair(subject, project, done=first) or (_pair(subject, project, done=not first) if "文字" in query.text else None)
    if pair is None:
        return False
    hit, words = pair
    value = value_of(project, hit.item, "actual" if words.done else "target") or value_of(project, hit.item, "target")
    if value is None:
        return False
    mark = sheet.mark([words.candidate]) if words.candidate else sheet.mark_citation(_cited(words, project, subject, sheet))
    figure = value.quantity(None)
    same = figure.value == words.quantity.value
    what = "实际完成值" if value.aspect == "actual" else "指标值"
    place = "实际完成情况的文字" if words.done else "总体目标"
    kind = bound(value.figure) if value.aspect == "target" else ""
    sheet.say(
        f"{'一致' if same else '不一致'}：{title(project)}，{place}写“{bare(words.name)}”{said(words.quantity)}{mark}，"
        f"绩效指标“{bare(hit.item.name)}”的{what}为{kind}{said(figure)}{sheet.mark([value.candidate])}。"
    )
    sheet.figure(place, words.quantity, [words.candidate] if words.candidate else [])
    sheet.figure(f"{bare(hit.item.name)}{what}", figure, [value.candidate])
    return True


def _cited(words: Said, project: Project, subject: Subject, sheet: Sheet) -> Citation:
    assert words.statement is not None
    return citation_of(Piece(words.statement, 1.0), sheet.citations.index, project.record)


def _pair(subject: Subject, project: Project, *, done: bool) -> tuple[Hit, Said] | None:
    """The indicator and what the words say of it that the question means together: the goal, or (``done``) the report of what was done."""
    indicators = [h for h in subject.hits(project.kind("indicator"), project) if h.own >= _LEAST_OWN and (h.item.of("target") or h.item.of("actual"))]
    goals = [h for h in subject.hits(project.kind("goal"), project) if h.own >= _LEAST_OWN and h.item.done == done]
    best: tuple[float, Hit, Said] | None = None
    for hit in indicators[:6]:
        spoken = [(_of_figure(g.item, project), g.score) for g in goals[:8]] + [(s, hit.score) for s in _read_off(project, hit.item, done)]
        for words, score in spoken:
            if not _comparable(hit.item, words):
                continue
            total = hit.score + score + 0.6 * alike(hit.item.name, words.name)
            if best is None or total > best[0]:
                best = (total, hit, words)
    return (best[1], best[2]) if best and best[0] >= _LEAST_PAIR else None


def _comparable(item: Item, words: Said) -> bool:
    return fits(item.unit, (words.quantity.unit,)) is True or {item.unit, words.quantity.unit} <= {"个", "份", "项", "次", "场", "场次", "家", "座"}


def _of_figure(item: Item, project: Project) -> Said:
    figure: Figure = item.figures[0]
    return Said(item.name, Quantity(figure.value, figure.unit), item.done, Candidate(figure, project.record, 1.0, 10.0))


def _read_off(project: Project, item: Item, done: bool) -> Iterable[Said]:
    """``受益人员满意度：90%`` in the words of the form: the indicator's own name with a number of its unit behind it."""
    name = re.sub(r"[(（][^()（）]{1,5}[)）]$", "", normal(item.name))
    if len(name) < 4 or not item.unit:
        return
    pattern = re.compile(re.escape(name) + rf"(?:达到?|为|是|:|：)?({NUMBER.pattern}){re.escape(item.unit)}")
    for statement in project.said:
        if statement.origin != "form" or ("完成情况" in statement.label) != done:
            continue
        found = pattern.search(normal(statement.text))
        if found:
            yield Said(item.name, Quantity(Decimal(found[1].replace(",", "")), item.unit), done, statement=statement)
