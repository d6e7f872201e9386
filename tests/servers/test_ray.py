"""Reading and embedding on a local Ray cluster give the index that the pool of processes gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.madeup.make import Wanted, make
from index.errors import WenzhangError
from index.pipeline import build
from index.store import open_index
from index.tasks import Failed

ray = pytest.importorskip("ray", reason="Ray is not installed (pip install 'wenzhang[ray]')")


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR", configure_logging=False)
    yield
    ray.shutdown()


def content(store: Path) -> object:
    index = open_index(store)
    try:
        chunks = [c for r in index.documents() for c in index.chunks(r.id)]
        return index.documents(), list(index.figures()), chunks, list(index.findings()), index.search_words("公务接待费", 9), index.search_meaning("公务接待费", 9)
    finally:
        index.close()


def test_a_build_on_the_cluster_is_the_same(cluster: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_model: Path) -> None:
    files = tmp_path / "files"
    make(files, Wanted(2, 2023, 1), "tab")
    (files / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    monkeypatch.setenv("WENZHANG_EMBED_MODEL", str(other_model))  # not the built-in one: it is embedded where it is read
    here = build([files], tmp_path / "here", progress=False)
    monkeypatch.setenv("WENZHANG_RAY", "local")
    there = build([files], tmp_path / "there", progress=False)
    assert content(tmp_path / "there") == content(tmp_path / "here")
    assert (there.added, [f.reason for f in there.failures]) == (here.added, [f.reason for f in here.failures])


def test_a_crash_and_a_hang_cost_one_task_each(cluster: None) -> None:
    from index import ray_pool

    def task(what: str) -> str:
        import os
        import time

        if what == "crash":
            os._exit(3)
        if what == "hang":
            time.sleep(60)
        return what

    found = dict(ray_pool.run(task, [(w, (w,)) for w in ("a", "crash", "hang", "b")], seconds=1.5))
    assert (found["a"], found["b"]) == ("a", "b")
    assert isinstance(found["crash"], Failed)
    assert isinstance(found["hang"], Failed)
    assert "超时" in found["hang"].reason


def test_a_cluster_that_is_not_there_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray.shutdown()
    monkeypatch.setenv("WENZHANG_RAY", "不是地址")
    make(tmp_path / "files", Wanted(1, 2023, 1), "tab")
    with pytest.raises(WenzhangError, match="Ray"):
        build([tmp_path / "files"], tmp_path / "s", progress=False)
