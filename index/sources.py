"""Which files a build reads: the given files, and those of the given folders that could be disclosures. Same bytes, one document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset({".pdf", ".txt", ".md", ".docx", ".xlsx", ".xls", ".html", ".htm", ".csv", ".tsv"})
LARGEST = 200 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in Chinese."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """``files``: sha256 -> path (the first in order where several have the same bytes). ``seen``: every path that was there.

    ``roots`` are the given paths: a known document below them whose path is not in ``seen`` was deleted.
    """

    roots: tuple[Path, ...]
    files: dict[str, Path]
    seen: frozenset[Path]
    hashes: dict[Path, str]
    duplicates: int
    failures: tuple[Failure, ...]

    def deleted(self, path: Path) -> bool:
        """Whether a path that was indexed once lies below the given ones and is gone."""
        return path not in self.seen and any(path == root or root in path.parents for root in self.roots)


def find(paths: Iterable[Path | str], *, without: Path | None = None) -> Sources:
    """Look at the given files and folders; the store's own folder ``without`` is never looked into."""
    files: dict[str, Path] = {}
    hashes: dict[Path, str] = {}
    failures: list[Failure] = []
    duplicates = 0
    seen: set[Path] = set()
    roots = tuple(Path(os.path.abspath(p)) for p in paths)
    for path in _candidates(roots, failures, without):
        if path in seen:
            continue
        seen.add(path)
        try:
            if path.stat().st_size > LARGEST:
                failures.append(Failure(str(path), f"文件大于 {LARGEST >> 20} MB，已跳过"))
                continue
            with path.open("rb") as file:
                sha = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            failures.append(Failure(str(path), f"无法读取：{error.strerror or error}"))
            continue
        hashes[path] = sha
        duplicates += sha in files
        files.setdefault(sha, path)
    return Sources(roots, files, frozenset(seen), hashes, duplicates, tuple(failures))


def _candidates(roots: Iterable[Path], failures: list[Failure], without: Path | None) -> Iterator[Path]:
    for root in roots:
        if root.is_dir():
            found = sorted(_below(root, without))
            if not found:
                failures.append(Failure(str(root), "文件夹中没有可读的文件（支持 PDF、文本、Word、Excel、网页）"))
            yield from found
        elif root.exists():
            yield root
        else:
            failures.append(Failure(str(root), "文件不存在"))


def _below(root: Path, without: Path | None) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = [n for n in names if not n.startswith(".") and Path(folder, n) != without]
        for name in files:
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)
