"""The tools for language-model clients, through a real MCP client on a real server: the same answers as the API, limits and errors told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import Sample
from tests.web.test_api import newest, question

TOOLS = {"ask", "search_figures", "search_passages", "compare", "list_documents", "read_table", "audit_findings", "give_feedback"}


def talked(site: str, talk: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """What comes of a talk with the server at ``site``."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def meet() -> Any:
        async with streamable_http_client(f"{site}/mcp") as (reading, writing, _), ClientSession(reading, writing) as session:
            await session.initialize()
            return await talk(session)

    with ThreadPoolExecutor(1) as aside:  # the browser tests have a loop running in this thread
        return aside.submit(asyncio.run, meet()).result()


def called(site: str, name: str, **given: object) -> Any:
    """The object that a tool answers. Raises ``ValueError`` with what it said where it failed."""

    async def call(session: Any) -> Any:
        return await session.call_tool(name, given)

    result = talked(site, call)
    if result.isError:
        raise ValueError(result.content[0].text)
    return json.loads(result.content[0].text)


def test_tools_are_described_in_chinese_and_none_is_administrative(site: str) -> None:
    tools = talked(site, lambda session: session.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert any("\u4e00" <= c <= "\u9fff" for c in tool.description), tool.name
        described = tool.inputSchema["properties"]
        assert "request" not in described
        assert all(value.get("description") for value in described.values()), tool.name


def test_ask_is_the_answer_of_the_api(site: str, client: TestClient, sample: Sample) -> None:
    said = called(site, "ask", question=question(sample))
    same = client.post("/api/ask", json={"question": question(sample)}).json()
    assert {**said, "elapsed_ms": 0} == {**same, "elapsed_ms": 0}
    follow = called(site, "ask", question="那项目支出呢？", earlier=[question(sample)])
    assert follow["figures"][0]["value"] == float(newest(sample).facts.project_total)


def test_searches_and_tables_are_those_of_the_api(site: str, client: TestClient, sample: Sample) -> None:
    year = newest(sample).made.year
    found = called(site, "search_figures", words="公务接待费", year=year, limit=5)
    same = client.get("/api/figures", params={"q": "公务接待费", "year": year, "limit": 5}).json()
    assert found == same
    assert called(site, "search_passages", words="政府采购", limit=2) == client.get("/api/search", params={"q": "政府采购", "limit": 2}).json()
    assert called(site, "list_documents", year=year) == client.get("/api/documents", params={"year": year, "limit": 50}).json()
    document = found["figures"][0]["document"]
    assert called(site, "read_table", document=document, table=1) == client.get(f"/api/documents/{document}/tables/1").json()
    assert called(site, "audit_findings")["total"] == client.get("/api/findings").json()["total"]
    cells = called(site, "compare", measures=["公务接待费"], kind="预算")["cells"]
    assert cells == client.get("/api/compare", params={"measure": "公务接待费", "kind": "预算"}).json()["cells"]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("ask", {"question": ""}, "请先输入问题"),
        ("ask", {"question": "账" * 10_000}, "问题太长"),
        ("read_table", {"document": "../../etc/passwd", "table": 1}, "没有这份文件"),
        ("search_figures", {"words": "费" * 500}, "太长"),
        ("give_feedback", {"question": "公务接待费是多少？", "verdict": "maybe"}, "评价"),
    ],
)
def test_what_a_tool_refuses_is_one_chinese_sentence(site: str, name: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        called(site, name, **given)


def test_a_browser_that_looks_at_the_address_gets_the_description(client: TestClient) -> None:
    page = client.get("/mcp", headers={"accept": "text/html"})
    assert page.url.path == "/api/docs"
    assert all(name in page.text for name in TOOLS)
    assert client.get("/gradio_api/mcp/", headers={"accept": "text/html"}).url.path == "/api/docs"


def test_the_documentation_names_every_tool() -> None:
    told = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
    assert [name for name in TOOLS if f"`{name}(" not in told] == []
