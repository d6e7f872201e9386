"""Questions over the rows of one table: every word is read, or the question is left to others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from index.document import ReadDocument
from index.model import Cell, Kind
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.rows import took
from tests.qa.answering.small_index import Row, disclosure

BASIC = "基本支出表"
BOUGHT = "政府采购表"
HEADS = ("采购品目大类", "专项名称", "采购物品名称", "采购组织形式", "总计")
# class, programme, thing, how it is bought, amount
LINES = (
    ("一、货物A", "设备更新费", "复印纸", "分散自行组织", "2.00"),
    ("一、货物A", "设备更新费", "打印设备", "政府集中采购", "9.00"),
    ("一、货物A", "档案整理费", "复印纸", "分散自行组织", "1.50"),
    ("三、服务C", "大楼运转费", "物业管理服务", "政府集中采购", "40.00"),
    ("三、服务C", "档案整理费", "印刷服务", "分散自行组织", "6.00"),
)
OFFICE = {"30201": ("办公费", "8.00"), "30205": ("水费", "0.40"), "30206": ("电费", "3.00"), "30211": ("差旅费", "12.00"), "30217": ("公务接待费", "0.40")}


def _bought(department: str) -> ReadDocument:
    """A disclosure with a procurement table of four label columns, and a table of basic expenditure."""
    rows: list[Row] = [(BOUGHT, (cls, programme, thing), ("总计",), amount, None) for cls, programme, thing, _, amount in LINES]
    rows += [(BASIC, ("商品和服务支出",), ("合计",), "23.80", "302")]
    rows += [(BASIC, ("商品和服务支出", name), ("合计",), amount, code) for code, (name, amount) in OFFICE.items()]
    made = disclosure(department, 2024, Kind.BUDGET, rows)
    cells = tuple(Cell(r, c, text, 2) for r, line in enumerate(LINES, 1) for c, text in enumerate(line[:4]))
    paths = ((), *(line[:3] for line in LINES))
    bought = replace(
        made.structured.tables[0], ordinal=0, title="政府采购预算表", form=BOUGHT, rows=6, columns=5, header_rows=1, cells=cells, column_paths=tuple((h,) for h in HEADS), row_paths=paths,
        row_codes=(None,) * 6, roles=("label", "project", "label", "attribute", "value"),
    )  # fmt: skip
    basic = replace(made.structured.tables[0], ordinal=1, title="基本支出预算表", form=BASIC, rows=0, row_paths=(), row_codes=())
    figures = [
        replace(f, table=0 if f.form == BOUGHT else 1, row=n + 1, qualifiers=(*f.qualifiers, LINES[n][3]) if n < len(LINES) else f.qualifiers) for n, f in enumerate(made.figures)
    ]
    return replace(made, structured=replace(made.structured, tables=(bought, basic)), figures=tuple(figures))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(MemoryIndex([_bought("己市采买局")]))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("己市采买局2024年采购表里复印纸分散在几处，帮忙加一下一共多少", [("数量", "2"), ("合计", "3.50")]),
        ("己市采买局2024年采购按专项从大到小排，前两名是哪几个专项", [("大楼运转费", "40.00"), ("设备更新费", "11.00")]),
        ("己市采买局2024 政府采购 货物 政府集中采购 小计", [("合计", "9.00")]),
        ("己市采买局2024年采购里，政府集中采购合计多少？分散采购的又合计多少", [("政府集中采购合计", "49.00"), ("分散自行组织合计", "9.50")]),
        ("己市采买局 2024 商品和服务支出 款级科目 TOP3", [("差旅费", "12.00"), ("办公费", "8.00"), ("电费", "3.00")]),
        ("己市采买局2024年商品和服务支出金额第1、第2款", [("差旅费", "12.00"), ("办公费", "8.00")]),
        ("己市采买局2024年30201-30299款级科目中预算>2万元的个数", [("数量", "3")]),
        ("己市采买局2024年商品和服务支出里最便宜的是哪项", [("水费", "0.40"), ("公务接待费", "0.40")]),
        ("电费在己市采买局2024年商品和服务支出里排第几", [("电费名次", "3"), ("电费", "3.00")]),
        ("己市采买局2024年商品和服务支出里最大的一项和最小的一项差多少", [("差额", "11.60")]),
        ("己市采买局2024年商品和服务支出前两项加起来占商品和服务支出的百分之几", [("占比", "84.03")]),
    ],
)
def test_rows_are_ranked_counted_grouped_and_added(engine: Engine, question: str, figures: list[tuple[str, str]]) -> None:
    answer = engine.ask(question)
    assert took(answer), answer.answer
    assert [(f.label, f.value) for f in answer.figures][: len(figures)] == [(label, Decimal(value)) for label, value in figures]
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "己市采买局2024年商品和服务支出里因为搬家而增加的最多的三项",  # nothing in a table says what grew for which reason
        "己市采买局2024年火星探测支出里最多的三项",
        "己市采买局2024年有几辆车",
    ],
)
def test_a_question_with_words_that_no_table_explains_is_not_taken(engine: Engine, question: str) -> None:
    assert not took(engine.ask(question))
