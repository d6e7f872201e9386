"""Last year's value won back from this year's value and its printed change, where no sentence gave it as one figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from index.numbers import convert, is_money, plain
from qa.lookup.catalogue import Catalogue
from qa.lookup.match import Wanted, candidates
from qa.lookup.model import Candidate
from qa.lookup.names import key
from qa.lookup.scope import Place


def previous_year(place: Place, wanted: Wanted, cat: Catalogue) -> Candidate | None:
    """The value of ``place.year`` = the next year's value less its change; marked derived. None where either is missing."""
    if place.year is None:
        return None
    for record in place.later:
        view = cat.view(record)
        changes = candidates(view, replace(wanted, aspect="change", year=place.year + 1, unit_is_money=None))
        values = candidates(view, replace(wanted, year=place.year + 1))
        for change in changes[:2]:
            for value in values[:6]:
                won = _less(value, change, place.year)
                if won is not None:
                    return won
    return None


def _less(value: Candidate, change: Candidate, year: int) -> Candidate | None:
    now, gap = value.figure, change.figure
    same_item = key(now.measure) == key(gap.measure) or abs(value.name - change.name) < 0.1
    if not same_item or is_money(now.unit) != is_money(gap.unit) or gap.derived or now.derived:
        return None
    difference = convert(gap.value, gap.unit, now.unit) if is_money(now.unit) else gap.value
    before: Decimal = now.value - difference
    word = "增加" if difference >= 0 else "减少"
    how = f"{now.measure}{plain(now.value)}{now.unit}，比上年{word}{plain(abs(difference))}{now.unit}"
    figure = replace(
        now, id=f"{now.id}-{gap.id}-p", value=before, printed="", year=year, derived=True, derivation=how, quote=gap.quote, table=None, row=None,
        column=None, row_path=(), column_path=(), paragraph=gap.paragraph, span=gap.span, page=gap.page, boxes=gap.boxes, section_path=gap.section_path,
    )  # fmt: skip
    return Candidate(figure, value.record, value.name, value.score - 4.0)
