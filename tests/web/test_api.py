"""Every endpoint of the API: what it gives, its paging, and its one shape of errors."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from qa.web.feedback import Feedback
from tests.web.conftest import Sample, service_of


def newest(sample: Sample):  # type: ignore[no-untyped-def]
    return max(sample.truth, key=lambda d: (d.made.year, d.made.department))


def question(sample: Sample, item: str = "公务接待费") -> str:
    true = newest(sample)
    return f"{true.made.department}{true.made.year}年预算的{item}是多少万元？"


def assert_error(answer: Response, status: int, code: str, said: str) -> None:
    """The one shape: nothing but error, with code and a Chinese message."""
    assert answer.status_code == status
    body = answer.json()
    assert list(body) == ["error"]
    assert body["error"]["code"] == code
    assert said in body["error"]["message"]


def test_ask_gives_the_answer_object(client: TestClient, sample: Sample) -> None:
    answer = client.post("/api/ask", json={"question": question(sample)}).json()
    assert answer["status"] == "answered"
    assert answer["figures"][0]["value"] == float(newest(sample).facts.three_public.reception)
    assert answer["citations"][0]["doc"].endswith(".pdf")
    assert answer["query"]["departments"][0]["department"] == newest(sample).made.department


def test_ask_follows_the_history(client: TestClient, sample: Sample) -> None:
    answer = client.post("/api/ask", json={"question": "那项目支出呢？", "history": [question(sample)]}).json()
    assert answer["figures"][0]["value"] == float(newest(sample).facts.project_total)


@pytest.mark.parametrize(
    ("body", "status", "code", "said"),
    [
        ({"question": ""}, 400, "bad_input", "请先输入问题"),
        ({"question": "\x00 　\x07"}, 400, "bad_input", "请先输入问题"),
        ({"question": "账" * 10_000}, 400, "bad_input", "问题太长"),
        ({"question": "账" * 100_000}, 413, "too_large", "太大"),
        ({"question": None}, 422, "malformed", "question"),
        ({"question": {"a": [1]}}, 422, "malformed", "question"),
        ({"q": "x"}, 422, "malformed", "question"),
        ({"question": "x", "history": "y"}, 422, "malformed", "history"),
        ([], 422, "malformed", "请求体"),
    ],
)
def test_ask_refuses_in_one_shape(client: TestClient, body: object, status: int, code: str, said: str) -> None:
    assert_error(client.post("/api/ask", json=body), status, code, said)


@pytest.mark.parametrize("content", [b"[" * 60_000, b"{", b"\xff\xfe", b'"\\ud800"', b""])
def test_ask_survives_what_is_no_json(client: TestClient, content: bytes) -> None:
    answer = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
    assert_error(answer, 422, "malformed", "格式")
    assert client.get("/api/health").json()["status"] == "ok"


ODD = ["'; DROP TABLE figures;--", '%_\\"*( NEAR OR', "ﷺ" * 20, "🙂" * 50, "\u202e三公经费", "三公 OR", "???", "１２３"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_get_an_answer(client: TestClient, odd: str) -> None:
    assert client.post("/api/ask", json={"question": odd}).status_code in {200, 400}


def test_documents_filter_and_page(client: TestClient, sample: Sample) -> None:
    everything = client.get("/api/documents").json()
    assert everything["total"] == len(sample.truth) + 1
    name = newest(sample).made.department
    mine = client.get("/api/documents", params={"department": name, "year": newest(sample).made.year}).json()
    assert [d["department"] for d in mine["documents"]] == [name]
    second = client.get("/api/documents", params={"offset": 1, "limit": 1}).json()["documents"]
    assert second == everything["documents"][1:2]
    assert "path" not in everything["documents"][0], "where files lie on the machine is nobody's business"
    assert_error(client.get("/api/documents", params={"limit": 0}), 422, "malformed", "limit")


def test_tables_paragraphs_pages(client: TestClient, sample: Sample) -> None:
    citation = client.post("/api/ask", json={"question": question(sample)}).json()["citations"][0]
    base = f"/api/documents/{citation['document_id']}"
    table = client.get(f"{base}/tables/{citation['table_ordinal']}").json()
    cell = next(c for c in table["cells"] if (c["row"], c["column"]) == (citation["row_index"], citation["column_index"]))
    assert cell["value"] == float(newest(sample).facts.three_public.reception)
    picture = client.get(f"{base}/pages/{citation['page']}.png", params={"box": "10,10,100,30"})
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"{base}/paragraphs/1").json()["text"]
    assert_error(client.get(f"{base}/tables/999"), 404, "bad_input", "没有这张表")
    assert_error(client.get(f"{base}/paragraphs/9999"), 404, "bad_input", "没有这一段")
    assert_error(client.get(f"{base}/pages/999.png"), 400, "bad_input", "页码")
    assert_error(client.get(f"{base}/pages/1.png", params={"box": "a,b"}), 400, "bad_input", "box")
    assert_error(client.get("/api/documents/nothing/tables/1"), 404, "bad_input", "没有这份文件")


def test_figures_and_search(client: TestClient, sample: Sample) -> None:
    name = newest(sample).made.department
    found = client.get("/api/figures", params={"q": "公务接待费", "department": name, "year": newest(sample).made.year}).json()
    assert found["total"] >= 1
    assert {f["department"] for f in found["figures"]} == {name}
    assert float(newest(sample).facts.three_public.reception) in [f["value"] for f in found["figures"]]
    assert sum(found["facets"]["department"].values()) == found["total"]
    nothing = client.get("/api/figures", params={"q": "公务接待费", "year": 1999}).json()
    assert (nothing["total"], nothing["figures"]) == (0, [])
    passages = client.get("/api/search", params={"q": "政府采购", "limit": 2}).json()
    assert passages["total"] >= 2
    assert len(passages["passages"]) == 2


def test_every_word_must_be_there(client: TestClient) -> None:
    one = client.get("/api/figures", params={"q": "公务接待费"}).json()["total"]
    both = client.get("/api/figures", params={"q": "公务接待费 基本支出"}).json()["total"]
    assert both < one


def test_compare(client: TestClient, sample: Sample) -> None:
    done = client.get("/api/compare", params={"measure": "公务接待费", "kind": "预算"}).json()
    values = {(c["department"], c["year"]): c["value"] for c in done["cells"]}
    for true in sample.truth:
        assert values[true.made.department, true.made.year] == float(true.facts.three_public.reception)
    assert {(m["department"], m["year"]) for m in done["missing"]}.isdisjoint(values)


def test_findings_page(client: TestClient) -> None:
    found = client.get("/api/findings").json()
    assert found["total"] == len(found["findings"]) or found["total"] > 100


def test_evidence_tells_what_other_places_say(client: TestClient, sample: Sample) -> None:
    answer = client.post("/api/ask", json={"question": question(sample, "项目支出")}).json()
    citation = answer["citations"][0]
    where = {"doc": citation["document_id"], "table": citation["table_ordinal"], "row": citation["row_index"], "column": citation["column_index"]}
    page = client.get("/evidence", params={**where, "part": True}).text
    amount = f"{newest(sample).facts.project_total:,.2f}"
    assert f"<b>{amount}万元</b>" in page
    confirmed = next(c for c in answer["checks"] if c["kind"] == "confirmed")
    assert re.search(r"另外(\d+)处", confirmed["message"])[1] == re.search(r"另有(\d+)处一致", page)[1]  # type: ignore[index]
    without = client.get("/evidence", params={"doc": citation["document_id"], "table": 1, "row": 0, "column": 0, "part": True}).text
    assert "另有" not in without


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_findings_and_comparisons_can_be_taken_away(client: TestClient, kind: str) -> None:
    for address in ("/findings", "/compare?measure=公务接待费"):
        path, _, query = address.partition("?")
        file = client.get(f"{path}.{kind}?{query}")
        assert file.status_code == 200
        assert "attachment" in file.headers["content-disposition"]


def test_feedback(client: TestClient, sample: Sample, feedback: Feedback) -> None:
    given = {"question": question(sample), "verdict": "down", "comment": "少了一个零"}
    assert client.post("/api/feedback", json=given).status_code == 201
    assert feedback.all()[-1]["comment"] == "少了一个零"
    odd = rb'{"question":"\ud800\u8bf4\u660e","verdict":"up","comment":"\u0000\u5c11\ud83d\u4e86\n\u96f6","history":["\udfff\u95ee"]}'
    assert client.post("/api/feedback", content=odd, headers={"content-type": "application/json"}).status_code == 201
    assert [feedback.all()[-1][name] for name in ("question", "comment", "history")] == ["说明", "少了\n零", ["问"]]
    assert_error(client.post("/api/feedback", json={**given, "verdict": "maybe"}), 422, "malformed", "verdict")
    assert_error(client.post("/api/feedback", json={**given, "comment": "字" * 2000}), 400, "bad_input", "太长")


def test_unknown_addresses(client: TestClient) -> None:
    assert_error(client.get("/api/nothing"), 404, "not_found", "没有这个地址")
    page = client.get("/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "没有这个地址" in page.text
    assert client.get("/api/ask").status_code in {404, 405}


def test_openapi_tells_all_endpoints(client: TestClient) -> None:
    told = set(client.get("/api/openapi.json").json()["paths"])
    wanted = {"ask", "feedback", "documents", "figures", "search", "findings", "compare", "health"}
    assert {f"/api/{name}" for name in wanted} <= told
    page = client.get("/api/docs").text
    assert all(path in page for path in told)
    assert "http" not in page, "nothing from another host"


def test_documents_of_the_house_tell_every_setting_and_endpoint(client: TestClient) -> None:
    from dataclasses import fields
    from pathlib import Path

    from qa.web.settings import Settings

    docs = Path(__file__).resolve().parents[2] / "docs"
    operations, api = (docs / "operations.md").read_text("utf-8"), (docs / "api.md").read_text("utf-8")
    assert [f.name for f in fields(Settings) if f"WENZHANG_{f.name.upper()}" not in operations] == []
    assert [path for path in client.get("/api/openapi.json").json()["paths"] if path.split("/{")[0] not in api] == []


def test_rate_limit_says_so(sample: Sample, feedback: Feedback) -> None:
    from qa.web.app import create_app
    from qa.web.settings import Settings

    with TestClient(create_app(service_of(sample, Settings(rate=2)), feedback)) as busy:
        answers = [busy.post("/api/ask", json={"question": "你好"}) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert_error(answers[2], 429, "too_many", "太频繁")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_every_hit(client: TestClient, kind: str) -> None:
    total = client.get("/api/figures", params={"q": "费"}).json()["total"]
    assert total > 100, "more than one page"
    file = client.get(f"/search.{kind}", params={"q": "费"})
    assert "attachment" in file.headers["content-disposition"]
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        assert len(rows) == total + 1
    else:
        sheet = zipfile.ZipFile(io.BytesIO(file.content)).read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row ") == total + 1


def test_settings_name_the_wrong_variable() -> None:
    from index.errors import BadInput
    from qa.web.settings import Settings

    assert Settings.from_environment({"WENZHANG_RATE": "7"}).rate == 7
    with pytest.raises(BadInput, match="WENZHANG_PORT"):
        Settings.from_environment({"WENZHANG_PORT": "http"})


def test_answer_as_markdown(client: TestClient, sample: Sample) -> None:
    answer = client.get("/answer.md", params={"q": question(sample)})
    assert answer.headers["content-disposition"].startswith("attachment")
    lines = answer.text.split("\n\n")
    assert lines[0] == f"# {question(sample)}"
    assert any("[^1]" in line and f"{newest(sample).facts.three_public.reception:,.2f}" in line for line in lines)
    assert any(line.startswith("[^1]: ") and "<http://testserver/evidence?doc=" in line for line in lines)


def test_markdown_holds_no_markup_of_others(client: TestClient) -> None:
    written = client.get("/answer.md", params={"q": "<img src=x onerror=1>![x](http://evil.example) **公务接待费**是多少？"}).text
    assert not re.search(r"(?<!\\)<img|(?<!\\)!\[|(?<!\\)\]\(http", written)


def test_measure_facet_narrows(client: TestClient) -> None:
    everything = client.get("/api/figures", params={"q": "接待费"}).json()
    name, count = next(iter(everything["facets"]["measure"].items()))
    narrowed = client.get("/api/figures", params={"q": "接待费", "measure": name}).json()
    assert narrowed["total"] == count
    assert {f["measure"] for f in narrowed["figures"]} == {name}
