"""One disclosure as the checks see it: all its files together, figures by kind, and the sides that findings cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from index.document import ReadDocument
from index.findings import FindingSide
from index.model import Aspect, Cell, Figure, Identity, Table
from index.numbers import parse_amount
from index.structure.quoting import with_header

SURE = 0.75  # figures below this confidence are no evidence


@dataclass(frozen=True)
class Disclosure:
    """The files of one disclosure. ``tables`` are (document, table) in reading order of the files."""

    documents: Sequence[ReadDocument]
    by_id: dict[str, ReadDocument] = field(default_factory=dict)

    @property
    def identity(self) -> Identity:
        """Whose disclosure it is, of its first file."""
        return self.documents[0].record.identity

    @cached_property
    def tables(self) -> list[tuple[ReadDocument, Table]]:
        """Every table of every file."""
        return [(doc, table) for doc in self.documents for table in doc.structured.tables]

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure that was read with confidence, derived ones left out."""
        return [f for doc in self.documents for f in doc.figures if f.confidence >= SURE and f.column_known and not f.derived]

    @cached_property
    def told(self) -> list[Figure]:
        """Figures of the prose."""
        return [f for f in self.figures if f.paragraph is not None and f.table is None]

    @cached_property
    def tabled(self) -> list[Figure]:
        """Figures of cells, performance forms left out."""
        return [f for f in self.figures if f.table is not None and f.subject_kind != "指标" and not (f.form or "").startswith("绩效")]

    def name_of(self, figure: Figure) -> str:
        """The file that a figure stands in."""
        return next(d.record.file_name for d in self.documents if d.record.id == figure.document)


def disclosure_of(documents: Iterable[ReadDocument]) -> Disclosure:
    """The view over the files of one disclosure."""
    found = tuple(documents)
    return Disclosure(found, {d.record.id: d for d in found})


def decimals(printed: str, value: Decimal) -> int:
    """How many decimals a number was printed with (万元 and % behind it are no part of it)."""
    parsed = parse_amount(printed)
    if parsed is not None:
        return parsed.decimals
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def side_of(figure: Figure) -> FindingSide:
    """A figure as the side of a finding."""
    return FindingSide(shown(figure.value), figure.unit, figure.page, figure.quote, figure.table, figure.row, figure.column, figure.paragraph)


def side_of_cell(table: Table, cell: Cell, unit: str) -> FindingSide:
    """A cell as the side of a finding; the quote is its row as printed."""
    return FindingSide(shown(cell.value or Decimal(0)), unit, cell.page, row_quote(table, cell.row), table.ordinal, cell.row, cell.column)


def row_quote(table: Table, row: int) -> str:
    """A row as printed, left to right; with the header's words where it has none."""
    return with_header(table, row, " ".join(c.text for c in sorted((c for c in table.cells if c.row == row and c.text), key=lambda c: c.column)))


def shown(value: Decimal) -> str:
    """A value as findings print it."""
    return f"{value:f}"


def figure_id(document: ReadDocument, table: Table, cell: Cell) -> str:
    """The id of the figure of a cell (see ``index.figures.tables``)."""
    return f"{document.record.id[:16]}t{table.ordinal}r{cell.row}c{cell.column}"


def is_amount(figure: Figure) -> bool:
    """Whether a figure states plain money."""
    return figure.aspect is Aspect.AMOUNT and figure.unit.endswith("元")
