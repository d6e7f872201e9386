"""Figures in the prose fields of performance forms (预期目标, 实际完成情况, 总体目标): cells, read as the narrative is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.figures.indicators import read_form
from index.figures.naming import Namer
from index.figures.reader import Reader
from index.figures.setting import Setting
from index.figures.state import Reading
from index.model import Cell, Figure, Identity, PageBox, Structured, Table
from index.structure.forms import form_of
from index.text import normal

_FORMS = ("绩效目标表", "绩效自评表")
_FIELD = re.compile(r"^(?:.{0,8}(?:总体|绩效|预期|年度)目标|(?:实际|目标|年度).{0,6}完成情况)$")
_LEAST = 16


def form_text_figures(doc: Structured, identity: Identity, namer: Namer) -> list[Figure]:
    """The figures of all prose fields of a document's performance forms; each names its cell, its project and its field."""
    found: list[Figure] = []
    for table in doc.tables:
        if (table.form if table.form in _FORMS else form_of(table.title)) in _FORMS:
            project = read_form(table).project
            for cell, field in _fields(table):
                reader = Reader(namer, identity.fiscal_year)
                reader.enter(Setting(None, None, False, False, None, ()))
                readings = reader.read(cell.row, cell.text)
                found += [_figure(doc, identity, table, cell, field, project, r) for r in readings if r.measure and r.derivation is None]
    return found


def _fields(table: Table) -> Iterator[tuple[Cell, str]]:
    """The cells that hold prose, with the label before them in their row."""
    label: dict[int, str] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        text = normal(cell.text)
        if _FIELD.match(text):
            for row in range(cell.row, cell.row + cell.row_span):
                label[row] = text
        elif cell.row in label and len(text) >= _LEAST and re.search(r"[，。；,;]", cell.text):
            yield cell, label[cell.row]


def _figure(doc: Structured, identity: Identity, table: Table, cell: Cell, field: str, project: str | None, reading: Reading) -> Figure:
    return Figure(
        id=f"{doc.sha256[:16]}-t{table.ordinal}-{cell.row}-{cell.column}-{reading.start}-{reading.aspect.value}",
        document=doc.sha256,
        value=reading.value,
        unit=reading.unit,
        printed=reading.printed,
        measure=reading.measure,
        qualifiers=tuple(dict.fromkeys((*((project,) if project else ()), field, *reading.qualifiers))),
        aspect=reading.aspect,
        year=reading.year,
        subject=project or identity.department,
        subject_kind="项目" if project else "部门",
        page=cell.page,
        quote=cell.text[reading.quote.start : reading.quote.end],
        fund=None,
        form=table.form,
        table=table.ordinal,
        row=cell.row,
        column=cell.column,
        boxes=(PageBox(cell.page, cell.box),) if cell.box is not None else (),
        reason=reading.reason,
        confidence=min(reading.confidence, 0.85),
    )
