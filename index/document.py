"""One file read through all rooms: reading, structure, identity, figures, chunks. Pure of stores; safe to run in a child process."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.chunks import chunks_of
from index.errors import UnreadableDocument
from index.model import Chunk, DocumentRecord, Figure, Identity, Structured
from index.raw import RawDocument


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that one file gives: its record for the list, its structure, its figures and its passages."""

    record: DocumentRecord
    structured: Structured
    figures: tuple[Figure, ...]
    chunks: tuple[Chunk, ...]


def read_one(path: Path | str) -> ReadDocument:
    """Read one disclosure. Raises ``UnreadableDocument`` (or its subclasses ``EncryptedDocument``, ``NotADisclosure``) with a Chinese line."""
    path = Path(path)
    raw: RawDocument = _room("index.reading", "read")(path)
    doc: Structured = _room("index.structure", "structure")(raw)
    identity: Identity = _room("index.identity", "identify")(doc)
    figures: list[Figure] = _room("index.figures.scanned", "as_sure_as_read")(_figures(doc, identity), raw)
    return assemble(path, doc, identity, figures)


def assemble(path: Path, doc: Structured, identity: Identity, figures: list[Figure]) -> ReadDocument:
    """The record and passages of a document whose identity and figures are known."""
    record = DocumentRecord(
        id=doc.sha256,
        file_name=path.name,
        path=str(path.absolute()),
        format=doc.format,
        page_count=doc.page_count,
        identity=identity,
        warnings=doc.warnings,
    )
    return ReadDocument(record, doc, tuple(figures), tuple(chunks_of(doc, identity)))


def _figures(doc: Structured, identity: Identity) -> list[Figure]:
    room = importlib.import_module("index.figures")
    return list(room.figures_of(doc, identity)) if hasattr(room, "figures_of") else []


def _room(module: str, name: str) -> Callable[..., Any]:
    """A room's entry point; the rooms load when they are first used (PDFium and the lexica cost time)."""
    try:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UnreadableDocument(f"程序的这一部分尚未就绪：{module}.{name}（{error}）") from error
    return function
