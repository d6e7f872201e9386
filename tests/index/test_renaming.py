"""Earlier names of bodies, read from what their documents tell; duties that moved make no name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.identity.renaming import renamings_of
from tests.index.made import document

BODY = "云岭市文化和旅游局"


def told(text: str) -> list[tuple[str, str]]:
    base = document("x").structured
    doc = replace(base, paragraphs=(replace(base.paragraphs[2], ordinal=0, text=text),))
    return [(r.name, r.how) for r in renamings_of(doc, BODY, BODY)]


@pytest.mark.parametrize(
    "text",
    [
        "2019年机构改革，云岭市旅游局更名为云岭市文化和旅游局。",
        "根据《云岭市机构改革方案》，由原云岭市旅游局更名为云岭市文化和旅游局。",
        "云岭市文化和旅游局（原云岭市旅游局）为市政府工作部门。",
        "我局前身为云岭市旅游局。",
        "经市委编办批准，市旅游局于2019年3月更名为云岭市文化和旅游局以来，人员增加。",
        "我局由原云岭市旅游局更名而来。",
    ],
)
def test_one_body_under_another_name(text: str) -> None:
    assert told(text) == [("云岭市旅游局", "更名")]


def test_bodies_whose_duties_were_taken_over() -> None:
    assert told("机构改革后，将原市旅游局、原市文化广电局的职责整合，组建云岭市文化和旅游局。") == [("云岭市旅游局", "并入"), ("云岭市文化广电局", "并入")]
    assert told("将市体育局的职责划入，不再保留云岭市体育局。") == [("云岭市体育局", "并入")]


def test_duties_that_moved_from_a_body_that_goes_on() -> None:
    assert told("机构改革后由云岭市旅游发展委员会划入景区管理职责。") == [("云岭市旅游发展委员会", "划入")]


@pytest.mark.parametrize(
    "text",
    [
        "原有车辆3辆，原因是更新。", "原副局长退休，原则上不再保留办公室。", "本年度将市财政局下达资金调整为项目支出。", "由市教育局划转教师3名。",
        "云岭市旅游局更名为云岭市旅游发展中心。", "公务用车购置费增加，原市财政局拨款划转。",
    ],
)  # fmt: skip
def test_what_is_no_earlier_name(text: str) -> None:
    assert told(text) == []
