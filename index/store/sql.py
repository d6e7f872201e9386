"""The stored index: an opened generation, read-only. Figures, texts and vectors from SQL, keywords from BM25, meanings from Chroma.

Everything read is kept (a generation never changes), document by document and filter by filter, within bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, Select, bindparam, func, select

from index.findings import Finding
from index.model import Chunk, DocumentRecord, Figure, Paragraph, Section, Table
from index.store import Bearing, Sketch, postgres, schema
from index.store.order import in_order
from index.store.rows import Rows
from index.store.writing import read_records

T = TypeVar("T")
KEPT_DOCUMENTS = 256
_BATCH = 1000  # values in one IN (...): SQLite and PostgreSQL both take it


class SqlTexts:
    """Documents, figures, texts and vectors of a database. Thread-safe; the searches are added by :mod:`index.store.opened`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with engine.connect() as connection:
            self._records = tuple(in_order(read_records(connection)))
            self._numbers: dict[str, int] = {row.id: row.number for row in connection.execute(select(schema.documents.c.id, schema.documents.c.number))}
        self._order = {record.id: i for i, record in enumerate(self._records)}
        self._statements: dict[tuple[str, ...], str] = {}
        self._labels: tuple[str, ...] | None = None
        self._labelled = lru_cache(maxsize=8)(self._read_labelled)
        self._borne = lru_cache(maxsize=8)(self._read_bearing)
        self._figures_of = _kept(self._read_figures_of)
        self._by_name = lru_cache(maxsize=8)(self._read_figures)
        self._sections_of = _kept(lambda sha: self._part(schema.SECTIONS, schema.sections, sha))
        self._paragraphs_of = _kept(lambda sha: self._part(schema.PARAGRAPHS, schema.paragraphs, sha))
        self._tables_of = _kept(lambda sha: self._part(schema.TABLES, schema.tables, sha))
        self._table = lru_cache(maxsize=8 * KEPT_DOCUMENTS)(self._read_table)
        self._chunks_of = _kept(self._read_chunks_of)
        self._chunk = _kept(self._read_chunk, 8192)
        self._names = lru_cache(maxsize=64)(self._read_names)

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
        wanted, named, coded, known = (None if v is None else frozenset(v) for v in (documents, measures, codes, ids))
        if named is None and coded is None and known is None:
            shas = [r.id for r in self._records] if wanted is None else self._in_order(wanted)
            return [figure for sha in shas for figure in self._figures_of(sha)]
        if wanted is not None and len(wanted) <= 32:
            return [
                figure
                for sha in self._in_order(wanted)
                for figure in self._figures_of(sha)
                if (named is None or figure.measure in named or not named.isdisjoint(figure.qualifiers))
                and (coded is None or figure.code in coded)
                and (known is None or figure.id in known)
            ]
        found = self._by_name(named, coded, known)
        return found if wanted is None else [figure for figure in found if figure.document in wanted]

    def labels(self) -> Sequence[str]:
        """Every text that figures are labelled with."""
        if self._labels is None:
            with self._engine.connect() as connection:
                self._labels = tuple(connection.execute(select(schema.labels.c.label).order_by(schema.labels.c.number)).scalars())
        return self._labels

    def labelled(
        self, labels: Iterable[str], *, codes: Iterable[str] = (), documents: Iterable[str] | None = None
    ) -> Mapping[str, Sequence[Figure]]:
        """The figures that bear one of the labels or subject codes, by document; see :class:`index.store.Index`."""
        return self._labelled(frozenset(labels), frozenset(codes), None if documents is None else frozenset(documents))

    def sections(self, document: str) -> Sequence[Section]:
        """The outline of a document."""
        return self._known(document, self._sections_of)

    def paragraphs(self, document: str) -> Sequence[Paragraph]:
        """The prose of a document, in order."""
        return self._known(document, self._paragraphs_of)

    def tables(self, document: str) -> Sequence[Table]:
        """The tables of a document, in order."""
        return self._known(document, self._tables_of)

    def table(self, document: str, ordinal: int) -> Table:
        """One table of a document. Raises ``KeyError``."""
        return self._table(document, ordinal)

    def chunks(self, document: str) -> Sequence[Chunk]:
        """The passages of a document, in order."""
        return self._known(document, self._chunks_of)

    def chunk(self, chunk_id: str) -> Chunk:
        """One passage. Raises ``KeyError``."""
        return self._chunk(chunk_id)

    def findings(self, document: str | None = None) -> Sequence[Finding]:
        """Audit findings, of one document or all."""
        query = self._select(schema.FINDINGS, schema.findings).order_by(schema.findings.c.number)
        return self._values(schema.FINDINGS, query if document is None else query.where(schema.findings.c.document == document))

    def measure_names(self, documents: Iterable[str] | None = None) -> dict[str, int]:
        """Every measure and qualifier name with its number of figures."""
        return dict(self._names(None if documents is None else frozenset(documents)))

    def source_path(self, document: str) -> str | None:
        """Where the original file lies."""
        position = self._order.get(document)
        return None if position is None else self._records[position].path

    def vectors_of(self, document: str) -> tuple[list[str], npt.NDArray[np.float32]]:
        """Chunk ids of a document and their vectors, row by row; chunks without a vector are left out."""
        c = schema.chunks.c
        with self._engine.connect() as connection:
            rows = connection.execute(select(c.id, c.vector).where(c.document == document, c.vector.is_not(None)).order_by(c.position)).all()
        return [row[0] for row in rows], matrix([row[1] for row in rows])

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _in_order(self, documents: Collection[str]) -> list[str]:
        """Those of the ids that are stored, in the order of the documents."""
        return sorted((sha for sha in documents if sha in self._order), key=self._order.__getitem__)

    def _known(self, document: str, read: Callable[[str], T]) -> T:
        if document not in self._order:
            raise KeyError(document)
        return read(document)

    def _part(self, rows: Rows[T], table: Any, document: str) -> tuple[T, ...]:
        return tuple(self._read(rows, table, (table.c.document,), (document,), (table.c.ordinal,)))

    def _read_table(self, document: str, ordinal: int) -> Table:
        c = schema.tables.c
        found = self._read(schema.TABLES, schema.tables, (c.document, c.ordinal), (document, ordinal))
        if not found:
            raise KeyError(ordinal)
        return found[0]

    def _read(self, rows: Rows[T], table: Any, where: Sequence[Any], equal: tuple[Any, ...], order: Sequence[Any] = ()) -> list[T]:
        """The rows of which these columns have these values. The statement is compiled once: for SQLAlchemy a small query is a long one."""
        mark = (table.name, *(c.name for c in where))
        if mark not in self._statements:
            query = self._select(rows, table).where(*[c == bindparam(f"v{i}") for i, c in enumerate(where)]).order_by(*order)
            self._statements[mark] = str(query.compile(dialect=self._engine.dialect))
        with self._engine.connect() as connection:
            return [rows.value(row) for row in connection.exec_driver_sql(self._statements[mark], equal)]

    def _read_figures_of(self, document: str) -> tuple[Figure, ...]:
        number = self._numbers.get(document)
        if number is None:
            return ()
        first = number * schema.SPAN
        return tuple(self._figures(f"BETWEEN {first} AND {first + schema.SPAN - 1}"))

    def _read_figures(
        self, named: frozenset[str] | None, coded: frozenset[str] | None, known: frozenset[str] | None
    ) -> tuple[Figure, ...]:
        """Figures over all documents by name, code and id: the smallest of the given sets drives the query, the rest is filtered."""
        if known is not None:
            numbers = self._numbers_of(schema.figures.c.number, schema.figures.c.id, known)
        elif coded is not None:
            numbers = self._numbers_of(schema.figures.c.number, schema.figures.c.code, coded)
        else:
            numbers = self._bearing(named or frozenset())
        found = [
            figure
            for figure in self._of_numbers(numbers)
            if (named is None or figure.measure in named or not named.isdisjoint(figure.qualifiers)) and (coded is None or figure.code in coded)
        ]
        return tuple(sorted(found, key=lambda figure: self._order[figure.document]))

    def _read_labelled(
        self, labels: frozenset[str], codes: frozenset[str], documents: frozenset[str] | None
    ) -> dict[str, tuple[Figure, ...]]:
        bearing = self.bearing(labels).figures
        coded = self._numbers_of(schema.figures.c.number, schema.figures.c.code, codes) if codes else set()
        if documents is not None:
            wanted = {self._numbers[sha] for sha in documents if sha in self._numbers}
            bearing = _of_documents(bearing, sorted(wanted))
            coded = {number for number in coded if number // schema.SPAN in wanted}
        numbers = coded.union(bearing.tolist())
        found: dict[str, list[Figure]] = {}
        for figure in self._of_numbers(numbers):
            found.setdefault(figure.document, []).append(figure)
        return {sha: tuple(figures) for sha, figures in found.items()}

    def _bearing(self, labels: Iterable[str]) -> set[int]:
        """Numbers of the figures that bear one of the labels."""
        return set(self.bearing(labels).figures.tolist())

    def bearing(self, labels: Iterable[str]) -> Bearing:
        """Numbers and shapes of the figures that bear one of the labels; see :class:`index.store.Index`."""
        return self._borne(frozenset(labels))

    def _read_bearing(self, labels: frozenset[str]) -> Bearing:
        held = self._numbers_of(schema.labels.c.number, schema.labels.c.label, labels)
        c = schema.postings.c
        figures: list[bytes] = []
        shapes: list[bytes] = []
        with self._engine.connect() as connection:
            for batch in _batches(sorted(held)):
                for row in connection.execute(select(c.figures, c.shapes).where(c.label.in_(batch))):
                    figures.append(row[0])
                    shapes.append(row[1])
        return Bearing.of(b"".join(figures), b"".join(shapes))

    def numbered(self, numbers: Iterable[int]) -> Sequence[Figure]:
        """Figures by their numbers, ascending."""
        return self._of_numbers(numbers)

    def sketches(self, numbers: Iterable[int]) -> Mapping[int, Sketch]:
        """The values of figures by their numbers; unknown ones are left out."""
        found: dict[int, Sketch] = {}
        with self._engine.connect() as connection:
            for batch in _batches(sorted(set(numbers))):
                rows = connection.exec_driver_sql(f"SELECT number, id, value, printed FROM figures WHERE number {_among(batch)}")
                found.update({n: Sketch(name, Decimal(value), printed) for n, name, value, printed in rows})
        return found

    def number_of(self, document: str) -> int:
        """The number of a document. Raises ``KeyError``."""
        return self._numbers[document]

    def _numbers_of(self, chosen: Any, column: Any, values: Iterable[Any]) -> set[int]:
        with self._engine.connect() as connection:
            return {n for batch in _batches(sorted(values)) for n in connection.execute(select(chosen).where(column.in_(batch))).scalars()}

    def _of_numbers(self, numbers: Iterable[int]) -> list[Figure]:
        """Figures by their numbers, ascending: document by document as they were stored, each in its own order."""
        return [f for batch in _batches(sorted(numbers)) for f in self._figures(_among(batch))]

    def _read_chunks_of(self, document: str) -> tuple[Chunk, ...]:
        c = schema.chunks.c
        return tuple(self._read(schema.CHUNKS, schema.chunks, (c.document,), (document,), (c.position,)))

    def _read_chunk(self, chunk_id: str) -> Chunk:
        found = self._read(schema.CHUNKS, schema.chunks, (schema.chunks.c.id,), (chunk_id,))
        if not found:
            raise KeyError(chunk_id)
        return found[0]

    def _read_names(self, documents: frozenset[str] | None) -> dict[str, int]:
        c = schema.name_counts.c
        query = select(c.label, func.sum(c.figures)).group_by(c.label)  # by number: grouping texts takes several times as long
        counts: dict[int, int] = {}
        shas = [] if documents is None else [self._numbers[sha] for sha in self._in_order(documents)]
        with self._engine.connect() as connection:
            for batch in [None] if documents is None else _batches(shas):
                for label, count in connection.execute(query if batch is None else query.where(c.document.in_(batch))):
                    counts[label] = counts.get(label, 0) + int(count)
        return dict(sorted((name, counts[number]) for number, name in self._named(counts.keys())))

    def _named(self, numbers: Collection[int]) -> Iterable[tuple[int, str]]:
        """The texts of labels by their numbers."""
        c = schema.labels.c
        with self._engine.connect() as connection:
            for batch in _batches(sorted(numbers)):
                yield from ((number, name) for number, name in connection.execute(select(c.number, c.label).where(c.number.in_(batch))))

    def _select(self, rows: Rows[Any], table: Any) -> Select[Any]:
        return select(*[table.c[name] for name in rows.names()])

    def _figures(self, chosen: str) -> list[Figure]:
        """Figures whose number satisfies a condition in SQL, ascending. Plain text: SQLAlchemy would take longer over it than the database."""
        query = f"{self._every_figure} WHERE number {chosen} ORDER BY number"
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "postgresql":
                rows: Iterable[Sequence[Any]] = postgres.copy_out(connection, query, schema.select_figures().selected_columns)
            else:
                rows = connection.exec_driver_sql(query)
            return [schema.FIGURES.value(row) for row in rows]

    @cached_property
    def _every_figure(self) -> str:
        return str(schema.select_figures().compile(dialect=self._engine.dialect))

    def _values(self, rows: Rows[T], query: Select[Any]) -> list[T]:
        with self._engine.connect() as connection:
            return [rows.value(row) for row in connection.execute(query).all()]


def _of_documents(numbers: npt.NDArray[np.int64], documents: Sequence[int]) -> npt.NDArray[np.int64]:
    """Of ascending numbers of figures those of some documents (ascending): found by halving, however many others there are."""
    starts = np.array(documents, dtype=np.int64) * schema.SPAN
    first, last = np.searchsorted(numbers, starts), np.searchsorted(numbers, starts + schema.SPAN)
    parts = [numbers[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    return np.concatenate(parts) if parts else numbers[:0]


def matrix(blobs: Sequence[bytes]) -> npt.NDArray[np.float32]:
    """Stored vectors as one matrix."""
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1).astype(np.float32)


def _among(numbers: Iterable[int]) -> str:
    """The condition that a number is one of these."""
    return f"IN ({','.join(str(int(n)) for n in numbers)})"


def _batches(values: Sequence[T]) -> list[Sequence[T]]:
    return [values[i : i + _BATCH] for i in range(0, len(values), _BATCH)]


def _kept(read: Callable[[str], T], most: int = KEPT_DOCUMENTS) -> Callable[[str], T]:
    """The reading of one document's part (or one passage), remembered."""
    return lru_cache(maxsize=most)(read)
