"""Questions of tables on made-up disclosures: scopes said in any place, items taken together, rows by two columns, changes by row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from index.document import ReadDocument
from index.model import Aspect, Kind
from index.store.memory import MemoryIndex
from qa.engine import Engine
from tests.qa.answering.small_index import Row, disclosure, small_index

FUNCTION = "一般公共预算支出表"
STAGED = {"行政运行": ("50.00", "47.50"), "机关服务": ("20.00", "20.00"), "事业运行": ("10.00", "12.00"), "信息化建设": ("8.00", "7.00")}


def _accounts(values: dict[str, str]) -> list[Row]:
    return [(FUNCTION, ("一般公共服务支出", name), ("合计",), value, f"20101{n:02}") for n, (name, value) in enumerate(values.items(), 1)]


def _final() -> ReadDocument:
    """A final account whose prose gives both stages of each item, in a paragraph each."""
    sentences = [
        (name, value, Aspect.AMOUNT, "万元", f"一般公共服务支出（类）机关事务（款）{name}（项）。年初预算为{plan}万元，支出决算为{spent}万元。")
        for name, (plan, spent) in STAGED.items()
        for value in (plan, spent)
    ]
    made = disclosure("丙区示例局", 2024, Kind.FINAL, [], sentences)
    figures = [
        replace(f, stage="年初预算" if n % 2 == 0 else "决算", paragraph=n // 2, qualifiers=("一般公共服务支出", "机关事务")) for n, f in enumerate(made.figures)
    ]
    return replace(made, figures=tuple(figures))


@pytest.fixture(scope="module")
def engine() -> Engine:
    rows = [("政府采购表", ("服务", name), ("总计",), value, None) for name, value in (("印刷服务甲", "3.00"), ("会议服务甲", "4.00"), ("会议服务乙", "6.00"))]
    bought = disclosure("丁县采买局", 2024, Kind.BUDGET, rows)
    marks = ("政府集中采购", "政府集中采购", "分散自行组织")
    bought = replace(bought, figures=tuple(replace(f, qualifiers=(*f.qualifiers, m)) for f, m in zip(bought.figures, marks, strict=True)))
    old = disclosure("戊市演示局", 2023, Kind.BUDGET, _accounts({"行政运行": "10.00", "机关服务": "30.00", "事业运行": "5.00"}))
    new = disclosure("戊市演示局", 2024, Kind.BUDGET, _accounts({"行政运行": "12.00", "机关服务": "21.00", "事业运行": "9.00"}))
    return Engine(MemoryIndex([_final(), bought, old, new]))


@pytest.fixture(scope="module")
def plain() -> Engine:
    return Engine(small_index())


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("甲市示例局2024年基本支出，经济科目30102津贴补贴，请返回金额", "20.00"),
        ("甲市示例局2024年行政运行，基本支出列的金额是多少", "70.00"),
        ("甲市示例局2024年科普活动花多少？只看项目支出", "30.00"),
        ("甲市示例局2024年津贴补贴和奖金两样，占工资福利支出的百分之几", "50.00"),
        ("甲市示例局2024年三公经费是2023年的几倍（是几倍，不是增长几倍），两位小数", "0.87"),
        ("甲市示例局和乙县样本局2024年三公经费谁高，高出多少万元", "3.95"),
    ],
)
def test_what_limits_or_joins_items_is_no_item_of_its_own(plain: Engine, question: str, value: str) -> None:
    assert plain.ask(question).figures[0].value == Decimal(value)


def test_rows_over_a_bound_written_with_a_sign(plain: Engine) -> None:
    answer = plain.ask("甲市示例局2024年基本支出表，301工资福利支出项下，金额≥20万元的款级科目")
    assert {f.value for f in answer.figures if f.unit == "万元"} == {Decimal("30.00"), Decimal("20.00")}


def test_sums_are_taken_each_year_where_each_is_asked(plain: Engine) -> None:
    answer = plain.ask("甲市示例局2023、2024年，每年基本支出与三公经费之和各多少万元？")
    assert {Decimal("66.00"), Decimal("75.20")} <= {f.value for f in answer.figures}


@pytest.mark.parametrize(
    ("question", "value", "named"),
    [
        ("丙区示例局2024年决算数与年初预算数相等的项级科目有几个？", "1", ["机关服务"]),
        ("丙区示例局2024年决算超过年初预算的科目有几个？", "1", ["事业运行"]),
        ("丙区示例局2024年哪些科目的年初预算没花完？", "2", ["行政运行", "信息化建设"]),
        ("丙区示例局2024年没花完的钱（年初预算减决算）最多的科目是哪个？", "2.50", ["行政运行"]),
        ("丙区示例局2024年各项级科目里完成率最低的是哪个？", "87.50", ["信息化建设"]),
    ],
)
def test_items_by_their_plan_and_their_spending(engine: Engine, question: str, value: str, named: list[str]) -> None:
    answer = engine.ask(question)
    assert answer.figures[0].value == Decimal(value)
    assert all(name in answer.answer for name in named)
    assert not any(name in answer.answer for name in STAGED if name not in named)


def test_what_was_left_of_one_item_and_its_rate(engine: Engine) -> None:
    values = {abs(f.value) for f in engine.ask("丙区示例局2024年“行政运行”年初安排的钱最后剩下多少没花？完成率是多少？").figures}
    assert {Decimal("2.50"), Decimal("95.00")} <= values


def test_marked_rows_are_listed_and_added(engine: Engine) -> None:
    listed = engine.ask("丁县采买局2024年政府采购里，走“政府集中采购”的是哪几笔、各多少？")
    assert {f.value for f in listed.figures} >= {Decimal("3.00"), Decimal("4.00")}
    assert Decimal("6.00") not in {f.value for f in listed.figures}
    assert engine.ask("丁县采买局2024年政府集中采购一共多少万元？").figures[0].value == Decimal("7.00")


def test_changes_come_from_both_years_tables_where_none_is_stated(engine: Engine) -> None:
    answer = engine.ask("戊市演示局2024年哪个项级科目比上年减少最多？")
    assert [(f.label, f.value) for f in answer.figures] == [("机关服务", Decimal("-9.00"))]
    assert engine.ask("戊市演示局2024年比2023年增加最多的科目是哪个？").figures[0].value == Decimal("4.00")


def test_a_change_that_no_document_gives_is_not_answered_with_an_amount(plain: Engine) -> None:
    assert not plain.ask("乙县样本局2024年教育类科目里哪个降得最多").figures
