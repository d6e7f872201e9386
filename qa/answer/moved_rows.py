"""Changes of items from one year to another by the tables of both years' disclosures, where the newer one does not state them."""

from __future__ import annotations

import re
from dataclasses import replace

from index.model import Aspect, DocumentRecord, Figure
from index.numbers import convert, is_money
from index.text import normal
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup import Candidate, Catalogue
from qa.lookup.names import key, neutral
from qa.lookup.scope import Place
from qa.model import Query

LEAST = 3
_FORMS = ("一般公共预算支出表", "财政拨款支出表", "支出总表")
_LENGTHS = {"类": 3, "款": 5, "项": 7}


def moved_rows(place: Place, before: int, aspect: Aspect, query: Query, cat: Catalogue) -> list[Candidate]:
    """The change (or rate) of each item that both years' tables print, newer less older; none where fewer than ``LEAST`` are in both.

    By function accounts, or by economic ones where the question says so; of the level asked for, else of the deepest.
    """
    if place.year is None:
        return []
    older = [r for r in cat.by_department.get(place.department, ()) if r.identity.fiscal_year == before and str(r.identity.kind or "") == (place.kind or "")]
    economic = bool(re.search("经济|基本支出", normal(query.text)))
    best: list[Candidate] = []
    for form in ("基本支出表",) if economic else _FORMS:
        new, old = _rows(place.own, form, query.level, cat), _rows(older, form, query.level, cat)
        both = [(new[name], old[name]) for name in new if name in old]
        found = [c for a, b in both if (c := _moved(a, b, aspect)) is not None]
        if len(found) > max(len(best), LEAST - 1):
            best = found
    return best


def _rows(records: tuple[DocumentRecord, ...] | list[DocumentRecord], form: str, level: str | None, cat: Catalogue) -> dict[str, Candidate]:
    """The plain cells of the first table of that form, by name."""
    for record in records:
        figures = [f for f in cat.view(record).figures if f.form == form and _plain(f)]
        tables = sorted({f.table for f in figures if f.table is not None})
        rows = [f for f in figures if f.table == tables[0]] if tables else []
        rows = _of_level(rows, level)
        if rows:
            return {f"{f.code or ''}{key(f.measure)}": Candidate(f, record, 1.0, 0.0) for f in rows}
    return {}


def _of_level(rows: list[Figure], level: str | None) -> list[Figure]:
    if level:
        return [f for f in rows if f.code and len(f.code) == _LENGTHS[level]]
    longest = max((len(f.code or "") for f in rows), default=0)
    return [f for f in rows if len(f.code or "") == longest]


def _plain(figure: Figure) -> bool:
    named = bool(figure.row_path) and not neutral(figure.row_path[-1])
    return named and figure.column_known and figure.column_item is None and figure.aspect is Aspect.AMOUNT and is_money(figure.unit) and not figure.stage


def _moved(new: Candidate, old: Candidate, aspect: Aspect) -> Candidate | None:
    """A derived figure of the change, with the newer record."""
    a, b = new.figure, old.figure
    before = convert(b.value, b.unit, a.unit)
    if aspect is Aspect.RATE:
        if not before:
            return None
        value, unit = sums.growth(Quantity(a.value, a.unit), Quantity(before, a.unit)).to_places(2).value, "%"
    else:
        value, unit = a.value - before, a.unit
    figure = replace(a, value=value, unit=unit, aspect=aspect, printed="", derived=True, derivation=f"{before}{a.unit}，{new.year}年{a.value}{a.unit}")
    return Candidate(figure, new.record, 1.0, 0.0)
