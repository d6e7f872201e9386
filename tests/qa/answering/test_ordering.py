"""The difference asked for comes first, and a body unknown here is not compared with the only one that is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.answer.ordering import gap_first, strangers_apart
from qa.model import Answer, AnswerFigure, DepartmentRef, Intent, Query


def figure(label: str, value: str, *, derived: bool = False) -> AnswerFigure:
    return AnswerFigure(label=label, value=Decimal(value), unit="万元", derived=derived)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("甲费多还是乙费多？多多少？", "差额"),
        ("甲费和乙费各是多少，相差多少", "差额"),
        ("甲费和乙费各是多少", "甲费"),
        ("甲费和乙费多了几个点", "甲费"),
    ],
)
def test_the_difference_comes_first_where_it_is_asked(question: str, first: str) -> None:
    told = Answer(status="answered", answer="", figures=(figure("甲费", "5"), figure("乙费", "3"), figure("差额", "2", derived=True)))
    assert gap_first(told, question).figures[0].label == first
    assert len(gap_first(told, question).figures) == 3


def test_a_body_unknown_here_is_not_compared_with_the_only_known_one() -> None:
    known, other, stranger = (DepartmentRef(mention=m, department=d) for m, d in (("甲局", "甲局"), ("乙局", "乙局"), ("丙局", None)))
    text = "丙局比甲局高多少"
    answer = Answer(status="answered", answer="甲局：5万元。", figures=(figure("甲局", "5"),), query=Query(text=text, intent=Intent.FIGURE, departments=(known, stranger)))
    refused = strangers_apart(answer, text)
    assert refused.status == "not_found"
    assert not refused.figures
    assert "丙局" in refused.answer
    three = answer.model_copy(update={"query": Query(text=text, intent=Intent.FIGURE, departments=(known, other, stranger))})
    assert strangers_apart(three, text) == three
