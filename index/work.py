"""The work folder of a store: what was read (and embedded by a slow model) before the generation is finished, so that a killed build goes on.

Keyed by the hash of the file's bytes and by the version of the code that reads; nothing else can make it stale.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.checking import alone
from index.document import read_one
from index.embedding import load
from index.errors import WenzhangError
from index.model import Chunk
from index.store import generations
from index.store.packing import Packed, dumps, loads, pack
from index.tasks import Failed

log = logging.getLogger(__name__)
_READING = ("reading", "structure", "identity", "figures", "measures", "data", "audit")  # rooms whose code decides what is read
_FILES = ("chunks.py", "tables_text.py", "document.py", "numbers.py", "text.py", "model.py", "measures.py", "tokens.py", "checking.py")
_STORED = ("packing.py", "labels.py")  # of the store: what is kept of a document
_CODE = {".py", ".json", ".txt", ".tsv", ".csv"}


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash of the code and data that turn bytes into figures and passages: when they change, files are read again."""
    root = Path(str(resources.files("index")))
    files = [path for path in (*(root / name for name in _FILES), *(root / "store" / name for name in _STORED)) if path.is_file()]
    for room in _READING:
        files += [p for p in (root / room).rglob("*") if p.is_file() and p.suffix in _CODE]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Work:
    """The folder ``STORE/work``."""

    def __init__(self, store: Path) -> None:
        self.folder = store / "work"

    def has(self, sha: str) -> bool:
        """Whether a file was read by this version of the code."""
        return self._read_path(sha).is_file()

    def keep(self, sha: str, doc: Packed) -> None:
        """Keep what was read: whole or not at all."""
        self._write(self._read_path(sha), zlib.compress(dumps(doc), 1))

    def load(self, sha: str) -> Packed | None:
        """What was read; None where it is missing or damaged."""
        try:
            return loads(zlib.decompress(self._read_path(sha).read_bytes()))
        except (OSError, zlib.error, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            log.debug("work of %s not usable: %s", sha, error)
            return None

    def keep_vectors(self, sha: str, model: str, ids: list[str], rows: npt.NDArray[np.float32]) -> None:
        """Keep the vectors of a document."""
        names = "\n".join(ids).encode()
        self._write(self._vector_path(sha, model), len(names).to_bytes(8, "little") + names + rows.astype("<f4").tobytes())

    def vectors(self, sha: str, model: str) -> dict[str, npt.NDArray[np.float32]]:
        """The kept vectors of a document by chunk id."""
        try:
            data = self._vector_path(sha, model).read_bytes()
            size = int.from_bytes(data[:8], "little")
            ids = data[8 : 8 + size].decode().split("\n")
            rows = np.frombuffer(data[8 + size :], dtype="<f4").reshape(len(ids), -1)
        except (OSError, ValueError, UnicodeDecodeError):
            return {}
        return {name: row.astype(np.float32) for name, row in zip(ids, rows, strict=True)}

    def clear(self) -> None:
        """Forget everything: the generation is published."""
        generations.remove_tree(self.folder)

    def _read_path(self, sha: str) -> Path:
        return self.folder / f"{sha}-{reader_version()}.read"

    def _vector_path(self, sha: str, model: str) -> Path:
        return self.folder / f"{sha}-{model[:16]}.vectors"

    def _write(self, path: Path, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
        temporary.write_bytes(data)
        os.replace(temporary, path)


def read_into(store: str, path: str, sha: str, embed: bool = False) -> Failed | None:
    """Read one file in a child process and keep the result in the work folder, with ``embed`` also the vectors of its passages by the
    configured model (on a cluster: children of this process cannot share a loaded model). The task of :func:`index.pool.run`."""
    try:
        doc = read_one(path)
        if doc.record.id != sha:
            return Failed("文件在读取过程中被修改，请再运行一次")
        work = Work(Path(store))
        if embed:
            _embed(work, sha, doc.chunks)
        work.keep(sha, pack(doc, alone(doc)))
    except WenzhangError as error:
        return Failed(str(error))
    except (MemoryError, OSError) as error:
        return Failed(f"无法读取：{error.strerror if isinstance(error, OSError) else '内存不足'}")
    except Exception as error:  # the outermost edge of a child: one file's surprise is told, the others go on
        log.debug("reading %s", path, exc_info=True)
        return Failed(f"读取时出现意外错误（{type(error).__name__}：{error}）")
    return None


def _embed(work: Work, sha: str, chunks: Sequence[Chunk]) -> None:
    model = load()
    if chunks and not work.vectors(sha, model.fingerprint):
        work.keep_vectors(sha, model.fingerprint, [c.id for c in chunks], model.texts([c.search_text for c in chunks]))
