"""A generation in the making: the last one plus what changed, in a folder of its own, until it is sealed and published."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, select, update

from index.document import ReadDocument
from index.embedding import Embedder
from index.errors import IndexCorrupt, IndexUnavailable
from index.findings import Finding
from index.model import DocumentRecord
from index.store import chroma, generations, schema, writing
from index.store.catalog import catalog_of
from index.store.chroma import ChromaPassages, batches, nodes_of
from index.store.packing import Packed, pack
from index.store.words import WordSearch

log = logging.getLogger(__name__)
Vectors = dict[str, npt.NDArray[np.float32]]
BATCH = 2000  # passages that are embedded and written at once
CANARIES = 20
COUNTED = 50_000  # passages up to which a query for all of them is part of the check


class Generation:
    """An unpublished generation, open for writing. Use :meth:`finish` or :meth:`discard`."""

    def __init__(self, store: Path, embedder: Embedder, base: str | None) -> None:
        self.catalog = catalog_of(store)
        self.store, self.embedder = store, embedder
        self.name, self.engine = self.catalog.begin(base)
        self.folder = generations.folder_of(store, self.name)
        self._late = base is None  # the indexes of a fresh generation are made when it is full
        try:
            if self._late:
                with self.engine.begin() as connection:
                    schema.late_indexes(connection, make=False)
            self.chroma = ChromaPassages(self.folder / generations.CHROMA, self.name, create=True)
            if base is not None:
                self.refill()
        except BaseException:
            self.engine.dispose()
            self.catalog.discard(self.name)
            raise
        self._labels: writing.Labels | None = None

    def add(self, docs: Sequence[ReadDocument], known: Vectors | None = None) -> Vectors:
        """Store documents as they were read; see :meth:`store_packed`."""
        return self.store_packed([pack(doc) for doc in docs], known)

    def store_packed(self, docs: Sequence[Packed], known: Vectors | None = None) -> Vectors:
        """Store documents; returns the vectors of their passages (``known`` ones are not computed again)."""
        nodes = [node for doc in docs for node in nodes_of(doc.record, doc.chunks)]
        vectors = self._embed(nodes, known or {})
        with self.engine.begin() as connection:
            self._labels = self._labels or writing.Labels(connection)
            writing.add_documents(connection, docs, vectors, self._labels)
        return vectors

    def load(self, source: Engine) -> None:
        """Take over all rows of another database (a restored backup) and give Chroma their vectors."""
        with source.connect() as reading, self.engine.begin() as connection:
            writing.copy_rows(reading, connection)
        source.dispose()
        self.refill()

    def remove(self, shas: Iterable[str]) -> Vectors:
        """Delete documents; returns the vectors of their passages, for the same passage read again."""
        gone: Vectors = {}
        with self.engine.begin() as connection:
            for sha in writing.known_ids(connection, shas):
                gone.update(writing.read_vectors(connection, sha))
                writing.remove_documents(connection, [sha])
        if gone:
            self.chroma.remove(list(gone))
        return gone

    def embed_again(self, progress: Callable[[int], None]) -> None:
        """Compute all vectors with the present model (the last generation was built with another one) into an empty Chroma store."""
        self._empty_chroma()
        with self.engine.begin() as connection:
            for record in writing.read_records(connection):
                chunks = writing.read_chunks(connection, record.id)
                vectors = self._embed(list(nodes_of(record, chunks)), {})
                for chunk in chunks:
                    vector = vectors.get(chunk.id)
                    blob = None if vector is None else vector.astype("<f4").tobytes()
                    connection.execute(update(schema.chunks).where(schema.chunks.c.id == chunk.id).values(vector=blob))
                progress(1)

    def moved(self, sha: str, path: Path) -> None:
        """Note that a document lies elsewhere now."""
        with self.engine.begin() as connection:
            writing.set_path(connection, sha, str(path), path.name)

    def settle(self) -> list[DocumentRecord]:
        """What depends on all documents: short names, superseding."""
        with self.engine.begin() as connection:
            writing.settle_family(connection)
            return writing.read_records(connection)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Replace the audit findings."""
        with self.engine.begin() as connection:
            writing.add_findings(connection, findings)

    def finish(self, reader: str) -> generations.Manifest:
        """Build the keyword search, check everything, seal. Raises ``IndexCorrupt`` where the check fails."""
        with self.engine.begin() as connection:
            c = schema.chunks.c
            if self._late:
                schema.late_indexes(connection, make=True)
            passages = [tuple(row) for row in connection.execute(select(c.id, c.document, c.words).order_by(c.document, c.position))]
            words = WordSearch.of_words(passages)
            words.save(self.folder / generations.WORDS)
            counts = writing.counts(connection)
            by = self.embedder
            model: dict[str, str | int] = {"name": by.name, "fingerprint": by.fingerprint, "dimension": by.dimension}
            writing.set_meta(connection, {"generation": self.name, "schema": schema.SCHEMA_VERSION, "reader": reader, "model": str(model["name"])})
            embedded = list(connection.execute(select(c.id).where(c.vector.is_not(None)).order_by(c.id)).scalars())
            chosen = embedded[:: max(1, len(embedded) // CANARIES)]
            canaries = connection.execute(select(c.id, c.vector).where(c.id.in_(chosen)).order_by(c.id)).all()
        self._check(counts["vectors"], [(row[0], np.frombuffer(row[1], dtype="<f4")) for row in canaries])
        if words.search(passages[0][2], 1) == [] if passages else False:
            raise IndexCorrupt("新索引未通过自检：关键词检索没有结果，请再运行一次")
        self.close()
        return self.catalog.seal(self.name, reader, model, counts)

    def close(self) -> None:
        """Close database and Chroma."""
        self.chroma.close()
        self.engine.dispose()

    def discard(self) -> None:
        """Throw the generation away."""
        self.close()
        self.catalog.discard(self.name)

    def _empty_chroma(self) -> None:
        self.chroma.close()
        chroma.drop(self.name)
        generations.remove_tree(self.folder / generations.CHROMA)
        self.chroma = ChromaPassages(self.folder / generations.CHROMA, self.name, create=True)

    def refill(self) -> None:
        """Give Chroma the vectors of the database where it does not hold them: on a server, after a restored backup, after a change of place."""
        with self.engine.connect() as connection:
            if self.chroma.count() == writing.counts(connection)["vectors"]:
                return
            self._empty_chroma()
            nodes: list[Any] = []
            known: Vectors = {}
            for record in writing.read_records(connection):
                nodes += nodes_of(record, writing.read_chunks(connection, record.id))
                known |= writing.read_vectors(connection, record.id)
                if len(nodes) >= BATCH:
                    self._embed(nodes, known)
                    nodes, known = [], {}
            self._embed(nodes, known)

    def _embed(self, nodes: Sequence[object], known: Vectors) -> Vectors:
        from index.embedding.component import EmbedPassages

        pipeline = self.chroma.pipeline([EmbedPassages(embedder=self.embedder, known=known)])
        vectors: Vectors = {}
        for part in batches(nodes, min(BATCH, self.chroma.batch)):
            for node in self._run(pipeline, part):
                if node.embedding is not None:
                    vectors[node.node_id] = np.array(node.embedding, dtype=np.float32)
        return vectors

    def _run(self, pipeline: Any, nodes: Sequence[object]) -> Sequence[Any]:
        """One batch through the pipeline. Raises ``OSError`` where Chroma cannot write: it wraps a full disk in errors of its own."""
        import httpx
        from chromadb.errors import ChromaError

        try:
            found: Sequence[Any] = pipeline.run(nodes=list(nodes))
        except ChromaError as error:
            raise OSError(str(error).splitlines()[0]) from error
        except httpx.HTTPError as error:
            raise IndexUnavailable("向量服务器暂时不可用，请稍后再试") from error
        return found

    def _check(self, expected: int, canaries: Sequence[tuple[str, npt.NDArray[np.float32]]]) -> None:
        """Chroma serves a damaged store silently, so: the count, a query for everything, and passages that must find themselves."""
        if self.chroma.count() != expected:
            raise IndexCorrupt(f"新索引未通过自检：向量库有 {self.chroma.count()} 条，应有 {expected} 条，请再运行一次")
        if not canaries:
            return
        if expected <= COUNTED and len(self.chroma.search(canaries[0][1].tolist(), expected)) != expected:
            raise IndexCorrupt("新索引未通过自检：向量库不能检索到全部段落，请再运行一次")
        for chunk, vector in canaries:
            found = self.chroma.search(vector.tolist(), 5)
            if not found or (chunk != found[0][0] and found[0][1] < 1 - 1e-3):
                raise IndexCorrupt("新索引未通过自检：向量库的检索结果不正确，请再运行一次")
