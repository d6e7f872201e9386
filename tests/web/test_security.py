"""Nothing of documents, file names or questions becomes markup; no file of the machine leaves; headers and limits hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from index.text import clean
from qa.web.files import csv_bytes
from qa.web.render import Html, tag, text
from tests.web.conftest import HOSTILE_NAME, Sample, Window

ELEMENTS = frozenset(
    """html head meta title link script body a header nav span button main h1 h2 h3 div p form label input select option table caption thead tbody
    tr th td section aside details summary ul ol li dl dt dd article mark b strong code blockquote figure figcaption img footer fieldset legend
    datalist svg g rect line circle text""".split()  # noqa: SIM905
)


class Strict(HTMLParser):
    """Reads a page as a browser would and notes what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = tag in ELEMENTS and (tag != "script" or given.get("src", "").startswith("/site/"))
        harmless = not any(name.startswith("on") or name == "style" for name in given)
        inside = all(given[n].startswith(("/", "#")) and not given[n].startswith("//") for n in ("href", "src", "action") if n in given)
        if not (ours and harmless and inside):
            self.wrong.append(f"{tag} {given}")


def wrong_in(page: str) -> list[str]:
    reader = Strict()
    reader.feed(page)
    return reader.wrong


@given(st.text())
def test_text_never_holds_markup(anything: str) -> None:
    shown = text(anything)
    assert not set(shown) & set("<>\"'")
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", shown)


@given(st.text(min_size=1))
def test_attributes_stay_inside_their_quotes(anything: str) -> None:
    shown = tag("p", data_question=anything)
    assert re.fullmatch(r'<p data-question="[^"<>]*"></p>', shown, re.DOTALL)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://evil.example", "//evil.example", "/\\evil.example", "data:text/html,x", " /x"])
def test_links_never_leave(link: str) -> None:
    with pytest.raises(ValueError, match="leaves"):
        tag("a", href=link)


def test_no_handlers_and_no_styles() -> None:
    for attributes in ({"onclick": "x"}, {"style": "x"}):
        with pytest.raises(ValueError, match="attribute"):
            tag("p", **attributes)
    assert tag("p", Html("<b>")) == "<p><b></p>"


def hostile_id(client: TestClient) -> str:
    return next(d["id"] for d in client.get("/api/documents").json()["documents"] if d["doc"] == HOSTILE_NAME)


def test_hostile_document_stays_text_on_every_page(client: TestClient) -> None:
    identifier = hostile_id(client)
    pages = [
        "/documents",
        f"/documents/{identifier}",
        f"/search?doc={identifier}",
        "/search?q=alert",
        "/search?q=alert&tab=passages",
        "/search?q=" + "%3Cscript%3Ealert(1)%3C/script%3E",
        "/documents?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "/compare?measure=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "/findings?rule=%3Cscript%3E",
        f"/evidence?doc={identifier}&table=1&row=2&column=2",
        f"/evidence?doc={identifier}&paragraph=1",
        f"/evidence/both?doc={identifier}&at=t1.2.2&at=p1",
        f"/findings?doc={identifier}",
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert wrong_in(answer.text) == [], address
    assert "alert(1)" in client.get(f"/documents/{identifier}").text, "shown, as text"


@pytest.mark.browser
def test_hostile_document_runs_nothing_in_a_browser(window: Window, site: str, client: TestClient) -> None:
    alerts: list[str] = []
    window.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for address in (f"/documents/{hostile_id(client)}", "/search?q=alert", "/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E公务接待费"):
        window.page.goto(site + address)
        window.page.wait_for_load_state()
    window.page.wait_for_selector("#wz-now .wz-question")
    assert window.page.locator("#wz-now img").count() == 0
    assert alerts == []


@pytest.mark.parametrize(
    "path",
    [
        "/site/../service.py", "/site/%2e%2e/service.py", "/site/..%2fservice.py", "/documents/..%2f..%2fetc%2fpasswd/file", "/gradio_api/file=/etc/passwd",
        "/file=/etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/gradio_api/file%3D/etc/passwd", "/site//etc/passwd",
        "/api/documents/..%2f..%2fetc/pages/1.png", "/evidence/both?doc=../../etc/passwd&at=p1", "/evidence?doc=/etc/passwd&page=1",
    ],
)  # fmt: skip
def test_no_file_of_the_machine_leaves(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {400, 404, 405}, answer.text[:200]
    assert "root:" not in answer.text
    assert "class Service" not in answer.text


def test_only_the_indexed_bytes_are_given_out(client: TestClient, sample: Sample) -> None:
    identifier = hostile_id(client)
    path = sample.documents / HOSTILE_NAME
    kept = path.read_bytes()
    given = client.get(f"/documents/{identifier}/file")
    assert given.content == kept
    assert given.headers["content-disposition"].startswith("attachment")
    assert "\n" not in given.headers["content-disposition"]
    assert given.headers["content-type"] == "application/octet-stream"
    try:
        path.write_text("something else", encoding="utf-8")
        assert client.get(f"/documents/{identifier}/file").status_code == 404
    finally:
        path.write_bytes(kept)


def test_uploads_are_not_offered(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 404
    assert client.post("/upload", files={"files": ("a.txt", b"x")}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/documents", "/search?q=a", "/api/health", "/api/nothing", "/site/base.css", "/nothing"])
def test_security_headers_everywhere(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    if path.startswith(("/documents", "/search")):
        assert "unsafe" not in policy, "our own pages need no exception"


def test_browsers_keep_files_and_nothing_else(client: TestClient) -> None:
    served = client.get("/").text
    files = re.findall(r'(?:src|href)="(?:\./|/)((?:site|assets)/[^"]+\.(?:js|css)[^"]*)"', served)
    assert len(files) >= 5
    assert all("max-age" in client.get(f"/{file}").headers.get("cache-control", "") for file in files)
    assert all("?" in file for file in files if file.startswith("site/")), "ours change their address with their content"
    for page in ("/", "/search?q=a", "/api/documents"):
        assert "max-age" not in client.get(page).headers.get("cache-control", "")


def test_the_chats_page_names_no_other_host(client: TestClient) -> None:
    served = client.get("/").text
    assert 'lang="zh-CN"' in served
    assert not re.findall(r"(?:src|href|content)=\"(?:https?:)?//[^\"]*", served)


def test_spreadsheets_run_no_formula() -> None:
    written = csv_bytes(["a"], [["=cmd()"], ["-2+3+cmd|' /C calc'!A0"], ["-12.50"], ["@SUM(1)"]]).decode("utf-8-sig").splitlines()
    assert written[1:] == ["'=cmd()", "'-2+3+cmd|' /C calc'!A0", "-12.50", "'@SUM(1)"]


def test_events_of_the_chat_check_for_themselves(service) -> None:  # type: ignore[no-untyped-def]
    from qa.web.chat import Conversation
    from qa.web.security import RateLimit

    talk = Conversation(service, RateLimit(0))
    for odd in (None, 3, {"a": 1}, ["x"], "", "账" * 3_500_000, clean("\x00")):
        last = list(talk.ask(odd, [], None))[-1]  # type: ignore[arg-type]
        assert "wz-error" in last[2]


def test_logs_hold_no_questions(service, caplog: pytest.LogCaptureFixture) -> None:  # type: ignore[no-untyped-def]
    caplog.set_level("INFO")
    service.ask("这是一个不该进日志的问题")
    assert "不该进日志" not in caplog.text


def test_static_files_are_all_ours() -> None:
    from qa.web.shell import STATIC

    for path in Path(STATIC).iterdir():
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", path.read_text(encoding="utf-8")), path.name


def test_site_password_and_brute_force(sample: Sample, feedback) -> None:  # type: ignore[no-untyped-def]
    from qa.web.app import create_app
    from qa.web.settings import Settings
    from tests.web.conftest import service_of

    with TestClient(create_app(service_of(sample, Settings(site_password="开门", rate=0)), feedback)) as closed:
        for path in ("/", "/documents", "/api/health", "/site/wenzhang.js", "/gradio_api/info", "/mcp"):
            assert closed.get(path).status_code == 401, path
        assert closed.get("/api/health", auth=("any", "开门".encode())).status_code == 200
        tries = [closed.get("/api/health", auth=("any", f"guess{n}")).status_code for n in range(30)]
        assert tries[0] == 401
        assert tries[-1] == 429
        assert closed.get("/api/health", headers={"authorization": "Basic ###"}).status_code in {401, 429}
        assert "content-security-policy" in closed.get("/").headers
