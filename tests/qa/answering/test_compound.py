"""Answers to parts complete the answer to the whole; they never push out what it states."""

from __future__ import annotations

from decimal import Decimal

from qa.answer.compound import completed
from qa.engine import Engine
from qa.model import Answer, AnswerFigure, Citation, Intent, Query, Status
from tests.qa.answering.small_index import small_index


def answer(text: str, *values: str, status: Status = "answered", intent: Intent = Intent.FIGURE, asked: str = "多少", inherited: tuple[str, ...] = ()) -> Answer:
    figures = tuple(AnswerFigure(label=v, value=Decimal(v), unit="万元") for v in values)
    citation = Citation(doc="甲.txt", document_id="a", quote=text)
    return Answer(status=status, answer=f"{text}[1]", figures=figures, citations=(citation,), query=Query(text=asked, intent=intent, inherited=inherited))


def values(found: Answer) -> list[str]:
    return [str(f.value) for f in found.figures]


def test_a_reason_left_out_is_added_with_its_own_citation() -> None:
    done = completed(answer("共5万元", "5"), [answer("共5万元", "5"), answer("「因人员减少」", intent=Intent.TEXT)])
    assert done.answer == "共5万元[1]\n「因人员减少」[2]"
    assert values(done) == ["5"]
    assert len(done.citations) == 2


def test_a_whole_that_states_enough_is_left_alone() -> None:
    whole = answer("甲多，多2万元，是1.4倍", "7", "5", "2")
    assert completed(whole, [answer("甲7万元，乙5万元", "7", "5"), answer("少3万元", "3")]) is whole


def test_figures_of_each_replace_a_whole_that_states_fewer() -> None:
    done = completed(answer("增长10%", "10"), [answer("2、3、4", "2", "3", "4", asked="各多少"), answer("增长10%", "10")])
    assert values(done) == ["2", "3", "4", "10"]


def test_yes_or_no_stands_behind_what_was_asked_for() -> None:
    done = completed(answer("预算9万元", "9"), [answer("没有花。支出0", "0", intent=Intent.BOOLEAN), answer("预算9万元", "9"), answer("8", "8")])
    assert values(done)[-1] == "0"


def test_what_leans_on_an_unread_whole_is_not_trusted() -> None:
    whole = answer("没有找到", status="not_found")
    assert completed(whole, [answer("59", "59"), answer("8", "8", inherited=("measures",))]) is whole


def test_a_question_of_two_asks_gets_both() -> None:
    found = Engine(small_index()).ask("甲市示例局2024年基本支出多少？“三公”经费比上年减少了百分之几？")
    assert {str(abs(f.value)) for f in found.figures} >= {"13.33"}
    assert len(found.figures) >= 2
