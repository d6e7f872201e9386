"""What is said when there is no figure: which department, year or item is missing, and what there is instead."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer.citing import document_title
from qa.answer.sheet import Sheet
from qa.lookup import Catalogue, Found, Slot, scoped, years_there
from qa.lookup.names import key
from qa.model import Answer, Choice, Query

MOST = 6
LOOKED = 48  # departments whose documents are looked through for something near: each is read whole


def not_found(query: Query, found: Found, sheet: Sheet, cat: Catalogue) -> Answer:
    """The answer where nothing was found: it says why, and offers the nearest there is."""
    if found.unknown and not found.filled:
        for name in found.unknown:
            sheet.say(f"收录的公开文件中没有“{name}”。")
        sheet.say(f"目前收录的部门有：{listed(list(cat.by_department))}。")
        _similar_departments(query, found, sheet, cat)
        return sheet.answer("not_found", query)
    if "departments" in found.open_axes and len({s.spot.department for s in found.slots}) > 1:
        return _nobody(query, found, sheet, cat)
    lines = list(dict.fromkeys(gap_line(slot) for slot in found.slots if not slot.best))
    for line in lines[:MOST]:
        sheet.say(line)
    where = scoped(query, cat).places if not found.slots else ()
    if where and not any(p.own for p in where):
        for place in where[:MOST]:
            there = listed(years_there(place, cat))
            sheet.say(f"没有收录{place.department}{f'{place.year}年' if place.year else ''}{place.kind or ''}的公开文件（现有：{there}）。")
    elif not found.slots:
        sheet.say(f"没有找到与“{query.topic or query.text[:40]}”对应的数据。")
    near = [name for slot in [s for s in found.slots if not s.best][:LOOKED] for name in nearest(slot, cat)]
    if near:
        sheet.say(f"相近的项目有：{listed(list(dict.fromkeys(near)))}。")
        slot = found.slots[0]
        year = f"{slot.spot.year}年" if slot.spot.year else ""
        sheet.suggestions.extend(f"{slot.spot.department}{year}{name}是多少？" for name in dict.fromkeys(near[:3]))
    elif found.slots:
        _other_years(found.slots[0], sheet, cat)
    return sheet.answer("not_found", query)


def _nobody(query: Query, found: Found, sheet: Sheet, cat: Catalogue) -> Answer:
    """No department was named and none has the item (or the year)."""
    spot = found.slots[0].spot
    what = spot.measure.names[0] if spot.measure.names else spot.measure.mention
    year = f"{spot.year}年" if query.years else ""
    sheet.say(f"收录的{len(cat.by_department)}个部门的公开文件中都没有找到{year}的“{what}”。")
    sheet.say(f"收录的部门有：{listed(list(cat.by_department))}。请说明是哪个部门、哪一年。")
    sheet.choices.extend(Choice(label=name, question=f"{name}{query.text}") for name in list(cat.by_department)[:MOST])
    return sheet.answer("clarify", query)


def gap_line(slot: Slot) -> str:
    """One sentence on why a slot is empty."""
    spot, gap = slot.spot, slot.gap
    what = spot.measure.names[0] if spot.measure.names else spot.measure.mention
    year = f"{spot.year}年" if spot.year is not None else ""
    if gap and gap.reason == "year":
        there = f"现有：{listed(gap.near)}" if gap.near else "没有可用的文件"
        return f"没有收录{spot.department}{year}{spot.kind or ''}的公开文件（{there}），无法回答该年度的“{what}”。"
    if gap and gap.reason == "kind":
        return f"{spot.department}{year}只收录了{listed(gap.near)}，没有所问的口径，无法回答“{what}”。"
    stage = f"的{spot.stage}数" if spot.stage and spot.stage != spot.kind else ""
    return f"{spot.department}{year}{spot.kind or ''}的公开文件中没有找到“{what}”{stage or '这一项'}，可能未公开。"


def nearest(slot: Slot, cat: Catalogue) -> list[str]:
    """Names of the same documents that share most characters with the item asked for."""
    if not slot.gap or slot.gap.reason != "measure":
        return []
    names = {key(n) for n in (slot.spot.measure.mention, *slot.spot.measure.names[:1])}
    records = [r for r in cat.by_department.get(slot.spot.department, ()) if slot.spot.year in (None, r.identity.fiscal_year)]
    scored: dict[str, float] = {}
    for record in records:
        for figure in cat.view(record).figures:
            label = key(figure.measure)
            if 2 <= len(label) <= 24 and figure.measure not in scored:
                scored[figure.measure] = max((_alike(label, n) for n in names), default=0.0)
    best = sorted(((s, m) for m, s in scored.items() if s >= 0.5 and key(m) not in names), key=lambda pair: (-pair[0], len(pair[1])))
    return [m for _, m in best[:3]]


def _alike(a: str, b: str) -> float:
    """Dice's coefficient of the two names' pairs of characters."""
    x, y = {a[i : i + 2] for i in range(len(a) - 1)}, {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def listed(names: Sequence[str]) -> str:
    """``甲、乙、丙等9个``."""
    return "、".join(names) if len(names) <= MOST else "、".join(names[:MOST]) + f"等{len(names)}个"


def _similar_departments(query: Query, found: Found, sheet: Sheet, cat: Catalogue) -> None:
    for name in found.unknown:
        scored = sorted(((_alike(key(name), key(d)), d) for d in cat.by_department), reverse=True)
        for score, department in scored[:2]:
            if score > 0.2:
                sheet.suggestions.append(query.text.replace(name, department) if name in query.text else f"{department}公开了什么？")


def _other_years(slot: Slot, sheet: Sheet, cat: Catalogue) -> None:
    what = slot.spot.measure.names[0] if slot.spot.measure.names else slot.spot.measure.mention
    for record in cat.by_department.get(slot.spot.department, ())[:3]:
        if record.identity.fiscal_year != slot.spot.year:
            sheet.suggestions.append(f"{slot.spot.department}{record.identity.fiscal_year}年{record.identity.kind or ''}的{what}是多少？")


def documents_line(cat: Catalogue) -> list[str]:
    """One line a department: what is indexed of it."""
    lines = []
    for department, records in cat.by_department.items():
        titles = dict.fromkeys(document_title(r).removeprefix(department).strip() for r in records)
        lines.append(f"{department}：{'、'.join(titles)}")
    return lines
