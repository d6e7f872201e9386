"""Tables without ruling lines: taken when plain, left as lines when in doubt. All with made-up glyphs."""

from __future__ import annotations

from index.raw import RawTable
from index.reading.textlines import lines_of
from index.reading.unruled import unruled_tables
from tests.index.reading.test_textlines import typed

XS = (40.0, 200.0, 300.0, 400.0)
HEADER = ("项目", "合计", "基本支出", "项目支出")
BODY = [
    ("一、科学技术支出", "1,227.14", "1,000.00", "227.14"),
    ("科学技术管理事务", "224.71", "", "224.71"),
    ("社会保障和就业支出", "28.15", "28.15", ""),
    ("合计", "1,480.00", "1,028.15", "451.85"),
]


def page(*rows: tuple[str, ...], pitch: float = 16.0, blank_before: int = 0) -> tuple[list[RawTable], list[str]]:
    glyphs = []
    for i, row in enumerate(rows):
        for x, text in zip(XS, row, strict=False):
            glyphs += typed(text, x, 100 + pitch * i + (40 if blank_before and i >= blank_before else 0))
    tables, left = unruled_tables(lines_of(glyphs), 1)
    return tables, [line.text for line in left]


def test_a_header_and_rows_with_amounts_are_a_table_and_the_rest_stays_lines() -> None:
    tables, left = page(("", "收支总表"), ("部门：省厅", "", "", "单位：万元"), HEADER, *BODY, ("注：因四舍五入略有差异。",))
    assert [table.grid() for table in tables] == [[list(HEADER), *map(list, BODY)]]
    assert left == ["收支总表", "部门：省厅\t单位：万元", "注：因四舍五入略有差异。"]
    assert tables[0].column_edges[0] == 40
    assert len(tables[0].column_edges) == 5
    assert all(cell.box for cell in tables[0].cells)


def test_a_header_over_two_columns_spans_them() -> None:
    glyphs = typed("项目", 40, 84) + typed("本年支出预算安排情况数", 230, 84)
    for i, row in enumerate([HEADER, *BODY]):
        for x, text in zip(XS, row, strict=False):
            glyphs += typed(text, x, 100 + 16 * i)
    (table,), left = unruled_tables(lines_of(glyphs), 1)
    assert left == []
    assert [(cell.text, cell.column_span) for cell in table.cells if cell.row == 0][:1] == [("项目", 1)]
    assert max(cell.column_span for cell in table.cells if cell.row == 0) > 1


def test_without_a_header_nothing_is_taken() -> None:
    assert page(*BODY)[0] == []


def test_two_rows_are_too_few() -> None:
    assert page(HEADER, *BODY[:2])[0] == []


def test_a_label_that_runs_over_lines_refuses_the_table() -> None:
    wrapped = [*BODY[:3], ("机关事业单位基本养老",), ("保险缴费支出", "3.00", "3.00", "")]
    assert all("机关" not in (cell.text or "") for table in page(HEADER, *wrapped)[0] for cell in table.cells)
    assert page(HEADER, *BODY[:3], ("（续上行）",))[0] == []


def test_prose_with_amounts_and_contents_are_no_tables() -> None:
    prose = [("本年收入合计1463.80万元，", "增长12.50%，", "其中："), ("财政拨款收入1,200.00万元，", "占81.98%。")] * 3
    assert page(*prose)[0] == []
    contents = [("目录",), ("第一部分 部门概况", "", "", "1"), ("第二部分 预算表", "", "", "5"), ("第三部分 说明", "", "", "12")]
    assert page(*contents)[0] == []


def test_texts_that_fill_two_columns_refuse_the_table() -> None:
    assert page(HEADER, *BODY[:2], ("其他支出一共有二十八个项目合并在此处", "1.00", "1.00", "1.00"), BODY[3])[0] == []
