"""Figures of tables: the conventions of ``index.figures.tables``, on made tables of other provinces' layouts and on the corpus."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from index.figures.tables import UNKNOWN_COLUMN, table_figures
from index.model import Aspect, Figure, Identity, Kind, Scope
from index.raw import RawTable
from index.structure import structure
from tests.index.corpus import identities, structured
from tests.index.structure.grids import document, table


def figures(raw: RawTable, *lines: str, kind: Kind = Kind.BUDGET) -> list[Figure]:
    """The figures of a one-table document of 青山县教育局, 2024."""
    identity = Identity("", "青山县教育局", "青山县教育局", 2024, kind, Scope.DEPARTMENT)
    return table_figures(structure(document([*lines, "单位：万元", raw])), identity)


def one(found: list[Figure], measure: str, item: str | None = None, **fields: object) -> Figure:
    """The single figure of a measure and column item with these fields."""
    hits = [f for f in found if f.measure == measure and f.column_item == item and all(getattr(f, k) == v for k, v in fields.items())]
    assert len(hits) == 1, [(f.measure, f.column_item, f.stage, f.year, str(f.value)) for f in found]
    return hits[0]


def test_a_row_names_the_measure_and_the_column_its_item() -> None:
    found = figures(
        table(
            [
                ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
                ["", "合计", "5.00", "3.00", "2.00"],
                ["205", "教育支出", "5.00", "3.00", "2.00"],
                ["20502", "普通教育", "5.00", "3.00", "2.00"],
            ]
        ),
        "部门支出总表",
    )
    plain = one(found, "教育支出")
    assert (plain.value, plain.unit, plain.code, plain.fund, plain.aspect) == (Decimal("5.00"), "万元", "205", "全口径", Aspect.AMOUNT)
    assert one(found, "教育支出", "项目支出").value == Decimal("2.00")
    assert one(found, "普通教育").qualifiers[0] == "教育支出"
    assert one(found, "支出总计").value == Decimal("5.00")
    assert one(found, "项目支出").value == Decimal("2.00")
    assert one(found, "教育支出", "项目支出").quote == "205 教育支出 5.00 3.00 2.00"


def test_sangong_of_final_accounts_with_budget_and_final_halves() -> None:
    head = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "<", "<", "公务接待费"]
    below = ["^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^"]
    found = figures(
        table(
            [
                ["预算数", "<", "<", "<", "<", "<", "决算数", "<", "<", "<", "<", "<"],
                head + head,
                below + below,
                [str(n) for n in range(1, 13)],
                ["9.00", "0.00", "6.00", "0.00", "6.00", "3.00", "8.00", "0.00", "5.50", "0.00", "5.50", "2.50"],
            ]
        ),
        "财政拨款“三公”经费支出决算表",
        kind=Kind.FINAL,
    )
    assert one(found, "三公经费", stage="预算").value == Decimal("9.00")
    assert one(found, "三公经费", stage="决算").value == Decimal("8.00")
    assert one(found, "公务用车运行维护费", stage="决算").value == Decimal("5.50")
    assert one(found, "公务用车购置及运行维护费", stage="预算").value == Decimal("6.00")
    assert len(found) == 12


def test_years_changes_and_rates_in_columns() -> None:
    found = figures(
        table([["项目", "2023年预算数", "2024年预算数", "增减额", "增减率（%）"], ["公务接待费", "4.00", "3.00", "-1.00", "-25.00"], ["合计", "4.00", "3.00", "-1.00", "-25.00"]]),
        "“三公”经费预算表",
    )
    assert one(found, "公务接待费", year=2023).value == Decimal("4.00")
    assert one(found, "公务接待费", year=2024, aspect=Aspect.AMOUNT).value == Decimal("3.00")
    assert one(found, "公务接待费", aspect=Aspect.CHANGE).value == Decimal("-1.00")
    rate = one(found, "三公经费", aspect=Aspect.RATE)
    assert (rate.value, rate.unit) == (Decimal("-25.00"), "%")


def test_groups_of_staff_and_running_costs_side_by_side() -> None:
    found = figures(
        table(
            [
                ["人员经费", "<", "<", "公用经费", "<", "<"],
                ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
                ["301", "工资福利支出", "9.00", "302", "商品和服务支出", "3.00"],
                ["30101", "基本工资", "9.00", "30211", "差旅费", "3.00"],
                ["人员经费合计", "<", "9.00", "公用经费合计", "<", "3.00"],
            ]
        ),
        "一般公共预算财政拨款基本支出决算明细表",
        kind=Kind.FINAL,
    )
    travel = one(found, "差旅费", code="30211")
    assert travel.qualifiers == ("商品和服务支出", "公用经费", "基本支出")
    assert (travel.fund, travel.quote) == ("一般公共预算", "30211 差旅费 3.00")
    assert one(found, "公用经费").value == Decimal("3.00")


def test_final_balance_with_line_numbers() -> None:
    found = figures(
        table(
            [
                ["收入", "<", "<", "支出", "<", "<"],
                ["项目", "行次", "决算数", "项目", "行次", "决算数"],
                ["栏次", "", "1", "栏次", "", "2"],
                ["一、一般公共预算财政拨款收入", "1", "9.00", "一、一般公共服务支出", "31", ""],
                ["二、其他收入", "2", "1.00", "五、教育支出", "35", "8.00"],
                ["本年收入合计", "27", "10.00", "本年支出合计", "57", "8.00"],
                ["年初结转和结余", "28", "1.00", "年末结转和结余", "59", "3.00"],
                ["总计", "30", "11.00", "总计", "60", "11.00"],
            ]
        ),
        "收入支出决算总表",
        kind=Kind.FINAL,
    )
    assert one(found, "教育支出").value == Decimal("8.00")
    assert one(found, "年末结转和结余").value == Decimal("3.00")
    assert one(found, "收入总计").value == one(found, "支出总计").value == Decimal("11.00")
    assert one(found, "本年收入合计").qualifiers == ("收入",)
    assert all(f.value not in {Decimal(31), Decimal(57)} for f in found)


def test_rows_of_units_have_the_unit_for_subject() -> None:
    found = figures(
        table(
            [
                ["部门（单位）代码", "部门（单位）名称", "合计", "本年收入", "<", "上年结转结余"],
                ["^", "^", "^", "小计", "一般公共预算", "^"],
                ["", "合计", "9.00", "9.00", "9.00", ""],
                ["303001", "青山县教育局", "6.00", "6.00", "6.00", ""],
                ["303002", "青山县第一中学", "3.00", "3.00", "3.00", ""],
            ]
        ),
        "部门收入总表",
    )
    school = one([f for f in found if f.subject == "青山县第一中学"], "收入总计")
    assert (school.value, school.subject_kind) == (Decimal("3.00"), "单位")
    assert one([f for f in found if f.subject == "青山县教育局（本级）"], "收入总计").value == Decimal("6.00")
    assert one([f for f in found if f.subject_kind == "部门"], "收入总计").value == Decimal("9.00")


def test_counts_have_their_unit_and_no_fund() -> None:
    found = figures(table([["项目", "决算数"], ["公务用车保有量（辆）", "12"], ["国内公务接待人次（人）", "85"], ["公务接待费", "1.20"]]), "“三公”经费及相关信息表")
    cars = one(found, "公务用车保有量")
    assert (cars.value, cars.unit, cars.aspect, cars.fund) == (Decimal(12), "辆", Aspect.COUNT, None)
    assert one(found, "公务接待费").unit == "万元"


def test_unit_in_the_header_counts_before_the_caption() -> None:
    found = figures(table([["项目", "金额（元）"], ["公务接待费", "1200"]]), "“三公”经费表")
    assert one(found, "公务接待费").unit == "元"


def test_cells_whose_column_was_lost_are_never_plain_cells(shared: Path) -> None:
    docs, who = structured(shared / "corpus"), identities(shared / "corpus")
    lost = [f for n, d in docs.items() for f in table_figures(d, who[n]) if not f.column_known]
    assert lost
    assert all(f.column_item == UNKNOWN_COLUMN and f.column_path == () for f in lost)


def test_corpus_figures_that_people_ask_for(shared: Path) -> None:
    docs, who = structured(shared / "corpus"), identities(shared / "corpus")

    def ask(name: str, measure: str, item: str | None = None, **fields: object) -> set[str]:
        key = next(n for n in docs if n.startswith(name))
        return {
            str(f.value)
            for f in table_figures(docs[key], who[key])
            if f.measure == measure and f.column_item == item and all(getattr(f, k) == v for k, v in fields.items())
        }

    assert ask("2017年省检察院", "公务用车购置费") == {"50.00"}
    assert ask("江苏省人大办公厅2017", "三公经费") == {"833.60"}
    assert ask("江苏省人大办公厅2017", "三公经费、会议费、培训费") == {"2542.60"}
    assert ask("上海市普陀区", "津贴补贴", code="30102") == {"1238.58"}
    assert ask("上海市普陀区", "三公经费", stage="预算") == {"0.95"}
    assert ask("002_", "科学技术支出", "项目支出", form="支出总表") == {"2554.44"}
    assert ask("002_", "项目支出", form="一般公共预算支出表") == {"2533.43"}
    assert ask("002_", "技术研究与开发", form="支出总表") == {"955.50"}
    assert ask("002_", "项目支出", subject="乌鲁木齐市科技信息中心", form="项目支出表") == {"39.73"}
    assert ask("004_", "委托业务费", form="委托业务费表", subject_kind="部门") == {"18.50"}
    assert ask("000_", "住房保障支出", form="支出总表") == {"21.29"}
    assert ask("省人大办公厅2018", "政府采购") == {"2064.25"}


def test_every_figure_can_be_cited(shared: Path) -> None:
    docs, who = structured(shared / "corpus"), identities(shared / "corpus")
    seen: set[str] = set()
    for name, doc in docs.items():
        for figure in table_figures(doc, who[name]):
            assert figure.printed in figure.quote
            assert figure.unit
            assert figure.boxes or not name.endswith(".pdf")
            assert figure.measure not in figure.qualifiers
            assert figure.id not in seen
            seen.add(figure.id)
    assert len(seen) > 2500
