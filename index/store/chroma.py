"""Passages by meaning in Chroma: embedded, one collection, vectors only (Chroma never sees a model), written through LlamaIndex.

Derived from ``chunks.vector`` of the database. Chroma reports no damage and is not safe for two processes, so a finished store is
hashed, never opened again, and searched in a private copy (see :mod:`index.store.generations`, :mod:`index.store.opened`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import index.privacy  # noqa: F401  (before chromadb: its dependencies reach for the network at import)
from index.errors import IndexCorrupt
from index.model import Chunk, DocumentRecord

COLLECTION = "passages"
HNSW = {"space": "cosine", "ef_search": 128, "max_neighbors": 24, "ef_construction": 128}


class ChromaPassages:
    """One Chroma store in a folder. ``create`` makes the collection where it is missing; without it a missing one is damage."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(_env_file=None, anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
        self._client: Any = chromadb.PersistentClient(str(folder), settings=settings)
        try:
            if create:
                self.collection = self._client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": HNSW})
            else:
                self.collection = self._client.get_collection(COLLECTION, embedding_function=None)
        except Exception as error:  # chromadb raises many kinds, none of them ours
            self.close()
            raise IndexCorrupt(f"向量索引无法打开，请重新建立索引（{type(error).__name__}）") from error

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
        for part in batches(ids, self.batch):
            self.collection.delete(ids=list(part))

    def count(self) -> int:
        """How many passages the store says it holds."""
        return int(self.collection.count())

    def search(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first, ties by id."""
        found = self.collection.query(query_embeddings=[list(vector)], n_results=k, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((chunk, 1.0 - float(distance)) for chunk, distance in pairs), key=lambda p: (-round(p[1], 6), p[0]))

    def close(self) -> None:
        """Give back files and threads; safe to call twice."""
        client, self._client = getattr(self, "_client", None), None
        if client is not None:
            client.close()


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
