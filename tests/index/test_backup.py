"""Backup and restore: what comes back is what was there; a damaged or foreign backup changes nothing."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.__main__ import main
from index.errors import BadInput, IndexCorrupt, IndexLocked, IndexMissing, ModelMismatch
from index.pipeline import build
from index.store import generations
from index.store.backup import LIST, backup, restore, verify
from index.store.catalog import catalog_of
from tests.index.test_build import content, names

Toys = Callable[..., Path]


@pytest.fixture
def made(toys: Toys, tmp_path: Path) -> tuple[Path, Path]:
    """A store of two documents with feedback, and its backup."""
    toys("a.txt", "甲局 2024")
    store = tmp_path / "s"
    build([toys("b.txt", "乙局 2024")], store, progress=False)
    with sqlite3.connect(tmp_path / "s-feedback.sqlite") as connection:
        connection.execute("CREATE TABLE feedback (id INTEGER PRIMARY KEY, question TEXT)")
        connection.execute("INSERT INTO feedback (question) VALUES ('谁的最高？')")
    file = tmp_path / "备份.tar.gz"
    backup(store, file)
    return store, file


def questions(store: Path) -> list[str]:
    with sqlite3.connect(store.parent / f"{store.name}-feedback.sqlite") as connection:
        return [row[0] for row in connection.execute("SELECT question FROM feedback")]


def test_another_place_gets_all_of_it(made: tuple[Path, Path], tmp_path: Path) -> None:
    store, file = made
    other = tmp_path / "t"
    manifest, feedback = restore(file, other)
    assert content(other) == content(store)
    assert manifest.counts["documents"] == 2
    assert feedback
    assert questions(other) == ["谁的最高？"]
    assert file.stat().st_mode & 0o077 == 0, "what people asked is for the operator only"


def test_the_store_goes_back_to_the_backup_and_builds_go_on(made: tuple[Path, Path], toys: Toys) -> None:
    store, file = made
    before = content(store)
    folder = toys("c.txt", "丙局 2024")
    build([folder], store, progress=False)
    assert len(names(store)) == 3
    _, feedback = restore(file, store)
    assert not feedback, "newer feedback is not overwritten"
    assert content(store) == before
    summary = build([folder], store, progress=False)
    assert (summary.added, summary.unchanged) == (1, 2)


def test_damage_is_told_and_changes_nothing(made: tuple[Path, Path]) -> None:
    store, file = made
    name, data = catalog_of(store).current(), file.read_bytes()
    for harmed in (b"", data[: len(data) // 2], data[:300] + b"\x00\xff" * 50 + data[400:], b"no tar at all"):
        file.write_bytes(harmed)
        with pytest.raises(IndexCorrupt, match="备份"):
            restore(file, store)
    with pytest.raises(BadInput, match="没有文件"):
        restore(file.with_name("nowhere"), store)
    assert catalog_of(store).current() == name


def rewritten(file: Path, change: Callable[[dict[str, object]], None], *, extra: str | None = None) -> None:
    with tarfile.open(file) as archive:
        members = {m.name: archive.extractfile(m).read() for m in archive.getmembers()}  # type: ignore[union-attr]
    told = json.loads(members[LIST])
    change(told)
    members[LIST] = json.dumps(told).encode()
    if extra:
        members[extra] = b"x"
    with tarfile.open(file, "w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def test_other_versions_models_and_hostile_members_are_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    _, file = made
    good = file.read_bytes()
    for change, error in (
        (lambda t: t.update(schema="0"), BadInput),
        (lambda t: t["manifest"]["model"].update(fingerprint="other"), ModelMismatch),
        (lambda t: t["files"].update({"../../evil": [1, "0"]}), IndexCorrupt),
        (lambda t: t.update(format=99), IndexCorrupt),
        (lambda t: t["manifest"]["counts"].update(figures=1), IndexCorrupt),
    ):
        file.write_bytes(good)
        rewritten(file, change, extra="../../evil")
        with pytest.raises(error):
            restore(file, tmp_path / "t")
    assert not list(tmp_path.parent.rglob("evil"))
    with pytest.raises(IndexMissing):
        catalog_of(tmp_path / "t").current()


def test_a_builder_excludes_a_restore(made: tuple[Path, Path]) -> None:
    store, file = made
    with catalog_of(store).exclusive(), pytest.raises(IndexLocked):
        restore(file, store)


def test_commands(made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, _ = made
    file = tmp_path / "x.tar.gz"
    assert main(["backup", str(file), "--store", str(store)]) == 0
    assert main(["restore", str(file), "--store", str(tmp_path / "t")]) == 0
    assert capsys.readouterr().out.count("2 个文件") == 2
    assert main(["backup", str(tmp_path / "nowhere" / "x"), "--store", str(store)]) == 1
    assert main(["backup", str(file), "--store", str(tmp_path / "none")]) == 1
    assert "错误" in capsys.readouterr().err
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".new") or p.name.startswith(".backup")]


def test_damaged_store_is_not_backed_up_as_whole(made: tuple[Path, Path], tmp_path: Path) -> None:
    store, _ = made
    path = generations.folder_of(store, catalog_of(store).current()) / generations.DATABASE
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-4096])
    with pytest.raises(IndexCorrupt):
        backup(store, tmp_path / "x.tar.gz")
    assert not (tmp_path / "x.tar.gz").exists()
    assert verify(made[1])["files"]
