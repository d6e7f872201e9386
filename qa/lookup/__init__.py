"""Query -> figures: the grid of departments, years, measures and aspects that a question spans, each cell filled, contradicted or missing.

Entry point: :func:`find`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.numbers import is_money
from index.store import Index
from index.text import normal
from qa.lookup.catalogue import Catalogue, View, catalogue
from qa.lookup.composed import composed
from qa.lookup.derive import previous_year
from qa.lookup.everywhere import asks_everywhere, slots_everywhere
from qa.lookup.marked import marked_total
from qa.lookup.match import Wanted, candidates, of_subject, wanted_of
from qa.lookup.model import Candidate, Found, Gap, Slot, Spot
from qa.lookup.names import key
from qa.lookup.projects import projects_named
from qa.lookup.ranked import asks_ranking, asks_share_ranking, leading, leading_shares
from qa.lookup.reconcile import settled
from qa.lookup.scope import Place, Scoped, scope_taken, scoped
from qa.lookup.variants import variants
from qa.lookup.wide import WIDE, Gathered
from qa.model import DepartmentRef, MeasureRef, Operation, Query

__all__ = ["Candidate", "Catalogue", "Found", "Gap", "Slot", "Spot", "again", "catalogue", "fill", "find", "scoped", "years_there"]


def _search(place: Place, wanted: Wanted, cat: Catalogue) -> list[Candidate]:
    """Candidates from the year's own documents, else from the next year's; by the names as asked, else by looser readings of them."""
    for records in (place.own, place.later):
        found = [c for r in records for c in candidates(cat.near(r), wanted)]
        if not found:
            found = [c for r in records for c in _otherwise(cat.view(r), wanted)]
        if found:
            return sorted(found, key=lambda c: -c.score)
    return []


def _otherwise(view: View, wanted: Wanted) -> list[Candidate]:
    for other in variants(view, wanted):
        found = candidates(view, other)
        if found:
            return found
    return of_subject(view, wanted)


_HOW_MANY_PERCENT = re.compile(r"百分之几|百分之多少|几个百分点|增幅|降幅|涨幅|增长率|下降率|幅度")
_HOW_MUCH = re.compile(r"(?:增加|减少|增|减|少|多|变动|降|涨)了?多少(?!个?百分)")
_NO_FIGURE = {"reason", "consistency", "date", "value"}
_OVER_TIME = {Operation.GROWTH, Operation.DIFFERENCE, Operation.TREND, Operation.COMPARE, Operation.RATIO}


def find(query: Query, index: Index, *, thorough: bool = False) -> Found:
    """All slots of a question, in the order asked: departments, years, kinds, stages, measures, aspects.

    ``thorough``: every figure is read, also over thousands of departments.
    """
    whole = catalogue(index)
    where = scoped(query, whole)
    slots: list[Slot] = []
    aspects = _aspects(query, query.measures[0]) if query.measures else ()
    if not thorough and asks_ranking(query, where, aspects):
        measure, aspect = query.measures[0], aspects[0]
        wanted = _asked(measure, aspect, query)
        first = leading(query, where, whole, wanted, lambda place, cat: fill(place, measure, aspect, None, query, cat))
        if first is not None:
            return first
    if not thorough and (everyone := _everywhere(query, where, whole)) is not None:
        return everyone
    own = [r for p in where.places for r in p.own] if len(where.places) > WIDE else []
    gathered: dict[MeasureRef, Catalogue] = {m: Gathered(whole, own, m) for m in query.measures} if own else {}
    for place in where.places:
        for measure in query.measures:
            cat = gathered.get(measure, whole)
            if measure.given is not None:
                continue  # the question states it
            if measure.department not in (None, place.department) or (measure.years and place.year not in measure.years):
                continue
            stages = (measure.stage,) if measure.stage else query.stages or (None,)
            for aspect in _aspects(query, measure):
                slots.extend(_inside(place, measure, aspect, stage, query, cat) or fill(place, measure, aspect, stage, query, cat) for stage in stages)
            if "value" in query.aspects:
                worth = measure.model_copy(update={"mention": f"{measure.mention}价值", "names": tuple(f"{n}价值" for n in measure.names), "aspect": "amount"})
                slots.append(fill(place, worth, "amount", None, query, cat))
    return Found(tuple(slots), where.unknown, where.open_axes)


def _everywhere(query: Query, where: Scoped, whole: Catalogue) -> Found | None:
    """The slots of a fold over all departments, unread; None where they have to be read."""
    asked = [(m, _aspects(query, m)) for m in query.measures]
    if not asks_everywhere(query, where, asked):
        return None

    def filling(measure: MeasureRef, aspect: str) -> tuple[MeasureRef, Callable[[Place], Wanted], Callable[[Place, Catalogue], Slot]]:
        return measure, _asked(measure, aspect, query), lambda place, cat: fill(place, measure, aspect, None, query, cat)

    if asks_share_ranking(query, where, asked):
        first = leading_shares(query, where, whole, [filling(measure, aspect) for measure, (aspect,) in asked])
        if first is not None:
            return first
    columns: list[Sequence[Slot]] = []
    for measure, (aspect,) in asked:
        _, ask, filled = filling(measure, aspect)
        slots = slots_everywhere(query, where, whole, measure, aspect, ask, filled)
        if slots is None:
            return None
        columns.append(slots)

    def read(slots: Sequence[Slot]) -> list[Slot]:
        places = {(p.department, p.year, p.kind): p for p in where.places}
        chosen = [places[s.spot.department, s.spot.year, s.spot.kind] for s in slots]
        own = [r for p in chosen for r in p.own]
        gathered = {m: Gathered(whole, own, m) for m in {s.spot.measure for s in slots}}
        return [fill(p, s.spot.measure, s.spot.aspect, None, query, gathered[s.spot.measure]) for p, s in zip(chosen, slots, strict=True)]

    every = tuple(slots[i] for i in range(len(where.places)) for slots in columns)
    return Found(every, where.unknown, where.open_axes, read=read)


def _asked(measure: MeasureRef, aspect: str, query: Query) -> Callable[[Place], Wanted]:
    """What :func:`fill` looks for first at a place, made once a year and kind."""
    known: dict[tuple[int | None, str | None], Wanted] = {}
    unit = _unit_for(query, measure, aspect)

    def wanted(place: Place) -> Wanted:
        mark = (place.year, place.kind)
        if mark not in known:
            known[mark] = wanted_of(_at(measure, place, query), aspect, year=place.year, stage=None, kind=query.kind, unit=unit, text=query.text)
        return known[mark]

    return wanted


def _at(measure: MeasureRef, place: Place, query: Query) -> MeasureRef:
    return measure if "总计" in query.text else _of_accounts(measure, place)


def _inside(place: Place, measure: MeasureRef, aspect: str, stage: str | None, query: Query, cat: Catalogue) -> Slot | None:
    """甲多少，其中乙多少: 乙 as it stands under 甲, where the document has it so."""
    text = normal(query.text)
    before = re.search(r"其中(?:的)?" + re.escape(normal(measure.mention)), text) if measure.mention and not measure.qualifiers else None
    outer = [m for m in query.measures if m != measure and m.names and before and 0 <= text.find(normal(m.mention)) < before.start()]
    if not outer:
        return None
    slot = fill(place, measure.model_copy(update={"qualifiers": (outer[-1].names[0],)}), aspect, stage, query, cat)
    best = slot.best
    own = best is not None and key(best.figure.measure) in {key(n) for n in measure.names}
    under = best is not None and key(outer[-1].names[0]) in {key(q) for q in (*best.figure.qualifiers, best.figure.measure, best.figure.form or "")}
    return slot.at(measure=measure) if under and (own or best is not None) else None


def _aspects(query: Query, measure: MeasureRef) -> tuple[str, ...]:
    """The aspects to look up: of a change over several years that are named, the plain amounts (the change is computed)."""
    aspects = tuple(dict.fromkeys((measure.aspect, *(a for a in query.aspects if a not in _NO_FIGURE))))
    if query.unit == "%" and aspects == ("change",) and not _HOW_MUCH.search(query.text):
        aspects = ("rate",)
    elif "change" in aspects and "rate" not in aspects and _HOW_MANY_PERCENT.search(query.text):
        kept = aspects if _HOW_MUCH.search(query.text) else tuple(a for a in aspects if a != "change")
        aspects = (*kept, "rate")
    if len(query.years) > 1 and len(query.departments) < 2 and {query.operation, *query.also} & _OVER_TIME:
        aspects = tuple(dict.fromkeys("amount" if a in {"change", "rate"} else a for a in aspects))
    return aspects


def fill(place: Place, measure: MeasureRef, aspect: str, stage: str | None, query: Query, cat: Catalogue) -> Slot:
    """The slot of one place, measure and aspect: from the year's own documents, else from the next year's that speak of it."""
    spot = Spot(place.department, place.year, place.kind, measure, aspect, scope_taken(query.scope, place), stage)
    if not place.own and not place.later:
        return Slot(spot, gap=Gap("year", years_there(place, cat)))
    if not measure.names and not measure.code:
        return Slot(spot, gap=Gap("measure"))
    if _is_head(query, measure):
        aspect, measure = "count", measure.model_copy(update={"aspect": "count", "names": tuple(n for n in measure.names if not n.endswith("价值"))})
        spot = Spot(place.department, place.year, place.kind, measure, aspect, scope_taken(query.scope, place), stage)
    unit = _unit_for(query, measure, aspect)
    kind = query.kind if not measure.department or any(str(r.identity.kind or "") == query.kind for r in place.own) else None
    measure = _at(measure, place, query)
    wanted = wanted_of(measure, aspect, year=place.year, stage=stage, kind=kind, unit=unit, text=query.text)
    if aspect == "count" and is_money(query.unit) and all(m.aspect == "count" for m in query.measures):
        worth = wanted_of(measure, "amount", year=place.year, stage=stage, kind=query.kind, unit=query.unit, text=query.text)
        found = _search(place, worth, cat)
        if found:
            return settled(spot, found)
    found = _search(place, wanted, cat)
    if found and unit and not is_money(unit) and found[0].figure.unit != unit and measure.alternatives:
        counted = wanted_of(measure.model_copy(update={"names": measure.alternatives, "mention": ""}), aspect, year=place.year, stage=stage, kind=kind, unit=unit, text=query.text)
        exact = [c for c in _search(place, counted, cat) if c.figure.unit == unit]
        found = exact or found  # 调研几件: of the items that hold the word, the one that is counted so
    if found and found[0].figure.subject_kind == "项目" and key(measure.mention) != key(found[0].figure.subject):
        several = projects_named(place, spot, cat)
        if several is not None and several.parts:
            return several
    if found:
        return settled(spot, found)
    named = projects_named(place, spot, cat) or composed(place, spot, wanted, cat) or marked_total(place, spot, cat)
    if named is not None:
        return named
    if stage == "年初预算" and "年初" not in query.text and (other := fill(place, measure, aspect, "全年预算", query, cat)).best:
        return other
    if aspect == "actual" and place.kind == "预算":
        planned = fill(place, measure, "target", stage, query, cat)
        if planned.best:
            return planned
    if aspect in {"amount", "count"}:
        won = previous_year(place, wanted, cat)
        if won is not None:
            return settled(spot, [won])
    if not place.own:
        return Slot(spot, gap=Gap("year", years_there(place, cat)))
    if query.kind and all(str(r.identity.kind or "") != query.kind for r in place.own):
        return Slot(spot, gap=Gap("kind", years_there(place, cat)))
    return Slot(spot, gap=Gap("measure"))


def again(
    slot: Slot, query: Query, cat: Catalogue, *, year: int | None = None, aspect: str | None = None, measure: MeasureRef | None = None
) -> Slot:
    """The slot beside another one: the same item for another year, another aspect of it, or another item."""
    wanted_year = slot.spot.year if year is None else year
    one = query.model_copy(update={"years": (wanted_year,) if wanted_year is not None else (), "departments": _refs(slot.spot.department)})
    places = [p for p in scoped(one, cat).places if not slot.spot.kind or not p.kind or p.kind == slot.spot.kind]
    if not places:
        return Slot(slot.spot, gap=Gap("year"))
    return fill(places[0], measure or slot.spot.measure, aspect or slot.spot.aspect, slot.spot.stage, query, cat)


def _is_head(query: Query, measure: MeasureRef) -> bool:
    """Whether the measure is what an amount is divided by (平均一辆车): its number, never its worth."""
    if query.operation is not Operation.PER_HEAD or len(query.measures) < 2 or measure == query.measures[0] or measure.department:
        return False
    if query.measures[0].aspect == "count":
        return False
    things = [n for n in measure.names if not n.endswith("价值")]
    return bool(things) and len(things) < len(measure.names) and not any(n.endswith("价值") for n in query.measures[0].names)


def _unit_for(query: Query, measure: MeasureRef, aspect: str) -> str | None:
    """The unit that the figure itself must have: not that of a computed result, and none where only its kind was asked."""
    if aspect == "amount" and measure.names and measure.names[0].endswith("价值"):
        return query.unit if is_money(query.unit) else "万元"
    if Operation.PER_HEAD in (query.operation, *query.also) and len(query.measures) > 1 and measure != query.measures[0]:
        return None
    if aspect == "count":
        return None if is_money(query.unit) or query.unit == "%" else query.unit
    if query.unit == "%":
        asked = {measure.aspect, aspect, *query.aspects}
        plain = query.operation is Operation.NONE and not query.also and not asked & {"share", "rate", "change"}
        return "%" if plain else None
    return query.unit


def _of_accounts(measure: MeasureRef, place: Place) -> MeasureRef:
    """In final accounts 支出 without 总计 is the year's own spending (支出总计 holds the carry-over to next year as well), likewise 收入."""
    first = measure.names[0] if measure.names else ""
    if place.kind != "决算" or first not in {"支出总计", "收入总计"} or "总计" in measure.mention or "收支" in measure.mention:
        return measure
    return measure.model_copy(update={"names": (f"本年{first[:2]}合计", *measure.names)})


def _refs(department: str) -> tuple[DepartmentRef, ...]:
    return (DepartmentRef(mention=department, department=department),)


def years_there(place: Place, cat: Catalogue) -> tuple[str, ...]:
    """What the department has instead: ``2024年预算`` ..."""
    pairs: Sequence[tuple[int, str]] = sorted(
        {(r.identity.fiscal_year or 0, str(r.identity.kind or "")) for r in cat.by_department.get(place.department, ())}
    )
    return tuple(f"{year}年{kind}" for year, kind in pairs if year)
