"""The engine end to end on a hand-made index: what is asked gets its figure, what is not there is said to be missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.engine import Engine
from qa.model import Answer
from tests.qa.answering.small_index import small_index


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(small_index())


def first(answer: Answer) -> tuple[Decimal, str]:
    assert answer.status == "answered", answer.answer
    return answer.figures[0].value, answer.figures[0].unit


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("甲市示例局2024年支出总计是多少？", "100.00", "万元"),
        ("甲市示例局2024年项目支出多少元？", "300000", "元"),
        ("甲市示例局2024年三公经费多少？", "5.20", "万元"),
        ("甲市示例局2024年有几辆车？", "4", "辆"),
        ("甲市示例局2024年项目支出占支出总计的比重是多少？", "30.00", "%"),
        ("甲市示例局2024年基本工资和奖金一共多少？", "40.00", "万元"),
        ("甲市示例局2024年行政运行支出是多少？", "70.00", "万元"),
    ],
)
def test_a_plain_question_gets_its_figure_with_a_citation(engine: Engine, question: str, value: str, unit: str) -> None:
    answer = engine.ask(question)
    assert first(answer) == (Decimal(value), unit)
    assert answer.citations
    assert "[1]" in answer.answer


def test_an_exact_conversion_loses_nothing_and_prints_no_decimals(engine: Engine) -> None:
    assert "300,000元" in engine.ask("甲市示例局2024年项目支出多少元？").answer


@pytest.mark.parametrize("question", ["乙县样本局2023年三公经费多少？", "甲市示例局2024年绩效工资多少？", "甲市示例局2024年三公经费决算是多少？"])
def test_what_is_not_disclosed_is_said_to_be_missing(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.status == "not_found"
    assert not answer.figures


def test_a_missing_year_names_the_years_there_are(engine: Engine) -> None:
    assert "2024年预算" in engine.ask("乙县样本局2022年三公经费多少？").answer


def test_an_open_department_is_asked_back_with_the_values(engine: Engine) -> None:
    answer = engine.ask("三公经费是多少？")
    assert answer.status == "clarify"
    assert len(answer.choices) == 2
    assert "5.20" in answer.answer
    assert "1.25" in answer.answer


def test_two_departments_compared_say_who_and_by_how_much(engine: Engine) -> None:
    answer = engine.ask("甲市示例局和乙县样本局2024年三公经费哪家多，多多少万元？")
    assert {f.value for f in answer.figures} == {Decimal("5.20"), Decimal("1.25"), Decimal("3.95")}


def test_rows_under_an_item_are_ranked(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年工资福利支出里金额最高的两项是什么？")
    assert [(f.label, f.value) for f in answer.figures] == [("基本工资", Decimal("30.00")), ("津贴补贴", Decimal("20.00"))]


def test_a_trend_gives_both_years_and_the_change(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2023年到2024年三公经费怎么变化？")
    assert [f.value for f in answer.figures[:3]] == [Decimal("6.00"), Decimal("5.20"), Decimal("-0.80")]


def test_no_is_said_with_the_sentence_that_proves_it(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年有没有政府性基金预算？")
    assert answer.answer.startswith("没有")
    assert "空表" in answer.citations[0].quote


@pytest.mark.parametrize(("question", "status"), [("你好", "answered"), ("", "declined"), ("预" * 2000, "declined"), ("今天天气怎么样", "declined")])
def test_small_talk_and_bad_input_are_answered_politely(engine: Engine, question: str, status: str) -> None:
    answer = engine.ask(question)
    assert answer.status == status
    assert answer.answer
    assert not answer.figures
