"""The narrative reader: made-up sentences of made-up departments in, exact figures out."""

from __future__ import annotations

from decimal import Decimal

from index.figures.narrative import narrative_figures
from index.model import Aspect, Figure, FileFormat, Identity, Kind, Paragraph, Scope, Section, Structured

BODY = "云岭市示范科学局"


def identity(year: int = 2024, kind: Kind = Kind.BUDGET) -> Identity:
    return Identity(f"{BODY}{year}年部门预算", BODY, BODY, year, kind, Scope.DEPARTMENT)


def figures(
    *paragraphs: str, path: tuple[str, ...] = ("第三部分 情况说明", "一、关于 2024 年收支预算情况总体说明"), year: int = 2024
) -> list[Figure]:
    section = Section(0, len(path), path[-1], path, 1)
    texts = tuple(Paragraph(i, 0, text, 1, 1) for i, text in enumerate(paragraphs))
    return narrative_figures(Structured("0" * 64, "示例.txt", FileFormat.FLAT_TEXT, 1, (section,), texts, ()), identity(year))


def told(found: list[Figure]) -> list[tuple[str, str, str, str, int | None]]:
    return [(f.measure, str(f.value), f.unit, f.aspect.value, f.year) for f in found]


def test_amount_share_change_and_last_year() -> None:
    found = figures(
        f"{BODY} 2024 年支出预算 1,302.71 万元，其中：",
        "基本支出 274.91 万元，占 21.10%，比上年预算减少 15.12 万元，下降 5.21%，主要原因是人员减少。",
    )
    assert told(found) == [
        ("支出总计", "1302.71", "万元", "amount", 2024),
        ("基本支出", "274.91", "万元", "amount", 2024),
        ("基本支出", "21.10", "%", "share", 2024),
        ("基本支出", "-15.12", "万元", "change", 2024),
        ("基本支出", "290.03", "万元", "amount", 2023),
        ("基本支出", "-5.21", "%", "rate", 2024),
    ]
    assert found[4].derived
    assert found[4].derivation == "由 2024 年 274.91 万元、比上年减少 15.12 万元推得"
    assert found[1].qualifiers == ("支出总计",)
    assert found[3].reason == "主要原因是人员减少"


def test_class_path_names_measure_and_parents() -> None:
    found = figures("1、农林水支出（类）水利（款）行政运行（项）：2024 年预算数为 206.89 万元，比上年预算增加 8.43 万元，增长 4.25%。")
    assert found[0].measure == "行政运行"
    assert found[0].qualifiers == ("农林水支出", "水利")
    assert [f.value for f in found if f.derived] == [Decimal("198.46")]


def test_base_year_printed_counts_for_the_derived_figure() -> None:
    found = figures(f"{BODY}2024年度收入支出总计2995.39万元。与2022年度相比，收入支出总计减少56.95万元，下降1.87%。")
    assert [(f.value, f.year) for f in found if f.derived] == [(Decimal("3052.34"), 2022)]
    assert [f.year for f in found if f.aspect is Aspect.CHANGE] == [2024]


def test_staff_and_assets() -> None:
    found = figures(
        f"{BODY}编制数 16，实有人数 32 人，其中：在职 16 人，增加 2 人；退休 15 人，增加 0 人；离休 1 人，减少 1 人。",
        path=("第一部分 概况", "二、机构设置及人员情况"),
    )
    assert ("编制数", "16", "人", "count", 2024) in told(found)
    assert ("在职人数", "2", "人", "change", 2024) in told(found)
    assert ("离休人数", "-1", "人", "change", 2024) in told(found)
    found = figures(
        "截至 2023 年底，占用使用国有资产总体情况为：",
        "2.车辆 4 辆，价值 48.08 万元；其中：一般公务用车 2 辆，价值 26.90 万元。",
        "单位价值 50 万元以上大型设备 3 台。",
        path=("第三部分 情况说明", "（三）国有资产占用使用情况"),
    )
    assert told(found)[:4] == [
        ("车辆", "4", "辆", "count", 2023),
        ("车辆价值", "48.08", "万元", "amount", 2023),
        ("一般公务用车", "2", "辆", "count", 2023),
        ("一般公务用车价值", "26.90", "万元", "amount", 2023),
    ]
    assert [(f.value, f.unit) for f in found[4:]] == [(Decimal(3), "台")]
    assert "50万元以上大型设备" in found[4].measure


def test_statements_of_nothing_are_zero_figures() -> None:
    found = figures("政府性基金预算未安排。", f"{BODY} 2024 年没有使用国有资本经营预算拨款安排的支出，国有资本经营预算支出情况表为空表。")
    assert [(f.measure, f.value, f.confidence) for f in found] == [("政府性基金预算", Decimal(0), 0.9), ("国有资本经营预算支出", Decimal(0), 0.9)]


def test_identifiers_are_no_figures() -> None:
    assert figures("依据《关于提前下达资金的通知》（云财教〔2023〕75 号）文件，第 17 届大会于 2024 年 1 月 1 日召开，电话 18909946761。") == []


def test_broken_print_is_not_mended() -> None:
    found = figures("（一）项目名称：示例人才计划", "补贴标准：甲某、乙某.39 万元/人；丙某 2.02 万元/人", path=("第三部分", "七、项目支出情况说明"))
    assert [(f.value, f.unit, f.aspect, f.subject) for f in found] == [(Decimal("2.02"), "万元/人", Aspect.STANDARD, "示例人才计划")]


def test_amounts_of_another_year_are_not_the_items_own() -> None:
    found = figures("项目支出预算 120 万元，与 2023 年预算 100 万元相比增加 20 万元，增长 20%。")
    plain = [(f.measure, str(f.value), f.aspect.value, f.year) for f in found if not f.derived]
    assert plain == [
        ("项目支出", "120", "amount", 2024),
        ("项目支出", "100", "amount", 2023),
        ("项目支出", "20", "change", 2024),
        ("项目支出", "20", "rate", 2024),
    ]
    found = figures("基本支出由 2023 年的 100 万元增加到 2024 年的 130 万元。")
    assert [(str(f.value), f.year) for f in found] == [("100", 2023), ("130", 2024)]


def test_visits_count_batches_and_persons() -> None:
    found = figures("国内公务接待 15 批次、120 人次。因公出国（境）团组 2 个，累计 9 人次。", path=("第三部分", "七、“三公”经费情况"))
    assert [(f.measure, str(f.value)) for f in found] == [
        ("国内公务接待批次", "15"),
        ("国内公务接待人次", "120"),
        ("因公出国（境）团组", "2"),
        ("因公出国（境）人次", "9"),
    ]


def test_standstill_is_a_change_of_nought_and_gives_last_year() -> None:
    found = figures("公务接待费预算支出 27 万元，与上年预算数一致。", path=("第三部分", "七、“三公”经费情况"))
    assert [(str(f.value), f.aspect.value, f.year, f.derived) for f in found] == [
        ("27", "amount", 2024, False),
        ("0", "change", 2024, False),
        ("27", "amount", 2023, True),
    ]


def test_whole_printed_before_its_share() -> None:
    found = figures("“三公”经费支出决算 3.68 万元，完成年初预算 9.86 万元的 37.32%，比上年减少 1.92 万元。", path=("第三部分", "七、“三公”经费情况"))
    assert [(f.measure, str(f.value), f.aspect.value, f.stage) for f in found if not f.derived] == [
        ("三公经费", "3.68", "amount", "决算"),
        ("三公经费", "9.86", "amount", "年初预算"),
        ("三公经费", "37.32", "share", None),
        ("三公经费", "-1.92", "change", None),
    ]
    assert [str(f.value) for f in found if f.derived] == ["5.60"]


def test_a_paragraph_that_begins_with_the_spending_budget_speaks_of_the_whole() -> None:
    found = figures(
        f"2024年，{BODY}收入预算900万元，其中：财政拨款收入890万元；其他收入10万元。",
        "支出预算900万元，其中：财政拨款支出预算890万元。",
    )
    assert [(f.measure, str(f.value)) for f in found] == [("收入总计", "900"), ("财政拨款收入", "890"), ("其他收入", "10"), ("支出总计", "900"), ("财政拨款支出", "890")]


def test_an_amount_of_another_year_is_kept_under_that_year() -> None:
    found = figures(
        "1.“教育支出（类）-进修及培训（款）-培训支出（项）”2024年度预算9万元，2023年度预算8万元，主要用于：培训。"
        "2023年当年预算执行数为7.5万元，2024年预算安排9万元，比2023年预算执行数增加20%。"
    )
    assert [(str(f.value), f.year, f.stage) for f in found] == [("9", 2024, None), ("8", 2023, None), ("7.5", 2023, "执行数"), ("9", 2024, None), ("20", 2024, None)]
    assert {f.measure for f in found} == {"培训支出"}
    assert "比2023年预算执行数" in found[-1].qualifiers


def test_the_years_own_spending_speaks_of_the_item_before_it() -> None:
    found = figures("3.节能环保支出（类）污染防治（款）水体（项），主要用于监测。年初预算为215.00万元，当年支出决算为213.10万元。", year=2024)
    assert [(f.measure, str(f.value), f.stage) for f in found] == [("水体", "215.00", "年初预算"), ("水体", "213.10", "决算")]


def test_thousands_parted_by_a_wide_comma_are_one_number() -> None:
    found = figures("1.城乡社区支出（类）建设市场管理与监督（款）建设市场管理与监督（项）3，518.85万元，主要用于检测。")
    assert told(found) == [("建设市场管理与监督", "3518.85", "万元", "amount", 2024)]


def test_visits_are_counted_after_a_purpose() -> None:
    found = figures("国内公务接待支出0.40万元。主要用于公务接待伙食费支出，公务接待2批次、24人次。")
    assert [(f.measure, str(f.value), f.unit) for f in found if f.confidence > 0.6][1:] == [("公务接待批次", "2", "批次"), ("公务接待人次", "24", "人次")]


def test_the_account_of_one_project_speaks_of_that_project() -> None:
    found = figures("本项目总投资为526.06万元。", path=("示范剧院装修工程项目经费情况说明", "六、年度预算安排"))
    assert [(f.subject, f.subject_kind, str(f.value)) for f in found] == [("示范剧院装修工程", "项目", "526.06")]


def test_a_listed_project_is_named_before_the_colon() -> None:
    found = figures("2.示例平台建设项目：2024年预算安排72.53万元。设立依据为有关通知。", path=("第三部分 情况说明", "八、项目支出情况说明"))
    assert told(found) == [("示例平台建设项目", "72.53", "万元", "amount", 2024)]


def test_money_that_was_not_used_is_named_without_the_words_of_granting() -> None:
    found = figures("说明：本部门没有使用国有资本经营预算财政拨款安排的支出，故本表无数据。")
    assert [(f.measure, str(f.value)) for f in found] == [("国有资本经营预算支出", "0")]


def test_an_item_has_one_share_of_a_whole() -> None:
    found = figures("本年支出合计100万元，其中：基本支出58万元，占58.00%；项目支出42某元，占42.00%。")
    assert [(f.measure, str(f.value)) for f in found if f.aspect is Aspect.SHARE and f.confidence > 0.6] == [("基本支出", "58.00")]


def test_what_follows_an_amount_with_an_unreadable_unit_is_not_told_of_what_was_named_before() -> None:
    found = figures("部门收入预算100.00万元，其中：", "一般公共预算80.00腕元，占80.00%，比上年预算增加7.00万元，增长9.59%。")
    assert [(f.measure, str(f.value)) for f in found if f.confidence >= 0.6] == [("收入总计", "100.00")]
    whole = figures("部门收入预算100.00万元，其中：", "一般公共预算80.00万元，占80.00%，比上年预算增加7.00万元，增长9.59%。")
    assert all(f.confidence >= 0.6 for f in whole)


def test_the_sentence_after_an_unreadable_unit_is_not_told_of_the_item_before() -> None:
    found = figures("基本支出预算数为30.00万元。与上年相比增加3.00万元，增长11.11%。", "项目支出预算数为20.00宛元。与上年相比增加2.00万元，增长11.12%。")
    assert {str(f.value) for f in found if f.confidence >= 0.6} == {"30.00", "3.00", "27.00", "11.11"}


def test_the_rest_of_a_number_that_noise_cut_is_no_number() -> None:
    found = figures("公务员医疗补助预算数为55.69万元，比上年预算增加2.88万元，增长5.|45%。")
    assert {str(f.value) for f in found if f.confidence >= 0.6} == {"55.69", "2.88", "52.81"}


def test_a_new_item_behind_an_unreadable_unit_is_told() -> None:
    found = figures("公务用车运行维护费5.80万元；公务接待费1.92帇元，完成年初预算1.90万元的101.05%；会议费2.00万元。")
    assert [(f.measure, str(f.value)) for f in found if f.confidence >= 0.6] == [("公务用车运行维护费", "5.80"), ("会议费", "2.00")]


def test_parts_below_the_heading_of_another_project_are_not_told() -> None:
    titles = ("（一）项目名称：甲项目", "（二）项目名称：乙项目", "（四）项目名称：丁项目")
    sections = tuple(Section(i, 1, title, (title,), 1) for i, title in enumerate(titles))
    lines = ((0, "预算安排规模：10.00万元"), (0, "资金分配情况：设备费10.00万元"), (1, "预算安排规模：20.00万元"), (1, "资金分配情况：会务费30.00万元"))
    texts = tuple(Paragraph(i, section, text, 1, 1) for i, (section, text) in enumerate(lines))
    found = narrative_figures(Structured("0" * 64, "示例.txt", FileFormat.TAB_TEXT, 1, sections, texts, ()), identity())
    assert [str(f.value) for f in found if f.confidence >= 0.6] == ["10.00", "10.00", "20.00"]


def test_a_threshold_is_no_unread_amount() -> None:
    found = figures("安排购置50万元以上大型设备0台，单位价值100万元以上大型设备0台。")
    assert [(str(f.value), f.unit) for f in found if f.confidence >= 0.6] == [("0", "台"), ("0", "台")]


def test_what_follows_a_second_amount_of_one_project_is_not_told() -> None:
    sections = (Section(0, 1, "（一）项目名称：甲项目", ("（一）项目名称：甲项目",), 1),)
    texts = tuple(Paragraph(i, 0, f"预算安排规模：{amount}万元", 1, 1) for i, amount in enumerate(("10.00", "30.00")))
    found = narrative_figures(Structured("0" * 64, "示例.txt", FileFormat.TAB_TEXT, 1, sections, texts, ()), identity())
    assert [str(f.value) for f in found if f.confidence >= 0.6] == ["10.00"]


def test_a_sentence_that_begins_with_the_other_side_speaks_of_its_whole() -> None:
    found = figures("2024年收入预算20.00万元，其中：财政拨款收入20.00万元；其他收入0万元。支出预算21.00万元，其中：财政拨款支出预算19.00万元。")
    assert [f.measure for f in found if str(f.value) == "21.00"] == ["支出总计"]


def test_a_number_cut_at_the_end_of_a_line_is_not_told_by_its_rest() -> None:
    found = figures("项目支出预算数为2,335.42万元，比上年预算增加350.<<", "10万元，增长17.64%。")
    assert "10" not in {str(f.value) for f in found if f.confidence >= 0.6}
