"""A document before it is written: headings, paragraphs and tables, whatever the file format."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is 第X部分, 2 is 一、, 3 is （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell with its span."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed: number and title above it, the unit, header rows with spans (covered places left out), rows of texts.

    ``codes``: how many leading columns hold subject codes; ``labels``: how many leading columns in all are no amounts.
    """

    number: str
    title: str
    unit: str
    header: tuple[tuple[Head, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    codes: int = 0
    labels: int = 1
    note: str = ""

    @property
    def columns(self) -> int:
        """Grid width."""
        return sum(h.columns for h in self.header[0])


@dataclass(frozen=True, slots=True)
class Made:
    """A whole document; ``name`` is the file name without suffix."""

    name: str
    title: str
    department: str
    year: int
    kind: str
    blocks: tuple[Heading | Text | Grid, ...] = field(default_factory=tuple)

    @property
    def grids(self) -> list[Grid]:
        """Its tables."""
        return [b for b in self.blocks if isinstance(b, Grid)]


def amount(value: Decimal) -> str:
    """An amount as a table prints it: two decimals, blank where nil."""
    return f"{value:,.2f}" if value else ""
