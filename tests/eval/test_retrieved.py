"""Measures of retrieval, against values worked out by hand."""

from __future__ import annotations

import pytest

from eval.retrieve import Found, Retrieved


def test_ranks_become_measures() -> None:
    found = Retrieved("x", (Found("a", "?", (1, 3), 1.0), Found("b", "?", (None, 2), 1.0), Found("c", "?", (None,), 1.0), Found("d", "?", (1, 1), 1.0)))
    assert (found.any, found.all) == (0.75, 0.5)
    assert (found.hit(1), found.hit(2)) == (0.5, 0.75)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 0 + 1) / 4)
    ideal = 1 + 0.6309297535714575
    assert found.ndcg == pytest.approx(((1 + 0.5) / ideal + 0.6309297535714575 / ideal + 0 + 1) / 4)
    assert Retrieved("x", ()).mrr == 0
