"""Other readings of a question that was understood: another year, kind or department, each as a question that can be asked."""

from __future__ import annotations

from index.store import Index
from qa.lookup import catalogue
from qa.model import Answer, Query

MOST = 8


def readings(answer: Answer, index: Index) -> dict[str, list[tuple[str, str]]]:
    """For each part of the reading (as ``Query.explained`` says it) what else the documents have: (label, question).

    Only for questions for plain items of one department, where the new question surely says the same.
    """
    query = answer.query
    if query is None or len(query.departments) != 1 or not query.departments[0].department or not query.measures or query.operation != "none":
        return {}
    if len(query.years) > 1 or query.aspects or any(m.aspect != "amount" for m in query.measures):
        return {}
    department = query.departments[0].department
    cat = catalogue(index)
    own = {(d.identity.fiscal_year, str(d.identity.kind or "")) for d in cat.by_department.get(department, ()) if d.identity.fiscal_year}
    found: dict[str, list[tuple[str, str]]] = {}
    year = query.years[0] if query.years else None
    if year is not None:
        others = sorted({y for y, k in own if y and y != year and query.kind in (None, k)}, reverse=True)
        found[f"{year}年"] = [(f"{y}年", _question(query, department, y, query.kind)) for y in others[:MOST]]
    if query.kind:
        kinds = sorted({k for y, k in own if k and k != query.kind and year in (None, y)})
        found[query.kind] = [(k, _question(query, department, year, k)) for k in kinds]
    same = sorted(
        {d.identity.department for d in cat.documents if year in (None, d.identity.fiscal_year) and query.kind in (None, str(d.identity.kind or ""))}
        - {department}
    )
    found[department] = [(name, _question(query, name, year, query.kind)) for name in same[:MOST]]
    return {part: options for part, options in found.items() if options}


def _question(query: Query, department: str, year: int | None, kind: str | None) -> str:
    names = "、".join(m.names[0] if m.names else m.mention for m in query.measures)
    return f"{department}{f'{year}年' if year else ''}{kind or ''}的{names}是多少？"
