"""The HTTP API once more as tools for language-model clients, served by Gradio's MCP server at :data:`ADDRESS`.

The tools call the same functions as :mod:`qa.web.api` and answer the same objects, as JSON text. Their descriptions are Chinese: a model reads them
to choose. Nothing administrative is among them.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

import gradio as gr

from index.errors import BadInput, WenzhangError
from qa.web import api
from qa.web.comparing import Wanted
from qa.web.errors import TooMany
from qa.web.feedback import Feedback
from qa.web.findings_page import Chosen
from qa.web.searching import Filters
from qa.web.security import RateLimit
from qa.web.service import Service

log = logging.getLogger(__name__)
ADDRESS = "/mcp"
MOST = 200  # entries of one answer: a model's context is small
LONGEST_WORDS = 200


def add_tools(service: Service, feedback: Feedback, limit: RateLimit) -> list[tuple[str, str]]:
    """Add the tools to the Gradio page that is being built; the name of each, and what it does."""
    made = _tools(service, feedback, limit)
    for tool in made:
        gr.api(_guarded(tool), api_name=tool.__name__, queue=False)
    return [(tool.__name__, (tool.__doc__ or "").strip().split("\n")[0]) for tool in made]


def _guarded(tool: Callable[..., str]) -> Callable[..., str]:
    """Errors leave as one Chinese sentence; the unexpected ones with a number that is in the log."""

    @wraps(tool)
    def guarded(*arguments: Any, **named: Any) -> str:
        try:
            return tool(*arguments, **named)
        except WenzhangError as error:
            raise RuntimeError(str(error)) from None
        except Exception:
            number = secrets.token_hex(4)
            log.exception("error %s in the tool %s", number, tool.__name__)
            raise RuntimeError(f"服务出错了，请稍后再试（编号 {number}）。") from None

    return guarded


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _words(**given: object) -> dict[str, str]:
    """Filters as text. Raises ``BadInput`` for what is too long."""
    shown = {name: "" if value in (None, 0) else str(value).strip() for name, value in given.items()}
    long = next((name for name, value in shown.items() if len(value) > LONGEST_WORDS), None)
    if long:
        raise BadInput(f"{long} 太长了，请控制在 {LONGEST_WORDS} 字以内。")
    return shown


def _part(offset: int, limit: int) -> tuple[int, int]:
    return max(0, int(offset)), min(MOST, max(1, int(limit)))


def _tools(service: Service, feedback: Feedback, limit: RateLimit) -> tuple[Callable[..., str], ...]:
    def allow(request: gr.Request | None) -> None:
        client = getattr(request, "client", None)
        if not limit.allows(str(getattr(client, "host", ""))):
            raise TooMany("提问太频繁了，请稍等一分钟再试。")

    def ask(question: str, earlier: list[str] | None = None, request: gr.Request | None = None) -> str:
        """用中文向已收录的部门预算、决算公开文件提问，得到精确数字、出处和核对结果。数字都来自文件，请原样引用，不要改写。

        Args:
            question: 问题，例如：某局2024年预算的公务接待费是多少？
            earlier: 同一用户此前的问题，先问的在前；追问时才需要
        """
        allow(request)
        return _json(service.ask_after(question, [str(q) for q in earlier or ()]).to_json())

    def search_figures(
        words: str, department: str = "", year: int = 0, kind: str = "", measure: str = "", sort: str = "", offset: int = 0, limit: int = 30
    ) -> str:
        """在全部文件的数字里检索：同时含有所有词、符合所有条件的数字，带总数、分面计数和出处地址。

        Args:
            words: 项目、单位或词语，多个词用空格隔开
            department: 部门名称，留空为全部
            year: 年度，0 为全部
            kind: 预算 或 决算，留空为全部
            measure: 项目的准确名称，留空为全部
            sort: high 数值从高到低，low 从低到高，new 年度从新到旧，留空为最相关
            offset: 从第几条起
            limit: 最多几条，不超过200
        """
        start, most = _part(offset, limit)
        given = _words(q=words, department=department, year=year, kind=kind, measure=measure, sort=sort)
        return _json(api.figures_found(service, Filters(**given), start, most))

    def search_passages(words: str, department: str = "", year: int = 0, kind: str = "", offset: int = 0, limit: int = 10) -> str:
        """在全部文件的文字里检索段落，最相关的在前，带文件、章节和页码。

        Args:
            words: 要找的词，多个词用空格隔开
            department: 部门名称，留空为全部
            year: 年度，0 为全部
            kind: 预算 或 决算，留空为全部
            offset: 从第几条起
            limit: 最多几条，不超过200
        """
        start, most = _part(offset, limit)
        given = _words(q=words, department=department, year=year, kind=kind)
        return _json(api.passages_found(service, Filters(**given), start, most))

    def compare(measures: list[str], departments: list[str] | None = None, years: list[int] | None = None, kind: str = "") -> str:
        """同一项目在各部门、各年度的数字，逐格给出数值和出处，缺的说明原因。

        Args:
            measures: 项目名称，最多4个
            departments: 部门名称，留空为全部
            years: 年度，留空为全部
            kind: 预算 或 决算
        """
        wanted = Wanted(tuple(measures), tuple(departments or ()), tuple(int(y) for y in years or ()), _words(kind=kind)["kind"])
        return _json(api.compared(service, wanted))

    def list_documents(department: str = "", year: int = 0, kind: str = "", offset: int = 0, limit: int = 50) -> str:
        """列出已收录的公开文件：部门、年度、预算或决算、页数。

        Args:
            department: 部门名称，留空为全部
            year: 年度，0 为全部
            kind: 预算 或 决算，留空为全部
            offset: 从第几份起
            limit: 最多几份，不超过200
        """
        start, most = _part(offset, limit)
        given = _words(department=department, kind=kind)
        return _json(api.documents_found(service, given["department"] or None, int(year) or None, given["kind"] or None, start, most))

    def read_table(document: str, table: int) -> str:
        """读出文件里的一张表：全部单元格。文件号和表号来自其他工具的结果（document_id、table_ordinal）。

        Args:
            document: 文件号
            table: 表号
        """
        return _json(api.table_json(service.table(document, int(table))))

    def audit_findings(document: str = "", department: str = "", severity: str = "", offset: int = 0, limit: int = 30) -> str:
        """核查结果：文件里合计、表间关系、文字与表格对不上的地方，两处的数字和位置。列出不等于有错。

        Args:
            document: 文件号，留空为全部
            department: 部门名称，留空为全部
            severity: 错误、提示 或 舍入，留空为全部
            offset: 从第几条起
            limit: 最多几条，不超过200
        """
        start, most = _part(offset, limit)
        given = _words(doc=document, department=department, severity=severity)
        return _json(api.findings_found(service, Chosen(**given), start, most))

    def give_feedback(question: str, verdict: str, comment: str = "", earlier: list[str] | None = None, request: gr.Request | None = None) -> str:
        """记下用户对一个答案的评价。只在用户明确评价时使用。

        Args:
            question: 问题
            verdict: up 有用，down 有误
            comment: 说明
            earlier: 此前的问题
        """
        allow(request)
        before = [str(q) for q in earlier or ()]
        return _json({"id": feedback.add(question, before, service.ask_after(question, before), verdict, comment)})

    return ask, search_figures, search_passages, compare, list_documents, read_table, audit_findings, give_feedback
