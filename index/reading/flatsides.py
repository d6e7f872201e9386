"""Rows of flattened tables of side-by-side groups: which group does a label with its amounts belong to, when empty cells were lost?

A line's cells are parted by blanks. Where a line has a label for every group they stand in order. Where it has fewer, every group is
asked whether the label can be its next row: numbers go on (一、 二、), codes rise within their 类, income stays with income and functions
with functions. A line for which no answer or several remain is not guessed: the table stays unread, or, for a row of totals, its
amounts are marked as of no certain column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from index.measures import canonical, subjects
from index.raw import Line
from index.reading.flatrows import AMOUNT, WHOLE_AMOUNT, FlatRow
from index.reading.forms import Form
from index.text import normal

_NUMERALS = "零一二三四五六七八九十"
_ITEM = re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})[、.．]")
_SUB_ITEM = re.compile(r"^(?P<number>\d{1,2})[、.．](?!\d)")
_CODE = re.compile(r"^[2-5]\d\d(?:\d\d){0,2}$")
_OPENING = re.compile(r"^(\d{1,2}[.、．]?|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|其中[:：]?)$")
_SINGLE = re.compile(r"^[\u4e00-\u9fff]$")
_ROW_NUMBER = re.compile(r"^\d{1,3}$")
_EARNED = re.compile(r"收入|年初|上年|动用|使用非财政|资金来源|(资金|拨款)$")
_SPENT = re.compile(r"支出|年末|下年|结余分配|费用")


@dataclass
class _Part:
    """A label and the amounts right behind it."""

    words: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return "".join(self.words)

    @property
    def code(self) -> str | None:
        return self.words[0] if self.words and _CODE.match(self.words[0]) else None


@dataclass
class _Side:
    """What one group has had so far. ``header``: its header words; ``width``: its value columns."""

    header: str
    width: int
    names: int
    number: int = 0
    below: int = 0  # the last 1. 2. 3. below a numbered row
    code: str = ""
    classes: set[str] = field(default_factory=set)
    functions: bool | None = None
    closed: set[str] = field(default_factory=set)

    def takes(self, part: _Part) -> bool:
        """Whether the part can be the next row of this group."""
        if len(part.amounts) > self.width or (_told(part) and part.label in self.closed):
            return False
        if not _is_of(part, self.header):
            return False
        if part.code is not None:
            opens = len(part.code) == 3 or part.code[:3] in self.classes or not self.classes
            return part.code > self.code and opens
        item = _ITEM.match(part.label)
        if item is not None and _number(item["number"]) != self.number + 1:
            return False
        sub = _SUB_ITEM.match(part.label)
        if sub is not None and int(sub["number"]) not in (1, self.below + 1):
            return False
        if item is not None and self.functions is not None and self.functions != _is_function(part.label):
            return False
        earned, spent = bool(_EARNED.search(part.label)), bool(_SPENT.search(part.label))
        if earned != spent and ("收入" in self.header) != ("支出" in self.header):
            return earned == ("收入" in self.header)
        return True

    def take(self, part: _Part) -> None:
        """Remember the row."""
        if _told(part):
            self.closed.add(part.label)
        if part.code is not None:
            self.code = part.code
            self.classes.add(part.code[:3])
        item, sub = _ITEM.match(part.label), _SUB_ITEM.match(part.label)
        if sub is not None:
            self.below = int(sub["number"])
        if item is not None:
            self.below = 0
            self.number = _number(item["number"])
            self.functions = _is_function(part.label)


def _is_of(part: _Part, header: str) -> bool:
    """Whether a subject or total can stand below 人员经费 or 公用经费: pay and aid to persons (301, 303) below the one, the rest below the other."""
    persons, running = "人员经费" in header, "公用经费" in header
    if persons == running:
        return True
    if part.code is not None:
        return (part.code[:3] in ("301", "303")) == persons if part.code[0] == "3" else True
    other = "公用经费" if persons else "人员经费"
    return other not in part.label


def sided_rows(lines: Iterable[Line], form: Form) -> list[tuple[FlatRow | None, ...]] | None:
    """Every line as one row for each group of the form (None where the group has none there); None where a line cannot be told."""
    sides = _sides(form)
    rows: list[tuple[FlatRow | None, ...]] = []
    for line in lines:
        if all(_ROW_NUMBER.match(word) for word in line.text.split()):
            continue  # row numbers of empty lines
        parts = _parts(line.text, form)
        chosen = _assigned(parts, sides, 1 if _begins_right(line.text) else 0) if parts else None
        if chosen is None:
            return None
        row: list[FlatRow | None] = [None] * len(sides)
        for i, (at, part) in enumerate(zip(chosen[0], parts, strict=True)):
            sides[at].take(part)
            row[at] = _row(part, line.page, at, sides[at], all(_same_columns(form, other[i], at) for other in chosen))
        for at, amounts in _overflow(parts[-1], chosen[0][-1], sides):
            row[at] = FlatRow(("",) * sides[at].names, amounts, line.page, side=at, sure=len(chosen) == 1)
        rows.append(tuple(row))
    return rows if rows else None


def _same_columns(form: Form, side: int, other: int) -> bool:
    """Whether two groups are one, or have the same words over their values (公用经费 in two groups), so that it does not matter which it is."""
    return side == other or [form.values[v] for v in form.groups[side][2]] == [form.values[v] for v in form.groups[other][2]]


def _sides(form: Form) -> list[_Side]:
    sides: list[_Side] = []
    first = 0
    for names, values in form.sides:
        header = "".join(part for path in form.labels[first : first + names] for part in path)
        sides.append(_Side(header, len(values), names))
        first += names
    return sides


def _begins_right(text: str) -> bool:
    """Whether a line begins with the row number (行次) of an empty first group: ``5 五、住房保障支出 16 22.76``."""
    first, _, rest = text.strip().partition(" ")
    return bool(_ROW_NUMBER.match(first)) and not _CODE.match(first) and bool(re.match(r"[\u4e00-\u9fff（(]", rest))


def _parts(text: str, form: Form) -> list[_Part]:
    """The labels of a line with their amounts: a cell ends at a blank, but blanks inside spaced words and after numbers and codes."""
    parts: list[_Part] = []
    words = _words(text)
    for word in words[1:] if _begins_right(text) else words:
        if re.fullmatch(WHOLE_AMOUNT if form.whole_numbers and parts and parts[-1].code != parts[-1].label else AMOUNT, word):
            if not parts:
                return []
            parts[-1].amounts.append(word)
        elif parts and not parts[-1].amounts and (_OPENING.match(parts[-1].label) or _CODE.match(parts[-1].label)):
            parts[-1].words.append(word)
        elif parts and not parts[-1].amounts and _ROW_NUMBER.match(word) and not _CODE.match(word):
            continue  # 行次
        else:
            parts.append(_Part([word]))
    return parts


def _words(text: str) -> list[str]:
    """Words between blanks, single characters set apart (收 入 总 计) put together; a word that goes on where one ended with 收入 or 支出 stands alone."""
    words: list[str] = []
    spaced = False
    for word in text.split():
        single = bool(_SINGLE.match(word))
        if single and spaced and words and not re.search("[总合]计$", words[-1]):
            words[-1] += word
        else:
            words.append(word)
        spaced = single
    return words


def _assigned(parts: list[_Part], sides: list[_Side], first: int = 0) -> list[tuple[int, ...]] | None:
    """The ways to give the parts to groups in order: one, or for rows of totals several (the leftmost first); None where there is none.

    ``first``: the leftmost group that can have one.
    """
    if len(parts) > len(sides):
        return None
    whole = len(parts) == len(sides)
    found = [
        chosen
        for chosen in combinations(range(first, len(sides)), len(parts))
        if all(_fits(part, sides[at], last=part is parts[-1], rest=sides[at + 1 :]) for part, at in zip(parts, chosen, strict=True))
    ]
    if whole or len(found) <= 1:
        return found or None
    numbered = any(_ITEM.match(part.label) or part.code for part in parts)
    named = all(_told(part) for part in parts)
    if numbered or not named:
        return None
    return found


def _fits(part: _Part, side: _Side, *, last: bool, rest: list[_Side]) -> bool:
    if last and len(part.amounts) > side.width:  # the last label may be followed by the amounts of groups that have no label there
        own = _Part(part.words, part.amounts[: side.width])
        return side.takes(own) and len(part.amounts) == side.width + sum(other.width for other in rest)
    return side.takes(part)


def _overflow(part: _Part, at: int, sides: list[_Side]) -> list[tuple[int, tuple[str, ...]]]:
    """Amounts behind the last label that fill the groups without a label to its right."""
    amounts = part.amounts[sides[at].width :]
    found: list[tuple[int, tuple[str, ...]]] = []
    for other in range(at + 1, len(sides)):
        if amounts:
            found.append((other, tuple(amounts[: sides[other].width])))
            amounts = amounts[sides[other].width :]
    return found


def _row(part: _Part, page: int, at: int, side: _Side, sure: bool) -> FlatRow:
    amounts, names = tuple(part.amounts[: side.width]), side.names
    if part.code is not None:
        labels = (part.code, "".join(part.words[1:])) if names == 2 else (" ".join([part.code, "".join(part.words[1:])]).strip(),)
        return FlatRow(labels, amounts, page, part.code, at, sure)
    return FlatRow((*[""] * (names - 1), part.label), amounts, page, None, at, sure)


def _told(part: _Part) -> bool:
    """Whether a label is one of the totals and remainders that close a table."""
    return bool(re.search("总计|合计|小计|结转|结余|动用", normal(part.label)))


def _number(text: str) -> int:
    """一 -> 1, 十二 -> 12, 二十 -> 20."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.index(text) if text in _NUMERALS else 0
    return 10 * (_NUMERALS.index(tens) if tens else 1) + (_NUMERALS.index(ones) if ones in _NUMERALS and ones else 0)


def _is_function(label: str) -> bool:
    """Whether a label names a 类 of the functional classification."""
    return canonical(label) in _functions()


def _functions() -> frozenset[str]:
    return frozenset(canonical(name) for code, names in subjects().items() if len(code) == 3 and code.startswith("2") for name in names)
