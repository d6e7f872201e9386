"""The real documents, read and structured once a test session."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from index.identity import identify, with_aliases
from index.model import Identity, Structured, Table
from index.reading import read
from index.structure import structure


@lru_cache(maxsize=1)
def structured(folder: Path) -> dict[str, Structured]:
    """File name -> structured document, for all files of the corpus."""
    files = sorted([*folder.rglob("*.pdf"), *folder.rglob("*.txt")])
    return {p.name: structure(read(p)) for p in files}


@lru_cache(maxsize=1)
def identities(folder: Path) -> dict[str, Identity]:
    """File name -> identity with the short names of the whole corpus."""
    docs = structured(folder)
    return dict(zip(docs, with_aliases([identify(d) for d in docs.values()]), strict=True))


def table_of(docs: dict[str, Structured], name: str, form: str, nth: int = 0) -> Table:
    """The nth table of a form in the one file whose name begins with ``name``."""
    doc = next(d for n, d in docs.items() if n.startswith(name))
    return [t for t in doc.tables if t.form == form][nth]


def value(table: Table, label: str, *columns: str, occurrence: int = 0) -> str | None:
    """The printed cell in the row whose path ends with ``label`` under the column whose path holds all of ``columns``."""
    found = [
        c.text
        for c in sorted(table.cells, key=lambda c: (c.row, c.column))
        if c.value is not None
        and table.row_path_of(c.row, c.column)[-1:] == (label,)
        and all(any(w in text for text in table.column_paths[c.column]) for w in columns)
    ]
    return found[occurrence] if len(found) > occurrence else None
