"""The factors inside a reason: cut apart, with their way and their amounts as printed."""

from __future__ import annotations

from decimal import Decimal

from qa.passages.bodies import units
from qa.passages.factors import factors_of
from qa.passages.statements import Statement, grams
from qa.passages.wanted import wanted
from qa.question.cleaning import cleaned


def test_every_factor_with_an_amount_is_found_with_its_way() -> None:
    text = "堤防支出90万元。与上年相比减少5万元。主要原因是旧堤由镇里养护，这一因素较上年减少部门支出1,653 万元。同时，新堤移交本局，增加部门预算 1,464.3万元。"
    assert [(f.value, f.way, f.unit) for f in factors_of(text)] == [(Decimal(1653), -1, "万元"), (Decimal("1464.3"), 1, "万元")]


def test_the_net_effect_is_no_factor() -> None:
    text = "项目支出预算数为60万元。主要原因是一般项目压减10%，巡堤经费专项增加9万用于租船，闸门改造专项减少2万元，增减相抵后项目支出增加7万元。"
    assert [(f.text, f.way) for f in factors_of(text)] == [("巡堤经费专项增加9万用于租船", 1), ("闸门改造专项减少2万元", -1)]


def test_a_sentence_without_a_reason_has_no_factors() -> None:
    assert factors_of("项目支出预算数为60万元，比上年增加7万元。") == []


def test_units_that_a_list_leaves_out_are_told_with_it() -> None:
    head = "纳入本部门汇总预算编制范围的预算单位包括：云川市水务局（本级）、堤防管理所。"
    told = "不含云川宾馆（自收自支）。"
    statements = [
        Statement("d", text, 1, ("二、单位构成",), paragraph=3, span=(at, at + len(text)), order=order, grams=grams(text))
        for order, (text, at) in enumerate(((head, 0), (told, len(head))))
    ]
    found = units(statements, wanted("云川市水务局汇总预算包括哪些预算单位，哪家不在里面"))
    assert [p.statement.text for p in found] == [head, told]


def test_a_quoted_claim_is_no_item() -> None:
    assert cleaned("某局说明写接待费“与上年预算数相等”，对吗？").text == "某局说明写接待费,对吗?"
    assert "上年结转" in cleaned("某局“上年结转”是多少？").text
