"""Where an evaluation takes its index from: a store (``--store``), or documents read on the spot (``--documents``)."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from index.errors import BadInput
from index.store import Index

SUFFIXES = {".pdf", ".txt", ".docx", ".xlsx", ".xls", ".html", ".htm"}


def add_source(parser: argparse.ArgumentParser, use: str = "") -> None:
    """Add the two options; ``use``: what for, where it is not plain."""
    parser.add_argument("--store", type=Path, help="索引目录" + ("" if use else "（默认 store）"))
    parser.add_argument("--documents", type=Path, nargs="+", help="不用索引，直接读这些文件或目录" + (f"：{use}" if use else ""))


def open_source(options: argparse.Namespace) -> Index:
    """The index to evaluate on."""
    if options.documents:
        return memory_index(options.documents)
    from index.store import open_index  # not needed for --documents, and heavy

    return open_index(options.store or Path("store"))


def document_files(paths: Iterable[Path]) -> list[Path]:
    """All files below the paths that may be disclosures, sorted. Raises ``BadInput`` where there is none."""
    files = sorted({f for p in paths for f in ([p] if p.is_file() else p.rglob("*")) if f.is_file() and f.suffix.lower() in SUFFIXES})
    if not files:
        raise BadInput("没有找到可读的文件")
    return files


def memory_index(paths: Iterable[Path]) -> Index:
    """An index in memory over all documents below the paths."""
    from index.audit import findings_of_all
    from index.pipeline import read_one
    from index.store.memory import MemoryIndex

    documents = [read_one(f) for f in document_files(paths)]
    return MemoryIndex(documents, findings_of_all(documents))
