"""Items that a document does not print but that are sums by definition of rows it does print (人员经费 = 工资福利支出 + 对个人和家庭的补助)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.model import Figure
from index.numbers import plain
from index.store import Sketch
from qa.lookup.catalogue import Catalogue
from qa.lookup.match import Wanted, candidates
from qa.lookup.model import Candidate, Slot, Spot
from qa.lookup.names import key
from qa.lookup.scope import Place
from qa.lookup.unread import Likeness, unread

# whole -> parts, all of a 基本支出表: 《政府收支分类科目》 classes 301 and 303 are for persons, 302, 309 and 310 for running the office.
# The first part must be there; the others count where they are printed.
_SUMS: dict[str, tuple[str, ...]] = {
    key("人员经费"): ("工资福利支出", "对个人和家庭的补助"),
    key("公用经费"): ("商品和服务支出", "资本性支出", "资本性支出（基本建设）"),
}


def parts_of(name: str) -> tuple[str, ...]:
    """The parts of which an item (a key) is the sum by definition; none where it is no such sum."""
    return _SUMS.get(name, ())


def composed(place: Place, spot: Spot, wanted: Wanted, cat: Catalogue) -> Slot | None:
    """The slot as the sum of its parts in one table; None where it is no such sum or its main part is missing."""
    parts = next((_SUMS[name] for name, _ in wanted.names if name in _SUMS), None)
    if parts is None or wanted.aspect != "amount":
        return None
    for record in place.own:
        view = cat.view(record)
        found: list[Candidate] = []
        table: int | None = None
        for part in parts:
            asked = replace(wanted, names=((key(part), 1.0),), code=None, qualifiers=tuple(q for q in wanted.qualifiers if q != key("基本支出")))
            rows = [c for c in candidates(view, asked) if "基本支出" in (c.figure.form or "") and table in (None, c.figure.table)]
            if rows:
                found.append(rows[0])
                table = rows[0].figure.table
            elif part == parts[0]:
                break
        if found and key(found[0].figure.measure) == key(parts[0]):
            return _sum(spot, found)
    return None


def is_composed(slot: Slot) -> bool:
    """Whether a slot is such a sum."""
    return bool(slot.parts) and slot.best is not None and slot.best.figure.derived and all("基本支出" in (c.figure.form or "") for c in slot.parts)


def _sum(spot: Spot, found: list[Candidate]) -> Slot:
    first = found[0]
    total = sum((c.figure.value for c in found), Decimal(0))
    name = spot.measure.names[0] if spot.measure.names else spot.measure.mention
    figure = replace(first.figure, id=_id(found), value=total, measure=name, derived=True, derivation=_how(found), code=None, qualifiers=())
    return Slot(spot, Candidate(figure, first.record, 0.95, 9.0), parts=tuple(found))


def sum_of(like: Likeness, parts: Sequence[Candidate]) -> Candidate:
    """The sum of parts that were chosen unread, as ``like`` is of parts that look like them."""
    first, how = parts[0], _how(parts)
    sketch = Sketch(_id(parts), sum((c.figure.value for c in parts), Decimal(0)), first.figure.printed)

    def read() -> Figure:
        return replace(first.figure, id=sketch.id, value=sketch.value, measure=like.candidate.figure.measure, derived=True, derivation=how, code=None, qualifiers=())

    return unread(like, first.record, sketch, read, how)


def _id(parts: Sequence[Candidate]) -> str:
    return "+".join(c.figure.id for c in parts)


def _how(parts: Sequence[Candidate]) -> str:
    return " + ".join(f"{c.figure.measure}{plain(c.figure.value)}{c.figure.unit}" for c in parts)
