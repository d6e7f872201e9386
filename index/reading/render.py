"""A picture of a page with places marked on it, for showing where a figure stands."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw
from pypdfium2 import PdfiumError

from index.errors import BadInput, UnreadableDocument
from index.model import Box
from index.reading import load, pdfium

MOST_PIXELS = 16_000_000
FILL = (255, 214, 0, 90)
EDGE = (214, 64, 0, 255)
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not safe for threads: two pictures at once end the process
PAD = 0.5  # points of air around a marked box


def page_png(data_or_path: bytes | Path, page: int, boxes: Iterable[Box] = (), scale: float = 1.5) -> bytes:
    """Page ``page`` (1-based) of a PDF as a PNG, upright, ``scale`` pixels a point, with the boxes (upright points, top left) marked.

    The picture is made smaller where it would pass 16 million pixels. Raises BadInput (no such page, no sensible scale) or what reading raises.
    """
    if not (math.isfinite(scale) and scale > 0):
        raise BadInput("缩放比例必须大于0")
    name = "文件" if isinstance(data_or_path, bytes) else data_or_path.name
    data = data_or_path if isinstance(data_or_path, bytes) else load(data_or_path)
    with _ONE_AT_A_TIME, pdfium.opened(data, name) as document:
        if not 1 <= page <= len(document):
            raise BadInput(f"“{name}”没有第{page}页（共{len(document)}页）")
        try:
            with pdfium.page_of(document, page) as (sheet, text):
                frame = pdfium.frame_of(sheet, text)
                scale = min(scale, math.sqrt(MOST_PIXELS / max(1.0, frame.width * frame.height)))
                picture = pdfium.picture(sheet, frame, scale)
        except PdfiumError as error:
            raise UnreadableDocument(f"“{name}”第{page}页已损坏，无法显示") from error
    marked = with_marks(picture, boxes, picture.width / frame.width, picture.height / frame.height)
    out = io.BytesIO()
    marked.save(out, "PNG", compress_level=3)
    return out.getvalue()


def with_marks(picture: Image.Image, boxes: Iterable[Box], across: float, down: float) -> Image.Image:
    """The picture with every box filled translucently and outlined. ``across`` and ``down``: pixels a point."""
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for box in boxes:
        left, right = sorted((_within((box.x0 - PAD) * across, picture.width), _within((box.x1 + PAD) * across, picture.width)))
        top, bottom = sorted((_within((box.y0 - PAD) * down, picture.height), _within((box.y1 + PAD) * down, picture.height)))
        draw.rectangle((left, top, right, bottom), fill=FILL, outline=EDGE, width=max(1, round(across)))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _within(value: float, size: int) -> float:
    return min(max(value, 0.0), size - 1.0)
