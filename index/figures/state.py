"""What the narrative reader remembers while it reads: the item spoken of, the parents of a list, the readings made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from index.figures.changes import Base
from index.figures.clauses import Span
from index.figures.naming import Name
from index.figures.quantities import Quantity
from index.figures.setting import Setting
from index.model import Aspect

_STYLES = (
    (1, re.compile(r"^\s*[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"^\s*[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"^\s*\d{1,2}\s*[、．.](?!\d(?!\d{3}年))")),
    (4, re.compile(r"^\s*[（(]\d{1,2}[）)]")),
    (5, re.compile(r"^\s*[①-⑳]")),
)


@dataclass(slots=True)
class Item:
    """Something named, and its amount once read. ``paragraph`` is where it was named."""

    name: Name
    qualifiers: tuple[str, ...]
    paragraph: int
    amount: Quantity | None = None


@dataclass(slots=True)
class Reading:
    """One number read. ``value`` is signed; ``start``/``end`` and ``quote`` are offsets in the text that was read."""

    start: int
    end: int
    quote: Span
    printed: str
    value: Decimal
    unit: str
    measure: str
    qualifiers: tuple[str, ...]
    aspect: Aspect
    fund: str | None = None
    stage: str | None = None
    year: int | None = None
    confidence: float = 1.0
    project: str | None = None
    reason: str | None = None
    derivation: str | None = None


@dataclass(slots=True)
class State:
    """What the reader remembers inside a section. ``lists`` holds (numbering style, parents) of the open lists, outermost first."""

    setting: Setting
    year: int | None
    item: Item | None = None
    parents: tuple[str, ...] = ()
    nested: bool = False
    parent_fund: str | None = None
    lists: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    style: int = 0
    base: Base | None = None
    project: str | None = None
    label: str | None = None
    heads: tuple[str, ...] = ()
    carried: str = ""
    whole: str | None = None
    items: dict[str, Item] = field(default_factory=dict)
    open_readings: list[Reading] = field(default_factory=list)

    @property
    def list_parents(self) -> tuple[str, ...]:
        """The parents that open lists give to what is named next."""
        return self.lists[-1][1] if self.lists else ()

    def begin(self, text: str) -> None:
        """A new paragraph: its numbering closes lists of the same or a deeper level."""
        self.style = next((level for level, pattern in _STYLES if pattern.match(text)), 0)
        while self.style and self.lists and self.lists[-1][0] >= self.style:
            self.lists.pop()
        self.parent_fund = None
        self.open_readings = []

    def open_list(self, parents: tuple[str, ...]) -> None:
        """The paragraph ends in 其中： or 包括：: what follows are parts of ``parents``."""
        while self.lists and self.lists[-1][0] >= self.style:
            self.lists.pop()
        self.lists.append((self.style, parents))
