"""Scanned pages: text recognised on the picture, ruling lines found as long dark runs; from there on a page like any other.

Characters get places by dividing each recognised piece by the widths of its characters; so a piece that runs over a ruling line is cut there.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import LimitExceeded, UnreadableDocument
from index.model import Box, FileFormat
from index.raw import RawDocument, RawPage, Recognised
from index.reading.glyphs import Glyph, Stroke, Strokes
from index.reading.guard import sound
from index.reading.limits import LIMITS, Limits
from index.reading.recognition import HINT, Piece, engine, recognise

if TYPE_CHECKING:
    from PIL import Image

PIXELS_A_POINT = 150 / 72
_MOST_PIXELS = 60_000_000
_DARK = 140  # of 255
_SHORTEST = 24.0  # points: shorter dark runs are strokes of characters


def read_picture_file(data: bytes, name: str, limits: Limits = LIMITS) -> RawDocument:
    """A picture file (PNG, JPEG, TIFF ...): a page a frame. Raises ``UnreadableDocument`` (also without the extra) or ``LimitExceeded``."""
    if engine() is None:
        raise UnreadableDocument(f"“{name}”是图片，暂不支持，请提供PDF或文本文件；{HINT}")
    pages: list[RawPage] = []
    recognised: list[Recognised] = []
    with sound(name, "图片"):
        for number, picture in enumerate(_frames(data, name, limits), 1):
            scale = max(picture.size) / 842.0  # taken for A4
            page, pieces = read_page(picture, number, scale, limits)
            pages.append(page)
            recognised += pieces
    if not recognised:
        raise UnreadableDocument(f"“{name}”的图片上没有认出文字")
    return RawDocument(hashlib.sha256(data).hexdigest(), name, FileFormat.SCAN, tuple(pages), (scan_warning(),), tuple(recognised))


def scan_warning() -> str:
    """The line that every scanned document carries."""
    return "扫描件由OCR识别，数字可能有误，请核对原件"


def _frames(data: bytes, name: str, limits: Limits) -> Iterator[Image.Image]:
    from PIL import Image, ImageSequence

    with Image.open(io.BytesIO(data)) as opened:
        for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
            if number > limits.pages or frame.width * frame.height > _MOST_PIXELS:
                raise LimitExceeded(f"“{name}”的图片过大或过多")
            yield frame.convert("RGB")


def read_page(picture: Image.Image, number: int, scale: float, limits: Limits = LIMITS) -> tuple[RawPage, list[Recognised]]:
    """One page from its upright picture; ``scale`` is pixels a point. Its pieces with their scores come along."""
    from index.reading.pdf import page_of_glyphs

    strokes = strokes_of_picture(picture, scale)
    pieces = recognise(picture, lambda box: walls_through(box, strokes, scale))
    glyphs = [glyph for piece in pieces for glyph in glyphs_of_piece(piece, scale)]
    width, height = picture.width / scale, picture.height / scale
    page = page_of_glyphs(number, glyphs, strokes, (width, height), limits)
    boxes = [Recognised(number, Box(*(round(v / scale, 2) for v in piece.box)), round(piece.score, 4)) for piece in pieces]
    return page, boxes


def walls_through(box: Box, strokes: Strokes, scale: float) -> list[float]:
    """The x places, in pixels, at which vertical lines run through the middle of a box and part it."""
    middle, margin = (box.y0 + box.y1) / 2 / scale, 0.15 * (box.y1 - box.y0)
    cuts = {round(at * scale) for at, start, end in strokes.vertical if start < middle < end}
    return [float(x) for x in sorted(cuts) if box.x0 + margin < x < box.x1 - margin]


def glyphs_of_piece(piece: Piece, scale: float) -> list[Glyph]:
    """The characters of a piece with the places that their widths give them (ASCII counts half). Blanks take room only."""
    weights = [0.5 if char.isascii() else 1.0 for char in piece.text]
    x0, y0, x1, y1 = (v / scale for v in piece.box)
    step = (x1 - x0) / max(0.5, sum(weights))
    out: list[Glyph] = []
    at, spaced = x0, False
    for char, weight in zip(piece.text, weights, strict=True):
        if not char.isspace():
            out.append(Glyph(char, at, y0, at + weight * step, y1, y0 + 0.85 * (y1 - y0), spaced))
        spaced = char.isspace()
        at += weight * step
    return out


def strokes_of_picture(picture: Image.Image, scale: float) -> Strokes:
    """Long dark runs across and down, at most a few pixels thick, as strokes in points."""
    import numpy

    dark = numpy.asarray(picture.convert("L")) < _DARK
    across = _runs(dark, scale)
    down = _runs(dark.T, scale)
    return Strokes(tuple(across), tuple(down), True, 0.0)


def _runs(dark: object, scale: float) -> list[Stroke]:
    """Runs along the rows of a boolean picture. Rows next to each other with the same run are one stroke; thick bars are none."""
    import numpy

    grid = numpy.asarray(dark)
    least = _SHORTEST * scale
    open_runs: list[tuple[int, int, int, int]] = []  # first row, last row, start, end
    done: list[tuple[int, int, int, int]] = []
    for row in numpy.flatnonzero(grid.sum(axis=1) >= least):
        edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], grid[row].astype(numpy.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start < least:
                continue
            same = next((k for k, r in enumerate(open_runs) if r[1] == row - 1 and r[2] < end and start < r[3]), None)
            if same is None:
                open_runs.append((int(row), int(row), int(start), int(end)))
            else:
                first, _, left, right = open_runs[same]
                open_runs[same] = (first, int(row), min(left, int(start)), max(right, int(end)))
        done += [run for run in open_runs if run[1] < row]
        open_runs = [run for run in open_runs if run[1] == row]
    done += open_runs
    thick = max(4, round(3 * scale))
    return [Stroke((first + last + 1) / 2 / scale, start / scale, end / scale) for first, last, start, end in done if last - first < thick]
