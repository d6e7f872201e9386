"""Accounts of projects that a damaged file tore: the end of one stands under the heading of another.

It shows where an account tells its amount a second time and otherwise, and where the numbering of the headings jumps ((二) … (四)) right
behind an account whose parts do not add up to its amount. Such figures are kept, but are too uncertain to be stated.
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
    out: list[Figure] = []
    run: list[Figure] = []
    for figure in figures:
        if run and (figure.section_path, figure.subject) != (run[-1].section_path, run[-1].subject):
            out += _checked(run, torn)
            run = []
        run.append(figure)
    return _told_once(out + _checked(run, torn))


def _told_once(figures: list[Figure]) -> list[Figure]:
    """Where two accounts of one project tell other amounts, the later one is doubted (its heading stands above another account)."""
    first: dict[str, Decimal] = {}
    out = []
    for f in figures:
        whole = f.measure == _WHOLE and f.subject_kind == "项目" and f.aspect is Aspect.AMOUNT and not f.derived
        out.append(_doubted(f) if whole and first.setdefault(f.subject, f.value) != f.value else f)
    return out


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
    """The figures of one account."""
    if not run or run[0].subject_kind != "项目":
        return run
    money = [f for f in run if f.aspect is Aspect.AMOUNT and not f.derived]
    wholes = [f for f in money if f.measure == _WHOLE]
    again = next((run.index(f) for f in wholes if f.value != wholes[0].value), len(run))
    run = [*run[:again], *(_doubted(f) for f in run[again:])]
    parts = [f for f in money if _PARTS in f.qualifiers]
    apart = wholes and parts and abs(sum((f.value for f in parts), Decimal(0)) - wholes[0].value) > _ROUNDING
    if run[0].section_path not in torn or not apart:
        return run
    return [_doubted(f) if _PARTS in f.qualifiers else f for f in run]


def _doubted(figure: Figure) -> Figure:
    return replace(figure, confidence=min(figure.confidence, DOUBTED))
