"""Text as compared: one normal form for matching, never used for quotes.

``normal`` is NFKC without white space and with one kind of quotes and dashes; ``squeeze`` only drops the blanks that
line wraps and justified setting put between Han characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_HAN_ALONE = re.compile("[\u4e00-\u9fff]+")  # none of them has another form under NFKC
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}，。；：、（）《》“”])[ \t\u3000\u00a0]+(?=[{HAN}，。；：、（）《》“”])")
_QUOTES = dict.fromkeys(map(ord, "“”„‟\"'‘’「」『』＂＇"), None)
_DASHES = re.compile(r"[—–−‐‑-]+")
_BRACKETS = str.maketrans("〔〕【】［］", "[][][]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

_SHORT = 160  # characters


def only_han(text: str) -> bool:
    """Whether a text is Han characters and nothing else: such a text is in normal form as it is."""
    return _HAN_ALONE.fullmatch(text) is not None


def clean(text: str) -> str:
    """Text without control, bidi and zero-width characters and lone surrogates (they break stores and pages)."""
    return _CONTROL.sub("", text)


def squeeze(text: str) -> str:
    """Text without the blanks between Han characters: ``江 苏 省`` -> ``江苏省``; other blanks become one."""
    return re.sub(r"[ \t\u3000\u00a0]+", " ", _BETWEEN_HAN.sub("", text)).strip()


def normal(text: str) -> str:
    """The form in which two texts are compared: NFKC, no white space, no quotes, one dash, one kind of square brackets."""
    if only_han(text):
        return text
    return _normal_short(text) if len(text) <= _SHORT else _normal(text)


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", clean(text)).translate(_BRACKETS).translate(_QUOTES)
    return _DASHES.sub("-", re.sub(r"\s+", "", text))


_normal_short = lru_cache(maxsize=1 << 15)(_normal)  # names and questions come again and again; whole paragraphs do not
