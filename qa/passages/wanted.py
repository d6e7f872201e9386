"""What a question asks a passage to hold: weighted features, quoted phrases, amounts. Pure; knows nothing of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from index.numbers import MONEY
from index.text import normal
from qa.passages.statements import grams
from qa.passages.synonyms import QUESTION_WORDS, SAID_AND_WRITTEN

_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,40})[”\"」』》]")
_YEAR = re.compile(r"(?:20|二[〇零○])[\d〇零○一二三四五六七八九]{2}年?度?")
_NUMBER = re.compile(
    r"(?P<near>约|近|快|大约|差不多|将近)?(?P<body>\d+(?:,\d{3})*(?:\.\d+)?)(?P<more>多)?\s*(?P<unit>万元|亿元|千元|元|万|亿|%|％|个百分点|件|人|名|辆|家|项|个|次|台|倍)?"
)
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
        return self.value != 0 and abs(printed - self.value) <= abs(self.value) * Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Features of a question: ``content`` is its text without question words, ``grams`` with weights, ``phrases`` quoted in it, ``numbers``, official ``names`` of what it is about."""

    text: str
    content: str
    grams: Mapping[str, float]
    phrases: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    names: tuple[str, ...] = ()
    name_grams: tuple[frozenset[str], ...] = field(default=(), repr=False)


def wanted(text: str, *, drop: Iterable[str] = (), names: Iterable[str] = ()) -> Wanted:
    """The features of a question. ``drop``: words that were understood otherwise (departments); ``names``: what its measures are called officially."""
    rest = text
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
    return Wanted(text, re.sub("，+", " ", content).strip(), weights, phrases, tuple(_numbers(rest)), official, tuple(grams(n) for n in official))


def _numbers(text: str) -> Iterable[Number]:
    for found in _NUMBER.finditer(_YEAR.sub("，", text)):
        value, unit = Decimal(found["body"].replace(",", "")), found["unit"] or ""
        unit = {"万": "万元", "亿": "亿元", "％": "%", "个百分点": "%"}.get(unit, unit)
        if unit in MONEY and unit != "万元":
            value, unit = value * MONEY[unit] / MONEY["万元"], "万元"
        if unit:
            yield Number(value, unit, bool(found["near"] or found["more"]))
