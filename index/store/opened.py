"""Opening a generation for questions: verified, read-only, its Chroma files in a private copy that is made when first needed.

A question that names its documents compares their vectors directly; only a question over all documents asks Chroma (filters are what
is slow there).
"""

from __future__ import annotations

import logging
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from index.embedding import Embedder, check, load
from index.errors import IndexCorrupt, IndexMissing, IndexUnavailable
from index.store import chroma, generations
from index.store.catalog import catalog_of
from index.store.chroma import ChromaPassages
from index.store.sql import SqlTexts
from index.store.vectors import nearest
from index.store.words import WordSearch

log = logging.getLogger(__name__)
DIRECT = 4000  # passages up to which an index is compared directly, without Chroma: a few milliseconds

AGAIN = 5.0  # seconds after which a server that was away is asked again


class StoredIndex(SqlTexts):
    """An :class:`index.store.Index` on a published generation. Thread-safe."""

    def __init__(self, folder: Path, manifest: generations.Manifest, engine: Engine) -> None:
        super().__init__(engine)
        self.generation = manifest.generation
        self.manifest = manifest
        self._folder = folder
        self._lock = threading.RLock()
        self._word_search: WordSearch | None = None
        self._embedder: Embedder | None = None
        self._chroma: ChromaPassages | None = None
        self._run: Path | None = None
        self.trouble: str | None = None  # what does not work now though questions are answered
        self._again = 0.0
        self._vectors_kept = lru_cache(maxsize=512)(self.vectors_of)
        self._tidy: weakref.finalize[..., Any] = weakref.finalize(self, _nothing)

    def search_words(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """BM25 over jieba words."""
        with self._lock:
            if self._word_search is None:
                self._word_search = WordSearch.load(self._folder / generations.WORDS)
            words = self._word_search
        return words.search(query, k, documents=documents)

    def search_meaning(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Cosine similarity of embeddings."""
        vector = self.embedder.query(query)
        if k <= 0 or not np.any(vector):
            return []
        if documents is not None or self.manifest.counts["vectors"] <= DIRECT:
            shas = [r.id for r in self.documents()] if documents is None else sorted(set(documents))
            parts = [self._vectors_kept(sha) for sha in shas]
            ids = [chunk for names, _ in parts for chunk in names]
            matrices = [matrix for _, matrix in parts if len(matrix)]
            stacked = np.concatenate(matrices) if matrices else np.zeros((0, len(vector)), dtype=np.float32)
            return nearest(vector, ids, np.empty(0, dtype=object), stacked, k)
        if time.monotonic() < self._again:
            return []
        try:
            found = self._passages().search(vector.tolist(), min(k, self.manifest.counts["vectors"]))
            self.trouble = None
            return found
        except (IndexUnavailable, IndexCorrupt) as error:
            if not chroma.server():
                raise
            log.warning("%s", error)  # keywords still find passages; look again soon
            self.trouble, self._again = str(error), time.monotonic() + AGAIN
            return []

    @property
    def embedder(self) -> Embedder:
        """The model that built the index. Raises ``ModelMismatch`` where another is configured."""
        with self._lock:
            if self._embedder is None:
                self._embedder = load()
                check(self.manifest.model, self._embedder)
        return self._embedder

    def close(self) -> None:
        """Give back connections and the private copy; safe to call twice."""
        super().close()
        with self._lock:
            if self._chroma is not None:
                self._chroma.close()
                self._chroma = None
            self._word_search = None  # its arrays are mapped files
            self._tidy()

    def _passages(self) -> ChromaPassages:
        with self._lock:
            if self._chroma is None and chroma.server():
                self._chroma = ChromaPassages(self._folder, self.generation)
            elif self._chroma is None:
                run = Path(tempfile.mkdtemp(prefix="wenzhang-run-"))
                self._tidy = weakref.finalize(self, generations.remove_tree, run)
                generations.copy_tree(self._folder / generations.CHROMA, run / generations.CHROMA)
                self._chroma = ChromaPassages(run / generations.CHROMA)
            return self._chroma


def open_stored(store: Path) -> StoredIndex:
    """The current generation; where it is damaged, the one before it, with a warning.

    Raises ``IndexMissing`` where nothing was built, ``IndexCorrupt`` where nothing is whole, ``ModelMismatch`` where it was built with
    another embedding model than the configured one.
    """
    catalog = catalog_of(store)
    name = catalog.current()
    damage: IndexCorrupt | None = None
    for candidate in [name, *[p for p in catalog.previous() if p < name]]:
        try:
            manifest = catalog.verify(candidate)
        except IndexCorrupt as error:
            log.warning("%s", error)
            damage = damage or error
            continue
        check(manifest.model)
        return StoredIndex(generations.folder_of(store, candidate), manifest, catalog.reading(candidate))
    raise damage or IndexMissing(f"“{store}”中还没有索引")


def _nothing() -> None:
    return None


