"""What must add up inside a table: parents and their children, totals and their parts, sum columns and the columns beside them.

Serves the check of our own reading (a sum that fails is a wrong row or column far more often than a slip of the document) and the audit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.measures import canonical
from index.model import Table
from index.structure.rows import is_total
from index.structure.vocabulary import OF_WHICH, PLAIN_TOTAL
from index.text import normal

_RATIO = re.compile(r"%|占比|比重|比例|百分比|(?:增减|增长|下降|执行|完成|变动|差异)率|幅度|增幅|降幅")
TOLERANCE = Decimal("0.02")
_SUM_COLUMN = re.compile(r"(?:小计|合计|总计)$")


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell at ``total`` (row, column) is printed as the sum of the cells at ``parts``. ``kind``: rows / total / columns."""

    kind: str
    total: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


def sums_of(table: Table) -> list[Sum]:
    """All sums that the table's own row and column trees promise. Blank cells count as nothing; cells of lost columns take no part."""
    if not table.roles:
        return []
    cells = _values(table)
    found: list[Sum] = []
    for column in sorted({c for _, c in cells if not is_ratio(table, c)}):
        found += _vertical(table, cells, column)
    return found + _horizontal(table, cells)


def is_ratio(table: Table, column: int) -> bool:
    """Whether a column holds percentages or rates, which add up to nothing: 增减%, 占比, 执行率, or cells that print %."""
    path = table.column_paths[column] if column < len(table.column_paths) else ()
    if _RATIO.search(normal(path[-1] if path else "")):
        return True
    printed = [c.text for c in table.cells if c.column == column and c.row >= table.header_rows and c.value is not None]
    return bool(printed) and sum("%" in normal(text) for text in printed) * 2 > len(printed)


def failures(table: Table, tolerance: Decimal = TOLERANCE) -> list[str]:
    """The sums that do not hold, in words: kind, where, printed total, sum of the parts."""
    cells = _values(table)
    out = []
    for check in sums_of(table):
        parts = sum((cells[p] for p in check.parts), Decimal(0))
        if abs(parts - cells[check.total]) > tolerance:
            row, column = check.total
            out.append(f"{check.kind} {'/'.join(table.row_path_of(row, column)[-2:])} × {'/'.join(table.column_paths[column])}: {cells[check.total]} ≠ {parts}")
    return out


def _values(table: Table) -> dict[tuple[int, int], Decimal]:
    return {
        (c.row, c.column): c.value
        for c in table.cells
        if c.value is not None and c.row >= table.header_rows and c.column_known and table.roles[c.column : c.column + 1] == ("value",)
    }


def _key(table: Table, row: int, column: int) -> tuple[str, ...]:
    """Where a row stands in its tree: unit and code prefixes for coded rows, else its path."""
    code = table.row_code_of(row, column)
    path = table.row_path_of(row, column)
    unit = table.row_units[row] if row < len(table.row_units) else None
    if code is None or len(code) not in (3, 5, 7):
        return path
    project = (path[-1],) if row < len(table.row_projects) and table.row_projects[row] else ()
    return (*([unit] if unit else []), *(code[:n] for n in (3, 5, 7) if n <= len(code)), *project)


def _vertical(table: Table, cells: dict[tuple[int, int], Decimal], column: int) -> list[Sum]:
    rows = [r for r in range(table.header_rows, table.rows) if (r, column) in cells]
    keys = {r: _key(table, r, column) for r in rows if table.row_path_of(r, column)}
    place = {key: r for r, key in keys.items()}
    children: dict[int, list[int]] = {}
    top: list[int] = []
    for row, key in keys.items():
        label = table.row_path_of(row, column)[-1]
        parent = next((place[key[:n]] for n in range(len(key) - 1, 0, -1) if key[:n] in place and place[key[:n]] != row), None)
        if parent is not None and not PLAIN_TOTAL.match(normal(label)):
            children.setdefault(parent, []).append(row)
        elif not is_total(label) and not PLAIN_TOTAL.match(normal(label)):
            top.append(row)
    found = [Sum("rows", (p, column), tuple((r, column) for r in kids)) for p, kids in children.items() if _complete(table, p, kids, column)]
    return found + _totals(table, keys, top, column)


def _complete(table: Table, parent: int, kids: list[int], column: int) -> bool:
    """Whether the children are all of the parent: a 其中 list names only some."""
    if any(OF_WHICH.match(c.text) for c in table.cells if c.row in kids and c.text):
        return False
    return bool(kids) and all(k > parent for k in kids)


def _totals(table: Table, keys: dict[int, tuple[str, ...]], top: list[int], column: int) -> list[Sum]:
    """A bare 合计/总计 over the rows of one tree; in 收支总表 sides have carry-overs and several totals, so nothing is promised there."""
    if table.group_row_paths or table.form in ("收支总表", "财政拨款收支总表"):
        return []
    totals = [r for r, key in keys.items() if len(key) == 1 and PLAIN_TOTAL.match(normal(key[0]))]
    if len(totals) != 1 or not top or canonical(table.title) == "":
        return []
    return [Sum("total", (totals[0], column), tuple((r, column) for r in top))]


def column_sums(table: Table) -> list[tuple[int, tuple[int, ...]]]:
    """合计/小计 columns and the columns of their own header group that they add up."""
    found: list[tuple[int, tuple[int, ...]]] = []
    for column in range(table.columns):
        path = table.column_paths[column]
        if table.roles[column] != "value" or not path or not _SUM_COLUMN.search(normal(path[-1])):
            continue
        beside = _parts(table, path[:-1], column)
        if len(beside) > 1:
            found.append((column, tuple(beside)))
    return found


def _horizontal(table: Table, cells: dict[tuple[int, int], Decimal]) -> list[Sum]:
    """Every row of the sum columns."""
    found: list[Sum] = []
    for column, beside in column_sums(table):
        for row in range(table.header_rows, table.rows):
            parts = tuple((row, c) for c in beside if (row, c) in cells)
            if (row, column) in cells and parts:
                found.append(Sum("columns", (row, column), parts))
    return found


def _parts(table: Table, group: tuple[str, ...], total: int) -> list[int]:
    """The columns that a sum column adds: of its header group, each subgroup by its own sum column where it has one. Empty where stages mix."""
    own = [c for c in range(table.columns) if c != total and table.roles[c] == "value" and table.column_paths[c][: len(group)] == group]
    if group == () and any(table.label_columns[c] != table.label_columns[total] for c in own):
        return []
    subgroups: dict[str, list[int]] = {}
    for c in own:
        rest = table.column_paths[c][len(group) :]
        subgroups.setdefault(rest[0] if rest else "", []).append(c)
    parts: list[int] = []
    for columns in subgroups.values():
        sums = [c for c in columns if table.column_paths[c] and _SUM_COLUMN.search(normal(table.column_paths[c][-1]))]
        parts += sums[:1] if sums and len(columns) > 1 else columns
    words = normal("".join("".join(table.column_paths[c]) for c in own))
    return [] if any(w in words for w in ("预算数", "决算数", "上年", "占", "增", "其中")) else parts
