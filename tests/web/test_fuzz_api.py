"""Anything at all sent to every endpoint, as the API's own schema tells them: no server error, and answers as the schema says."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.web.conftest import Sample

schemathesis = pytest.importorskip("schemathesis")
from schemathesis import GenerationMode, checks  # noqa: E402

CASES = 10  # an operation and kind of data
PROMISED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
BOUNDED = settings(
    max_examples=CASES, deadline=None, derandomize=True, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck)
)
HOSTILE = [
    "", " ", "\x00", "\x1b[2J", "\u202e公务接待费\u202c", "\ufdfa" * 60, "%", "_", "*", "' OR 1=1 --", '") NEAR("', "../../etc/passwd", "{{7*7}}", "<script>",
    "-1", "0", "1.5", "1e400", "NaN", "Infinity", "9" * 400, "９９", "true", "null", "[]", "中" * 300, "公务接待费", "2024", "预算", "passages",
    "1,2,3,4", "nan,nan,inf,-inf", "1e308,-1e308,1e308,1e308", "5,5,1,1",
]  # fmt: skip
SURROGATE = "%ED%A0%80%FF%C0%AF"  # bytes that are no UTF-8, and half of a pair
BODIES = [
    b"", b"null", b"[]", b'""', b"NaN", b"{", b"[" * 60_000, b'{"question":' * 5_000, b'{"question":"\\ud800"}', b'{"question":"\\u0000"}', b"\xff\xfe\x00",
    b'{"question":1e999}', b'{"question":' + b"9" * 5_000 + b"}", b'{"question":"a","question":"b"}', b'{"question":"a","history":[[[["b"]]]]}',
    b'{"question":"a","history":["\\udfff","\\u202e"]}', b'{"question":"a","verdict":"up","comment":"\\ud83d"}', b'{"question":"a","verdict":null,"comment":{}}',
    b"question=a", b"--x\r\nContent-Disposition: form-data; name=question\r\n\r\na\r\n--x--", json.dumps({"question": "中" * 400, "history": ["费"] * 3000}).encode(),
]  # fmt: skip
TYPES = ["application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "\x7f"]


@pytest.fixture(scope="module")
def app(client: TestClient) -> Any:
    """The whole application, guards and all; the client has started it, and it can be started only once."""

    async def started(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            raise NotImplementedError
        await client.app(scope, receive, send)

    return started


@pytest.fixture(scope="module")
def ids(client: TestClient) -> list[str]:
    return [d["id"] for d in client.get("/api/documents").json()["documents"]]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_what_the_schema_allows_and_what_it_does_not(app: Any, client: TestClient, ids: list[str], mode: GenerationMode) -> None:
    operations = [found.ok() for found in schemathesis.openapi.from_asgi("/api/openapi.json", app).get_all_operations()]
    assert {o.path for o in operations} == set(client.get("/api/openapi.json").json()["paths"])
    for operation in operations:
        takes = [*operation.path_parameters, *operation.query, *operation.body]
        if mode is GenerationMode.NEGATIVE and not takes:
            continue

        @BOUNDED
        @given(operation.as_strategy(generation_mode=mode), st.sampled_from([*ids, None]), st.integers(1, 8))
        def never_fails(case: Any, document: str | None, number: int) -> None:
            if mode is GenerationMode.POSITIVE and document and "document" in (case.path_parameters or {}):  # else nothing is ever there
                case.path_parameters.update({name: number if name != "document" else document for name in case.path_parameters})
            case.call_and_validate(checks=PROMISED)

        never_fails()


def test_real_answers_are_as_the_schema_says(app: Any, client: TestClient, sample: Sample, ids: list[str]) -> None:
    """Generated words find little: these find documents, tables, figures, passages, findings and answers of each status."""
    schema, true = schemathesis.openapi.from_asgi("/api/openapi.json", app), sample.truth[0].made
    found = ["/api/documents", "/api/health", "/api/figures?q=费&limit=1000", "/api/search?q=预算", "/api/findings", "/api/compare?measure=公务接待费、项目支出"]
    found += [f"/api/documents/{i}/{part}/{number}" for i in ids for part in ("tables", "paragraphs") for number in (1, 2, 3)]
    for address in found:
        answer = client.get(address)
        assert answer.status_code == 200, address
        path = address.partition("?")[0]
        place = next((f"/api/documents/{{document}}/{part}/{{ordinal}}" for part in ("tables", "paragraphs") if f"/{part}/" in path), path)
        schema[place]["GET"].validate_response(answer)
    name = true.department
    asked = [f"{name}{true.year}年预算的公务接待费是多少？", f"{name}{true.year}年项目支出比上年增减多少，原因是什么？", f"{name}的主要职责是什么？"]
    asked += ["各部门公务接待费排名", f"{name}历年的项目支出", "玄圃市教育局2024年三公经费是多少？", "今天天气怎么样？", f"{name}2024年和2025年项目支出占支出总计的比重各是多少？"]
    answers = [client.post("/api/ask", json={"question": question}) for question in asked]
    for answer in answers:
        schema["/api/ask"]["POST"].validate_response(answer)
    assert {a.json()["status"] for a in answers} >= {"answered", "not_found"}
    assert any(a.json()["figures"] for a in answers)


def addresses(client: TestClient, ids: list[str], chance: random.Random) -> Iterator[str]:
    """Addresses of every GET endpoint and page with hostile values in its places and parameters."""
    values = [quote(value, safe="") for value in HOSTILE] + [SURROGATE]
    for route in client.app.routes:  # type: ignore[attr-defined]
        if not isinstance(route, APIRoute) or "GET" not in route.methods:
            continue
        names = [p.alias for p in route.dependant.query_params] + [p.alias for d in route.dependant.dependencies for p in d.query_params]
        for turn in range(chance.randrange(2), len(values), 2) if names or route.dependant.path_params else [0]:
            path = route.path
            for place in route.dependant.path_params:
                well = ids[0] if place.alias == "document" else "1"
                path = path.replace("{" + place.alias + "}", well if chance.random() < 0.6 else values[turn].replace("%2F", "") or "x")
            asked = "&".join(f"{name}={values[turn] if chance.random() < 0.5 else chance.choice(values)}" for name in names if chance.random() < 0.7)
            yield f"{path}?{asked}"


def test_hostile_values_in_every_address(client: TestClient, ids: list[str]) -> None:
    failed, seen = [], set()
    for address in addresses(client, ids, random.Random(6)):
        status = client.get(address).status_code
        seen.add(status)
        if status >= 500:
            failed.append((status, address[:300]))
    assert failed == []
    assert {200, 404, 422} <= seen


@pytest.mark.parametrize("kind", TYPES)
def test_hostile_bodies(client: TestClient, kind: str) -> None:
    posts = [r.path for r in client.app.routes if isinstance(r, APIRoute) and "POST" in r.methods]  # type: ignore[attr-defined]
    assert {"/api/ask", "/api/feedback"} <= set(posts)
    for path in posts:
        for body in BODIES:
            answer = client.post(path, content=body, headers={"content-type": kind})
            assert answer.status_code < 500, (path, body[:80], answer.text[:200])
            if answer.status_code >= 400:
                assert list(answer.json()) == ["error"]


def test_other_methods_are_refused(client: TestClient, sample: Sample) -> None:
    for path in client.get("/api/openapi.json").json()["paths"]:
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO"):
            assert client.request(method, path.replace("{", "").replace("}", "")).status_code < 500
