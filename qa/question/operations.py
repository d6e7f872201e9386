"""Which operation, aspects, order, unit and rounding a question asks for, out of its marked words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.linking.spans import Mark
from qa.model import Operation
from qa.question.numerals import Threshold, Top

_PRIORITY = ("rank", "per_head", "share", "ratio", "difference", "mean", "growth", "sum", "compare", "trend")
_ASKED = re.compile(r"多少|几|百分|哪|怎|吗|呢|是|给出|各")


@dataclass(slots=True)
class Words:
    """The words of the closed classes that the cover kept: class -> values in order of the text."""

    said: dict[str, list[str]] = field(default_factory=dict)
    top: Top | None = None
    threshold: Threshold | None = None
    decimals: int | None = None

    def has(self, group: str, value: str | None = None) -> bool:
        """Whether a value of this class was said."""
        values = self.said.get(group, [])
        return bool(values) if value is None else value in values

    def first(self, group: str) -> str | None:
        """The first value said of this class."""
        return next(iter(self.said.get(group, [])), None)


def collect(cover: Sequence[Mark]) -> Words:
    """Sort the cover's words by class."""
    words = Words()
    for mark in cover:
        if mark.group == "word":
            for group, value in mark.value:
                words.said.setdefault(group, []).append(value)
        elif mark.group == "top":
            words.top = mark.value if words.top is None else words.top
        elif mark.group == "threshold":
            words.threshold = mark.value
        elif mark.group == "decimals":
            words.decimals = mark.value
    return words


def operations_of(words: Words, *, departments: int, years: int, measures: int, wholes: bool) -> list[Operation]:
    """All operations asked, the main one first. Weak words (合计, 变化) count only where there is something to apply them to."""
    asked = [op for op in _PRIORITY if words.has("operation", op)]
    several = departments > 1 or years > 1 or measures > 1
    if "sum" in asked and not several:
        asked.remove("sum")
    if "trend" in asked and years == 1 and departments <= 1:
        asked.remove("trend")
    if (words.has("extreme") or words.top is not None) and "rank" not in asked:
        asked.insert(0, "rank")
    if wholes and not {"share", "ratio", "per_head"} & set(asked):
        asked.insert(0, "share")
    if "share" in asked and words.has("aspect", "rate") and asked[0] != "share" and not wholes:
        asked.remove("share")
    if words.threshold is not None and "rank" not in asked:
        asked.insert(0, "filter")
    if not asked and departments > 1:
        asked.append("compare")
    if not asked and years > 1:
        asked.append("trend")
    return [Operation(op) for op in asked]


def aspects_of(words: Words, text: str) -> list[str]:
    """The aspects asked, in the order of importance: change, rate, reason, and those of performance tables."""
    said = words.said.get("aspect", [])
    aspects: list[str] = [a for a in ("target", "last", "actual", "score", "weight", "standard") if a in said]
    if "change" in said:
        aspects.append("change")
    if "rate" in said and not re.search(r"占.{0,12}百分之|比例|比重", text):
        aspects.append("rate")
    if "change" in aspects and "rate" in aspects and not re.search(r"多少(?!元?百分)|几(?!倍)|增减|金额|额", text.split("比", 1)[-1].replace("百分之多少", "")):
        aspects.remove("change")
    if "reason" in said:
        aspects.append("reason")
    return aspects


def unit_of(words: Words) -> str | None:
    """The unit asked for: the last money unit said wins over others said before (是元，不是万元 is met by the order of the lexicon)."""
    units = words.said.get("unit", [])
    money = [u for u in units if u in {"元", "万元", "亿元"}]
    return money[0] if money else (units[0] if units else None)
