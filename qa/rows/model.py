"""What a question over the rows of a table asks, and the rows that it is asked of."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from index.model import DocumentRecord, Figure

Level = Literal["类", "款", "项"]
FoldKind = Literal["top", "bottom", "kth", "last", "sort", "count", "sum", "mean", "list", "share", "place", "gap"]


@dataclass(frozen=True, slots=True)
class Fold:
    """One thing to do with the rows. ``n``: how many (top, bottom) or which (kth; last counts from the end); ``at``: where it is said."""

    kind: FoldKind
    n: int = 1
    at: int = 0
    order: Literal["desc", "asc"] = "desc"


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on the value of a row: ``>`` 200 万元; unit "" where none was said."""

    sign: str
    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as the rows see it. ``text``: cleaned; ``used``: which of its characters are explained by the words read here.

    ``by``: the column of a procurement table whose values are meant (专项名称), ``level``: of subject codes; both None: the next rows below.
    ``called``: words that the names of the rows must hold.
    """

    text: str
    used: tuple[bool, ...]
    folds: tuple[Fold, ...]
    bounds: tuple[Bound, ...] = ()
    called: tuple[str, ...] = ()
    by: str | None = None
    level: Level | None = None
    codes: tuple[str, str] | None = None  # first and last subject code of a range
    unit: str | None = None
    decimals: int | None = None
    things: bool = False  # the text calls what it asks for by a word for rows (科目, 明细, 专项)
    body: str = ""  # the text with the names of departments hidden
    stated: int | None = None  # how many rows the question says that there are (名称带…的三个项目)

    def has(self, *kinds: FoldKind) -> bool:
        """Whether one of these is asked."""
        return any(f.kind in kinds for f in self.folds)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its labels from the top down, its figures by column, the words that it is marked with, and its value in each named column."""

    path: tuple[str, ...]
    keys: tuple[str, ...]
    code: str | None
    figures: tuple[Figure, ...]
    marks: frozenset[str] = frozenset()
    dims: dict[str, str] = field(default_factory=dict)
    kind: str = "部门"

    @property
    def label(self) -> str:
        """Its own name."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table as rows. ``dims``: the headings of its label columns, where it has several (采购品目大类, 专项名称 ...)."""

    record: DocumentRecord
    ordinal: int
    form: str
    title: str
    fund: str
    rows: tuple[Row, ...]
    dims: tuple[str, ...] = ()

    @property
    def coded(self) -> bool:
        """Whether its rows bear subject codes."""
        return any(r.code for r in self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the answer: a row of the table, or several that are added up (``figures``); blank cells have no figures and count as nothing.

    ``beside``: what else is asked of it, with its name (指标值, 上年完成值).
    """

    label: str
    figures: tuple[Figure, ...]
    path: tuple[str, ...] = ()
    beside: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that the question runs over, in document order. ``whole``: the printed total of them, where the table has it.

    ``groups``: rows apart by a mark that the question names several of (政府集中采购多少，分散采购多少). ``named``: labels asked about by name.
    """

    table: RowTable
    lines: tuple[Line, ...]
    head: str
    whole: Figure | None = None
    groups: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    named: tuple[str, ...] = ()
    restricted: bool = False
