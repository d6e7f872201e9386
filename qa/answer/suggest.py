"""Two or three questions that could come next: siblings of the item that was asked for, in the same disclosure."""

from __future__ import annotations

from collections.abc import Sequence

from qa.lookup import Catalogue, Slot
from qa.lookup.names import key, neutral
from qa.model import Query

MOST = 3
_COMMON = ("三公经费", "项目支出", "基本支出", "机关运行经费", "政府采购预算", "公务接待费", "车辆")


def suggestions(query: Query, slots: Sequence[Slot], cat: Catalogue) -> list[str]:
    """Next questions about the first slot's department and year."""
    slot = next((s for s in slots if s.best), None)
    if slot is None or slot.best is None:
        return []
    head = f"{slot.spot.department}{slot.best.record.identity.fiscal_year or ''}年"
    asked = {key(n) for m in query.measures for n in (m.mention, *m.names)}
    names: list[str] = []
    figure = slot.best.figure
    if figure.table is not None and figure.row is not None:
        view = cat.view(slot.best.record)
        near = sorted(
            (f for f in view.figures if f.table == figure.table and f.column == figure.column and f.row is not None and f.row != figure.row),
            key=lambda f: abs((f.row or 0) - (figure.row or 0)),
        )
        names = [f.measure for f in near if key(f.measure) not in asked and not neutral(f.measure) and len(f.measure) <= 20]
    names += [n for n in _COMMON if key(n) not in asked]
    out = [f"{head}{name}是多少？" for name in dict.fromkeys(names)]
    if slot.spot.year is not None and "reason" not in query.aspects and slot.spot.aspect == "amount":
        out.insert(1, f"{head}{query.measures[0].names[0] if query.measures and query.measures[0].names else '该项'}比上年变动多少，原因是什么？")
    return out[:MOST]
