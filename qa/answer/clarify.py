"""Asking back: only where the open readings of a question lead to different answers, each offered with its value."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.lookup import Found, Slot
from qa.lookup.reconcile import same_value
from qa.model import Answer, Choice, Query

MOST = 8
_ASK = {"departments": "哪个部门", "years": "哪一年", "kinds": "预算还是决算"}


def needs_asking(query: Query, found: Found) -> bool:
    """Whether an axis was left open and the readings give different figures."""
    if not found.open_axes:
        return False
    filled = found.filled
    if len(filled) < 2:
        return False
    if found.open_axes == ("departments",) and query.years and len({s.spot.department for s in filled}) == 1:
        return False  # no department is named, and one alone has the item
    first = filled[0]
    assert first.best is not None
    places = {(s.spot.department, s.spot.year, s.spot.kind) for s in filled}
    return len(places) > 1 and any(s.best and not same_value(first.best.figure, s.best.figure) for s in filled[1:])


def ask_back(query: Query, found: Found, sheet: Sheet) -> Answer:
    """Which one is meant? With the values there are, as choices."""
    open_words = "、".join(_ASK[a] for a in found.open_axes if a in _ASK)
    names = found.slots[0].spot.measure if found.slots else None
    what = f"“{names.names[0] if names.names else names.mention}”" if names else ""
    sheet.say(f"请说明是{open_words}的{what}。收录的文件中有：")
    for slot in offered(found):
        assert slot.best is not None
        label = f"{slot.spot.department}{f'{slot.spot.year}年' if slot.spot.year is not None else ''}{slot.spot.kind or ''}"
        sheet.say(f"- {label}：{said(quantity(slot.best, query.unit))}{sheet.mark([slot.best])}")
        sheet.choices.append(Choice(label=label, question=f"{label}的{what.strip('“”')}是多少？"))
    return sheet.answer("clarify", query)


def ask_department(query: Query, departments: Sequence[str], sheet: Sheet) -> Answer:
    """The question names no department and no figure can be shown for each: ask which."""
    sheet.say("请说明是哪个部门、哪一年的数据。收录的部门有：")
    for name in departments[:MOST]:
        sheet.say(f"- {name}")
        sheet.choices.append(Choice(label=name, question=f"{name}：{query.text}"))
    return sheet.answer("clarify", query)


def offered(found: Found) -> list[Slot]:
    """The slots that are shown to choose from."""
    return _one_a_place(found.filled)[:MOST]


def _one_a_place(slots: Sequence[Slot]) -> list[Slot]:
    seen: dict[tuple[str, int | None, str | None], Slot] = {}
    for slot in slots:
        seen.setdefault((slot.spot.department, slot.spot.year, slot.spot.kind), slot)
    return list(seen.values())
