"""The HTTP API: ask, documents, evidence, health. Errors have one shape: ``{"error": {"code", "message"}}`` with a Chinese message."""

from __future__ import annotations

import logging
import secrets
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from index.errors import BadInput, WenzhangError
from index.model import DocumentRecord, Paragraph, Table
from qa.model import Answer, Turn
from qa.web.feedback import Feedback
from qa.web.security import BodyLimit, RateLimit, SecurityHeaders
from qa.web.service import Service

log = logging.getLogger(__name__)


class AskRequest(BaseModel):
    """A question with the user's earlier questions, oldest first; the server asks those again to know what is meant."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="问题", examples=["昌吉市科技局2024年三公经费是多少？"])
    history: list[str] = Field(default=[], description="同一用户此前的问题，先问的在前")


class FeedbackRequest(AskRequest):
    """A verdict on an answer: the question (with history) is asked again and its answer kept with the verdict."""

    verdict: Literal["up", "down"] = Field(description="up 有用 / down 有误")
    comment: str = Field(default="", description="说明")


class TooMany(WenzhangError):
    """A client asks more often than it may."""


class Error(BaseModel):
    """What went wrong, for people (``message``) and programs (``code``)."""

    code: str
    message: str


class ErrorBody(BaseModel):
    """Body of every response that is no success."""

    error: Error


ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (400, 404, 413, 422, 429, 500, 503)}


def failure(status: int, code: str, message: str) -> JSONResponse:
    """An error in its one shape."""
    return JSONResponse(ErrorBody(error=Error(code=code, message=message)).model_dump(), status_code=status)


def create_api(service: Service, feedback: Feedback | None = None, limit: RateLimit | None = None) -> FastAPI:
    """The application with its endpoints and guards; :mod:`qa.web.app` adds the pages. ``limit`` counts questions, shared with the chat."""
    app = FastAPI(
        title="问账 API",
        version="1",
        description="向部门预算、决算公开文件提问，得到精确数字和出处。",
        docs_url="/api/docs",
        openapi_url="/api/openapi.json",
        redoc_url=None,
    )
    app.add_middleware(BodyLimit, limit=service.settings.max_body)
    app.add_middleware(SecurityHeaders)
    _handlers(app)
    limit = limit or RateLimit(service.settings.rate)
    _answers(app, service, limit)
    if feedback is not None:
        _feedback(app, service, feedback, limit)
    _evidence(app, service)
    return app


def _handlers(app: FastAPI) -> None:
    @app.exception_handler(BadInput)
    async def bad_input(request: Request, error: BadInput) -> JSONResponse:
        return failure(404 if str(error).startswith("没有这") else 400, "bad_input", str(error))

    @app.exception_handler(TooMany)
    async def too_many(request: Request, error: TooMany) -> JSONResponse:
        return failure(429, "too_many", str(error))

    @app.exception_handler(WenzhangError)
    async def expected(request: Request, error: WenzhangError) -> JSONResponse:
        return failure(503, type(error).__name__, str(error))

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        where = "、".join(".".join(str(part) for part in e["loc"][1:]) or "请求体" for e in error.errors()[:5])
        return failure(422, "malformed", f"请求格式不对：{where}")

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        number = secrets.token_hex(4)
        log.error("error %s at %s", number, request.url.path, exc_info=error)
        return failure(500, "internal", f"服务出错了，请稍后再试（编号 {number}）。")


def _allow(request: Request, limit: RateLimit) -> None:
    if not limit.allows(request.client.host if request.client else ""):
        raise TooMany("提问太频繁了，请稍等一分钟再试。")


def _asked(service: Service, question: str, history: list[str]) -> Answer:
    turns: list[Turn] = []
    for earlier in history[-service.settings.max_history :]:
        turns.append(Turn(question=earlier, answer=service.ask(earlier, turns)))
    return service.ask(question, turns)


def _feedback(app: FastAPI, service: Service, feedback: Feedback, limit: RateLimit) -> None:
    @app.post("/api/feedback", responses=ERRORS, status_code=201, summary="评价一个答案")
    def add(request: Request, given: FeedbackRequest) -> dict[str, int]:
        _allow(request, limit)
        answer = _asked(service, given.question, given.history)
        return {"id": feedback.add(given.question, given.history, answer, given.verdict, given.comment)}


def _answers(app: FastAPI, service: Service, limit: RateLimit) -> None:
    @app.post("/api/ask", responses=ERRORS, summary="提问")
    def ask(request: Request, asked: AskRequest) -> Answer:
        _allow(request, limit)
        return JSONResponse(_asked(service, asked.question, asked.history).to_json())  # type: ignore[return-value]

    @app.get("/api/documents", responses=ERRORS, summary="已收录的文件")
    def documents(
        department: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> dict[str, Any]:
        found = [described(d) for d in service.documents() if _wanted(d, department, year, kind)]
        return {"total": len(found), "offset": offset, "documents": found[offset : offset + limit]}

    @app.get("/api/health", responses=ERRORS, summary="运行状况")
    def health() -> dict[str, Any]:
        return {"status": "ok", "generation": service.index.generation, "documents": len(service.documents())}


def _evidence(app: FastAPI, service: Service) -> None:
    @app.get("/api/documents/{document}/tables/{ordinal}", responses=ERRORS, summary="一张表")
    def table(document: str, ordinal: int) -> dict[str, Any]:
        return table_json(service.table(document, ordinal))

    @app.get("/api/documents/{document}/paragraphs/{ordinal}", responses=ERRORS, summary="一段文字")
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
