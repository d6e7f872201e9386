"""Which documents a question speaks of: departments × years × kinds, with what is missing said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.model import DocumentRecord
from qa.lookup.catalogue import Catalogue
from qa.model import Operation, Query

_OVER_ALL = {Operation.RANK, Operation.FILTER, Operation.COUNT, Operation.SUM, Operation.MEAN, Operation.COMPARE}
_OVER_YEARS = {Operation.TREND}


@dataclass(frozen=True, slots=True)
class Place:
    """One department, year and kind of the question; ``own`` are its documents, ``later`` the next year's, which may speak of this year too."""

    department: str
    year: int | None
    kind: str | None
    own: tuple[DocumentRecord, ...]
    later: tuple[DocumentRecord, ...] = ()
    said_year: bool = True


@dataclass(frozen=True, slots=True)
class Scoped:
    """The places of a question in the order asked, the names that are not in the index, and the axes that the question left open."""

    places: tuple[Place, ...]
    unknown: tuple[str, ...] = ()
    open_axes: tuple[str, ...] = ()


def scoped(query: Query, cat: Catalogue) -> Scoped:
    """The documents that a question is to be answered from."""
    departments, unknown, open_axes = _departments(query, cat)
    own_terms = {ref.department: ref for ref in query.departments if ref.years or ref.kind}
    whole, several = query, len(departments) > 1
    shared: list[int] | None = None
    places: list[Place] = []
    for department in departments:
        ref = own_terms.get(department)
        query = whole if ref is None else whole.model_copy(update={"years": ref.years or whole.years, "kind": ref.kind or whole.kind})
        records = _of_scope(cat.by_department.get(department, ()), query.scope)
        years = _years(query, records)
        if not query.years and len(years) > 1 and query.operation not in _OVER_YEARS and query.over != "years":
            if "departments" in open_axes or several or query.operation in _OVER_ALL:
                shared = _shared(departments, cat) if shared is None else shared
                years = [shared[-1]] if shared else years[-1:]
            elif "years" not in open_axes:
                open_axes = (*open_axes, "years")
        for year in years:
            places.extend(_places(department, year, query, records))
    places = _bound(places, departments)
    query = whole
    kinds: dict[tuple[str, int | None], set[str | None]] = {}
    for p in places:
        kinds.setdefault((p.department, p.year), set()).add(p.kind)
    if any(len(several_kinds) > 1 for several_kinds in kinds.values()):
        open_axes = (*open_axes, "kinds")
    return Scoped(tuple(places), unknown, open_axes)


def _bound(places: list[Place], departments: Sequence[str]) -> list[Place]:
    """Of several departments and several years, the pairs that exist: 甲2023年的 and 乙2024年的 are not asked for 乙2023年."""
    if len(departments) < 2 or len({p.year for p in places}) < 2:
        return places
    owned = {p.department for p in places if p.own}
    return [p for p in places if p.own or p.department not in owned]


def _departments(query: Query, cat: Catalogue) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    if not query.departments:
        everyone = list(cat.by_department)
        wide = query.operation in _OVER_ALL and query.over not in {"rows", "projects", "indicators", "years"}
        return everyone, (), () if wide or len(everyone) == 1 else ("departments",)
    known: list[str] = []
    unknown: list[str] = []
    open_axes: tuple[str, ...] = ()
    for ref in query.departments:
        if ref.department is None and ref.alternatives:
            known.extend(ref.alternatives)
            open_axes = ("departments",)
        elif ref.department is None or ref.department not in cat.by_department:
            unknown.append(ref.mention)
        else:
            known.append(ref.department)
    return list(dict.fromkeys(known)), tuple(unknown), open_axes


def _of_scope(records: Sequence[DocumentRecord], scope: str | None) -> tuple[DocumentRecord, ...]:
    """The records of the scope asked for; of 部门汇总 and 单位本级 only the former where none is named (the units are in it)."""
    if scope:
        chosen = tuple(r for r in records if str(r.identity.scope) == scope)
        return chosen or tuple(records)
    keep: list[DocumentRecord] = []
    for record in records:
        twins = [r for r in records if (r.identity.fiscal_year, r.identity.kind) == (record.identity.fiscal_year, record.identity.kind)]
        scopes = {str(r.identity.scope) for r in twins}
        if len(scopes) == 1 or str(record.identity.scope) == "部门汇总":
            keep.append(record)
    return tuple(keep)


def _years(query: Query, records: Iterable[DocumentRecord]) -> list[int | None]:
    if query.years:
        return list(query.years)
    of_kind = [r for r in records if not query.kind or str(r.identity.kind or "") == query.kind] or list(records)
    known = {r.identity.fiscal_year for r in of_kind if r.identity.fiscal_year is not None}
    return [*sorted(known)] or [None]


def _shared(departments: Sequence[str], cat: Catalogue) -> list[int]:
    """The years for which all of the departments have a document, ascending."""
    each = [{r.identity.fiscal_year for r in cat.by_department.get(d, ()) if r.identity.fiscal_year is not None} for d in departments]
    return sorted(set.intersection(*each)) if each else []


def _kind_hinted(text: str) -> str | None:
    """Words that only fit one kind: money is 安排 in a 预算, and 花了 in a 决算."""
    plan, spent = re.search(r"安排|打算|计划|准备|批复|预计|拟", text), re.search(r"花了|花掉|实际|支出了|用了|执行|花费", text)
    return None if bool(plan) == bool(spent) else ("预算" if plan else "决算")


def _places(department: str, year: int | None, query: Query, records: Sequence[DocumentRecord]) -> list[Place]:
    own = [r for r in records if r.identity.fiscal_year == year]
    later = [r for r in records if year is not None and r.identity.fiscal_year == year + 1]
    if query.kind:
        other = [r for r in own if str(r.identity.kind or "") != query.kind]
        own = [r for r in own if str(r.identity.kind or "") == query.kind] or other
        later = [r for r in later if str(r.identity.kind or "") == query.kind]
    kinds = sorted({str(r.identity.kind or "") for r in own}) or [query.kind or ""]
    if len(kinds) > 1:
        kinds = [k for k in kinds if k == _kind_hinted(query.text)] or kinds
    places = []
    for kind in kinds:
        chosen = tuple(r for r in own if str(r.identity.kind or "") == kind)
        after = tuple(r for r in later if not kind or str(r.identity.kind or "") == kind)
        places.append(Place(department, year, kind or None, chosen, after, bool(query.years)))
    return places
