"""Our own pages, made on the server; every state of them is an address."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from index.errors import BadInput
from qa.web import comparing
from qa.web.addresses import Words, filters_of, wanted_of
from qa.web.answer_files import ANSWER_HEAD, answer_rows, markdown
from qa.web.api_page import api_page
from qa.web.compare_page import HEAD as COMPARE_HEAD
from qa.web.compare_page import compare_page, comparison_rows
from qa.web.comparing import Wanted
from qa.web.documents import document_page, documents_page
from qa.web.evidence import evidence, evidence_html
from qa.web.files import attachment, exported, original, table_rows
from qa.web.findings_page import HEAD as FINDING_HEAD
from qa.web.findings_page import Chosen, chosen_findings, finding_rows, findings_page
from qa.web.links import Place, place_at
from qa.web.render import Html, tag
from qa.web.search_page import HEAD, PASSAGE_HEAD, export_rows, passage_rows, search_page
from qa.web.searching import Filters
from qa.web.service import Service
from qa.web.shell import STRICT_POLICY, page
from qa.web.tables import table_title
from qa.web.tools import ADDRESS

Number = Annotated[int | None, Query(ge=0, le=10_000_000)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
OPTIONS: dict[str, Any] = {"include_in_schema": False, "response_class": HTMLResponse}
DOWNLOAD: dict[str, Any] = {"include_in_schema": False, "response_class": Response}


def shown(html: Html, status: int = 200) -> HTMLResponse:
    """A response of a page of our own, with the strict policy."""
    return HTMLResponse(html, status, headers={"content-security-policy": STRICT_POLICY})


def add_pages(app: FastAPI, service: Service) -> None:
    """Add the pages to the application."""
    _evidence(app, service)
    _documents(app, service)
    _search(app, service)
    _compare(app, service)
    _findings(app, service)
    _answers(app, service)

    @app.get("/api/docs", **OPTIONS)
    def description() -> Response:
        return shown(page("接口说明", "", api_page(app.openapi(), getattr(app.state, "tools", ()), ADDRESS)))


def _evidence(app: FastAPI, service: Service) -> None:
    @app.get("/evidence", **OPTIONS)
    def one_place(
        doc: Words,
        table: Number = None,
        row: Number = None,
        column: Number = None,
        paragraph: Number = None,
        start: Number = None,
        end: Number = None,
        page_number: Annotated[int | None, Query(alias="page", ge=1)] = None,
        part: bool = False,
    ) -> Response:
        found = evidence(Place(doc, page_number, table, row, column, paragraph, start, end), service)
        html = evidence_html(found)
        return shown(html if part else page("出处", "", tag("div", html, class_="wz-card")))

    @app.get("/evidence/both", **OPTIONS)
    def side_by_side(doc: Words, at: Annotated[tuple[str, ...], Query(max_length=4)]) -> Response:
        places = [place for mark in at if (place := place_at(doc, mark)) is not None]
        if not places:
            raise BadInput("没有这个位置。")
        both = [tag("div", evidence_html(evidence(place, service)), class_="wz-card") for place in places]
        return shown(page("并排核对", "/findings", tag("div", both, class_="wz-both"), lead="同一事项在文件里的几处写法，标出的是各自的位置。"))


def _documents(app: FastAPI, service: Service) -> None:
    @app.get("/documents", **OPTIONS)
    def documents(q: Words = "", department: Words = "", year: Words = "", kind: Words = "", region: Words = "", number: PageNumber = 1) -> Response:
        filters = {"q": q, "department": department, "year": year, "kind": kind, "region": region}
        return shown(
            page("文档", "/documents", documents_page(service, filters, number), lead="已收录的公开文件：目录、表格、数字、核查结果和原文件下载。")
        )

    @app.get("/documents/{document}", **OPTIONS)
    def document(document: str) -> Response:
        record = service.document(document)
        return shown(page(record.identity.title or record.file_name, "/documents", document_page(service, document)))

    @app.get("/documents/{document}/file", **DOWNLOAD)
    def file(document: str) -> Response:
        return original(service, document)

    @app.get("/documents/{document}/tables/{ordinal}.csv", **DOWNLOAD)
    def table(document: str, ordinal: int) -> Response:
        found = service.table(document, ordinal)
        rows = table_rows(found)
        return exported("csv", table_title(found), rows[0] if rows else [], rows[1:])


def _search(app: FastAPI, service: Service) -> None:
    @app.get("/search", **OPTIONS)
    def search(filters: Annotated[Filters, Depends(filters_of)], number: PageNumber = 1) -> Response:
        return shown(
            page("检索", "/search", search_page(service.searcher, filters, number), lead="在全部文件的数字和段落里查找，结果不截断，可整批导出。")
        )

    @app.get("/search.csv", **DOWNLOAD)
    @app.get("/search.xlsx", **DOWNLOAD)
    def export(request: Request, filters: Annotated[Filters, Depends(filters_of)]) -> Response:
        kind, base = _kind(request), _base(request)
        if filters.tab == "passages":
            return exported(kind, "检索段落", PASSAGE_HEAD, passage_rows(service.searcher.passages(filters), base))
        return exported(kind, "检索数字", HEAD, export_rows(service.searcher.figures(filters), base))


def _compare(app: FastAPI, service: Service) -> None:
    @app.get("/compare", **OPTIONS)
    def compare(wanted: Annotated[Wanted, Depends(wanted_of)]) -> Response:
        return shown(
            page("对比", "/compare", compare_page(service.index, wanted), lead="同一项目在各部门、各年度的数字；点数字看出处，缺的说明原因。")
        )

    @app.get("/compare.csv", **DOWNLOAD)
    @app.get("/compare.xlsx", **DOWNLOAD)
    def export(request: Request, wanted: Annotated[Wanted, Depends(wanted_of)]) -> Response:
        done = comparing.compare(service.index, wanted)
        return exported(_kind(request), "对比", COMPARE_HEAD, comparison_rows(done, _base(request)))


def _findings(app: FastAPI, service: Service) -> None:
    @app.get("/findings", **OPTIONS)
    def findings(doc: Words = "", department: Words = "", rule: Words = "", severity: Words = "", number: PageNumber = 1) -> Response:
        lead = "对文件的合计、表间关系、文字与表格逐项重新计算，列出对不上的地方。列出不等于有错：请点开两处核对原文。"
        return shown(page("核查", "/findings", findings_page(service.index, Chosen(doc, department, rule, severity), number), lead=lead))

    @app.get("/findings.csv", **DOWNLOAD)
    @app.get("/findings.xlsx", **DOWNLOAD)
    def export(request: Request, doc: Words = "", department: Words = "", rule: Words = "", severity: Words = "") -> Response:
        found = chosen_findings(service.index, Chosen(doc, department, rule, severity))
        return exported(_kind(request), "核查结果", FINDING_HEAD, finding_rows(found))


def _kind(request: Request) -> str:
    return "xlsx" if request.url.path.endswith(".xlsx") else "csv"


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _answers(app: FastAPI, service: Service) -> None:
    @app.get("/answer.csv", **DOWNLOAD)
    @app.get("/answer.xlsx", **DOWNLOAD)
    def export(request: Request, q: str, h: Annotated[tuple[str, ...], Query(max_length=100)] = ()) -> Response:
        answer = service.ask_after(q, h)
        return exported(_kind(request), "答案", ANSWER_HEAD, answer_rows(answer, _base(request)))

    @app.get("/answer.md", **DOWNLOAD)
    def document(request: Request, q: str, h: Annotated[tuple[str, ...], Query(max_length=100)] = ()) -> Response:
        written = markdown(q, service.ask_after(q, h), _base(request))
        return Response(written, media_type="text/markdown; charset=utf-8", headers=attachment("答案.md"))
