"""Outline and paragraphs: contents pages, lists, wrapped headings, paragraphs over lines and pages."""

from __future__ import annotations

from pathlib import Path

from index.model import Box, FileFormat
from index.raw import Line, RawDocument, RawPage
from index.structure import structure
from tests.index.corpus import structured
from tests.index.structure.grids import document


def printed(*pages: list[tuple[str, float, float]]) -> RawDocument:
    """A PDF-like document: (text, x0, x1) per line, 16 pt glyphs, right margin 500."""
    made = []
    for n, lines in enumerate(pages, 1):
        blocks = tuple(Line(text, n, Box(x0, 100 + 24.0 * i, x1, 116 + 24.0 * i), 16.0) for i, (text, x0, x1) in enumerate(lines))
        made.append(RawPage(n, blocks, 595.0, 842.0))
    return RawDocument("0" * 64, "made.pdf", FileFormat.PDF, tuple(made))


def test_the_contents_page_is_known_and_its_entries_are_no_headings() -> None:
    doc = structure(document(["目 录", "第一部分 部门概况", "一、主要职能", "第二部分 预算表", "第一部分 部门概况", "一、主要职能", "负责全市科技工作。", "第二部分 预算表", "无。"]))
    assert [s.title for s in doc.sections if not s.is_contents] == ["", "第一部分部门概况", "一、主要职能", "第二部分预算表"]
    assert sum(s.is_contents for s in doc.sections) == 1
    inside = [p.text for p in doc.paragraphs if doc.sections[p.section].is_contents]
    assert "一、主要职能" in inside


def test_sections_have_their_path() -> None:
    doc = structure(document(["第一部分 部门概况", "二、机构设置", "（一）内设机构", "共设五个处室。"]))
    assert doc.sections[-1].path == ("第一部分部门概况", "二、机构设置", "（一）内设机构")
    assert doc.sections[-1].level == 3


def test_list_items_are_paragraphs_not_headings() -> None:
    doc = structure(document(["二、机构设置", "包括下列单位：", "1、甲中心", "2、乙中心", "3、丙中心", "编制数共50名。"]))
    assert [s.title for s in doc.sections] == ["", "二、机构设置"]
    assert [p.text for p in doc.paragraphs][1:4] == ["1、甲中心", "2、乙中心", "3、丙中心"]


def test_lines_of_a_paragraph_are_joined_over_a_page_break() -> None:
    doc = structure(
        printed(
            [("一、主要职能", 122, 218), ("省人大常委会是省人民代表大会的常设机构，主要职责", 122, 500), ("是监督本级人民政府、人民法院和人民检察院的工作并", 90, 500)],
            [("联系代表。", 90, 170), ("编制预算草案并组织实施。", 122, 314)],
        )
    )
    assert [p.text for p in doc.paragraphs] == [
        "省人大常委会是省人民代表大会的常设机构，主要职责是监督本级人民政府、人民法院和人民检察院的工作并联系代表。",
        "编制预算草案并组织实施。",
    ]
    first = doc.paragraphs[0]
    assert (first.page, first.last_page, len(first.boxes)) == (1, 2, 3)


def test_a_numbered_line_that_goes_on_is_a_paragraph() -> None:
    doc = structure(printed([("一、支出情况", 122, 218), ("1．一般公共服务支出105.33万元，主要用于在职人员的支", 122, 500), ("出，与上年持平。", 90, 220)]))
    assert [s.title for s in doc.sections] == ["", "一、支出情况"]
    assert doc.paragraphs[0].text.endswith("的支出，与上年持平。")


def test_page_numbers_are_dropped() -> None:
    raw = printed([("一、主要职能", 122, 218), ("负责全省工作。", 122, 300)])
    page = raw.pages[0]
    numbered = RawPage(1, (*page.blocks, Line("- 3 -", 1, Box(290, 800, 310, 812), 9.0)), page.width, page.height)
    doc = structure(RawDocument(raw.sha256, raw.file_name, raw.format, (numbered,)))
    assert [p.text for p in doc.paragraphs] == ["负责全省工作。"]


def test_numbering_that_counts_anew_is_nested() -> None:
    doc = structure(document(["第一部分 概况", "三、工作任务", "一、坚决捍卫安全", "做好安全工作。", "二、深化改革", "做好改革工作。", "第二部分 表", "无。"]))
    assert [s.level for s in doc.sections] == [0, 1, 2, 3, 3, 1]


def test_every_real_document_has_its_parts(shared: Path) -> None:
    for name, doc in structured(shared / "corpus").items():
        parts = [s.title for s in doc.sections if s.level == 1 and not s.is_contents]
        if "表" not in name[-8:]:
            assert len(parts) in (3, 4), (name, parts)
        titles = [s.path for s in doc.sections if not s.is_contents]
        assert len(titles) == len(set(titles)), name


def test_prose_of_the_truth_pages_is_kept_verbatim(shared: Path) -> None:
    import json

    docs = structured(shared / "corpus")
    for path in sorted((shared / "truth").glob("text_*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        doc = docs[truth["file"].rsplit("/", 1)[-1]]
        page = truth["page"]
        text = "".join(p.text for p in doc.paragraphs if p.page <= page <= p.last_page) + "".join(s.title for s in doc.sections if s.page == page)
        text = "".join(text.split())
        lines = ["".join(line.split()) for line in truth["lines"]]
        missing = [line for line in lines if line not in text and line.strip("-—─－0123456789 ") != ""]
        assert missing == [], (path.name, missing)
