"""The HTTP API: ask, feedback, documents, evidence, figures, passages, findings, comparison, health. Errors: :mod:`qa.web.errors`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from index.errors import BadInput
from index.findings import Finding
from index.model import DocumentRecord, Paragraph, Table
from qa.model import Answer
from qa.web.addresses import Limit, Offset, Words, filters_of, wanted_of
from qa.web.api_schema import Comparison, DocumentList, FigureList, FindingList, Health, ParagraphBody, PassageList, TableBody, gives
from qa.web.comparing import Wanted, compare
from qa.web.errors import ERRORS, TooMany, add_handlers
from qa.web.feedback import Feedback
from qa.web.figures import place_of_figure
from qa.web.findings_page import Chosen, chosen_findings
from qa.web.links import evidence_link
from qa.web.searching import FigureHit, Filters, PassageHit, facets
from qa.web.security import RateLimit
from qa.web.service import Service


class AskRequest(BaseModel):
    """A question with the user's earlier questions, oldest first; the server asks those again to know what is meant."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="问题", examples=["昌吉市科技局2024年三公经费是多少？"])
    history: list[str] = Field(default=[], description="同一用户此前的问题，先问的在前")


class FeedbackRequest(AskRequest):
    """A verdict on an answer: the question (with history) is asked again and its answer kept with the verdict."""

    verdict: Literal["up", "down"] = Field(description="up 有用 / down 有误")
    comment: str = Field(default="", description="说明")


def create_api(service: Service, feedback: Feedback | None = None, limit: RateLimit | None = None) -> FastAPI:
    """The application with its endpoints; :mod:`qa.web.app` adds pages and guards. ``limit`` counts questions, shared with the chat."""
    app = FastAPI(
        title="问账 API",
        version="1",
        description="向部门预算、决算公开文件提问，得到精确数字和出处。",
        docs_url=None,
        openapi_url="/api/openapi.json",
        redoc_url=None,
    )
    add_handlers(app)
    limit = limit or RateLimit(service.settings.rate)
    _answers(app, service, limit)
    if feedback is not None:
        _feedback(app, service, feedback, limit)
    _evidence(app, service)
    _searches(app, service)
    return app


def _allow(request: Request, limit: RateLimit) -> None:
    if not limit.allows(request.client.host if request.client else ""):
        raise TooMany("提问太频繁了，请稍等一分钟再试。")


def _feedback(app: FastAPI, service: Service, feedback: Feedback, limit: RateLimit) -> None:
    @app.post("/api/feedback", responses=ERRORS, status_code=201, summary="评价一个答案")
    def add(request: Request, given: FeedbackRequest) -> dict[str, int]:
        _allow(request, limit)
        answer = service.ask_after(given.question, given.history)
        return {"id": feedback.add(given.question, given.history, answer, given.verdict, given.comment)}


def _answers(app: FastAPI, service: Service, limit: RateLimit) -> None:
    @app.post("/api/ask", responses=ERRORS, summary="提问")
    def ask(request: Request, asked: AskRequest) -> Answer:
        _allow(request, limit)
        return JSONResponse(service.ask_after(asked.question, asked.history).to_json())  # type: ignore[return-value]

    @app.get("/api/documents", response_model=None, responses=gives(DocumentList), summary="已收录的文件")
    def documents(
        department: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        offset: Offset = 0,
        limit: Limit = 100,
    ) -> dict[str, Any]:
        return documents_found(service, department, year, kind, offset, limit)

    @app.get("/api/health", response_model=None, responses=gives(Health), summary="运行状况")
    def health() -> dict[str, Any]:
        trouble = getattr(service.index, "trouble", None)  # a server that is away, though questions are answered without it
        told = {"status": "degraded", "trouble": trouble} if trouble else {"status": "ok"}
        return {**told, "generation": service.index.generation, "documents": len(service.documents())}


def _evidence(app: FastAPI, service: Service) -> None:
    @app.get("/api/documents/{document}/tables/{ordinal}", response_model=None, responses=gives(TableBody), summary="一张表")
    def table(document: str, ordinal: int) -> dict[str, Any]:
        return table_json(service.table(document, ordinal))

    @app.get("/api/documents/{document}/paragraphs/{ordinal}", response_model=None, responses=gives(ParagraphBody), summary="一段文字")
    def paragraph(document: str, ordinal: int) -> dict[str, Any]:
        return paragraph_json(service.paragraph(document, ordinal))

    @app.get("/api/documents/{document}/pages/{page}.png", responses=ERRORS, response_class=Response, summary="页面图像，可标出位置")
    def page(
        document: str,
        page: int,
        box: Annotated[tuple[str, ...], Query(description="x0,y0,x1,y1（磅，左上角为原点）", max_length=50)] = (),
    ) -> Response:
        return Response(service.page_picture(document, page, [_box(b) for b in box]), media_type="image/png")


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        x0, y0, x1, y1 = (float(part) for part in text.split(","))
    except ValueError:
        raise BadInput("box 应是四个数：x0,y0,x1,y1。") from None
    return x0, y0, x1, y1


def _wanted(record: DocumentRecord, department: str | None, year: int | None, kind: str | None) -> bool:
    identity = record.identity
    named = department is None or department == identity.department or department in identity.aliases
    return named and year in {None, identity.fiscal_year} and kind in {None, identity.kind}


def described(record: DocumentRecord) -> dict[str, Any]:
    """A document as the API lists it."""
    identity = record.identity
    return {
        "id": record.id, "doc": record.file_name, "title": identity.title, "department": identity.department, "region": identity.region, "year": identity.fiscal_year,
        "kind": identity.kind, "scope": identity.scope, "pages": record.page_count, "format": record.format, "superseded_by": record.superseded_by,
        "warnings": list(record.warnings),
    }  # fmt: skip


def table_json(table: Table) -> dict[str, Any]:
    """A table as the API gives it: cells with spans and boxes."""
    cells = [
        {
            "row": c.row,
            "column": c.column,
            "rows": c.row_span,
            "columns": c.column_span,
            "text": c.text,
            "page": c.page,
            "box": c.box,
            "value": None if c.value is None else float(c.value),
        }
        for c in table.cells
    ]
    return {
        "ordinal": table.ordinal, "number": table.number, "title": table.title, "unit": table.unit, "page": table.page, "last_page": table.last_page, "rows": table.rows,
        "columns": table.columns, "header_rows": table.header_rows, "note": table.note, "cells": cells,
    }  # fmt: skip


def paragraph_json(paragraph: Paragraph) -> dict[str, Any]:
    """A paragraph as the API gives it."""
    boxes = [{"page": b.page, "box": b.box} for b in paragraph.boxes]
    return {"ordinal": paragraph.ordinal, "text": paragraph.text, "page": paragraph.page, "last_page": paragraph.last_page, "boxes": boxes}


def figure_json(hit: FigureHit) -> dict[str, Any]:
    """A figure as the API lists it."""
    f, who = hit.figure, hit.record.identity
    return {
        "id": f.id, "document": f.document, "doc": hit.record.file_name, "department": who.department, "document_year": who.fiscal_year, "kind": who.kind,
        "measure": f.measure, "aspect": f.aspect, "value": float(f.value), "unit": f.unit, "printed": f.printed, "year": f.year, "subject": f.subject,
        "code": f.code, "row": list(f.row_path), "column": list(f.column_path), "form": f.form, "page": f.page, "quote": f.quote, "derived": f.derived,
        "evidence": evidence_link(place_of_figure(f)),
    }  # fmt: skip


def passage_json(hit: PassageHit) -> dict[str, Any]:
    """A passage as the API lists it."""
    c, who = hit.chunk, hit.record.identity
    return {
        "id": c.id, "document": c.document, "doc": hit.record.file_name, "department": who.department, "document_year": who.fiscal_year, "kind": who.kind,
        "section": list(c.section_path), "page": c.page, "last_page": c.last_page, "text": c.text, "table": c.table,
    }  # fmt: skip


def finding_json(finding: Finding) -> dict[str, Any]:
    """An audit finding as the API lists it."""
    return asdict(finding)


def documents_found(service: Service, department: str | None, year: int | None, kind: str | None, offset: int, limit: int) -> dict[str, Any]:
    """One part of the list of documents."""
    found = [described(d) for d in service.documents() if _wanted(d, department, year, kind)]
    return {"total": len(found), "offset": offset, "documents": found[offset : offset + limit]}


def figures_found(service: Service, filters: Filters, offset: int, limit: int) -> dict[str, Any]:
    """One part of the figures that were found, with the facets of all."""
    hits = service.searcher.figures(filters)
    return {"total": len(hits), "offset": offset, "facets": facets(hits), "figures": [figure_json(h) for h in hits[offset : offset + limit]]}


def passages_found(service: Service, filters: Filters, offset: int, limit: int) -> dict[str, Any]:
    """One part of the passages that were found, with the facets of all."""
    hits = service.searcher.passages(filters)
    return {"total": len(hits), "offset": offset, "facets": facets(hits), "passages": [passage_json(h) for h in hits[offset : offset + limit]]}


def findings_found(service: Service, chosen: Chosen, offset: int, limit: int) -> dict[str, Any]:
    """One part of the audit findings."""
    found = chosen_findings(service.index, chosen)
    return {"total": len(found), "offset": offset, "findings": [finding_json(f) for f, _ in found[offset : offset + limit]]}


def compared(service: Service, wanted: Wanted) -> dict[str, Any]:
    """One value a cell, and what is missing."""
    done = compare(service.index, wanted)
    cells = [
        {
            "measure": m, "department": d, "year": y, "value": float(v.value), "unit": v.unit,
            "evidence": evidence_link(place_of_figure(best.figure)) if (best := done.slots[m, d, y].best) else None,
        }
        for (m, d, y), v in done.values.items()
    ]  # fmt: skip
    missing = [{"measure": m, "department": d, "year": y, "reason": why} for m in wanted.measures for d, y, why in done.missing(m)]
    return {"kind": done.wanted.kind, "departments": done.departments, "years": done.years, "cells": cells, "missing": missing}


def _searches(app: FastAPI, service: Service) -> None:
    @app.get("/api/figures", response_model=None, responses=gives(FigureList), summary="检索数字")
    def figures(filters: Annotated[Filters, Depends(filters_of)], offset: Offset = 0, limit: Limit = 100) -> dict[str, Any]:
        return figures_found(service, filters, offset, limit)

    @app.get("/api/search", response_model=None, responses=gives(PassageList), summary="检索段落")
    def search(filters: Annotated[Filters, Depends(filters_of)], offset: Offset = 0, limit: Limit = 100) -> dict[str, Any]:
        return passages_found(service, filters, offset, limit)

    @app.get("/api/findings", response_model=None, responses=gives(FindingList), summary="核查结果")
    def findings(
        doc: Words = "", department: Words = "", rule: Words = "", severity: Words = "", offset: Offset = 0, limit: Limit = 100
    ) -> dict[str, Any]:
        return findings_found(service, Chosen(doc, department, rule, severity), offset, limit)

    @app.get("/api/compare", response_model=None, responses=gives(Comparison), summary="对比一个或几个项目")
    def comparison(wanted: Annotated[Wanted, Depends(wanted_of)]) -> dict[str, Any]:
        return compared(service, wanted)
