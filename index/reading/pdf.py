"""PDF -> pages of lines and ruled tables: glyphs and strokes -> grids -> cells; what lies outside becomes unruled tables and lines.

:func:`read_pdf` is a pure function of the bytes and keeps no state, so it may run in a child process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from pypdfium2 import PdfiumError

from index.errors import LimitExceeded, UnreadableDocument
from index.model import Box, FileFormat
from index.raw import Line, RawDocument, RawPage, RawTable, Recognised
from index.reading import pdfium, scan
from index.reading.cells import distribute, table_of
from index.reading.frame import Frame
from index.reading.glyphs import Glyph, Strokes, is_unmapped
from index.reading.lattice import Grid, grid_of
from index.reading.limits import LIMITS, Limits
from index.reading.recognition import HINT, engine
from index.reading.rules import rulings
from index.reading.textlines import TextLine, lines_of
from index.reading.unruled import unruled_tables

SCAN_AREA = 0.3  # a page without text is a scan where pictures cover this share of it
UNMAPPED = 0.2  # share of glyphs without a known character above which a page is called unreadable
TAIL = 4096  # bytes at the end of a whole PDF that hold its end mark


def read_pdf(data: bytes, name: str, limits: Limits = LIMITS) -> RawDocument:
    """The pages of a PDF. Raises UnreadableDocument, EncryptedDocument or LimitExceeded, each with one Chinese line."""
    if not data:
        raise UnreadableDocument(f"“{name}”是空文件")
    if len(data) > limits.file_bytes:
        raise LimitExceeded(f"“{name}”大小超过上限（{limits.file_bytes // 1024 // 1024} MB）")
    warnings = [] if b"%%EOF" in data[-TAIL:] else ["文件没有正常的结尾，可能不完整"]
    with pdfium.opened(data, name) as document:
        count = len(document)
        if count > limits.pages:
            raise LimitExceeded(f"“{name}”有{count}页，超过上限（{limits.pages}页）")
        recognised: list[Recognised] = []
        pages = tuple(_read_page(document, number, limits, warnings, recognised) for number in range(1, count + 1))
    if not any(page.blocks for page in pages):
        if any(page.width is None for page in pages):
            raise UnreadableDocument(f"“{name}”的页面已损坏，无法读取")
        hint = "" if engine() is not None else f"；{HINT}"
        raise UnreadableDocument(f"“{name}”没有文字层（可能是扫描件），无法读取文字{hint}")
    form = FileFormat.PDF
    if recognised:
        warnings.append(scan.scan_warning())
        form = FileFormat.SCAN if len({piece.page for piece in recognised}) > count / 2 else form
    return RawDocument(hashlib.sha256(data).hexdigest(), name, form, pages, tuple(warnings), tuple(recognised))


def _read_page(document: Any, number: int, limits: Limits, warnings: list[str], recognised: list[Recognised]) -> RawPage:
    try:
        with pdfium.page_of(document, number) as (page, text):
            frame = pdfium.frame_of(page, text)
            glyphs, all_glyphs = pdfium.glyphs_of(text, frame, limits)
            strokes = pdfium.strokes_of(page, frame, limits)
            if not glyphs and _is_scan(strokes, frame) and engine() is not None:
                read, pieces = scan.read_page(pdfium.picture(page, frame, scan.PIXELS_A_POINT), number, scan.PIXELS_A_POINT, limits)
                recognised += pieces
                if pieces:
                    return read
            grids = grids_of(strokes, limits)
            warnings += _complaints(number, frame, glyphs, strokes, all_glyphs and grids is not None)
            if strokes.has_hollow_text or pdfium.has_hollow_digits(text, glyphs):
                warnings.append(f"第{number}页的数字用了未嵌入的字体，个别数字可能没有读出，请核对原文")
            bags, rest = distribute(grids or [], glyphs, lambda glyph: pdfium.clip_box(text, glyph.number, frame))
    except PdfiumError:
        warnings.append(f"第{number}页已损坏，无法读取")
        return RawPage(number, ())
    return _page(number, grids or [], bags, rest, (frame.width, frame.height))


def page_of_glyphs(number: int, glyphs: Sequence[Glyph], strokes: Strokes, size: tuple[float, float], limits: Limits = LIMITS) -> RawPage:
    """A page from characters and lines that were found otherwise than in a PDF (a scan); ``size`` is width and height in points."""
    grids = grids_of(strokes, limits) or []
    bags, rest = distribute(grids, glyphs, lambda glyph: None)
    return _page(number, grids, bags, rest, size)


def _page(number: int, grids: Sequence[Grid], bags: Sequence[list[list[Glyph]]], rest: Sequence[Glyph], size: tuple[float, float]) -> RawPage:
    tables = [table for grid, bag in zip(grids, bags, strict=True) if (table := table_of(number, grid, bag))]
    found, lines = unruled_tables(lines_of(rest), number)
    return RawPage(number, in_order(lines, [*tables, *found], number), round(size[0], 2), round(size[1], 2))


def grids_of(strokes: Strokes, limits: Limits = LIMITS) -> list[Grid] | None:
    """The ruled grids of a page, top down; None where the page holds too many lines to tell."""
    if not strokes.complete or len(strokes.horizontal) * len(strokes.vertical) > limits.crossings:
        return None
    found = [grid_of(ruling, limits.grid_cells) for ruling in rulings(strokes.horizontal, strokes.vertical)]
    return sorted((grid for grid in found if grid), key=lambda grid: (grid.ys[0], grid.xs[0]))


def in_order(lines: Sequence[TextLine], tables: Sequence[RawTable], page: int) -> tuple[Line | RawTable, ...]:
    """Lines and tables of a page top down; a line stands where its baseline is, a table where it begins."""
    placed: list[tuple[float, float, Line | RawTable]] = []
    for line in lines:
        box = Box(*(round(v, 2) for v in line.box))
        placed.append((line.baseline - 0.35 * line.size, box.x0, Line(line.text, page, box, round(line.size, 1))))
    placed += [(table.box.y0, table.box.x0, table) for table in tables if table.box]
    return tuple(block for _, _, block in sorted(placed, key=lambda item: item[:2]))


def _is_scan(strokes: Strokes, frame: Frame) -> bool:
    """Whether pictures cover a good part of the page."""
    return strokes.image_area > SCAN_AREA * frame.width * frame.height


def _complaints(number: int, frame: Frame, glyphs: Sequence[Glyph], strokes: Strokes, is_whole: bool) -> list[str]:
    """What a person should know of a page that could not be read, or not wholly."""
    if not is_whole:
        return [f"第{number}页的图形或文字过多，只读取了一部分"]
    if not glyphs:
        return [f"第{number}页没有文字层（可能是扫描页），未读取"] if _is_scan(strokes, frame) else []
    unknown = sum(1 for glyph in glyphs if is_unmapped(glyph.text))
    return [f"第{number}页的字体没有文字编码，文字可能无法识别"] if unknown > UNMAPPED * len(glyphs) else []
