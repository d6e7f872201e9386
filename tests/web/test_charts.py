"""Charts: round numbers on the axis, every figure told, negative ones on their side of zero."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web import charts

AMOUNTS = st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=2)


@given(AMOUNTS, AMOUNTS)
def test_ticks_are_round_cover_the_range_and_hold_zero(a: Decimal, b: Decimal) -> None:
    marks = charts.ticks(min(a, b), max(a, b))
    assert marks[0] <= min(a, b, Decimal(0))
    assert marks[-1] >= max(a, b, Decimal(0))
    assert Decimal(0) in marks
    assert 2 <= len(marks) <= 8
    step = marks[1] - marks[0]
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,), (2, 5)}


def test_nothing_but_zeros_can_be_drawn() -> None:
    for drawn in (charts.bars([("甲", Decimal(0)), ("乙", Decimal(0))], "万元", "零"), charts.lines([("甲", [(2024, Decimal(0))])], "万元", "零")):
        assert "NaN" not in drawn
        assert "inf" not in drawn


def test_negative_bars_lie_left_of_zero() -> None:
    drawn = charts.bars([("增", Decimal(10)), ("减", Decimal(-10))], "万元", "增减")
    (x_up, _), (x_down, width) = re.findall(r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)"', drawn)[:2]
    assert float(x_down) + float(width) == pytest.approx(float(x_up), abs=0.2)


def test_lines_left_out_are_told_and_names_are_escaped() -> None:
    series = [(f"<b>部门{n}", [(2023, Decimal(n)), (2024, Decimal(n + 1))]) for n in range(charts.MOST_LINES + 2)]
    drawn = charts.lines(series, "万元", "<i>图")
    assert "另有2个未画出" in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "&lt;b&gt;部门0 2023年：0万元" in drawn
