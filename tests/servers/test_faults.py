"""Servers that go away and come back, builders that die or meet, several processes on one store, backup from and to servers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from index import pipeline
from index.errors import BadInput, IndexLocked, IndexUnavailable
from index.pipeline import build
from index.store import chroma as chroma_module
from index.store import open_index, postgres
from index.store import opened as opened_module
from index.store.backup import backup, restore
from index.store.building import Generation
from index.store.catalog import catalog_of
from tests.conftest import ROOT
from tests.index.test_build import content as everything
from tests.index.test_build import names
from tests.servers.running import Chroma, Postgres

Toys = Callable[..., Path]
SAYS = """
import json, sys
from tests.index.test_build import content
found = content(__import__("pathlib").Path(sys.argv[1]))
print(json.dumps([[r.file_name for r in found[0]], [str(f.value) for f in found[1]], found[3]], ensure_ascii=False))
"""


@pytest.fixture
def database(fresh_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    url = fresh_database()
    monkeypatch.setenv("WENZHANG_DATABASE_URL", url)
    return url


@pytest.fixture
def passages(chroma: Chroma, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chroma]:
    monkeypatch.setenv("WENZHANG_CHROMA_URL", chroma.url)
    monkeypatch.setattr(opened_module, "DIRECT", 0)
    monkeypatch.setattr(opened_module, "AGAIN", 0.0)
    yield chroma
    chroma.stop()
    chroma.start()


def content(store: Path) -> object:
    """All that an index says; Chroma's server rounds similarities."""
    *rest, meaning, measures = everything(store)  # type: ignore[misc]
    return *rest, [(chunk, round(score, 5)) for chunk, score in meaning], measures


def schemas(url: str) -> list[str]:
    engine = create_engine(postgres.address(url))
    with engine.connect() as connection:
        return sorted(connection.execute(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'g0%'")).scalars())


def test_updates_on_servers_say_what_a_fresh_local_index_says(
    database: str, passages: Chroma, toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toys("a.txt", "甲局 2024")
    toys("b.txt", "乙局 2024")
    folder, store = toys("c.txt", "丙局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    toys("a.txt", "甲局 2025")
    (folder / "b.txt").unlink()
    summary = build([folder], store, progress=False)
    assert (summary.changed, summary.removed, summary.unchanged) == (1, 1, 1)
    assert build([folder], store, progress=False).generation == summary.generation
    build([toys("d.txt", "丁局 2023")], store, progress=False)
    assert len(schemas(database)) == 2, "the last generation and the one before it"
    client = chroma_module._remote(passages.url)
    assert len([c for c in client.list_collections() if c.name.removeprefix("wenzhang-") in catalog_of(store).previous()]) == 2
    here = content(store)
    for name in ("WENZHANG_DATABASE_URL", "WENZHANG_CHROMA_URL"):
        monkeypatch.delenv(name)
    build([folder], tmp_path / "local", progress=False)
    assert content(tmp_path / "local") == here


def test_database_goes_away_and_comes_back(database: str, postgres: Postgres, toys: Toys, tmp_path: Path) -> None:
    from fastapi.testclient import TestClient

    from qa.web.app import create_app
    from qa.web.feedback import Feedback
    from qa.web.service import Service
    from qa.web.settings import Settings

    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    before = content(store)
    service = Service(lambda: open_index(store), Settings(rate=0), catalog_of(store).current)
    client = TestClient(create_app(service, Feedback(tmp_path / "feedback.sqlite")), raise_server_exceptions=False)
    asked = {"question": "甲局2024年的公务用车运行维护费是多少"}
    first = client.post("/api/ask", json=asked).json()
    sha = service.documents()[0].id
    fresh = open_index(store)
    postgres.stop()
    try:
        with pytest.raises(IndexUnavailable, match="数据库服务器暂时不可用"):
            fresh.figures(documents=[sha])
        service.index._paragraphs_of.cache_clear()  # type: ignore[attr-defined]
        told = client.get(f"/api/documents/{sha}/paragraphs/1")
        assert (told.status_code, told.json()["error"]["code"]) == (503, "IndexUnavailable")
        assert "数据库服务器暂时不可用" in told.json()["error"]["message"]
        assert client.get("/api/documents").status_code == 200, "what is in memory is still shown"
        for work in (lambda: open_index(store), lambda: build([folder], store, progress=False)):
            with pytest.raises(IndexUnavailable):
                work()
    finally:
        postgres.start()
    assert client.post("/api/ask", json=asked).json()["answer"] == first["answer"]
    assert fresh.figures(documents=[sha])
    assert content(store) == before


def test_database_that_dies_in_a_build_loses_nothing(
    database: str, postgres: Postgres, toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "s"
    build([toys("a.txt", "甲局 2024")], store, progress=False)
    finish = Generation.finish

    def dying(self: Generation, reader: str) -> object:
        postgres.stop()
        return finish(self, reader)

    folder = toys("b.txt", "乙局 2024")
    with monkeypatch.context() as patch:
        patch.setattr(Generation, "finish", dying)
        with pytest.raises(IndexUnavailable):
            build([folder], store, progress=False)
    postgres.start()
    assert names(store) == ["a.txt"]
    build([folder], store, progress=False)
    assert sorted(names(store)) == ["a.txt", "b.txt"]
    assert len(schemas(database)) == 2


def test_killed_builder_leaves_the_old_index_and_the_next_build_tidies(database: str, toys: Toys, tmp_path: Path) -> None:
    store = tmp_path / "s"
    build([toys("a.txt", "甲局 2024")], store, progress=False)
    folder = toys("b.txt", "乙局 2024")
    code = f"""
import os, signal
from index.pipeline import build
from index.store.building import Generation
import index.work, tests.index.conftest
index.work.read_one = tests.index.conftest.read_toy
setattr(Generation, "finish", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
build([{str(folder)!r}], {str(store)!r}, progress=False)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert names(store) == ["a.txt"]
    assert len(schemas(database)) == 2, "the unfinished one is still there"
    build([folder], store, progress=False)
    assert sorted(names(store)) == ["a.txt", "b.txt"]
    assert len(schemas(database)) == 2


def test_builders_on_two_machines_exclude_each_other(database: str, toys: Toys, tmp_path: Path) -> None:
    folder = toys("a.txt", "甲局 2024")
    with catalog_of(tmp_path / "one").exclusive(), pytest.raises(IndexLocked, match="另一台机器"):
        build([folder], tmp_path / "two", progress=False)
    build([folder], tmp_path / "two", progress=False)
    assert names(tmp_path / "one") == ["a.txt"]


def test_processes_with_folders_of_their_own_say_the_same(database: str, passages: Chroma, toys: Toys, tmp_path: Path) -> None:
    toys("a.txt", "甲局 2024")
    folder = toys("b.txt", "乙局 2024")
    build([folder], tmp_path / "builder", progress=False)
    opened = open_index(tmp_path / "here")
    crew = [
        subprocess.Popen([sys.executable, "-c", SAYS, str(tmp_path / f"node{i}")], cwd=ROOT, stdout=subprocess.PIPE, env=os.environ, text=True)
        for i in range(3)
    ]
    build([toys("c.txt", "丙局 2024")], tmp_path / "builder", progress=False)
    said = [json.loads(process.communicate(timeout=60)[0]) for process in crew]
    assert all(process.returncode == 0 for process in crew)
    assert {frozenset(files) for files, _, _ in said} <= {frozenset({"a.txt", "b.txt"}), frozenset({"a.txt", "b.txt", "c.txt"})}
    assert len({json.dumps(one) for one in said if len(one[0]) == len(said[0][0])}) == 1
    assert len(opened.documents()) == 2, "an opened generation stays as it is"
    assert opened.search_words("公务用车", 5)
    assert len(names(tmp_path / "here")) == 3


def test_vector_server_goes_away_and_comes_back(passages: Chroma, toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    index = open_index(store)
    found = index.search_meaning("公务用车", 5)
    assert found
    passages.stop()
    assert index.search_meaning("公务用车", 5) == []
    assert index.search_words("公务用车", 5), "keywords still answer"
    assert "向量服务器" in str(index.trouble)  # type: ignore[attr-defined]
    with pytest.raises(IndexUnavailable, match="向量服务器"):
        build([toys("b.txt", "乙局 2024")], store, progress=False)
    passages.start()
    assert index.search_meaning("公务用车", 5) == found
    assert index.trouble is None  # type: ignore[attr-defined]
    build([folder], store, progress=False)
    assert sorted(names(store)) == ["a.txt", "b.txt"]


def test_lost_vectors_are_made_again_by_the_next_build(passages: Chroma, toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    before = content(store)
    chroma_module.drop(catalog_of(store).current())
    index = open_index(store)
    assert index.search_meaning("公务用车", 5) == []
    assert "请重新建立索引" in str(index.trouble)  # type: ignore[attr-defined]
    build([folder], store, progress=False)
    assert content(store) == before


def test_backup_from_servers_to_a_folder_and_back(
    database: str, passages: Chroma, fresh_database: Callable[[], str], toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.model import Answer
    from qa.web.feedback import Feedback

    monkeypatch.setenv("WENZHANG_FEEDBACK_URL", database)
    kept = Feedback(database)
    kept.add("谁的最高？", [], Answer(status="not_found", answer="没有"), "down", "不对")
    toys("a.txt", "甲局 2024")
    store = tmp_path / "s"
    build([toys("b.txt", "乙局 2024")], store, progress=False)
    before, file = content(store), tmp_path / "b.tar.gz"
    backup(store, file)
    with monkeypatch.context() as patch:
        for name in ("WENZHANG_DATABASE_URL", "WENZHANG_CHROMA_URL", "WENZHANG_FEEDBACK_URL"):
            patch.delenv(name)
        _, feedback = restore(file, tmp_path / "local")
        assert feedback
        assert content(tmp_path / "local") == before
        backup(tmp_path / "local", file)
    other = fresh_database()
    monkeypatch.setenv("WENZHANG_DATABASE_URL", other)
    monkeypatch.setenv("WENZHANG_FEEDBACK_URL", other)
    restore(file, tmp_path / "t")
    assert content(tmp_path / "t") == before
    assert [row["comment"] for row in Feedback(other).all()] == ["不对"]
    assert Feedback(other).add("再问", [], Answer(status="not_found", answer="没有"), "up", "") == 2


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("WENZHANG_DATABASE_URL", "mysql://x/y", BadInput),
        ("WENZHANG_DATABASE_URL", "nonsense", BadInput),
        ("WENZHANG_DATABASE_URL", "postgresql://u@127.0.0.1:1/x", IndexUnavailable),
        ("WENZHANG_CHROMA_URL", "127.0.0.1:8000", BadInput),
        ("WENZHANG_CHROMA_URL", "http://127.0.0.1:1", IndexUnavailable),
    ],
)
def test_wrong_addresses_are_one_clear_line(toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, error: type) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(error) as told:
        pipeline.build([toys("a.txt", "甲局 2024")], tmp_path / "s", progress=False)
    assert "\n" not in str(told.value)


def test_a_database_that_refuses_is_told_why(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHANG_DATABASE_URL", database + "nowhere")
    with pytest.raises(IndexUnavailable, match="没有这个数据库"):
        open_index(tmp_path / "s")
