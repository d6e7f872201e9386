"""Search by meaning over a matrix of vectors: exact cosine, for the passages of some documents or of a small index."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from index.embedding import Embedder, load
from index.errors import ModelMismatch
from index.model import Chunk

log = logging.getLogger(__name__)
Matrix = npt.NDArray[np.float32]


class VectorSearch:
    """Passages with their unit vectors; a zero vector (no known word) is never found."""

    def __init__(self, ids: Sequence[str], owners: Sequence[str], vectors: Matrix, embedder: Embedder) -> None:
        self.ids = list(ids)
        self.owners = np.array(list(owners), dtype=object)
        self.vectors = vectors
        self._embedder = embedder

    @classmethod
    def of(cls, chunks: Sequence[Chunk]) -> VectorSearch | None:
        """Embed passages with the configured model; None where there is no model."""
        if not chunks:
            return None
        try:
            embedder = load()
        except ModelMismatch as error:
            log.warning("%s", error)
            return None
        return cls([c.id for c in chunks], [c.document for c in chunks], embedder.texts([c.search_text for c in chunks]), embedder)

    def search(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first, ties by id."""
        return nearest(self._embedder.query(query), self.ids, self.owners, self.vectors, k, documents)


def nearest(
    query: npt.NDArray[np.float32],
    ids: Sequence[str],
    owners: npt.NDArray[np.object_],
    vectors: Matrix,
    k: int,
    documents: Iterable[str] | None = None,
) -> list[tuple[str, float]]:
    """The k rows most similar to the query among those of ``documents``; nothing for a zero query."""
    if k <= 0 or not len(ids) or not np.any(query):
        return []
    scores = vectors @ query
    allowed = np.any(vectors, axis=1) if documents is None else np.isin(owners, list(documents)) & np.any(vectors, axis=1)
    rows: list[int] = np.flatnonzero(allowed).tolist()
    if len(rows) > 4 * k:  # sort only what can matter; ties at the border are kept by taking all that reach it
        border = float(np.partition(scores[rows], -k)[-k]) - 1e-6
        rows = [row for row in rows if scores[row] >= border]
    best = sorted(rows, key=lambda row: (-round(float(scores[row]), 6), ids[row]))[:k]
    return [(ids[row], float(scores[row])) for row in best]
