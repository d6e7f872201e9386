"""Exact arithmetic: conversions come back, shares add up, rounding is half up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numbers import MONEY
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(sorted(MONEY))


@given(AMOUNTS, UNITS, UNITS)
def test_a_converted_amount_converts_back_exactly(value: Decimal, unit: str, wanted: str) -> None:
    assert Quantity(value, unit).to(wanted).to(unit).value == value


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_a_sum_does_not_depend_on_order_or_unit(values: list[Decimal]) -> None:
    parts = [Quantity(v, "万元", 2) for v in values]
    mixed = [p.to("元") if n % 2 else p for n, p in enumerate(parts)]
    assert sums.total(parts).value == sum(values)
    assert sums.total([parts[0], *mixed[1:]]).value == sum(values)


@given(st.lists(AMOUNTS.filter(lambda v: v > 0), min_size=1, max_size=6))
def test_shares_of_a_whole_add_up_to_a_hundred(values: list[Decimal]) -> None:
    whole = Quantity(sum(values, Decimal(0)), "万元")
    together = sum((sums.share(Quantity(v, "万元"), whole).value for v in values), Decimal(0))
    assert abs(together - 100) < Decimal("1e-20")


@given(AMOUNTS, AMOUNTS.filter(lambda v: v > 0))
def test_last_years_value_and_the_change_give_this_years(now: Decimal, change: Decimal) -> None:
    before = sums.previous(Quantity(now, "万元", 2), Quantity(change, "万元", 2))
    assert before.value + change == now


@pytest.mark.parametrize(("value", "places", "shown"), [("0.125", 2, "0.13"), ("92.675", 2, "92.68"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3")])
def test_rounding_is_half_up(value: str, places: int, shown: str) -> None:
    assert str(Quantity(Decimal(value), "%").to_places(places).value) == shown


def test_units_of_different_kinds_are_never_added() -> None:
    with pytest.raises(sums.UnitMismatch):
        sums.total([Quantity(Decimal(1), "万元"), Quantity(Decimal(1), "人")])


def test_an_amount_per_head_says_per_what() -> None:
    assert sums.per(Quantity(Decimal("8.82"), "万元"), Quantity(Decimal(4), "人")) == Quantity(Decimal("2.205"), "万元/人")


@pytest.mark.parametrize(("decimals", "unit", "wanted", "left"), [(2, "万元", "元", 0), (2, "万元", "亿元", 6), (0, "元", "万元", 4), (3, "亿元", "元", 0)])
def test_a_conversion_keeps_the_printed_precision(decimals: int, unit: str, wanted: str, left: int) -> None:
    assert sums.shifted_decimals(decimals, unit, wanted) == left
