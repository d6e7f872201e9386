"""What the tables of one flattened disclosure tell of each other's columns. Links are only used where the totals agree first."""

from __future__ import annotations

import re
from decimal import Decimal

from index.reading.columns import Fact
from index.reading.flatfacts import named_facts
from index.reading.flattables import FlatTable
from index.text import normal

_ZERO = Decimal(0)
_NEAR = Decimal("0.02")
_ROUNDS = 3  # a table won back tells of the next
_INCOME: tuple[tuple[str, int], ...] = (
    (r"(其中:)?一般财力", 2),
    (r"上级一般公共预算安排的?转移支付", 3),
    (r"(其中:)?政府性基金收入", 4),
    (r"上级政府性基金(预算)?安排的?转移支付", 5),
    (r"(其中:)?国有资本经营收入", 6),
    (r"上级国有资本经营预算安排的?转移支付", 7),
    (r"\d[.、]财政专户核拨", 8),
    (r"\d[.、]单位资金", 9),
    (r"\d[.、]财政拨款结转", 10),
    (r"\d[.、]非财政拨款结转结余", 11),
)
_FISCAL: tuple[tuple[str, int], ...] = ((r"一般公共预算(拨款)?", 2), (r"政府性基金预算(拨款)?", 3), (r"国有资本经营预算(拨款)?", 4))


class Book:
    """The tables of one document by form name (the first of each)."""

    def __init__(self, tables: list[FlatTable]) -> None:
        self._tables: dict[str, FlatTable] = {}
        for table in tables:
            self._tables.setdefault(table.form.name, table)

    def get(self, name: str) -> FlatTable | None:
        """The table of a form, if the document has it."""
        return self._tables.get(name)

    def income(self) -> dict[int, Decimal]:
        """Column of 收入总表 -> its total, from the left side of 收支总表; an empty cell there is zero."""
        return self._left("收支总表", _INCOME)

    def fiscal(self) -> dict[int, Decimal]:
        """Column of 财政拨款收支总表 -> its total, from that table's income side."""
        return self._left("财政拨款收支总表", _FISCAL)

    def _left(self, name: str, patterns: tuple[tuple[str, int], ...]) -> dict[int, Decimal]:
        table = self.get(name)
        found: dict[int, list[Decimal]] = {}
        for row, _ in table.pairs if table else []:
            for pattern, column in patterns:
                if row is not None and len(row.values) <= 1 and re.fullmatch(pattern, normal(row.label)):
                    found.setdefault(column, []).append(row.values[0] if row.values else _ZERO)
        return {column: amounts[0] for column, amounts in found.items() if len(amounts) == 1}


def win_back(tables: list[FlatTable], prose: str = "") -> None:
    """Solve the columns of all tables, those first that tell most of the others; ``prose``: the text outside of them, in normal form."""
    book = Book(tables)
    order = ("财政拨款收支总表", "一般公共预算项目支出表", "一般公共预算支出表", "政府性基金预算支出表", "国有资本经营预算支出表", "支出总表")
    rank = {name: i for i, name in enumerate(order)}
    for table in sorted(tables, key=lambda table: rank.get(table.form.name, len(rank))):
        if table.form.name != "收支总表":
            table.solve(facts_of(table, book))
    for _ in range(_ROUNDS):
        known = [spot.known for table in tables for spots in table.places for spot in spots]
        for table in tables:
            if not table.form.name and any(not spot.known for spots in table.places for spot in spots):
                table.solve(named_facts(table, tables, prose))
        if known == [spot.known for table in tables for spots in table.places for spot in spots]:
            break


def facts_of(table: FlatTable, book: Book) -> list[tuple[Fact, ...]]:
    """For every row of a table what the other tables say of its columns."""
    name = table.form.name
    if name == "收入总表":
        facts = _income_facts(table, book)
    elif name == "财政拨款收支总表":
        income = [((column - 1,), amount) for column, amount in book.fiscal().items()]
        return [tuple(fact for fact in income if row.code is None or not fact[1]) for row in table.rows]
    elif name == "一般公共预算支出表":
        facts = _project_facts(table, book)
    elif name == "支出总表":
        facts = _equal_facts(table, book)
    elif name in {"三公经费表", "委托业务费表"}:
        facts = [[((column - 1,), _ZERO) for column, amount in book.fiscal().items() if not amount] for _ in table.rows]
    elif name == "上年结转结余表":
        facts = _carried_facts(table, book)
    else:
        facts = []
    return [_shown(table, row) for row in facts]


def _shown(table: FlatTable, facts: list[Fact]) -> tuple[Fact, ...]:
    """Facts in the column numbers of the variant at hand."""
    out: list[Fact] = []
    for columns, amount in facts:
        where = tuple(at for column in columns if (at := table.form.column_of(column)) is not None)
        if where:
            out.append((where, amount))
    return tuple(out)


def _income_facts(table: FlatTable, book: Book) -> list[list[Fact]]:
    income = book.income()
    spending = book.get("一般公共预算支出表")
    linked = spending is not None and {2, 3} <= set(income) and _near(spending.amount_of(None, 0), income[2] + income[3])
    facts: list[list[Fact]] = []
    for row in table.rows:
        told: list[Fact] = [((column,), amount) for column, amount in income.items() if row.is_total or not amount]
        if linked and spending is not None and row.code and any(other.code == row.code for other in spending.rows):
            amount = spending.amount_of(row.code, 0)
            told += [((2, 3), amount)] if amount is not None else []
        facts.append(told)
    return facts


def _near(a: Decimal | None, b: Decimal | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= _NEAR


def _project_facts(table: FlatTable, book: Book) -> list[list[Fact]]:
    """项目支出 of each code from the project table, where that table's total is one that the total row holds."""
    projects = book.get("一般公共预算项目支出表")
    total = table.total
    if projects is None or total is None or not projects.rows:
        return []
    whole = projects.amount_of(None, 0)
    if not any(_near(value, whole) for value in total.values):
        return []
    told: list[list[Fact]] = []
    for row in table.rows:
        amount = whole if row.is_total else _project_amount(projects, row.code)
        told.append([((2,), amount)] if amount is not None else [])
    return told


def _project_amount(projects: FlatTable, code: str | None) -> Decimal | None:
    rows = [i for i, row in enumerate(projects.rows) if row.code == code]
    heads = [i for i in rows if not projects.rows[i].labels[-1]]
    amounts = [projects.amount(i, 0) for i in (heads or rows)]
    return sum((amount for amount in amounts if amount is not None), _ZERO) if None not in amounts else None


def _equal_facts(table: FlatTable, book: Book) -> list[list[Fact]]:
    """Where a code's whole spending is its general public budget spending, so are its parts."""
    general = book.get("一般公共预算支出表")
    facts: list[list[Fact]] = []
    for row in table.rows:
        told: list[Fact] = []
        key = None if row.is_total else row.code
        if general is not None and row.values and (row.is_total or row.code) and general.amount_of(key, 0) == row.values[0]:
            told = [((c,), amount) for c in (1, 2) if (amount := general.amount_of(key, c)) is not None]
        facts.append(told)
    return facts


def _carried_facts(table: FlatTable, book: Book) -> list[list[Fact]]:
    """Fiscal or other money, from 收支总表; basic or project spending, from what 支出总表 has over the general public budget."""
    income = book.income()
    empty: list[Fact] = []
    told: list[Fact] = []
    for source, whole in ((10, 1), (11, 5)):
        if source in income:
            (told if income[source] else empty).append(((whole,), income[source]))
    spending, general = book.get("支出总表"), book.get("一般公共预算支出表")
    if spending is not None and general is not None:
        for column, places in ((1, (2, 3, 6, 7)), (2, (4, 8))):
            amount = spending.amount_of(None, column)
            if amount is not None and amount == general.amount_of(None, column):
                empty.append((places, _ZERO))
    return [empty + told if row.is_total else list(empty) for row in table.rows]
