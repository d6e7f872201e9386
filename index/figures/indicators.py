"""What the cells of a performance form mean: its fields, funds, and rows of indicators, whatever the layout.

Works on any grid of cells (tab-separated text, rebuilt flattened text, PDF): a header row with 三级指标 names the columns below it;
above it labels stand left of their values, and a row of 年初预算数 / 全年预算数 / 全年执行数 heads the rows of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from index.measures import name_of_code
from index.model import Cell, Table
from index.numbers import parse_amount
from index.structure.rows import is_total
from index.structure.vocabulary import CODE_AND_NAME
from index.text import normal

_ROLES: tuple[tuple[str, str], ...] = (
    (r"一级指标", "first"),
    (r"二级指标", "second"),
    (r"三级指标|指标名称|绩效指标", "third"),
    (r"(实际|全年)?完成(情况|指标)?值|实际完成(指标值|情况|值)?|全年实际值", "actual"),
    (r"上年(度)?(实际)?完成(情况|值|指标值)?|历史(完成)?值|上年(实际)?值", "last"),
    (r"指标值?(设置|设定)依据|设定依据", "basis"),
    (r"(年度|预期|计划)?(绩效)?(目标|指标)值|预期指标值|年度指标|计划完成值", "target"),
    (r"得分", "score"),
    (r"(指标)?(分值)?(权重)|(指标)?分值(权重)?", "weight"),
    (r"偏差.*|未完成.*|改进措施", "reason"),
    (r"指标赋分规则|评分(规则|标准)", "rule"),
    (r"佐证资料|备注", "evidence"),
)
_STAGES: tuple[tuple[str, str], ...] = (
    (r"年初预算数?", "年初预算"),
    (r"全年预算数?|调整(后)?预算数?", "全年预算"),
    (r"全年执行数|执行数|决算数", "决算"),
)
_FUND_LABEL = re.compile(r"年度预算总额|年度资金总额|资金总额|财政拨款|其他资金|上级安排|本级安排|中央安排|自治区安排|安排|合计|其他$|单位资金|结转")
_TARGET = re.compile(r"^(?P<sign>[<>＜＞≤≥=＝≦≧]{0,3})(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d:：~～/]*(?:/[^\d]{1,4})?)$")
_BEST = 200  # more points than any form gives: the total of another table
_DATE = re.compile(r"^\d{4}年")


class Measured(NamedTuple):
    """A target or result as a number: value, unit (% for 百分之百 and the like) and the operator as printed."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the form. Texts as printed; ``cells`` by role; levels carried down from the rows above."""

    row: int
    first: str
    second: str
    name: str
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Fund:
    """An amount of money of the form: its label, stage (None where the form shows one only) and cell."""

    label: str
    stage: str | None
    cell: Cell


@dataclass
class Form:
    """Everything that a form says, read once."""

    project: str | None = None
    owner: str | None = None
    total: Cell | None = None
    total_weight: Cell | None = None
    rate: Cell | None = None
    funds: list[Fund] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


def read_form(table: Table) -> Form:
    """The fields, funds and indicators of a performance form."""
    rows = _rows(table)
    head = next((r for r, cells in rows.items() if any(re.fullmatch("三级指标|指标名称", normal(c.text)) for c in cells)), None)
    form = Form()
    above = {r: cells for r, cells in rows.items() if head is None or r < head}
    _read_fields(form, above)
    _read_funds(form, above)
    if head is not None:
        _read_indicators(form, table, rows, head)
    return form


def measured(text: str) -> Measured | None:
    """``>=9 次`` -> 9 次, ``=100 百分之百`` -> 100 %, ``≥6%`` -> 6 %; None for dates, ratios and words."""
    plain = normal(text)
    if _DATE.match(plain):
        return None
    found = _TARGET.match(plain)
    if not found:
        return None
    amount = parse_amount(found["number"])
    unit = found["unit"].strip("。;，,；")
    if amount is None or len(unit) > 8 or not _printable(unit):
        return None
    if unit.startswith(("百分", "%", "％")):
        unit = "%"
    return Measured(amount.value, unit)


def _printable(unit: str) -> bool:
    """Whether a unit is made of characters in use: a damaged character (20䬡 for 20次) makes another measure of the number."""
    try:
        unit.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _rows(table: Table) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    return rows


def _read_fields(form: Form, rows: dict[int, list[Cell]]) -> None:
    for cells in rows.values():
        for label, value in pairwise(cells):
            name = re.sub(r"[(（].*?[)）]", "", normal(label.text)).rstrip(":：")
            if name == "项目名称" and form.project is None:
                form.project = value.text
            elif name in {"部门名称", "单位名称", "预算单位", "实施单位", "部门"} and form.owner is None:
                form.owner = value.text


def _read_funds(form: Form, rows: dict[int, list[Cell]]) -> None:
    columns: dict[int, str] = {}
    rate: int | None = None
    for cells in rows.values():
        heads = {c.column: stage for c in cells for pattern, stage in _STAGES if re.fullmatch(pattern, normal(c.text))}
        if heads:
            columns = heads
            rate = next((c.column for c in cells if normal(c.text) == "执行率"), None)
            continue
        label = ""
        for cell in cells:
            amount = parse_amount(cell.text)
            if amount is None:
                label = cell.text if _FUND_LABEL.search(normal(cell.text)) else ("" if not columns else label)
            elif columns and cell.column == rate and form.rate is None:
                form.rate = cell
            elif label and not amount.percent and (not columns or cell.column in columns):
                form.funds.append(Fund(label, columns.get(cell.column), cell))
                label = label if columns else ""


def _read_indicators(form: Form, table: Table, rows: dict[int, list[Cell]], head: int) -> None:
    roles = {c.column: role for c in rows[head] for role in [_role(c.text)] if role}
    covering = _covering(table, roles)
    first = second = ""
    for row, cells in rows.items():
        if row <= head:
            continue
        if re.match(r"^(总分|总计|合计)", normal(cells[0].text)):
            numbers = [c for c in cells[1:] if (found := measured(c.text)) is not None and found.value <= _BEST]
            if numbers:
                form.total = numbers[-1]
                form.total_weight = numbers[0] if len(numbers) > 1 else None
            continue
        own: dict[str, Cell] = {}
        for cell in _set_right(cells, roles):
            role = roles.get(cell.column)
            if role and role not in own:
                own[role] = cell
        first = own["first"].text if "first" in own else covering.get((row, "first"), first)
        second = own["second"].text if "second" in own else covering.get((row, "second"), second)
        name = own.get("third")
        if name is not None and not _is_foreign(own):
            form.indicators.append(Indicator(row, first, second, name.text, own))


def _is_foreign(own: dict[str, Cell]) -> bool:
    """Whether a row is another table's (a damaged file): numbers where levels or names of indicators stand, or a total's name."""
    words = [own[level].text for level in ("first", "second", "third") if level in own]
    subject = any((found := CODE_AND_NAME.match(word)) and name_of_code(found[1]) for word in words)
    return subject or any(re.fullmatch(r"[\d.,]+", normal(word)) for word in words) or is_total(own["third"].text)


def _covering(table: Table, roles: dict[int, str]) -> dict[tuple[int, str], str]:
    """Level names of merged cells, by row."""
    found: dict[tuple[int, str], str] = {}
    for cell in table.cells:
        role = roles.get(cell.column)
        if role in {"first", "second"} and cell.text and cell.row_span > 1:
            for row in range(cell.row, cell.row + cell.row_span):
                found[row, role] = cell.text
    return found


def _set_right(cells: list[Cell], roles: dict[int, str]) -> Iterator[Cell]:
    """A row whose 二级指标 stands one column too far right (a lost first cell) is moved back."""
    thirds = [c for c, role in roles.items() if role == "third"]
    stray = any(c.column in thirds and re.fullmatch(r".{2,8}指标", normal(c.text)) for c in cells)
    shift = 1 if stray and not any(roles.get(c.column) == "second" for c in cells) else 0
    for cell in cells:
        yield replace(cell, column=cell.column - shift) if shift else cell


def _role(text: str) -> str | None:
    plain = normal(text)
    return next((role for pattern, role in _ROLES if re.fullmatch(pattern, plain)), None)
