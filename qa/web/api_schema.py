"""What the API's endpoints answer, as its OpenAPI document tells it. The answers are made in :mod:`qa.web.api`; tests hold them against this."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Bounds = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, origin top left


class Told(BaseModel):
    """Nothing but what is named here."""

    model_config = ConfigDict(extra="forbid")


class DocumentEntry(Told):
    """An indexed file."""

    id: str
    doc: str
    title: str | None
    department: str
    region: str | None
    year: int | None
    kind: str | None
    scope: str | None
    pages: int
    format: str
    superseded_by: str | None
    warnings: list[str]


class DocumentList(Told):
    """One part of the documents."""

    total: int
    offset: int
    documents: list[DocumentEntry]


class CellBody(Told):
    """A cell with its span; ``value`` where it is a number."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    page: int
    box: Bounds | None
    value: float | None


class TableBody(Told):
    """A table of a document."""

    ordinal: int
    number: str | None
    title: str | None
    unit: str | None
    page: int
    last_page: int
    rows: int
    columns: int
    header_rows: int
    note: str | None
    cells: list[CellBody]


class Place(Told):
    """Where a paragraph lies on a page."""

    page: int
    box: Bounds


class ParagraphBody(Told):
    """A paragraph of a document."""

    ordinal: int
    text: str
    page: int
    last_page: int
    boxes: list[Place]


class FigureEntry(Told):
    """A figure with its labels; ``evidence`` is the address of its place."""

    id: str
    document: str
    doc: str
    department: str
    document_year: int | None
    kind: str | None
    measure: str
    aspect: str
    value: float
    unit: str | None
    printed: str
    year: int | None
    subject: str | None
    code: str | None
    row: list[str]
    column: list[str]
    form: str | None
    page: int | None
    quote: str
    derived: bool
    evidence: str


class FigureList(Told):
    """One part of the figures, and how many there are of each value of each facet."""

    total: int
    offset: int
    facets: dict[str, dict[str, int]]
    figures: list[FigureEntry]


class PassageEntry(Told):
    """A passage."""

    id: str
    document: str
    doc: str
    department: str
    document_year: int | None
    kind: str | None
    section: list[str]
    page: int | None
    last_page: int | None
    text: str
    table: int | None


class PassageList(Told):
    """One part of the passages, and how many there are of each value of each facet."""

    total: int
    offset: int
    facets: dict[str, dict[str, int]]
    passages: list[PassageEntry]


class FindingSideEntry(Told):
    """One of the places that a finding compares."""

    value: str
    unit: str
    page: int
    quote: str
    table: int | None
    row: int | None
    column: int | None
    paragraph: int | None


class FindingEntry(Told):
    """An audit finding."""

    document: str
    doc: str
    rule: str
    severity: str
    message: str
    sides: list[FindingSideEntry]
    difference: str | None
    tolerance: str | None
    formula: str | None
    figures: list[str]


class FindingList(Told):
    """One part of the audit findings."""

    total: int
    offset: int
    findings: list[FindingEntry]


class ComparedCell(Told):
    """A value of the comparison; ``evidence`` is the address of its place."""

    measure: str
    department: str
    year: int
    value: float
    unit: str | None
    evidence: str | None


class MissingCell(Told):
    """A value that is missing, and why."""

    measure: str
    department: str
    year: int
    reason: str


class Comparison(Told):
    """One value a cell, and what is missing."""

    kind: str | None
    departments: list[str]
    years: list[int]
    cells: list[ComparedCell]
    missing: list[MissingCell]


class Health(Told):
    """Whether all works; ``trouble`` says in words what does not."""

    status: Literal["ok", "degraded"]
    generation: str
    documents: int
    trouble: str = ""


def gives(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """What an endpoint answers, for its description."""
    from qa.web.errors import ERRORS

    return {200: {"model": model}, **ERRORS}
