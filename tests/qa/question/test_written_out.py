"""Fields, sides and year ends of everyday speech written out as the items that they mean."""

from __future__ import annotations

import pytest

from qa.model import Intent
from qa.question.classes import classes_written_out
from qa.question.intents import intent_of
from qa.question.sides import sides_written_out


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("2024年教育、社保、住房各花多少", "2024年教育支出、社会保障和就业支出、住房保障支出各花多少"),
        ("2024年科技和环保两块哪个多", "2024年科学技术支出、节能环保支出两块哪个多"),
        ("2024年在社保方面花了多少钱", "2024年在社会保障和就业支出方面花了多少钱"),
        ("2024年教育花了多少", "2024年教育支出花了多少"),
        ("青山县教育局2024年教育培训费多少", "青山县教育局2024年教育培训费多少"),
        ("教育和科技工作的职责是什么", "教育和科技工作的职责是什么"),
        ("青山县交通局和教育局各花多少", "青山县交通局和教育局各花多少"),
    ],
)
def test_fields_are_classes_where_money_is_asked_of_them(question: str, written: str) -> None:
    assert classes_written_out(question) == written


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("青山县财政局2024年支出超过收入多少", "青山县财政局2024年支出总计比收入总计多多少"),
        ("青山县财政局2024年收入比支出少多少", "青山县财政局2024年收入总计比支出总计少多少"),
        ("2022年底账上还结转了多少钱", "2022年年末结转和结余多少钱"),
        ("2022年年末结余有多少", "2022年年末结转和结余有多少"),
        ("2022年上年结转多少", "2022年上年结转多少"),
        ("三家2024年收支预算涨得最猛的是哪家", "三家2024年收支预算增幅最高的是哪家"),
        ("2024年哪年涨得最猛", "2024年哪年涨得最猛"),
        ("2022年财政拨款收入比支出多多少", "2022年财政拨款收入比支出多多少"),
    ],
)
def test_sides_and_year_ends(question: str, written: str) -> None:
    assert sides_written_out(question) == written


@pytest.mark.parametrize(
    ("question", "meta"),
    [("有哪些部门", True), ("目前有哪些单位和年度？", True), ("有几个部门", True), ("有哪些部门没有安排三公经费", False), ("有哪些单位的预算增加了", False)],
)
def test_what_there_is_at_all_is_asked_of_the_index(question: str, meta: bool) -> None:
    assert (intent_of(question, has_measure=False, has_department=False) is Intent.META) is meta
