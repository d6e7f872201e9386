"""Other readings of a question: each says the same of something else, and the engine reads it so."""

from __future__ import annotations

import pytest

from qa.engine import Engine
from qa.question import understand
from qa.web.readings import SCOPE, readings
from qa.web.service import Service
from tests.web.conftest import Sample
from tests.web.test_api import newest

ASKED = (
    "{who}{year}年预算的公务接待费是多少万元？",
    "{who}{year}年项目支出占总支出的百分之几？",
    "{who}{year}年预算公用经费和人员经费哪个多？",
    "{who}的主要职责是什么？",
)


@pytest.mark.parametrize("pattern", ASKED)
def test_a_chip_changes_one_thing_only(service: Service, sample: Sample, pattern: str) -> None:
    made, index = newest(sample).made, service.index
    question = pattern.format(who=made.department, year=made.year)
    answer = Engine(index).ask(question)
    offered = readings(answer, index)
    assert offered, question
    for part, options in offered.items():
        for label, other in options:
            new = understand(other, (), index)
            if part == SCOPE:
                continue
            said = {new.departments[0].department, new.kind, *(f"{y}年" for y in new.years)}
            assert label in said
            assert [m.mention for m in new.measures] == [m.mention for m in answer.query.measures]  # type: ignore[union-attr]
            assert new.operation == answer.query.operation  # type: ignore[union-attr]


def test_a_scope_that_is_offered_gives_another_figure_of_the_same_item(real_service: Service) -> None:
    engine, offered = Engine(real_service.index), 0
    for record in real_service.documents():
        who = record.identity
        for item in ("支出总计", "项目支出", "支出"):
            answer = engine.ask(f"{who.department}{who.fiscal_year}年的{item}是多少？")
            scopes = readings(answer, real_service.index).get(SCOPE, [])
            for label, question in scopes[1:]:
                other = engine.ask(question)
                assert other.status == "answered"
                assert other.figures[0].value != answer.figures[0].value, (label, question)
                offered += 1
    assert offered >= 2


def test_nothing_is_offered_where_nothing_was_understood(service: Service) -> None:
    for question in ("你好", "公务接待费是多少？", "今天天气怎么样？"):
        assert readings(Engine(service.index).ask(question), service.index) == {}
