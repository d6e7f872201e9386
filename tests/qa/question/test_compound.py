"""A question of several asks is cut where a question word stands on both sides, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.compound import MOST, parts_of

SEVERAL = [
    ("甲局2023年差旅费多少？为什么减少？", ["甲局2023年差旅费多少？", "为什么减少？"]),
    ("甲局编制几个、在职几个，比上年添了几人？", ["甲局编制几个", "在职几个", "比上年添了几人？"]),
    ("都说要节约。甲局会议费怎么又涨了？涨了多少？", ["都说要节约，甲局会议费怎么又涨了？", "涨了多少？"]),
    ("甲局培训项目谁负责？花多少钱？换成元。", ["甲局培训项目谁负责？", "花多少钱？换成元。"]),
]
ONE = [
    "甲局2023年水费、电费、差旅费分别是多少？",
    "甲局（“谁来做、怎么做”计划，2023年）安排了多少？",
    "甲局2023年差旅费多少？保留两位小数，单位用元。",
    "甲局去年还有十几万结余，今年多少？",
]


@pytest.mark.parametrize(("text", "parts"), SEVERAL)
def test_asks_are_cut_apart(text: str, parts: list[str]) -> None:
    assert list(parts_of(text)) == parts


@pytest.mark.parametrize("text", ONE)
def test_one_ask_stays_whole(text: str) -> None:
    assert parts_of(text) == (text,)


@given(st.text(alphabet="甲乙费多少几谁吗，、。？；“”（）12 ", max_size=60))
def test_nothing_but_punctuation_is_lost(text: str) -> None:
    parts = parts_of(text)
    assert 1 <= len(parts) <= MOST

    def said(part: str) -> str:
        return "".join(c for c in part if c not in "，、。？；, ")

    assert said("".join(parts)) == said(text)
