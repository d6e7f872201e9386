"""Texts as vectors. :func:`load` gives the configured model; the index remembers its ``fingerprint`` and refuses any other.

The built-in model (``index/embedding/model``) is a sentence-transformers ``StaticEmbedding`` trained by ``index.embedding.train``;
``WENZHANG_EMBED_MODEL`` names any other sentence-transformers model (a folder, or a hub name where the user has the network).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelMismatch

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]


class Embedder(Protocol):
    """A loaded embedding model. Rows are unit vectors; a text without any known word gives a zero row."""

    name: str
    fingerprint: str
    dimension: int

    def texts(self, texts: Sequence[str]) -> Matrix:
        """One row a passage."""

    def query(self, text: str) -> Vector:
        """The vector of a question."""


def load() -> Embedder:
    """The configured model. Raises ``ModelMismatch`` where it cannot be loaded."""
    raise ModelMismatch("内置向量模型尚未就绪")
