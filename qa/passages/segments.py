"""Prose cut into the pieces that answers are made of. Pure functions on text; all results are spans into the text given.

A *sentence* ends at 。！？ and an *assertion* is what is said of one thing: a sentence, or one of the parts that semicolons
divide, together with the sentences after it that have no subject of their own ("主要原因是…", "与上年相比增加…").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_PAIRS = {"《": "》", "（": "）", "(": ")", "〈": "〉", "〔": "〕", "[": "]"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_LONGEST_BRACKET = 160
_ENDS = "。！？!?"
_PARTS = "；;"

# A sentence that begins like this speaks of the same thing as the one before it.
_CONTINUES = re.compile(
    r"^\s*(?:其中)?(?:主要|原因|具体原因|决算数|预算数|年初预算|全年预算|支出决算|增减相抵|此项|上年|去年|与上年|与去年|与\s*20\d\d|与年初|比上年|较上年|同比|为此|考虑|导致|"
    r"[二三四五六七八九]是|第[二三四五]|一是|完成预算|因此|所以|由于|因为|该项|上述)"
)
# A part after a semicolon that states an amount or a change of its own speaks of something else.
_OWN_CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|降低|上升|持平|一致|支出|收入|预算数?|决算数?)[为是]?\s*-?[\d,]+(?:\.\d+)?|与上年[^，；。]{0,8}(?:持平|一致)|(?:原因|主要)(?:是|为|：|:)"
)
_OF_WHICH = re.compile(r"[，。；]\s*其中\s*[：:，]")
_NUMBERED = re.compile(r"^\s*(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、．.])")


def _breaks(text: str, marks: str) -> Iterator[int]:
    """Positions just after each of ``marks`` that stands outside brackets (an unclosed bracket is ignored)."""
    open_until = -1
    for at, char in enumerate(text):
        if char in _PAIRS and at > open_until:
            close = text.find(_PAIRS[char], at, at + _LONGEST_BRACKET)
            open_until = max(open_until, close)
        elif char in marks and at > open_until:
            yield at + 1


def _cut(text: str, marks: str, start: int = 0, end: int | None = None) -> list[Span]:
    end = len(text) if end is None else end
    spans, begin = [], start
    for at in _breaks(text[start:end], marks):
        spans.append((begin, start + at))
        begin = start + at
    spans.append((begin, end))
    return [trimmed for span in spans if (trimmed := trim(text, span))[1] > trimmed[0]]


def trim(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str) -> list[Span]:
    """The sentences of a paragraph, in order."""
    return _cut(text, _ENDS)


def parts(text: str, span: Span | None = None) -> list[Span]:
    """What semicolons divide, within one sentence (the whole text where no span is given)."""
    start, end = span or (0, len(text))
    return _cut(text, _PARTS, start, end)


def assertions(text: str) -> list[Span]:
    """The paragraph as assertions: sentences with the subjectless ones that follow, semicolon parts apart where each states its own amount."""
    joined: list[Span] = []
    for sentence in sentences(text):
        if joined and _CONTINUES.match(text[sentence[0] : sentence[1]]):
            joined[-1] = (joined[-1][0], sentence[1])
        else:
            joined.append(sentence)
    return [piece for span in joined for piece in _divided(text, span)]


def _divided(text: str, span: Span) -> list[Span]:
    pieces: list[Span] = []
    for part in (p for whole in parts(text, span) for p in _opened(text, whole)):
        own = _OWN_CHANGE.search(text, part[0], part[1]) and not _CONTINUES.match(text[part[0] : part[1]])
        if pieces and not own:
            pieces[-1] = (pieces[-1][0], part[1])
        else:
            pieces.append(part)
    return pieces


def _opened(text: str, span: Span) -> list[Span]:
    """A part that goes from a whole to its items (``总额减少3万元，其中：甲减少1万元，主要原因…``) cut before the first item's change."""
    found = _OF_WHICH.search(text, span[0], span[1])
    if found and _OWN_CHANGE.search(text, span[0], found.start()) and re.search(r"原因|增加|减少", text[found.end() : span[1]]):
        return [(span[0], found.end()), (found.end(), span[1])]
    return [span]


def is_numbered(text: str) -> bool:
    """Whether a paragraph begins with an item number: （一） 1. 二、"""
    return bool(_NUMBERED.match(text))


def without_number(text: str) -> str:
    """The paragraph without its item number and Markdown signs."""
    return _NUMBERED.sub("", text.lstrip("-#* \t"), count=1).lstrip(" \t\u3000").replace("**", "")
