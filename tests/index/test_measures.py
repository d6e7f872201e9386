"""Canonical names: idempotent, numbering and brackets gone, synonyms one, codes correct slips only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.measures import canonical, levels, name_of_code, official, subjects

NUMBERING = ["一、", "（二）", "3.", "(4)", "其中：", "①", "206", "-", "1"]
WORDS = ["科学技术支出", "（类）", "（款）", "（项）", "“三公”", "经费", " ", "　", "小计", "合计", "（万元）", "公务用车运行费", "收入", "(境)"]
PIECES = st.sampled_from(NUMBERING + WORDS)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_canonical_is_idempotent_over_label_pieces(label: str) -> None:
    assert canonical(canonical(label)) == canonical(label)


@given(st.text(max_size=30))
def test_canonical_is_idempotent_over_any_text(label: str) -> None:
    assert canonical(canonical(label)) == canonical(label)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("一、 一般公共服务支出", "一般公共服务支出"),
        ("其中：公务用车运行费", "公务用车运行维护费"),
        ("公务用车运行维护", "公务用车运行维护费"),
        ("“三公”经费", "三公经费"),
        ("财政拨款“三公”经费支出", "三公经费"),
        ("因公出国(境)费用", "因公出国（境）费"),
        ("公务用车购置及运行费（小计）", "公务用车购置及运行维护费"),
        ("206 科学技术支出", "科学技术支出"),
        ("科学技术支出（类）", "科学技术支出"),
        ("科学技术支出(类)技术研究与开发(款)科技成果转化与扩散(项)", "科技成果转化与扩散"),
        ("收 入 合 计", "收入总计"),
        ("当年支出小计", "本年支出合计"),
        ("项目支出合计", "项目支出"),
        ("三、服务C", "政府采购服务"),
        ("1.5倍工资", "1.5倍工资"),
        ("2024年人才专项经费", "2024年人才专项经费"),
        ("维修（护）费", "维修（护）费"),
    ],
)
def test_printed_labels_have_one_name(printed: str, name: str) -> None:
    assert canonical(printed) == name


def test_different_items_keep_different_names() -> None:
    names = ["公务用车购置费", "公务用车运行维护费", "公务用车购置及运行维护费", "三公经费", "收入总计", "支出总计", "本年收入合计", "基本支出", "项目支出", "公务接待费"]
    assert len({canonical(n) for n in names}) == len(names)


def test_codes_correct_slips_and_keep_names_of_other_years() -> None:
    assert official("20604", "技术与开发") == "技术研究与开发"
    assert official("20805", "行政事业单位离退休") == "行政事业单位离退休"
    assert official("2100101", "完全不同的名称") == "完全不同的名称"
    assert official(None, "技术与开发") == "技术与开发"
    assert name_of_code("302 11") == "差旅费"


def test_paths_in_one_piece_are_split_into_levels() -> None:
    assert levels("一般公共服务支出（类）财政事务（款）行政运行（项）") == ("一般公共服务支出", "财政事务", "行政运行")


def test_subject_codes_have_their_parents() -> None:
    codes = subjects()
    assert all(code[:n] in codes for code in codes for n in (3, 5) if n < len(code))
