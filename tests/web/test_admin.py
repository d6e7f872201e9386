"""Administration: nothing of it without its variable; with it: the password, the session, uploads, removal, building."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from eval.madeup.make import Wanted, disclosures, writer
from index.errors import BadInput
from qa.web.admin import COOKIE, Administration, Door
from qa.web.feedback import Feedback
from qa.web.uploads import Uploads, safe_name
from tests.web.conftest import Sample, service_of

PASSWORD = "a long enough password"
ADDRESSES = ("/admin", "/admin/login", "/admin/logout", "/admin/state", "/admin/upload", "/admin/build", "/admin/remove")


@dataclass
class Desk:
    """A signed-out client of a site with administration on a store of its own."""

    client: TestClient
    admin: Administration
    store: Path

    def sign_in(self) -> str:
        """The session's token."""
        assert self.client.post("/admin/login", data={"password": PASSWORD}).status_code == 200
        return self.token()

    def token(self) -> str:
        found = re.search(r'data-csrf="([^"]+)"', self.client.get("/admin").text)
        assert found
        return found[1]

    def send(self, token: str, name: str, data: bytes):  # type: ignore[no-untyped-def]
        return self.client.post("/admin/upload", params={"name": name}, content=data, headers={"x-csrf": token})

    def built(self) -> dict:  # type: ignore[type-arg]
        deadline = time.monotonic() + 60
        while (state := self.client.get("/admin/state").json())["running"] and time.monotonic() < deadline:
            time.sleep(0.1)
        return state  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def running(sample: Sample, feedback: Feedback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    from qa.web.app import create_app

    folder = tmp_path_factory.mktemp("admin")
    shutil.copytree(sample.store, folder / "store")
    own = Sample(folder / "store", sample.documents)
    admin = Administration(PASSWORD, own.store, Uploads(folder / "uploads", 200_000, 3))
    with TestClient(create_app(service_of(own), feedback, admin)) as client:
        yield Desk(client, admin, own.store)


@pytest.fixture
def desk(running: Desk) -> Desk:
    """Signed out, with no tries used and nothing uploaded."""
    running.admin.door = Door(PASSWORD)
    running.client.cookies.clear()
    shutil.rmtree(running.admin.uploads.folder, ignore_errors=True)
    return running


def disclosure(seed: int) -> bytes:
    return writer("tab")(next(disclosures(Wanted(departments=1, first_year=2024, years=1, seed=seed, finals=False))).made)


def test_without_the_variable_nothing_is_there(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WENZHANG_ADMIN_PASSWORD", raising=False)
    assert Administration.from_environment(tmp_path / "store") is None
    for address in ADDRESSES:
        assert client.get(address).status_code == 404
        assert client.post(address, content=b"x").status_code == 404
    for page in ("/", "/documents"):
        assert "/admin" not in client.get(page).text
    assert "/admin" not in client.get("/api/openapi.json").text


def test_the_password_is_taken_out_of_the_environment_and_kept_as_a_hash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    monkeypatch.setenv("WENZHANG_ADMIN_PASSWORD", PASSWORD)
    admin = Administration.from_environment(tmp_path / "store")
    assert admin is not None
    assert "WENZHANG_ADMIN_PASSWORD" not in os.environ
    held = repr({name: getattr(admin.door, name) for name in vars(admin.door)})
    assert PASSWORD not in held
    monkeypatch.setenv("WENZHANG_ADMIN_PASSWORD", "short")
    with pytest.raises(BadInput):
        Administration.from_environment(tmp_path / "store")


def test_everything_wants_the_session_and_its_token(desk: Desk) -> None:
    assert "data-csrf" not in desk.client.get("/admin").text
    assert desk.client.get("/admin/state").status_code == 403
    for address in ("/admin/build", "/admin/remove", "/admin/logout", "/admin/upload?name=a.txt"):
        assert desk.client.post(address, content=b"csrf=").status_code == 403, address
    token = desk.sign_in()
    for wrong in ({}, {"x-csrf": "guess"}, {"x-csrf": token, "origin": "http://evil.example"}, {"x-csrf": token, "sec-fetch-site": "cross-site"}):
        assert desk.client.post("/admin/build", headers=wrong).status_code == 403, wrong
    assert desk.client.post("/admin/logout", data={"csrf": token}).status_code == 200
    assert desk.client.get("/admin/state").status_code == 403, "signed out"


def test_cookie_is_kept_from_scripts_and_other_sites(desk: Desk) -> None:
    answer = desk.client.post("/admin/login", data={"password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert cookie.startswith(COOKIE)
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/admin"))


def test_guessing_is_stopped_even_with_the_right_password_at_last(desk: Desk) -> None:
    tries = [desk.client.post("/admin/login", data={"password": f"guess{n}"}).status_code for n in range(8)]
    assert tries[:5] == [401] * 5
    assert tries[5:] == [429] * 3
    assert desk.client.post("/admin/login", data={"password": PASSWORD}).status_code == 429


def test_sessions_end(monkeypatch: pytest.MonkeyPatch) -> None:
    door = Door(PASSWORD)
    key = door.open(PASSWORD, "a")
    assert door.open(PASSWORD + "x", "a") is None
    assert door.session(key) is not None
    later = time.monotonic() + 3601
    monkeypatch.setattr("qa.web.admin.time.monotonic", lambda: later)
    assert door.session(key) is None


def test_upload_build_ask_remove(desk: Desk) -> None:
    token = desk.sign_in()
    assert desk.send(token, "新部门.txt", disclosure(91)).status_code == 201
    assert desk.send(token, "无关.txt", "今天天气很好，适合散步。\n".encode() * 30).status_code == 201
    assert desk.client.post("/admin/build", headers={"x-csrf": token}).status_code == 202
    busy = desk.client.post("/admin/build", headers={"x-csrf": token})
    assert busy.status_code == 400
    assert "正在更新" in busy.json()["error"]["message"]
    state = desk.built()
    assert "新收录1份" in state["message"]
    assert [f["name"] for f in state["failures"]] == ["无关.txt"]
    assert [path.name for path in desk.admin.uploads.paths()] == ["新部门.txt"], "what cannot be read is not kept"
    identifier = shown(desk)["新部门.txt"]
    assert desk.send(token, "又一次.txt", disclosure(91)).status_code == 400
    original = desk.client.get(f"/documents/{identifier}/file")
    assert original.content == disclosure(91)
    answer = desk.client.post("/admin/remove", data={"csrf": token, "document": identifier}, follow_redirects=False)
    assert answer.status_code == 303
    assert "移除了1份" in desk.built()["message"]
    assert "新部门.txt" not in shown(desk)
    assert desk.admin.uploads.paths() == []


def test_verdicts_are_for_the_administrator_only(desk: Desk, feedback: Feedback) -> None:
    question = "=SUM(1)公务接待费<b>是多少？"
    desk.client.post("/api/feedback", json={"question": question, "verdict": "down", "comment": "单位<script>不对"})
    assert feedback.newest(1)[0]["question"] == question
    assert desk.client.get("/admin/feedback.csv").status_code == 403
    desk.sign_in()
    page = desk.client.get("/admin").text
    assert "单位&lt;script&gt;不对" in page
    rows = desk.client.get("/admin/feedback.csv").content.decode("utf-8-sig")
    assert f"'{question}" in rows, "no formula"


def shown(desk: Desk) -> dict[str, str]:
    """Names and ids of what the running app shows: once a build is told to be done, its generation answers."""
    return {d["doc"]: d["id"] for d in desk.client.get("/api/documents").json()["documents"]}


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("a.exe", b"MZ\x90", 400, "不能上传"),
        ("a.html.js", b"alert(1)", 400, "不能上传"),
        ("noending", b"x", 400, "不能上传"),
        ("a.pdf", b"<html>", 400, "不符"),
        ("a.txt", b"\x7fELF\0\0", 400, "不符"),
        ("a.xlsx", b"hello", 400, "不符"),
        ("a.txt", b"", 400, "空"),
        ("a.txt", b"x" * 200_001, 413, "大于"),
    ],
)
def test_wrong_uploads_leave_nothing(desk: Desk, name: str, data: bytes, status: int, said: str) -> None:
    answer = desk.send(desk.sign_in(), name, data)
    assert answer.status_code == status
    assert said in answer.json()["error"]["message"]
    assert list(desk.admin.uploads.folder.rglob("*")) == []


def test_an_unannounced_size_is_limited_too(desk: Desk) -> None:
    token = desk.sign_in()
    answer = desk.client.post("/admin/upload?name=a.txt", content=(b"x" * 50_000 for _ in range(10)), headers={"x-csrf": token})
    assert answer.status_code == 413
    assert list(desk.admin.uploads.folder.rglob("*")) == []


def test_number_of_files_is_limited_and_names_stay_inside(desk: Desk) -> None:
    token = desk.sign_in()
    for number, name in enumerate(("../../../outside.txt", "..\\..\\b.txt", "/etc/passwd.txt")):
        assert desk.send(token, name, f"第{number}份文件".encode()).status_code == 201
    assert sorted(p.name for p in desk.admin.uploads.paths()) == ["b.txt", "outside.txt", "passwd.txt"]
    assert all(desk.admin.uploads.holds(p) for p in desk.store.parent.rglob("*.txt"))
    assert desk.send(token, "d.txt", b"one more").status_code == 413


@given(st.text(max_size=300), st.sampled_from([".pdf", ".TXT", ".xlsx"]))
def test_any_name_becomes_a_plain_file_name(stem: str, suffix: str) -> None:
    name = safe_name(stem + suffix)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert not set(name) & set("/\\\0\n<>\"'&|;$`*?") - {"&"}
    assert len(name.encode()) <= 255


def test_the_upload_folder_is_not_served(desk: Desk) -> None:
    token = desk.sign_in()
    desk.send(token, "secret.txt", "尚未收录的内容".encode())
    path = desk.admin.uploads.paths()[0]
    for address in (f"/uploads/{path.parent.name}/{path.name}", f"/file={path}", f"/gradio_api/file={path}", f"/site/../uploads/{path.name}"):
        assert desk.client.get(address).status_code in {400, 404}, address
