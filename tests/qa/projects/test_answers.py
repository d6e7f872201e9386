"""Questions about the projects of a made-up disclosure: the project first, then what of it is asked, in everyday words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.model import Answer, Turn
from tests.qa.projects.made import made_index


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    return made_index()


def ask(index: MemoryIndex, *questions: str) -> Answer:
    turns: list[Turn] = []
    for question in questions:
        turns.append(Turn(question=question, answer=Engine(index).ask(question, turns)))
    return turns[-1].answer


def values(answer: Answer) -> list[tuple[str, str]]:
    return [(f"{f.value.normalize():f}", f.unit) for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("丁县示例局2024年山间步道养护经费，栏杆坏了护栏修复要求几个小时内响应？", [("6", "小时")]),
        ("丁县示例局2024年步道养护要巡查几次，去年巡查了几次？", [("36", "次"), ("30", "次")]),
        ("丁县示例局2024年山间步道那笔钱，要养护多少公里？", [("18", "公里")]),
        ("丁县示例局2024年乡村夜校开办几个班次，学员多少人？", [("8", "班次"), ("240", "人")]),
        ("丁县示例局2024年乡村夜校的权重里，夜校学员人数占多少分？", [("20", "分")]),
        ("丁县示例局2023年灯会接待了多少人观灯？比目标多几人？", [("1200", "人"), ("5000", "人"), ("6200", "人")]),
        ("丁县示例局2023年灯会筹办经费里，灯组制作费用和安保服务费用哪个实际花得多？多多少万元？", [("24.1", "万元"), ("33.6", "万元"), ("9.5", "万元")]),
        ("丁县示例局2024年乡村夜校开办经费里讲师劳务费多少万元？", [("7.2", "万元")]),
        ("丁县示例局2023年灯会筹办经费和古井修缮经费，预算执行率哪个高？高几个百分点？", [("96.5", "%"), ("71.2", "%"), ("25.3", "个百分点")]),
        ("丁县示例局下面两家单位2024年项目支出合计多少？", [("41.7", "万元"), ("27.6", "万元"), ("14.1", "万元")]),
        ("丁县示例局2024年山间步道养护经费平均每公里花多少元？", [("10000", "元/公里")]),
        ("丁县示例局2024年两笔书屋共享计划的钱都要翻新湖滨书屋，2021年那笔和2024年省级那笔各拿多少翻新？差多少？", [("3.5", "万元"), ("0.8", "万元"), ("2.7", "万元")]),
        ("丁县示例局2024年预算中2021年那笔乡镇书屋共享资金安排了多少万元？", [("5", "万元")]),
        ("丁县示例局2024年各项目资金分配里，讲师劳务费加起来多少万元？", [("8.4", "万元")]),
        ("丁县示例局2024年的乡村夜校，教材印制费占它的百分之几？", [("25", "%")]),
        ("丁县示例局2024年下属单位的三个项目按金额排，前两名是哪些，各多少？", [("20.1", "万元"), ("14.1", "万元")]),
        ("丁县示例局2024年乡村夜校开办经费，夜校班次、学员人数、授课协议这三个数量指标分别定了多少？", [("8", "班次"), ("240", "人"), ("3", "份")]),
        ("丁县示例局2024年乡村夜校开办经费按用途拆一下", [("2.4", "万元"), ("7.2", "万元")]),
        ("丁县示例局2024年转移支付项目有几个，涉及多少钱？", [("3", "个"), ("26.4", "万元")]),
        ("丁县示例局2023年绩效评价项目合在一起，预算执行率是多少？", [("75", "%")]),
        ("丁县示例局2024年乡村夜校开办经费的资金分配里，超过3万元的用途有几笔，合计多少万元？", [("1", "项"), ("7.2", "万元")]),
        ("丁县示例局2024年乡村夜校开办经费里花得最多的用途是哪一笔，占整个项目的百分之几？", [("7.2", "万元"), ("75", "%")]),
        ("丁县示例局2024年乡村夜校开办经费的绩效指标里，权重最低的是哪一项，目标多少？", [("10", "分"), ("3", "份")]),
        ("丁县示例局2024年山间步道养护经费有几条指标权重不低于10分？", [("4", "项")]),
        ("丁县示例局2023年两个项目自评平均得了多少分？", [("83.75", "分"), ("88", "分"), ("79.5", "分")]),
        ("丁县示例局2023年自评得分80分以下的项目有几个，是哪个？", [("1", "个"), ("79.5", "分")]),
        ("丁县示例局2023年预算执行率最低的项目是哪个？", [("71.2", "%")]),
        ("丁县示例局2023年灯会筹办经费 接待观灯人数 指标值 实际值", [("5000", "人"), ("6200", "人")]),
        ("丁县示例局2024年绩效指标：护栏损坏修复响应时间、夜校学员人数 目标值", [("6", "小时"), ("240", "人")]),
        ("丁县示例局2024年上年结转里最大的一笔是哪个，多少钱？", [("6.3", "万元")]),
    ],
)
def test_the_item_that_everyday_words_mean_is_found(index: MemoryIndex, question: str, expected: list[tuple[str, str]]) -> None:
    answer = ask(index, question)
    assert answer.status == "answered"
    assert set(values(answer)) == set(expected), answer.answer
    assert answer.citations


def test_a_claim_about_a_limit_is_judged_for_each_item(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2023年灯会筹办经费，灯组制作费用没有突破上限，对吧？实际多少？")
    assert answer.answer.startswith("不对")
    assert Decimal("33.6") in {f.value for f in answer.figures}


def test_goal_and_indicator_that_differ_are_set_against_each_other(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2024年乡村夜校的总体目标说签几份授课协议，绩效指标又写几份？对得上吗？")
    assert answer.answer.startswith("不一致")
    assert values(answer) == [("5", "份"), ("3", "份")]


def test_carried_over_money_is_told_with_its_use(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2024年有一笔2023年结转的河道清淤，多少钱，打算怎么用？")
    assert ("2.2", "万元") in values(answer)
    assert "清理河道淤泥" in answer.answer


def test_the_talk_before_names_the_project(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2024年乡村夜校开办经费，夜校学员人数目标是多少人？", "签订授课协议要几份？")
    assert ("3", "份") in values(answer)


def test_a_year_in_a_name_is_no_year_of_a_document(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2024年省级“乡镇书屋共享计划”资金是怎么分配的？", "2021年那笔呢？")
    assert values(answer) == [("3.5", "万元")], answer.answer


def test_a_target_is_set_beside_last_years_value(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2024年乡村夜校开办经费定的夜校班次，比上年实际完成的还少吗？各是多少？")
    assert answer.answer.startswith("没有"), answer.answer
    assert set(values(answer)) == {("8", "班次"), ("5", "班次")}


def test_one_of_the_carried_over_items_just_listed(index: MemoryIndex) -> None:
    answer = ask(index, "丁县示例局2024年有哪几笔上年结转？", "金额小的那笔换成元是多少？")
    assert values(answer) == [("22000", "元")], answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "丁县示例局2024年2021年那笔乡镇书屋共享资金拿多少去买消防车？",  # the money is for another use
        "丁县示例局2024年山间步道养护经费要种多少棵树、几次演练？",  # nothing of the project is counted so
        "丁县示例局2024年乡村夜校开办经费实际完成了多少人？",  # a plan says not what was done
        "丁县示例局2024年山间步道养护经费里教材印制费多少次？",
    ],
)
def test_what_the_form_does_not_say_is_not_answered_with_another_number(index: MemoryIndex, question: str) -> None:
    answer = ask(index, question)
    assert answer.status != "answered" or not answer.figures, answer.answer
