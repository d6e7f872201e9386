"""What is decided over all documents at once: their order, short names of departments, and which file supersedes which."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.model import DocumentRecord


def in_order(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """Documents by department, year, file name, id: the order in which every list shows them."""
    return sorted(records, key=lambda r: (r.identity.department, r.identity.fiscal_year or 0, r.file_name, r.id))


def with_family(records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    """The records with aliases derived over the whole index."""
    try:
        family = importlib.import_module("index.identity")
    except ImportError:
        return list(records)
    identities = family.with_aliases([record.identity for record in records])
    return [replace(record, identity=identity) for record, identity in zip(records, identities, strict=True)]
