"""The quantities that a text states: numbers in digits and in Chinese numerals, with unit and the words around them.

Two quantities are the same when value and unit are; amounts of money are compared in 元, so 1.2万元 is 12,000元.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from index.numbers import DIGITS, parse_chinese_number
from index.text import clean

_SCALES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "十万": 10**5, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
_NUMBER = re.compile(
    r"(?P<sign>(?<![0-9A-Za-z])-)?(?P<body>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?P<scale>万亿|千万|百万|十万|亿|万|千|百)?"
)
_NUMERALS = "".join(DIGITS) + "十百千万亿拾佰仟半廿卅兆"
_HAN_NUMBER = re.compile(rf"(?P<percent>百分之)?(?P<body>[几数](?=[十百千万亿])[{_NUMERALS}]+|[{_NUMERALS}]+(?:点[{''.join(DIGITS)}]+)?)")
_UNIT = re.compile(r"(?:%|‰|元|个?百分点|平方公里|平方米|立方米|公里|公顷|公斤|人次|批次|小时|分钟|个月|[\u4e00-\u9fff])?")
_PER = re.compile(r"/[\u4e00-\u9fff]")
_BREAK = re.compile(r"[。；;，,、：:！？\n|「」()]")
_DATE = frozenset("年月日")
HAN = re.compile(r"[\u4e00-\u9fff]+")
# Words that hold the character of a numeral and state no number.
_COUNTED = "个项名人辆家次年月日倍成元台套件处间所座期批轮季番条款种类笔份半点"
_WORDS = re.compile(rf"队伍|大陆|陆续|三公|第?[一二三四五六七八九十]是|[统唯同单]一|进一步|一(?![{_COUNTED}{_NUMERALS}])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text. ``value`` in 元 for money (unit ``元``), percent for ``%``; None where a numeral has no one value (半, 数百).

    ``before`` and ``after``: the words around it, up to the next number or mark; ``literal``: the numeral with its next character.
    """

    value: Decimal | None
    unit: str
    literal: str
    before: str
    after: str
    start: int
    end: int

    @property
    def dated(self) -> bool:
        """Whether it is (a part of) a date."""
        return self.unit in _DATE


def flat(text: str) -> str:
    """The text as compared here: NFKC, no quotes, no white space but one blank between digits (so that two numbers stay two)."""
    text = unicodedata.normalize("NFKC", clean(text)).translate(_FLAT)
    text = re.sub(r"(?<=[0-9.])\s+(?=[0-9.-])", "\x00", text)
    return re.sub(r"[—–−‐‑]+", "-", re.sub(r"\s+", "", text)).replace("\x00", " ")


_FLAT = {ord(c): None for c in "“”„‟\"'‘’『』"} | {ord(c): "[" for c in "〔【"} | {ord(c): "]" for c in "〕】"}


def quantities(text: str) -> list[Quantity]:
    """All quantities of a text in ``flat`` form, in order."""
    spans: list[tuple[int, int, Decimal | None, str, str]] = []
    covered: list[tuple[int, int]] = []
    for found in _NUMBER.finditer(text):
        value = Decimal(found["body"].replace(",", "")) * _SCALES.get(found["scale"] or "", 1) * (-1 if found["sign"] else 1)
        lead = text[max(0, found.start() - 3) : found.start()]
        spans.append(_spanned(text, found.start(), found.end(), value, percent=lead == "百分之"))
        covered.append((found.start() - (3 if lead == "百分之" else 0), found.end()))
    words = [m.span() for m in _WORDS.finditer(text)]
    for found in _HAN_NUMBER.finditer(text):
        start, end = found.span()
        if any(a < end and start < b for a, b in covered) or any(a <= start and end <= b for a, b in words):
            continue
        spans.append(_spanned(text, start, end, parse_chinese_number(found["body"]), percent=bool(found["percent"])))
    return _with_context(text, sorted(spans, key=lambda s: s[0]))


def _spanned(text: str, start: int, end: int, value: Decimal | None, *, percent: bool) -> tuple[int, int, Decimal | None, str, str]:
    """(start, end with unit, value, unit, literal)."""
    if percent:
        return start, end, value, "%", text[start : end + 1]
    found = _UNIT.match(text, end)
    unit = found.group() if found else ""
    stop = end + len(unit)
    per = _PER.match(text, stop)
    if per:
        unit, stop = unit + per.group(), per.end()
    return start, stop, value, unit.replace("个百分点", "百分点"), text[start : max(stop, end + 1)]


def _with_context(text: str, spans: list[tuple[int, int, Decimal | None, str, str]]) -> list[Quantity]:
    """Before: the words since the last quantity that is no date, sentence at most; after: up to the next number or mark."""
    made: list[Quantity] = []
    floor = 0
    for number, (start, end, value, unit, literal) in enumerate(spans):
        last = max(text.rfind(mark, 0, start) for mark in "。;！？!?|") + 1
        before = text[max(floor, last) : start]
        limit = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        cut = _BREAK.search(text, end, max(end, limit))
        after = text[end : cut.start() if cut else max(end, limit)]
        made.append(Quantity(value, unit, literal, before, after, start, end))
        if unit not in _DATE:
            floor = end
    return made


def strange_numerals(text: str) -> bool:
    """Whether a text (``flat``) holds numerals or letters of other scripts, or numbers torn by blanks: what cannot be checked is not shown."""
    if re.search(r"[0-9.] [0-9]", text):
        return True
    other = (c for c in text if not c.isascii() and c != "〇" and not HAN.match(c))
    return any(unicodedata.category(c)[0] in "NLC" or unicodedata.category(c) == "So" for c in other)
