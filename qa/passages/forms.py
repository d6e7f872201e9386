"""The texts of tables as statements: what fills the fields of a performance form, an indicator with its row, any row with its labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.model import Box, Cell, PageBox, Table
from index.text import HAN, normal
from qa.passages.statements import PROJECT, Statement

_HAN = re.compile(f"[{HAN}]")
# Cells that name a field of a form rather than fill it: short, and ending in one of these words.
_LABEL = re.compile(
    r"(?:名称|单位|部门|负责人|联系人|电话|目标|完成情况|依据|指标|级指标|资金|总额|拨款|来源|预算数|执行数|分值|得分|权重|措施|指标值|完成值|资料|规则|类别|属性|类型|概述|说明|情况|安排|合计|总计)$"
)
_INDICATORS = re.compile(r"^(?:一级指标|二级指标|三级指标)$")
_FORM = re.compile(r"绩效|自评")
_LONGEST_LABEL = 16
_SHORTEST_TEXT = 2


def table_statements(table: Table, document: str, path: tuple[str, ...]) -> Iterable[Statement]:
    """The statements of a table: fields and indicators of a form, and every row with a label."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    is_form = bool(_FORM.search(table.form or table.title or "")) and not any(table.column_paths)
    project = _project(rows) if is_form else ""
    headers = "" if is_form else " ".join(dict.fromkeys(h for p in table.column_paths for h in p))
    heads: dict[int, str] = {}
    for row, cells in rows.items():
        words = " ".join(c.text for c in cells)
        if is_form:
            if sum(bool(_is_label(c)) for c in cells) == len(cells):
                heads = {c.column: normal(c.text) for c in cells}  # a row of headings: what is below is named by it
                continue
            yield from _fields(table, document, path, row, cells, heads, project, words)
        if row >= table.header_rows and any(_HAN.search(c.text) for c in cells):
            parents = " ".join(table.row_paths[row][:-1]) if row < len(table.row_paths) else ""
            yield Statement(
                document, words, cells[0].page, path, context=f"{table.title} {parents} {headers}", label="" if not is_form else "指标", project=project,
                table=table.ordinal, row=row, row_label=words, boxes=_row_boxes(cells), origin="row",
            )  # fmt: skip


def _fields(
    table: Table, document: str, path: tuple[str, ...], row: int, cells: list[Cell], heads: dict[int, str], project: str, words: str
) -> Iterable[Statement]:
    """The cells that fill a field: named by the label left of them, else by the heading above."""
    indicator = any(_INDICATORS.match(h) for h in heads.values())
    for at, cell in enumerate(cells):
        if cell.value is not None or _is_label(cell) or len(_HAN.findall(cell.text)) < _SHORTEST_TEXT:
            continue
        left = next((normal(c.text) for c in reversed(cells[:at]) if _is_label(c)), "") if not indicator else ""
        above = heads.get(cell.column, "")
        if indicator and not re.search(r"原因|措施|依据", above):
            continue
        yield Statement(
            document, cell.text, cell.page, path, context=f"{table.title} {words if indicator else ''}", label=left or above, project=project,
            table=table.ordinal, row=row, column=cell.column, row_label=words, boxes=(PageBox(cell.page, cell.box),) if cell.box else (), origin="form",
        )  # fmt: skip


def _is_label(cell: Cell) -> bool:
    plain = re.sub(r"[（(][^）)]*[）)]", "", normal(cell.text)).rstrip("：:")
    return cell.value is None and len(plain) <= _LONGEST_LABEL and bool(_LABEL.search(plain))


def _project(rows: dict[int, list[Cell]]) -> str:
    for row in sorted(rows)[:8]:
        for at, cell in enumerate(rows[row][:-1]):
            if PROJECT.match(normal(cell.text)):
                return rows[row][at + 1].text
    return ""


def _row_boxes(cells: list[Cell]) -> tuple[PageBox, ...]:
    found: list[PageBox] = []
    for page in dict.fromkeys(c.page for c in cells):
        boxes = [c.box for c in cells if c.page == page and c.box]
        if boxes:
            found.append(PageBox(page, Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))))
    return tuple(found)
