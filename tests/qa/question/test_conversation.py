"""What a follow-up takes from the conversation, and what it leaves behind."""

from __future__ import annotations

from qa.model import Answer, Intent, Operation, Query, Turn
from qa.question import understand
from tests.qa.question.conftest import NamesOnly


def talk(names: NamesOnly, *questions: str) -> Query:
    """The last question's query, after the others were asked in one conversation."""
    history: list[Turn] = []
    for text in questions:
        query = understand(text, history, names)  # type: ignore[arg-type]
        history.append(Turn(question=text, answer=Answer(status="answered", answer="", query=query)))
    query = history[-1].answer.query
    assert query is not None
    return query


def departments(query: Query) -> list[str | None]:
    return [d.department for d in query.departments]


def measures(query: Query) -> list[str]:
    return [m.names[0] for m in query.measures]


def test_another_measure_keeps_department_year_and_kind(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年预算差旅费多少万元？", "那公务接待费呢？")
    assert (departments(query), query.years, query.kind, measures(query), query.unit) == (["青山市水利局"], (2023,), "预算", ["公务接待费"], "万元")
    assert "departments" in query.inherited


def test_another_department_keeps_the_measure(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "青山县水利局呢")
    assert (departments(query), query.years, measures(query)) == (["青山县水利局"], (2023,), ["差旅费"])


def test_another_year_keeps_the_rest_and_a_reason_asked_beside_it(names: NamesOnly) -> None:
    query = talk(names, "东海省人大办公厅2022年差旅费多少？", "2023年呢？为什么少了？")
    assert (query.years, measures(query), query.intent, query.aspects) == ((2023,), ["差旅费"], Intent.FIGURE, ("reason",))


def test_last_year_counts_from_the_year_talked_of(names: NamesOnly) -> None:
    assert talk(names, "东海省人大办公厅2023年差旅费多少？", "前一年呢？").years == (2022,)


def test_only_the_unit_changes(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少万元？", "换成元")
    assert (departments(query), measures(query), query.unit) == (["青山市水利局"], ["差旅费"], "元")


def test_compared_with_the_one_before(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "和青山县水利局比呢？")
    assert departments(query) == ["青山市水利局", "青山县水利局"]
    assert (query.operation, query.over) == (Operation.COMPARE, "departments")


def test_those_three_together(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "青山县水利局呢？", "白水州文联呢？", "三家加起来多少？")
    assert len(query.departments) == 3
    assert (query.operation, measures(query)) == (Operation.SUM, ["差旅费"])


def test_these_two_items_in_another_year(names: NamesOnly) -> None:
    query = talk(names, "东海省人大办公厅2023年差旅费多少？", "公务接待费呢？", "这两项2022年分别是多少？")
    assert (measures(query), query.years) == (["差旅费", "公务接待费"], (2022,))


def test_a_share_takes_its_part_or_its_whole_from_before(names: NamesOnly) -> None:
    part = talk(names, "青山市水利局2023年项目支出多少？", "占总支出的比例呢？")
    assert (measures(part)[0], part.operation) == ("项目支出", Operation.SHARE) or measures(part)[-1] == "项目支出"
    whole = talk(names, "青山市水利局2023年基本支出多少？", "其中人员经费占多大比重？")
    assert [(m.names[0], m.role) for m in whole.measures] == [("人员经费", "operand"), ("基本支出", "whole")]


def test_change_of_what_was_asked(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "比上年多了多少，涨幅多少？")
    assert (measures(query), query.measures[0].aspect, query.aspects) == (["差旅费"], "change", ("rate",))


def test_why_keeps_what_was_asked(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费比上年降了多少？", "为什么？")
    assert (query.intent, measures(query)) == (Intent.TEXT, ["差旅费"])


def test_a_correction_replaces_one_slot(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2022年差旅费预算多少？", "我问的是决算")
    assert (departments(query), query.years, query.kind, measures(query), query.intent) == (["青山市水利局"], (2022,), "决算", ["差旅费"], Intent.FIGURE)


def test_a_new_subject_drops_the_old_measure(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2022年差旅费决算多少？", "白水州检察院2023年有多少辆车？")
    assert (departments(query), query.years, measures(query)) == (["白水州人民检察院"], (2023,), ["车辆"])


def test_a_question_to_all_departments_keeps_none(names: NamesOnly) -> None:
    assert talk(names, "青山市水利局2023年差旅费多少？", "哪个部门最高？").departments == ()


def test_chat_between_does_not_break_the_thread(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "谢谢", "那公用经费呢？")
    assert (departments(query), measures(query)) == (["青山市水利局"], ["公用经费"])


def test_six_turns_stay_on_the_thread(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少万元？", "公务接待费呢？", "比上年少了多少？", "为什么？", "青山县水利局呢？", "换成元")
    assert departments(query) == ["青山县水利局"]
    assert (measures(query), query.unit) == (["公务接待费"], "元")


def test_a_ranking_after_shares_ranks_the_shares(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年项目支出占总支出多少？", "青山县水利局呢？", "两家谁更高？")
    assert len(query.departments) == 2
    assert [m.role for m in query.measures] == ["operand", "whole"]
    assert Operation.SHARE in (query.operation, *query.also)


def test_which_is_more_is_asked_of_the_last_two(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年基本支出多少？", "项目支出呢？", "哪个多？")
    assert (measures(query), query.operation) == (["基本支出", "项目支出"], Operation.DIFFERENCE)


def test_not_that_year_but_this(names: NamesOnly) -> None:
    query = talk(names, "东海省人大办公厅2022年差旅费多少？", "不是2022年，我要2023年的")
    assert (query.years, measures(query), query.intent) == ((2023,), ["差旅费"], Intent.FIGURE)


def test_a_year_against_the_one_talked_of(names: NamesOnly) -> None:
    query = talk(names, "东海省人大常委会办公厅2023年三公经费是多少", "比2022年少了多少")
    assert (query.years, str(query.operation), measures(query)) == ((2022, 2023), "difference", ["三公经费"])


def test_another_year_and_how_it_moved(names: NamesOnly) -> None:
    for second in ("2023年呢？涨了多少？", "那2023年呢，涨了还是跌了"):
        query = talk(names, "东海省人大常委会办公厅2022年差旅费是多少", second)
        assert (query.years, str(query.operation)) == ((2022, 2023), "difference")


def test_last_year_and_how_it_moved(names: NamesOnly) -> None:
    query = talk(names, "东海省人大常委会办公厅2023年差旅费是多少", "去年呢？少了多少，为什么？")
    assert (query.years, str(query.operation)) == ((2022, 2023), "difference")
    assert "reason" in query.aspects


def test_a_ranking_or_sum_of_them_runs_over_the_departments_talked_of(names: NamesOnly) -> None:
    for last, operation in (("按从高到低排个序", "rank"), ("谁最少", "rank"), ("三家加一块儿多少", "sum"), ("平均多少", "mean")):
        query = talk(names, "青山市水利局2023年三公经费多少", "青山县水利局呢", "白水州人民检察院呢", last)
        assert len(query.departments) == 3, last
        assert (str(query.operation), query.over, measures(query)) == (operation, "departments", ["三公经费"])


def test_both_together_are_the_items_talked_of(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年在职人员多少人", "退休人员呢", "一共多少")
    assert (measures(query), str(query.operation)) == (["在职人员", "退休人员"], "sum")


def test_years_talked_of_one_after_the_other(names: NamesOnly) -> None:
    query = talk(names, "东海省人大常委会办公厅2021年三公经费", "2022年呢", "2023年呢", "这三年一共花了多少")
    assert (query.years, str(query.operation), measures(query)) == ((2021, 2022, 2023), "sum", ["三公经费"])


def test_per_head_takes_the_last_amount_and_the_last_heads(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年工资福利支出多少", "在职人员多少人", "人均多少元")
    assert ([(m.names[0], m.role) for m in query.measures], query.unit) == ([("工资福利支出", "operand"), ("在职人员", "whole")], "元")


def test_what_a_share_was_of_is_no_item_talked_of(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年项目支出多少", "占总支出多少", "基本支出呢", "两者差多少")
    assert measures(query) == ["项目支出", "基本支出"]


def test_a_correction_that_names_a_fund_keeps_the_item() -> None:
    names = NamesOnly()
    query = talk(names, "青山市水利局2023年项目支出是多少？", "我要的是一般公共预算的那一块")
    assert (measures(query), query.measures[0].fund) == (["项目支出"], "一般公共预算")


def test_another_stage_and_a_difference_are_set_against_the_account(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2022年决算的差旅费多少？", "年初预算呢？相差多少？")
    assert (query.stages, query.operation, measures(query)) == (("决算", "年初预算"), Operation.DIFFERENCE, ["差旅费"])


def test_one_item_against_the_one_talked_of(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "公务接待费呢，比它多几万？")
    assert (measures(query), query.operation) == (["公务接待费", "差旅费"], Operation.DIFFERENCE)
    query = talk(names, "青山市水利局2023年公务接待费多少？", "比差旅费多多少？")
    assert measures(query) == ["公务接待费", "差旅费"]


def test_the_items_above_are_ranked_among_each_other(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "公务接待费呢", "上述两项中哪一项最大？")
    assert (measures(query), query.operation, query.over) == (["差旅费", "公务接待费"], Operation.RANK, None)


def test_departments_asked_for_different_years_keep_them_together(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费多少？", "青山县水利局2022年的呢", "两家加一块儿是多少？")
    assert [(d.department, d.years) for d in query.departments] == [("青山市水利局", (2023,)), ("青山县水利局", (2022,))]


def test_an_explanation_of_a_difference_is_a_reason(names: NamesOnly) -> None:
    query = talk(names, "青山市水利局2023年差旅费比上年少多少？", "官方怎么解释？")
    assert (query.intent, query.aspects) == (Intent.TEXT, ("reason",))
