"""Text files: encodings, markup, and tab-separated tables of a made-up department."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.model import FileFormat
from index.raw import Line, RawDocument, RawTable
from index.reading.markup import cell_text, prose_line
from index.reading.plaintext import read_text

PROSE = "青石县文化局 2031 年部门预算公开\n\n收支总预算 12.50 万元，其中：财政拨款 12.50 万元，主要用于人员工资和公用支出。\n"


def tables(doc: RawDocument) -> list[RawTable]:
    return [block for page in doc.pages for block in page.blocks if isinstance(block, RawTable)]


def lines(doc: RawDocument) -> list[Line]:
    return [block for page in doc.pages for block in page.blocks if isinstance(block, Line)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_lines(encoding: str) -> None:
    doc = read_text(PROSE.encode(encoding), "a.txt")
    assert [line.text for line in lines(doc)] == [line.text for line in lines(read_text(PROSE.encode(), "a.txt"))]


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\x00\x01\x02\x00", PROSE.encode()[:31] + b"\xff\xfe\x80" + PROSE.encode()[31:], b"\xe4\xb8"])
def test_what_is_no_text_is_refused_in_chinese(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"[\u4e00-\u9fff]"):
        read_text(data, "a.txt")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_crash(data: bytes) -> None:
    with suppress(UnreadableDocument):
        read_text(data, "a.txt")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="表单位：万元 1234.5\t\n#*<b>$※年项目", max_size=300))
def test_arbitrary_text_never_crashes(text: str) -> None:
    with suppress(UnreadableDocument):
        read_text(text.encode(), "a.txt")


def test_markup_is_stripped_and_heading_levels_become_sizes() -> None:
    assert prose_line("## **二、 机构设置**") == ("二、机构设置", 20.0)
    assert prose_line("**（一）规模**")[1] > prose_line("正文 **重点** 正文")[1]
    assert cell_text("<b>206</b>") == "206"
    assert cell_text(r"$\geq 6\%$") == "≥6%"
    assert cell_text("> =90%") == ">=90%"
    assert cell_text("财政专户 （教育收 费）") == "财政专户（教育收费）"


INCOME = """# 第二部分 预算公开表

表 2

## 部门收入总体情况表

编制部门：青石县文化局

单位：万元

功能分类科目编码\t\t\t功能分类科目名称\t总计\t财政拨款（补助）\t\t\t\t\t\t财政专户 （教育收费）\t单位资金\t财政拨款结转\t非财政拨款结转结余\t
类\t款\t项\t\t\t财政拨款（补助）小计\t一般公共预算\t上级一般公共预算安排的转移支付\t政府性基金预算\t上级政府性基金安排的转移支付\t国有资本经营预算\t\t\t\t\t上级国有资本经营预算安排的转移支付
※\t※\t※\t※\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
<b>207</b>\t\t\t文化旅游体育与传媒支出\t12.50\t10.00\t8.00\t2.00\t\t\t\t\t\t\t2.50\t

编制部门：青石县文化局

单位：万元

功能分类科目编码\t\t\t功能分类科目名称\t总计\t财政拨款（补助）\t\t\t\t\t\t财政专户 （教育收费）\t单位资金\t财政拨款结转\t非财政拨款结转结余\t
类\t款\t项\t\t\t财政拨款（补助）小计\t一般公共预算\t上级一般公共预算安排的转移支付\t政府性基金预算\t上级政府性基金安排的转移支付\t国有资本经营预算\t\t\t\t\t上级国有资本经营预算安排的转移支付
※\t※\t※\t※\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
207\t01\t\t文化和旅游\t12.50\t10.00\t8.00\t2.00\t\t\t\t\t\t\t2.50\t
"""


def test_misplaced_header_is_set_right_and_the_repeated_header_joined() -> None:
    doc = read_text(INCOME.encode(), "a.txt")
    assert doc.format is FileFormat.TAB_TEXT
    (table,) = tables(doc)
    assert (table.title, table.number, table.unit, table.columns) == ("部门收入总体情况表", "表2", "万元", 16)
    assert table.header_rows == 2
    assert table.rows == 4
    grid = table.grid()
    assert grid[0][14] == "财政拨款结转"
    assert grid[1][11] == "上级国有资本经营预算安排的转移支付"
    assert [grid[3][c] for c in (0, 1, 3, 14)] == ["207", "01", "文化和旅游", "2.50"]
    assert [line.text for line in lines(doc)] == ["第二部分预算公开表", "编制部门：青石县文化局"]


def test_columns_of_a_known_title_in_another_order_stand_as_printed() -> None:
    text = "部门支出总体情况表\n\n单位：万元\n\n功能分类科目编码\t\t\t功能分类科目名称\t合计\t项目支出\t基本支出\n类\t款\t项\t\t\t\t\n207\t\t\t示范支出\t9.00\t4.00\t5.00\n"
    (table,) = tables(read_text(text.encode(), "a.txt"))
    leaves = {c.column: c.text for c in sorted(table.cells, key=lambda c: c.row) if c.row < (table.header_rows or 0)}
    assert [leaves[c] for c in (4, 5, 6)] == ["合计", "项目支出", "基本支出"]
    assert table.grid()[table.header_rows or 0][4:] == ["9.00", "4.00", "5.00"]


def test_an_unknown_table_keeps_its_printed_header() -> None:
    doc = read_text("人员情况表\n\n姓名\t人数\t\n\t在职\t退休\n甲科\t3.00\t1.00\n".encode(), "a.txt")
    (table,) = tables(doc)
    assert table.header_rows == 2
    assert table.grid()[0] == ["姓名", "人数", None]
