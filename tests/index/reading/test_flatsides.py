"""Flattened tables of templates that nobody listed: header trees out of unbroken words, side-by-side groups, columns by printed sums."""

from __future__ import annotations

import pytest

from index.raw import RawTable
from index.reading.flatheads import header_forms
from index.reading.plaintext import read_text

OWNER = "编制部门：青石县文化局 单位：万元"


def tables(*printed: tuple[str, str, tuple[str, ...]], owner: str = OWNER, prose: str = "收入总计537.50万元。") -> list[RawTable]:
    """The tables of a flattened text: number, title and lines of each."""
    bodies = [f" {number}\n{title}\n{owner}\n" + "\n".join(lines) for number, title, lines in printed]
    pages = ["第二部分 2031年度部门决算表", *bodies, f" 第三部分 2031年度部门决算情况说明\n一、总体情况说明\n{prose}"]
    text = "\n".join("\n\n".join(page.split("\n")) for page in pages)
    return [b for page in read_text(text.encode(), "a.txt").pages for b in page.blocks if isinstance(b, RawTable)]


def table(number: str, title: str, *lines: str) -> RawTable | None:
    """The one table of a flattened text, None where it stays unread."""
    found = tables((number, title, lines))
    assert len(found) <= 1
    return found[0] if found else None


def rows(found: RawTable | None) -> list[list[str]]:
    assert found is not None
    assert all(cell.column_known for cell in found.cells)
    return [[text or "" for text in row] for row in found.grid()[found.header_rows or 0 :]]


def test_row_numbers_tell_the_groups() -> None:
    found = table(
        "公开01表", "收入支出决算总表", "收入 支出", "项目 行次 金额 项目 行次 金额", "栏次 1 栏次 2",
        "一、一般公共预算财政拨款收入 1 500.00 一、一般公共服务支出 31", "二、政府性基金预算财政拨款收入 2 二、教育支出 32 37.50",
        "三、其他收入 3 30.00 三、文化旅游体育与传媒支出 33 500.00", "本年收入合计 27 530.00 本年支出合计 57 537.50",
        "年初结转和结余 28 7.50 年末结转和结余 58", "总计 30 537.50 总计 60 537.50",
    )  # fmt: skip
    assert rows(found) == [
        ["一、一般公共预算财政拨款收入", "500.00", "一、一般公共服务支出", ""], ["二、政府性基金预算财政拨款收入", "", "二、教育支出", "37.50"],
        ["三、其他收入", "30.00", "三、文化旅游体育与传媒支出", "500.00"], ["本年收入合计", "530.00", "本年支出合计", "537.50"],
        ["年初结转和结余", "7.50", "年末结转和结余", ""], ["总计", "537.50", "总计", "537.50"],
    ]  # fmt: skip


def test_a_group_with_several_value_columns_is_won_back_by_its_sums() -> None:
    found = table(
        "公开04表", "财政拨款收入支出决算总表", "收入 支出", "项目 金额 项目 合计 一般公共预算财政拨款 政府性基金预算财政拨款",
        "一、一般公共预算财政拨款 500.00 一、教育支出 37.50 37.50", "二、政府性基金预算财政拨款 40.00 二、文化旅游体育与传媒支出 462.50 462.50",
        "三、城乡社区支出 40.00 40.00", "本年收入合计 540.00 本年支出合计 540.00 500.00 40.00",
    )  # fmt: skip
    assert rows(found) == [
        ["一、一般公共预算财政拨款", "500.00", "一、教育支出", "37.50", "37.50", ""],
        ["二、政府性基金预算财政拨款", "40.00", "二、文化旅游体育与传媒支出", "462.50", "462.50", ""],
        ["", "", "三、城乡社区支出", "40.00", "", "40.00"], ["本年收入合计", "540.00", "本年支出合计", "540.00", "500.00", "40.00"],
    ]  # fmt: skip


def test_subject_codes_tell_the_groups() -> None:
    found = table(
        "公开06表", "一般公共预算财政拨款基本支出决算明细表", "人员经费 公用经费", "科目编码 科目名称 决算数 科目编码 科目名称 决算数",
        "301 工资福利支出 30.00 302 商品和服务支出 9.00", "30101 基本工资 20.00 30201 办公费 5.00", "30102 津贴补贴 10.00 30202 印刷费",
        "303 对个人和家庭的补助 4.00 30211 差旅费 4.00", "30302 退休费 4.00", "人员经费合计 34.00 公用经费合计 9.00",
    )  # fmt: skip
    assert rows(found)[-3:] == [
        ["303", "对个人和家庭的补助", "4.00", "30211", "差旅费", "4.00"], ["30302", "退休费", "4.00", "", "", ""], ["", "人员经费合计", "34.00", "", "公用经费合计", "9.00"],
    ]  # fmt: skip


def test_groups_of_equal_headers_keep_their_columns() -> None:
    found = table("公开01表", "收支决算总表", "项目 金额 项目 金额", "一、财政拨款收入 5.00 一、教育支出 5.00", "收 入 总 计 5.00 支 出 总 计 5.00")
    assert rows(found) == [["一、财政拨款收入", "5.00", "一、教育支出", "5.00"], ["收入总计", "5.00", "支出总计", "5.00"]]


@pytest.mark.parametrize("line", ["四、补贴 3.00", "三、补贴 3.00", "另有补贴 3.00"])
def test_a_line_that_fits_no_group_or_several_leaves_the_table_unread(line: str) -> None:
    found = table("公开09表", "项目对照表", "甲类 乙类", "项目 金额 项目 金额", "一、会议 1.00 一、差旅 1.00", "二、培训 1.00 二、印刷 1.00", line)
    assert found is None


def test_the_amount_behind_a_total_that_could_stand_in_two_groups_has_no_certain_column() -> None:
    found = table(
        "公开01表", "收支预算总表", "收入 支出", "项目名称 金额 按支出功能分类 按支出用途", "项目名称 金额 项目名称 金额",
        "一、财政拨款资金 9.00 一、教育支出 9.00 一、基本支出 9.00", "当年收入小计 9.00 支出小计 9.00", "收入合计 9.00 支出合计 9.00 9.00",
    )  # fmt: skip
    assert found is not None
    last = found.header_rows or 0
    assert [(c.column, c.column_known) for c in found.cells if c.row == last + 1 and c.text == "9.00"] == [(1, True), (3, False)]
    assert [(c.column, c.column_known) for c in found.cells if c.row == last + 2 and c.text == "9.00"] == [(1, True), (3, True), (5, True)]


def test_a_header_of_three_lines_is_read_as_the_rows_add_up() -> None:
    header = ("合计 “三公”经费 会议费 培训费", "小计 因公出国（境）费 公务用车购置及运行维护费 公务接待费", "小计 公务用车购置费 公务用车运行维护费")
    assert len(header_forms("表", list(header), None, None)) > 1
    found = table("公开06表", "“三公”经费、会议费、培训费支出表", *header, "64.90 9.86 3.56 3.50 2.00 1.50 2.80 29.76 25.28")
    (row,) = rows(found)
    assert row == ["64.90", "9.86", "3.56", "3.50", "2.00", "1.50", "2.80", "29.76", "25.28"]
    assert found is not None
    assert [text for text in found.grid()[2] if text] == ["小计", "公务用车购置费", "公务用车运行维护费"]
    assert [cell.column for cell in found.cells if cell.text == "公务用车购置及运行维护费"] == [3]


def test_a_header_whose_readings_all_fit_is_not_guessed() -> None:
    assert table("公开10表", "经费表", "项目 甲费 乙费 丙费", "小计 子费 丑费", "日常 1.00") is None


def test_a_row_number_alone_in_front_is_that_of_an_empty_group() -> None:
    found = table(
        "公开04表", "财政拨款收入支出决算总表", "收入 支出", "项目 行次 金额 项目 行次 金额", "一、示范拨款 1 9.00 一、示范服务 12 9.00", "2 二、另一服务 13", "3 14",
        "总计 4 9.00 总计 15 9.00",
    )  # fmt: skip
    assert rows(found) == [["一、示范拨款", "9.00", "一、示范服务", "9.00"], ["", "", "二、另一服务", ""], ["总计", "9.00", "总计", "9.00"]]


def test_amounts_in_yuan_need_no_decimals() -> None:
    lines = ("科目编码 科目名称 合计 基本支出 项目支出", "201 示范支出 1,234,500 1,230,000 4,500", "20101 示范事务 1,234,500 1,230,000 4,500", "合计 1,234,500 1,230,000 4,500")
    (found,) = tables(("公开03表", "部门支出预算总表", lines), owner="编制部门：青石县文化局 单位：元")
    assert rows(found)[0] == ["201", "示范支出", "1,234,500", "1,230,000", "4,500"]
    lines = ("项目名称 合计 甲项支出 乙项支出", "一、印刷 1,200 1,000 200", "二、邮电 0 0 0")
    (found,) = tables(("公开10表", "专项支出表", lines), owner="编制部门：青石县文化局 单位：元")
    assert rows(found) == [["一、印刷", "1,200", "1,000", "200"], ["二、邮电", "0", "0", "0"]]


def test_columns_that_compare_two_years_stand_beside_the_year_they_compare() -> None:
    found = table(
        "公开05表", "示范支出对照表", "功能分类科目 2030年执行数 2031年预算数 2031年预算数比2030年执行数", "科目编码 科目名称 小计 基本支出 项目支出 增减额 增减%",
        "※ ※ 1 2 3 4 5 6", "201 示范支出 8.00 9.00 5.00 4.00 1.00 12.50", "20101 示范事务 8.00 9.00 5.00 4.00 1.00 12.50", "合计 8.00 9.00 5.00 4.00 1.00 12.50",
    )  # fmt: skip
    assert rows(found)[0] == ["201", "示范支出", "8.00", "9.00", "5.00", "4.00", "1.00", "12.50"]
    assert found is not None
    assert [text for text in found.grid()[1] if text][-5:] == ["小计", "基本支出", "项目支出", "增减额", "增减%"]


SPENDING = ("科目编码 科目名称 合计 基本支出 项目支出 上缴上级支出", "201 示范支出 9.00 5.00 4.00", "20101 示范事务 9.00 5.00 4.00", "合计 9.00 5.00 4.00")


@pytest.mark.parametrize(
    ("others", "prose", "known"),
    [
        ((), "支出合计9.00万元，其中：基本支出5.00万元，项目支出4.00万元。", True),
        ((), "支出合计9.00万元，其中：基本支出6.00万元，项目支出3.00万元。", False),
        ((("公开06表", "基本支出表", ("科目编码 科目名称 合计 人员经费 公用经费", "301 示范薪酬 5.00 5.00", "合计 5.00 5.00")),), "其中：项目支出4.00万元。", True),
        ((), "略。", False),
    ],
)
def test_the_columns_of_a_total_are_told_by_the_places_that_print_its_amounts_under_their_names(
    others: tuple[tuple[str, str, tuple[str, ...]], ...], prose: str, known: bool
) -> None:
    found = tables(("公开03表", "部门示范支出表", SPENDING), *others, prose=prose)[0]
    assert all(cell.column_known for cell in found.cells) == known


def test_two_columns_that_claim_one_amount_are_both_left_open() -> None:
    lines = ("科目编码 科目名称 合计 基本支出 项目支出", "201 示范支出 9.00 9.00", "20101 示范事务 9.00 9.00", "合计 9.00 9.00")
    for prose, known in (("基本支出9.00万元。", True), ("基本支出9.00万元，上年项目支出9.00万元。", False)):
        (found,) = tables(("公开03表", "部门示范支出表", lines), prose=prose)
        assert all(cell.column_known for cell in found.cells) == known


@pytest.mark.parametrize(
    ("header", "row", "at"),
    [
        ("合计 基本支出 项目支出", "9.00 5.00 4.00", ["合计", "基本支出", "项目支出"]),
        ("合计 项目支出 基本支出", "9.00 4.00 5.00", ["合计", "项目支出", "基本支出"]),
    ],
)
def test_columns_of_a_known_title_stand_as_printed(header: str, row: str, at: list[str]) -> None:
    found = table("表 3", "部门支出总体情况表", f"功能分类科目编码 功能分类科目名称 {header}", "类 款 项", "※ ※ ※ ※ 1 2 3", f"总计 {row}", f"201 示范支出 {row}", f"201 01 示范事务 {row}")
    assert rows(found)[0][4:] == row.split()
    assert found is not None
    names = {c.column: c.text for c in found.cells if c.row < (found.header_rows or 0)}
    assert [names[c] for c in (4, 5, 6)] == at or [c.text for c in found.cells if c.row == 1 and c.column > 3] == at


def test_a_subtotal_stands_below_the_word_that_it_repeats() -> None:
    found = table(
        "表 2", "部门示范收入表", "科目编码 科目名称 总计 示范拨款 示范拨款结转 单位资金", "示范拨款小计 一般资金 上级资金", "201 示范支出 10.00 9.00 6.00 3.00 1.00",
        "20101 示范事务 10.00 9.00 6.00 3.00 1.00", "总计 10.00 9.00 6.00 3.00 1.00",
    )  # fmt: skip
    assert found is not None
    assert [c.text for c in found.cells if c.row == 0 and c.column in (3, 6)] == ["示范拨款", "示范拨款结转"]


def test_numbers_below_a_numbered_row_go_on_in_their_group() -> None:
    found = table(
        "公开01表", "部门收支预算总表", "本年收入 本年支出", "项目 预算数 项目 预算数", "一、财政拨款 9.00 一、示范服务 9.00", "1. 一般资金 9.00 二、另一服务", "2. 基金", "3. 其他资金",
        "收入总计 9.00 支出总计 9.00",
    )  # fmt: skip
    assert [row[0] for row in rows(found)] == ["一、财政拨款", "1.一般资金", "2.基金", "3.其他资金", "收入总计"]
