"""Headings without numbers, and what belongs below them; rows that are header and data at once."""

from __future__ import annotations

from index.structure import structure
from tests.index.structure.grids import document, table

CONTENTS = ["目 录", "一、部门主要职能 ……………………… 1", "二、名词解释 ……………………… 2", "三、部门预算编制说明 ……………………… 3", "四、其他相关情况说明 ……………………… 4"]
BODY = [
    "清溪县示范局（部门）主要职能",
    "负责全县示范工作的规划、组织实施和监督检查，指导各乡镇开展相关业务。",
    "名词解释",
    "（一）事业收入：指事业单位开展业务活动取得的收入。",
    "2026年部门预算编制说明",
    "2026年，清溪县示范局收入预算100万元。",
    "其他相关情况说明",
    "一、2026年“三公”经费预算情况说明",
    "2026年“三公”经费预算数为5.20万元。",
]


def test_headings_that_only_the_contents_page_numbers_part_the_text() -> None:
    doc = structure(document(["清溪县2026年部门预算", "预算主管部门：清溪县示范局", *CONTENTS, *BODY]))
    assert [(s.level, s.title) for s in doc.sections if s.ordinal and not s.is_contents] == [
        (1, "清溪县示范局（部门）主要职能"), (1, "名词解释"), (1, "2026年部门预算编制说明"), (1, "其他相关情况说明"), (2, "一、2026年“三公”经费预算情况说明"),
    ]  # fmt: skip
    told = next(p for p in doc.paragraphs if "收入预算100" in p.text)
    assert doc.sections[told.section].path == ("2026年部门预算编制说明",)


def test_a_sentence_that_ends_in_such_words_is_no_heading() -> None:
    doc = structure(document(["一、总体情况", "现将本部门预算情况说明如下，请一并查阅预算编制说明", "根据文件要求编制预算情况说明", "名单、概况"]))
    assert [s.title for s in doc.sections] == ["", "一、总体情况"]


def test_an_account_of_money_is_no_entry_of_the_glossary_before_it() -> None:
    doc = structure(document(["第一部分 名词解释", "一、基本支出：指日常支出。", "二、政府采购预算情况说明", "政府采购预算3.00万元。"]))
    assert doc.sections[-1].path == ("二、政府采购预算情况说明",)


def test_a_row_that_is_header_and_data_gives_its_amounts_and_names_the_columns_below_it() -> None:
    fund = table(
        [
            ["项目", "<", "年初结转和结余", "本年支出", "<", "<", "年末结转和结余"],
            ["科目编码", "科目名称", "^", "^", "^", "^", "^"],
            ["合计", "<", "1.00", "合计", "基本支出", "项目支出", "4.00"],
            ["207", "文化旅游体育与传媒支出", "1.00", "2.00", "", "2.00", "4.00"],
        ]
    )
    doc = structure(document(["政府性基金预算财政拨款收入支出决算表", "单位：万元", fund]))
    found = doc.tables[0]
    assert found.header_rows == 3
    assert [p[-1] for p in found.column_paths[2:]] == ["年初结转和结余", "合计", "基本支出", "项目支出", "年末结转和结余"]
    assert {(found.row_paths[c.row], c.column): str(c.value) for c in found.cells if c.value is not None and c.column > 1} == {
        (("合计",), 2): "1.00", (("合计",), 6): "4.00", (("文化旅游体育与传媒支出",), 2): "1.00", (("文化旅游体育与传媒支出",), 3): "2.00",
        (("文化旅游体育与传媒支出",), 5): "2.00", (("文化旅游体育与传媒支出",), 6): "4.00",
    }  # fmt: skip
