"""Words that narrow what is asked and were not used: the figure of the whole is never stated for them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.answer.evidence import guarded
from qa.engine import Engine
from qa.model import Answer, AnswerFigure, Citation, Intent, Query, Turn
from tests.qa.answering.small_index import small_index


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(small_index())


@pytest.mark.parametrize(
    "question",
    [
        "甲市示例局2024年第一季度三公经费是多少？",
        "甲市示例局2024年外宾的三公经费多少万元？",
        "甲市示例局2024年项目支出（篮球场维修）多少万元？",
        "甲市示例局2024年项目支出里有多少花在植树上？",
        "甲市示例局2024年花在心理咨询上的项目支出是多少？",
        "甲市示例局2024年的基本支出，食堂那部分是多少？",
        "甲市示例局2024年尚未支付的项目支出多少？",
        "甲市示例局2024年三公经费被审计核减的是多少？",
        "甲市示例局2024年图书角的项目支出有几万？",
        "甲市示例局2024年三公经费包括哪些短信，各多少？",
        "甲市示例局2024年给羽毛球安排了多少项目支出？",
        "甲市示例局2024年项目支出除去窗帘还剩多少？",
    ],
)
def test_the_whole_is_no_answer_where_less_is_asked(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.status == "not_found", answer.answer
    assert not answer.figures


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("请教一下，甲市示例局2024年的三公经费到底花了多少钱呢？", "5.20"),
        ("甲市示例局2024年准备拿出多少钱来做项目支出？", "30.00"),
        ("甲市示例局2024年工资福利支出30101基本工资是多少？", "30.00"),
        ("甲市示例局2024年工资福利支出301-02津贴补贴列了多少万元？", "20.00"),
        ("甲市示例局2024年基本工资、津贴补贴这些工资福利支出全年一共多少万元？", "60.00"),
    ],
)
def test_talk_and_codes_narrow_nothing(engine: Engine, question: str, value: str) -> None:
    answer = engine.ask(question)
    assert answer.status == "answered", answer.answer
    assert Decimal(value) in {f.value for f in answer.figures}


def test_a_code_belongs_to_the_name_behind_it(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年基本支出30101基本工资是多少？")
    assert [f.value for f in answer.figures] == [Decimal("30.00")]


def test_of_prose_only_what_is_said_of_the_figure_counts_as_evidence() -> None:
    quote = "基本支出274.91万元，其中：工会经费、福利费和差旅费。植树造林另有安排。"
    answer = Answer(
        status="answered",
        answer="基本支出为274.91万元[1]。",
        figures=(AnswerFigure(label="基本支出", value=Decimal("274.91"), unit="万元"),),
        citations=(Citation(doc="a", document_id="a", page=1, quote=quote, paragraph=3),),
    )

    def status(word: str) -> str:
        return guarded(answer, Query(text="", intent=Intent.FIGURE, unread=(word,))).status

    assert status("基本支出") == "answered"
    assert status("福利费") == status("植树造林") == "not_found"


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("甲市示例局2024年支出", "100.00", "万元"),
        ("甲市示例局2024年三公经费比2023年少了多少万元？", "-0.80", "万元"),
        ("甲市示例局和乙县样本局2024年项目支出占支出总计的比重差几个百分点？", "20.00", "个百分点"),
        ("甲市示例局2024年工资福利支出里不到25万元的有几项，加起来多少万元？", "2", "项"),
        ("甲市示例局2024年三公经费占支出的比重是多少？", "5.20", "%"),
        ("甲市示例局2024年三公经费占支出的比重比2023年低几个百分点？", "1.47", "个百分点"),
        ("甲市示例局2024年基本支出占比和项目支出占比相差几个百分点？", "40.00", "个百分点"),
    ],
)
def test_what_is_asked_comes_with_its_unit(engine: Engine, question: str, value: str, unit: str) -> None:
    answer = engine.ask(question)
    assert answer.status == "answered", answer.answer
    assert (Decimal(value), unit) in {(f.value, f.unit) for f in answer.figures}


def test_a_change_alone_is_asked_and_comes_first(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年三公经费比2023年少了多少万元？")
    assert abs(answer.figures[0].value) == Decimal("0.80")


def test_items_counted_are_added_where_that_is_asked(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年工资福利支出里不到25万元的有几项，加起来多少万元？")
    assert Decimal("30.00") in {f.value for f in answer.figures}


@pytest.mark.parametrize("question", ["那外宾的呢？", "其中食堂呢", "雪地轮胎占多少", "有多少是英语培训的", "那第一季度呢"])
def test_a_follow_up_that_asks_for_less_does_not_get_the_whole_again(engine: Engine, question: str) -> None:
    before = Turn(question="甲市示例局2024年项目支出是多少？", answer=engine.ask("甲市示例局2024年项目支出是多少？"))
    answer = engine.ask(question, [before])
    assert answer.status == "not_found", answer.answer


@pytest.mark.parametrize(("question", "value"), [("换算成元是多少", "300000"), ("那乙县样本局的呢", "5.00"), ("麻烦再说说前一年的", "30.00")])
def test_a_follow_up_in_frames_only_goes_on(engine: Engine, question: str, value: str) -> None:
    before = Turn(question="甲市示例局2024年项目支出是多少？", answer=engine.ask("甲市示例局2024年项目支出是多少？"))
    answer = engine.ask(question, [before])
    assert answer.status == "answered", answer.answer
    assert Decimal(value) in {f.value for f in answer.figures}
