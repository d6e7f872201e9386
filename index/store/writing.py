"""Writing documents into the database of an unpublished generation. One process, one connection; nothing here reads files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from index.document import ReadDocument
from index.errors import LimitExceeded
from index.model import Chunk, DocumentRecord, Finding
from index.store import postgres, schema
from index.store.labels import labels_of
from index.store.order import in_order, parts_of, superseded, with_family

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


def add_document(connection: Connection, doc: ReadDocument, vectors: Vectors, labels: Labels) -> None:
    """Store a document with its parts; ``vectors`` gives the embedding of each chunk id (missing: none)."""
    sha = doc.record.id
    number = int(connection.execute(select(func.coalesce(func.max(schema.documents.c.number), 0))).scalar_one()) + 1
    connection.execute(insert(schema.documents), {**_document_row(doc.record, *parts_of(doc)), "number": number})
    _many(connection, schema.sections, [{"document": sha, **schema.SECTIONS.row(s)} for s in doc.structured.sections])
    _many(connection, schema.paragraphs, [{"document": sha, **schema.PARAGRAPHS.row(p)} for p in doc.structured.paragraphs])
    _many(connection, schema.tables, [{"document": sha, **schema.TABLES.row(t)} for t in doc.structured.tables])
    _add_figures(connection, doc, number * schema.SPAN, labels)
    rows = []
    for i, chunk in enumerate(doc.chunks):
        vector = vectors.get(chunk.id)
        rows.append({**schema.CHUNKS.row(chunk), "position": i, "vector": None if vector is None else vector.astype("<f4").tobytes()})
    _many(connection, schema.chunks, rows)


def _add_figures(connection: Connection, doc: ReadDocument, first: int, labels: Labels) -> None:
    figures = list({figure.id: figure for figure in doc.figures}.values())
    if len(figures) > schema.SPAN:
        raise LimitExceeded(f"“{doc.record.file_name}”的数字超过 {schema.SPAN} 个，无法存储")
    _many(connection, schema.figures, [{**schema.FIGURES.row(f), "number": first + i} for i, f in enumerate(figures)])
    who = doc.record.identity
    own = {who.department, who.department_as_written}
    borne = [(labels.number(label), first + i) for i, f in enumerate(figures) for label in labels_of(f, own)]
    counts = Counter(labels.number(name) for f in figures for name in {f.measure, *f.qualifiers})
    labels.write(connection)
    _many(connection, schema.figure_labels, [{"label": label, "figure": figure} for label, figure in borne])
    _many(connection, schema.name_counts, [{"document": first // schema.SPAN, "label": n, "figures": c} for n, c in counts.items()])


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
    first, after = number * schema.SPAN, (number + 1) * schema.SPAN
    figures = [schema.FIGURES.value(tuple(row)) for row in connection.execute(schema.select_figures().where(schema.figures.c.number.between(first, after - 1)))]
    borne = sorted({label for figure in figures for label in labels_of(figure, frozenset())})
    c = schema.labels.c
    for start in range(0, len(borne), 500):
        numbers = select(c.number).where(c.label.in_(borne[start : start + 500]))
        held = schema.figure_labels.c
        connection.execute(delete(schema.figure_labels).where(held.label.in_(numbers), held.figure.between(first, after - 1)))
    connection.execute(delete(schema.name_counts).where(schema.name_counts.c.document == number))
    connection.execute(delete(schema.figures).where(schema.figures.c.number.between(first, after - 1)))


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
    _many(connection, schema.findings, [schema.FINDINGS.row(f) for f in findings])


def set_meta(connection: Connection, values: Mapping[str, str]) -> None:
    """Replace the notes about the generation."""
    connection.execute(delete(schema.meta))
    _many(connection, schema.meta, [{"key": key, "value": value} for key, value in values.items()])


def copy_rows(source: Connection, target: Connection, tables: Iterable[Table] | None = None) -> None:
    """Copy all rows of tables (those of a generation) that both databases have."""
    for table in schema.metadata.sorted_tables if tables is None else tables:
        found = source.execution_options(stream_results=True).execute(select(table))
        for part in found.mappings().partitions(COPIED):
            _many(target, table, [dict(row) for row in part])


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
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        postgres.copy_in(connection, table, rows)
    else:
        connection.execute(insert(table), rows)


def _many_updates(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(
            update(schema.documents).where(schema.documents.c.id == bindparam("_id")),
            [{"_id": row["id"], **{key: value for key, value in row.items() if key != "id"}} for row in rows],
        )
