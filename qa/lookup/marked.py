"""Rows that a table marks with a few fixed words (采购组织形式: 政府集中采购): asked for as if the mark were an item.

A mark is a word that rows carry beside their labels and that is itself no label of a row or column.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from index.model import Aspect
from index.numbers import is_money, plain
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.model import Candidate, Slot, Spot
from qa.lookup.names import key
from qa.lookup.scope import Place
from qa.model import MeasureRef

_FORMS = frozenset({"政府采购表", "政府购买服务表"})


def is_mark(name: str, view: View) -> bool:
    """Whether the document uses the name only to mark rows of a procurement table."""
    word = key(name)
    places = [(view.figures[i], view.terms[i]) for i in view.postings.get(word, ())]
    return bool(places) and all(f.form in _FORMS and word in t.qualifiers and word not in {t.measure, t.row, t.column} | t.parents for f, t in places)


def marked(place: Place, measure: MeasureRef, cat: Catalogue) -> list[tuple[str, Candidate]]:
    """Label and figure of each row that bears the mark and all further words of the measure; none where the name is no mark."""
    for record in place.own:
        view = cat.view(record)
        words = [key(n) for n in measure.names if is_mark(n, view)]
        if not words:
            continue
        inside = [key(q) for q in measure.qualifiers if key(q) not in words]
        rows = [
            (f.measure, Candidate(f, record, 1.0, 0.0))
            for f, t in zip(view.figures, view.terms, strict=True)
            if f.form in _FORMS and t.qualifiers & set(words) and is_money(f.unit) and f.aspect is Aspect.AMOUNT
            and all(any(q in name for name in (*t.all, key(f.form))) for q in inside)
        ]
        if rows:
            return rows
    return []


def marked_total(place: Place, spot: Spot, cat: Catalogue) -> Slot | None:
    """The slot as the sum of the marked rows; None where the measure is no mark."""
    rows = [c for _, c in marked(place, spot.measure, cat)]
    if not rows:
        return None
    first = rows[0]
    if len(rows) == 1:
        return Slot(spot, first)
    how = " + ".join(f"{c.figure.measure}{plain(c.figure.value)}{c.figure.unit}" for c in rows)
    total = sum((c.figure.value for c in rows), Decimal(0))
    name = "+".join(c.figure.id for c in rows)
    figure = replace(first.figure, id=name, value=total, derived=True, derivation=how, measure=spot.measure.names[0])
    figure = replace(figure, subject="", subject_kind="部门", code=None, qualifiers=())
    return Slot(spot, Candidate(figure, first.record, 0.95, 9.0), parts=tuple(rows))
