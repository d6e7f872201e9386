"""What a flattened table of no known form learns of its columns from the rest of the document.

Nothing is placed by name alone: a row's amount goes below a column where another place of the document prints that very amount under the
column's name. Such places are equally named columns of other tables, rows of other tables (and of the other groups of a table of groups),
titles (一般公共预算基本支出表 has the total of 基本支出) and the prose. Where two columns lay claim to one amount, neither is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from index.measures import canonical
from index.numbers import MONEY, parse_amount
from index.reading.columns import Fact
from index.reading.flatrows import AMOUNT, FlatRow
from index.reading.flattables import FlatTable
from index.text import normal

_TOTAL = re.compile(r"^(总计|合计|小计|共计|本年(收入|支出)?合计)$")
_WHOLE_OF_SIDE = re.compile(r"^(本年|当年)?(收入|支出)?(总计|合计)$")
_BETWEEN = r"(?:收入|支出|预算|决算|安排|总额|数|共计|合计|共|为|是|[:：])*"
_PROSE_AMOUNT = rf"(?P<amount>{AMOUNT}|\d+(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)"


def named_facts(table: FlatTable, tables: Sequence[FlatTable], prose: str) -> list[tuple[Fact, ...]]:
    """For every row of a table what the other places say of its columns (numbered as in the whole table); ``prose`` in normal form."""
    others = [other for other in tables if other is not table and other.places]
    facts: list[list[Fact]] = [[] for _ in table.rows]
    if not table.form.sides:
        for other in others:
            _of_equal_columns(table, other, facts)
    for i, row in enumerate(table.rows):
        if _is_whole(table, row) and row.values:
            facts[i] += _claims(table, row, [*others, table], prose)
    return [tuple(found) for found in facts]


# ---------------------------------------------------------------- equally named columns


def _of_equal_columns(table: FlatTable, other: FlatTable, facts: list[list[Fact]]) -> None:
    """Rows of the same code (or both totals) with the same whole, where the totals agree. Money that is the whole of the same total is its every part,
    too, whatever the scope of either table."""
    if other.form.sides:
        return
    whole = next((row.values[0] for row in table.rows if _is_whole(table, row) and row.values), None)
    totals = [i for i, row in enumerate(other.rows) if _is_whole(other, row) and row.values]
    if whole is None or len(totals) != 1:
        return
    for at, among in _wholes(other):
        if other.amount(totals[0], at) != whole:
            continue
        shared = _shared(table, other, among)
        for i, row in enumerate(table.rows):
            twins = [j for j, twin in enumerate(other.rows) if _is_same(table, row, other, twin) and other.amount(j, at) == row.values[0]]
            if len(twins) == 1:
                told = {column: other.amount(twins[0], theirs) for column, theirs in shared.items()}
                facts[i] += [((column,), amount) for column, amount in told.items() if amount is not None]
        return


def _wholes(table: FlatTable) -> list[tuple[int, tuple[int, ...]]]:
    """The columns that hold a whole, with the columns that are named beside it: all for the first, its parts for a later one."""
    every = tuple(range(len(table.form.values)))
    return [(0, every), *((whole, (whole, *parts)) for whole, parts in table.form.sums if whole)]


def _shared(table: FlatTable, other: FlatTable, among: tuple[int, ...]) -> dict[int, int]:
    columns = {at: [i for i in among if other.form.values[i][-1] == path[-1]] for at, path in enumerate(table.form.values)}
    return {at: found[0] for at, found in columns.items() if len(found) == 1}


def _is_whole(table: FlatTable, row: FlatRow) -> bool:
    if table.form.sides:
        return bool(_WHOLE_OF_SIDE.match(normal(row.label)))
    return row.is_total or (len(table.rows) == 1 and not row.label)


def _is_same(table: FlatTable, row: FlatRow, other: FlatTable, twin: FlatRow) -> bool:
    if not row.values or not twin.values:
        return False
    return row.code == twin.code if row.code else _is_whole(table, row) and _is_whole(other, twin)


# ---------------------------------------------------------------- amounts under the name of a column


def _claims(table: FlatTable, row: FlatRow, tables: Sequence[FlatTable], prose: str) -> list[Fact]:
    """For the total row: the columns under whose names other places print one of its amounts."""
    columns = table.form.groups[row.side][2] if table.form.sides else tuple(range(len(table.form.values)))
    held = row.values[1:] if _TOTAL.match(normal(table.form.values[columns[0]][-1])) else row.values
    claimed: dict[int, Decimal] = {}
    for column in columns:
        name = canonical(table.form.values[column][-1])
        if _TOTAL.match(name) or len(name) < 3:
            continue
        said = [*_of_rows(name, tables), *_of_titles(name, tables, table), *_of_prose(name, prose, table.unit, held)]
        amounts = {amount for amount in held if amount and amount in said}
        if len(amounts) == 1:
            claimed[column] = amounts.pop()
    return [((column,), amount) for column, amount in claimed.items() if list(claimed.values()).count(amount) <= held.count(amount)]


def _of_rows(name: str, tables: Iterable[FlatTable]) -> list[Decimal]:
    """The amounts of rows of that name, and their sum in one table (this year's money and what was carried over)."""
    found: list[Decimal] = []
    for table in tables:
        amounts = [amount for i, row in enumerate(table.rows) if row.values and canonical(row.label) == name and (amount := _own_amount(table, i))]
        found += amounts
        if len(amounts) > 1:
            found.append(sum(amounts, Decimal(0)))
    return found


def _own_amount(table: FlatTable, at: int) -> Decimal | None:
    """What a row says of itself: the only amount of a group with one value column, else its first column."""
    row = table.rows[at]
    if table.form.sides:
        width = len(table.form.groups[row.side][2])
        return row.values[0] if width == 1 and row.sure and len(row.values) == 1 else None
    return table.amount(at, 0) if table.places else None


def _of_titles(name: str, tables: Iterable[FlatTable], own: FlatTable) -> list[Decimal]:
    """The totals of tables whose titles hold the name."""
    titled = [table for table in tables if table is not own and name in canonical(table.title)]
    return [row.values[0] for table in titled if not table.form.sides for row in table.rows if _is_whole(table, row) and row.values]


def _of_prose(name: str, prose: str, unit: str | None, held: Sequence[Decimal]) -> list[Decimal]:
    """Those of some amounts that the prose prints right behind the name, within its printed precision."""
    found: list[Decimal] = []
    for match in re.finditer(re.escape(normal(name)) + _BETWEEN + _PROSE_AMOUNT, prose):
        amount = parse_amount(match["amount"])
        if amount is not None and unit in MONEY:
            factor = MONEY[match["unit"]] / MONEY[unit]
            near = Decimal(1).scaleb(-amount.decimals) * factor / 2 if factor > 1 else Decimal(0)
            found += [value for value in held if abs(value - amount.value * factor) <= near]
    return found
