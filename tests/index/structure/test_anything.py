"""Whatever the readers hand over, structure, identity and figures come through: no crash, every cell accounted for."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NotADisclosure
from index.figures.tables import table_figures
from index.identity import identify
from index.model import Identity, Kind, Scope
from index.raw import RawTable
from index.structure import structure
from index.structure.sums import sums_of
from tests.index.structure.grids import document, table

TEXTS = ["", "合计", "小计", "项目", "项目名称", "科目编码", "类", "款", "项", "金额", "206", "01", "20601", "1,000.00", "-2.5", "12%", "一、财政拨款", "（一）人员", "1.办公"]
MORE = ["其中：工资", "教育局", "收入", "支出", "目录", "第一部分 概况", "一、职能", "注：无", "单位：万元", "部门：青山县教育局", "2024年部门预算", "支出预算表", "<", "^", "※", "1", "栏次"]
WORDS = st.sampled_from(TEXTS + MORE)


@st.composite
def grids(draw: st.DrawFn) -> RawTable:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    made = [[draw(WORDS) for _ in range(columns)] for _ in range(rows)]
    plain = [[("" if t in "<^" else t) for t in row] for row in made]
    return table(plain, page=draw(st.integers(1, 3)), header_rows=draw(st.sampled_from([None, None, 1, 2])))


@given(st.lists(st.lists(st.one_of(WORDS, grids()), max_size=6), max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_document_comes_through(pages: list[list[str | RawTable]]) -> None:
    doc = structure(document(*pages))
    identity = Identity("", "青山县教育局", "青山县教育局", 2024, Kind.BUDGET, Scope.DEPARTMENT)
    for made in doc.tables:
        assert len(made.column_paths) == made.columns
        assert len(made.row_paths) == len(made.row_codes) == made.rows
        assert all(c.row + c.row_span <= made.rows and c.column + c.column_span <= made.columns for c in made.cells)
        sums_of(made)
    assert all(f.table is not None and f.value is not None for f in table_figures(doc, identity))
    assert all(p.section < len(doc.sections) for p in doc.paragraphs)
    with suppress(NotADisclosure):
        identify(doc)
