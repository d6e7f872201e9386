"""Rows without words are quoted with the header's."""

from __future__ import annotations

from dataclasses import replace

from index.structure.quoting import with_header
from tests.index.made import document


def test_a_row_of_numbers_is_quoted_with_the_words_over_them() -> None:
    table = document("x").structured.tables[0]
    bare = replace(table, cells=tuple(c for c in table.cells if (c.row, c.column) != (1, 0)))
    assert with_header(bare, 1, "206.89 0.10") == "合计 项目支出 206.89 0.10"
    assert with_header(table, 1, "行政运行 206.89 0.10") == "行政运行 206.89 0.10"
    assert with_header(bare, 0, "2024 2023") == "2024 2023"
