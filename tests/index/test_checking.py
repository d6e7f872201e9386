"""The audit within builds: what has not changed is not checked again, and its findings stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import index.audit
from index.document import ReadDocument
from index.model import Finding
from index.pipeline import build, remove
from index.store import open_index

Toys = Callable[..., Path]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were checked, as an audit that finds something in each."""
    seen: list[str] = []

    def findings_of(documents: Iterable[ReadDocument]) -> list[Finding]:
        names = [(d.record.id, d.record.file_name) for d in documents]
        seen.extend(name for _, name in names)
        return [Finding(sha, name, "rule", "提示", f"看看{name}", ()) for sha, name in names]

    monkeypatch.setattr(index.audit, "findings_of", findings_of)
    return seen


def told(store: Path) -> list[str]:
    opened = open_index(store)
    try:
        return sorted(f.message for f in opened.findings())
    finally:
        opened.close()


def test_only_what_changed_is_checked_again(toys: Toys, tmp_path: Path, checked: list[str]) -> None:
    toys("a.txt", "甲局 2024")
    folder, store = toys("b.txt", "乙局 2024"), tmp_path / "s"
    build([folder], store, progress=False)
    assert sorted(checked) == ["a.txt", "b.txt"]
    checked.clear()
    toys("c.txt", "丙局 2024")
    toys("b.txt", "乙局 2024 另有内容")
    build([folder], store, progress=False)
    assert sorted(checked) == ["b.txt", "c.txt"]
    assert told(store) == ["看看a.txt", "看看b.txt", "看看c.txt"]
    checked.clear()
    remove(["b.txt"], store)
    assert checked == []
    assert told(store) == ["看看a.txt", "看看c.txt"]
    (folder / "b.txt").unlink()
    (folder / "a.txt").rename(folder / "d.txt")
    build([folder], store, progress=False)
    assert checked == ["d.txt"]
    assert told(store) == ["看看c.txt", "看看d.txt"]
