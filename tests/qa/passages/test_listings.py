"""Lists under headings: their items, their number, two of them compared; what is counted in; attributes that are not disclosed."""

from __future__ import annotations

import pytest

from index.store.memory import MemoryIndex
from qa.model import Answer, DepartmentRef, Intent, Query
from qa.passages import prose
from qa.passages.asks import Kind, asks_of
from qa.passages.listings import listed
from tests.qa.passages.disclosure import document

HOUSE = "白石县林业局"
PART = "第一部分部门概况"
BODIES = "二、机构设置及预算单位构成情况"
TASKS = "三、2031年主要工作任务"


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    older = document(
        HOUSE,
        {
            (PART, BODIES): ["本部门包括3个内设机构和2个派出机构，具体包括："],
            (PART, BODIES, "（一）机关内设机构"): ["1.办公室", "2.护林科（内设巡查组、瞭望组）", "3.种苗科"],
            (PART, BODIES, "（二）派出机构", "1.东岭林站"): [],
            (PART, BODIES, "（二）派出机构", "2.西岭林站"): ["从预算单位构成看，纳入编制范围的单位仅包括局本级，不含松涛宾馆（自收自支）。"],
            (PART, BODIES, "（二）派出机构"): [],
        },
        year=2030,
    )
    newer = document(
        HOUSE,
        {
            (PART, BODIES): ["本部门内设机构包括办公室、种苗科、执法队。另设护林员管理站。"],
            (PART, TASKS, "（一）守住山火底线"): ["1.加密巡查。每日两次。", "2.修通防火道。"],
            (PART, TASKS, "（二）把树种好"): ["3.补植造林。面积八百亩。", "4.培育良种。", "5.清理病木。"],
            (PART, TASKS): [],
        },
        year=2031,
    )
    return MemoryIndex([older, newer])


def asked(text: str, *years: int, intent: Intent = Intent.LIST) -> Query:
    return Query(text=text, intent=intent, departments=(DepartmentRef(mention="白石县林业局", department=HOUSE),), years=years)


def under(index: MemoryIndex, text: str, *years: int) -> Answer:
    answer = listed(asked(text, *years), index)
    assert answer is not None
    return answer


def test_parts_and_items_are_counted(index: MemoryIndex) -> None:
    answer = under(index, "白石县林业局2031年的主要工作任务分几部分，一共多少条？", 2031)
    assert [(int(f.value), f.unit) for f in answer.figures] == [(2, "个"), (5, "条")]


def test_the_things_under_a_heading_are_named(index: MemoryIndex) -> None:
    answer = under(index, "为了把树种好，白石县林业局2031年列了哪几件事？", 2031)
    assert all(name in answer.answer for name in ("补植造林", "培育良种", "清理病木"))
    assert "巡查" not in answer.answer


def test_sub_headings_are_items(index: MemoryIndex) -> None:
    answer = under(index, "白石县林业局2030年的派出机构都有谁？", 2030)
    assert "东岭林站" in answer.answer
    assert "西岭林站" in answer.answer


def test_two_lists_compared_even_where_one_stands_in_a_sentence(index: MemoryIndex) -> None:
    answer = under(index, "白石县林业局2031年的内设机构比2030年少了哪个？", 2030, 2031)
    assert "减少的有：护林科" in answer.answer
    assert "新增的有：执法队" in answer.answer


def test_a_question_on_money_is_no_list(index: MemoryIndex) -> None:
    assert listed(asked("白石县林业局2031年主要工作任务各花多少万元？", 2031), index) is None


def test_what_is_left_out_is_told_with_its_reason(index: MemoryIndex) -> None:
    answer = prose(asked("松涛宾馆算不算在白石县林业局2030年的预算里？为什么？", 2030, intent=Intent.TEXT), index)
    assert answer.answer.startswith("不包括")
    assert "自收自支" in answer.answer


@pytest.mark.parametrize("text", ["白石县林业局2030年那位护林员干部叫什么名字？", "白石县林业局的车是什么牌子？", "白石县林业局局长多大岁数？"])
def test_attributes_that_no_sentence_gives_are_said_to_be_undisclosed(index: MemoryIndex, text: str) -> None:
    answer = prose(asked(text, 2030, intent=Intent.TEXT), index)
    assert answer.status == "not_found"
    assert "没有披露" in answer.answer


@pytest.mark.parametrize(("text", "private"), [("打电话寄信上网的邮电费是多少？", False), ("手机费补贴多少钱？", False), ("局长的手机号是多少？", True)])
def test_only_a_persons_own_number_is_private(text: str, private: bool) -> None:
    assert (asks_of(asked(text))[0].kind is Kind.PRIVATE) is private
