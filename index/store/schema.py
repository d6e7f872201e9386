"""The tables of the database, and how it is opened. Dialect-neutral: SQLite by default, any SQLAlchemy URL otherwise.

Amounts are exact text decimals (``figures.value``), never floats. ``chunks.vector`` holds float32 rows: the database is the truth,
Chroma and BM25 are derived from it.

A document has a ``number``, and its figures have the numbers from ``number * SPAN`` on, in reading order, so that one key finds them and
keeps them together. ``labels`` holds every text that figures are labelled with, once; ``postings`` says which figures bear it (measure,
qualifiers, labels of rows and columns, projects), ``name_counts`` in how many figures of a document it is a measure or qualifier: the
vocabulary that questions are linked to.

Postings are packed: one row a label and ``part``, a run of documents that were stored together and whose first has that number; ``figures`` and
``shapes`` are arrays of 64-bit little-endian integers, the figures' numbers ascending and what they look like (``index.store.packing.shape_of``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    create_engine,
    event,
    select,
)
from sqlalchemy.pool import NullPool, QueuePool

from index import model
from index.findings import Finding
from index.store.rows import Rows

SCHEMA_VERSION = "5"
CACHE = 128 << 10  # KiB of the database that the building process keeps in memory
SPAN = 1 << 20  # figures that one document may have
metadata = MetaData()

RECORDS: Rows[model.DocumentRecord] = Rows(model.DocumentRecord)
SECTIONS: Rows[model.Section] = Rows(model.Section)
PARAGRAPHS: Rows[model.Paragraph] = Rows(model.Paragraph)
TABLES: Rows[model.Table] = Rows(model.Table, {"rows": "row_count", "columns": "column_count"})
FIGURES: Rows[model.Figure] = Rows(
    model.Figure,
    {"table": "table_ordinal", "row": "row_index", "column": "column_index"},
    shared=("document", "unit", "measure", "subject", "subject_kind", "quote", "code", "fund", "stage", "form"),
)
CHUNKS: Rows[model.Chunk] = Rows(model.Chunk, {"table": "table_ordinal"})
FINDINGS: Rows[Finding] = Rows(Finding)


def _part(name: str, rows: Rows[Any]) -> Table:
    """A table of values that belong to a document and have an ordinal of their own in it."""
    own = [c for c in rows.columns() if c.name != "ordinal"]
    return Table(name, metadata, Column("document", Text, primary_key=True), Column("ordinal", Integer, primary_key=True), *own)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
documents = Table(
    "documents",
    metadata,
    *RECORDS.columns(primary="id"),
    Column("number", Integer, nullable=False, unique=True),
    Column("department", Text, index=True),
    Column("fiscal_year", Integer, index=True),
    Column("disclosure_kind", Text),
    Column("scope", Text),
    Column("disclosure", Text, index=True),
    Column("has_tables", Integer, nullable=False),
    Column("has_prose", Integer, nullable=False),
)
sections = _part("sections", SECTIONS)
paragraphs = _part("paragraphs", PARAGRAPHS)
tables = _part("tables", TABLES)
figures = Table(
    "figures",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    *FIGURES.columns(),
    Index("figures_id", "id"),
    Index("figures_code", "code"),
)
labels = Table(
    "labels",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Index("labels_label", "label", postgresql_using="hash"),  # a label may be longer than an ordered index of PostgreSQL takes
)
postings = Table(
    "postings",
    metadata,
    Column("label", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("figures", LargeBinary, nullable=False),
    Column("shapes", LargeBinary, nullable=False),
    Index("postings_part", "part"),
    sqlite_with_rowid=False,
)
name_counts = Table(
    "name_counts",
    metadata,
    Column("document", Integer, primary_key=True, autoincrement=False),
    Column("label", Integer, primary_key=True, autoincrement=False),
    Column("figures", Integer, nullable=False),
    sqlite_with_rowid=False,
)
chunks = Table(
    "chunks",
    metadata,
    *CHUNKS.columns(primary="id"),
    Column("position", Integer, nullable=False),
    Column("words", Text, nullable=False),  # its search words, parted by spaces
    Column("vector", LargeBinary),
    Index("chunks_document", "document", "position"),
)
findings = Table("findings", metadata, Column("number", Integer, primary_key=True), *FINDINGS.columns(index=["document"]))
LATE = (("figures", "figures_id"), ("figures", "figures_code"))  # indexes that a fresh generation gets when all figures are there: built at once they cost less
OWNED = (sections, paragraphs, tables, chunks, findings)  # rows that bear the id of their document


def select_figures() -> Select[Any]:
    """The columns of :data:`FIGURES`, in its order."""
    return select(*[figures.c[name] for name in FIGURES.names()])


def writable(url: str) -> Engine:
    """An engine for the one process that builds; the tables are made where they are missing."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _fast_build)
    metadata.create_all(engine)
    return engine


def late_indexes(connection: Connection, make: bool) -> None:
    """Drop (or make again) the indexes named in ``LATE``."""
    for table, name in LATE:
        index = next(i for i in metadata.tables[table].indexes if i.name == name)
        if make:
            index.create(connection, checkfirst=True)
        else:
            index.drop(connection, checkfirst=True)


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path}"


def readable(path: Path) -> Engine:
    """A read-only engine on a finished SQLite file, for many threads. ``immutable``: a published generation never changes."""
    url = f"sqlite:///file:{_quoted(path)}?mode=ro&immutable=1&uri=true"
    engine = create_engine(url, poolclass=QueuePool, pool_size=8, max_overflow=24, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _guarded)
    return engine


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _fast_build(connection: Any, _record: Any) -> None:
    """No journal on disk: an unfinished generation is thrown away after a crash, and a finished one is synced before it is published."""
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"PRAGMA cache_size=-{CACHE}")


def _guarded(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
