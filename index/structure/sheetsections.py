"""Workbooks: a sheet with a table does not belong to the last heading of the sheet of prose before it, but to the part of the tables."""

from __future__ import annotations

import re

from index.model import Section
from index.raw import Line
from index.structure.joined import Joined
from index.structure.outline import Mark

_TABLES_PART = re.compile(r"(?:公开表|报表|决算表|预算表|表格)(?:[（(].*[）)])?$")


def sheet_owners(blocks: list[Line | Joined], found: dict[int, Mark], sections: tuple[Section, ...], owner: dict[int, int]) -> dict[int, int]:
    """The section of each block, where sheets without headings of their own that hold a table are given to the part of the tables
    (第二部分 …公开表), or to none where the workbook has no such part."""
    home = next((s.ordinal for s in sections if s.level == 1 and not s.is_contents and _TABLES_PART.search(s.title)), 0)
    headed = {blocks[i].page for i, mark in found.items() if mark.level is not None or mark.contents}
    tabled = {block.page for block in blocks if isinstance(block, Joined)} - headed
    return {i: home if blocks[i].page in tabled else at for i, at in owner.items()}
