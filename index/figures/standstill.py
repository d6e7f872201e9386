"""Statements without a number written down: an item that stands as last year, one for which nothing was arranged."""

from __future__ import annotations

import re
from decimal import Decimal

from index.figures.changes import base_in, flat_subject
from index.figures.clauses import Span
from index.figures.ledger import Ledger
from index.figures.naming import Namer
from index.figures.quantities import Quantity
from index.model import Aspect
from index.text import normal


def flat(book: Ledger, text: str, clause: str, span: Span) -> None:
    """The item of ``clause`` (与上年持平) did not change: a change of nought, and last year's amount is this year's."""
    item = book.subject(flat_subject(clause))
    if item is None or (item.amount is not None and not item.amount.is_money):
        return
    at = text.find(clause, span.start, span.end)
    unit = item.amount.unit if item.amount else "万元"
    nought = Quantity(at, at + len(clause), at, Decimal(0), unit, clause.strip())
    book.add_of(item, nought, Decimal(0), Aspect.CHANGE, 0.9)
    book.derive(item, Decimal(0), nought, base_in(normal(clause)) or book.state.base)


def nothing(book: Ledger, namer: Namer, text: str, what: str, clause: str, span: Span) -> None:
    """``what`` was not arranged or does not exist, as ``clause`` says: an amount (or count) of nought."""
    name = namer.read(what)
    if not name.measure:
        return
    at = max(text.find(clause, span.start, span.end), 0)
    unit = "家" if re.search(r"单位$|机构$", what) else "万元"
    nought = Quantity(at, at + len(clause), at, Decimal(0), unit, clause.strip())
    reading = book.add(nought, Decimal(0), name.measure, Aspect.AMOUNT if unit == "万元" else Aspect.COUNT, 0.9)
    reading.fund = (name.fund or book.state.setting.fund) if unit == "万元" else None
    reading.stage = name.stage
    printed = re.search(r"((?:19|20)\d{2})年", normal(clause))
    if printed and reading.year is not None and abs(int(printed[1]) - reading.year) <= 3:
        reading.year = int(printed[1])
