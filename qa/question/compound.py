"""A question that asks several things, cut into parts that can be asked one after the other, as in a conversation.

In: the question as typed. Out: its parts in order, each with a question word of its own; what asks nothing stays with the part beside it.
Whether the parts are better answered apart than together is not decided here (see :mod:`qa.answer.compound`).
"""

from __future__ import annotations

import re

MOST = 5  # parts: a longer list of asks is read as one question
_ENDS = re.compile(r"[?？。!！;；\n]+")
_COMMAS = re.compile(r"[,，、]")
_QUOTED = re.compile(r"[“\"「『《（(][^”\"」』》）)]*[”\"」』》）)]")
_ASKS = re.compile(
    r"多少|(?<!十)几(?!乎|年来|天来|十)|哪|谁|什么|啥|为何|为什么|怎么|怎样|咋|如何|是否|是不是|有没有|有无|能不能|多大|多高|多长|百分之|原因|理由|何时|(?<=[\u4e00-\u9fff\d])呢(?=[?？。,，])|(?:吗|么|没有|没|不)(?=[?？。!！,，]|$)|还是(?=[^,，。]{1,4}(?:[?？。,，]|$))"
)
_PART_OF_IT = re.compile("^(?:其中|里面|当中|里头|以及|还有)(?:的)?[\u4e00-\u9fff]{2,8}[?？。]?$")
_MONEY = re.compile("(?:多少|几)(?:个?钱|[万亿]?元|万(?!人))")
_OF_WHICH = re.compile("(?:其中|里面|里头|当中)")
_HOW_MUCH = re.compile("多少(?=[?？。]?$)")
_SAID = re.compile(r"[\u4e00-\u9fff]{2,}")


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a question; the question alone where it asks one thing only (or very many)."""
    hidden = [found.span() for found in _QUOTED.finditer(text)]
    sentences = _cut(text, _ENDS, hidden)
    parts: list[str] = []
    preface = ""
    for start, end in sentences:
        sentence = text[start:end].strip()
        if not _asks(text, start, end, hidden):
            if parts and _PART_OF_IT.match(sentence):
                parts.append(sentence)
            elif parts:
                parts[-1] += sentence
            else:
                preface += sentence.rstrip("。;；") + "，"
            continue
        clauses = _clauses(text, start, end, hidden)
        clauses[0], preface = preface + clauses[0], ""
        parts += clauses
    if preface and parts:
        parts[-1] += preface
    parts = [_in_money(part, before) for part, before in zip(parts, ["", *parts], strict=False)]
    return tuple(parts) if 1 < len(parts) <= MOST else (text,)


def _in_money(part: str, before: str) -> str:
    """其中乙多少 after 甲多少钱 asks for money too."""
    if _MONEY.search(before) and _OF_WHICH.match(part):
        return _HOW_MUCH.sub("多少钱", part)
    return part


def _asks(text: str, start: int, end: int, hidden: list[tuple[int, int]]) -> bool:
    return any(not _inside(start + found.start(), hidden) for found in _ASKS.finditer(text[start:end]))


def _clauses(text: str, start: int, end: int, hidden: list[tuple[int, int]]) -> list[str]:
    """A sentence cut at those commas that have a question word on both sides; 水费、电费各多少 has none before the comma."""
    found: list[str] = []
    held = start
    for left, right in _cut(text, _COMMAS, hidden, start, end):
        rest = text[right:end]
        if _asks(text, held, right, hidden) and rest and _asks(text, right, end, hidden) and _SAID.search(text[left:right]):
            found.append(text[held:right].rstrip("，,、 "))
            held = right
    found.append(text[held:end].strip())
    return found


def _cut(text: str, marks: re.Pattern[str], hidden: list[tuple[int, int]], start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The stretches of the text that end at a mark (the mark included), marks in quotes and brackets passed over."""
    end = len(text) if end is None else end
    spans, cursor = [], start
    for found in marks.finditer(text, start, end):
        if not _inside(found.start(), hidden):
            spans.append((cursor, found.end()))
            cursor = found.end()
    if text[cursor:end].strip():
        spans.append((cursor, end))
    return spans


def _inside(place: int, hidden: list[tuple[int, int]]) -> bool:
    return any(a <= place < b for a, b in hidden)
