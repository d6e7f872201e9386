"""The parts of an answer: a statement chosen and cut, and the citation that proves it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.model import DocumentRecord, PageBox
from index.store import Index
from index.text import squeeze
from qa.model import Citation
from qa.passages.scope import title_of
from qa.passages.segments import Span, parts, without_number
from qa.passages.statements import Statement, grams

_LONG = 150  # characters: a statement of more, in parts, is cut to those that answer
_TITLE = 45  # characters: a first sentence of less is the paragraph's title
LONGEST = 320  # characters of one quotation in an answer
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{3,4}-\d{7,8})(?!\d)|(?<=电话)[\s：:]*\d{7,8}(?:/\d{7,8})*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotation: the statement, what of it is shown (a span of its text), a lead word before it, and how sure the choice is.

    ``verdict`` answers a yes/no question (是 / 没有 ...); ``note`` is a sentence of ours after the quotation.
    """

    statement: Statement
    score: float
    lead: str = ""
    cut: Span | None = None
    verdict: str = ""
    note: str = ""
    longest: int = LONGEST

    @property
    def shown(self) -> str:
        """What the reader sees: verbatim but for blanks, item number and private telephone numbers."""
        text = self.statement.text
        if self.cut:
            text = text[self.cut[0] : self.cut[1]]
        text = squeeze(without_number(text.strip()))
        text = _PHONE.sub("（电话略）", text)
        return text if len(text) <= self.longest else shortened(text, self.longest)


def shortened(text: str, longest: int = LONGEST) -> str:
    """At most so many characters, cut at the last clause that fits."""
    head = text[:longest]
    for marks in ("。！？", "；;", "，、,"):
        at = max(head.rfind(m) for m in marks)
        if at > longest // 2:
            return head[: at + 1] + "……"
    return head + "……"


def focused(piece: Piece, weights: Mapping[str, float]) -> Piece:
    """A long statement of many parts (；) cut to the parts that answer: the best one and its equals beside it."""
    text = piece.statement.text
    pieces = parts(text)
    if len(text) <= _LONG or len(pieces) < 3 or piece.cut:
        return piece
    scores = [sum(weights.get(g, 0.0) for g in grams(text[a:b])) for a, b in pieces]
    best = max(scores)
    if best <= 0:
        return piece
    good = [i for i, score in enumerate(scores) if score >= 0.75 * best]
    first = scores.index(best)
    last = first
    while last + 1 in good:
        last += 1
    return replace(piece, cut=(pieces[first][0], pieces[last][1]))


def extended(piece: Piece, statements: Sequence[Statement]) -> Piece:
    """A title sentence (14. 推进某事。) with the sentences that say what it means."""
    s = piece.statement
    if s.origin != "prose" or s.span is None or s.span[0] != 0 or len(s.text) > _TITLE or s.label:
        return piece
    rest = [o for o in statements if o.document == s.document and o.paragraph == s.paragraph and o.order > s.order]
    text, end = s.text, s.span[1]
    for other in rest:
        if other.span is None or len(text) + len(other.text) > LONGEST:
            break
        text, end = text + other.text, other.span[1]
    return replace(piece, statement=replace(s, text=text, span=(s.span[0], end))) if rest else piece


def citation_of(piece: Piece, index: Index, record: DocumentRecord) -> Citation:
    """Where the quotation stands. The quote is verbatim text of the document."""
    s = piece.statement
    cut = piece.cut or (0, len(s.text))
    span = (s.span[0] + cut[0], s.span[0] + cut[1]) if s.span else None
    table = index.tables(s.document)[s.table] if s.table is not None and s.table < len(index.tables(s.document)) else None
    boxes = tuple((b.page, *b.box) for b in (_boxes_of(s, index, span) if span else s.boxes))
    return Citation(
        doc=record.file_name,
        document_id=record.id,
        page=boxes[0][0] if boxes else s.page,
        section=" / ".join(s.section_path) or None,
        table=table.title if table else None,
        row=s.row_label[:80] or None,
        quote=s.text[cut[0] : cut[1]] if s.table is None else s.row_label if len(s.row_label) <= 2 * LONGEST else s.text,
        table_ordinal=s.table,
        row_index=s.row,
        column_index=s.column,
        paragraph=s.paragraph,
        span=span,
        boxes=boxes,
        title=title_of(record),
    )


def _boxes_of(statement: Statement, index: Index, span: Span) -> tuple[PageBox, ...]:
    """The lines of a paragraph that hold the span: where a line ends in the text is reckoned from the widths of the lines."""
    boxes = statement.boxes
    widths = [max(1.0, b.box.x1 - b.box.x0) for b in boxes]
    if len(boxes) < 2:
        return boxes
    paragraph = next((p for p in index.paragraphs(statement.document) if p.ordinal == statement.paragraph), None)
    length = len(paragraph.text) if paragraph else span[1]
    kept, at = [], 0.0
    for box, width in zip(boxes, widths, strict=True):
        end = at + width / sum(widths) * length
        if end > span[0] and at < span[1]:
            kept.append(box)
        at = end
    return tuple(kept) or boxes
