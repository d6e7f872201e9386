"""Generations of the index: each a folder that never changes once published; a pointer file names the one that answers.

``STORE/CURRENT`` holds a name, ``STORE/generations/NAME/`` the files (``wenzhang.sqlite``, ``chroma/``, ``words/``, ``manifest.json``).
The manifest lists size and sha256 of every file, the counts, and the embedding model: Chroma and SQLite serve damaged files silently,
so a generation is checked before it is published and before it is opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index.errors import IndexCorrupt, IndexMissing

POINTER = "CURRENT"
DATABASE = "wenzhang.sqlite"
CHROMA = "chroma"
WORDS = "words"
MANIFEST = "manifest.json"
FORMAT = 5
KEPT = 2  # generations that stay: the one that answers and the one before it


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. ``model``: name, fingerprint and dimension; ``files``: relative path -> (size, sha256)."""

    generation: str
    created: str
    reader: str
    model: dict[str, str | int]
    counts: dict[str, int]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT


def folder_of(store: Path, generation: str) -> Path:
    """Where a generation lies."""
    return store / "generations" / generation


def new_name(store: Path) -> str:
    """A name that sorts after all others of the store."""
    numbers = [int(p.name.split("-")[0]) for p in (store / "generations").glob("*-*") if p.name.split("-")[0].isdigit()]
    return f"{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"


def current(store: Path) -> str:
    """The generation that answers. Raises ``IndexMissing``."""
    try:
        name = (store / POINTER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMissing(f"“{store}”中还没有索引，请先运行：python -m index build 文件夹 --store {store}") from error
    if not name or "/" in name or name.startswith("."):
        raise IndexCorrupt(f"索引的指针文件“{store / POINTER}”已损坏，请重新建立索引")
    return name


def previous(store: Path) -> list[str]:
    """Finished generations, newest first."""
    return sorted((p.parent.name for p in (store / "generations").glob(f"*/{MANIFEST}")), reverse=True)


def seal(folder: Path, generation: str, reader: str, model: Mapping[str, str | int], counts: Mapping[str, int]) -> Manifest:
    """Hash and sync every file of a finished generation and write its manifest."""
    files = {}
    for path in _files(folder):
        files[path.relative_to(folder).as_posix()] = (path.stat().st_size, _sha256(path))
        _sync(path)
    manifest = Manifest(generation, datetime.now(UTC).isoformat(timespec="seconds"), reader, dict(model), dict(counts), files)
    _write(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    for path in _files(folder):
        path.chmod(0o444)
    for path in [folder, *(p for p in folder.rglob("*") if p.is_dir())]:
        _sync(path)
    return manifest


def publish(store: Path, generation: str) -> None:
    """Let a sealed generation answer from now on: one atomic step."""
    temporary = store / f"{POINTER}.new"
    _write(temporary, generation + "\n")
    os.replace(temporary, store / POINTER)
    _sync(store)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises ``IndexCorrupt``."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"索引清单缺失或已损坏：{folder / MANIFEST}") from error
    return parse_manifest(text, str(folder / MANIFEST))


def parse_manifest(text: str, place: str) -> Manifest:
    """The manifest that a text holds. Raises ``IndexCorrupt`` naming the place."""
    try:
        plain = json.loads(text)
        plain["files"] = {name: (int(size), str(sha)) for name, (size, sha) in plain["files"].items()}
        manifest = Manifest(**plain)
    except (ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(f"索引清单缺失或已损坏：{place}") from error
    if manifest.format != FORMAT:
        raise IndexCorrupt(f"索引由程序的另一版本建立（格式 {manifest.format}，需要 {FORMAT}），请重新建立索引")
    return manifest


def verify(folder: Path) -> Manifest:
    """The manifest, after every file was found with its size and hash. Raises ``IndexCorrupt`` naming the first bad file."""
    manifest = read_manifest(folder)
    with ThreadPoolExecutor(4) as threads:  # hashing lets go of the interpreter
        whole = threads.map(lambda entry: _whole(folder / entry[0], *entry[1]), manifest.files.items())
        for name, good in zip(manifest.files, whole, strict=True):
            if not good:
                raise IndexCorrupt(f"索引文件“{folder / name}”缺失或已损坏，请重新建立索引")
    return manifest


def _whole(path: Path, size: int, sha: str) -> bool:
    try:
        return path.is_file() and path.stat().st_size == size and _sha256(path) == sha
    except OSError:
        return False


def prune(store: Path) -> None:
    """Delete what no pointer needs: unfinished generations and all but the newest KEPT."""
    name = current(store)
    keep = {name, *[p for p in previous(store) if p != name][: KEPT - 1]}
    for folder in (store / "generations").iterdir():
        if folder.name not in keep:
            remove_tree(folder)


def copy_tree(source: Path, target: Path) -> None:
    """A writable copy of a sealed folder or file."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile)
    elif source.exists():
        shutil.copyfile(source, target)


def remove_tree(folder: Path) -> None:
    """Delete a folder; what is missing already is no error."""
    shutil.rmtree(folder, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
