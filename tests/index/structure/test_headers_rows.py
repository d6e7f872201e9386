"""Headers and row trees on small tables made for one oddity each."""

from __future__ import annotations

from index.model import Table
from index.raw import Line, RawTable
from index.structure import structure
from index.structure.forms import form_of
from tests.index.structure.grids import document, table


def only(raw: RawTable, *lines: str) -> Table:
    """The one table of a document of these lines and this table."""
    return structure(document([*lines, raw])).tables[0]


def test_headers_of_several_levels_give_paths_and_wraps_are_joined() -> None:
    made = only(
        table(
            [
                ["合计", "“三公”经费", "<", "<", "<", "会议\n费"],
                ["^", "小\n计", "因公\n出国\n（境）费", "公务用车购置及运行费", "<", "^"],
                ["^", "^", "^", "小计", "公务用车运行维\n护费", "^"],
                ["9.00", "6.00", "1.00", "5.00", "5.00", "3.00"],
            ]
        ),
        "“三公”经费、会议费支出预算表",
        "单位：万元",
    )
    assert made.header_rows == 3
    assert made.column_paths[4] == ("“三公”经费", "公务用车购置及运行费", "公务用车运行维护费")
    assert made.column_paths[2] == ("“三公”经费", "因公出国（境）费")
    assert made.unit == "万元"


def test_a_total_row_that_shares_the_row_of_the_code_levels_is_data() -> None:
    made = only(
        table(
            [
                ["项目", "<", "<", "<", "本年支出合计", "基本支出"],
                ["科目编码", "<", "<", "科目名称", "^", "^"],
                ["类", "款", "项", "合计", "10.00", "10.00"],
                ["206", "", "", "科学技术支出", "10.00", "10.00"],
                ["206", "01", "", "科学技术管理事务", "10.00", "10.00"],
                ["206", "01", "01", "行政运行", "10.00", "10.00"],
            ]
        ),
        "支出决算表",
    )
    assert made.header_rows == 2
    assert made.row_paths[2] == ("合计",)
    assert made.row_paths[5] == ("科学技术支出", "科学技术管理事务", "行政运行")
    assert made.row_codes[5] == "2060101"


def test_levels_printed_only_where_they_change_are_carried_down() -> None:
    made = only(
        table(
            [
                ["类", "款", "项", "科目名称", "合计"],
                ["206", "", "", "科学技术支出", "3.00"],
                ["", "01", "", "科学技术管理事务", "3.00"],
                ["", "", "01", "行政运行", "1.00"],
                ["", "", "02", "一般行政管理事务", "2.00"],
            ]
        ),
        "部门支出总表",
    )
    assert made.row_codes[1:] == ("206", "20601", "2060101", "2060102")
    assert made.row_paths[4] == ("科学技术支出", "科学技术管理事务", "一般行政管理事务")


def test_side_by_side_groups_have_labels_of_their_own() -> None:
    made = only(
        table(
            [
                ["收入", "<", "支出", "<"],
                ["项目", "决算数", "项目", "决算数"],
                ["一、财政拨款收入", "5.00", "一、一般公共服务支出", "4.00"],
                ["二、其他收入", "1.00", "二、外交支出", ""],
                ["本年收入合计", "6.00", "本年支出合计", "4.00"],
                ["年初结转和结余", "", "年末结转和结余", "2.00"],
                ["总计", "6.00", "总计", "6.00"],
            ]
        ),
        "收入支出决算总表",
    )
    assert made.form == "收支总表"
    assert made.label_columns == (None, 0, None, 2)
    assert made.row_path_of(3, 1) == ("二、其他收入",)
    assert made.row_path_of(5, 3) == ("年末结转和结余",)


def test_two_code_groups_side_by_side_keep_their_codes() -> None:
    made = only(
        table(
            [
                ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
                ["301", "工资福利支出", "9.00", "302", "商品和服务支出", "3.00"],
                ["30101", "基本工资", "9.00", "30201", "办公费", "3.00"],
                ["人员经费合计", "<", "9.00", "公用经费合计", "<", "3.00"],
            ]
        ),
        "一般公共预算财政拨款基本支出决算表",
    )
    assert made.row_code_of(2, 2) == "30101"
    assert made.row_code_of(2, 5) == "30201"
    assert made.row_path_of(2, 5) == ("商品和服务支出", "办公费")
    assert made.row_path_of(3, 5) == ("公用经费合计",)


def test_of_which_rows_are_children_until_the_next_item() -> None:
    made = only(
        table(
            [
                ["项目", "预算数"],
                ["1.一般公共预算拨款", "5.00"],
                ["其中：一般财力", "3.00"],
                ["上级转移支付", "2.00"],
                ["2.政府性基金预算拨款", ""],
                ["因公出国（境）费", "1.00"],
            ]
        ),
        "部门收入总表",
    )
    assert made.row_paths[2] == ("1.一般公共预算拨款", "一般财力")
    assert made.row_paths[3] == ("1.一般公共预算拨款", "上级转移支付")
    assert made.row_paths[4] == ("2.政府性基金预算拨款",)


def test_reception_is_no_part_of_vehicles() -> None:
    made = only(
        table([["项目", "预算数"], ["公务用车购置及运行费", "5.00"], ["其中：公务用车购置费", ""], ["公务用车运行费", "5.00"], ["公务接待费", "1.00"]]), "“三公”经费表"
    )
    assert made.row_paths[3] == ("公务用车购置及运行费", "公务用车运行费")
    assert made.row_paths[4] == ("公务接待费",)


def test_merged_labels_go_on_and_subtotals_belong_to_them() -> None:
    made = only(
        table(
            [
                ["项目名称", "", "金额"],
                ["收入总计", "<", "5.00"],
                ["一般公共预算资金", "小计", "4.00"],
                ["^", "财政拨款资金", "4.00"],
                ["其他资金", "小计", "1.00"],
            ]
        ),
        "收入预算总表",
    )
    assert made.row_paths[1] == ("收入总计",)
    assert made.row_paths[3] == ("一般公共预算资金", "财政拨款资金")
    assert made.row_paths[4] == ("其他资金", "小计")


def test_procurement_rows_inherit_the_labels_on_their_left() -> None:
    made = only(
        table(
            [
                ["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"],
                ["合计", "", "", "", "", "8.00"],
                ["一、货物A", "", "", "", "", "8.00"],
                ["", "设备购置费", "办公设备购置", "", "", "8.00"],
                ["", "", "", "台式计算机", "集中采购", "5.00"],
                ["", "", "", "打印机", "集中采购", "3.00"],
            ]
        ),
        "政府采购预算表",
    )
    assert made.row_paths[5] == ("一、货物A", "设备购置费", "办公设备购置", "打印机")
    assert made.row_projects[4] == "设备购置费"
    assert made.roles[4] == "attribute"


def test_a_class_row_merged_over_its_blanks_still_heads_what_follows() -> None:
    made = only(
        table(
            [
                ["采购品目大类", "专项名称", "采购物品名称", "总计"],
                ["一、货物A", "<", "<", "5.00"],
                ["", "设备费", "计算机", "5.00"],
                ["三、服务C", "<", "<", "3.00"],
                ["", "印刷费", "印刷服务", "3.00"],
            ]
        ),
        "政府采购支出预算表",
    )
    assert made.row_paths[2] == ("一、货物A", "设备费", "计算机")
    assert made.row_paths[4] == ("三、服务C", "印刷费", "印刷服务")


def test_units_and_projects_of_a_project_table_are_told_apart() -> None:
    made = only(
        table(
            [
                ["科目编码", "科目名称", "项目名称", "合计", "商品和服务支出"],
                ["", "青山县教育局", "", "3.00", "3.00"],
                ["205", "教育支出", "", "3.00", "3.00"],
                ["2050201", "学前教育", "幼儿园补助项目", "3.00", "3.00"],
                ["", "青山县第一中学", "", "1.00", ""],
                ["205", "教育支出", "", "1.00", ""],
                ["", "总计", "", "4.00", "3.00"],
            ]
        ),
        "项目支出预算表",
    )
    assert made.row_units[1:] == ("青山县教育局", "青山县教育局", "青山县教育局", "青山县第一中学", "青山县第一中学", None)
    assert made.row_projects[3] == "幼儿园补助项目"
    assert made.row_paths[3] == ("青山县教育局", "教育支出", "学前教育", "幼儿园补助项目")


def test_a_title_inside_the_grid_names_the_table() -> None:
    grid = [["部门收支总表", "<", "<", "<"], ["部门：青山县教育局", "<", "单位：元", "<"], ["收入", "<", "支出", "<"]]
    made = only(table([*grid, ["项目", "金额", "项目", "金额"], ["一、拨款", "1", "一、教育", "1"]]))
    assert (made.title, made.unit, made.department) == ("部门收支总表", "元", "青山县教育局")
    assert made.header_rows == 2


def test_ordinal_rows_are_header_and_name_nothing() -> None:
    made = only(table([["科目编码", "科目名称", "合计", "基本支出"], ["栏次", "1", "2", "3"], ["301", "工资福利支出", "5.00", "5.00"]]), "支出表")
    assert made.column_paths[3] == ("基本支出",)


def test_forms_are_told_by_title_never_by_number() -> None:
    assert form_of("表 3 一般公共预算财政拨款基本支出决算表") == "基本支出表"
    assert form_of("财政拨款收入支出决算总表") == "财政拨款收支总表"
    assert form_of("部门预算项目绩效目标表") == "绩效目标表"
    assert form_of("财政拨款“三公”经费支出情况表") == "三公经费表"
    assert form_of("政府性基金预算财政拨款收入支出决算表") == "政府性基金表"
    assert form_of("一般公共预算支出情况表") == "一般公共预算支出表"
    assert form_of("财政拨款支出预算表（功能科目）") == "财政拨款支出表"
    assert form_of("上年结转结余情况明细表") == "结转结余表"
    assert form_of("") is None


def test_a_table_goes_on_over_the_page_and_a_cut_row_is_mended() -> None:
    one = table([["项目", "金额", "项目", "金额"], ["一、拨款", "1.00", "六、文化体育", ""], ["", "", "七、社会保障", ""], ["", "", "八、社会保障和就", "1.00"]], page=1)
    two = table([["", "", "业支出", ""], ["", "", "九、卫生健康支出", ""]], page=2)
    raw = document(["收支总表", one], [two])
    made = structure(raw).tables
    assert len(made) == 1
    assert made[0].row_path_of(3, 3) == ("八、社会保障和就业支出",)
    assert made[0].rows == 5


def test_a_title_at_the_bottom_of_the_page_begins_a_new_table() -> None:
    one = table([["项目", "金额"], ["一、拨款", "1.00"]], page=1)
    two = table([["科目", "金额"], ["差旅费", "1.00"]], page=2)
    made = structure(document(["收支总表", one, "基本支出表"], [two])).tables
    assert [t.title for t in made] == ["收支总表", "基本支出表"]


def test_a_repeated_header_is_dropped() -> None:
    one = table([["科目编码", "科目名称", "金额"], ["301", "工资福利支出", "3.00"]], page=1)
    two = table([["科目编码", "科目名称", "金额"], ["302", "商品和服务支出", "1.00"]], page=2)
    made = structure(document(["基本支出表", one], [two])).tables
    assert len(made) == 1
    assert made[0].row_codes == (None, "301", "302")


def test_a_page_that_repeats_only_the_header_adds_nothing() -> None:
    one = table([["科目名称", "金额"], ["合计", "1.00"]], page=1)
    made = structure(document(["支出表", one], [table([["科目名称", "金额"]], page=2)])).tables
    assert [(t.rows, t.last_page) for t in made] == [(2, 2)]


def test_text_lines_keep_their_kind() -> None:
    assert isinstance(document(["一行"]).pages[0].blocks[0], Line)


def test_codes_that_a_sheet_shows_as_amounts_are_codes() -> None:
    rows = [["科目编码", "科目名称", "决算数"], ["301.00", "工资福利支出", "5.00"], ["30101.00", "基本工资", "5.00"]]
    found = structure(document(["一般公共预算基本支出决算表", "单位：万元", table(rows)])).tables[0]
    assert found.roles[0] == "code"
    assert [str(c.value) for c in found.cells if c.value is not None] == ["5.00", "5.00"]
