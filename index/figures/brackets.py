"""Parts of an item told beside it: in brackets behind its amount (40 万元（购置费 20 万元、运行费 20 万元）), after a glued 其中, after 主要包括.

The item that brackets interrupt is spoken of again behind them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.figures.changes import change_in
from index.figures.clauses import phrase_before
from index.figures.quantities import Quantity
from index.figures.state import Item, State
from index.numbers import convert
from index.text import normal

_PART = re.compile(r"^\s*(?:其中|主要是)\s*(?=\S)")
_OPENING = re.compile(r"^\s*[（(]\s*(?:其中\s*[：:，,]?)?\s*$")
_INCLUDES = re.compile(r"^(?:主要包括|开支内容包括)\s*[：:]?")
_NO_NAME = re.compile(r"用于|由于|因为|原因|相比|其中")
Saved = tuple[Item | None, tuple[str, ...], bool]


class Brackets:
    """The brackets open at a place of a sentence, with the item that each interrupted."""

    def __init__(self) -> None:
        self._open: list[Saved] = []
        self._glued: tuple[tuple[str, ...], bool] | None = None

    def reset(self) -> None:
        """A new sentence: nothing is open."""
        self._open, self._glued = [], None

    def glue(self, state: State) -> None:
        """A 其中 glued to the name of a part: it holds to the end of its statement."""
        self._glued = self._glued or (state.parents, state.nested)

    def next_statement(self, state: State) -> None:
        """A statement behind a semicolon: what followed a glued 其中 is over."""
        if self._glued is not None:
            state.parents, state.nested = self._glued
            self._glued = None

    def close(self, gap: str, state: State) -> None:
        """Take back the item that a bracket closed in ``gap`` interrupted."""
        shut = re.match(r"^[^（(]*?[）)]", gap)
        if shut and self._open:
            state.item, state.parents, state.nested = self._open.pop()

    def holds_parts(self, gap: str, words: str, before: Sequence[Quantity], state: State, paragraph: int) -> bool:
        """Whether the number behind ``gap`` and ``words`` is a part of the item told in this paragraph: in a bracket beside its amount, or after a glued 其中."""
        self.close(gap, state)
        item = state.item
        if item is None or item.paragraph != paragraph or item.amount is None:
            return False
        glued = _PART.match(words) is not None
        if glued:
            self.glue(state)
        return (bool(before) and item.amount == before[-1] and self.opens(gap, state)) or glued

    def opens(self, gap: str, state: State) -> bool:
        """Whether ``gap`` opens a bracket right behind a number; the item told so far is kept for its end."""
        if not _OPENING.match(re.sub(r"^[^（(]*?[）)]", "", gap)) or state.item is None:
            return False
        self._open.append((state.item, state.parents, state.nested))
        return True


def of_another_kind(quantity: Quantity, state: State) -> bool:
    """Whether a number counts other things than the whole whose parts are told (单价 50 万元以上设备 3 台 behind 公务用车 2 辆)."""
    whole = state.items.get(state.parents[-1]) if state.nested and state.parents else None
    return whole is not None and whole.amount is not None and whole.amount.unit == "辆" and quantity.unit[0] in "台套平"


def lists_parts(text: str, purpose: int, end: int, inside: Sequence[Quantity]) -> bool:
    """Whether 主要包括 opens a list of named amounts that fit into the amount before it, and not a description."""
    if not _INCLUDES.match(text[purpose:end]):
        return False
    parts = [q for q in inside if q.start >= purpose]
    before = [q for q in inside if q.start < purpose and q.is_money]
    if len(parts) < 2 or not before or not all(q.is_money and "/" not in q.unit for q in parts):
        return False
    for number, part in enumerate(parts):
        phrase = phrase_before(text, purpose, part.start, parts[:number])
        words = normal(_INCLUDES.sub("", text[phrase.start : phrase.end]))
        if not 2 <= len(words) <= 26 or change_in(words) is not None or _NO_NAME.search(words):
            return False
    whole = convert(before[0].value, before[0].unit, "元")
    return sum((convert(q.value, q.unit, "元") for q in parts), Decimal(0)) <= whole
