"""What a question asks a passage to hold: weighted features, quoted phrases, amounts. Pure; knows nothing of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from index.numbers import MONEY, parse_chinese_number
from index.text import normal
from qa.passages.statements import grams
from qa.passages.synonyms import QUESTION_WORDS, SAID_AND_WRITTEN

_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,40})[”\"」』》]")
_YEAR = re.compile(r"(?:20|二[〇零○])[\d〇零○一二三四五六七八九]{2}年?度?")
_NUMBER = re.compile(
    r"(?P<near>约|近|快|大约|差不多|将近)?(?P<body>\d+(?:,\d{3})*(?:\.\d+)?|[一二两三四五六七八九十百千]+)(?P<more>[多几来余])?\s*(?P<unit>万元|亿元|千元|元|万|亿|%|％|个百分点|件|人|名|辆|家|项|个|次|台|倍)?"
)
_SAID_IN_CHINESE = frozenset({"万元", "亿元", "元", "万", "亿"})  # 三十多万; 一个 and 两家 are no amounts
_SYNONYM_WEIGHT = 0.5


class Number(NamedTuple):
    """An amount that the question quotes, as money in 万元 or bare; ``near`` where it was said roughly."""

    value: Decimal
    unit: str
    near: bool

    def equals(self, printed: Decimal) -> bool:
        """Whether a printed number may be the one meant."""
        if not self.near:
            return printed == self.value
        if self.value >= 10 and self.value % 10 == 0 and self.value <= printed < self.value * Decimal("1.2"):
            return True  # 三十多万: 34.81
        return self.value != 0 and abs(printed - self.value) <= abs(self.value) * Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Features of a question: ``content`` is its text without question words, ``grams`` with weights, ``phrases`` quoted in it, ``numbers``, official ``names``
    of what it is about; ``asked`` are all features of its text,
    question words included, ``understood`` those of the words that name departments."""

    text: str
    content: str
    grams: Mapping[str, float]
    phrases: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    names: tuple[str, ...] = ()
    asked: frozenset[str] = field(default=frozenset(), repr=False)
    understood: frozenset[str] = field(default=frozenset(), repr=False)
    name_grams: tuple[frozenset[str], ...] = field(default=(), repr=False)


def wanted(text: str, *, drop: Iterable[str] = (), names: Iterable[str] = ()) -> Wanted:
    """The features of a question. ``drop``: words that were understood otherwise (departments); ``names``: what its measures are called officially."""
    rest, drop = text, tuple(drop)
    for word in sorted(drop, key=len, reverse=True):
        if word:
            rest = rest.replace(word, "，")
    content = QUESTION_WORDS.sub("，", _YEAR.sub("，", rest))
    weights = dict.fromkeys(grams(content), 1.0)
    for said, written in SAID_AND_WRITTEN:
        if said.search(rest):
            for gram in grams(written):
                weights.setdefault(gram, _SYNONYM_WEIGHT)
    official = tuple(dict.fromkeys(names))
    for name in official[:4]:
        for gram in grams(name):
            weights[gram] = max(weights.get(gram, 0.0), 0.8)
    phrases = tuple(dict.fromkeys(normal(p) for p in _QUOTED.findall(text)))
    return Wanted(
        text,
        re.sub("，+", " ", content).strip(),
        weights,
        phrases,
        tuple(_numbers(rest)),
        official,
        grams(text + "，".join(drop)) | _years(text),
        grams("，".join(drop)),
        tuple(grams(n) for n in official),
    )


def _years(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"20\d\d", text))


def _numbers(text: str) -> Iterable[Number]:
    for found in _NUMBER.finditer(_YEAR.sub("，", text)):
        unit = found["unit"] or ""
        value = Decimal(found["body"].replace(",", "")) if found["body"][0].isdigit() else parse_chinese_number(found["body"])
        if value is None or not (unit and (found["body"][0].isdigit() or unit in _SAID_IN_CHINESE)):
            continue
        unit = {"万": "万元", "亿": "亿元", "％": "%", "个百分点": "%"}.get(unit, unit)
        if unit in MONEY and unit != "万元":
            value, unit = value * MONEY[unit] / MONEY["万元"], "万元"
        yield Number(value, unit, bool(found["near"] or found["more"]))
