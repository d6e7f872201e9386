"""Which units count the same kind of thing. Units of money are in :mod:`index.numbers`."""

from __future__ import annotations

from index.numbers import is_money

_PERSONS = frozenset({"人", "名", "位", "个人"})
_ITEMS = frozenset({"个", "项", "条", "件"})
_TIMES = frozenset({"次", "场", "场次"})
_ISSUES = frozenset({"期", "班次", "班"})
_CARS = frozenset({"辆", "台", "辆(台)"})


def alike(unit: str, other: str) -> bool:
    """Whether two units measure the same kind of thing: 人 and 名 do, 万元 and 人 do not."""
    if unit == other or (is_money(unit) and is_money(other)):
        return True
    return any(unit in kind and other in kind for kind in (_PERSONS, _ITEMS, _TIMES, _ISSUES, _CARS))
