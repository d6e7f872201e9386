"""Comparison over departments and years: the same look-up that answers questions, cell by cell, with what is missing said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.numbers import is_money
from index.store import Index
from qa.answer.wording import quantity
from qa.compute.arithmetic import Quantity
from qa.lookup import Slot, catalogue, find
from qa.model import DepartmentRef, Intent, MeasureRef, Operation, Query

MOST_CELLS = 2000
MOST_MEASURES = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to compare; nothing chosen means everything there is."""

    measures: tuple[str, ...]
    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells by (measure, department, year). ``values`` are in ``units[measure]``. ``cut``: departments left out because there are too many cells."""

    wanted: Wanted
    departments: tuple[str, ...]
    years: tuple[int, ...]
    slots: dict[tuple[str, str, int], Slot]
    values: dict[tuple[str, str, int], Quantity]
    units: dict[str, str]
    disclosed: frozenset[tuple[str, int]]
    cut: int = 0

    def missing(self, measure: str) -> list[tuple[str, int, str]]:
        """(department, year, why) of the empty cells."""
        return [
            (d, y, "文件中没有这一项" if (d, y) in self.disclosed else "没有收录该年的文件")
            for d in self.departments
            for y in self.years
            if (measure, d, y) not in self.values
        ]


def choices(index: Index) -> tuple[list[str], list[int], list[str]]:
    """Departments, years and kinds that there are."""
    cat = catalogue(index)
    years = sorted({d.identity.fiscal_year for d in cat.documents if d.identity.fiscal_year})
    kinds = sorted({str(d.identity.kind) for d in cat.documents if d.identity.kind}, reverse=True)
    return sorted(cat.by_department), years, kinds


def compare(index: Index, wanted: Wanted) -> Comparison:
    """Look every cell up."""
    cat = catalogue(index)
    kinds = choices(index)[2]
    kind = wanted.kind or (kinds[0] if kinds else "")
    records = [d for d in cat.documents if str(d.identity.kind or "") == kind and d.identity.fiscal_year]
    disclosed = frozenset((d.identity.department, d.identity.fiscal_year or 0) for d in records)
    departments = tuple(d for d in (wanted.departments or sorted({d for d, _ in disclosed})) if d in cat.by_department)
    years = wanted.years or tuple(sorted({y for d, y in disclosed if d in departments}))
    most = max(1, MOST_CELLS // max(1, len(years) * len(wanted.measures)))
    cut = max(0, len(departments) - most)
    departments = departments[:most]
    slots: dict[tuple[str, str, int], Slot] = {}
    for measure in wanted.measures[:MOST_MEASURES]:
        slots |= _slots(index, measure, departments, years, kind)
    units, values = _values(slots, wanted.measures)
    return Comparison(Wanted(wanted.measures, wanted.departments, wanted.years, kind), departments, years, slots, values, units, disclosed, cut)


def _slots(index: Index, measure: str, departments: Sequence[str], years: Sequence[int], kind: str) -> dict[tuple[str, str, int], Slot]:
    refs = tuple(DepartmentRef(mention=d, department=d) for d in departments)
    query = Query(
        text=measure,
        intent=Intent.FIGURE,
        departments=refs,
        years=tuple(years),
        kind=kind,
        operation=Operation.NONE,
        measures=(_measure(index, measure),),
    )
    found = find(query, index) if refs and years else None
    slots = found.slots if found else ()
    return {(measure, s.spot.department, s.spot.year): s for s in slots if s.spot.year is not None and s.best is not None}


def _measure(index: Index, name: str) -> MeasureRef:
    """The measure by its name in the index, or as a question of that name would be understood."""
    if name in index.measure_names():
        return MeasureRef(mention=name, names=(name,))
    from qa.question import understand

    linked = understand(f"{name}是多少", (), index).measures
    return linked[0] if linked else MeasureRef(mention=name, names=(name,))


def _values(slots: dict[tuple[str, str, int], Slot], measures: Sequence[str]) -> tuple[dict[str, str], dict[tuple[str, str, int], Quantity]]:
    units: dict[str, str] = {}
    values: dict[tuple[str, str, int], Quantity] = {}
    for (measure, department, year), slot in slots.items():
        assert slot.best is not None
        shown = quantity(slot.best, "万元" if is_money(slot.best.figure.unit) else None)
        unit = units.setdefault(measure, shown.unit)
        if unit == shown.unit:  # a number of another unit cannot stand in the same column
            values[measure, department, year] = shown
    return {m: units.get(m, "") for m in measures}, values
