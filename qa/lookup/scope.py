"""Which documents a question speaks of: departments × years × kinds, with what is missing said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.model import DocumentRecord
from qa.lookup.catalogue import Catalogue
from qa.model import DepartmentRef, Operation, Query

_OVER_ALL = {Operation.RANK, Operation.FILTER, Operation.COUNT, Operation.SUM, Operation.MEAN, Operation.COMPARE}
_OVER_YEARS = {Operation.TREND}
_UNITS_ASKED = re.compile("下属|所属|二级单位|基层单位|预算单位|直属")
KEPT = 16  # questions whose documents are remembered


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
    folded: tuple[str, ...] = ()  # units left out, since the summary of their department holds their money


def scoped(query: Query, cat: Catalogue) -> Scoped:
    """The documents that a question is to be answered from. Remembered: one question asks for them many times."""
    asked = _Asked(query.departments, query.years, query.kind, query.scope, query.operation, query.over, _kind_hinted(query.text), bool(_UNITS_ASKED.search(query.text)))
    known: Scoped | None = cat.scopes.get(asked)
    if known is None:
        known = cat.scopes[asked] = _scoped(asked, cat)
        for old in list(cat.scopes)[:-KEPT]:
            cat.scopes.pop(old, None)
    return known


@dataclass(frozen=True, slots=True)
class _Asked:
    """All of a question that decides which documents it is about; ``hint``: the kind that its words speak of."""

    departments: tuple[DepartmentRef, ...]
    years: tuple[int, ...]
    kind: str | None
    scope: str | None
    operation: Operation
    over: str | None
    hint: str | None
    units: bool = False  # units are asked for: they are listed though a summary holds them


_FAR = 5  # years


def _scoped(asked: _Asked, cat: Catalogue) -> Scoped:
    departments, unknown, open_axes = _departments(asked, cat)
    own_terms = {ref.department: ref for ref in asked.departments if ref.years or ref.kind}
    one_year = "departments" in open_axes or len(departments) > 1 or asked.operation in _OVER_ALL
    shared: list[int] | None = None
    places: list[Place] = []
    plans: dict[object, _Plan] = {}  # departments that disclosed alike have their places alike
    for department in departments:
        ref = own_terms.get(department)
        records = _under_any_name(department, asked, cat)
        mark = (ref, cat.disclosed.get(department, ())) if records is cat.by_department.get(department) else (ref, department)
        plan = plans.get(mark)
        if plan is None:
            own = asked if ref is None else replace(asked, years=ref.years or asked.years, kind=ref.kind or asked.kind)
            chosen = of_scope(records, asked.scope)
            years = _years(own, chosen)
            open_years = not own.years and len(years) > 1 and asked.operation not in _OVER_YEARS and asked.over != "years"
            if open_years and one_year:
                shared = _shared(departments, cat) if shared is None else shared
                years = [shared[-1]] if shared else years[-1:]
            plan = plans[mark] = _Plan.of([p for year in years for p in _places(department, year, own, chosen)], records, open_years and not one_year)
        if plan.open_years and "years" not in open_axes:
            open_axes = (*open_axes, "years")
        places.extend(plan.at(department, records))
    places = _bound(places, departments)
    folded: tuple[str, ...] = ()
    if not asked.departments and not asked.units and cat.folded:
        inside = {(p.department, p.year, p.kind) for p in places} & cat.folded
        folded = tuple(dict.fromkeys(p.department for p in places if (p.department, p.year, p.kind) in inside))
        places = [p for p in places if (p.department, p.year, p.kind) not in inside]
    kinds: dict[tuple[str, int | None], str | None] = {}
    if any(kinds.setdefault((p.department, p.year), p.kind) != p.kind for p in places):
        open_axes = (*open_axes, "kinds")
    return Scoped(tuple(places), unknown, open_axes, folded)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The places of one department, its documents by their positions: those of another that disclosed the same years and kinds are alike."""

    places: tuple[tuple[int | None, str | None, tuple[int, ...], tuple[int, ...], bool], ...]
    open_years: bool

    @classmethod
    def of(cls, places: Sequence[Place], records: Sequence[DocumentRecord], open_years: bool) -> _Plan:
        """From the places of a department and all its documents."""
        at = {id(record): i for i, record in enumerate(records)}
        kept = tuple((p.year, p.kind, tuple(at[id(r)] for r in p.own), tuple(at[id(r)] for r in p.later), p.said_year) for p in places)
        return cls(kept, open_years)

    def at(self, department: str, records: Sequence[DocumentRecord]) -> list[Place]:
        """The places of a department with these documents."""
        return [
            Place(department, year, kind, tuple(records[i] for i in own), tuple(records[i] for i in later), said)
            for year, kind, own, later, said in self.places
        ]


def _under_any_name(department: str, asked: _Asked, cat: Catalogue) -> tuple[DocumentRecord, ...]:
    """The department's documents, and where years are asked for those of the same body under its other name for the years that it lacks."""
    records = cat.by_department.get(department, ())
    others = cat.former.same_body(department)
    if not others or not (asked.years or asked.operation in _OVER_YEARS or asked.over == "years"):
        return records
    have = {r.identity.fiscal_year for r in records}
    return (*records, *(r for other in others for r in cat.by_department.get(other, ()) if r.identity.fiscal_year not in have))


def _bound(places: list[Place], departments: Sequence[str]) -> list[Place]:
    """Of several departments and several years, the pairs that exist: 甲2023年的 and 乙2024年的 are not asked for 乙2023年."""
    if len(departments) < 2 or len({p.year for p in places}) < 2:
        return places
    owned = {p.department for p in places if p.own}
    return [p for p in places if p.own or p.department not in owned]


def _departments(query: _Asked, cat: Catalogue) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
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


def scope_taken(scope: str | None, place: Place) -> str | None:
    """The scope asked for, where the documents of the place have it."""
    return scope if place.own and all(str(r.identity.scope) == scope for r in place.own) else None


def of_scope(records: Sequence[DocumentRecord], scope: str | None) -> tuple[DocumentRecord, ...]:
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


def _years(query: _Asked, records: Iterable[DocumentRecord]) -> list[int | None]:
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


def _telling_of(year: int | None, records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    """The documents that may tell of a year before theirs: the next year's, or the first later one within five years (比2019年减少…)."""
    if year is None:
        return []
    after = sorted({r.identity.fiscal_year for r in records if r.identity.fiscal_year and year < r.identity.fiscal_year <= year + _FAR})
    return [r for r in records if after and r.identity.fiscal_year == after[0]]


def _places(department: str, year: int | None, query: _Asked, records: Sequence[DocumentRecord]) -> list[Place]:
    own = [r for r in records if r.identity.fiscal_year == year]
    later = _telling_of(year, records)
    if query.kind:
        other = [r for r in own if str(r.identity.kind or "") != query.kind]
        own = [r for r in own if str(r.identity.kind or "") == query.kind] or other
        later = [r for r in later if str(r.identity.kind or "") == query.kind]
    kinds = sorted({str(r.identity.kind or "") for r in own}) or [query.kind or ""]
    if len(kinds) > 1:
        kinds = [k for k in kinds if k == query.hint] or kinds
    places = []
    for kind in kinds:
        chosen = tuple(r for r in own if str(r.identity.kind or "") == kind)
        after = tuple(r for r in later if not kind or str(r.identity.kind or "") == kind)
        places.append(Place(department, year, kind or None, chosen, after, bool(query.years)))
    return places
