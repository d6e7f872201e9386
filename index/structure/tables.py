"""Joined pieces -> tables understood: caption, form, header tree, row tree."""

from __future__ import annotations

import re
from dataclasses import replace

from index.model import Cell, Table
from index.raw import Line
from index.structure.captions import Caption, caption_of
from index.structure.forms import form_of
from index.structure.headers import Layout, Role, layout_of
from index.structure.joined import Joined, without_rows
from index.structure.mixedrows import part_mixed_row
from index.structure.rows import RowLabel, is_total, row_labels
from index.structure.vocabulary import CAPTION_DEPARTMENT, CAPTION_NUMBER, CAPTION_UNIT, CODE, EMPTY_TABLE, PROJECT_HEADER, TITLE_END

_OF_PROJECTS = ("项目支出表", "结转结余表", "委托业务费表")
_PERFORMANCE = ("绩效目标表", "绩效自评表")


def build_table(blocks: list[Line | Joined], at: int, ordinal: int, section: int | None, heading: str) -> tuple[Table, Caption]:
    """The table at index ``at`` of the stream, and its caption. ``heading`` names it where no title is printed."""
    caption = caption_of(blocks, at)
    joined = blocks[at]
    assert isinstance(joined, Joined)
    joined = part_mixed_row(_inner_caption(joined, caption))
    title = caption.title or heading
    form = joined.raw.form or form_of(caption.title)
    if form in _PERFORMANCE:
        return _plain(joined, caption, title, form, ordinal, section), caption
    layout = layout_of(joined)
    labels = {g: row_labels(joined, layout, group) for g, group in enumerate(layout.groups)}
    first = labels.get(0, {})
    words = tuple(label.path[-1] for label in first.values() if label.path)
    content = form_of("", layout.paths, words)
    form = content if form == "支出总表" and content == "三公经费表" else form or content or form_of(heading)  # the title's first line may be missing
    if form in _PERFORMANCE:
        return _plain(joined, caption, title, form, ordinal, section), caption
    group_paths, group_codes = _by_group(joined, layout, labels)
    rows = range(joined.rows)
    return (
        Table(
            ordinal=ordinal, section=section, title=title, number=caption.number, unit=caption.unit, form=form, page=joined.page,
            last_page=joined.last_page, rows=joined.rows, columns=joined.columns, header_rows=layout.header_rows,
            cells=_numbers_only(joined, layout), column_paths=layout.paths,
            row_paths=tuple(first[r].path if r in first else () for r in rows),
            row_codes=tuple(first[r].code if r in first else None for r in rows),
            label_columns=_label_columns(joined, layout), group_row_paths=group_paths, note=caption.note,
            is_empty=_is_empty(joined, layout, caption), roles=tuple(str(r) for r in layout.roles), group_row_codes=group_codes,
            row_units=tuple(first[r].unit if r in first else None for r in rows),
            row_projects=_projects(joined, layout, first, form), department=caption.department,
        ),
        caption,
    )  # fmt: skip


def _projects(table: Joined, layout: Layout, labels: dict[int, RowLabel], form: str | None) -> tuple[str | None, ...]:
    """The project of each row: of its project column, or its label where the only label column lists projects."""
    listed = form in _OF_PROJECTS and any(PROJECT_HEADER.search(layout.paths[c][-1]) for g in layout.groups[:1] for c in g.labels if layout.paths[c])
    out: list[str | None] = []
    for row in range(table.rows):
        label = labels.get(row)
        name = label.project if label else None
        if label and name is None and listed and label.path and label.code is None and label.path != (label.unit,) and not is_total(label.path[-1]):
            name = label.path[-1]
        out.append(name)
    return tuple(out)


def _plain(joined: Joined, caption: Caption, title: str, form: str, ordinal: int, section: int | None) -> Table:
    """A performance form: cells only, no header tree."""
    return Table(
        ordinal=ordinal, section=section, title=title, number=caption.number, unit=caption.unit, form=form, page=joined.page,
        last_page=joined.last_page, rows=joined.rows, columns=joined.columns, header_rows=0, cells=joined.cells,
        column_paths=((),) * joined.columns, row_paths=((),) * joined.rows, row_codes=(None,) * joined.rows, note=caption.note,
        department=caption.department,
    )  # fmt: skip


def _inner_caption(table: Joined, caption: Caption) -> Joined:
    """Title, number, unit and department printed in the first rows of the grid (sheets, docx) go to the caption; those rows go."""
    drop: set[int] = set()
    for row in range(min(4, table.rows - 1)):
        texts = [c.text for c in table.row_cells(row) if c.text]
        if not texts:
            if not drop:
                break
            drop.add(row)
            continue
        if not all(CAPTION_UNIT.search(t) or CAPTION_DEPARTMENT.match(t) or CAPTION_NUMBER.match(t) or (len(texts) == 1 and TITLE_END.search(t)) for t in texts):
            break
        for text in texts:
            if found := CAPTION_UNIT.search(text):
                caption.unit = caption.unit or found[1]
            if (found := CAPTION_DEPARTMENT.match(text)) and not CAPTION_UNIT.match(text):
                caption.department = caption.department or found["name"].strip()
            elif CAPTION_NUMBER.match(text):
                caption.number = caption.number or text
            elif TITLE_END.search(text) and not CAPTION_UNIT.search(text):
                caption.title = caption.title or text
        drop.add(row)
    return without_rows(table, drop)


def _by_group(
    table: Joined, layout: Layout, labels: dict[int, dict[int, RowLabel]]
) -> tuple[dict[tuple[int, int], tuple[str, ...]], dict[tuple[int, int], str]]:
    """Row paths and codes of the values in the second and further groups (and of the first, where there are several)."""
    paths: dict[tuple[int, int], tuple[str, ...]] = {}
    codes: dict[tuple[int, int], str] = {}
    if len(layout.groups) < 2:
        return paths, codes
    for g, group in enumerate(layout.groups):
        for row, label in labels[g].items():
            for column in group.values:
                paths[(row, column)] = label.path
                if label.code:
                    codes[(row, column)] = label.code
    return paths, codes


def _label_columns(table: Joined, layout: Layout) -> tuple[int | None, ...]:
    out: list[int | None] = [None] * table.columns
    for group in layout.groups:
        names = [c for c in group.labels if layout.roles[c] is not Role.CODE] or list(group.labels)
        for column in group.values:
            out[column] = names[-1] if names else None
    return tuple(out)


def _numbers_only(table: Joined, layout: Layout) -> tuple[Cell, ...]:
    """Cells with values in value columns only: codes, ordinals and header numbers are no amounts."""
    keep = (Role.VALUE, Role.ATTRIBUTE)
    return tuple(
        c if c.value is None or (c.row >= layout.header_rows and layout.roles[c.column] in keep) else replace(c, value=None) for c in table.cells
    )


def _is_empty(table: Joined, layout: Layout, caption: Caption) -> bool:
    """No number in the body, and no text but totals, a label or two, or the note that says so."""
    body = [c for c in table.cells if c.row >= layout.header_rows and c.text]
    if any(c.value is not None and layout.roles[c.column] is Role.VALUE for c in body):
        return False
    if not body or (caption.note and EMPTY_TABLE.search(caption.note)) or any(EMPTY_TABLE.search(c.text) for c in body):
        return True
    has_values = any(r is Role.VALUE for r in layout.roles)
    return has_values and not any(CODE.match(c.text) for c in body) and all(re.search(r"计$|^[-—0]$", c.text) for c in body)
