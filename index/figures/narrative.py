"""Every figure of the prose of a disclosure as an exact record.

Paragraph -> sentences -> statements and reasons -> numbers, each named by the phrase before it and by what was named earlier
(heading path, 其中, the item that a 增加 or 占 speaks of). See ``index.figures.reader`` for the reading itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from index.figures.formtext import form_text_figures
from index.figures.joining import Joined, joined
from index.figures.naming import Namer
from index.figures.placing import place
from index.figures.reader import Reader
from index.figures.setting import setting_of
from index.figures.state import Reading
from index.figures.torn import with_torn_doubted
from index.model import Figure, Identity, Kind, PageBox, Section, Structured


def narrative_figures(doc: Structured, identity: Identity) -> list[Figure]:
    """The figures of all paragraphs in reading order, then of the prose fields of forms; contents pages and definitions are left out."""
    namer = Namer(_bodies(identity))
    reader = Reader(namer, identity.fiscal_year, budget=identity.kind is Kind.BUDGET)
    sections = {section.ordinal: section for section in doc.sections}
    figures: list[Figure] = []
    current: int | None = None
    for text in joined(doc.paragraphs):
        section = sections.get(text.section)
        if text.section != current:
            reader.enter(setting_of(section))
            current = text.section
        readings = reader.read(text.pieces[0].paragraph.ordinal, text.text)
        figures += [_figure(doc, identity, text, section, reading) for reading in readings if reading.measure]
    figures = with_torn_doubted(doc.sections, figures)
    return _told_apart(figures + form_text_figures(doc, identity, namer))


def _told_apart(figures: list[Figure]) -> list[Figure]:
    """Figures that one clause states together (无…收入和支出) get ids of their own."""
    seen: Counter[str] = Counter()
    out = []
    for figure in figures:
        seen[figure.id] += 1
        out.append(replace(figure, id=f"{figure.id}-{seen[figure.id]}") if seen[figure.id] > 1 else figure)
    return out


def _bodies(identity: Identity) -> Iterable[str]:
    return (identity.department, identity.department_as_written, *identity.aliases)


def _figure(doc: Structured, identity: Identity, text: Joined, section: Section | None, reading: Reading) -> Figure:
    paragraph, start = text.where(reading.start)
    last, end = text.where(reading.end)
    span = (start, end if last.ordinal == paragraph.ordinal else len(paragraph.text))
    page, boxes = _place(text, reading)
    derived = reading.derivation is not None
    return Figure(
        id=f"{doc.sha256[:16]}-n{paragraph.ordinal}-{start}-{reading.aspect.value}{'-d' if derived else ''}",
        document=doc.sha256,
        value=reading.value,
        unit=reading.unit,
        printed="" if derived else reading.printed,
        measure=reading.measure,
        qualifiers=reading.qualifiers,
        aspect=reading.aspect,
        year=reading.year,
        subject=reading.project or identity.department,
        subject_kind="项目" if reading.project else "部门",
        page=page,
        quote=text.text[reading.quote.start : reading.quote.end],
        fund=reading.fund,
        stage=reading.stage,
        section_path=section.path if section else (),
        paragraph=paragraph.ordinal,
        span=span,
        boxes=boxes,
        derived=derived,
        derivation=reading.derivation,
        reason=reading.reason,
        confidence=reading.confidence,
    )


def _place(text: Joined, reading: Reading) -> tuple[int, tuple[PageBox, ...]]:
    """Page of the number and the boxes of its sentence in all paragraphs that hold a part of it."""
    paragraph, start = text.where(reading.start)
    first, begin = text.where(reading.quote.start)
    last, end = text.where(max(reading.quote.end - 1, reading.quote.start))
    boxes: list[PageBox] = []
    for piece in text.pieces:
        if first.ordinal <= piece.paragraph.ordinal <= last.ordinal:
            low = begin if piece.paragraph.ordinal == first.ordinal else 0
            high = end + 1 if piece.paragraph.ordinal == last.ordinal else len(piece.paragraph.text)
            boxes += place(piece.paragraph, low, high)[1]
    return place(paragraph, start, start + 1)[0], tuple(boxes)
