"""The running app while something breaks beside it: it goes on answering from the last good state, or says in one sentence why not."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.pipeline import build
from index.store import generations, open_index
from qa.web import service as service_module
from qa.web.api import create_api
from qa.web.feedback import Feedback
from qa.web.pages import add_pages
from qa.web.service import Service
from qa.web.settings import Settings
from tests.conftest import ROOT
from tests.index.conftest import toys  # noqa: F401  (fixture)

Toys = Callable[..., Path]
CARS = "甲局2024年的公务用车运行维护费是多少"


@pytest.fixture
def store(toys: Toys, tmp_path: Path) -> Path:  # noqa: F811
    build([toys("a.txt", "甲局 2024")], tmp_path / "s", progress=False)
    return tmp_path / "s"


@pytest.fixture
def service(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(service_module, "RECHECK_SECONDS", 0.0)
    made = Service(lambda: open_index(store), Settings(rate=0), lambda: generations.current(store))
    yield made
    made.index.close()


@pytest.fixture
def client(service: Service, store: Path) -> Iterator[TestClient]:
    """The API and our pages; the chat has its own tests and takes seconds to make."""
    feedback = Feedback(store.parent / "feedback.sqlite")
    app = create_api(service, feedback)
    add_pages(app, service)
    yield TestClient(app, raise_server_exceptions=False)
    feedback.close()


def forget(service: Service) -> None:
    """Let go of what the index holds in memory, as after many other questions."""
    for name in dir(service.index):
        cached = getattr(service.index, name, None)
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    service.index._engine.dispose()  # type: ignore[attr-defined]


def ask(client: TestClient, question: str = CARS) -> dict[str, object]:
    answer = client.post("/api/ask", json={"question": question})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def database_of(store: Path) -> Path:
    path = generations.folder_of(store, generations.current(store)) / generations.DATABASE
    path.chmod(0o644)
    return path


def test_answers_go_on_while_an_index_is_built_and_the_new_one_is_taken(client: TestClient, toys: Toys, store: Path) -> None:  # noqa: F811
    before, said, stop = ask(client), [], threading.Event()

    def asking() -> None:
        while not stop.is_set():
            said.append(ask(client))

    thread = threading.Thread(target=asking)
    thread.start()
    try:
        names = [build([toys("b.txt", f"乙局 {2024 + n}")], store, progress=False).generation for n in range(2)]
        deadline = time.monotonic() + 60
        while said[-1]["generation"] != names[-1] and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        thread.join()
    assert {a["answer"] for a in said} == {before["answer"]}, "what a build does not touch is answered the same all along"
    seen = list(dict.fromkeys(a["generation"] for a in said))
    assert seen[0] == before["generation"]
    assert seen[-1] == names[-1], "taken without a restart"
    assert set(seen) <= {before["generation"], *names}
    assert client.get("/api/documents").json()["total"] == 2


def test_a_new_generation_that_is_damaged_is_not_taken(client: TestClient, toys: Toys, store: Path) -> None:  # noqa: F811
    before = ask(client)
    build([toys("b.txt", "乙局 2024")], store, progress=False)
    path = database_of(store)
    path.write_bytes(path.read_bytes()[:-5000])
    for _ in range(5):
        after = ask(client)
        assert (after["answer"], after["generation"]) == (before["answer"], before["generation"])
        time.sleep(0.05)


@pytest.mark.parametrize("harm", ["overwrite", "truncate", "delete the store"])
def test_damage_under_a_running_app_is_said_in_one_sentence_or_does_no_harm(
    client: TestClient, service: Service, toys: Toys, store: Path, harm: str  # noqa: F811
) -> None:
    before, sha = ask(client), client.get("/api/documents").json()["documents"][0]["id"]
    path = database_of(store)
    if harm == "overwrite":
        size = path.stat().st_size
        path.write_bytes(b"\x5a" * size)
    elif harm == "truncate":
        os.truncate(path, 4096)
    else:
        shutil.rmtree(store)
    forget(service)
    for answer in (
        client.post("/api/ask", json={"question": CARS}),
        client.post("/api/ask", json={"question": "甲局2024年的主要职责是什么？"}),
        client.get(f"/api/documents/{sha}/tables/1"),
        client.get("/api/figures", params={"q": "费"}),
        client.get("/api/documents"),
        client.get("/search?q=费"),
    ):
        assert answer.status_code in {200, 404, 503}, (answer.request.url, answer.status_code, answer.text[:300])
        if answer.status_code == 503 and "json" in answer.headers["content-type"]:
            assert list(answer.json()) == ["error"]
        if answer.status_code == 200 and answer.request.url.path == "/api/ask" and CARS in str(answer.request.content.decode()):
            assert answer.json()["answer"] == before["answer"], "never another answer"
    name = build([toys("b.txt", "乙局 2024")], store, progress=False).generation
    deadline = time.monotonic() + 60
    while client.get("/api/health").json()["generation"] != name and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (ask(client)["answer"], ask(client)["generation"]) == (before["answer"], name), "the next build heals it, without a restart"
    assert client.get("/search?q=费").status_code == 200


def test_feedback_that_cannot_be_kept_is_said_and_answers_go_on(client: TestClient, store: Path) -> None:
    given = {"question": CARS, "verdict": "up"}
    assert client.post("/api/feedback", json=given).status_code == 201
    file = store.parent / "feedback.sqlite"
    kept = file.read_bytes()
    file.write_bytes(b"\x5a" * len(kept))
    told = client.post("/api/feedback", json=given)
    assert told.status_code == 503
    assert "稍后" in told.json()["error"]["message"]
    assert ask(client)["status"] == "answered"
    file.write_bytes(kept)
    assert client.post("/api/feedback", json=given).status_code == 201, "it comes back"


READ_ONLY = """
import sys
from pathlib import Path
from index.errors import WenzhangError
from index.pipeline import build
from index.store import open_index
from qa.engine import Engine
store = Path(sys.argv[2])
try:
    (store / "x").touch()
    print("writable")
except OSError:
    print("read-only")
index = open_index(store)
print(len(index.documents()), len(index.search_words("公务用车", 5)), len(index.search_meaning("公务用车", 5)), Engine(index).ask("甲局2024年的公务用车运行维护费是多少").status)
index.close()
try:
    build([sys.argv[1]], store, progress=False)
    print("built")
except WenzhangError as error:
    print(type(error).__name__, str(error).count(chr(10)), "无法写入" in str(error) or "写入索引失败" in str(error))
"""


def test_a_read_only_store_answers_and_refuses_builds(toys: Toys, store: Path) -> None:  # noqa: F811
    folder = toys("b.txt", "乙局 2024")
    drop = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner"] if os.getuid() == 0 else []  # root may write anywhere else
    if drop and shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed")
    everything = [store, *store.rglob("*")]
    before = {path: (path.stat().st_mode, path.stat().st_mtime_ns) for path in everything}
    for path in everything:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        done = subprocess.run([*drop, sys.executable, "-c", READ_ONLY, str(folder), str(store)], cwd=ROOT, capture_output=True, text=True)
    finally:
        for path in everything:
            path.chmod(before[path][0])
    lines = done.stdout.splitlines()
    if lines[:1] == ["writable"]:
        pytest.skip("this user may write everywhere")
    assert lines == ["read-only", "1 1 3 answered", "BadInput 0 True"], done
    assert {p: p.stat().st_mtime_ns for p in everything} == {p: t for p, (_, t) in before.items()}, "nothing was touched"
    assert build([folder], store, progress=False).added == 1
