"""Totals that a table's title names and the document belies: a title that lost its table stands over another one.

What a bare 合计 is called comes from the title. Where other places give that item, of the same money and year, another amount, and this
amount is what the document calls the whole (支出总计), the title is not this table's. Such totals are kept, but are too uncertain to be stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from index.figures.doubt import DOUBTED
from index.figures.headings import is_generic
from index.model import Aspect, Figure

_WHOLES = frozenset({"收入总计", "支出总计", "收支总计", "本年收入合计", "本年支出合计", "一般公共预算支出", "财政拨款支出", "财政拨款收支总计", "财政拨款收入"})
_STATED = 0.6

_Key = tuple[str, str, int | None, str | None, str]


def with_misnamed_doubted(figures: list[Figure]) -> list[Figure]:
    """The figures of a document, totals below a title of another table with a low confidence."""
    sure = [f for f in figures if f.aspect is Aspect.AMOUNT and f.column_known and f.confidence >= _STATED and not f.derived]
    wholes = {(f.value, f.unit) for f in sure if f.measure in _WHOLES}
    told = _told(f for f in sure if not _by_title(f))
    return [replace(f, confidence=DOUBTED) if _is_misnamed(f, wholes, told) else f for f in figures]


def _told(figures: Iterable[Figure]) -> dict[_Key, set[Decimal]]:
    """What places that name an item themselves (rows, columns, sentences) say of it."""
    found: dict[_Key, set[Decimal]] = {}
    for f in figures:
        if f.column_item is None:
            found.setdefault(_key(f), set()).add(f.value)
    return found


def _is_misnamed(f: Figure, wholes: set[tuple[Decimal, str]], told: dict[_Key, set[Decimal]]) -> bool:
    if not _by_title(f) or f.measure in _WHOLES or f.aspect is not Aspect.AMOUNT or (f.value, f.unit) not in wholes:
        return False
    others = told.get(_key(f), set())
    return bool(others) and f.value not in others


def _by_title(f: Figure) -> bool:
    """Whether neither row nor column of a table's figure says what it is of."""
    return f.table is not None and f.subject_kind == "部门" and all(map(is_generic, f.row_path)) and all(map(is_generic, f.column_path))


def _key(f: Figure) -> _Key:
    return f.measure, f.unit, f.year, f.fund, f.subject
