"""What the other places of the documents say of the figure at one place: the same, or something else. By the same look-up that answers questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.findings import Finding
from index.model import DocumentRecord, Figure
from qa.lookup import Candidate, Catalogue, catalogue, find
from qa.model import DepartmentRef, Intent, MeasureRef, Query
from qa.web.links import Place
from qa.web.service import Service


@dataclass(frozen=True, slots=True)
class Agreement:
    """A figure, the other places that print the same value, those that print another one for the same item, and the audit findings on it."""

    figure: Figure
    record: DocumentRecord
    same: tuple[Candidate, ...] = ()
    against: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()


def agreement(place: Place, record: DocumentRecord, service: Service) -> Agreement | None:
    """The figure at a place with what the look-up knows of it; None where the place is no figure."""
    cat = catalogue(service.index)
    figure = _figure_at(place, record, cat)
    if figure is None:
        return None
    findings = cat.findings_of(figure)
    who = record.identity
    if record.superseded_by or figure.year != who.fiscal_year or figure.aspect != "amount" or not who.fiscal_year:
        return Agreement(figure, record, findings=findings)
    for fund in dict.fromkeys((None, figure.fund)):  # as a question without a scope is answered; else by the figure's own scope
        for slot in find(_query(figure, record, fund), service.index).filled:
            agreeing = [c for c in (slot.best, *slot.same) if c is not None]
            if any(_here(c, figure) for c in agreeing):
                return Agreement(figure, record, _others(agreeing, figure), slot.against, findings)
            if any(_here(c, figure) for c in slot.against):
                return Agreement(figure, record, (), _others(agreeing, figure), findings)
    return Agreement(figure, record, findings=findings)


def _query(figure: Figure, record: DocumentRecord, fund: str | None) -> Query:
    """The question that the figure answers."""
    who = record.identity
    measure = MeasureRef(mention=figure.measure, names=(figure.measure,), qualifiers=figure.qualifiers[:1], fund=fund, stage=figure.stage)
    return Query(
        text=figure.measure,
        intent=Intent.FIGURE,
        departments=(DepartmentRef(mention=who.department, department=who.department),),
        years=(who.fiscal_year,) if who.fiscal_year else (),
        kind=str(who.kind) if who.kind else None,
        measures=(measure if fund else measure.model_copy(update={"qualifiers": ()}),),
    )


def _figure_at(place: Place, record: DocumentRecord, cat: Catalogue) -> Figure | None:
    """The figure that is printed at the place itself, not one derived from it."""
    if place.column is None and place.start is None:
        return None
    fitting = [f for f in cat.view(record).figures if not f.derived and _at(f, place)]
    return min(fitting, key=lambda f: (f.column_item is not None, len(f.qualifiers)), default=None)


def _at(figure: Figure, place: Place) -> bool:
    if place.table is not None:
        return (figure.table, figure.row, figure.column) == (place.table, place.row, place.column)
    return figure.paragraph is not None and figure.paragraph == place.paragraph and figure.span == (place.start, place.end)


def _here(candidate: Candidate, figure: Figure) -> bool:
    other = candidate.figure
    return (other.document, other.table, other.row, other.column, other.paragraph, other.span) == (
        figure.document, figure.table, figure.row, figure.column, figure.paragraph, figure.span,
    )  # fmt: skip


def _others(candidates: Sequence[Candidate], figure: Figure) -> tuple[Candidate, ...]:
    return tuple(c for c in candidates if not _here(c, figure))
