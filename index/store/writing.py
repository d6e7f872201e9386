"""Writing documents into the database of an unpublished generation. One process, one connection; nothing here reads files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from index.findings import Finding
from index.model import Chunk, DocumentRecord
from index.store import postgres, schema
from index.store.order import in_order, superseded, with_family
from index.store.packing import Packed

COPIED = 5000  # rows that are copied at once
Vectors = Mapping[str, npt.NDArray[np.float32]]


class Labels:
    """The numbers of labels, kept while a generation is made; new labels get the next ones."""

    def __init__(self, connection: Connection) -> None:
        c = schema.labels.c
        self._known: dict[str, int] = {label: number for number, label in connection.execute(select(c.number, c.label))}
        self._fresh: list[str] = []

    def number(self, label: str) -> int:
        """The number of a label."""
        known = self._known.get(label)
        if known is None:
            known = self._known[label] = len(self._known) + 1
            self._fresh.append(label)
        return known

    def write(self, connection: Connection) -> None:
        """Store the labels that are new since the last time."""
        _many(connection, schema.labels, [{"number": self._known[label], "label": label} for label in self._fresh])
        self._fresh = []


def add_documents(connection: Connection, docs: Sequence[Packed], vectors: Vectors, labels: Labels) -> None:
    """Store documents with their parts; ``vectors`` gives the embedding of each chunk id (missing: none)."""
    first = int(connection.execute(select(func.coalesce(func.max(schema.documents.c.number), 0))).scalar_one()) + 1
    numbered = list(enumerate(docs, start=first))
    _many(connection, schema.documents, [{**_document_row(doc.record, doc.tables, doc.prose), "number": number} for number, doc in numbered])
    for part, table, rows in (("sections", schema.sections, schema.SECTIONS), ("paragraphs", schema.paragraphs, schema.PARAGRAPHS), ("tables", schema.tables, schema.TABLES)):
        _insert(connection, table, ["document", *rows.names()], [(doc.record.id, *row) for doc in docs for row in doc.rows[part]])
    _insert(
        connection,
        schema.figures,
        [*schema.FIGURES.names(), "number"],
        [(*row, number * schema.SPAN + i) for number, doc in numbered for i, row in enumerate(doc.rows["figures"])],
    )
    _insert(connection, schema.findings, schema.FINDINGS.names(), [tuple(row) for doc in docs for row in doc.rows["findings"]])
    key = schema.CHUNKS.names().index("id")
    passages = [
        (*row, position, said, None if (vector := vectors.get(row[key])) is None else vector.astype("<f4").tobytes())
        for doc in docs
        for position, (row, said) in enumerate(zip(doc.rows["chunks"], doc.words, strict=True))
    ]
    _insert(connection, schema.chunks, [*schema.CHUNKS.names(), "position", "words", "vector"], passages)
    _add_labels(connection, numbered, labels)


def _add_labels(connection: Connection, numbered: Sequence[tuple[int, Packed]], labels: Labels) -> None:
    """The postings of documents that are stored together, and their counts of names."""
    figures: dict[int, list[int]] = {}
    shapes: dict[int, list[int]] = {}
    counts: list[tuple[int, int, int]] = []
    for number, doc in numbered:
        start, known = number * schema.SPAN, [labels.number(label) for label in doc.labels]
        for label, places in zip(known, doc.borne, strict=True):
            figures.setdefault(label, []).extend([start + i for i in places])
            shapes.setdefault(label, []).extend([doc.shapes[i] for i in places])
        counts += [(number, known[int(place)], count) for place, count in doc.named.items()]
    labels.write(connection)
    part = numbered[0][0] if numbered else 0
    rows = [(label, part, _packed(figures[label]), _packed(shapes[label])) for label in sorted(figures)]
    _insert(connection, schema.postings, ["label", "part", "figures", "shapes"], rows)
    _insert(connection, schema.name_counts, ["document", "label", "figures"], counts)


def _packed(numbers: Sequence[int]) -> bytes:
    return np.array(numbers, dtype="<i8").tobytes()


def known_ids(connection: Connection, shas: Iterable[str]) -> list[str]:
    """Those of the ids that are stored."""
    asked, c = sorted(set(shas)), schema.documents.c.id
    return [sha for start in range(0, len(asked), 500) for sha in connection.execute(select(c).where(c.in_(asked[start : start + 500]))).scalars()]


def remove_documents(connection: Connection, shas: Iterable[str]) -> None:
    """Delete documents with all their parts; unknown ids are ignored."""
    for sha in shas:
        number = connection.execute(select(schema.documents.c.number).where(schema.documents.c.id == sha)).scalar_one_or_none()
        if number is not None:
            _remove_figures(connection, number)
        for table in schema.OWNED:
            connection.execute(delete(table).where(table.c.document == sha))
        connection.execute(delete(schema.documents).where(schema.documents.c.id == sha))


def _remove_figures(connection: Connection, number: int) -> None:
    """The figures of a document and what leads to them. Labels stay: others may bear them, and one without figures finds nothing."""
    c, held = schema.postings.c, schema.figures.c.number
    part = connection.execute(select(func.max(c.part)).where(c.part <= number)).scalar_one_or_none()
    rows = connection.execute(select(schema.postings).where(c.part == part)).all() if part is not None else []
    kept: list[tuple[Any, ...]] = []
    for row in rows:
        figures = np.frombuffer(row.figures, dtype="<i8")
        others = figures // schema.SPAN != number
        if others.any():
            kept.append((row.label, row.part, figures[others].tobytes(), np.frombuffer(row.shapes, dtype="<i8")[others].tobytes()))
    connection.execute(delete(schema.postings).where(c.part == part))
    _insert(connection, schema.postings, ["label", "part", "figures", "shapes"], kept)
    connection.execute(delete(schema.name_counts).where(schema.name_counts.c.document == number))
    connection.execute(delete(schema.figures).where(held.between(number * schema.SPAN, (number + 1) * schema.SPAN - 1)))


def settle_family(connection: Connection) -> None:
    """Set again what depends on all documents: aliases of departments, and which file supersedes which."""
    parts = {row.id: (bool(row.has_tables), bool(row.has_prose)) for row in connection.execute(select(schema.documents))}
    records = superseded(with_family(in_order(read_records(connection))), parts)
    _many_updates(connection, [_document_row(record, *parts[record.id]) for record in records])


def set_path(connection: Connection, sha: str, path: str, file_name: str) -> None:
    """A known document that now lies elsewhere."""
    connection.execute(update(schema.documents).where(schema.documents.c.id == sha).values(path=path, file_name=file_name))


def add_findings(connection: Connection, findings: Sequence[Finding]) -> None:
    """Replace all audit findings."""
    connection.execute(delete(schema.findings))
    _insert(connection, schema.findings, schema.FINDINGS.names(), [tuple(schema.FINDINGS.plain(f)) for f in findings])


def set_meta(connection: Connection, values: Mapping[str, str]) -> None:
    """Replace the notes about the generation."""
    connection.execute(delete(schema.meta))
    _many(connection, schema.meta, [{"key": key, "value": value} for key, value in values.items()])


def copy_rows(source: Connection, target: Connection, tables: Iterable[Table] | None = None) -> None:
    """Copy all rows of tables (those of a generation) that both databases have."""
    for table in schema.metadata.sorted_tables if tables is None else tables:
        found = source.execution_options(stream_results=True).execute(select(table))
        for part in found.mappings().partitions(COPIED):
            if target.dialect.name == "postgresql":
                postgres.copy_in(target, table, [str(name) for name in part[0]], [tuple(row.values()) for row in part])
            else:
                target.execute(insert(table), [dict(row) for row in part])


def read_records(connection: Connection) -> list[DocumentRecord]:
    """All document records, in no order."""
    columns = [schema.documents.c[name] for name in schema.RECORDS.names()]
    return [schema.RECORDS.value(tuple(row)) for row in connection.execute(select(*columns))]


def read_chunks(connection: Connection, sha: str) -> list[Chunk]:
    """The passages of a document, in order."""
    c = schema.chunks.c
    query = select(*[c[name] for name in schema.CHUNKS.names()]).where(c.document == sha).order_by(c.position)
    return [schema.CHUNKS.value(tuple(row)) for row in connection.execute(query)]


def read_vectors(connection: Connection, sha: str) -> dict[str, npt.NDArray[np.float32]]:
    """The vectors of a document's passages by chunk id."""
    c = schema.chunks.c
    query = select(c.id, c.vector).where(c.document == sha, c.vector.is_not(None))
    return {row[0]: np.frombuffer(row[1], dtype="<f4").astype(np.float32) for row in connection.execute(query)}


def counts(connection: Connection) -> dict[str, int]:
    """How much the generation holds: documents, pages, tables, figures, passages, vectors."""

    def number(query: Any) -> int:
        return int(connection.execute(query).scalar_one() or 0)

    return {
        "documents": number(select(func.count()).select_from(schema.documents)),
        "pages": number(select(func.sum(schema.documents.c.page_count))),
        "tables": number(select(func.count()).select_from(schema.tables)),
        "figures": number(select(func.count()).select_from(schema.figures)),
        "chunks": number(select(func.count()).select_from(schema.chunks)),
        "vectors": number(select(func.count()).select_from(schema.chunks).where(schema.chunks.c.vector.is_not(None))),
    }


def _document_row(record: DocumentRecord, tables: bool, prose: bool) -> dict[str, Any]:
    who = record.identity
    return {
        **schema.RECORDS.row(record),
        "department": who.department,
        "fiscal_year": who.fiscal_year,
        "disclosure_kind": who.kind.value if who.kind else None,
        "scope": who.scope.value,
        "disclosure": who.disclosure,
        "has_tables": int(tables),
        "has_prose": int(prose),
    }


def _many(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = list(rows[0])
        _insert(connection, table, names, [tuple(row.values()) for row in rows])


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of plain values, in bulk; nothing is converted on the way."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        postgres.copy_in(connection, table, names, rows)
    else:
        columns = ", ".join(f'"{table.c[name].name}"' for name in names)
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join("?" * len(names))})', list(rows))


def _many_updates(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(
            update(schema.documents).where(schema.documents.c.id == bindparam("_id")),
            [{"_id": row["id"], **{key: value for key, value in row.items() if key != "id"}} for row in rows],
        )
