"""Accounts of projects that a damaged file tore: the end of one stands under the heading of another.

It shows where the numbering of the headings jumps ((二) … (四)) right behind an account whose parts do not add up to its amount.
Such parts are kept, but are too uncertain to be stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from index.figures.doubt import DOUBTED
from index.model import Aspect, Figure, Section
from index.numbers import parse_chinese_number
from index.text import normal

_NUMBER = re.compile(r"^[(]?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)、.．])")
_WHOLE = "预算安排规模"
_PARTS = "资金分配情况"
_ROUNDING = Decimal("0.05")


def with_torn_doubted(sections: Iterable[Section], figures: list[Figure]) -> list[Figure]:
    """The figures of a narrative in reading order, the parts of torn accounts with a low confidence."""
    torn = _before_a_gap(list(sections))
    if not torn:
        return figures
    out: list[Figure] = []
    run: list[Figure] = []
    for figure in figures:
        if run and (figure.section_path, figure.subject) != (run[-1].section_path, run[-1].subject):
            out += _checked(run, torn)
            run = []
        run.append(figure)
    return out + _checked(run, torn)


def _before_a_gap(sections: list[Section]) -> set[tuple[str, ...]]:
    """The paths of headings after which the next of the same level has a number that does not follow."""
    found: set[tuple[str, ...]] = set()
    last: dict[tuple[int, int | None], tuple[int, tuple[str, ...]]] = {}
    for section in sections:
        number = _number(section.title)
        place = section.level, section.parent
        if number is None:
            continue
        if place in last and number != 1 and number != last[place][0] + 1:
            found.add(last[place][1])
        last[place] = number, section.path
    return found


def _number(title: str) -> int | None:
    printed = _NUMBER.match(normal(title))
    if printed is None:
        return None
    text = printed["number"]
    value = Decimal(text) if text.isdigit() else parse_chinese_number(text)
    return int(value) if value is not None else None


def _checked(run: list[Figure], torn: set[tuple[str, ...]]) -> list[Figure]:
    if not run or run[0].section_path not in torn:
        return run
    money = [f for f in run if f.aspect is Aspect.AMOUNT and not f.derived]
    whole = next((f.value for f in money if f.measure == _WHOLE), None)
    parts = [f for f in money if _PARTS in f.qualifiers]
    if whole is None or not parts or abs(sum((f.value for f in parts), Decimal(0)) - whole) <= _ROUNDING:
        return run
    return [replace(f, confidence=min(f.confidence, DOUBTED)) if _PARTS in f.qualifiers else f for f in run]
