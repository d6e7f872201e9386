"""Addresses of evidence and pages: built here, read back here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from qa.model import Citation


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document. Table places have ``table`` (and row, column); prose places ``paragraph`` (and span). ``page`` alone is a page."""

    document: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None


def place_of(citation: Citation) -> Place:
    """The place that a citation speaks of."""
    start, end = citation.span or (None, None)
    return Place(
        citation.document_id,
        citation.page,
        citation.table_ordinal,
        citation.row_index,
        citation.column_index,
        citation.paragraph,
        start,
        end,
    )


def evidence_link(place: Place) -> str:
    """``/evidence?doc=…``: opens exactly this evidence."""
    values = {
        "doc": place.document, "table": place.table, "row": place.row, "column": place.column, "paragraph": place.paragraph,
        "start": place.start, "end": place.end, "page": place.page,
    }  # fmt: skip
    return "/evidence?" + urlencode({key: value for key, value in values.items() if value is not None})


_AT = re.compile(r"(?:t(?P<table>\d{1,6})\.(?P<row>\d{0,6})\.(?P<column>\d{0,6})|p(?P<paragraph>\d{1,7}))?(?:@(?P<page>\d{1,6}))?")


def address_of_both(places: Sequence[Place]) -> str:
    """The page that shows places of one document side by side."""
    marks = []
    for p in places:
        inside = f"t{p.table}.{_blank(p.row)}.{_blank(p.column)}" if p.table is not None else f"p{p.paragraph}" if p.paragraph is not None else ""
        marks.append(inside + (f"@{p.page}" if p.page else ""))
    return "/evidence/both?" + urlencode([("doc", places[0].document if places else ""), *(("at", m) for m in dict.fromkeys(marks))])


def _blank(number: int | None) -> str:
    return "" if number is None else str(number)


def place_at(document: str, mark: str) -> Place | None:
    """The place that a mark of :func:`address_of_both` means; None where it is no such mark."""
    found = _AT.fullmatch(mark)
    if not mark or found is None:
        return None
    given = {name: int(value) for name, value in found.groupdict().items() if value}
    return Place(document, **given)


def page_picture_link(document: str, page: int, boxes: tuple[tuple[float, float, float, float], ...] = ()) -> str:
    """The picture of a page with boxes marked."""
    query = urlencode([("box", ",".join(f"{v:.1f}" for v in box)) for box in boxes])
    return f"/api/documents/{document}/pages/{page}.png" + (f"?{query}" if query else "")


def document_link(document: str, part: str = "") -> str:
    """The page of a document; ``part`` is the anchor of a table or paragraph."""
    return f"/documents/{document}" + (f"#{part}" if part else "")


def ask_link(question: str, earlier: Sequence[str] = ()) -> str:
    """The chat with a question asked, after the ``earlier`` ones."""
    return "/?" + urlencode([*(("h", before) for before in earlier), ("q", question)])


def where(citation: Citation) -> str:
    """The place of a citation in words: document, page, table or section, row."""
    page = page_words(citation)
    inside = citation.table or (citation.section or "").split(" / ")[-1]
    row = (citation.row or "").split(" / ")[-1]
    return " · ".join(part for part in (citation.title or citation.doc, page, inside, row) if part)


def page_words(citation: Citation) -> str:
    """``第3页``; nothing for files without pages (text, web pages, sheets)."""
    return f"第{citation.page}页" if citation.page and citation.doc.lower().endswith(".pdf") else ""
