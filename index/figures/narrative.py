"""Every figure of the prose of a disclosure as an exact record.

Paragraph -> sentences -> statements and reasons -> numbers, each named by the phrase before it and by what was named earlier
(heading path, 其中, the item that a 增加 or 占 speaks of). See ``index.figures.reader`` for the reading itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.figures.naming import Namer
from index.figures.placing import place
from index.figures.reader import Reader, Reading
from index.figures.setting import setting_of
from index.model import Figure, Identity, Paragraph, Section, Structured


def narrative_figures(doc: Structured, identity: Identity) -> list[Figure]:
    """The figures of all paragraphs, in reading order; contents pages and definitions are left out."""
    reader = Reader(Namer(_bodies(identity)), identity.fiscal_year)
    sections = {section.ordinal: section for section in doc.sections}
    figures: list[Figure] = []
    current: int | None = None
    for paragraph in doc.paragraphs:
        section = sections.get(paragraph.section)
        if paragraph.section != current:
            reader.enter(setting_of(section))
            current = paragraph.section
        readings = reader.read(paragraph.ordinal, paragraph.text)
        figures += [_figure(doc, identity, paragraph, section, reading) for reading in readings if reading.measure]
    return figures


def _bodies(identity: Identity) -> Iterable[str]:
    return (identity.department, identity.department_as_written, *identity.aliases)


def _figure(doc: Structured, identity: Identity, paragraph: Paragraph, section: Section | None, reading: Reading) -> Figure:
    quote = paragraph.text[reading.quote.start : reading.quote.end]
    page, boxes = place(paragraph, reading.quote.start, reading.quote.end)
    derived = reading.derivation is not None
    return Figure(
        id=f"{doc.sha256[:16]}-n{paragraph.ordinal}-{reading.start}-{reading.aspect.value}{'-d' if derived else ''}",
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
        quote=quote,
        fund=reading.fund,
        stage=reading.stage,
        section_path=section.path if section else (),
        paragraph=paragraph.ordinal,
        span=(reading.start, reading.end),
        boxes=boxes,
        derived=derived,
        derivation=reading.derivation,
        reason=reading.reason,
        confidence=reading.confidence,
    )
