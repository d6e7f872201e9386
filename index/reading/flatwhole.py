"""Indicators of a flattened performance form whose lines are whole: the header on one line, a row a line, cells parted by blanks.

Empty cells are lost here too: levels that a row shares with the row above are told by their words, a reason or remark at the end may be
missing, and a row that lacks anything else stays prose.
"""

from __future__ import annotations

import re

from index.raw import Line
from index.reading.flatindicators import IndicatorRow, Rebuilt, has_operator
from index.text import normal

_HEADER = re.compile(r"^一级指标 二级指标 三级指标 \S")
_LEVEL = re.compile(r"^[\u4e00-\u9fff]{2,10}指标$")
_TOTAL = re.compile(r"^(总分|合计|总计)$")
_OPTIONAL = re.compile(r"偏差|原因|措施|备注|佐证|说明")
_NUMBER = re.compile(r"\d")


def is_whole_header(text: str) -> bool:
    """Whether the header of the indicators stands unbroken on this line."""
    return bool(_HEADER.match(text.strip()))


def whole_rows(header: Line, lines: list[Line]) -> Rebuilt | None:
    """The rows under an unbroken header; lines that make no row stay prose. None where the header is broken (no row follows its first line)."""
    names = tuple(header.text.split())
    if not is_whole_header(header.text) or not lines or _row(_with_targets(lines[0].text.split()), names) is None:
        return None
    out = Rebuilt(names)
    for line in lines:
        texts = _row(_with_targets(line.text.split()), names)
        if texts is None:
            out.loose.append(line)
        else:
            out.rows.append(IndicatorRow(texts, line.page))
    return out


def _row(words: list[str], names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The cells of a row, None where they cannot be told."""
    if not any(_NUMBER.search(word) for word in words[1:]):
        return None
    if _TOTAL.match(normal(words[0])):
        return tuple(words) if len(words) <= 3 else None
    levels = 0
    while levels < min(2, len(words)) and _LEVEL.match(words[levels]):
        levels += 1
    front = ["", ""][levels:] + words[:levels]
    texts = [*front, *words[levels:]]
    missing = len(names) - len(texts)
    if missing == 1 and _OPTIONAL.search(names[-1]) and len(texts[-1]) <= 12 and _NUMBER.search(texts[-1]):
        texts.append("")
        missing = 0
    return tuple(texts) if missing == 0 else None


def _with_targets(words: list[str]) -> list[str]:
    """``>= 9 次`` is one cell: a lone operator takes the number behind it, a number with an operator its unit."""
    out: list[str] = []
    for word in words:
        before = out[-1] if out else ""
        if has_operator(before) and not _NUMBER.search(before) and _NUMBER.match(word):
            out[-1] = before + word
        elif has_operator(before) and re.fullmatch(r"\D+[\d.,]+", before) and re.fullmatch(r"[\u4e00-\u9fff%％/()（）]{1,6}", word):
            out[-1] = f"{before} {word}"
        else:
            out.append(word)
    return out
