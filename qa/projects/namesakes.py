"""Projects told apart by the year in their names (2021年那笔, 2026年自治区那笔): such a year is no fiscal year, its money stands in another year's plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.lookup.catalogue import Catalogue
from qa.model import Query
from qa.projects.book import Item, Project, projects_of
from qa.projects.linking import scales_of
from qa.projects.many import PARTS, write_lines, write_parts
from qa.projects.names import alike, core, pairs, years
from qa.projects.rates import whole_of
from qa.projects.subject import Subject, without_departments
from qa.projects.values import bare
from qa.projects.wish import wish_of

_LABEL = re.compile(r"(20\d\d)年度?(?:的)?[^,，。?？()（）、\d]{0,6}?[那这]一?(?:笔|项|个)|(20\d\d)年度?[^,，。?？()（）、\d和与跟]{0,5}的(?=[和与跟、)）哪谁])")
_USE = re.compile(r"建|用于|用来|用在|拿[去来出]|花在|投[到入给]|买|办")
_HOW_MUCH = re.compile(r"多少|几|各")
_CALLED = 0.4  # of a name's pairs of characters
_SAME = 0.5
_USE_SAID = 4  # characters in a row of what the money is for


def by_year(query: Query, cat: Catalogue, talk: Sequence[str]) -> Subject | None:
    """The projects of one document that the question tells apart by a year which is no fiscal year of the department; None where there are none."""
    text = normal(query.text)
    labels = list(dict.fromkeys(m[1] or m[2] for m in _LABEL.finditer(text)))
    departments = {d.department for d in query.departments if d.department}
    records = [r for d in departments for r in cat.by_department.get(d, ())] or list(cat.documents)
    disclosed = {str(r.identity.fiscal_year) for r in records}
    if not labels or (not departments and len(labels) < 2) or (departments and set(labels) <= disclosed):
        return None
    words = pairs(without_departments(query, normal("，".join([*talk[-1:], text])) if query.inherited else text))
    found = [(r, chosen) for r in records if (chosen := _of_labels(projects_of(r, cat), labels, words))]
    if len(found) != 1:
        return None
    record, chosen = found[0]
    plain = re.sub("|".join(f"{y}年度?" for y in labels), "", without_departments(query, text))
    everything = projects_of(record, cat)
    return Subject(tuple(chosen), True, wish_of(plain, record.identity.fiscal_year), scales_of(everything), everything)


def of_its_year(query: Query, cat: Catalogue, talk: Sequence[str]) -> Query:
    """The question asked of the year whose document has the projects, where a year said is only part of their names."""
    subject = by_year(query, cat, talk)
    year = subject.projects[0].record.identity.fiscal_year if subject else None
    return query.model_copy(update={"years": (year,)}) if year else query


def _of_labels(projects: Sequence[Project], labels: Sequence[str], words: frozenset[str]) -> list[Project]:
    """One project for each label, all of one kind; none where a label fits none or several."""
    chosen: list[Project] = []
    for label in labels:
        scored = sorted(((_said(p, words), n) for n, p in enumerate(projects) if p.kind("total") and any(label in years(name) for name in p.names)), reverse=True)
        if not scored or scored[0][0] < _CALLED or (len(scored) > 1 and scored[1][0] > scored[0][0] - 0.1):
            return []
        chosen.append(projects[scored[0][1]])
    return chosen if all(alike(core(chosen[0].name), core(p.name)) >= _SAME for p in chosen) else []


def _said(project: Project, words: frozenset[str]) -> float:
    return max(len(pairs(core(n)) & words) / (len(pairs(core(n))) or 1) for n in project.names)


def write_by_year(query: Query, subject: Subject, sheet: Sheet, talk: Sequence[str]) -> bool:
    """What each of them spends on the use said, how it is split, or its whole. False where that is not asked, or one of them has it not."""
    text = subject.wish.text
    asks = talk[-1] if query.inherited and talk and not _HOW_MUCH.search(text) else query.text
    if PARTS.search(asks) and all(p.kind("part") for p in subject.projects) and _uses(subject) is None:
        return write_parts(query.model_copy(update={"text": asks}), subject, sheet)
    if any(not is_money(u) for u in subject.wish.units):
        return False
    uses = _uses(subject)
    if uses is not None:
        lines = [(bare(p.name), item.figures[0], p) for p, item in zip(subject.projects, uses, strict=True)]
        return write_lines(query, lines, sheet, f"中的{bare(uses[0].name)}")
    if _USE.search(text) or (len(subject.projects) == 1 and re.search(r"哪[个笔项]|谁", text)):
        return False
    wholes = [whole_of(p, text) for p in subject.projects]
    if not all(wholes):
        return False
    return write_lines(query, [(bare(p.name), w[1], p) for p, w in zip(subject.projects, wholes, strict=True) if w], sheet, "")


def _uses(subject: Subject) -> list[Item] | None:
    """Of each project the part of its money for the use that the question says; None where one has none, or they are not the same use."""
    found: list[Item] = []
    for project in subject.projects:
        text = re.sub(r"20\d\d年度?", "|", subject.wish.text)
        for name in sorted((core(n) for n in project.names), key=len, reverse=True):
            text = text.replace(name, "|")
        runs = sorted(((_run(re.sub(r"20\d\d年度?", "", normal(i.name)), text), n) for n, i in enumerate(project.kind("part"))), reverse=True)
        if not runs or runs[0][0] < _USE_SAID or (len(runs) > 1 and runs[1][0] == runs[0][0]):
            return None
        found.append(project.kind("part")[runs[0][1]])
    return found if all(alike(found[0].name, i.name) >= _SAME for i in found) else None


def _run(one: str, other: str) -> int:
    """How many characters in a row two texts share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
