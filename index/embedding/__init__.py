"""Texts as vectors. :func:`load` gives the configured model; the index remembers its fingerprint and refuses any other.

The built-in model (``index/embedding/model``) is a sentence-transformers ``StaticEmbedding`` trained by ``index.embedding.train``;
``WENZHANG_EMBED_MODEL`` names any other sentence-transformers model (a folder, or a hub name where the user has the network).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelMismatch

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
BUILT_IN = "内置模型"
FOLDER = Path(__file__).resolve().parent / "model"


class Embedder(Protocol):
    """A loaded embedding model. Rows are unit vectors; a text without any known word gives a zero row."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides its vectors."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def texts(self, texts: Sequence[str]) -> Matrix:
        """One row a passage."""

    def query(self, text: str) -> Vector:
        """The vector of a question."""


def configured() -> str:
    """The model that the environment asks for: a folder, a hub name, or the built-in one."""
    return os.environ.get("WENZHANG_EMBED_MODEL", "").strip() or BUILT_IN


def load(name: str | None = None) -> Embedder:
    """The named or configured model, loaded once a process. Raises ``ModelMismatch`` where it cannot be loaded."""
    return _load(name or configured())


def check(model: Mapping[str, str | int], loaded: Embedder | None = None) -> None:
    """Raise ``ModelMismatch`` where an index built with ``model`` would be searched with another one. Loads nothing."""
    name = loaded.name if loaded else configured()
    found = loaded.fingerprint if loaded else fingerprint_of(name)
    if found is not None and found != model["fingerprint"]:
        wanted = "不设置 WENZHANG_EMBED_MODEL" if model["name"] == BUILT_IN else f"设置 WENZHANG_EMBED_MODEL={model['name']}"
        raise ModelMismatch(f"索引是用向量模型“{model['name']}”建立的，当前的模型是“{name}”（或其内容已变）；请{wanted}，或重新建立索引")


def fingerprint_of(name: str) -> str | None:
    """The fingerprint of a model whose files are here, without loading it; None for a hub name."""
    folder = FOLDER if name == BUILT_IN else Path(name)
    return _fingerprint(str(folder)) if folder.is_dir() else None


@lru_cache(maxsize=4)
def _load(name: str) -> Embedder:
    folder = FOLDER if name == BUILT_IN else Path(name)
    if folder.is_dir():
        from index.embedding.static import StaticModel, is_static

        if is_static(folder):
            return StaticModel(folder, name, _fingerprint(str(folder)))
    elif name == BUILT_IN:
        raise ModelMismatch(f"内置向量模型的文件缺失：{folder}")
    from index.embedding.sentence import SentenceModel

    return SentenceModel(name, _fingerprint(name) if folder.is_dir() else None)


@lru_cache(maxsize=4)
def _fingerprint(folder: str) -> str:
    """A hash over names and contents of the files that decide vectors; of files over 64 MB only size, first and last megabytes."""
    digest = hashlib.sha256()
    for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in {".json", ".safetensors", ".txt", ".model", ".bin"} or name.startswith(("onnx/", "openvino/", ".")):
            continue
        size = path.stat().st_size
        digest.update(f"{name}\0{size}\0".encode())
        with path.open("rb") as file:
            if size <= 64 << 20:
                digest.update(file.read())
            else:
                digest.update(file.read(4 << 20))
                file.seek(-(4 << 20), os.SEEK_END)
                digest.update(file.read())
    return digest.hexdigest()
