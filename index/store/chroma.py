"""Passages by meaning in Chroma: embedded, one collection, vectors only (Chroma never sees a model), written through LlamaIndex.

Derived from ``chunks.vector`` of the database. Chroma reports no damage and is not safe for two processes, so a finished store is
hashed, never opened again, and searched in a private copy (see :mod:`index.store.generations`, :mod:`index.store.opened`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import index.privacy  # noqa: F401  (before chromadb: its dependencies reach for the network at import)
from index.errors import BadInput, IndexCorrupt, IndexUnavailable
from index.model import Chunk, DocumentRecord
from index.store import generations

log = logging.getLogger(__name__)
COLLECTION = "passages"
SECONDS = 30.0  # a server that says nothing for so long is away
HNSW = {"space": "cosine", "ef_search": 128, "max_neighbors": 24, "ef_construction": 128}


class ChromaPassages:
    """One collection: in a folder, or on the server ``WENZHANG_CHROMA_URL`` under the name of the generation.

    ``create`` makes the collection where it is missing; without it a missing one is damage. Raises ``IndexUnavailable`` where the server is away.
    """

    def __init__(self, folder: Path, generation: str = "", *, create: bool = False) -> None:
        self._client: Any = None
        url = server()
        name = f"wenzhang-{generation}" if url else COLLECTION
        with _answering(self):
            self._client = _remote(url) if url else _embedded(folder)
            if create:
                self.collection = self._client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})
            else:
                self.collection = self._client.get_collection(name, embedding_function=None)

    @property
    def batch(self) -> int:
        """How many passages one write may hold."""
        return int(self._client.get_max_batch_size())

    def pipeline(self, transformations: Sequence[Any]) -> Any:
        """LlamaIndex's way in: the transformations (embedding), then this store. No cache, no workers, no document store of its own."""
        from llama_index.core.ingestion import IngestionPipeline

        from index.store.passages import PassageVectors

        store = PassageVectors(chroma_collection=self.collection)
        return IngestionPipeline(transformations=list(transformations), vector_store=store, disable_cache=True)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages; unknown ids are ignored."""
        with _answering():
            for part in batches(ids, self.batch):
                self.collection.delete(ids=list(part))

    def count(self) -> int:
        """How many passages the store says it holds."""
        with _answering():
            return int(self.collection.count())

    def search(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first, ties by id."""
        with _answering():
            found = self.collection.query(query_embeddings=[list(vector)], n_results=k, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((chunk, 1.0 - float(distance)) for chunk, distance in pairs), key=lambda p: (-round(p[1], 6), p[0]))

    def close(self) -> None:
        """Give back files and threads; safe to call twice."""
        client, self._client = getattr(self, "_client", None), None
        if client is not None:
            client.close()


def server() -> str:
    """The address of the Chroma server; empty: embedded. Raises ``BadInput`` for what is no address."""
    url = os.environ.get("WENZHANG_CHROMA_URL", "").strip()
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise BadInput("WENZHANG_CHROMA_URL 不是网址，应形如 http://127.0.0.1:8000")
    return url


def holds(folder: Path, generation: str, expected: int) -> bool:
    """Whether the passages of a finished generation are where the settings say. Raises ``IndexUnavailable`` where the server is away."""
    if not server():
        return not expected or (folder / generations.CHROMA).is_dir()
    try:
        opened = ChromaPassages(folder, generation)
    except IndexCorrupt:
        return False
    try:
        return opened.count() == expected
    finally:
        opened.close()


def drop(generation: str) -> None:
    """Delete the collection of a generation on the server; a server that is away keeps it, which harms nothing but its disk."""
    url = server()
    if not url:
        return
    from chromadb.errors import NotFoundError

    try:
        with _answering():
            client = _remote(url)
            try:
                client.delete_collection(f"wenzhang-{generation}")
            except NotFoundError:
                return
            finally:
                client.close()
    except (IndexUnavailable, IndexCorrupt) as error:
        log.warning("the passages of %s stay on the Chroma server: %s", generation, error)


def _embedded(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
    return chromadb.PersistentClient(str(folder), settings=settings)


def _remote(url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    client = chromadb.HttpClient(str(parts.hostname), parts.port or (443 if secure else 80), ssl=secure, settings=settings)
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = SECONDS  # Chroma waits for ever
    return client


@contextmanager
def _answering(opened: ChromaPassages | None = None) -> Iterator[None]:
    """Chroma raises many kinds of errors, none of them ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (IndexCorrupt, IndexUnavailable):
        raise
    except Exception as error:
        if opened is not None:
            opened.close()
        away = isinstance(error, httpx.HTTPError) or (isinstance(error, ValueError) and "connect" in str(error).lower())
        if away or (server() and not isinstance(error, ChromaError)):
            raise IndexUnavailable("向量服务器暂时不可用，请稍后再试") from error
        if opened is None and not server():
            raise
        raise IndexCorrupt(f"向量索引无法打开，请重新建立索引（{type(error).__name__}）") from error


def nodes_of(record: DocumentRecord, chunks: Iterable[Chunk]) -> Iterator[Any]:
    """Passages as LlamaIndex nodes: the search text is embedded as it is, the metadata only kept."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    who = record.identity
    for chunk in chunks:
        metadata = {
            "document": chunk.document,
            "file_name": record.file_name,
            "department": who.department,
            "fiscal_year": who.fiscal_year or 0,
            "kind": who.kind.value if who.kind else "",
            "scope": who.scope.value,
            "heading": " / ".join(chunk.section_path),
            "passage": chunk.kind,
            "page": chunk.page,
            "last_page": chunk.last_page,
        }
        yield TextNode(
            id_=chunk.id,
            text=chunk.search_text,
            metadata=metadata,
            excluded_embed_metadata_keys=list(metadata),
            excluded_llm_metadata_keys=["document"],
            relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=chunk.document)},
        )


def batches(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The values in runs of at most ``size``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
