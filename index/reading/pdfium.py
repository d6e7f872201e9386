"""All calls into PDFium (ctypes): opening, page frame, glyphs, strokes, clip boxes. Everything handed out is plain Python.

PDFium is not thread-safe, not even across documents: use processes.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

from index.errors import EncryptedDocument, UnreadableDocument
from index.model import Box
from index.reading.frame import IDENTITY, Frame, Matrix, apply, chained
from index.reading.glyphs import CHARACTERS, Glyph, Stroke, Strokes
from index.reading.limits import LIMITS, Limits

THIN = 3.0  # a filled path up to this many points thick is a ruling line, a thicker one is shading
SKEW = 1.0  # a line may lean this many points and still be straight
SHORTEST = 2.0  # shorter strokes are dots and corners of borders
FORM_DEPTH = 8  # forms within forms; real ones nest once or twice


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """The PDFium document of ``data``. Raises EncryptedDocument or UnreadableDocument (Chinese line naming the file)."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedDocument(f"“{name}”已加密，需要密码才能读取，请先解除密码") from error
        raise UnreadableDocument(f"“{name}”不是有效的PDF文件，或文件已损坏、下载不完整") from error
    try:
        yield document
    finally:
        document.close()


@contextmanager
def page_of(document: Any, number: int) -> Iterator[tuple[Any, Any]]:
    """Page ``number`` (1-based) and its text. Raises pypdfium2.PdfiumError where the page is damaged."""
    page = document[number - 1]
    try:
        text = page.get_textpage()
        try:
            yield page, text
        finally:
            text.close()
    finally:
        page.close()


def frame_of(page: Any, text: Any) -> Frame:
    """The frame in which the page's text stands upright: /Rotate, unless most glyphs were drawn sideways to it."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    return Frame(left, bottom, right, top, _turn_of_text(text.raw, turn))


def _turn_of_text(text: Any, turn: int, samples: int = 32) -> int:
    count = raw.FPDFText_CountChars(text)
    step = max(1, count // samples)
    turns: Counter[int] = Counter()
    for i in range(0, count, step):
        if CHARACTERS[raw.FPDFText_GetUnicode(text, i)]:
            turns[-round(math.degrees(raw.FPDFText_GetCharAngle(text, i)) / 90) * 90 % 360] += 1
    if not turns:
        return turn
    (best, votes), total = turns.most_common(1)[0], sum(turns.values())
    return best if votes >= 12 and votes >= 0.9 * total else turn


def glyphs_of(text: Any, frame: Frame, limits: Limits = LIMITS) -> tuple[list[Glyph], bool]:
    """The visible glyphs of a page in text order, and whether all were read. Blanks are no glyphs; outside the page is not visible."""
    handle, rect = text.raw, raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    unicode_at, box_at, origin_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    a, b, c, d, e, f = frame.matrix
    width, height = frame.width, frame.height
    count = raw.FPDFText_CountChars(handle)
    glyphs: list[Glyph] = []
    spaced = False
    for i in range(min(count, limits.page_glyphs)):
        character = CHARACTERS[unicode_at(handle, i)]
        if not character:
            spaced = True
            continue
        box_at(handle, i, rect)
        origin_at(handle, i, x, y)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if 0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height:
            glyphs.append(Glyph(character, x0, y0, x1, y1, b * x.value + d * y.value + f, spaced, i))
        spaced = False
    return glyphs, count <= limits.page_glyphs


def has_hollow_digits(text: Any, glyphs: Sequence[Glyph], samples: int = 12) -> bool:
    """Whether digits of the page have no outline (a font neither embedded nor here): PDFium then drops digits that stand alone."""
    digits = [glyph.number for glyph in glyphs if "0" <= glyph.text <= "9"]
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for number in digits[:: max(1, len(digits) // samples)]:
        raw.FPDFText_GetCharBox(text.raw, number, left, right, bottom, top)
        if abs(top.value - bottom.value) < 0.01 or abs(right.value - left.value) < 0.01:
            return True
    return False


def clip_box(text: Any, number: int, frame: Frame) -> Box | None:
    """The rectangle outside which glyph ``number`` is not painted, or None where it is not clipped."""
    item = raw.FPDFText_GetTextObject(text.raw, number)
    clip = raw.FPDFPageObj_GetClipPath(item) if item else None
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if paths <= 0:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    box = Box(-math.inf, -math.inf, math.inf, math.inf)
    for p in range(paths):
        points = []
        for s in range(min(raw.FPDFClipPath_CountPathSegments(clip, p), 64)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, p, s), x, y)
            points.append(apply(frame.matrix, x.value, y.value))
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = Box(max(box.x0, min(xs)), max(box.y0, min(ys)), min(box.x1, max(xs)), min(box.y1, max(ys)))
    return box


def picture(page: Any, frame: Frame, scale: float) -> Image.Image:
    """The page drawn upright, about ``scale`` pixels a point."""
    bitmap = page.render(scale=scale, rotation=(frame.turn - page.get_rotation()) % 360)
    try:
        drawn: Image.Image = bitmap.to_pil().convert("RGB")  # a copy: the bitmap's memory goes with it
        return drawn
    finally:
        bitmap.close()


def strokes_of(page: Any, frame: Frame, limits: Limits = LIMITS) -> Strokes:
    """The straight horizontal and vertical lines of a page: stroked segments, and thin filled paths as their middle line."""
    walk = _PathWalk(limits, is_sideways=frame.turn in (90, 270))
    walk.objects(raw.FPDFPage_CountObjects(page.raw), partial(raw.FPDFPage_GetObject, page.raw), frame.matrix, 0)
    return Strokes(tuple(walk.horizontal), tuple(walk.vertical), walk.complete, walk.image_area, walk.has_hollow_text)


class _PathWalk:
    """Goes over the page objects, forms within forms included, and collects strokes until a limit is reached."""

    def __init__(self, limits: Limits, is_sideways: bool) -> None:
        self.has_hollow_text = False
        self._is_sideways = is_sideways
        self.horizontal: list[Stroke] = []
        self.vertical: list[Stroke] = []
        self.image_area = 0.0
        self._objects_left = limits.page_objects
        self._segments_left = limits.page_segments
        self._matrix = raw.FS_MATRIX()
        self._numbers = [ctypes.c_float() for _ in range(4)]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    @property
    def complete(self) -> bool:
        return self._objects_left > 0 and self._segments_left > 0

    def objects(self, count: int, getter: Callable[[int], Any], outer: Matrix, depth: int) -> None:
        for i in range(count):
            if not self.complete:
                return
            item = getter(i)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._objects_left -= 1
                self._path(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                x0, y0, x1, y1 = self._bounds(item, outer)
                self.image_area += (x1 - x0) * (y1 - y0)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                if self._is_sideways and not self.has_hollow_text:
                    self.has_hollow_text = self._is_hollow(item)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
                inner = chained(self._matrix_of(item), outer)
                self.objects(raw.FPDFFormObj_CountObjects(item), partial(raw.FPDFFormObj_GetObject, item), inner, depth + 1)

    def _is_hollow(self, item: Any) -> bool:
        """Whether a text runs sideways in user space without any outline: PDFium takes it for empty and leaves it out of the page's text."""
        x0, y0, x1, y1 = self._bounds(item, IDENTITY)
        return x1 - x0 < 0.01 and y1 - y0 > 1 and not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item))

    def _matrix_of(self, item: Any) -> Matrix:
        m = self._matrix
        if not raw.FPDFPageObj_GetMatrix(item, m):
            return IDENTITY
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _bounds(self, item: Any, outer: Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._numbers
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        (x0, y0), (x1, y1) = apply(outer, left.value, bottom.value), apply(outer, right.value, top.value)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _path(self, item: Any, outer: Matrix) -> None:
        raw.FPDFPath_GetDrawMode(item, self._fill, self._stroke)
        filled, stroked = self._fill.value, self._stroke.value
        if not filled and not stroked:
            return
        segments = raw.FPDFPath_CountSegments(item)
        if filled and not stroked and segments <= 5:  # one rectangle: its bounds say all, in one call
            self._add_fill(*self._bounds(item, outer))
            return
        for points in self._subpaths(item, segments, chained(self._matrix_of(item), outer)):
            if stroked:
                for p, q in pairwise(points):
                    if p and q:
                        self._add(*p, *q)
            else:
                known = [p for p in points if p]
                xs, ys = [p[0] for p in known], [p[1] for p in known]
                self._add_fill(min(xs), min(ys), max(xs), max(ys))

    def _subpaths(self, item: Any, segments: int, matrix: Matrix) -> Iterator[list[tuple[float, float] | None]]:
        """Runs of joined points; None stands where a curve lies between, so that its chord is no line."""
        x, y = self._numbers[:2]
        points: list[tuple[float, float] | None] = []
        for s in range(segments):
            if self._segments_left <= 0:
                break
            self._segments_left -= 1
            segment = raw.FPDFPath_GetPathSegment(item, s)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                points.append(None)
            points.append(apply(matrix, x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment) and len(points) > 2:
                points.append(points[0])
        if points:
            yield points

    def _add_fill(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if x1 - x0 <= THIN < y1 - y0:
            self._add((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif y1 - y0 <= THIN < x1 - x0:
            self._add(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)

    def _add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        across, along = abs(y1 - y0), abs(x1 - x0)
        if along >= across and across <= SKEW and along >= SHORTEST:
            self.horizontal.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif across > along and along <= SKEW and across >= SHORTEST:
            self.vertical.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
