"""The whole index in memory, from documents just read: for tests, trials and small folders. Same promises as the stored one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from index.document import ReadDocument
from index.findings import Finding
from index.model import Chunk, DocumentRecord, Figure, Paragraph, Section, Table
from index.store import Bearing, Sketch
from index.store.labels import labels_of
from index.store.order import in_order, parts_of, superseded, with_family
from index.store.packing import shape_of
from index.store.schema import SPAN
from index.store.vectors import VectorSearch
from index.store.words import WordSearch


class MemoryIndex:
    """An :class:`index.store.Index` over a list of read documents. Searches are built when first used."""

    generation = "memory"

    def __init__(self, documents: Iterable[ReadDocument], findings: Sequence[Finding] = ()) -> None:
        unique = {doc.record.id: doc for doc in documents}
        records = in_order(with_family([doc.record for doc in unique.values()]))
        self._records = superseded(records, {sha: parts_of(doc) for sha, doc in unique.items()})
        self._docs = {record.id: unique[record.id] for record in self._records}
        self._chunks = {chunk.id: chunk for doc in self._docs.values() for chunk in doc.chunks}
        self._findings = tuple(findings)

    def documents(self) -> Sequence[DocumentRecord]:
        """All documents, ordered by department, year, file name."""
        return self._records

    def figures(
        self,
        *,
        documents: Iterable[str] | None = None,
        measures: Iterable[str] | None = None,
        codes: Iterable[str] | None = None,
        ids: Iterable[str] | None = None,
    ) -> Sequence[Figure]:
        """The figures that satisfy all given filters; see :class:`index.store.Index`."""
        wanted = None if documents is None else set(documents)
        named = None if measures is None else set(measures)
        coded = None if codes is None else set(codes)
        known = None if ids is None else set(ids)
        return [
            figure
            for record in self._records
            if wanted is None or record.id in wanted
            for figure in self._docs[record.id].figures
            if (named is None or figure.measure in named or not named.isdisjoint(figure.qualifiers))
            and (coded is None or figure.code in coded)
            and (known is None or figure.id in known)
        ]

    def labels(self) -> Sequence[str]:
        """Every text that figures are labelled with."""
        return tuple(sorted({label for doc in self._docs.values() for f in doc.figures for label in labels_of(f, ())}))

    def labelled(
        self, labels: Iterable[str], *, codes: Iterable[str] = (), documents: Iterable[str] | None = None
    ) -> Mapping[str, Sequence[Figure]]:
        """The figures that bear one of the labels or subject codes, by document; see :class:`index.store.Index`."""
        wanted, coded = set(labels), set(codes)
        found: dict[str, list[Figure]] = {}
        for figure in self.figures(documents=documents):
            if figure.code in coded or not wanted.isdisjoint(labels_of(figure, ())):
                found.setdefault(figure.document, []).append(figure)
        return found

    def bearing(self, labels: Iterable[str]) -> Bearing:
        """Numbers and shapes of the figures that bear one of the labels; see :class:`index.store.Index`."""
        wanted = set(labels)
        found = [(n, s) for n, (figure, s) in self._numbered.items() if not wanted.isdisjoint(labels_of(figure, ()))]
        return Bearing.of(np.array([n for n, _ in found], dtype="<i8").tobytes(), np.array([s for _, s in found], dtype="<i8").tobytes())

    def numbered(self, numbers: Iterable[int]) -> Sequence[Figure]:
        """Figures by their numbers, ascending."""
        return [self._numbered[n][0] for n in sorted(set(numbers)) if n in self._numbered]

    def sketches(self, numbers: Iterable[int]) -> Mapping[int, Sketch]:
        """The values of figures by their numbers; unknown ones are left out."""
        return {n: Sketch(f.id, f.value, f.printed) for n in set(numbers) if n in self._numbered for f in (self._numbered[n][0],)}

    def number_of(self, document: str) -> int:
        """The number of a document. Raises ``KeyError``."""
        return self._numbers[document]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {sha: i for i, sha in enumerate(self._docs, start=1)}

    @cached_property
    def _numbered(self) -> dict[int, tuple[Figure, int]]:
        found: dict[int, tuple[Figure, int]] = {}
        for sha, doc in self._docs.items():
            who = doc.record.identity
            own = {who.department, who.department_as_written}
            for i, figure in enumerate({f.id: f for f in doc.figures}.values()):
                found[self._numbers[sha] * SPAN + i] = figure, shape_of(figure, own, who.fiscal_year)
        return found

    def sections(self, document: str) -> Sequence[Section]:
        """The outline of a document."""
        return self._docs[document].structured.sections

    def paragraphs(self, document: str) -> Sequence[Paragraph]:
        """The prose of a document, in order."""
        return self._docs[document].structured.paragraphs

    def tables(self, document: str) -> Sequence[Table]:
        """The tables of a document, in order."""
        return self._docs[document].structured.tables

    def table(self, document: str, ordinal: int) -> Table:
        """One table of a document. Raises ``KeyError``."""
        for table in self.tables(document):
            if table.ordinal == ordinal:
                return table
        raise KeyError(ordinal)

    def chunks(self, document: str) -> Sequence[Chunk]:
        """The passages of a document, in order."""
        return self._docs[document].chunks

    def chunk(self, chunk_id: str) -> Chunk:
        """One passage. Raises ``KeyError``."""
        return self._chunks[chunk_id]

    def findings(self, document: str | None = None) -> Sequence[Finding]:
        """Audit findings, of one document or all."""
        return [f for f in self._findings if document is None or f.document == document]

    def measure_names(self, documents: Iterable[str] | None = None) -> dict[str, int]:
        """Every measure and qualifier name with its number of figures."""
        return dict(sorted(Counter(name for f in self.figures(documents=documents) for name in {f.measure, *f.qualifiers}).items()))

    def search_words(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """BM25 over jieba words."""
        return self._words.search(query, k, documents=documents)

    def search_meaning(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Cosine similarity of embeddings; nothing where no embedding model is there."""
        return self._vectors.search(query, k, documents=documents) if self._vectors else []

    def source_path(self, document: str) -> str | None:
        """Where the original file lies."""
        return self._docs[document].record.path if document in self._docs else None

    def close(self) -> None:
        """Nothing to give back."""

    @cached_property
    def _words(self) -> WordSearch:
        return WordSearch.of([(c.id, c.document, c.search_text) for c in self._chunks.values()])

    @cached_property
    def _vectors(self) -> VectorSearch | None:
        return VectorSearch.of(list(self._chunks.values()))
