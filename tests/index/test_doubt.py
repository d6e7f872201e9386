"""Tables run together from two: what their totals are called is worth nothing, and is never stated; what has its own label stays."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from index.figures.misnamed import with_misnamed_doubted
from index.figures.tables import table_figures
from index.model import Figure, Identity, Kind, Scope
from index.raw import RawTable
from index.structure import structure
from qa.lookup.match import SUREST
from tests.index.structure.grids import document, table

WHO = Identity("清溪县示范局2024年部门预算", "清溪县示范局", "清溪县示范局", 2024, Kind.BUDGET, Scope.DEPARTMENT)
FUNCTIONAL = [["208", "社会保障和就业支出", "9.00", "5.00", "4.00"], ["20801", "民政管理事务", "9.00", "5.00", "4.00"], ["2080101", "行政运行", "9.00", "5.00", "4.00"]]
ECONOMIC = [["301", "工资福利支出", "5.00"], ["30101", "基本工资", "3.00"], ["30102", "津贴补贴", "2.00"], ["302", "商品和服务支出", "1.00"]]


def figures(title: str, grid: list[list[str]]) -> list[Figure]:
    made: RawTable = table(grid)
    return table_figures(structure(document([title, "单位：万元", made])), WHO)


def stated(found: list[Figure]) -> set[tuple[str, str]]:
    return {(f.measure, str(f.value)) for f in found if f.confidence >= SUREST}


def test_the_totals_of_whole_tables_are_stated() -> None:
    head = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert ("支出总计", "9.00") in stated(figures("部门支出总表", [head, ["", "合计", "9.00", "5.00", "4.00"], *FUNCTIONAL]))
    assert ("基本支出", "6.00") in stated(figures("一般公共预算基本支出表", [["科目编码", "科目名称", "金额"], *ECONOMIC, ["", "合计", "6.00"]]))


@pytest.mark.parametrize(
    ("title", "grid"),
    [
        ("财政拨款支出预算表", [["科目编码", "科目名称", "金额"], *ECONOMIC, ["", "合计", "6.00"]]),
        ("一般公共预算基本支出表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], *FUNCTIONAL, ["", "合计", "9.00", "5.00", "4.00"]]),
        ("政府采购支出预算表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], *FUNCTIONAL, ["", "合计", "9.00", "5.00", "4.00"]]),
        ("财政拨款收入表", [["科目名称", "金额"], ["教育支出", "2.00"], ["合计", "2.00"], ["卫生健康支出", "7.00"], ["合计", "7.00"]]),
        ("一般公共预算基本支出表", [["科目编码", "科目名称", "金额"], ["30201", "办公费", "1.00"], ["30202", "印刷费", "2.00"], ["30205", "水费", "3.00"], ["", "合计", "6.00"]]),
    ],
)
def test_totals_below_a_title_of_another_table_are_not_stated_but_labelled_rows_are(title: str, grid: list[list[str]]) -> None:
    found = figures(title, grid)
    doubted = [f for f in found if f.row_path == ("合计",)]
    assert doubted
    assert all(f.confidence < SUREST for f in doubted)
    assert all(f.confidence == 1 for f in found if f.row_path and f.row_path != ("合计",))


def test_numbers_right_of_the_header_belong_to_another_table() -> None:
    found = figures("机关运行经费支出预算表", [["科目编码", "科目名称", "金额", "", ""], ["30201", "办公费", "1.00", "", ""], ["", "合计", "1.00", "", ""], ["合计", "", "", "", "8.00"]])
    assert ("机关运行经费", "8.00") not in stated(found)


def test_parts_of_codes_are_no_amounts() -> None:
    found = figures("收入总表", [["208", "02", "示范支出", "5.00"], ["208", "03", "其他支出", "6.00"], ["210", "01", "医疗支出", "7.00"]])
    assert {str(f.value) for f in found} <= {"5.00", "6.00", "7.00"}


@pytest.mark.parametrize(
    ("title", "grid"),
    [
        ("财政拨款“三公”经费支出情况表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "总计", "9.00", "5.00", "4.00"], *FUNCTIONAL]),
        ("“三公”经费、会议费、培训费支出预算表", [["科目编码", "科目名称", "金额"], ["", "合计", "6.00"], *ECONOMIC, ["30217", "公务接待费", "1.00"]]),
        (
            "“三公”经费、会议费、培训费支出预算表",
            [["科目编码", "科目名称", "金额"], ["", "合计", "6.00"], *([f"3020{i}", f"示范费{i}", "1.00"] for i in range(1, 6)), ["30217", "公务接待费", "1.00"]],
        ),
        ("一般公共预算机关运行经费支出预算表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "合计", "9.00", "5.00", "4.00"], *FUNCTIONAL]),
        (
            "一般公共预算基本支出情况表",
            [["科目编码", "科目名称", "总计", "一般公共预算", "单位资金"], ["", "总计", "9.00", "5.00", "4.00"], *FUNCTIONAL],
        ),
    ],
)
def test_a_total_is_not_named_by_a_title_that_nothing_in_the_table_supports(title: str, grid: list[list[str]]) -> None:
    total = [f for f in figures(title, grid) if f.row_path in (("合计",), ("总计",)) and f.column_item is None]
    assert total
    assert all(f.confidence < SUREST for f in total)


def test_digits_of_codes_below_an_unknown_word_are_no_amounts() -> None:
    head = [["功能分类科目编码", "<", "<", "科目名称", "合计", "基本支出"], ["类", "快", "项", "^", "^", "^"]]
    rows = [["208", "", "", "社会保障和就业支出", "9.00", "9.00"], ["208", "11", "", "示范事务", "9.00", "9.00"], ["208", "11", "12", "行政运行", "9.00", "9.00"]]
    assert {str(f.value) for f in figures("部门支出总体情况表", [*head, *rows])} == {"9.00"}


def test_a_row_with_words_where_amounts_stand_is_another_table_s() -> None:
    head = ["类", "款", "科目名称", "合计", "人员经费", "公用经费"]
    rows = [["301", "", "工资福利支出", "5.00", "5.00", ""], ["301", "01", "基本工资", "5.00", "5.00", ""], ["208", "05", "", "示范支出", "7.00", "7.00"]]
    assert {v for _, v in stated(figures("一般公共预算基本支出表", [head, *rows]))} == {"5.00"}
    head = ["“三公”经费支出内容", "合计", "一般公共预算", "", ""]
    rows = [["合计", "2.00", "2.00", "", ""], ["301", "11", "公务员医疗补助缴费", "5.00", "5.00"], ["302", "12", "示范费", "6.00", "6.00"], ["302", "13", "咨询费", "6.00", "6.00"]]
    assert {v for _, v in stated(figures("财政拨款“三公”经费支出情况表", [head, *rows]))} <= {"2.00"}
    head = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [["", "合计", "9.00", "5.00", "4.00"], *FUNCTIONAL, ["20802", "示范事务", "甲示范项目", "3.00", "3.00"], ["产出指标", "活动次数", ">=23次", "60", ""]]
    assert {v for _, v in stated(figures("部门支出总体情况表", [head, *rows]))} == {"9.00", "5.00", "4.00"}


def test_a_total_that_other_places_belie_and_that_is_the_whole_of_the_document_is_not_stated() -> None:
    def total(measure: str, value: str, **more: object) -> Figure:
        whole = figures("部门支出总表", [["科目编码", "科目名称", "合计"], ["", "合计", "9.00"], ["208", "示范支出", "9.00"], ["20801", "示范事务", "9.00"]])[0]
        return replace(whole, measure=measure, value=Decimal(value), fund=None, **more)  # type: ignore[arg-type]

    named = {"table": None, "row_path": (), "column_path": ()}
    torn = [total("支出总计", "9.00"), total("项目支出", "9.00"), total("项目支出", "4.00", **named)]
    assert [f.confidence < SUREST for f in with_misnamed_doubted(torn)] == [False, True, False]
    slip = [total("支出总计", "9.00"), total("项目支出", "5.00"), total("项目支出", "4.00", **named)]  # the document contradicts itself: both are told
    assert with_misnamed_doubted(slip) == slip


def test_rows_that_do_not_add_up_as_the_header_says_are_another_table_s() -> None:
    head = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    whole = [["", "合计", "9.00", "5.00", "4.00"], *FUNCTIONAL]
    other = [["210", "卫生健康支出", "30.00", "10.00", "2.00"], ["21011", "示范医疗", "30.00", "10.00", "2.00"]]
    assert {v for _, v in stated(figures("部门支出总体情况表", [head, *whole]))} == {"9.00", "5.00", "4.00"}
    assert {v for _, v in stated(figures("部门支出总体情况表", [head, *whole, *other]))} == {"9.00", "5.00", "4.00"}


def test_a_row_of_amounts_without_a_label_is_not_named_by_the_title() -> None:
    grid = [["项目", "金额", "合计"], ["一、本年收入", "9.00", "9.00"], ["二、上年结转", "1.00", "1.00"], ["", "30.00", "70.00"]]
    assert {v for _, v in stated(figures("部门收入总表", grid))} == {"9.00", "1.00"}


def test_a_total_below_one_of_its_parts_is_another_table_s() -> None:
    grid = [["项目", "金额"], ["一般资金", "9.00"], ["其他资金", "1.00"], ["合计", "3.00"]]
    assert {v for _, v in stated(figures("部门收入总表", grid))} == {"9.00", "1.00"}


def test_a_total_of_changes_can_be_less_than_a_part() -> None:
    grid = [["科目编码", "科目名称", "预算数", "增减额"], ["201", "示范支出", "9.00", "4.00"], ["208", "另一支出", "1.00", "-7.00"], ["", "合计", "10.00", "-3.00"]]
    assert {v for _, v in stated(figures("一般公共预算支出表", grid))} >= {"10.00", "-3.00"}


def test_codes_in_front_of_their_names_are_no_amounts_whatever_the_header_says() -> None:
    grid = [["收入", "金额", "支出", "合计"], ["221", "住房保障支出", "7.00", "7.00"], ["208", "社会保障和就业支出", "8.00", "8.00"], ["210", "卫生健康支出", "9.00", "9.00"]]
    assert not {str(f.value) for f in figures("部门收支总表", grid)} & {"221", "208", "210"}
