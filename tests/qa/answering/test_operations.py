"""Operations and judgements on the hand-made index: all asks answered, coverage said, never a figure of another item."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.engine import Engine
from qa.lookup.names import key, loose, neutral
from tests.qa.answering.small_index import small_index


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(small_index())


def test_several_asks_in_one_question_are_all_answered(engine: Engine) -> None:
    answer = engine.ask("甲市示例局和乙县样本局2024年三公经费哪个多？多多少万元，是后者的几倍？")
    values = {f.value for f in answer.figures}
    assert Decimal("3.95") in values
    assert Decimal("4.16") in values


def test_a_mean_over_departments_states_its_parts(engine: Engine) -> None:
    answer = engine.ask("甲市示例局和乙县样本局2024年三公经费的平均数是多少万元，保留三位小数？")
    assert answer.figures[0].value == Decimal("3.225")
    assert "5.20" in answer.answer
    assert "1.25" in answer.answer


def test_persons_expenses_are_won_from_their_parts_and_marked_derived(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年人员经费是多少？")
    assert answer.figures[0].value == Decimal("60.00")
    assert answer.figures[0].derived
    assert "推算" in answer.answer


def test_a_share_of_an_unknown_part_is_refused_not_guessed(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年火星探测在项目支出里占多大比重？")
    assert not answer.figures


def test_an_unknown_item_inside_a_known_one_is_not_answered_with_the_known_one(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年基本支出里的火星探测费是多少万元？")
    assert not answer.figures


def test_different_bodies_may_not_be_taken_for_one(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2023年三公经费6.00万元，乙县样本局2024年三公经费1.25万元，能不能据此说三公经费一年降了4.75万元？")
    assert "不能" in answer.answer
    assert "不同部门" in answer.answer


def test_coverage_is_said_where_a_department_lacks_the_item(engine: Engine) -> None:
    answer = engine.ask("甲市示例局和乙县样本局2024年的车辆各有几辆？")
    assert "乙县样本局" in answer.answer
    assert [f.value for f in answer.figures] == [Decimal("4")]


def test_rounding_is_as_asked(engine: Engine) -> None:
    assert engine.ask("甲市示例局2024年三公经费占支出总计的百分比，保留一位小数").figures[0].value == Decimal("5.2")
    assert engine.ask("甲市示例局2024年支出总计多少亿元？保留三位小数").figures[0].value == Decimal("0.010")


def test_the_change_is_given_as_it_is_printed(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年三公经费比上年减少多少，下降百分之几？")
    assert {f.value for f in answer.figures} == {Decimal("-0.80"), Decimal("-13.33")}


def test_suggestions_and_query_travel_with_the_answer(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年三公经费多少？")
    assert answer.suggestions
    assert answer.query is not None
    assert answer.generation == "memory"


@given(st.text(alphabet="甲市示例局乙县样本三公经费项目支出年预决算多少万元的占比合计最高0123456789？?，。 　\x00<script>", max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_question_breaks_the_engine(engine: Engine, text: str) -> None:
    answer = engine.ask(text)
    assert answer.status in {"answered", "not_found", "clarify", "declined"}
    assert answer.answer


@pytest.mark.parametrize(
    ("printed", "other"),
    [("（一）“三公”经费合计", "三公经费"), ("其中：公务用车运行费", "公务用车运行维护费"), ("2.行政运行（项）", "行政运行"), ("差旅费用", "差旅费")],
)
def test_labels_that_mean_one_item_have_one_key(printed: str, other: str) -> None:
    assert key(printed) == key(other)


def test_income_and_spending_never_become_one_name() -> None:
    assert loose(key("财政拨款收入")) != loose(key("财政拨款支出"))
    assert loose(key("一般公共服务支出")) == loose(key("一般公共服务"))


@pytest.mark.parametrize("label", ["合计", "预算数", "金额", "2024年预算数", "小计", "总计"])
def test_labels_of_totals_say_nothing_of_their_own(label: str) -> None:
    assert neutral(label)
