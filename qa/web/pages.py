"""Our own pages, made on the server: one place of evidence (as a page and as the panel's content)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse, Response

from qa.web.evidence import evidence, evidence_html
from qa.web.links import Place
from qa.web.render import Html
from qa.web.service import Service
from qa.web.shell import STRICT_POLICY, page

Number = Annotated[int | None, Query(ge=0, le=10_000_000)]


def shown(html: Html) -> HTMLResponse:
    """A response of a page of our own, with the strict policy."""
    return HTMLResponse(html, headers={"content-security-policy": STRICT_POLICY})


def add_pages(app: FastAPI, service: Service) -> None:
    """Add the pages to the application."""
    options: dict[str, Any] = {"include_in_schema": False, "response_class": HTMLResponse}

    @app.get("/evidence", **options)
    def one_place(
        doc: str,
        table: Number = None,
        row: Number = None,
        column: Number = None,
        paragraph: Number = None,
        start: Number = None,
        end: Number = None,
        page_number: Annotated[int | None, Query(alias="page", ge=1)] = None,
        part: bool = False,
    ) -> Response:
        html = evidence_html(evidence(Place(doc, page_number, table, row, column, paragraph, start, end), service))
        return shown(html if part else page("出处", "", html))
