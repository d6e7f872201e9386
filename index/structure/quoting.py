"""Rows as quoted: a row that prints numbers only is quoted with the words of the header over them, else nobody can tell what it says."""

from __future__ import annotations

import re

from index.model import Table

_WORDS = re.compile("[\u4e00-\u9fff]")


def with_header(table: Table, row: int, quote: str) -> str:
    """``quote`` of a row, preceded by the header over its filled cells where the row has no words of its own."""
    if not quote or _WORDS.search(quote) or row < table.header_rows:
        return quote
    filled = sorted(c.column for c in table.cells if c.row == row and c.text and c.column < len(table.column_paths))
    names = [table.column_paths[c][-1] for c in filled if table.column_paths[c]]
    return " ".join((*dict.fromkeys(names), quote))
