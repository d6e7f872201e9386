"""When a difference is rounding and when it is an error: from the printed precision and the number of terms, never from a percentage."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

ERROR, ROUNDING, NOTE = "错误", "舍入", "提示"


def precision(places: Iterable[int]) -> Decimal:
    """The last printed place of the most exact number: amounts print 80 for 80.00, so fewer decimals mean no less exactness."""
    return Decimal(1).scaleb(-max(places, default=0))


def tolerance_of(terms: int, last_place: Decimal) -> Decimal:
    """The largest difference that rounding explains: every one of ``terms`` parts and the total is off by half a last place at most.

    Differences are whole last places, so the bound is rounded down to one; a single term (two prints of one amount) may differ by one.
    """
    return last_place * max(1, (terms + 1) // 2)


def severity_of(difference: Decimal, tolerance: Decimal) -> str:
    """错误 beyond the tolerance, else 舍入."""
    return ERROR if abs(difference) > tolerance else ROUNDING


def rate_severity(printed: Decimal, places: int, low: Decimal, high: Decimal) -> str | None:
    """What a printed percentage is worth where the exact one lies between ``low`` and ``high``: None (right), 舍入 or 错误.

    Right: the interval meets the printed one. 舍入: cut off instead of rounded, or one last place off where decimals are printed.
    """
    last = Decimal(1).scaleb(-places)
    if low - last / 2 <= printed <= high + last / 2:
        return None
    cut = {value.quantize(last, rounding=ROUND_DOWN) for value in (low, high)}
    if printed in cut or (places and low - last * Decimal("1.5") < printed < high + last * Decimal("1.5")):
        return ROUNDING
    return ERROR
