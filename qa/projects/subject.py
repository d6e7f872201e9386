"""Which projects a question is about: those it names, else the one that its words and amounts tell from all others of the documents asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.model import DocumentRecord
from index.text import normal
from qa.lookup.catalogue import Catalogue
from qa.model import Query
from qa.projects.book import Item, Project, projects_of
from qa.projects.linking import Hit, Scales, by_evidence, items_in, named, scales_of
from qa.projects.names import years as years_of
from qa.projects.wish import Wish, wish_of

_MOST_DOCUMENTS = 40
_LEAST = 4.0  # evidence of a project that is not named
_CLEAR = 0.75  # the next one's evidence at most
_SURE = 7.0
_SAID_ANEW = 0.3
_MORE = re.compile(r"目标|指标|实际|完成|上限|下限|计划|原定|原先|原来|差|超|得分|权重|分值|多少|几|满意度")
_TWO = re.compile(r"[两二](?:笔|个|项|份|块)[^,，。?？]{0,8}(?:钱|项目|资金|经费|专项)")
_WHOLE = re.compile(r"(?:部门|单位)?整体(?:支出)?(?:的)?(?:绩效|目标|自评)|(?:年度|部门|总的)绩效目标表?")


@dataclass(frozen=True, slots=True)
class Subject:
    """The projects asked about, in the order named; ``named`` false where the words of its form told it."""

    projects: tuple[Project, ...]
    named: bool
    wish: Wish  # without the department's name
    scales: Scales
    all: tuple[Project, ...]
    sure: bool = False  # its words tell it from all others by far
    before: Wish | None = None  # the question before, where that named the project and this one only asks for more of it

    def hits(self, items: Sequence[Item] | None = None, project: Project | None = None) -> list[Hit]:
        """The items of a project (of the first one) by how well the question says them."""
        project = project or self.projects[0]
        chosen = project.items if items is None else items
        hits = items_in(project, chosen, self.wish, self.scales)
        if self.before is not None and (not hits or hits[0].own < _SAID_ANEW):
            return items_in(project, chosen, self.before, self.scales)
        return hits


def subject_of(query: Query, cat: Catalogue, talk: Sequence[str] = ()) -> Subject | None:
    """The subject of a question, or None where it is about no project, or about none more than another."""
    own = _subject(query, cat)
    if own is not None and (own.named or own.sure or not talk):
        return own
    if not talk or not _MORE.search(normal(query.text)):
        return own
    before = _subject(query.model_copy(update={"text": talk[-1]}), cat)
    if before is None or len(before.projects) != 1 or not (before.named or before.sure):
        return own
    wish = wish_of(without_departments(query, normal(query.text)), before.projects[0].record.identity.fiscal_year)
    return replace(before, wish=wish, before=before.wish)


def _subject(query: Query, cat: Catalogue) -> Subject | None:
    """The subject by the question's own words."""
    records = documents(query, cat)
    everything = tuple(p for r in records for p in projects_of(r, cat))
    if not everything:
        return None
    years = {r.identity.fiscal_year for r in records}
    wish = wish_of(query.text, next(iter(years)) if len(years) == 1 else None)
    scales = scales_of(everything)
    found = tuple(named(everything, wish.text, scales)) or tuple(named(everything, _talked_of(query), scales))
    bare = wish_of(without_departments(query, normal(query.text)), next(iter(years)) if len(years) == 1 else None)
    if found:
        own_years = {y for p in found for n in p.names for y in years_of(n)}
        bare = wish_of(re.sub("|".join(f"{y}年度?" for y in own_years) or "$^", "", without_departments(query, normal(query.text))), next(iter(years)) if len(years) == 1 else None)
        return Subject(found, True, bare, scales, everything)
    if _WHOLE.search(wish.text) and (own := tuple(p for p in everything if p.whole)):
        return Subject(own, True, bare, scales, everything) if len(own) == 1 else None
    ranked = by_evidence(everything, bare, scales)
    if len(ranked) > 2 and _TWO.search(wish.text) and ranked[1][1] >= 0.6 * ranked[0][1] >= _LEAST * 0.6 and ranked[2][1] <= 0.6 * ranked[1][1]:
        return Subject((ranked[0][0], ranked[1][0]), False, bare, scales, everything)
    if ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[1][1] > _CLEAR * ranked[0][1]):
        return _by_item(ranked, Subject((), False, bare, scales, everything))
    sure = ranked[0][1] >= _SURE and (len(ranked) < 2 or ranked[1][1] <= 0.6 * ranked[0][1])
    return Subject((ranked[0][0],), False, bare, scales, everything, sure)


def _by_item(ranked: Sequence[tuple[Project, float]], subject: Subject) -> Subject | None:
    """Of projects that the question's words fit about as well, the one that alone has what is asked."""
    near = [p for p, score in ranked if score >= 0.6 * ranked[0][1]][:5]
    best = sorted((hits[0] for p in near if (hits := subject.hits(p.kind("indicator", "goal", "part"), p))), key=lambda h: -h.score)
    if ranked[0][1] < 0.5 * _LEAST or not best or best[0].score < 0.7 or (len(best) > 1 and best[1].score > best[0].score - 0.2):
        return None
    return replace(subject, projects=(best[0].project,))


def documents(query: Query, cat: Catalogue) -> tuple[DocumentRecord, ...]:
    """The documents to look at: of the departments, years and kind said; none where that would be too many to read."""
    departments = {d.department for d in query.departments if d.department} | {a for d in query.departments if not d.department for a in d.alternatives}
    if query.departments and not departments:
        return ()
    records = [r for d in departments for r in cat.by_department.get(d, ())] if departments else list(cat.documents)
    years = {y for d in query.departments for y in d.years} or set(query.years)
    of_year = [r for r in records if r.identity.fiscal_year in years]
    if years and not of_year:
        return ()
    records = of_year or records
    of_kind = [r for r in records if not query.kind or str(r.identity.kind or "") == query.kind]
    records = of_kind or records
    return tuple(records) if len(records) <= _MOST_DOCUMENTS else ()


def _talked_of(query: Query) -> str:
    """The projects that only the talk before named: they stand among the items taken over from it."""
    if not query.inherited:
        return ""
    return normal("，".join(part for m in query.measures for part in (*m.qualifiers, m.subject or "")))


def without_departments(query: Query, text: str) -> str:
    """The question without the names of departments: they share words with names of projects (科技)."""
    for mention in sorted({d.mention for d in query.departments if d.mention}, key=len, reverse=True):
        text = text.replace(normal(mention), "|", 1)
    return text
