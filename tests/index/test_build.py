"""Builds: what is new, changed, gone, broken; two builders at once; a build that is killed; a damaged store; another model."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import pipeline
from index.errors import BadInput, IndexCorrupt, IndexLocked, IndexMissing, ModelMismatch
from index.lock import exclusive
from index.pipeline import build, remove
from index.store import generations, open_index
from index.work import Work
from tests.conftest import ROOT

Toys = Callable[..., Path]


def content(store: Path) -> object:
    """All that an index says, but its generation."""
    index = open_index(store)
    try:
        shas = [r.id for r in index.documents()]
        chunks = [c for sha in shas for c in index.chunks(sha)]
        meaning = index.search_meaning("公务用车", 50)
        return index.documents(), list(index.figures()), chunks, index.search_words("公务用车", 50), meaning, index.measure_names()
    finally:
        index.close()


def names(store: Path) -> list[str]:
    index = open_index(store)
    try:
        return [r.file_name for r in index.documents()]
    finally:
        index.close()


def test_second_build_reads_nothing_and_keeps_the_generation(toys: Toys, tmp_path: Path) -> None:
    toys("a.txt", "甲局 2024")
    folder, store = toys("b.txt", "乙局 2024"), tmp_path / "s"
    first = build([folder], store, progress=False)
    second = build([folder], store, progress=False)
    assert (first.added, first.failures) == (2, ())
    assert (second.added, second.unchanged, second.pages_read) == (0, 2, 0)
    assert first.generation == second.generation


def test_changed_new_and_deleted_files(toys: Toys, tmp_path: Path) -> None:
    toys("a.txt", "甲局 2024")
    toys("b.txt", "乙局 2024")
    folder, store = toys("c.txt", "丙局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    toys("a.txt", "甲局 2025")
    toys("d.txt", "丁局 2024")
    (folder / "b.txt").unlink()
    summary = build([folder], store, progress=False)
    assert (summary.added, summary.changed, summary.removed, summary.unchanged) == (1, 1, 1, 1)
    index = open_index(store)
    assert sorted((r.file_name, r.identity.fiscal_year) for r in index.documents()) == [("a.txt", 2025), ("c.txt", 2024), ("d.txt", 2024)]
    index.close()
    again = tmp_path / "t"
    build([folder], again, progress=False)
    assert content(store) == content(again), "an updated index says what a fresh one says"


def test_documents_of_other_folders_stay(toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    other = tmp_path / "另"
    other.mkdir()
    (other / "b.txt").write_text("乙局 2024", encoding="utf-8")
    build([other / "b.txt"], store, progress=False)
    assert sorted(names(store)) == ["a.txt", "b.txt"]


def test_same_bytes_twice_are_one_document(toys: Toys, tmp_path: Path) -> None:
    toys("a.txt", "甲局 2024")
    folder, store = toys("b.txt", "甲局 2024"), tmp_path / "s"
    summary = build([folder], store, progress=False)
    assert (summary.added, summary.duplicates, names(store)) == (1, 1, ["a.txt"])
    (folder / "a.txt").unlink()
    build([folder], store, progress=False)
    assert names(store) == ["b.txt"], "the other copy takes its place"


def test_renamed_file_is_not_read_again(toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    (folder / "a.txt").rename(folder / "新.txt")
    toys("a.txt", "乙局 2024")
    summary = build([folder], store, progress=False)
    assert summary.pages_read == 2, "only the new file"
    assert sorted(names(store)) == ["a.txt", "新.txt"]


def test_bad_files_are_told_and_stop_nothing(toys: Toys, tmp_path: Path) -> None:
    for name, text in {"1.txt": "坏", "2.txt": "加密", "3.txt": "崩溃", "4.txt": "意外", "5.txt": "甲局 2024"}.items():
        folder = toys(name, text)
    (folder / "空.pdf").touch()
    summary = build([folder, tmp_path / "没有.pdf"], tmp_path / "s", progress=False)
    reasons = {Path(f.path).name: f.reason for f in summary.failures}
    assert summary.added == 1
    assert set(reasons) == {"1.txt", "2.txt", "3.txt", "4.txt", "空.pdf", "没有.pdf"}
    assert reasons["没有.pdf"] == "文件不存在"
    assert "密码" in reasons["2.txt"]
    assert all("\n" not in reason for reason in reasons.values())


def test_a_file_that_broke_keeps_its_old_version(toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    before = content(store)
    toys("a.txt", "坏")
    summary = build([folder], store, progress=False)
    assert len(summary.failures) == 1
    assert content(store) == before


@pytest.mark.parametrize("text", ["坏", None])
def test_nothing_readable_is_one_clear_error(toys: Toys, tmp_path: Path, text: str | None) -> None:
    folder = toys("a.txt", text or "x")
    if text is None:
        (folder / "a.txt").unlink()
    with pytest.raises(BadInput, match="没有可用的文件"):
        build([folder], tmp_path / "s", progress=False)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "s")


def test_remove_by_name_and_id(toys: Toys, tmp_path: Path) -> None:
    toys("a.txt", "甲局 2024")
    toys("b.txt", "乙局 2024")
    folder, store = toys("c.txt", "丙局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    index = open_index(store)
    sha = next(r.id for r in index.documents() if r.file_name == "b.txt")
    index.close()
    assert sorted(r.file_name for r in remove(["a.txt", sha[:12]], store)) == ["a.txt", "b.txt"]
    assert names(store) == ["c.txt"]
    with pytest.raises(BadInput, match="没有“x"):
        remove(["x"], store)


def test_two_builders_exclude_each_other(toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    with exclusive(store), pytest.raises(IndexLocked):
        build([folder], store, progress=False)
    code = f"from pathlib import Path; from index.lock import exclusive\nwith exclusive(Path({str(store)!r})): print('ja', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"ja\n"
        with pytest.raises(IndexLocked, match=str(other.pid)):
            build([folder], store, progress=False)
        other.kill()
    assert build([folder], store, progress=False).added == 1, "the lock of a dead process is free"


@pytest.mark.parametrize("step", ["_store", "_publish", "seal", "publish"])
def test_killed_at_any_step_the_old_index_answers_and_the_next_build_finishes(toys: Toys, tmp_path: Path, step: str) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    before = content(store)
    toys("b.txt", "乙局 2024")
    code = f"""
import os, signal, index.work
from index import pipeline
from index.store import generations
from tests.index.conftest import read_toy
index.work.read_one = read_toy
setattr(generations if {step!r} in ("seal", "publish") else pipeline, {step!r}, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
pipeline.build([{str(folder)!r}], {str(store)!r}, progress=False)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert content(store) == before
    assert any((store / "work").iterdir()), "what was read is kept"
    summary = build([folder], store, progress=False)
    assert summary.added == 1
    fresh = tmp_path / "t"
    build([folder], fresh, progress=False)
    assert content(store) == content(fresh)
    assert len(list((store / "generations").iterdir())) == 2
    assert not (store / "work").exists()


def test_killed_after_the_switch_the_new_index_is_whole_and_the_next_build_tidies(toys: Toys, tmp_path: Path) -> None:
    """The switch is one step: before it the old generation answers, after it the new one; both were checked and sealed before."""
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    for text in ("甲局 2025", "甲局 2026"):
        build([folder], store, progress=False)
        toys("a.txt", text)
    code = f"""
import os, signal, index.work
from index import pipeline
from index.store import generations
from tests.index.conftest import read_toy
index.work.read_one = read_toy
generations.prune = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
pipeline.build([{str(folder)!r}], {str(store)!r}, progress=False)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    build([folder], tmp_path / "t", progress=False)
    assert content(store) == content(tmp_path / "t"), "published means whole"
    assert len(list((store / "generations").iterdir())) == 3
    assert build([folder], store, progress=False).unchanged == 1
    assert content(store) == content(tmp_path / "t")
    assert len(list((store / "generations").iterdir())) == 2
    assert not (store / "work").exists()


def test_answers_go_on_while_an_index_is_built_and_nothing_in_the_old_one_is_written(toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    index = open_index(store)
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in store.rglob("*") if p.is_file() and "generations" in p.parts}
    said: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            said.append((tuple(index.figures()), index.search_words("公务用车", 5), index.search_meaning("公务用车", 5)))

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(3):
        toys(f"{number}.txt", f"乙局 {2020 + number}")
        build([folder], store, progress=False)
    stop.set()
    asking.join()
    assert said
    assert all(one == said[0] for one in said), "one generation says one thing, whatever is built beside it"
    index.close()
    kept = [p for p in before if p.exists()]
    assert all(before[p] == (p.stat().st_mtime_ns, p.read_bytes()) for p in kept), "opened, searched and never written: a read-only disk is enough"
    assert len(names(store)) == 4


def test_work_of_a_killed_build_is_not_read_again(toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    monkeypatch.setattr(pipeline, "_publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        build([folder], store, progress=False)
    monkeypatch.undo()
    monkeypatch.setattr("index.work.read_one", lambda _: pytest.fail("read again"))
    assert build([folder], store, progress=False).added == 1


def test_damaged_work_is_read_again(toys: Toys, tmp_path: Path) -> None:
    folder = toys("a.txt", "甲局 2024")
    work = Work(tmp_path / "s")
    for damage in (b"", b"x" * 100):
        work.folder.mkdir(parents=True, exist_ok=True)
        for path in work.folder.iterdir():
            path.write_bytes(damage)
        assert work.load("0" * 64) is None
    assert build([folder], tmp_path / "s", progress=False).added == 1


@pytest.mark.parametrize("part", ["wenzhang.sqlite", "chroma/chroma.sqlite3", "chroma/*/data_level0.bin", "words/passages.json", "manifest.json"])
@pytest.mark.parametrize("harm", ["delete", "truncate", "flip"])
def test_damage_is_found_and_the_generation_before_answers(toys: Toys, tmp_path: Path, part: str, harm: str) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    first = build([folder], store, progress=False).generation
    toys("b.txt", "乙局 2024")
    second = build([folder], store, progress=False).generation
    for generation, expected in ((second, ["a.txt"]), (first, None)):
        path = next(generations.folder_of(store, generation).glob(part))
        path.chmod(0o644)
        data = bytearray(path.read_bytes())
        if harm == "delete":
            path.unlink()
        elif harm == "truncate":
            path.write_bytes(data[: len(data) // 2])
        else:
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
        if expected:
            assert names(store) == expected
        else:
            with pytest.raises(IndexCorrupt):
                open_index(store)
    assert build([folder], store, progress=False).added == 2, "a damaged store is built anew"
    assert names(store) == ["b.txt", "a.txt"]


def test_another_model_is_refused_until_the_index_is_built_anew(toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_model: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    monkeypatch.setenv("WENZHANG_EMBED_MODEL", str(other_model))
    with pytest.raises(ModelMismatch, match="重新建立索引"):
        open_index(store)
    assert build([folder], store, progress=False).unchanged == 1
    index = open_index(store)
    assert index.search_meaning("公务用车", 1)
    index.close()
    monkeypatch.delenv("WENZHANG_EMBED_MODEL")
    with pytest.raises(ModelMismatch, match=str(other_model)):
        open_index(store)


def test_a_missing_model_is_one_clear_error(toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "模型"
    empty.mkdir()
    monkeypatch.setenv("WENZHANG_EMBED_MODEL", str(empty))
    with pytest.raises(ModelMismatch, match="无法加载向量模型"):
        build([toys("a.txt", "甲局 2024")], tmp_path / "s", progress=False)


def test_a_store_that_cannot_be_written(toys: Toys, tmp_path: Path) -> None:
    folder = toys("a.txt", "甲局 2024")
    (tmp_path / "s").write_text("a file", encoding="utf-8")
    with pytest.raises(BadInput, match="无法写入"):
        build([folder], tmp_path / "s", progress=False)


def test_reader_that_hangs_is_stopped(toys: Toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = toys("a.txt", "甲局 2024")
    monkeypatch.setattr("index.work.read_one", lambda _: time.sleep(60))
    monkeypatch.setattr("index.pool.SECONDS", 0.3)
    with pytest.raises(BadInput, match="超时"):
        build([folder], tmp_path / "s", progress=False)


def test_opening_and_closing_leaves_nothing_open(toys: Toys, tmp_path: Path) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    names(store)
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    for _ in range(20):
        content(store)
    after = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    assert after <= before + 2


@pytest.mark.parametrize("limit", [20_000, 100_000, 170_000])  # bytes a file may have
def test_a_full_disk_is_one_clear_error_and_the_old_index_answers(toys: Toys, tmp_path: Path, limit: int) -> None:
    folder, store = toys("a.txt", "甲局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    before = content(store)
    toys("b.txt", "乙局 2024")
    code = f"""
import resource, signal, index.work
from index import pipeline
from index.errors import LimitExceeded
from tests.index.conftest import read_toy
index.work.read_one = read_toy
fill = pipeline._fill
def full(*arguments):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    return fill(*arguments)
pipeline._fill = full
try:
    pipeline.build([{str(folder)!r}], {str(store)!r}, progress=False)
except LimitExceeded as error:
    print(error)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert "写入索引失败" in told.stdout, told
    assert content(store) == before
    assert len(list((store / "generations").iterdir())) == 1, "the unfinished generation is thrown away"
    assert build([folder], store, progress=False).added == 1
