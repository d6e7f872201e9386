"""Text on pictures, by RapidOCR (Apache-2.0; its models come inside its package). Optional: the extra ``ocr``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from index.model import Box

if TYPE_CHECKING:
    from PIL import Image

HINT = "安装OCR扩展后可以读取扫描件：pip install 'wenzhang[ocr]'"
_PAPER = 170  # of 255: a place without anything darker is empty
_BETWEEN_DIGITS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line, its box in pixels and the recogniser's score (0 to 1)."""

    text: str
    box: Box
    score: float


@lru_cache(maxsize=1)
def engine() -> Any | None:
    """The recogniser, loaded once a process; None where the extra is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return RapidOCR(params={"Global.log_level": "error"})


def recognise(picture: Image.Image, walls: Callable[[Box], list[float]] = lambda box: []) -> list[Piece]:
    """The texts of a picture. The engine must be there (see :func:`engine`).

    ``walls`` names the x places at which a box is crossed by ruling lines: such a piece holds the texts of several cells and is read
    again part by part, since where one ends cannot be told from the text.
    """
    import numpy

    pieces: list[Piece] = []
    for piece in _pieces(numpy.asarray(picture.convert("RGB"))):
        cuts = walls(piece.box)
        if not cuts:
            pieces.append(piece)
            continue
        for left, right in pairwise((piece.box.x0, *cuts, piece.box.x1)):
            part = Box(left + 2, piece.box.y0, right - 2, piece.box.y1)
            if part.x1 - part.x0 > 0.3 * (part.y1 - part.y0):
                pieces += _read_again(picture, part)
    return pieces


def _read_again(picture: Image.Image, box: Box) -> list[Piece]:
    """The text of one known place."""
    import numpy

    recogniser = engine()
    assert recogniser is not None
    crop = numpy.asarray(picture.convert("RGB").crop((round(box.x0), round(box.y0), round(box.x1), round(box.y1))))
    if crop.min() > _PAPER:
        return []
    found = recogniser(crop, use_det=False, use_cls=False, use_rec=True)
    text = "".join(found.txts or ())
    return [Piece(_BETWEEN_DIGITS.sub(",", text), box, float(min(found.scores)))] if text.strip() else []


def _pieces(picture: Any) -> list[Piece]:
    recogniser = engine()
    assert recogniser is not None
    found = recogniser(picture)
    if found.boxes is None:
        return []
    pieces = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        pieces.append(Piece(_BETWEEN_DIGITS.sub(",", text), Box(min(xs), min(ys), max(xs), max(ys)), float(score)))
    return pieces
