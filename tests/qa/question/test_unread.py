"""Words that a reading could not use are told, so that no figure is stated for a question half understood."""

from __future__ import annotations

import pytest

from qa.linking.frames import framed
from qa.question import understand
from qa.question.unread import core_of, stands_in
from tests.qa.question.conftest import NamesOnly


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("青山市水利局2023年车辆购置税是多少", "车辆购置税"),
        ("青山市水利局2023年充电桩建设费和差旅费是多少", "充电桩建设费"),
        ("青山市水利局2023年差旅费多出的部分占公务接待费几成", "多出的部分"),
        ("青山市水利局2023年的车辆加油花了多少钱", "加油"),
    ],
)
def test_an_item_that_was_not_understood_is_told(question: str, word: str, names: NamesOnly) -> None:
    query = understand(question, (), names)  # type: ignore[arg-type]
    told = (*query.unread, *(m.mention for m in query.measures if not m.names))
    assert any(word in said for said in told)


@pytest.mark.parametrize(
    "question",
    [
        "青山市水利局2023年车辆共有几辆",
        "请问青山市水利局2023年一整年的差旅费到底是多少钱呢",
        "青山市水利局2023年差旅费、公务接待费的金额分别是多少万元",
        "按照公开的材料，青山市水利局2023年基本支出中人员经费占比是多少",
    ],
)
def test_plain_questions_leave_nothing_unread(question: str, names: NamesOnly) -> None:
    assert understand(question, (), names).unread == ()  # type: ignore[arg-type]


def test_the_core_is_what_is_said_beside_being_an_item() -> None:
    assert core_of("驻村工作经费").startswith("驻村")
    assert core_of("专项资金") == core_of("金额") == core_of("补贴") == ""


def test_evidence_that_speaks_of_the_item_makes_it_read() -> None:
    assert stands_in("引智项目", "引智工作经费项目绩效自评表")
    assert not stands_in("车辆购置税", "公务用车购置费")


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("青山市水利局2023年上半年差旅费是多少", "上半年"),
        ("青山市水利局2023年差旅费里律师顾问占多少", "律师顾问"),
        ("青山市水利局2023年会议费用于消防演练的有多少", "消防演练"),
        ("青山市水利局2023年尚未支付的差旅费多少", "尚未支付的"),
    ],
)
def test_words_that_narrow_an_item_are_told(question: str, word: str, names: NamesOnly) -> None:
    query = understand(question, (), names)  # type: ignore[arg-type]
    told = (*query.unread, *(m.mention for m in query.measures if not m.names))
    assert any(word in said for said in told)


@pytest.mark.parametrize("word", ["准备花", "各剩", "到底是多少", "列出来", "哪几块", "花掉了"])
def test_words_that_say_how_one_asks_are_frames(word: str) -> None:
    assert framed(word)


@pytest.mark.parametrize("word", ["无人机", "线上", "食堂", "植树", "审计核减"])
def test_words_that_say_what_one_asks_are_none(word: str) -> None:
    assert not framed(word)
