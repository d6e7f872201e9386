"""What rounding explains: the printed precision and the number of terms decide, nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.audit.verdict import ERROR, ROUNDING, precision, rate_severity, severity_of, tolerance_of
from index.numbers import rounded

CENT = Decimal("0.01")


@given(st.lists(st.decimals(min_value=0, max_value=100000, places=5), min_size=1, max_size=30))
def test_rounding_alone_is_never_an_error(exact: list[Decimal]) -> None:
    printed = rounded(sum(exact, Decimal(0)), 2)
    difference = printed - sum((rounded(x, 2) for x in exact), Decimal(0))
    assert severity_of(difference, tolerance_of(len(exact), CENT)) == ROUNDING


def test_more_than_rounding_is_an_error() -> None:
    assert severity_of(Decimal("0.02"), tolerance_of(2, CENT)) == ERROR
    assert severity_of(Decimal("0.02"), tolerance_of(12, CENT)) == ROUNDING
    assert severity_of(Decimal("0.07"), tolerance_of(12, CENT)) == ERROR


@pytest.mark.parametrize(
    ("printed", "places", "exact", "verdict"),
    [
        ("14.38", 2, "14.3788", None),
        ("14.36", 2, "14.3788", ERROR),
        ("0.06", 2, "0.5982", ERROR),
        ("0.06", 2, "0.0655", ROUNDING),  # cut off
        ("22", 0, "22.02", None),
        ("30", 0, "29.15", ERROR),
        ("29", 0, "29.15", None),
        ("80.92", 2, "80.9128", ROUNDING),
    ],
)
def test_percentages(printed: str, places: int, exact: str, verdict: str | None) -> None:
    assert rate_severity(Decimal(printed), places, Decimal(exact), Decimal(exact)) == verdict


def test_the_most_exact_number_tells_the_precision() -> None:
    assert precision([0, 2, 1]) == CENT
