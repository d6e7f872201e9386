"""What a page is made of before any meaning: glyphs and straight strokes on the upright page, in points, origin top left."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from index.text import clean

# Radicals that fonts map to instead of the character, and that NFKC leaves alone (Unicode EquivalentUnifiedIdeograph).
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)


class Glyph(NamedTuple):
    """One printed character. ``baseline`` is the y of its origin; ``spaced`` tells that a blank precedes it in the text.

    ``number`` is its place in the page's text, for asking pdfium about it again.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    spaced: bool = False
    number: int = -1


class Stroke(NamedTuple):
    """A horizontal or vertical line: its position across (``at``) and its extent along (``start`` < ``end``)."""

    at: float
    start: float
    end: float


class Strokes(NamedTuple):
    """All candidate ruling lines of a page, and what else the walk over its objects saw.

    ``complete`` is false where a limit cut the walk short; ``image_area`` is in square points; ``has_hollow_text`` tells that text
    of a font that is not there may be missing.
    """

    horizontal: tuple[Stroke, ...]
    vertical: tuple[Stroke, ...]
    complete: bool = True
    image_area: float = 0.0
    has_hollow_text: bool = False


class _Characters(dict[int, str]):
    """Code point -> the text it stands for; "" for what is not printed (control, zero width). Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        text = _printed(code)
        self[code] = text
        return text


def _printed(code: int) -> str:
    if code <= 32 or code in (0xA0, 0x3000, 0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    character = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return "" if character.isspace() else clean(character)


CHARACTERS = _Characters()


def is_unmapped(text: str) -> bool:
    """Whether a glyph's character is a placeholder (private use, U+FFFD): its font tells not what it prints."""
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff"
