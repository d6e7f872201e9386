"""A table of a document as the page shows it: every cell under its own column."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from index.model import Cell, Table
from qa.web.tables import table_html


def table_of(present: set[tuple[int, int]], rows: int, columns: int) -> Table:
    cells = tuple(Cell(row=r, column=c, text=f"{r},{c}", page=1) for r, c in sorted(present))
    return Table(
        ordinal=1, section=None, title="表", number=None, unit=None, form=None, page=1, last_page=1, rows=rows, columns=columns, header_rows=1,
        cells=cells, column_paths=(), row_paths=(), row_codes=(),
    )  # fmt: skip


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_missing_cells_leave_the_others_in_their_columns(rows: int, columns: int, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    present = data.draw(st.sets(places, max_size=12))
    html = table_html(table_of(present, rows, columns), row=1, column=0)
    shown = re.findall(r"<tr>(.*?)</tr>", html)
    for r, line in enumerate(shown):
        cells = re.findall(r"<t[hd][^>]*>(?:<mark>)?([^<]*)(?:</mark>)?</t[hd]>", line)
        assert cells == [f"{r},{c}" if (r, c) in present else "" for c in range(columns)]
