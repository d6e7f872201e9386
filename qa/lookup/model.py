"""The values that pass from lookup to compute and answer: what was asked for, what was found, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from index.model import DocumentRecord, Figure
from qa.model import MeasureRef

_OFFICES = ("局", "厅", "委", "会", "办公室", "部", "院", "政府")  # bodies that have units below them


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the grid of what is asked: whose, of which year and kind, which measure, which aspect of it.

    ``year`` and ``kind`` None: not said. ``stage``: 年初预算, 决算 ... where the question names one.
    """

    department: str
    year: int | None
    kind: str | None
    measure: MeasureRef
    aspect: str = "amount"
    scope: str | None = None
    stage: str | None = None

    @property
    def body(self) -> str:
        """The department as answers call it, with 本级 where it was asked for without its units."""
        return f"{self.department}（本级）" if self.scope == "单位本级" and self.department.endswith(_OFFICES) else self.department


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that could fill a spot. ``name`` grades the measure match (1 exact), ``score`` orders candidates of equal name."""

    figure: Figure
    record: DocumentRecord
    name: float
    score: float

    @property
    def year(self) -> int | None:
        """The year that the number speaks of, or else its document's."""
        return self.figure.year if self.figure.year is not None else self.record.identity.fiscal_year

    @property
    def kind(self) -> str:
        """预算 / 决算 of the document, "" where unknown."""
        return str(self.record.identity.kind or "")


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a spot stays empty. ``reason``: department / year / kind / measure; ``near``: what there is instead, Chinese names."""

    reason: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A spot and what fills it.

    ``best`` answers; ``same`` are other places that print the same value; ``against`` other places of the same item that print another one;
    ``parts`` are the figures that ``best`` is the sum of, where several items bear the name asked for.
    ``readings`` are figures of other scopes of the measure (另一口径), best first, with values that differ from ``best``.
    """

    spot: Spot
    best: Candidate | None = None
    same: tuple[Candidate, ...] = ()
    against: tuple[Candidate, ...] = ()
    readings: tuple[Candidate, ...] = ()
    gap: Gap | None = None
    parts: tuple[Candidate, ...] = ()

    def at(self, **changes: object) -> Slot:
        """A copy whose spot has other coordinates."""
        return replace(self, spot=replace(self.spot, **changes))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Found:
    """All slots of a question, in the order asked (departments, then years, then measures, then aspects).

    ``unknown``: departments that the question names and the index has not. ``open_axes``: axes ("departments", "years", "kinds") that the
    question left open and that were filled with everything there is, because more than one thing fits.
    ``left_out``: departments that have a figure which is ranked behind all that can be stated (see :mod:`qa.lookup.ranked`); ``beyond``: how many
    of them count among those shown (an answer that shows the first of many says how many they are).
    ``read`` reads slots whose figures were chosen unread (:mod:`qa.lookup.everywhere`) with all that other places say of them.
    """

    slots: tuple[Slot, ...]
    unknown: tuple[str, ...] = ()
    open_axes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    beyond: int = 0
    read: Callable[[Sequence[Slot]], list[Slot]] | None = field(default=None, compare=False)

    @property
    def filled(self) -> tuple[Slot, ...]:
        """The slots that have a figure."""
        return tuple(s for s in self.slots if s.best)
