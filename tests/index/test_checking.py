"""The audit within builds: what has not changed is not checked again, and its findings stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import index.audit
from index.document import ReadDocument
from index.findings import Finding
from index.pipeline import build, remove
from index.store import open_index

Toys = Callable[..., Path]


class Checked:
    """The names of the files that were checked, by whichever process (files are checked where they are read)."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def add(self, names: Iterable[str]) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.writelines(f"{name}\n" for name in names)

    def take(self) -> list[str]:
        """Those since the last time, sorted."""
        names = sorted(self._log.read_text(encoding="utf-8").split()) if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        return names


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Checked:
    """The files that were checked, as an audit that finds something in each."""
    seen = Checked(tmp_path / "checked")

    def findings_of(documents: Iterable[ReadDocument]) -> list[Finding]:
        names = [(d.record.id, d.record.file_name) for d in documents]
        seen.add(name for _, name in names)
        return [Finding(sha, name, "rule", "提示", f"看看{name}", ()) for sha, name in names]

    monkeypatch.setattr(index.audit, "findings_of", findings_of)
    return seen


def told(store: Path) -> list[str]:
    opened = open_index(store)
    try:
        return sorted(f.message for f in opened.findings())
    finally:
        opened.close()


def test_only_what_changed_is_checked_again(toys: Toys, tmp_path: Path, checked: Checked) -> None:
    toys("a.txt", "甲局 2024")
    folder, store = toys("b.txt", "乙局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    assert checked.take() == ["a.txt", "b.txt"]
    toys("c.txt", "丙局 2024")
    toys("b.txt", "乙局 2024 另有内容")
    build([folder], store, progress=False)
    assert checked.take() == ["b.txt", "c.txt"]
    assert told(store) == ["看看a.txt", "看看b.txt", "看看c.txt"]
    remove(["b.txt"], store)
    assert checked.take() == []
    assert told(store) == ["看看a.txt", "看看c.txt"]
    (folder / "b.txt").unlink()
    (folder / "a.txt").rename(folder / "d.txt")
    build([folder], store, progress=False)
    assert checked.take() == ["d.txt"]
    assert told(store) == ["看看c.txt", "看看d.txt"]


def test_a_file_checked_by_itself_is_checked_again_where_others_matter(toys: Toys, tmp_path: Path, checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    def findings_of(documents: Iterable[ReadDocument]) -> list[Finding]:
        found = [(d.record.id, d.record.file_name) for d in documents]
        checked.add(name for _, name in found)
        return [Finding(sha, name, "name.department", "错误", f"{len(found)}份", ()) for sha, name in found]

    monkeypatch.setattr(index.audit, "findings_of", findings_of)
    toys("a.txt", "甲局 2024 一")
    toys("b.txt", "甲局 2024 二")
    folder, store = toys("c.txt", "乙局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    assert checked.take() == ["a.txt", "a.txt", "b.txt", "b.txt", "c.txt", "c.txt"], "alone, then with what is known of all"
    assert told(store) == ["1份", "2份", "2份"], "two files of one disclosure are checked together"
