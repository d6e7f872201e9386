"""What operations work on: one entry a cell of the question's grid, a figure read or computed, with its coordinates and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answer.wording import aspect_word, measure_name, quantity
from qa.compute.arithmetic import Quantity
from qa.lookup.match import is_stock
from qa.lookup.model import Candidate, Slot
from qa.lookup.unread import likeness_of
from qa.model import Operation, Query

_NAMING = frozenset({"measure", "qualifiers", "subject_kind", "stage", "unit"})  # fields of a figure that its entry is named by


@dataclass(frozen=True, slots=True)
class Entry:
    """A quantity with where it belongs. ``name`` is the item, ``row`` the row's label where entries are rows of a table.

    ``group`` are the department, year and kind as asked (the year of the figure itself may differ: 截至上年底).
    """

    department: str
    year: int | None
    kind: str
    name: str
    quantity: Quantity
    sources: tuple[Candidate, ...]
    aspect: str = "amount"
    stage: str | None = None
    row: str | None = None
    derived: bool = False
    measure_rank: int = 0
    formula: str = ""
    group: tuple[object, ...] = ()
    as_of: bool = False  # a state at the end of ``year``, not an amount of that year

    def of(self, department: str, quantity: Quantity, sources: tuple[Candidate, ...], group: tuple[object, ...], formula: str) -> Entry:
        """The same entry of another department. Written out: over ten thousand departments the general way takes twice as long."""
        return Entry(
            department, self.year, self.kind, self.name, quantity, sources, self.aspect, self.stage, self.row, self.derived, self.measure_rank, formula,
            group, self.as_of,
        )  # fmt: skip

    def at(self, **changes: object) -> Entry:
        """A copy with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]


def entry_of(slot: Slot, query: Query) -> Entry:
    """The entry of a filled slot, in the unit asked for."""
    best = slot.best
    assert best is not None
    figure = best.figure
    name = measure_name(slot.spot.measure, figure)
    word = aspect_word(slot.spot.aspect, figure)
    rank = query.measures.index(slot.spot.measure) if slot.spot.measure in query.measures else len(query.measures)
    aspect = slot.spot.aspect if slot.spot.aspect != "amount" else str(figure.aspect)
    return Entry(
        department=slot.spot.body,
        year=best.year,
        kind=slot.spot.kind or best.kind,
        name=name.removeprefix(f"{slot.spot.department}中的") + (f"的{word}" if word and word not in name else ""),
        quantity=quantity(best, query.unit).to_places(query.decimals if query.operation is Operation.NONE and not query.also else None),
        sources=slot.parts or (best,),
        aspect=aspect,
        stage=slot.spot.stage or figure.stage,
        derived=figure.derived,
        measure_rank=rank,
        formula=figure.derivation or "" if slot.parts else "",
        group=(slot.spot.department, slot.spot.year, slot.spot.kind),
        as_of=best.year != best.record.identity.fiscal_year and is_stock(figure),
    )


def entries_of(slots: Sequence[Slot], query: Query) -> list[Entry]:
    """The entries of all filled slots, in order. Those of figures that look alike differ in whose they are and how much."""
    known: dict[tuple[object, ...], Entry] = {}
    entries = []
    for slot in slots:
        best, spot = slot.best, slot.spot
        if best is None:
            continue
        fiscal = best.record.identity.fiscal_year
        like = None if best.year != fiscal else likeness_of(best, _NAMING)
        if like is None:
            entries.append(entry_of(slot, query))
            continue
        mark = (id(like), id(spot.measure), spot.aspect, spot.stage, spot.kind, fiscal)
        entry = known.get(mark)
        if entry is None:
            entry = known[mark] = entry_of(slot, query)
        else:
            amount = quantity(best, query.unit).to_places(query.decimals if query.operation is Operation.NONE and not query.also else None)
            formula = best.figure.derivation or "" if slot.parts else ""
            entry = entry.of(spot.body, amount, slot.parts or (best,), (spot.department, spot.year, spot.kind), formula)
        entries.append(entry)
    return entries


def given_entries(query: Query, entries: Sequence[Entry]) -> list[Entry]:
    """The numbers that the question states itself, beside each department's and year's other operand; they have no source."""
    groups = {e.group: e for e in entries}
    return [
        e.at(name=m.mention, quantity=Quantity(m.given, m.names[0], 0), sources=(), aspect="count", row=None, measure_rank=rank, formula="", as_of=False)
        for rank, m in enumerate(query.measures)
        if m.given is not None
        for e in groups.values()
        if m.department in (None, e.department)
    ]


AXES: tuple[tuple[str, Callable[[Entry], object]], ...] = (
    ("stage", lambda e: e.stage),
    ("aspect", lambda e: e.aspect),
    ("measure", lambda e: (e.measure_rank, e.row)),
    ("department", lambda e: e.department),
    ("year", lambda e: e.year),
    ("kind", lambda e: e.kind),
)


def axes_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The axes along which the entries differ."""
    return tuple(name for name, of in AXES if len({of(e) for e in entries}) > 1)


def label_of(entry: Entry, axes: Sequence[str]) -> str:
    """What tells an entry from its neighbours: only the coordinates that differ."""
    parts = []
    if "department" in axes:
        parts.append(entry.department)
    if "year" in axes and entry.year is not None:
        parts.append(f"{entry.year}年")
    if "stage" in axes and entry.stage:
        parts.append(entry.stage)
    elif "kind" in axes:
        parts.append(entry.kind)
    if "aspect" in axes and e_aspect(entry):
        parts.append(e_aspect(entry))
    elif "measure" in axes or not parts:
        parts.append(entry.row or entry.name)
    return "".join(parts)


def e_aspect(entry: Entry) -> str:
    """目标值, 实际完成值 ... of an entry, empty for plain amounts."""
    return aspect_word(entry.aspect)


def full_label(entry: Entry) -> str:
    """``昌吉市科学技术局2024年预算的公务用车运行维护费``."""
    if entry.as_of:
        return f"截至{entry.year}年底，{entry.department}的{entry.row or entry.name}"
    when = f"{entry.year}年" if entry.year is not None else ""
    stage = entry.stage if entry.stage and entry.stage not in {entry.kind, "本年"} else entry.kind
    return f"{entry.department}{when}{stage}的{entry.row or entry.name}" + ("（推算）" if entry.derived else "")
