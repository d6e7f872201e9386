"""Rows of two years against each other, and what is not said when no rows were found."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.model import Kind
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.rows import took
from tests.qa.answering.small_index import Row, disclosure

BEFORE = {"30201": ("办公费", "8.00"), "30205": ("水费", "2.00"), "30211": ("差旅费", "9.00"), "30215": ("会议费", "3.00")}
AFTER = {"30201": ("办公费", "12.50"), "30205": ("水费", "1.50"), "30211": ("差旅费", "4.00"), "30216": ("培训费", "6.00")}


def _accounts(accounts: dict[str, tuple[str, str]]) -> list[Row]:
    total = sum((Decimal(amount) for _, amount in accounts.values()), Decimal(0))
    rows: list[Row] = [("支出总表", ("商品和服务支出",), ("合计",), str(total), "302")]
    return rows + [("支出总表", ("商品和服务支出", name), ("合计",), amount, code) for code, (name, amount) in accounts.items()]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(MemoryIndex([disclosure("庚市演示局", year, Kind.BUDGET, _accounts(rows)) for year, rows in ((2023, BEFORE), (2024, AFTER))]))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("庚市演示局2024年商品和服务支出各科目和2023年比，涨得最多的是哪个", [("办公费", "4.50")]),
        ("庚市演示局2024年比2023年，商品和服务支出里减少最多的科目是什么？减了多少", [("差旅费", "-5.00")]),
        ("庚市演示局2024年商品和服务支出里比2023年减少超过1万元的科目有几个", [("数量", "1")]),
        ("庚市演示局2024年商品和服务支出比2023年新增了哪些科目", [("培训费", "6.00")]),
        ("庚市演示局2024年商品和服务支出比2023年降幅最大的科目是哪个", [("差旅费", "-55.56")]),
    ],
)
def test_what_moved_is_computed_from_both_tables(engine: Engine, question: str, figures: list[tuple[str, str]]) -> None:
    answer = engine.ask(question)
    assert took(answer), answer.answer
    assert [(f.label, f.value) for f in answer.figures][: len(figures)] == [(label, Decimal(value)) for label, value in figures]


@pytest.mark.parametrize("question", ["庚市演示局2024年商品和服务支出里归老李管的金额前三的科目", "庚市演示局2024年商品和服务支出因搬家涨得最多的两个科目"])
def test_a_whole_is_no_answer_to_a_question_about_its_rows(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert not [f for f in answer.figures if f.value == Decimal("24.00")], answer.answer
