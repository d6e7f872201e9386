"""Reasons and purposes of what was stated: given to the figures that they explain; numbers inside them are kept apart from the items' own."""

from __future__ import annotations

import re

from index.figures.changes import change_in
from index.figures.clauses import Span, noun_after, phrase_before
from index.figures.ledger import Ledger
from index.figures.naming import Namer, canonical, staff_of
from index.figures.quantities import Quantity
from index.model import Aspect
from index.text import normal

_OF_YEAR = re.compile(r"(?P<year>20\d\d)年(?:度|的|部门)?(?:预算|决算|安排|支出)")
_CAUSE_WORDS = re.compile(r"^.*?原因\s*(?:是|为|在于|系|：|:)?|^主要(?:是|由于|因为|系|因)|^(?:由于|因为?|系)")
_CAUSE_SUBJECT = re.compile(r"^(?P<what>.{2,30}?)(?:支出)?(?:预算|决算)?数?(?:小于|大于|低于|高于|比|较|增|减|与|变动)[^:是]*原因")


class Reasons:
    """Reads reasons and purposes for a reader; shares its ledger."""

    def __init__(self, namer: Namer, book: Ledger) -> None:
        self._namer = namer
        self._book = book

    def why(self, text: str, why: Span, inside: list[Quantity]) -> None:
        """Give the reason in ``why`` to the open figures (of the item that it names, where it names one); read its numbers as asides."""
        book, state = self._book, self._book.state
        reason = text[why.start : why.end].strip(" ，,；;。")
        readings = state.open_readings
        prefix = _CAUSE_SUBJECT.match(normal(reason))
        about = self._namer.read(prefix["what"]).measure if prefix else ""
        if about and about in {r.measure for r in book.out}:
            readings = [r for r in book.out if r.measure == about]
        for reading in readings:
            if reading.reason is None and reading.measure == readings[-1].measure:
                reading.reason = reason
        state.open_readings = []
        before: list[Quantity] = []
        for quantity in inside:
            phrase = phrase_before(text, why.start, quantity.start, before)
            before.append(quantity)
            self.aside(text, phrase, quantity, why.end)

    def aside(self, text: str, phrase: Span, quantity: Quantity, limit: int) -> None:
        """A number inside a reason or purpose: kept with the nearest noun, never trusted as the item's own amount."""
        state = self._book.state
        words = _CAUSE_WORDS.sub("", text[phrase.start : phrase.end])
        change = change_in(words)
        after = noun_after(text, quantity.end, limit)
        after = staff_of(after) or canonical(after)
        own = self._namer.read(change.subject if change else words).measure
        measure = (after if change else "") or own or after or (state.item.name.measure if state.item else "")
        if not measure:
            return
        aspect = Aspect.AMOUNT if quantity.is_money else Aspect.OTHER if quantity.is_percent else Aspect.COUNT
        if change:
            aspect = Aspect.RATE if quantity.is_percent else Aspect.CHANGE
        reading = self._book.add(quantity, change.apply(quantity.value) if change else quantity.value, measure, aspect, 0.45)
        reading.qualifiers = (*((state.item.name.measure,) if state.item else ()), "原因说明")
        told = _OF_YEAR.search(normal(words))
        if told and reading.year is not None and abs(int(told["year"]) - reading.year) <= 3:
            reading.year = int(told["year"])  # 纳入2018年预算管理的700万元, in the budget of 2019

    def give_purpose(self, words: str) -> None:
        """The purpose (主要用于…) becomes the reason of the last amount that has none."""
        for reading in reversed(self._book.state.open_readings):
            if reading.aspect is Aspect.AMOUNT and reading.reason is None and reading.derivation is None:
                reading.reason = words
                return
