"""What a difference consists of: items of the same document that have exactly its amount."""

from __future__ import annotations

import re
from decimal import Decimal

from index.model import Aspect
from index.numbers import convert, is_money
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.lookup import Candidate, Catalogue, Slot
from qa.lookup.names import key
from qa.model import Query

_ASKS = re.compile(r"差额.{0,6}(?:是什么|哪|什么)|(?:差额|差的|多出|多的).{0,8}什么")
_TELLING = re.compile(r"结转|结余|拨款|资金|收入")


def explain_difference(query: Query, slots: list[Slot], sheet: Sheet, cat: Catalogue) -> None:
    """Name the item of the amount of the first figure (the difference), where the question asks what it is."""
    filled = [s for s in slots if s.best]
    if not _ASKS.search(query.text) or not sheet.figures or len(filled) < 2:
        return
    gap = sheet.figures[0]
    if not is_money(gap.unit) or not gap.value:
        return
    wanted = abs(convert(gap.value, gap.unit, "元"))
    best = filled[0].best
    assert best is not None
    names: dict[str, Candidate] = {}
    for figure in cat.view(best.record).figures:
        if figure.aspect is Aspect.AMOUNT and not figure.derived and is_money(figure.unit) and _same(figure.value, figure.unit, wanted):
            names.setdefault(key(figure.measure), Candidate(figure, best.record, 1.0, 0.0))
    telling = [c for c in names.values() if _TELLING.search(c.figure.measure)] or list(names.values())
    if telling:
        marks = sheet.mark(telling[:3])
        said_names = "、".join(c.figure.measure for c in telling[:3])
        sheet.say(f"文件中数额与这一差额相同的项目是{said_names}（{said(quantity(telling[0]))}）{marks}。")


def _same(value: Decimal, unit: str, wanted: Decimal) -> bool:
    return abs(convert(value, unit, "元")) == wanted


