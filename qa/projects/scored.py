"""The projects of one disclosure as rows: by their score (自评总分), their execution rate (预算执行率), or by one indicator that several of them have.

``项目自评拿满分的有几个，哪几个``; ``自评平均多少分``; ``执行率不到九成的项目有哪些``; ``“参与人员满意度”权重超过10分的项目有几个，最高的是哪个``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.model import Figure
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup.catalogue import Catalogue
from qa.lookup.model import Candidate
from qa.model import Query
from qa.projects.book import Project, projects_of
from qa.projects.folding import AMOUNTS, COUNT, MEAN, MOST, NAMES, Row, chosen
from qa.projects.linking import named, scales_of
from qa.projects.names import pairs
from qa.projects.subject import documents
from qa.projects.values import WORDS, bare

_SCORED = re.compile(r"(?:自评|评价|评分|打分|得分|总分|满分)")
_RATE = re.compile(r"(?:预算|资金)?执行率")
_FULL = re.compile(r"满分")
_ASPECT = (("weight", re.compile(r"权重|分值")), ("actual", re.compile(r"实际完成|实际值|完成值")), ("last", re.compile(r"上年|去年")), ("target", re.compile(r"目标|指标值")))
_LISTS = re.compile(r"(?:哪|几|多少|所有|全部|各)[^,，。?？]{0,8}项目|项目[^,，。?？]{0,24}(?:几个|哪|多少个|平均)|平均")
_SAME_INDICATOR = 0.99
_FULL_SCORE = Decimal(100)


def write_scored(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """See module. False where it is not asked, or fewer than two projects of the disclosure have what is asked."""
    text = normal(query.text)
    if "项目" not in text or not (_LISTS.search(text) or MOST.search(text)) or not query.departments:
        return False
    records = documents(query, cat)
    projects = [p for r in records for p in projects_of(r, cat) if not p.whole]
    if len({p.record.id for p in projects}) != 1 or named(projects, text, scales_of(projects)):
        return False
    what, rows = _rows(text, projects)
    if len(rows) < 2:
        return False
    picked = _picked(query, text, what, rows)
    mean = MEAN.search(text) is not None
    if not mean and not picked and not COUNT.search(text):
        return False
    _write(query, text, what, rows, picked, sheet, mean=mean)
    return True


def _rows(text: str, projects: Sequence[Project]) -> tuple[str, list[Row]]:
    """What the projects are compared by, and each project's figure of it."""
    if _RATE.search(text):
        return "预算执行率", [_row(p, i.figures[0]) for p in projects for i in p.kind("rate")[:1]]
    found = _indicator(text, projects)
    if found:
        return found
    if _SCORED.search(text):
        return "自评得分", [_row(p, i.figures[0]) for p in projects for i in p.kind("score")[:1]]
    return "", []


def _row(project: Project, figure: Figure) -> Row:
    return Row(bare(project.name), figure, Candidate(figure, project.record, 1.0, 10.0))


def _indicator(text: str, projects: Sequence[Project]) -> tuple[str, list[Row]] | None:
    """The indicator that the question names and several projects have, by the value of it that is asked."""
    aspect = next((a for a, words in _ASPECT if words.search(text)), None)
    names = {normal(i.name) for p in projects for i in p.kind("indicator") if len(normal(i.name)) >= 4 and normal(i.name) in text}
    name = max(names, key=len, default="")
    if aspect is None or not name:
        return None
    rows = [_row(p, f) for p in projects for i in p.kind("indicator") if normal(i.name) == name and pairs(i.name) and (f := i.of(aspect))]
    return (f"{name}的{WORDS[aspect]}", rows) if len(rows) > 1 else None


def _picked(query: Query, text: str, what: str, rows: Sequence[Row]) -> list[Row]:
    """The projects beyond the threshold, with full marks, or first in their order."""
    if what == "自评得分" and _FULL.search(text) and not re.search(r"没|未|不是|最", text):
        return [r for r in rows if r.figure.value == _FULL_SCORE]
    return chosen(query, text, rows) or []


def _write(query: Query, text: str, what: str, rows: Sequence[Row], picked: Sequence[Row], sheet: Sheet, *, mean: bool) -> None:
    record = rows[0].candidate.record.identity
    who = f"{record.department}{record.fiscal_year or ''}年{record.kind or ''}"
    counted = COUNT.search(text)
    if counted:
        sources = [r.candidate for r in picked or rows]
        sheet.say(f"{who}的{len(rows)}个项目中，{what}符合条件的有{len(picked)}个{sheet.mark(sources)}。")
        sheet.figure("项目数", Quantity(Decimal(len(picked)), "个", 0), sources, derived=True)
    if mean:
        sources = [r.candidate for r in rows]
        average = sums.mean([quantity(c) for c in sources]).to_places(2 if query.decimals is None else query.decimals)
        sheet.say(f"{who}{len(rows)}个项目的{what}平均为{said(average)}（{' + '.join(said(quantity(c)) for c in sources)}，除以{len(rows)}）{sheet.mark(sources)}。")
        sheet.figure(f"平均{what}", average, sources, derived=True)
    best = MOST.search(text) if query.threshold is not None else None
    if picked and not counted and not mean:
        sheet.say(f"{who}{what}：")
    for row in picked if not counted or NAMES.search(text) else ():
        sheet.say(f"- {row.name}：{what}{said(quantity(row.candidate))}{sheet.mark([row.candidate])}")
        if not counted or AMOUNTS.search(text):
            sheet.figure(row.name, quantity(row.candidate), [row.candidate])
    if best:
        extreme = (min if best["how"] in "低小少差轻" else max)(rows, key=lambda r: r.figure.value)
        sheet.say(f"其中最{best['how']}的是{extreme.name}：{said(quantity(extreme.candidate))}{sheet.mark([extreme.candidate])}。")
        sheet.figure(extreme.name, quantity(extreme.candidate), [extreme.candidate])
