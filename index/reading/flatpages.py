"""The printed lines of a flattened text and their pages, without what a page repeats: its number and its running head."""

from __future__ import annotations

import re
from collections import Counter

from index.raw import Line
from index.reading.forms import is_performance
from index.text import normal

_PAGE_NUMBER = re.compile(r"^[-—–]?\s*\d{1,3}\s*[-—–]?$")
_PLAIN_NUMBER = re.compile(r"^(?:[-—–─]\s*\d{1,3}\s*[-—–─]|第\s*\d{1,3}\s*页(?:[,，]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})$")  # nothing else looks so
_UNNUMBERED = 8  # pages in front (cover, contents) and page ends without a mark that the count may lag behind the printed number
_PART = re.compile(r"^(第[一二三四五六七八九十]+部分|[(（][一二三四五六七八九十]+[)）])")
_RUNNING_HEAD = re.compile(r"^[^，。；：:]{4,40}(部门|单位|局|委|厅|办|院|会|府|中心|预算|决算|公开|情况)[^，。；：:表]{0,20}$")
_HEADED = 3  # pages that begin with the same line


def printed_lines(text: str) -> list[Line]:
    """The printed lines and the page of each: a single leading blank marks the first line of a page, a page number alone its end."""
    lines: list[Line] = []
    page = 1
    weights = False  # in a form where weights stand alone on their lines
    for raw in text.split("\n"):
        if not raw.strip():
            continue
        if raw.startswith(" ") and not raw.startswith("  ") and lines:
            page += 1
        words = re.sub(r"[ \t\u3000\u00a0]+", " ", raw).strip()
        if _PLAIN_NUMBER.match(words):
            continue
        if _PAGE_NUMBER.match(words) and not weights and page <= int(re.sub(r"\D", "", words)) <= page + _UNNUMBERED:
            page += 1
            continue
        kind = is_performance(words)
        weights = kind == "绩效目标表" if kind else weights and not _PART.match(words)
        lines.append(Line(words, page))
    return _without_running_heads(lines)


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Without the line that several pages begin with (某局2024年部门预算公开), but where it stands first."""
    starts = [i for i, line in enumerate(lines) if i == 0 or line.page != lines[i - 1].page]
    seen = Counter(normal(lines[i].text) for i in starts)
    heads = {text for text, times in seen.items() if times >= _HEADED and _RUNNING_HEAD.match(text) and not _PART.match(text)}
    first = {text: next(i for i, line in enumerate(lines) if normal(line.text) == text) for text in heads}
    return [line for i, line in enumerate(lines) if i not in starts or normal(line.text) not in heads or first[normal(line.text)] == i]
