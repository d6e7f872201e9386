"""What is decided over all documents at once: their order, short names of departments, and which file supersedes which."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.document import ReadDocument
from index.identity.revised import REVISED
from index.model import DocumentRecord

_PROSE = 800  # characters: the tables of a disclosure come with a page of notes at most


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


def parts_of(doc: ReadDocument) -> tuple[bool, bool]:
    """Whether a file holds tables with figures, and whether it holds an explanation in prose (not only titles and notes around tables)."""
    contents = {s.ordinal for s in doc.structured.sections if s.is_contents}
    tables = any(cell.value is not None for table in doc.structured.tables for cell in table.cells)
    return tables, sum(len(p.text) for p in doc.structured.paragraphs if p.section not in contents) >= _PROSE


def superseded(records: Sequence[DocumentRecord], parts: Mapping[str, tuple[bool, bool]]) -> list[DocumentRecord]:
    """The records with ``superseded_by`` set: of two files of one disclosure that hold the same part, the newer one stands.

    ``parts`` says for each id whether it has tables and whether it has prose; the text and the tables of a disclosure in two files do
    not compete. Newer is what calls itself a correction, else what was published later; where neither tells, both stand.
    """
    groups: dict[str, list[DocumentRecord]] = {}
    for record in records:
        groups.setdefault(record.identity.disclosure, []).append(record)
    by: dict[str, str] = {}
    for group in groups.values():
        if group[0].identity.fiscal_year is None or group[0].identity.kind is None:
            continue
        for old in group:
            newer = [new for new in group if _replaces(new, old, parts)]
            if newer:
                by[old.id] = max(newer, key=lambda r: (_age(r), r.id)).id
    return [replace(record, superseded_by=by.get(record.id)) for record in records]


def _replaces(new: DocumentRecord, old: DocumentRecord, parts: Mapping[str, tuple[bool, bool]]) -> bool:
    covers = all(has or not had for has, had in zip(parts[new.id], parts[old.id], strict=True)) and any(parts[new.id])
    new_mark, new_date = _age(new)
    old_mark, old_date = _age(old)
    later = new_mark > old_mark or (new_mark == old_mark and date.min < old_date < new_date)
    return new.id != old.id and covers and later


def _age(record: DocumentRecord) -> tuple[bool, date]:
    return not is_unrevised(record), record.identity.publication_date or date.min


def is_unrevised(record: DocumentRecord) -> bool:
    """Whether a file does not call itself a correction; corrections come first where several files of a disclosure stand."""
    return not (REVISED.search(record.file_name) or REVISED.search(record.identity.title))
