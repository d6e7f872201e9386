"""Numbers that the question itself states (到底是950万还是905万): where in the document each of them stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.model import Paragraph
from index.text import normal
from qa.answer.citing import cited_passage, document_title
from qa.answer.sheet import Sheet
from qa.lookup import Catalogue, Slot
from qa.lookup.names import key, loose
from qa.model import Citation, Query

_CLAIM = re.compile(r"(?<![\d.年第〔\[(])(\d+(?:\.\d+)?)(?=万|元|亿|%|个|次|人|辆|家|期|项)")
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")


def claimed(query: Query) -> list[Decimal]:
    """The numbers with units that the question states."""
    return [Decimal(n) for n in dict.fromkeys(_CLAIM.findall(normal(query.text)))]


def write_claims(query: Query, slot: Slot, sheet: Sheet, cat: Catalogue) -> bool:
    """The sentences about the item that hold a number of the question which the item's figures do not have. False: none."""
    if slot.best is None:
        return False
    known = {c.figure.value for c in (slot.best, *slot.same, *slot.against, *slot.readings)}
    strange = [n for n in claimed(query) if n not in known]
    done = False
    for number in strange:
        found = _sentence(number, slot, cat)
        citation = cited_passage(found[0], slot.best.record, found[1]) if found else _cell(number, slot, cat)
        if citation is not None:
            sentence, mark = citation.quote, sheet.mark_citation(citation)
            sheet.say(f"另一处写的是{number}：「{sentence}」{mark}，两处不一致。")
            done = True
    return done


def _pattern(number: Decimal) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.]){re.escape(str(number))}(?![\d.])")


def _cell(number: Decimal, slot: Slot, cat: Catalogue) -> Citation | None:
    """The sentence with the number in a text cell of a form that names the item (the goal of a project)."""
    assert slot.best is not None
    record, figure = slot.best.record, slot.best.figure
    names = {loose(key(n)) for n in (*slot.spot.measure.names, figure.measure, figure.subject) if len(key(n)) >= 4}
    for table in cat.index.tables(record.id):
        if not any(loose(key(c.text)) in names for c in table.cells if 4 <= len(c.text) <= 60):
            continue
        for cell in table.cells:
            for sentence in _SENTENCE.findall(cell.text):
                if len(cell.text) > 20 and _pattern(number).search(sentence):
                    return Citation(
                        doc=record.file_name,
                        document_id=record.id,
                        page=cell.page,
                        table=table.title,
                        quote=_around(sentence, number),
                        table_ordinal=table.ordinal,
                        row_index=cell.row,
                        column_index=cell.column,
                        title=document_title(record),
                    )
    return None


def _around(sentence: str, number: Decimal, reach: int = 60) -> str:
    """The part of a long sentence about the number."""
    found = _pattern(number).search(sentence)
    start = max(0, (found.start() if found else 0) - reach)
    return sentence.strip() if len(sentence) <= 3 * reach else sentence[start : start + 2 * reach + 20].strip()


def _sentence(number: Decimal, slot: Slot, cat: Catalogue) -> tuple[Paragraph, str] | None:
    """The sentence with the number in the paragraph that has most to do with the item: of its project, or naming it."""
    assert slot.best is not None
    record, figure = slot.best.record, slot.best.figure
    view = cat.view(record)
    names = {key(n) for n in (*slot.spot.measure.names, figure.measure, figure.subject) if n}
    ours: set[int] = {f.paragraph for f in view.figures if f.paragraph is not None and key(f.subject) in names and f.subject_kind == "项目"}
    pattern = _pattern(number)
    best: tuple[int, Paragraph, str] | None = None
    for paragraph in cat.index.paragraphs(record.id):
        for sentence in _SENTENCE.findall(paragraph.text):
            if pattern.search(sentence):
                score = _nearness(paragraph, sentence, names, ours)
                if score and (best is None or score > best[0]):
                    best = (score, paragraph, sentence.strip())
    return (best[1], best[2]) if best else None


def _nearness(paragraph: Paragraph, sentence: str, names: set[str], ours: Sequence[int] | set[int]) -> int:
    """3: the sentence names the item; 2: its paragraph tells of the project; 1: a paragraph beside it; 0: none of it."""
    if any(n in key(sentence) for n in names):
        return 3
    if paragraph.ordinal in ours:
        return 2
    return 1 if any(abs(paragraph.ordinal - o) <= 2 for o in ours) else 0
