"""Projects asked for by a part of their names: 基层科普行动计划资金 is every project whose name holds these words, added up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from index.model import Aspect, Figure
from index.numbers import plain
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.match import PROJECT_TOTALS
from qa.lookup.model import Candidate, Slot, Spot
from qa.lookup.names import key, loose, neutral
from qa.lookup.scope import Place
from qa.model import MeasureRef

SHORTEST = 6
_ORDER = ("项目支出表", None, "绩效目标表", "绩效自评表")


def projects_named(place: Place, spot: Spot, cat: Catalogue) -> Slot | None:
    """The slot filled from the projects whose names hold the words asked for: one of them, or their sum. None: there is none."""
    words = words_of(spot.measure) if spot.aspect == "amount" else None
    if words is None:
        return None
    for form in _ORDER:
        found: dict[str, Candidate] = {}
        for record in place.own:
            for figure in _money(cat.view(record), form):
                if words in loose(key(figure.subject)) and all(_document_number(key(q)) in key(figure.subject) for q in spot.measure.qualifiers):
                    found.setdefault(loose(key(figure.subject)), Candidate(figure, record, 0.9, 9.0))
        parts = _distinct(found)
        if parts:
            return _summed(spot, parts)
    return None


def _document_number(word: str) -> str:
    """98号文件 -> 98号: a project's name holds the number of the document that gave the money."""
    return re.sub(r"(?<=号)文(?:件)?$", "", word)


def words_of(measure: MeasureRef) -> str | None:
    """The words that the names of projects must hold; None where they are too few to mean anything."""
    words = loose(key(measure.mention)).removesuffix("项目")
    return words if len(words) >= SHORTEST else None


def _money(view: View, form: str | None) -> Iterable[Figure]:
    """One figure a project: the whole of its money, in reading order."""
    for figure, terms in zip(view.figures, view.terms, strict=True):
        if figure.subject_kind != "项目" or figure.aspect is not Aspect.AMOUNT or figure.derived or figure.form != form or not figure.column_known:
            continue
        whole = terms.measure == key(figure.subject) or terms.measure in PROJECT_TOTALS
        if whole and (terms.column is None or neutral(figure.column_path[-1] if figure.column_path else "") or terms.column == "项目支出"):
            yield figure


def _distinct(found: dict[str, Candidate]) -> list[Candidate]:
    """The projects, a name that is only a longer or shorter print of another one left out where the money is the same."""
    kept: list[tuple[str, Candidate]] = []
    for name, candidate in found.items():
        if not any((name in other or other in name) and candidate.figure.value == c.figure.value for other, c in kept):
            kept.append((name, candidate))
    return [c for _, c in kept]


def _summed(spot: Spot, parts: list[Candidate]) -> Slot:
    if len(parts) == 1:
        return Slot(spot, parts[0])
    first = parts[0]
    total = sum((p.figure.value for p in parts), Decimal(0))
    how = " + ".join(f"{p.figure.subject}{plain(p.figure.value)}" for p in parts)
    figure = replace(first.figure, id="+".join(p.figure.id for p in parts), value=total, measure=spot.measure.mention, subject="", subject_kind="部门", derivation=how)
    return Slot(spot, Candidate(figure, first.record, 0.9, 9.0), parts=tuple(parts))
