"""Cells of every table form, picked by hand from the documents: value, row path, column path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.structure.sums import failures
from tests.index.corpus import structured, table_of, value

CELLS = [
    ("江苏省人大办公厅2017", "收支总表", "一、一般公共服务支出", ("功能分类", "金额"), "10,528.33"),
    ("江苏省人大办公厅2017", "收支总表", "八、社会保障和就业支出", ("金额",), "1,608.51"),
    ("江苏省人大办公厅2017", "收支总表", "当年支出小计", ("金额",), "13,649.07"),
    ("江苏省人大办公厅2017", "收支总表", "1.一般公共预算", ("收入",), "13,649.07"),
    ("省人大办公厅2018", "收入总表", "收入总计", ("金额",), "15897.44"),
    ("江苏省委办公厅2017年预算公开表格", "收入总表", "其他非税收入", ("金额",), "147.20"),
    ("江苏省委办公厅2017年预算公开表格", "机关运行经费表", "取暖费", ("机关运行经费支出",), "1,080.00"),
    ("江苏省人大常委会办公厅2019", "财政拨款支出表", "人大立法", ("金额",), "729.00"),
    ("2019年度部门预算公开", "基本支出表", "差旅费", ("金额",), "37.00"),
    ("2019年度部门预算公开", "财政拨款支出表", "检察监督", ("金额",), "1,185.60"),
    ("2017年省检察院", "财政拨款支出表", "查办和预防职务犯罪", ("金额",), "480.00"),
    ("江苏省委办公厅2019年度部门预算公开表格", "基本支出表", "绩效工资", ("金额",), "163.26"),
    ("江苏省人大常委会办公厅2019", "政府采购表", "其他计算机设备及软件", ("总计",), "180.00"),
    ("上海市普陀区财政局", "收支总表", "八、其他收入", ("收入", "决算数"), "6.20"),
    ("上海市普陀区财政局", "收支总表", "年末结转和结余", ("支出", "决算数"), "55.34"),
    ("上海市普陀区财政局", "收入总表", "合计", ("本年收入合计",), "2,946.25"),
    ("上海市普陀区财政局", "收入总表", "行政运行", ("其他收入",), "0.01"),
    ("上海市普陀区财政局", "支出总表", "购房补贴", ("基本支出",), "258.50"),
    ("上海市普陀区财政局", "财政拨款收支总表", "本年支出合计", ("一般公共预算财政拨款",), "2,940.05"),
    ("上海市普陀区财政局", "财政拨款收支总表", "总计", ("收入",), "2,961.68"),
    ("上海市普陀区财政局", "一般公共预算支出表", "合计", ("项目支出",), "603.14"),
    ("上海市普陀区财政局", "基本支出表", "津贴补贴", ("决算数",), "1,238.58"),
    ("上海市普陀区财政局", "基本支出表", "印刷费", ("决算数",), "7.61"),
    ("上海市普陀区财政局", "基本支出表", "公用经费合计", ("决算数",), "184.65"),
    ("002_", "收入总表", "科技成果转化与扩散", ("总计",), "955.50"),
    ("002_", "收入总表", "总计", ("财政拨款结转",), "21.01"),
    ("002_", "支出总表", "一般行政管理事务", ("项目支出",), "10.29"),
    ("002_", "项目支出表", "“科教兴市”影视宣传及业务经费", ("商品服务支出",), "21.60"),
    ("002_", "三公经费表", "公务用车运行费", ("一般公共预算",), "10.80"),
    ("002_", "结转结余表", "总计", ("财政拨款", "项目支出"), "21.01"),
    ("004_", "委托业务费表", "2026 年新疆人才发展基金", ("合计",), "9.00"),
    ("004_", "基本支出表", "总计", ("公用经费",), "3.80"),
    ("000_", "支出总表", "住房公积金", ("合计",), "21.29"),
    ("001_", "一般公共预算支出表", "其他科学技术普及支出", ("项目支出",), "168.00"),
]
SANGONG = [
    ("江苏省人大办公厅2017", "小计", "“三公”经费", "833.60"),
    ("2017年省检察院", "公务用车购置费", "公务用车购置及运行", "50.00"),
    ("省人大办公厅2018", "公务接待费", "“三公”经费", "427.50"),
]


@pytest.mark.parametrize(("name", "form", "label", "columns", "printed"), CELLS)
def test_cells_stand_under_their_row_and_column(shared: Path, name: str, form: str, label: str, columns: tuple[str, ...], printed: str | None) -> None:
    docs = structured(shared / "corpus")
    assert value(table_of(docs, name, form), label, *columns) == printed


@pytest.mark.parametrize(("name", "leaf", "above", "printed"), SANGONG)
def test_three_level_sangong_headers_name_each_column(shared: Path, name: str, leaf: str, above: str, printed: str) -> None:
    table = table_of(structured(shared / "corpus"), name, "三公经费表")
    columns = [c for c, path in enumerate(table.column_paths) if path[-1] == leaf and any(above in p for p in path)]
    assert printed in [c.text for c in table.cells if c.column in columns and c.value is not None]


def test_every_table_that_runs_over_a_page_is_one_table(shared: Path) -> None:
    docs = structured(shared / "corpus")
    truth = json.loads((shared / "truth" / "continuations.json").read_text(encoding="utf-8"))
    wanted = {(t["file"].rsplit("/", 1)[-1], t["from_page"], t["to_page"]) for t in truth if "sliver row" not in t["kind"] or t["to_page"] != 14}
    joined = {(n, p, p + 1) for n, d in docs.items() for t in d.tables for p in range(t.page, t.last_page)}
    assert wanted - joined == set()
    assert {j for j in joined if j[0].endswith(".pdf")} - wanted <= {("上海市普陀区财政局2024年度部门决算.pdf", 13, 14)}


def test_forms_titles_and_units_of_all_tables(shared: Path) -> None:
    for name, doc in structured(shared / "corpus").items():
        for table in doc.tables:
            assert table.form is not None, (name, table.title)
            assert table.title, (name, table.page)
            if table.form not in {"单位构成表", "绩效目标表", "绩效自评表"}:
                assert table.unit == "万元", (name, table.title)


def test_empty_tables_are_known_as_such(shared: Path) -> None:
    docs = structured(shared / "corpus")
    empty = {(n[:12], t.form) for n, d in docs.items() for t in d.tables if t.is_empty}
    assert ("002_4d73c6a8", "政府性基金表") in empty
    assert ("002_4d73c6a8", "国有资本经营表") in empty
    assert sum(form == "政府性基金表" for _, form in empty) >= 11
    assert not any(form in {"收支总表", "基本支出表", "政府采购表"} for _, form in empty)


def test_sums_of_the_corpus_tables_hold_but_for_printed_slips(shared: Path) -> None:
    """Every parent equals its children and every total its parts within 0.02; a failure would be a wrong row or column."""
    found = [(n[:8], t.title, f) for n, d in structured(shared / "corpus").items() for t in d.tables for f in failures(t)]
    assert found == []
