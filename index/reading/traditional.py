"""Documents in traditional characters are read as simplified ones, character by character, so that names, measures and questions meet.

The table ``data/traditional.json`` holds common characters only; what it lacks stays as printed. Lengths never change.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from index.raw import Line, RawDocument, RawTable

WARNING = "原文为繁体字，已逐字转为简体字处理，引文为转换后的文字"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHARE = 0.15  # of the characters of a traditional text a quarter and more differ; a quoted name or two do not make one


@lru_cache(maxsize=1)
def traditional() -> dict[int, str]:
    """Table for ``str.translate``: common traditional characters to simplified ones."""
    lines = json.loads(files("index").joinpath("data/traditional.json").read_text(encoding="utf-8"))
    return {ord(a): b for line in lines for a, b in zip(line["from"], line["to"], strict=True)}


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters."""
    han = _HAN.findall(text[:40_000])
    return len(han) >= 20 and sum(ord(char) in traditional() for char in han) / len(han) >= _SHARE


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return text.translate(traditional())


def in_simplified(doc: RawDocument) -> RawDocument:
    """A document in simplified characters, with a warning where it was not; the same document otherwise."""
    if not is_traditional("".join(_texts(doc))):
        return doc
    pages = tuple(replace(page, blocks=tuple(map(_block, page.blocks))) for page in doc.pages)
    return replace(doc, pages=pages, warnings=(*doc.warnings, WARNING))


def _texts(doc: RawDocument) -> list[str]:
    return [text for page in doc.pages for block in page.blocks for text in ([block.text] if isinstance(block, Line) else [cell.text for cell in block.cells])]


def _block(block: Line | RawTable) -> Line | RawTable:
    if isinstance(block, Line):
        return replace(block, text=simplified(block.text))
    cells = tuple(replace(cell, text=simplified(cell.text)) for cell in block.cells)
    return replace(block, cells=cells, title=block.title and simplified(block.title), unit=block.unit and simplified(block.unit))


