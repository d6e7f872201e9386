"""A flattened table: its rows, which rows add up to which, and its columns won back with what the other tables say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from index.raw import RawCell, RawTable
from index.reading.columns import Fact, Group, Place, Row, place
from index.reading.flatrows import FlatRow
from index.reading.forms import Form
from index.reading.tabheader import header_cells
from index.text import normal

_UNIT_END = re.compile(r"(局|委|委员会|中心|所|院|站|会|厅|办|办公室|队|校|学校|馆|台|社|部|处|公司|本级|机关|医院|学院)(\(.*\))?$")


@dataclass
class FlatTable:
    """A table of a flattened text on its way: ``rows`` with open columns, ``places`` once they are won back."""

    form: Form
    title: str
    number: str | None
    unit: str | None
    page: int
    rows: list[FlatRow]
    pairs: list[tuple[FlatRow | None, ...]] = field(default_factory=list)
    places: list[tuple[Place, ...]] = field(default_factory=list)
    said_empty: bool = False

    @property
    def total(self) -> FlatRow | None:
        """The grand total row, if there is one."""
        return next((row for row in self.rows if row.is_total), None)

    def amount(self, row: int, value: int) -> Decimal | None:
        """What row ``row`` holds in a value column of the whole form: zero where it is empty for certain, None where unknown."""
        column = self.form.column_of(value)
        if column is None:
            return Decimal(0)
        places = self.places[row] if row < len(self.places) else ()
        for spot, amount in zip(places, self.rows[row].values, strict=False):
            if spot.column == column and spot.known:
                return amount
        return Decimal(0) if all(spot.known for spot in places) else None

    def amount_of(self, code: str | None, value: int) -> Decimal | None:
        """The same for the row of a code, or the total row for None; None where there is no such row or there are several."""
        found = [i for i, row in enumerate(self.rows) if (row.is_total if code is None else row.code == code)]
        return self.amount(found[0], value) if len(found) == 1 else None

    def solve(self, facts: Sequence[tuple[Fact, ...]]) -> None:
        """Win the columns back."""
        if self.form.sides:
            self.places = _places_of_sides(self, facts)
            return
        shift = 1 if self.form.paired and len(self.form.values) > 2 else 0
        rows = [Row(row.values, facts[i] if i < len(facts) else ()) for i, row in enumerate(self.rows)]
        sums = tuple((whole - shift, tuple(part - shift for part in parts)) for whole, parts in self.form.sums)
        found = place(rows, len(self.form.values) - shift, sums, groups_of(self))
        self.places = [tuple(Place(spot.column + shift, spot.known) for spot in spots) for spots in found]


def groups_of(table: FlatTable) -> list[Group]:
    """The printed hierarchy: total over units (or 类), unit over its 类, 类 over 款, 款 over 项; 合计 of 三公 over its parts."""
    rows = table.rows
    if table.form.name == "三公经费表":
        return _three_public(rows)
    if table.form.paired:
        total = next((i for i, row in enumerate(rows) if row.code is None), None)
        return [Group(total, tuple(i for i, row in enumerate(rows) if row.code))] if total is not None else []
    if table.form.codes:
        return _by_code(rows)
    return _by_unit(rows)


def _by_code(rows: list[FlatRow]) -> list[Group]:
    total = [i for i, row in enumerate(rows) if row.is_total]
    units = [i for i, row in enumerate(rows) if row.code is None and not row.is_total]
    starts = units or [-1]
    groups: list[Group] = []
    tops: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        inside = [i for i in range(start + 1, end) if rows[i].code]
        heads = [i for i in inside if len(rows[i].code or "") == 3]
        if start >= 0 and heads:
            groups.append(Group(start, tuple(heads)))
        tops.extend(heads)
        for i in inside:
            below = _below(rows, i, end)
            if below:
                groups.append(Group(i, below))
    children = tuple(units or tops)
    if len(total) == 1 and children:
        groups.append(Group(total[0], children))
    return groups


def _below(rows: list[FlatRow], parent: int, end: int) -> tuple[int, ...]:
    """The rows one level under ``parent`` that follow it."""
    code = rows[parent].code or ""
    children: list[int] = []
    for i in range(parent + 1, end):
        other = rows[i].code
        if other is None:
            continue
        if not (other.startswith(code) and len(other) > len(code)):
            break
        if len(other) == len(code) + 2:
            children.append(i)
    return tuple(children)


def _by_unit(rows: list[FlatRow]) -> list[Group]:
    """Total over units over projects where unit rows show themselves (a body's name whose amount its rows add up to)."""
    total = [i for i, row in enumerate(rows) if row.is_total]
    others = [i for i, row in enumerate(rows) if not row.is_total]
    if len(total) != 1 or not others:
        return []
    units = [i for i in others if _UNIT_END.search(normal(rows[i].label)) and not re.search("经费|资金|项目|通知|补助", rows[i].label)]
    if not units or units[0] != others[0]:
        return [Group(total[0], tuple(others))] if not units else []
    groups = [Group(total[0], tuple(units))]
    for start, end in zip(units, [*units[1:], len(rows)], strict=True):
        inside = tuple(i for i in range(start + 1, end) if i in others)
        if inside:
            groups.append(Group(start, inside))
    return groups


def _places_of_sides(table: FlatTable, facts: Sequence[tuple[Fact, ...]]) -> list[tuple[Place, ...]]:
    """The places of all rows of a table of side-by-side groups, each group solved by itself."""
    found: dict[int, tuple[Place, ...]] = {}
    for side, (_, _, values) in enumerate(table.form.groups):
        at = [i for i, row in enumerate(table.rows) if row.side == side]
        where = {value: column for column, value in enumerate(values)}
        sums = tuple((where[whole], tuple(where[part] for part in parts)) for whole, parts in table.form.sums if whole in where)
        told = [tuple((tuple(where[c] for c in columns), amount) for columns, amount in facts[i]) if i < len(facts) else () for i in at]
        rows = [Row(table.rows[i].values, known) for i, known in zip(at, told, strict=True)]
        solved = place(rows, len(values), sums, _by_side([table.rows[i] for i in at]))
        for i, spots in zip(at, solved, strict=True):
            found[i] = tuple(Place(values[spot.column], spot.known and table.rows[i].sure) for spot in spots)
    return [found[i] for i in range(len(table.rows))]


_SIDE_TOTAL = re.compile(r"(本年|当年)?(收入|支出)?(总计|合计|小计)$")
_LEVELS = (re.compile(r"[一二三四五六七八九十]+[、.．]"), re.compile(r"[（(][一二三四五六七八九十]+[)）]"))


def _by_side(rows: list[FlatRow]) -> list[Group]:
    """本年收入合计 or 本年支出合计 over the numbered rows above it, a numbered row (一、) over those below it ((一) (二))."""
    groups: list[Group] = []
    total = next((i for i, row in enumerate(rows) if _SIDE_TOTAL.match(normal(row.label))), None)
    parts = tuple(i for i, row in enumerate(rows[:total]) if _LEVELS[0].match(row.label)) if total is not None else ()
    if total is not None and len(parts) > 1:
        groups.append(Group(total, parts))
    for start, end in zip(parts, [*parts[1:], total], strict=True) if parts else ():
        below = tuple(i for i in range(start + 1, end or start) if _LEVELS[1].match(rows[i].label))
        if below:
            groups.append(Group(start, below))
    return groups


def _three_public(rows: list[FlatRow]) -> list[Group]:
    names = [normal(row.label) for row in rows]
    total = [i for i, row in enumerate(rows) if row.is_total]
    cars = [i for i, name in enumerate(names) if "公务用车购置及" in name]
    parts = [i for i, name in enumerate(names) if "因公出国" in name or "公务接待" in name]
    inside = [i for i, name in enumerate(names) if i not in cars and re.search("公务用车(购置|运行)", name)]
    groups = []
    if len(total) == 1 and len(cars) == 1 and len(parts) == 2:
        groups.append(Group(total[0], (*parts, cars[0])))
    if len(cars) == 1 and len(inside) == 2:
        groups.append(Group(cars[0], tuple(inside)))
    return groups


def raw_table(table: FlatTable) -> RawTable:
    """The table as the readers hand it over: header from the form, a row a row, unknown columns marked."""
    form = table.form
    header = header_cells(form.columns)
    depth = max(map(len, form.columns))
    cells = list(header)
    label_at, value_at = _positions(form)
    index = {id(row): i for i, row in enumerate(table.rows)}
    pairs: list[tuple[FlatRow | None, ...]] = list(table.pairs) if form.paired else [(row,) for row in table.rows]
    lines = [[(side, row) for side, row in enumerate(pair) if row is not None] for pair in pairs]
    firsts = [first for first, _, _ in form.groups] or list(range(len(form.labels)))
    for r, parts in enumerate(lines, start=depth):
        for side, row in parts:
            first = label_at[firsts[side]] if form.labels else 0
            cells += [RawCell(r, first + c, label, page=row.page) for c, label in enumerate(row.labels) if label]
            places = table.places[index[id(row)]] if id(row) in index else tuple(Place(side, len(row.amounts) == 1) for _ in row.amounts)
            for spot, amount in zip(places, row.amounts, strict=True):
                cells.append(RawCell(r, value_at[spot.column], amount, column_known=spot.known, page=row.page))
    return RawTable(
        table.page, depth + len(lines), len(form.columns), tuple(cells), number=table.number, title=table.title, unit=table.unit, header_rows=depth
    )


def _positions(form: Form) -> tuple[list[int], list[int]]:
    """Where the label and the value columns stand in the whole table (equal paths may stand in several groups)."""
    if form.sides:
        label_at: list[int] = []
        value_at, column = [0] * len(form.values), 0
        for _, names, values in form.groups:
            label_at += range(column, column + names)
            for place_of, value in enumerate(values, start=column + names):
                value_at[value] = place_of
            column += names + len(values)
        return label_at, value_at
    if form.paired:
        return [form.columns.index(path) for path in form.labels], [form.columns.index(path) for path in form.values]
    return list(range(len(form.labels))), list(range(len(form.labels), len(form.columns)))
