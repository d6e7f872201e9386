"""A reader of toy files for the tests of builds: ``名称 年份 附加文字`` in a text file becomes a hand-made document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.document import ReadDocument, assemble
from index.errors import EncryptedDocument, UnreadableDocument
from tests.index.made import document


def read_toy(path: Path | str) -> ReadDocument:
    """The document that a toy file describes; some words make trouble of one kind each."""
    path = Path(path)
    data = path.read_bytes()
    text = data.decode()
    if "加密" in text:
        raise EncryptedDocument("文件已加密，需要密码")
    if "坏" in text:
        raise UnreadableDocument("文件已损坏")
    if "崩溃" in text:
        os._exit(3)  # as a crash of native code would end the child
    if "意外" in text:
        raise RuntimeError("没有想到")
    name, year, *extra = text.split(" ")
    made = document(name, int(year), extra="".join(extra), file_name=path.name)
    sha = hashlib.sha256(data).hexdigest()
    doc = replace(made.structured, sha256=sha)
    figures = [replace(f, document=sha, id=f"{sha[:8]}{f.id[-2:]}") for f in made.figures]
    return assemble(path, doc, made.record.identity, figures)


@pytest.fixture
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes toy files into a folder: ``toys("a.txt", "甲局 2024")``; returns the folder."""
    monkeypatch.setattr("index.work.read_one", read_toy)
    monkeypatch.setattr("index.pool.threading.active_count", lambda: 1)  # children are forked even where other tests left threads: they read toys, too
    folder = tmp_path / "文件"
    folder.mkdir()

    def write(name: str, text: str) -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny sentence-transformers model that is not the built-in one."""
    from index.embedding.train import first_vectors, save

    folder = tmp_path_factory.mktemp("model")
    signs = [("<unk>", -20.0), *((c, -5.0) for c in "公务用车预算费职能甲乙局示例市年")]
    rows = first_vectors([name for name, _ in signs])
    rows[0] = 0
    save(signs, rows, folder, {})
    return folder
