"""PDFs made here: spans, turned pages, and every kind of file that cannot be read, each with one clear line."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from index.__main__ import main
from index.errors import BadInput, EncryptedDocument, LimitExceeded, UnreadableDocument, WenzhangError
from index.raw import Line, RawPage, RawTable
from index.reading import read, read_bytes
from index.reading.limits import LIMITS
from index.reading.render import page_png

FONT = "STSong-Light"
GRID = [["项目", "预算数", None], [None, "合计", "基本支出"], ["一、科学技术支出", "227.14", "224.71"], ["（一）行政运行", "1,206.89", ""]]


def made(draw: Callable[[Canvas], None], size: tuple[float, float] = (400, 300), **options: object) -> bytes:
    """A one-page PDF (or more, where ``draw`` turns pages)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def draw_table(canvas: Canvas, left: float = 40, top: float = 240) -> None:
    """Title, unit line, a table with a cell over two rows and one over two columns, a note."""
    xs, ys = [left, left + 120, left + 200, left + 290], [top, top - 20, top - 40, top - 60, top - 80]
    canvas.setFont(FONT, 16)
    canvas.drawString(left + 80, top + 30, "收支预算总表")
    canvas.setFont(FONT, 9)
    canvas.drawString(left, top + 6, "部门：省财政厅")
    canvas.drawString(left + 230, top + 6, "单位：万元")
    canvas.line(xs[0], ys[0], xs[3], ys[0])
    canvas.line(xs[1], ys[1], xs[3], ys[1])
    for y in ys[2:]:
        canvas.line(xs[0], y, xs[3], y)
    for x in (xs[0], xs[1], xs[3]):
        canvas.line(x, ys[0], x, ys[4])
    canvas.line(xs[2], ys[1], xs[2], ys[4])
    for r, row in enumerate(GRID):
        for c, text in enumerate(row):
            if text:
                canvas.setFont("Helvetica" if text.isascii() else FONT, 9)
                canvas.drawString(xs[c] + 4, ys[r] - 14, text)
    canvas.setFont(FONT, 9)
    canvas.drawString(left, top - 100, "注：本表为测试。")


def check_page(page: RawPage) -> None:
    kinds = [block.text if isinstance(block, Line) else "table" for block in page.blocks]
    assert kinds == ["收支预算总表", "部门：省财政厅\t单位：万元", "table", "注：本表为测试。"]
    (table,) = (block for block in page.blocks if isinstance(block, RawTable))
    assert table.grid() == GRID
    assert {(cell.row_span, cell.column_span) for cell in table.cells} == {(1, 1), (2, 1), (1, 2)}


def test_a_ruled_table_with_spans_between_its_lines() -> None:
    document = read_bytes(made(draw_table), "表.pdf")
    (page,) = document.pages
    check_page(page)
    assert (page.width, page.height) == (400, 300)
    title, table = page.blocks[0], page.blocks[2]
    assert isinstance(title, Line)
    assert title.size == 16
    assert isinstance(table, RawTable)
    assert table.box == (40, 60, 330, 140)
    assert table.column_edges == (40, 160, 240, 330)
    assert document.warnings == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_by_its_rotation_entry_is_read_upright(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # reportlab turns the page size with it
        canvas.translate(*{90: (300, 0), 180: (400, 300), 270: (0, 400)}[turn])
        canvas.rotate(turn)
        draw_table(canvas)

    (page,) = read_bytes(made(draw), "转.pdf").pages
    check_page(page)
    assert (page.width, page.height) == (400, 300)


def test_a_table_drawn_sideways_on_an_upright_page_is_set_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 0)
        canvas.rotate(90)
        draw_table(canvas)

    data = made(draw, (300, 400))
    (page,) = read_bytes(data, "横.pdf").pages
    check_page(page)
    assert Image.open(io.BytesIO(page_png(data, 1, scale=1))).size == (400, 300)


def test_text_outside_the_crop_box_is_not_on_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((20, 20, 380, 300))
        draw_table(canvas)
        canvas.drawString(100, 5, "看不见")

    (page,) = read_bytes(made(draw), "裁.pdf").pages
    check_page(page)
    assert page.blocks[2].box == (20, 60, 310, 140)


@pytest.mark.parametrize("turn", [0, 90])
def test_the_picture_marks_the_box_that_was_read(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if turn:
            canvas.translate(300, 0)
            canvas.rotate(90)
        draw_table(canvas)

    data = made(draw)
    (page,) = read_bytes(data, "图.pdf").pages
    table = page.blocks[2]
    assert isinstance(table, RawTable)
    cell = next(cell for cell in table.cells if cell.text == "1,206.89")
    assert cell.box
    plain, marked = (Image.open(io.BytesIO(page_png(data, 1, boxes, 2.0))) for boxes in ([], [cell.box]))
    assert plain.size == marked.size == (800, 600)
    x0, y0, x1, y1 = (round(2 * v) for v in cell.box)
    inked = plain.convert("L").crop((x0 + 4, y0 + 4, x1 - 4, y1 - 4)).getextrema()
    assert inked[0] < 100  # the number is printed inside the box
    assert marked.getpixel(((x0 + x1) // 2 + 30, y0 + 6)) == pytest.approx((255, 240, 165), abs=6)
    assert marked.getpixel((x0 - 30, y0)) == plain.getpixel((x0 - 30, y0))


def test_pictures_asked_for_at_once_are_all_made() -> None:
    data = made(draw_table)
    first = page_png(data, 1)
    with ThreadPoolExecutor(8) as pool:
        assert all(picture == first for picture in pool.map(lambda _: page_png(data, 1), range(64)))


def test_a_page_that_does_not_exist_cannot_be_shown() -> None:
    with pytest.raises(BadInput, match="没有第2页"):
        page_png(made(draw_table), 2)


def one_line(error: WenzhangError) -> str:
    assert "\n" not in str(error)
    return str(error)


def test_an_encrypted_file_says_so() -> None:
    data = made(draw_table, encrypt=StandardEncryption("secret", strength=128))
    with pytest.raises(EncryptedDocument, match="已加密"):
        read_bytes(data, "密.pdf")


def test_a_file_with_only_an_owner_password_is_read() -> None:
    check_page(read_bytes(made(draw_table, encrypt=StandardEncryption("", "owner", strength=128)), "a.pdf").pages[0])


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.8, 0.97])
def test_a_truncated_file_is_refused_or_warned_of(keep: float) -> None:
    data = made(draw_table)
    told: list[str] = []
    try:
        told += read_bytes(data[: int(len(data) * keep)], "断.pdf").warnings
    except UnreadableDocument as error:
        told.append(one_line(error))
    assert any("不完整" in line or "断.pdf" in line for line in told)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=40), st.floats(0.2, 1))
def test_a_damaged_file_is_read_or_refused_in_one_line(damage: list[tuple[float, int]], keep: float) -> None:
    data = bytearray(made(draw_table, pageCompression=0))
    for place, value in damage:
        data[int(place * len(data))] = value
    try:
        pages = read_bytes(bytes(data[: int(keep * len(data))]), "坏.pdf").pages
    except (UnreadableDocument, LimitExceeded) as error:
        one_line(error)
    else:
        assert all(len(block.grid()) == block.rows for page in pages for block in page.blocks if isinstance(block, RawTable))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"  \n", "空文件"),
        (b"PK\x03\x04zip", "已损坏"),
        (b"\x89PNG\r\n", "图片"),
        (b"%PDF-1.4 nonsense", "不是有效的PDF"),
        (b"\x00\x01\x02" * 9, "不是可识别"),
    ],
)
def test_what_is_no_document_is_refused_by_content(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "预算.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match=words) as caught:
        read(path)
    assert "预算.pdf" in one_line(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="不存在"):
        read(tmp_path / "没有.pdf")
    with pytest.raises(UnreadableDocument, match="文件夹"):
        read(tmp_path)


def test_a_pdf_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "预算.txt"
    path.write_bytes(made(draw_table))
    check_page(read(path).pages[0])


@pytest.mark.parametrize("turn", [0, 90])
def test_digits_of_a_font_that_is_not_there_are_warned_of(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        if turn:
            canvas.setPageRotation(90)
            canvas.translate(300, 0)
            canvas.rotate(90)
        draw_table(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(40, 20, "2024")

    assert read_bytes(made(draw), "字.pdf").warnings == ("第1页的数字用了未嵌入的字体，个别数字可能没有读出，请核对原文",)


def picture_page(canvas: Canvas) -> None:
    canvas.drawInlineImage(Image.new("RGB", (40, 30), "gray"), 0, 0, 400, 300)


def test_a_scan_is_refused_and_a_scanned_page_is_warned_of() -> None:
    with pytest.raises(UnreadableDocument, match="扫描件"):
        read_bytes(made(picture_page), "扫.pdf")

    def both(canvas: Canvas) -> None:
        draw_table(canvas)
        canvas.showPage()
        picture_page(canvas)

    document = read_bytes(made(both), "半.pdf")
    assert document.warnings == ("第2页没有文字层（可能是扫描页），未读取",)
    assert document.pages[1].blocks == ()


def test_limits_of_size_pages_and_objects() -> None:
    data = made(draw_table)
    with pytest.raises(LimitExceeded, match="大小超过上限"):
        read_bytes(data, "大.pdf", dataclasses.replace(LIMITS, file_bytes=100))

    def three(canvas: Canvas) -> None:
        for _ in range(3):
            draw_table(canvas)
            canvas.showPage()

    with pytest.raises(LimitExceeded, match="有3页，超过上限（2页）"):
        read_bytes(made(three), "长.pdf", dataclasses.replace(LIMITS, pages=2))
    document = read_bytes(data, "密.pdf", dataclasses.replace(LIMITS, page_objects=5))
    assert "第1页的图形或文字过多" in document.warnings[0]
    assert all(isinstance(block, Line) for block in document.pages[0].blocks)


def test_a_page_with_very_many_lines_is_read_in_bounded_work() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(40, 280, "地图")
        path = canvas.beginPath()
        for i in range(70_000):
            path.moveTo(i % 390, i % 290)
            path.lineTo(i % 390 + 5, i % 290)
        canvas.drawPath(path)

    document = read_bytes(made(draw), "图.pdf")
    assert [block.text for block in document.pages[0].blocks if isinstance(block, Line)] == ["地图"]
    assert document.warnings == ("第1页的图形或文字过多，只读取了一部分",)


def test_the_tables_command_writes_grids_by_file_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    path, output = tmp_path / "a" / "表.pdf", tmp_path / "out.json"
    path.write_bytes(made(draw_table))
    assert main(["tables", str(path), "--base", str(tmp_path), "--output", str(output)]) == 0
    assert json.loads(output.read_text(encoding="utf-8")) == {"a/表.pdf": {"1": [GRID]}}
    assert main(["tables", str(path), str(tmp_path / "b.pdf"), "--output", str(output)]) == 1
    assert "不存在" in capsys.readouterr().err
    assert list(json.loads(output.read_text(encoding="utf-8"))) == ["表.pdf"]
