"""One façade over the three stores: :class:`Index` is all that the rest of the house sees.

In: what ``index.pipeline`` writes. Out: documents, figures, tables, paragraphs, chunks, findings, and two searches.
It must not know of questions; filters are plain values. Every backend passes the same contract tests (tests/store_contract.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.findings import Finding
from index.model import Chunk, DocumentRecord, Figure, Paragraph, Section, Table


@dataclass(frozen=True, slots=True)
class Bearing:
    """Figures by number, ascending, each once, with their shapes. ``number // SPAN`` is the number of the document, and within a document the
    numbers are in reading order. Figures of one shape differ in value, place, and what the department is called; see ``index.store.packing``.

    ``looks`` are the shapes there are, ascending, and ``look`` says which of them each figure has.
    """

    figures: npt.NDArray[np.int64]
    looks: npt.NDArray[np.int64]
    look: npt.NDArray[np.int64]

    @property
    def shapes(self) -> npt.NDArray[np.int64]:
        """The shape of each figure."""
        return self.looks[self.look]

    @classmethod
    def of(cls, figures: bytes, shapes: bytes) -> Bearing:
        """From packed integers, in any order and with repeats (mostly ascending runs)."""
        numbers, held = np.frombuffer(figures, dtype="<i8").astype(np.int64), np.frombuffer(shapes, dtype="<i8").astype(np.int64)
        if not np.all(numbers[1:] > numbers[:-1]):
            order = np.argsort(numbers, kind="stable")
            numbers, held = numbers[order], held[order]
            once = np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]
            numbers, held = numbers[once], held[once]
        looks = np.unique(held)
        return cls(numbers, looks, np.searchsorted(looks, held))


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is cheap to read of very many figures at once: enough to add and order them."""

    id: str
    value: Decimal
    printed: str


@runtime_checkable
class Index(Protocol):
    """A read-only, opened generation of the index. Cheap to call: results of pure look-ups are cached by the implementation."""

    generation: str

    def documents(self) -> Sequence[DocumentRecord]:
        """All documents, superseded ones included, ordered by department, year, file name."""

    def figures(
        self,
        *,
        documents: Iterable[str] | None = None,
        measures: Iterable[str] | None = None,
        codes: Iterable[str] | None = None,
        ids: Iterable[str] | None = None,
    ) -> Sequence[Figure]:
        """The figures that satisfy all given filters (None: no filter), in document order.

        ``measures`` are names as :meth:`measure_names` lists them: a figure has one when it is its measure or one of its qualifiers.
        """

    def labels(self) -> Sequence[str]:
        """Every text that figures are labelled with: measures, qualifiers, labels of rows and columns, projects."""

    def labelled(
        self, labels: Iterable[str], *, codes: Iterable[str] = (), documents: Iterable[str] | None = None
    ) -> Mapping[str, Sequence[Figure]]:
        """The figures that bear one of the labels (as :meth:`labels` has them) or subject codes, by document id, in document order.

        Made for questions over very many documents: nothing but those figures is read.
        """

    def bearing(self, labels: Iterable[str]) -> Bearing:
        """Numbers and shapes of the figures of all documents that bear one of the labels: enough to know which of them can be meant.

        Made for rankings over thousands of documents, of which few are stated; :meth:`numbered` reads those.
        """

    def numbered(self, numbers: Iterable[int]) -> Sequence[Figure]:
        """Figures by their numbers (see :meth:`bearing`), ascending; unknown ones are left out."""

    def sketches(self, numbers: Iterable[int]) -> Mapping[int, Sketch]:
        """The values of figures by their numbers; unknown ones are left out."""

    def number_of(self, document: str) -> int:
        """The number of a document, of which its figures' numbers are made. Raises ``KeyError``."""

    def sections(self, document: str) -> Sequence[Section]:
        """The outline of a document."""

    def paragraphs(self, document: str) -> Sequence[Paragraph]:
        """The prose of a document, in order."""

    def tables(self, document: str) -> Sequence[Table]:
        """The tables of a document, in order."""

    def table(self, document: str, ordinal: int) -> Table:
        """One table of a document: cheaper than all of them. Raises ``KeyError``."""

    def chunks(self, document: str) -> Sequence[Chunk]:
        """The passages of a document, in order."""

    def chunk(self, chunk_id: str) -> Chunk:
        """One passage. Raises ``KeyError``."""

    def findings(self, document: str | None = None) -> Sequence[Finding]:
        """Audit findings, of one document or all."""

    def measure_names(self, documents: Iterable[str] | None = None) -> dict[str, int]:
        """Every measure and qualifier name that the figures carry, with its number of figures: the vocabulary for linking."""

    def search_words(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Keyword search (BM25 over jieba tokens): chunk ids with scores, best first; scores > 0 only."""

    def search_meaning(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Search by embedding: chunk ids with cosine similarity, best first."""

    def source_path(self, document: str) -> str | None:
        """Where the original file can be read, or None."""

    def close(self) -> None:
        """Give back files and connections; safe to call twice."""


def open_index(store: Path | str) -> Index:
    """The current generation of a store, verified, read-only.

    Raises ``IndexMissing``, ``IndexCorrupt`` or ``ModelMismatch``, each with a Chinese line that says what to do.
    """
    from index.store.opened import open_stored

    return open_stored(Path(store))
