"""Citations: the place of a figure as the reader of an answer sees it, and the numbered list that an answer collects."""

from __future__ import annotations

from index.model import DocumentRecord, Figure, Paragraph, Scope, Table
from index.store import Index
from index.structure.quoting import with_header
from qa.lookup.model import Candidate
from qa.model import Citation

LONGEST_QUOTE = 400


def document_title(record: DocumentRecord) -> str:
    """``昌吉市科学技术局 2024年部门预算``."""
    who = record.identity
    year = f"{who.fiscal_year}年" if who.fiscal_year else ""
    return f"{who.department} {year}{'单位' if who.scope is Scope.UNIT else '部门'}{who.kind or '公开'}"


def cited(figure: Figure, record: DocumentRecord, index: Index) -> Citation:
    """The citation of one figure: file, page, section, table with row and column, and the text as printed."""
    title = None
    table = _table(index, record.id, figure.table) if figure.table is not None else None
    if table is not None:
        number = f"表{table.number}" if table.number and table.number.isdigit() else table.number
        title = " ".join(part for part in (number, table.title) if part) or None
    return Citation(
        doc=record.file_name,
        document_id=record.id,
        page=figure.page,
        section=" / ".join(figure.section_path) or None,
        table=title or (figure.form if figure.table is not None else None),
        row=" / ".join(figure.row_path) or None,
        column=" / ".join(figure.column_path) or None,
        quote=(with_header(table, figure.row, figure.quote) if table is not None and figure.row is not None else figure.quote)[:LONGEST_QUOTE],
        table_ordinal=figure.table,
        row_index=figure.row,
        column_index=figure.column,
        paragraph=figure.paragraph,
        span=figure.span,
        boxes=tuple((b.page, *b.box) for b in figure.boxes),
        title=document_title(record),
        confidence=figure.confidence,
    )


def _table(index: Index, document: str, ordinal: int) -> Table | None:
    try:
        return index.table(document, ordinal)
    except KeyError:
        return None


def cited_passage(paragraph: Paragraph, record: DocumentRecord, quote: str, section: str | None = None) -> Citation:
    """The citation of a sentence of the prose."""
    start = paragraph.text.find(quote)
    return Citation(
        doc=record.file_name,
        document_id=record.id,
        page=paragraph.page,
        section=section,
        quote=quote[:LONGEST_QUOTE],
        paragraph=paragraph.ordinal,
        span=(start, start + len(quote)) if start >= 0 else None,
        boxes=tuple((b.page, *b.box) for b in paragraph.boxes),
        title=document_title(record),
    )


class Citations:
    """The numbered citations of one answer: the same place is cited once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.items: list[Citation] = []
        self._marks: dict[object, int] = {}

    def mark(self, candidate: Candidate) -> str:
        """``[n]`` for the figure's row or sentence, added where it is new."""
        figure = candidate.figure
        place: object = (figure.document, figure.table, figure.row) if figure.table is not None else (figure.document, figure.paragraph, figure.quote)
        return self._mark(place, lambda: cited(figure, candidate.record, self.index))

    def mark_citation(self, citation: Citation) -> str:
        """``[n]`` for a citation made elsewhere."""
        return self._mark((citation.document_id, citation.paragraph, citation.table_ordinal, citation.row_index, citation.quote), lambda: citation)

    def _mark(self, place: object, make: object) -> str:
        if place not in self._marks:
            self.items.append(make())  # type: ignore[operator]
            self._marks[place] = len(self.items)
        return f"[{self._marks[place]}]"
