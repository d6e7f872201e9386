"""What goes wrong, in one shape for programs (``{"error": {"code", "message"}}``) and as a page for people."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from index.errors import BadInput, WenzhangError
from qa.web.parts import button_link, empty
from qa.web.shell import STRICT_POLICY, page

log = logging.getLogger(__name__)


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


def refused(request: Request, status: int, code: str, message: str) -> Response:
    """The error as JSON, or as a page where a browser asked for one."""
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(("/api/", "/gradio_api/"))
    if not wants_page:
        return failure(status, code, message)
    html = page("打不开", "", empty(message, button_link("回到首页", "/")))
    return HTMLResponse(html, status, headers={"content-security-policy": STRICT_POLICY})


def refused_with(request: Request, status: int) -> Response:
    """What is said where a library below refused."""
    if status == 400:
        return refused(request, 422, "malformed", "请求格式不对：读不懂请求体。")
    message = {404: "没有这个地址。", 405: "不能这样请求这个地址。"}.get(status, "请求没有成功。")
    return refused(request, status, "not_found" if status == 404 else "refused", message)


def add_handlers(app: FastAPI) -> None:
    """Make every error one of these."""

    @app.exception_handler(BadInput)
    async def bad_input(request: Request, error: BadInput) -> Response:
        return refused(request, 404 if str(error).startswith("没有这") else 400, "bad_input", str(error))

    @app.exception_handler(TooMany)
    async def too_many(request: Request, error: TooMany) -> Response:
        return refused(request, 429, "too_many", str(error))

    @app.exception_handler(WenzhangError)
    async def expected(request: Request, error: WenzhangError) -> Response:
        return refused(request, 503, type(error).__name__, str(error))

    @app.exception_handler(SQLAlchemyError)
    async def unreadable(request: Request, error: SQLAlchemyError) -> Response:
        number = secrets.token_hex(4)
        log.error("error %s at %s: %s", number, request.url.path, getattr(error, "orig", None) or type(error).__name__)
        message = f"数据库暂时读不出或写不进（磁盘已满、只读或文件损坏），请稍后再试；一直如此请联系管理员（编号 {number}）。"
        return refused(request, 503, "database", message)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        where = "、".join(".".join(str(part) for part in e["loc"][1:]) or "请求体" for e in error.errors()[:5])
        return refused(request, 422, "malformed", f"请求格式不对：{where}")

    @app.exception_handler(HTTPException)
    async def not_there(request: Request, error: HTTPException) -> Response:
        return refused_with(request, error.status_code)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        number = secrets.token_hex(4)
        log.error("error %s at %s", number, request.url.path, exc_info=error)
        return refused(request, 500, "internal", f"服务出错了，请稍后再试（编号 {number}）。")
