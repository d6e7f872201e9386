"""Other readings of a question that was understood: another year, kind, department or scope of the money, each as a question that can be asked.

A changed question is offered only where it surely says the same of something else: it is read again, and must differ in that one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.model import DocumentRecord
from index.store import Index
from qa.engine import Engine
from qa.lookup import catalogue, find
from qa.model import Answer, Query
from qa.question import understand

MOST = 6
SCOPE = "口径"  # the key of the scopes in what :func:`readings` gives; the scope that was taken comes first
Options = list[tuple[str, str]]


def readings(answer: Answer, index: Index) -> dict[str, Options]:
    """For each part of the reading (as ``Query.explained`` says it) what else the documents have: (label, question)."""
    query = answer.query
    if query is None or answer.status == "declined" or len(query.departments) != 1 or not query.departments[0].department:
        return {}
    department = query.departments[0].department
    cat = catalogue(index)
    found: dict[str, Options] = {}
    year = query.years[0] if len(query.years) == 1 else None
    own = cat.by_department.get(department, ())
    if year is not None:
        years = sorted({y for d in own if (y := d.identity.fiscal_year) and y != year and _kind(d, query.kind)}, reverse=True)
        found[f"{year}年"] = _offered(((f"{y}年", _with_year(query, year, y)) for y in years), query, index, "years")
    if query.kind:
        kinds = sorted({str(d.identity.kind) for d in own if d.identity.kind} - {query.kind})
        found[query.kind] = _offered(((k, _with_kind(query, k)) for k in kinds), query, index, "kind")
    others = {d.identity.department for d in cat.documents if year in (None, d.identity.fiscal_year) and _kind(d, query.kind)} - {department}
    found[department] = _offered(((name, _with_department(query, name)) for name in sorted(others)), query, index, "departments")
    if answer.status == "answered" and (scopes := _scopes(query, index)):
        found[SCOPE] = scopes
    return {part: options for part, options in found.items() if options}


def _kind(record: DocumentRecord, kind: str | None) -> bool:
    return kind in (None, str(record.identity.kind or ""))


def _plain(query: Query) -> bool:
    """Whether the question asks for items of one department and nothing more."""
    return bool(query.measures) and query.operation == "none" and not query.aspects and all(m.aspect == "amount" for m in query.measures)


def _asked(query: Query, *, department: str = "", year: int | None = None, kind: str | None = None) -> str:
    """A plain question made anew, for words that do not themselves name what is to be changed."""
    if not _plain(query) or len(query.years) > 1:
        return ""
    who = department or query.departments[0].department
    when = year or (query.years[0] if query.years else None)
    names = "、".join(m.names[0] if m.names else m.mention for m in query.measures)
    return f"{who}{f'{when}年' if when else ''}{kind or query.kind or ''}的{names}是多少？"


def _with_year(query: Query, old: int, new: int) -> str:
    return _replaced(query, re.compile(rf"(?<!\d){old}(?=年)"), str(new)) or _asked(query, year=new)


def _with_kind(query: Query, new: str) -> str:
    return _replaced(query, re.compile(re.escape(query.kind or "")), new) or _asked(query, kind=new)


def _with_department(query: Query, new: str) -> str:
    return _replaced(query, re.compile(re.escape(query.departments[0].mention)), new) or _asked(query, department=new)


def _replaced(query: Query, old: re.Pattern[str], new: str) -> str:
    """The question's own words with one thing changed; blank where it does not name it exactly once."""
    return old.sub(new, query.text) if len(old.findall(query.text)) == 1 and not query.inherited else ""


def _offered(made: Iterable[tuple[str, str]], query: Query, index: Index, changed: str) -> Options:
    """Those that are read as the same question of something else."""
    found: Options = []
    for label, question in made:
        if question and _same(understand(question, (), index), query, changed):
            found.append((label, question))
        if len(found) == MOST:
            break
    return found


def _same(new: Query, old: Query, changed: str) -> bool:
    def parts(query: Query) -> dict[str, object]:
        return {
            "departments": [d.department for d in query.departments],
            "years": query.years,
            "kind": query.kind,
            "measures": [(m.qualifiers, m.aspect, m.role) for m in query.measures],
            "how": (query.intent, query.operation, query.aspects, query.top_n, query.order),
            "topic": "" if query.measures else query.topic,
        }

    named = all(a.mention == b.mention or a.names[:1] == b.names[:1] for a, b in zip(new.measures, old.measures, strict=False))
    return named and {k: v for k, v in parts(new).items() if k != changed} == {k: v for k, v in parts(old).items() if k != changed}


def _scopes(query: Query, index: Index) -> Options:
    """The scope of the money that the answer took, and others of the same item, each tried: asked for, it gives that figure."""
    if not _plain(query) or len(query.measures) != 1 or len(query.years) > 1 or query.measures[0].fund:
        return []
    slots = find(query, index).filled
    if len(slots) != 1 or slots[0].best is None or not slots[0].best.figure.fund:
        return []
    best, found, seen = slots[0].best.figure, [], {slots[0].best.figure.fund}
    for other in slots[0].readings:
        figure, who = other.figure, other.record.identity
        if figure.fund is None or figure.fund in seen or figure.measure not in (best.measure, *query.measures[0].names) or figure.stage != best.stage:
            continue
        seen.add(figure.fund)
        question = f"{who.department}{who.fiscal_year}年{who.kind or ''}{figure.fund}的{figure.measure}是多少？"
        tried = Engine(index).ask(question)
        if tried.status == "answered" and tried.figures and tried.figures[0].value == figure.value:
            found.append((figure.fund, question))
    return [(best.fund or "", query.text), *found] if found else []
