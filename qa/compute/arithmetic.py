"""Exact arithmetic on figures with units. Everything is ``Decimal``; division keeps 40 digits and is rounded only when stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from index.numbers import MONEY, convert, is_money, rounded
from qa.units import alike

_DIVIDE = Context(prec=40)
PERCENT = "%"


class UnitMismatch(ValueError):
    """Two figures whose units cannot be brought together (万元 and 人)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; ``decimals`` is how many were printed or are wanted, None: as exact as it is."""

    value: Decimal
    unit: str
    decimals: int | None = None

    def to(self, unit: str | None) -> Quantity:
        """In another unit of money, exactly; unchanged where ``unit`` is None, the same, or not one of money."""
        if not unit or unit == self.unit or not is_money(unit) or not is_money(self.unit):
            return self
        value = convert(self.value, self.unit, unit)
        tail = "/" + self.unit.split("/", 1)[1] if "/" in self.unit and "/" not in unit else ""
        return Quantity(value, unit + tail, shifted_decimals(self.decimals, self.unit, unit))

    def to_places(self, decimals: int | None) -> Quantity:
        """Rounded half up to ``decimals`` places (None: unchanged)."""
        return self if decimals is None else Quantity(rounded(self.value, decimals), self.unit, decimals)


def shifted_decimals(decimals: int | None, unit: str, wanted: str) -> int | None:
    """How many decimals an exact conversion leaves: 5.20 万元 (2) -> 52000 元 (0); 26.33 万元 -> 0.002633 亿元 (6)."""
    if decimals is None:
        return None
    shift = int((MONEY[wanted.split("/")[0]] / MONEY[unit.split("/")[0]]).log10())
    return max(0, decimals + shift)


def common(quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities in one unit (the first one's). Raises :class:`UnitMismatch`."""
    if not quantities:
        return ()
    unit = quantities[0].unit
    out = []
    for q in quantities:
        same = q.to(unit)
        if not alike(same.unit, unit):
            raise UnitMismatch(f"{unit} / {q.unit}")
        out.append(Quantity(same.value, unit, same.decimals))
    return tuple(out)


def places(quantities: Sequence[Quantity]) -> int | None:
    """The decimals of a sum or difference: the most that any of them has."""
    known = [q.decimals for q in quantities if q.decimals is not None]
    return max(known) if known and len(known) == len(quantities) else None


def total(quantities: Sequence[Quantity]) -> Quantity:
    """The sum, in the first one's unit. Raises ``ValueError`` on none."""
    if not quantities:
        raise ValueError("nothing to add")
    same = common(quantities)
    return Quantity(sum((q.value for q in same), Decimal(0)), same[0].unit, places(same))


def difference(a: Quantity, b: Quantity) -> Quantity:
    """a - b, signed, in a's unit."""
    x, y = common((a, b))
    return Quantity(x.value - y.value, x.unit, places((x, y)))


def quotient(a: Quantity, b: Quantity) -> Decimal:
    """a / b of two quantities of one kind. Raises ``ZeroDivisionError``."""
    x, y = common((a, b))
    if not y.value:
        raise ZeroDivisionError
    return _DIVIDE.divide(x.value, y.value)


def times(a: Quantity, b: Quantity) -> Quantity:
    """a as a multiple of b, in 倍."""
    return Quantity(quotient(a, b), "倍")


def share(part: Quantity, whole: Quantity) -> Quantity:
    """part of whole in percent."""
    return Quantity(quotient(part, whole) * 100, PERCENT)


def growth(new: Quantity, old: Quantity) -> Quantity:
    """(new - old) / |old| in percent, signed. Raises ``ZeroDivisionError`` where old is 0."""
    x, y = common((new, old))
    if not y.value:
        raise ZeroDivisionError
    return Quantity(_DIVIDE.divide(x.value - y.value, abs(y.value)) * 100, PERCENT)


def per(amount: Quantity, count: Quantity) -> Quantity:
    """The amount for each of what is counted: 万元 over 人 -> 万元 (of unit ``万元/人``)."""
    if not count.value:
        raise ZeroDivisionError
    return Quantity(_DIVIDE.divide(amount.value, count.value), f"{amount.unit.split('/')[0]}/{count.unit}")


def mean(quantities: Sequence[Quantity]) -> Quantity:
    """The arithmetic mean, in the first one's unit."""
    whole = total(quantities)
    return Quantity(_DIVIDE.divide(whole.value, Decimal(len(quantities))), whole.unit)


def previous(now: Quantity, change: Quantity) -> Quantity:
    """Last year's value: this year's less the (signed) change."""
    return difference(now, change)
