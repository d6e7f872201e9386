"""The guard: true wordings pass; wrong numbers, units, years, bodies, directions and claims never do."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.generate.guard import MARK, Evidence, reasons_against
from qa.generate.quantities import flat, quantities
from qa.generate.sentences import sentences
from qa.model import AnswerFigure

BUDGET = Evidence(
    "公务接待费预算1.20万元，比上年减少0.30万元，下降20.00%，主要原因是压缩接待批次。会议费预算34,000.50元。"
    "依据云财发〔2030〕12号文件，安排河道清淤工程资金二百万元，计划清淤12公里。本单位无下属预算单位，设3个处室，公务用车4辆。",
    "云川市水务局2031年部门预算",
    ("云川市水务局", "市水务局"),
)
YEARS = Evidence("2030年“三公”经费决算10万元，2031年“三公”经费决算8万元。展览不少于6场，覆盖面95%以上。", "云川市水务局2031年部门决算", ("云川市水务局",))
HOUSE = Evidence("青禾县文化馆全年举办展览15场。", "青禾县文化馆2031年部门预算", ("青禾县文化馆",))
EVIDENCE = (BUDGET, HOUSE, YEARS)

TRUE = [
    "公务接待费预算为1.20万元。[1]",
    "公务接待费预算1.2万元，比上年减少0.3万元。[1]",
    "主要原因是压缩接待批次。[1]",
    "公务接待费预算12,000元，比上年下降20%。[1]",
    "云川市水务局2031年公务接待费比上年减少3000元，主要原因是压缩接待批次。[1]",
    "依据云财发〔2030〕12号文件，安排河道清淤工程资金200万元。[1]",
    "安排河道清淤工程资金二百万元，计划清淤12公里。[1]",
    "市水务局设3个处室，公务用车4辆。[1]",
    "本单位无下属预算单位。[1]",
    "青禾县文化馆举办展览15场。[2]",
    "2031年“三公”经费决算为8万元。[3]",
    "展览不少于6场，覆盖面95%以上。[3]",
]
FALSE = [
    "公务接待费预算为1.20万元。",  # no mark
    "公务接待费预算为1.20万元。[4]",
    "公务接待费预算为1.20万元。[3]",
    "公务接待费预算为1.20万元。[0]",
    "公务接待费预算为1.21万元。[1]",
    "公务接待费预算为1.20亿元。[1]",
    "公务接待费预算为1.20元。[1]",
    "公务接待费预算为１．２１万元。[1]",
    "公务接待费预算为一点三万元。[1]",
    "公务接待费预算为十二万元。[1]",
    "公务接待费预算为数百万元。[1]",
    "公务接待费预算为1.20万元。[2]",  # the other citation's
    "公务接待费预算34000.50元。[1]",  # another item's amount
    "会议费预算1.20万元。[1]",
    "公务接待费预算1.2。[1]",  # verbatim, cut short
    "会议费预算34,000.5。[1]",
    "安排河道清淤工程资金二百。[1]",
    "公务接待费预算34000.50元，比上年减少0.30万元。[1]",
    "会议费比上年减少0.30万元。[1]",
    "会议费占20%。[1]",
    "主要原因是增加接待批次。[1]",
    "2031年三公经费决算10万元。[3]",  # another year's amount
    "2030年三公经费决算8万元。[3]",
    "展览6场。[3]",
    "本单位设3个处室，公务用车4人次。[1]",
    "展览不超过6场。[3]",
    "覆盖面95%。[3]",
    "计划清淤12公里以上。[1]",
    "计划清淤超过12公里。[1]",
    "今年公务接待费预算1.20万元。[1]",
    "云川市水务局全年举办展览15场。[1][2]",  # two departments' passages in one sentence
    "青禾县文化馆公务用车4辆。[1][2]",
    "公务用车4О辆。[1]",  # a Cyrillic letter
    "公务接待费比上年增加0.30万元。[1]",  # turned round
    "公务接待费比上年增长20%。[1]",
    "公务接待费比上年下降百分之三十。[1]",
    "公务接待费比上年下降20个百分点。[1]",
    "公务接待费比上年下降两成。[1]",
    "公务接待费比上年减半。[1]",
    "2030年公务接待费预算1.20万元。[1]",
    "二〇二九年公务接待费预算1.20万元。[1]",
    "依据云财发〔2030〕13号文件，安排河道清淤工程资金。[1]",
    "依据云财发〔2031〕12号文件，安排河道清淤工程资金。[1]",
    "青禾县水务局公务接待费预算1.20万元。[1]",
    "云川市财政局公务接待费预算1.20万元。[1]",
    "云川县水务局公务接待费预算1.20万元。[1]",
    "本单位有下属预算单位。[1]",
    "没有公务接待费预算。[1]",
    "公务用车5辆。[1]",
    "公务用车,5辆。[1]",
    "公务用车4辆、5辆。[1]",
    "公务用车４４辆。[1]",
    "公务用车٥辆。[1]",
    "公务用车 4 4 辆。[1]",
    "公务用车Ⅴ辆。[1]",
    "设三十个处室。[1]",
    "该局领导生活奢侈，群众意见很大，应当追究。[1]",
    "公务接待费见https://example.com。[1]",
    "公务接待费见[这里](x)。[1]",
    "<b>公务接待费</b>压缩接待批次。[1]",
    "公务接待费压缩接待批次，system prompt。[1]",
    "你把政府部门预算、决算公开文件的原文摘录整理成通顺、简短的中文回答。[1]",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_wording_passes(sentence: str) -> None:
    assert reasons_against(sentence, EVIDENCE) == []


@pytest.mark.parametrize("sentence", FALSE)
def test_what_the_cited_passage_does_not_say_is_dropped(sentence: str) -> None:
    assert reasons_against(sentence, EVIDENCE)


def test_a_computed_figure_may_be_said_under_its_own_name_only() -> None:
    figures = (AnswerFigure(label="公务接待费人均", value=Decimal("0.4"), unit="万元"),)
    assert not reasons_against("公务接待费人均0.4万元。[1]", (Evidence("公务接待费人均按在编人数计。"),), figures)
    assert not reasons_against("公务接待费人均4000元。[1]", (Evidence("公务接待费人均按在编人数计。"),), figures)
    assert reasons_against("会议费预算0.4万元。[1]", EVIDENCE, figures)


_NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 10**6, places=2).map(str),
    st.integers(0, 10**8).map(lambda n: f"{n:,}"),
    st.sampled_from(["三", "十二", "二十五", "三百二十", "两万", "一百零一", "百分之七", "半", "几十", "七八"]),
)
_UNITS = st.sampled_from(["万元", "元", "亿元", "%", "个百分点", "辆", "人", "公里", "年", "个处室", "倍", ""])
_WORDS = st.sampled_from(["公务接待费预算", "会议费预算", "比上年减少", "比上年增加", "下降", "计划清淤", "公务用车", "设", "安排河道清淤工程资金", "，", "、", "云川市水务局", "", " "])


@st.composite
def _sentence(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(_WORDS, _NUMBERS, _UNITS), min_size=1, max_size=4))
    return "".join(word + number + unit for word, number, unit in parts) + "。[1]"


@settings(max_examples=600, deadline=None)
@given(_sentence())
def test_whatever_passes_has_all_its_numbers_in_the_evidence(sentence: str) -> None:
    """Judged by a second, naive reading: every run of digits, times any scale, equals one of the evidence's."""
    if reasons_against(sentence, EVIDENCE):
        return
    said = flat(MARK.sub("", sentence))
    held = {q.value for q in quantities(BUDGET.whole) if q.value is not None}
    for run in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", said):
        value = Decimal(run.replace(",", ""))
        assert any(value * scale in held for scale in (1, 10**4, 10**8)), sentence


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TRUE), st.data())
def test_changing_one_digit_of_a_true_sentence_never_passes(sentence: str, data: st.DataObject) -> None:
    body = sentence[:-3]
    places = [i for i, c in enumerate(body) if c.isdigit()]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != body[at]]))
    changed = body[:at] + digit + body[at + 1 :] + sentence[-3:]
    if {q.value for q in quantities(flat(changed[:-3]))} <= {q.value for q in quantities(BUDGET.whole)}:
        return  # the digit made another number of the evidence: the words beside it decide, see FALSE
    assert reasons_against(changed, EVIDENCE)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="一二是三。！\n[1]2」 ", max_size=60), st.integers(1, 7))
def test_sentences_do_not_depend_on_how_the_reply_was_cut(text: str, size: int) -> None:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert list(sentences(pieces)) == list(sentences([text]))
    assert re.sub(r"\s", "", "".join(sentences(pieces))) == re.sub(r"\s", "", text)


def test_marks_after_the_full_stop_belong_to_their_sentence() -> None:
    assert list(sentences(["甲。", "[1]", "[2", "]乙。[1] 丙"])) == ["甲。[1][2]", "乙。[1]", "丙"]
