"""What an amount is divided by, and what street words and slips of the pen name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.model import Operation, Query
from qa.question import understand
from tests.qa.question.conftest import NamesOnly
from tests.qa.question.test_conversation import talk


def read(names: NamesOnly, text: str) -> Query:
    return understand(text, (), names)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["青山市水利局2023年公车平均一台一年的运行维护费多少", "青山市水利局2023年公务用车运行维护费每辆多少万元"])
def test_the_unit_behind_each_says_what_is_divided_by(names: NamesOnly, text: str) -> None:
    query = read(names, text)
    assert query.operation is Operation.PER_HEAD
    assert query.measures[1].role == "whole"
    assert "车辆" in query.measures[1].names


def test_numbers_that_the_question_states_are_taken_as_said(names: NamesOnly) -> None:
    query = read(names, "2023年差旅费，青山市水利局是4个人，青山县水利局是25个人，两家人均各多少")
    assert [(m.department, m.given) for m in query.measures[1:]] == [("青山市水利局", Decimal(4)), ("青山县水利局", Decimal(25))]


def test_one_person_is_no_number_of_heads(names: NamesOnly) -> None:
    assert all(m.given is None for m in read(names, "青山市水利局2023年公用经费平均下来一个人多少").measures)


def test_what_is_divided_by_in_a_follow_up_is_what_the_unit_means(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年在职人员多少人？", "车辆有几辆？", "公务用车运行维护费多少", "平均每辆呢，摊下来多少？")
    assert "车辆" in query.measures[-1].names


@pytest.mark.parametrize(("text", "name"), [("青山市水利局2023年差旅方面的开销多少", "差旅费"), ("青山市水利局2023年接待花销", "公务接待费"), ("青山市水利局2023年公用开支", "公用经费")])
def test_a_word_for_money_behind_a_stem_is_the_item(names: NamesOnly, text: str, name: str) -> None:
    assert read(names, text).measures[0].names[0] == name


def test_a_department_typed_by_sound_is_found(names: NamesOnly) -> None:
    assert [d.department for d in read(names, "白水州检查院2023年差旅费").departments] == ["白水州人民检察院"]


def test_what_is_taken_back_is_not_read(names: NamesOnly) -> None:
    assert [m.names[0] for m in read(names, "青山市水利局2023年付给培训…不对，付给接待的钱多少").measures] == ["公务接待费"]


def test_the_year_counted_back_from_is_not_asked(names: NamesOnly) -> None:
    query = read(names, "青山市水利局2022预算 差旅费/公务接待费 各多少（2023说明倒推）")
    assert query.years == (2022,)
    assert query.operation is Operation.PREVIOUS


def test_a_total_of_the_first_of_several_asks_adds_nothing(names: NamesOnly) -> None:
    assert read(names, "青山市水利局2023年差旅费一共多少、公务接待费多少").operation is not Operation.SUM
    assert read(names, "青山市水利局2023年差旅费和公务接待费一共多少").operation is Operation.SUM


def test_what_is_left_is_the_whole_less_the_part_talked_of(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年三公经费多少？", "其中公务接待费呢？", "剩下的是多少？")
    assert query.operation is Operation.DIFFERENCE
    assert [m.names[0] for m in query.measures] == ["三公经费", "公务接待费"]


def test_the_former_against_the_latter_are_the_last_two_talked_of(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "青山县水利局呢？", "前一家相当于后一家的百分之几？")
    assert query.operation is Operation.SHARE
    assert [d.department for d in query.departments] == ["青山市水利局", "青山县水利局"]


def test_one_bodys_as_a_share_of_anothers_is_no_growth(names: NamesOnly) -> None:
    assert read(names, "2023年青山市水利局的差旅费相当于青山县水利局的百分之几").operation is Operation.SHARE


def test_either_or_compares_the_two(names: NamesOnly) -> None:
    query = read(names, "青山市水利局2023年三公经费主要花在接待上还是公车上")
    assert query.operation is Operation.COMPARE
    assert query.measures[0].names[0] == "公务接待费"


def test_the_year_named_in_the_next_turn_is_kept_when_only_the_unit_changes(names: NamesOnly) -> None:
    query = talk(names, "东海省人大办公厅2023年差旅费多少？", "比22年少了多少", "换成元是多少")
    assert (query.years, query.operation, query.unit) == ((2022, 2023), Operation.DIFFERENCE, "元")


def test_parts_of_one_whole_are_each_shares_of_it(names: NamesOnly) -> None:
    query = read(names, "青山市水利局2023年政府采购货物、政府采购服务各占几成")
    assert [m.role for m in query.measures] == ["operand", "operand", "whole"]


def test_the_cars_say_whose_running_it_is(names: NamesOnly) -> None:
    query = read(names, "青山市水利局2023年那么多公车，平均一台一年的运行维护费几万块")
    assert query.measures[0].names[0] == "公务用车运行维护费"
    assert query.measures[0].qualifiers == ()


def test_an_assembly_is_named_in_one_breath(names: NamesOnly) -> None:
    query = read(names, "2023年青山市水利局和人大谁的差旅费多")
    assert [d.department for d in query.departments] == ["青山市水利局", "东海省人大常委会办公厅"]


def test_years_with_an_arrow_between_them_are_both_read(names: NamesOnly) -> None:
    query = read(names, "东海省人大办公厅2021→2022，差旅费少了几万")
    assert (query.years, query.operation) == ((2021, 2022), Operation.DIFFERENCE)


def test_a_plus_sign_adds(names: NamesOnly) -> None:
    assert read(names, "青山市水利局 2023 差旅费+公务接待费").operation is Operation.SUM


def test_those_divided_among_contain_no_money(names: NamesOnly) -> None:
    query = read(names, "青山市水利局2023年在职人员里一个人摊到多少公用经费")
    assert [m.names[0] for m in query.measures] == ["公用经费", "在职人员"]
    assert query.measures[0].qualifiers == ()


def test_a_share_in_a_follow_up_is_of_the_item_that_contained_it(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年政府采购预算多少？", "货物那块？", "货物占多少？")
    assert [(m.names[0], m.role) for m in query.measures] == [("政府采购货物", "operand"), ("政府采购预算", "whole")]


def test_what_is_left_of_a_whole_that_is_named_is_without_the_parts_talked_of(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年基本工资多少？", "绩效工资呢？", "剩下的工资福利支出一共多少？")
    assert [m.names[0] for m in query.measures] == ["工资福利支出", "基本工资", "绩效工资"]
