"""Word, Excel and web pages: the same disclosure in every format gives the same figures; damaged and hostile files are refused in one line."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from eval.madeup.make import SUFFIX, Disclosed, Wanted, disclosures, writer
from index.errors import LimitExceeded, UnreadableDocument, WenzhangError
from index.pipeline import read_one
from index.raw import Line, RawTable
from index.reading import read_bytes
from index.reading.sheets import shown

MADE = [
    disclosed
    for template in ("regional", "provincial")
    for disclosed in disclosures(Wanted(departments=1, first_year=2024, years=2, seed=11, template=template))
]


def figures(disclosed: Disclosed, form: str, folder: Path) -> Counter[tuple[object, ...]]:
    path = folder / (disclosed.made.name + SUFFIX[form])
    path.write_bytes(writer(form)(disclosed.made))
    read = read_one(path)
    assert (read.record.identity.department, read.record.identity.fiscal_year, read.record.identity.kind) == (
        disclosed.made.department, disclosed.made.year, disclosed.made.kind,
    )  # fmt: skip
    return Counter(
        (f.measure, f.qualifiers, f.subject, f.fund, f.stage, f.aspect, f.year, f.value, f.unit, f.column_known) for f in read.figures
    )


@pytest.mark.parametrize("disclosed", MADE, ids=lambda d: d.made.name)
def test_every_format_gives_the_same_figures(disclosed: Disclosed, tmp_path: Path) -> None:
    expected = figures(disclosed, "pdf", tmp_path)
    for form in ("tab", "docx", "html", "xlsx"):
        found = figures(disclosed, form, tmp_path)
        assert found == expected, (form, expected - found, found - expected)


@pytest.mark.parametrize("disclosed", MADE, ids=lambda d: d.made.name)
def test_flattened_text_gives_the_same_figures_less_the_undecidable(disclosed: Disclosed, tmp_path: Path) -> None:
    """Empty cells are lost there: where nothing printed decides between two columns, the amount is of an unknown column, never of a wrong one."""
    expected, found = figures(disclosed, "pdf", tmp_path), figures(disclosed, "flat", tmp_path)
    known = Counter({key: n for key, n in found.items() if key[-1]})
    unknown = Counter(key[7] for key in (found - known).elements())
    assert known - expected == Counter()
    assert Counter(key[7] for key in (expected - known).elements()) == unknown
    assert sum(unknown.values()) <= 0.03 * sum(expected.values())


def page(html: str) -> list[Line | RawTable]:
    return [b for p in read_bytes(html.encode(), "页面.html").pages for b in p.blocks]


def test_a_web_page_keeps_spans_and_opens_layout_tables() -> None:
    blocks = page(
        "<html><body><table><tr><td><p>标题<b>一</b></p><table><tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr><tr><td>预算</td><td>决算</td></tr>"
        "<tr><td>办公<br>费</td><td>1.00</td><td>2.00</td></tr></table></td></tr></table><script>x = '<p>隐藏</p>'</script></body></html>"
    )
    line, table = blocks
    assert isinstance(line, Line)
    assert line.text == "标题一"
    assert isinstance(table, RawTable)
    assert table.grid() == [["项目", "金额", None], [None, "预算", "决算"], ["办公\n费", "1.00", "2.00"]]


def test_a_deeply_nested_page_is_read_or_refused() -> None:
    assert page("<div>" * 200 + "部门预算" + "</div>" * 200)
    with pytest.raises(UnreadableDocument):
        page("<div>" * 30_000 + "部门预算" + "</div>" * 30_000)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (2010301, "General", "2010301"), ("0301", "@", "0301"), (1234.5, "#,##0.00", "1,234.50"), (1234.5, "0.00", "1234.50"), (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"), (0.0526, "0.00%", "5.26%"), (None, "General", ""), (True, "General", ""), (-3.005, "0.00_ ", "-3.00"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_titles_and_notes_around_a_sheet_table_are_lines() -> None:
    book = openpyxl.Workbook()
    for row in (["支出总表"], ["部门：甲局", None, "单位：万元"], ["科目", "名称", "金额"], ["206", "科学技术支出", 3.5], ["207", "文化支出"], [], ["注：无"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    blocks = read_bytes(buffer.getvalue(), "表.xlsx").pages[0].blocks
    assert [b.text for b in blocks if isinstance(b, Line)] == ["支出总表", "部门：甲局　单位：万元", "注：无"]
    (table,) = (b for b in blocks if isinstance(b, RawTable))
    assert table.grid() == [["科目", "名称", "金额"], ["206", "科学技术支出", "3.5"], ["207", "文化支出", ""]]


def test_an_archive_that_unpacks_to_far_more_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(LimitExceeded, match="过大"):
        read_bytes(buffer.getvalue(), "炸弹.xlsx")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
@pytest.mark.parametrize("cut", [10, 200, 2000, -100, -20])
def test_a_damaged_office_file_fails_in_one_line(form: str, cut: int) -> None:
    data = writer(form)(MADE[0].made)
    for damaged in (data[:cut], data[: len(data) // 2] + b"\0" * 500 + data[len(data) // 2 + 500 :]):
        outcome = _outcome(damaged, f"坏.{form}")
        assert "\n" not in outcome


def _outcome(data: bytes, name: str) -> str:
    """The format that was read, or the message of the refusal; anything else is an error of ours."""
    try:
        return read_bytes(data, name).format
    except WenzhangError as error:
        return str(error)


def test_another_archive_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "文字")
    with pytest.raises(UnreadableDocument, match="压缩包"):
        read_bytes(buffer.getvalue(), "包.zip")
