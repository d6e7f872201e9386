"""Sentences of change, as both templates use them. 增加 / 减少 / 持平 follow from the figures."""

from __future__ import annotations

from decimal import Decimal

from index.numbers import rounded


def yuan(value: Decimal) -> str:
    """``1,234.50万元``."""
    return f"{value:,.2f}万元"


def percent(part: Decimal, whole: Decimal) -> str:
    """Two decimals, half up; a nil whole gives 0.00%."""
    return f"{rounded(part / whole * 100, 2) if whole else Decimal('0.00'):.2f}%"


def change(now: Decimal, before: Decimal | None, base: str, reason: str = "") -> str:
    """``比上年预算增加3.00万元，增长5.00%，主要原因是…``; nothing where last year is not known."""
    if before is None:
        return ""
    if now == before:
        return f"，与{base}持平"
    up = now > before
    rate = f"，{'增长' if up else '下降'}{percent(abs(now - before), before)}" if before else ""
    because = f"，主要原因是{reason}" if reason else ""
    return f"，比{base}{'增加' if up else '减少'}{yuan(abs(now - before))}{rate}{because}"


def reason_for(item: str, up: bool) -> str:
    """A reason of our own making."""
    return f"{item}{'任务量较上年有所增多，相应安排资金增加' if up else '按照过紧日子要求压减一般性开支'}"
