"""From ranked candidates to one answer: what confirms it, what contradicts it, what is another reading of the measure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.model import Figure
from index.numbers import convert, is_money
from index.text import normal
from qa.lookup.model import Candidate, Slot, Spot
from qa.lookup.names import key

READINGS = 40
CLEAN = 1.8  # candidates so much below the best are readings of their own, not other places of the same fact


def printed_step(figure: Figure) -> Decimal:
    """Half of the last printed place, in 元 where the unit is money: what rounding can hide."""
    decimals = len(figure.printed.partition(".")[2].strip("%） )")) if figure.printed else 2
    step = Decimal(1).scaleb(-min(decimals, 8)) / 2
    return convert(step, figure.unit, "元") if is_money(figure.unit) else step


def in_base(figure: Figure) -> Decimal:
    """The value in 元 where the unit is money, else as it is."""
    return convert(figure.value, figure.unit, "元") if is_money(figure.unit) else figure.value


def same_value(a: Figure, b: Figure) -> bool:
    """Whether two figures print the same number, rounding apart."""
    if is_money(a.unit) != is_money(b.unit):
        return False
    return abs(abs(in_base(a)) - abs(in_base(b))) <= max(printed_step(a), printed_step(b)) * Decimal("1.01")


def settled(spot: Spot, found: Sequence[Candidate]) -> Slot:
    """The slot that the best candidate fills; the others are sorted into same, against and readings."""
    if not found:
        return Slot(spot)
    best = found[0]
    same: list[Candidate] = []
    against: list[Candidate] = []
    readings: list[Candidate] = []
    for other in found[1:]:
        if same_value(best.figure, other.figure):
            if not other.figure.derived and not any(_twins(other.figure, known.figure) for known in (best, *same)):
                same.append(other)
        elif _same_fact(best, other):
            against.append(other)
        elif best.name - other.name < 0.05 and len(readings) < READINGS:
            readings.append(other)
    return Slot(spot, best, tuple(same), tuple(against), tuple(readings))


def _twins(a: Figure, b: Figure) -> bool:
    """Whether two figures are one place of a disclosure that was put in twice (as pdf and as docx): another file with the same words in the same table."""
    return a.document != b.document and a.form == b.form and normal(a.quote) == normal(b.quote)


def _same_fact(best: Candidate, other: Candidate) -> bool:
    """Whether two figures claim to be the same item: same measure, money, year and stage, no label that tells them apart."""
    a, b = best.figure, other.figure
    if other.name < best.name - 0.01 or other.score < best.score - CLEAN or a.derived or b.derived:
        return False
    if key(a.subject) != key(b.subject) or (a.table is not None and b.table is not None and (a.form != b.form or (a.document, a.table) == (b.document, b.table))):
        return False
    first = (key(a.measure), a.aspect, a.fund or "", a.stage or "", best.year)
    second = (key(b.measure), b.aspect, b.fund or "", b.stage or "", other.year)
    return first == second and a.column_known and b.column_known and is_money(a.unit) == is_money(b.unit)
