"""Users at once: nobody gets an error, and what a page shows is the answer to what was asked on it."""

from __future__ import annotations

import pytest

from eval.bench_load import load
from index.errors import BadInput


def test_users_at_once_get_answers_without_error(site: str) -> None:
    found = load(site, users=12, each=2)
    assert list(found) == ["接口", "页面"]
    for way in found.values():
        assert way.errors == {}
        assert way.latency.count == 24


def test_a_site_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match="打不开"):
        load("http://127.0.0.1:9", users=1, each=1)
