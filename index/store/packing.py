"""A read document as the rows that the database takes, made where it was read: the process that writes has nothing left to convert.

A packed document is plain JSON (texts, numbers, nothing that runs), so that the work of a killed build can be read again without trust in it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from index.document import ReadDocument
from index.errors import LimitExceeded
from index.findings import Finding
from index.model import Chunk, DocumentRecord, Figure
from index.store import codec, schema
from index.store.labels import labels_of
from index.store.order import parts_of
from index.store.rows import Rows
from index.tokens import words

PARTS = ("sections", "paragraphs", "tables", "figures", "chunks", "findings")
Row = list[Any]
_ROWS: dict[str, Rows[Any]] = {
    "sections": schema.SECTIONS,
    "paragraphs": schema.PARAGRAPHS,
    "tables": schema.TABLES,
    "figures": schema.FIGURES,
    "chunks": schema.CHUNKS,
    "findings": schema.FINDINGS,
}
_OWN = "\x00"  # stands for the department's own name in a shape
OF_THE_PLACE = {  # fields of a figure that its shape says nothing of
    "id", "document", "value", "printed", "page", "quote", "table", "row", "column", "paragraph", "span", "boxes", "derivation", "reason", "year", "section_path",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """One document as rows: ``rows[part]`` in the order of the columns of ``schema``'s value tables.

    ``labels`` are the texts that its figures are labelled with; ``borne[i]`` the positions of the figures that bear ``labels[i]``; ``named`` counts
    the figures of which a label is measure or qualifier (by its position); ``shapes`` are those of :func:`shape_of`, figure by figure; ``words``
    the search words of each passage. ``findings`` (in ``rows``) are of the document checked by itself.
    """

    record: DocumentRecord
    tables: bool
    prose: bool
    rows: Mapping[str, list[Row]]
    labels: list[str]
    borne: list[list[int]]
    named: dict[str, int]
    shapes: list[int]
    words: list[str]

    @property
    def chunks(self) -> list[Chunk]:
        """The passages."""
        return [schema.CHUNKS.value(row) for row in self.rows["chunks"]]

    @property
    def findings(self) -> list[Finding]:
        """What the audit of this document by itself says."""
        return [schema.FINDINGS.value(row) for row in self.rows["findings"]]

    def at(self, record: DocumentRecord) -> Packed:
        """The same content under another record (path, name of the file)."""
        return dataclasses.replace(self, record=record)


def pack(doc: ReadDocument, findings: Collection[Finding] = ()) -> Packed:
    """The rows of a document. Raises ``LimitExceeded`` where it has more figures than a document can have."""
    figures = list({figure.id: figure for figure in doc.figures}.values())
    if len(figures) > schema.SPAN:
        raise LimitExceeded(f"“{doc.record.file_name}”的数字超过 {schema.SPAN} 个，无法存储")
    who = doc.record.identity
    own = {who.department, who.department_as_written}
    borne: dict[str, list[int]] = {}
    for i, figure in enumerate(figures):
        for label in sorted(labels_of(figure, own)):
            borne.setdefault(label, []).append(i)
    places = {label: str(i) for i, label in enumerate(borne)}
    named = Counter(places[name] for f in figures for name in {f.measure, *f.qualifiers})
    parts: dict[str, Collection[Any]] = {
        "sections": doc.structured.sections,
        "paragraphs": doc.structured.paragraphs,
        "tables": doc.structured.tables,
        "figures": figures,
        "chunks": doc.chunks,
        "findings": findings,
    }
    tables, prose = parts_of(doc)
    return Packed(
        record=doc.record,
        tables=tables,
        prose=prose,
        rows={part: [_ROWS[part].plain(value) for value in values] for part, values in parts.items()},
        labels=list(borne),
        borne=list(borne.values()),
        named=dict(named),
        shapes=[shape_of(f, own, who.fiscal_year) for f in figures],
        words=[" ".join(words(chunk.search_text)) for chunk in doc.chunks],
    )


def shape_of(figure: Figure, own: Collection[str], fiscal: int | None) -> int:
    """A number (64 bits) that figures share that differ in nothing but their value and where they are printed.

    Names of the department (``own``) count as one and the same, and the year as its distance from the disclosure's, so that the same cell of
    the same form has one shape in all disclosures: what is decided for one of them by its names holds for all.
    """
    names = {name for name in own if name}
    values = [_plain(getattr(figure, field), names) for field in _fields()]
    section = "\x01".join(figure.section_path)
    for name in sorted(names, key=len, reverse=True):
        section = section.replace(name, _OWN)
    year = None if figure.year is None or fiscal is None else figure.year - fiscal
    told = orjson.dumps([*values, section, year, figure.table is None, figure.paragraph is None])
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "little", signed=True)


@lru_cache(maxsize=1)
def _fields() -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(Figure) if f.name not in OF_THE_PLACE)


def _plain(value: Any, own: Collection[str]) -> Any:
    if isinstance(value, tuple):
        return [_OWN if v in own else v for v in value]
    return _OWN if isinstance(value, str) and value in own else value


def dumps(packed: Packed) -> bytes:
    """The document as JSON."""
    record = codec.dumps(packed.record)
    return orjson.dumps([record, packed.tables, packed.prose, packed.rows, packed.labels, packed.borne, packed.named, packed.shapes, packed.words])


def loads(data: bytes) -> Packed:
    """What :func:`dumps` wrote. Raises ``ValueError``/``TypeError``/``KeyError`` on anything else."""
    record, *rest = orjson.loads(data)
    packed = Packed(codec.loads(record, DocumentRecord), *rest)
    widths = {part: len(rows.names()) for part, rows in _ROWS.items()}
    if any(len(row) != width for part, width in widths.items() for row in packed.rows[part]):
        raise ValueError("rows of another version")
    counted = len(packed.rows["figures"]) == len(packed.shapes) and len(packed.rows["chunks"]) == len(packed.words) and len(packed.labels) == len(packed.borne)
    if not counted:
        raise ValueError("rows that do not belong together")
    return packed
