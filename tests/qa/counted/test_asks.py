"""Several quantities asked at once are answered one by one, each by its own words and unit, and nothing is added up; else the room is silent."""

from __future__ import annotations

import pytest

from index.document import read_one
from index.store.memory import MemoryIndex
from qa.counted.asks import asked
from qa.engine import Engine
from qa.model import Answer, Turn

TEXT = """柳川市园艺局2031年部门预算公开

目录
第一部分 部门概况
第二部分 情况说明

第一部分 部门概况
一、主要职能
（一）负责全市园艺管理。
二、机构设置及人员情况
柳川市园艺局编制数 61，实有人数 140 人，其中：在职 57 人，增加 3 人；退休 82 人，减少 1 人；离休 1 人，增加 0 人。
第二部分 情况说明
一、关于国有资产占有使用情况
截至2030年底，柳川市园艺局占用使用国有资产情况如下：
1.房屋 820.50 平方米，价值 96.40 万元。
2.车辆 9 辆，价值 133.20 万元；其中：一般公务用车 5 辆，价值 80.10 万元；执法执勤用车 3 辆，价值 41.00 万元；其他车辆 1 辆，价值 12.10 万元。
二、关于预算绩效情况的说明
2031 年，本部门预算绩效管理整体预算绩效目标 1 个，涉及金额 990.00 万元；当年财政拨款项目 7 个，涉及预算金额 310.50 万元；当年非财政拨款项目 2 个，涉及预算金额 8.00 万元。
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("made") / "柳川市园艺局2031年部门预算.txt"
    path.write_text(TEXT, encoding="utf-8")
    return Engine(MemoryIndex([read_one(path)]))


def stated(answer: Answer) -> list[str]:
    return [f"{f.value.normalize():f}{f.unit}" for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("柳川市园艺局2031年定编总共多少名，真正在岗的有多少人，退下来的又有多少人？", ["61人", "57人", "82人"]),
        ("柳川市园艺局2031 编制 实有 在职 离休", ["61人", "140人", "57人", "1人"]),
        ("柳川市园艺局有几辆车、值几个钱？其中办案的几台、普通公务车几台", ["9辆", "133.2万元", "3辆", "5辆"]),
        ("柳川市园艺局2031年在职的、退休的和离休的各几位？", ["57人", "82人", "1人"]),
        ("柳川市园艺局2031年财政拨款项目几个、涉及多少钱？不是财政拨款的又有几个、涉及多少钱？", ["7个", "310.5万元", "2个", "8万元"]),
        ("柳川市园艺局2031年在职的比上年增加了几个？退休的增没增", ["3人", "-1人"]),
    ],
)
def test_each_ask_gets_its_own_figure(engine: Engine, question: str, expected: list[str]) -> None:
    assert stated(engine.ask(question)) == expected


def test_a_following_ask_is_of_the_item_before_it(engine: Engine) -> None:
    first = engine.ask("柳川市园艺局有多少辆车？")
    answer = engine.ask("其中执法执勤用车几辆，值多少钱", [Turn(question="柳川市园艺局有多少辆车？", answer=first)])
    assert stated(answer) == ["3辆", "41万元"]


def test_a_quotient_is_of_what_was_asked_for_before(engine: Engine) -> None:
    answer = engine.ask("柳川市园艺局房子多少平、值多少钱？摊下来每平米合多少元")
    assert stated(answer) == ["820.5平方米", "96.4万元", "1174.89元/平方米"]


def test_posts_that_nobody_holds_are_counted(engine: Engine) -> None:
    answer = engine.ask("柳川市园艺局2031年编制空着几个？")
    assert stated(answer) == ["4人"]


def test_retired_of_both_kinds_are_added_where_told_apart(engine: Engine) -> None:
    assert stated(engine.ask("柳川市园艺局2031年在职几人，离退休几人")) == ["57人", "83人"]


def test_whether_there_are_any_is_told_of_what_was_asked(engine: Engine) -> None:
    answer = engine.ask("柳川市园艺局有没有公车？一般公务用车几辆")
    assert answer.answer.startswith("有")
    assert stated(answer) == ["5辆"]


def test_what_is_left_is_not_taken_for_the_whole(engine: Engine) -> None:
    answer = engine.ask("柳川市园艺局有几辆车，一般公务用车几辆，剩下的车值多少")
    assert "133.2万元" not in stated(answer)


def test_what_costs_money_is_no_value_of_cars(engine: Engine) -> None:
    answer = engine.ask("柳川市园艺局2031年养车要花多少万块？")
    assert "133.2万元" not in stated(answer)


def test_words_that_no_fact_explains_keep_the_room_silent(engine: Engine) -> None:
    answer = engine.ask("柳川市园艺局2031年驻村工作队编制几个？")
    assert not answer.figures


def test_other_questions_are_no_lists_of_quantities() -> None:
    assert asked("编制多少？为什么增加", []) is None
    assert asked("在职几人，占编制的百分之几", []) is None
    found = asked("编制几个，在职和退休各几人", [])
    assert found is not None
    assert [a.unit for a in found.asks] == ["个", "人", "人"]
