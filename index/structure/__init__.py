"""Structure: pages of lines and raw tables -> outline of sections, whole paragraphs, tables with header tree and row tree.

Entry point: :func:`structure`. The forms that ``Table.form`` can take are listed in :mod:`index.structure.forms`.
"""

from __future__ import annotations

from index.model import FileFormat, Structured, Table
from index.raw import RawDocument
from index.structure.captions import caption_of
from index.structure.continuation import join_tables
from index.structure.joined import Joined
from index.structure.outline import marks, right_margins, sections_of
from index.structure.paragraphs import paragraphs_of
from index.structure.sheetsections import sheet_owners
from index.structure.stream import stream
from index.structure.tables import build_table

__all__ = ["structure"]


def structure(raw: RawDocument) -> Structured:
    """Outline, paragraphs and tables of a document as read. Pure: the same input gives the same output."""
    blocks = join_tables(stream(raw))
    places = [i for i, block in enumerate(blocks) if isinstance(block, Joined)]
    used = {i for at in places for i in caption_of(blocks, at).used}
    found = marks(blocks, used)
    sections, owner = sections_of(blocks, found)
    in_sheets = raw.format is FileFormat.XLSX
    if in_sheets:
        owner = sheet_owners(blocks, found, sections, owner)
    contents = {s.ordinal for s in sections if s.is_contents}
    tables: list[Table] = []
    for at in places:
        if owner[at] in contents:
            continue
        tables.append(build_table(blocks, at, len(tables), owner[at], sections[owner[at]].title)[0])
    paragraphs = paragraphs_of(blocks, found, owner, used, right_margins(blocks), whole=in_sheets)
    return Structured(raw.sha256, raw.file_name, raw.format, len(raw.pages), sections, paragraphs, tuple(tables), raw.warnings)
