"""Figures of tables: every number in a value column as a :class:`Figure`.

Conventions that lookups build on:

* ``measure``: the canonical name (:func:`index.measures.canonical`, corrected by code) of the row's own label. A row 小计 names its parent.
  A row that is a bare total (合计, 总计) or has no label (the one data row of 三公经费表 or 支出预算总表) names its column's last specific
  word (总计 x 项目支出 -> 项目支出); where that is missing (合计 x 金额), or the columns only say from which money or how (``WHOLE``), it names the
  table's subject (``TOTALS``: 三公经费表 -> 三公经费, 机关运行经费表 -> 机关运行经费, 收入总表 -> 收入总计 ...).
  Totals that say of what (收入总计, 本年支出合计) are labels like others; 收入合计 = 收入总计, 当年收入小计 = 本年收入合计.
  合计 over 三公 together with 会议费 and 培训费 is ``三公经费、会议费、培训费``, never 三公经费.
* ``column_item``: the last specific word over the column where it is not the measure itself (科学技术支出 x 项目支出 -> 项目支出), None for the plain
  cell (科学技术支出 x 合计 / 金额 / 决算数 / 本年支出合计). "The item itself" is the figure with ``column_item`` None.
* ``qualifiers``: canonical names, without repeats and without the measure, of: the parents in the row tree (outermost first), the specific words over
  the column (top down), the side of a 收支总表 (收入 / 支出), the table's subject (基本支出, 三公经费, 机关运行经费, 支出总计 ...), the project, the
  subordinate unit, the name as printed where the code corrected it; in procurement tables what a column says of the row in a few fixed words
  (政府集中采购 / 分散自行组织).
* ``subject``: the department; on rows under a unit the unit (``subject_kind`` 单位; X（本级） where the department itself is one of several units of the
  table); the project on project rows (项目): the measure of a project's row is the project's name too, in 政府采购表 the thing bought.
* ``fund``, ``stage``, ``year``, ``aspect``, ``unit``: :mod:`index.figures.headings`. ``stage`` is set only where a table shows several
  (预算 / 年初预算 / 全年预算 / 决算 / 上年). ``unit`` is "" where the document names none.
* ``row_path`` and ``column_path`` are as printed; ``quote`` is the row as printed (its group's labels and values).
* ``column_known`` false: column words are not used at all; ``column_path`` is empty and ``column_item`` is ``UNKNOWN_COLUMN``, so such a figure is
  never taken for the plain cell of its row.
* ``id``: sha256[:16] of the document, t table, r row, c column: stable over builds of the same bytes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from index.figures.doubt import (
    DOUBTED,
    codes_in_front,
    headless_columns,
    is_amount,
    is_indicator,
    nameless_rows,
    rows_belied,
    rows_out_of_place,
    totals_doubted,
    totals_too_small,
)
from index.figures.headings import Heading, fund_of, has_several_stages, heading_of, is_generic, row_aspect
from index.measures import canonical, official
from index.model import Aspect, Cell, Figure, Identity, PageBox, Structured, Table
from index.structure.vocabulary import LEVEL_HEADER
from index.text import normal

TOTALS: dict[str, str] = {
    "收入总表": "收入总计",
    "支出总表": "支出总计",
    "收支总表": "收支总计",
    "财政拨款收支总表": "财政拨款收支总计",
    "一般公共预算支出表": "一般公共预算支出",
    "财政拨款支出表": "财政拨款支出",
    "基本支出表": "基本支出",
    "项目支出表": "项目支出",
    "三公经费表": "三公经费",
    "政府性基金表": "政府性基金预算支出",
    "国有资本经营表": "国有资本经营预算支出",
    "机关运行经费表": "机关运行经费",
    "政府采购表": "政府采购",
    "政府购买服务表": "政府购买服务",
    "结转结余表": "上年结转结余",
    "委托业务费表": "委托业务费",
}
UNKNOWN_COLUMN = "列未知"
WHOLE = ("三公经费表", "结转结余表", "委托业务费表", "政府采购表", "机关运行经费表", "政府购买服务表")
MARKED = ("政府采购表", "政府购买服务表")
_LONGEST_MARK = 12
_BEYOND_SANGONG = "三公经费、会议费、培训费"
_COLUMN_TOTALS = ("本年收入合计", "本年支出合计", "收入总计", "支出总计")


def table_figures(doc: Structured, identity: Identity) -> list[Figure]:
    """All figures of a document's tables but its performance forms, in reading order."""
    usual = _usual_unit(doc)
    found: list[Figure] = []
    for table in doc.tables:
        if not table.roles:
            continue
        several = has_several_stages(table)
        headings = [heading_of(table, c, identity, several) for c in range(table.columns)]
        rows = _rows(table)
        headless = table.header_rows == 0 and table.roles.count("value") > 1
        several_units = len({u for u in table.row_units if u}) > 1
        doubted, bare = totals_doubted(table), headless_columns(table)
        small = totals_too_small(table)
        strange = rows_out_of_place(table) | nameless_rows(table) | rows_belied(table)
        marks = _marks(table)
        for cell in (replace(c, column_known=False) for c in table.cells) if headless else table.cells:
            nameless = not cell.column_known and not any(table.row_path_of(cell.row, cell.column))  # a number of nothing that is known
            if cell.value is not None and cell.row >= table.header_rows and table.roles[cell.column] == "value" and not nameless:
                figure = _figure(doc, identity, table, cell, headings[cell.column], usual, rows[cell.row], several_units, marks.get(cell.row, ()))
                misplaced = headless or cell.column in bare or cell.row in strange or (cell.row, cell.column) in small
                unsure = misplaced or is_indicator(figure.measure) or (doubted and all(map(is_generic, figure.row_path)))
                if is_amount(cell, figure.measure) and cell.column not in codes_in_front(rows[cell.row]):
                    found.append(replace(figure, confidence=DOUBTED) if unsure else figure)
    return found


def _marks(table: Table) -> dict[int, tuple[str, ...]]:
    """What the columns of a procurement table say of a row in a few fixed words (采购组织形式: 政府集中采购): row -> words."""
    found: dict[int, tuple[str, ...]] = {}
    for column, role in enumerate(table.roles):
        cells = [c for c in table.cells if c.column == column and c.row >= table.header_rows and c.text and c.value is None]
        words = {c.text for c in cells}
        if role == "attribute" and table.form in MARKED and 2 * len(words) <= len(cells) and all(1 < len(w) <= _LONGEST_MARK for w in words):
            for cell in cells:
                for row in range(cell.row, cell.row + cell.row_span):
                    found[row] = (*found.get(row, ()), cell.text)
    return found


def _rows(table: Table) -> dict[int, list[Cell]]:
    """The filled cells of each row, left to right, without the 类 款 项 of a shared header row."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        if cell.text and not LEVEL_HEADER.match(cell.text):
            rows.setdefault(cell.row, []).append(cell)
    return rows


def _usual_unit(doc: Structured) -> str:
    units = Counter(t.unit for t in doc.tables if t.unit)
    return units.most_common(1)[0][0] if units else ""


def _figure(
    doc: Structured, identity: Identity, table: Table, cell: Cell, heading: Heading, usual: str, row: list[Cell], several_units: bool, marks: tuple[str, ...]
) -> Figure:
    if not cell.column_known:
        heading = Heading((), None, None, identity.fiscal_year, Aspect.AMOUNT, None)
    row_path = table.row_path_of(cell.row, cell.column)
    code = table.row_code_of(cell.row, cell.column)
    unit_name = table.row_units[cell.row] if cell.row < len(table.row_units) else None
    project = table.row_projects[cell.row] if cell.row < len(table.row_projects) else None
    measure, qualifiers = _name(table, row_path, code, heading, unit_name)
    qualifiers = [*qualifiers, *marks]
    item = _column_item(table, heading, measure) if cell.column_known else UNKNOWN_COLUMN
    aspect, unit = _aspect_and_unit(table, cell, heading, row_path, usual)
    subject, kind = _subject(several_units, identity, unit_name, project)
    section = doc.sections[table.section] if table.section is not None and table.section < len(doc.sections) else None
    assert cell.value is not None
    return Figure(
        id=f"{doc.sha256[:16]}t{table.ordinal}r{cell.row}c{cell.column}", document=doc.sha256, value=cell.value, unit=unit, printed=cell.text,
        measure=measure, qualifiers=_without_repeats(qualifiers, measure, project, unit_name if kind != "部门" else None),
        aspect=aspect, year=heading.year, subject=subject, subject_kind=kind, page=cell.page, quote=_quote(table, cell, row), code=code,
        fund=fund_of(table, heading.items) if aspect in (Aspect.AMOUNT, Aspect.CHANGE) else None, stage=heading.stage, form=table.form,
        section_path=section.path if section else (), table=table.ordinal, row=cell.row, column=cell.column, row_path=row_path,
        column_path=table.column_paths[cell.column] if cell.column_known else (), boxes=(PageBox(cell.page, cell.box),) if cell.box else (),
        column_known=cell.column_known, column_item=item, confidence=1.0 if cell.column_known else 0.6,
    )  # fmt: skip


def _name(table: Table, row_path: tuple[str, ...], code: str | None, heading: Heading, unit_name: str | None) -> tuple[str, list[str]]:
    """Measure and qualifiers of a cell."""
    labels = [p for p in row_path if not is_generic(p)]
    is_unit_row = unit_name is not None and len(row_path) == 1 and row_path[0] == unit_name
    side = [heading.side] if heading.side else []
    total = _total_name(table, heading)
    if labels and not is_unit_row:
        parents = [canonical(p) for p in labels[:-1] if p != unit_name]
        printed = canonical(labels[-1])
        measure = official(code, labels[-1]) if row_path and row_path[-1] == labels[-1] else printed
        extra = [printed] if printed != measure else []
        items = [i for i in heading.items if i not in _COLUMN_TOTALS]
        return measure, [*parents, *extra, *items, *heading.groups, *side, *([total] if not side else [])]
    if heading.items and not (table.form in WHOLE and row_path):
        return heading.items[-1], [*heading.items[:-1], *heading.groups, total, *side]
    return total, [*heading.items, *heading.groups, *side]


def _column_item(table: Table, heading: Heading, measure: str) -> str | None:
    """The last specific word over the column, unless it is the measure or means the whole (合计, 本年支出合计, the table's subject)."""
    whole = (*_COLUMN_TOTALS, measure, _total_name(table, heading))
    items = [i for i in heading.items if i not in whole]
    return items[-1] if items and heading.items[-1] == items[-1] else None


def _total_name(table: Table, heading: Heading) -> str:
    if table.form == "三公经费表" and _covers_meetings(table):
        return _BEYOND_SANGONG
    if heading.side and table.form in ("收支总表", "财政拨款收支总表", None):
        return f"{heading.side}总计"
    return TOTALS.get(table.form or "") or canonical(table.title.removesuffix("表")) or "合计"


def _covers_meetings(table: Table) -> bool:
    """Whether 会议费 or 培训费 stand beside 三公经费 in this table, so that its 合计 is more than 三公经费."""
    labels = [normal("".join(p)) for p in table.column_paths] + [normal(p[-1]) for p in table.row_paths if p]
    return any(text.startswith(("会议费", "培训费")) for text in labels)


def _aspect_and_unit(table: Table, cell: Cell, heading: Heading, row_path: tuple[str, ...], usual: str) -> tuple[Aspect, str]:
    if cell.text.rstrip().endswith(("%", "％")):
        return (heading.aspect if heading.aspect in (Aspect.RATE, Aspect.SHARE) else Aspect.SHARE), "%"
    aspect, unit = heading.aspect, heading.unit
    if aspect is Aspect.AMOUNT and row_path:
        by_row, row_unit = row_aspect(row_path[-1])
        if by_row is not Aspect.AMOUNT:
            return by_row, row_unit or ""
    if unit is None and aspect is not Aspect.COUNT:
        unit = table.unit or usual
    return aspect, unit or ""


def _subject(several_units: bool, identity: Identity, unit_name: str | None, project: str | None) -> tuple[str, str]:
    """Whose figure it is. Where a table has several units, the one named like the department is its own body (本级)."""
    if project:
        return project, "项目"
    own = (normal(identity.department), normal(identity.department_as_written))
    if unit_name and normal(unit_name) not in own:
        return unit_name, "单位"
    if unit_name and several_units:
        return f"{unit_name}（本级）", "单位"
    return identity.department, "部门"


def _without_repeats(qualifiers: list[str], measure: str, project: str | None, unit_name: str | None) -> tuple[str, ...]:
    every = [*qualifiers, *([canonical(project)] if project else []), *([unit_name] if unit_name else [])]
    return tuple(q for q in dict.fromkeys(every) if q and q != measure)


def _quote(table: Table, cell: Cell, row: list[Cell]) -> str:
    """The cells of the row as printed, of the value's own group where groups stand side by side."""
    cells = row
    label = table.label_columns[cell.column] if cell.column < len(table.label_columns) else None
    if table.group_row_paths and label is not None:
        values = [c for c, at in enumerate(table.label_columns) if at == label]
        start = max((c for c, at in enumerate(table.label_columns) if at is not None and at < label), default=-1) + 1
        own = [c for c in cells if start <= c.column <= max(values)]
        spanning = [c for c in cells if c.column < start <= c.column + c.column_span - 1]
        cells = spanning + own
    return " ".join(c.text for c in cells)
