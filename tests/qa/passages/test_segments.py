"""Paragraphs fall into the pieces that answers are made of, and nothing of them is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qa.passages.segments import assertions, sentences, without_number

TEXT = st.text(alphabet="预算增加减少1.20万元，。；：（）《》“”主要原因是其中 \n", max_size=120)


def pieces(text: str) -> list[str]:
    return [text[a:b] for a, b in assertions(text)]


def test_a_reason_in_a_sentence_of_its_own_stays_with_the_amount() -> None:
    assert pieces("公用经费20万元，与上年相比增加1万元。主要原因是人员增加。会议费3万元。") == [
        "公用经费20万元，与上年相比增加1万元。主要原因是人员增加。",
        "会议费3万元。",
    ]


def test_semicolons_divide_measures_but_not_the_items_of_one_reason() -> None:
    text = "办公费增加1万元，主要原因是涨价；差旅费减少2万元，主要原因是出差少。"
    assert pieces(text) == ["办公费增加1万元，主要原因是涨价；", "差旅费减少2万元，主要原因是出差少。"]
    listed = "项目支出100万元，比上年减少5万元。主要原因一是厉行节约；二是取消收费项目。"
    assert pieces(listed) == [listed]


def test_stops_inside_brackets_do_not_cut() -> None:
    assert len(sentences("依据《关于某事。的通知》执行。结束。")) == 2


def test_item_numbers_are_taken_off() -> None:
    assert without_number("（一）负责某事") == "负责某事"
    assert without_number("- 2、某某中心") == "某某中心"
    assert without_number("2024年预算") == "2024年预算"


@given(TEXT)
def test_assertions_are_in_order_and_lose_only_white_space(text: str) -> None:
    spans = assertions(text)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
