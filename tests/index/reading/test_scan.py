"""Scanned pages: read by the optional extra with lower confidence; without it the message says how to install it."""

from __future__ import annotations

import importlib.util
import io
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from index.errors import UnreadableDocument
from index.figures.scanned import as_sure_as_read
from index.model import Box, FileFormat
from index.raw import RawTable
from index.reading import read_bytes, scan
from index.reading.recognition import Piece, engine

has_extra = importlib.util.find_spec("rapidocr") is not None


def drawn() -> Image.Image:
    """A ruled table of two columns and two rows without text."""
    picture = Image.new("L", (1240, 800), 255)
    pen = ImageDraw.Draw(picture)
    for y in (100, 160, 220):
        pen.line((100, y, 1000, y), fill=0, width=3)
    for x in (100, 500, 1000):
        pen.line((x, 100, x, 220), fill=0, width=3)
    return picture


def test_ruling_lines_of_a_picture() -> None:
    strokes = scan.strokes_of_picture(drawn(), 2.0)
    assert [round(s.at) for s in sorted(strokes.horizontal)] == [50, 80, 110]
    assert [round(s.at) for s in sorted(strokes.vertical)] == [50, 250, 500]
    assert scan.walls_through(Box(400, 110, 700, 150), strokes, 2.0) == [500.0]
    assert scan.walls_through(Box(120, 110, 400, 150), strokes, 2.0) == []


def test_characters_share_the_width_of_their_piece() -> None:
    glyphs = scan.glyphs_of_piece(Piece("合计 12", Box(0, 0, 70, 20), 0.9), 1.0)
    assert [(g.text, g.x0, g.x1) for g in glyphs] == [("合", 0, 20), ("计", 20, 40), ("1", 50, 60), ("2", 60, 70)]


def test_without_the_extra_the_message_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.scan.engine", lambda: None)
    monkeypatch.setattr("index.reading.pdf.engine", lambda: None)
    data = io.BytesIO()
    drawn().save(data, "PNG")
    with pytest.raises(UnreadableDocument, match="ocr"):
        read_bytes(data.getvalue(), "图.png")
    paper = io.BytesIO()
    drawn().save(paper, "PDF", resolution=150)
    with pytest.raises(UnreadableDocument, match="ocr"):
        read_bytes(paper.getvalue(), "扫描.pdf")


@pytest.mark.skipif(not has_extra, reason="the extra ocr is not installed")
def test_a_scanned_table_is_read_with_less_confidence(tmp_path: Path) -> None:
    from eval.madeup.make import Wanted, disclosures, writer
    from index.figures import figures_of
    from index.identity import identify
    from index.structure import structure

    assert engine() is not None
    made = next(iter(disclosures(Wanted(departments=1, first_year=2024, years=2, seed=11, template="provincial")))).made
    printed = read_bytes(writer("pdf")(made), "原件.pdf")
    wanted = next(p for p in printed.pages if sum(isinstance(b, RawTable) for b in p.blocks) >= 2)
    pages = pypdfium2.PdfDocument(writer("pdf")(made))
    images = [pages[i].render(scale=150 / 72).to_pil().convert("L") for i in (0, wanted.number - 1)]
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:], resolution=150)
    raw = read_bytes(data.getvalue(), "扫描.pdf")
    assert raw.format is FileFormat.SCAN
    assert any("OCR" in line for line in raw.warnings)
    doc = structure(raw)
    figures = [f for f in as_sure_as_read(figures_of(doc, identify(doc)), raw) if f.table is not None]
    whole = structure(printed)
    truth: dict[tuple[str, tuple[str, ...]], set[Decimal]] = {}
    for f in figures_of(whole, identify(whole)):
        truth.setdefault((f.measure, f.column_path), set()).add(f.value)
    assert len(figures) >= 20
    assert all(f.confidence <= 0.9 for f in figures)
    sure = [f for f in figures if f.confidence >= 0.6]
    assert len(sure) >= 0.8 * len(figures)
    assert [(f.measure, f.value) for f in sure if f.value not in truth.get((f.measure, f.column_path), {f.value})] == []
