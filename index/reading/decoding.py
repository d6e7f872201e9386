"""Bytes of a text file to clean text: UTF-8, UTF-16 with a mark, GB18030, Big5; everything else is refused in Chinese."""

from __future__ import annotations

import codecs
import re

from index.errors import UnreadableDocument
from index.reading.traditional import simplified
from index.text import clean

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样"
    "与关各重新线内数正心元万预算支出收入项目情况公开财拨款"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def decode(data: bytes, name: str) -> str:
    """The text of a file without control characters, line ends as ``\\n``. Raises ``UnreadableDocument``."""
    if not data.strip():
        raise UnreadableDocument(f"{name} 是空文件")
    text = _decoded(data)
    if text is None:
        raise UnreadableDocument(f"{name} 不是可读的文本：编码既非 UTF-8 也非 GB18030，文件可能已损坏")
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n "))
    if not text.strip():
        raise UnreadableDocument(f"{name} 里没有文字")
    return text


def _decoded(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if b"\x00" in data:
        return None
    text = _strictly(data, "utf-8-sig")
    if text is not None:
        return text
    for encoding in ("gb18030", "big5"):
        text = _strictly(data, encoding)
        if text is not None and _reads_as_chinese(simplified(text)):
            return text
    return None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_as_chinese(text: str) -> bool:
    """Damaged UTF-8 often decodes as GB18030, into rare characters; real Chinese is full of the commonest ones."""
    han = _HAN.findall(text)
    return len(han) >= 10 and sum(char in _COMMON for char in han) / len(han) > 0.15
