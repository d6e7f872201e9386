"""Findings in words: broken numbers, blanks, last years that do not agree, completion of nothing, 大于 where it is less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.audit import findings_of
from index.document import ReadDocument
from index.figures.narrative import narrative_figures
from index.findings import Finding
from index.model import Kind
from tests.index.made import document


def found(*texts: str, kind: Kind = Kind.BUDGET) -> list[Finding]:
    """The findings in a document of these paragraphs only."""
    base = document("示例市水务局", 2024)
    paragraphs = tuple(replace(base.structured.paragraphs[2], ordinal=i, text=text, boxes=()) for i, text in enumerate(texts))
    structured = replace(base.structured, paragraphs=paragraphs, tables=())
    identity = replace(base.record.identity, kind=kind)
    record = replace(base.record, identity=identity)
    figures = tuple(narrative_figures(structured, identity))
    return findings_of([ReadDocument(record, structured, figures, ())])


def test_a_number_without_its_first_digits() -> None:
    finding, = found("补贴标准：甲某、乙某.39 万元/人；丙某 2.02 万元/人。", "甲某 2.39 万元。")
    assert finding.rule == "missing.digits"
    assert "2.39万元" in finding.message
    assert found("（一）.5 万元以上的项目另报。", "面积2.5亩，见附件一.2人名单。") == []


@pytest.mark.parametrize("blank", ["XX", "××", "**"])
def test_a_place_left_to_be_filled_in(blank: str) -> None:
    assert [f.rule for f in found(f"2024年公务接待费预算{blank}万元。")] == ["missing.blank"]
    assert found("采用XX技术路线，购置BIM软件。") == []


def test_one_sum_of_money_had_one_amount_last_year() -> None:
    texts = (
        "基本支出 321.86 万元，比上年预算增加 46.65 万元，增长 16.95%。",
        "农林水支出（类）水利（款）行政运行（项）：2024 年预算数为 321.86 万元，比上年预算增加 60.10 万元，增长 22.96%。",
    )
    finding, = found(*texts)
    assert (finding.rule, finding.severity) == ("narrative.last_year", "提示")
    assert "275.21 和 261.76" in finding.message
    assert found(texts[0], texts[1].replace("60.10", "46.65").replace("22.96", "16.95")) == []


def test_a_rise_beyond_the_amount() -> None:
    assert [f.rule for f in found("公务接待费预算 2.00 万元，比上年增加 3.00 万元。")] == ["direction.rise"]
    assert found("公务接待费预算 2.00 万元，比上年增加 2.00 万元。") == []


def test_completion_of_a_nil_budget_is_a_hint() -> None:
    text = "水利（款）防汛（项）年初预算为0.00万元，支出决算为210.00万元，完成年初预算的100%。"
    finding, = found(text, kind=Kind.FINAL)
    assert (finding.rule, finding.severity) == ("percentage.completion", "提示")


@pytest.mark.parametrize(
    "text",
    ["公务接待费支出决算5.00万元，完成年初预算6.00万元的83.33%，决算数大于年初预算数。", "公务接待费年初预算为6.00万元，支出决算为5.00万元，决算数大于年初预算数。"],
)
def test_final_and_budget_in_any_order(text: str) -> None:
    assert [f.rule for f in found(text, kind=Kind.FINAL)] == ["direction"]
    assert found(text.replace("大于", "小于"), kind=Kind.FINAL) == []
