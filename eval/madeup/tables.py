"""The tables that both templates share, made from facts: trees of functional and economic subjects, totals first or last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from eval.madeup.document import amount
from eval.madeup.facts import Economic, Functional, YearFacts

ECONOMIC_CLASSES = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}
Row = tuple[str, ...]


def functional_tree(
    rows: Sequence[Functional], values: Callable[[Sequence[Functional]], Sequence[Decimal]]
) -> list[tuple[str, str, Sequence[Decimal]]]:
    """(code, name, values) for every 类, 款 and 项 in order; ``values`` sums what stands below."""
    found: list[tuple[str, str, Sequence[Decimal]]] = []
    for size, level in ((3, 0), (5, 1), (7, 2)):
        for code in dict.fromkeys(r.code[:size] for r in rows):
            below = [r for r in rows if r.code.startswith(code)]
            found.append((code, below[0].names[level], values(below)))
    return sorted(found, key=lambda row: row[0])


def split_code(code: str) -> tuple[str, str, str]:
    """2060101 -> 206, 01, 01; blanks where a level is missing."""
    return code[:3], code[3:5], code[5:7]


def basic_project(rows: Sequence[Functional]) -> tuple[Decimal, Decimal, Decimal]:
    """合计, 基本支出, 项目支出 of some 项."""
    basic, project = sum((r.basic for r in rows), Decimal(0)), sum((r.project for r in rows), Decimal(0))
    return basic + project, basic, project


def spending_rows(facts: YearFacts, *, total_first: bool, label: str) -> list[Row]:
    """类 款 项 | name | 合计 | 基本 | 项目."""
    rows = [(*split_code(code), name, *map(amount, values)) for code, name, values in functional_tree(facts.functional, basic_project)]
    total = ("", "", "", label, *map(amount, basic_project(facts.functional)))
    return [total, *rows] if total_first else [*rows, total]


def economic_tree(items: Sequence[Economic]) -> list[tuple[str, str, Decimal]]:
    """(code, name, amount) for every 类 and 款."""
    found: list[tuple[str, str, Decimal]] = []
    for code, name in ECONOMIC_CLASSES.items():
        below = [e for e in items if e.code.startswith(code)]
        found.append((code, name, sum((e.amount for e in below), Decimal(0))))
        found += [(e.code, e.name, e.amount) for e in below]
    return found


def economic_rows(facts: YearFacts) -> list[Row]:
    """类 款 | name | 合计 | 人员经费 | 公用经费, total first."""
    rows: list[Row] = [("", "", "总计", amount(facts.basic), amount(facts.personnel), amount(facts.running))]
    for code, name, value in economic_tree(facts.economic):
        person = code[:3] in {"301", "303"}
        rows.append((code[:3], code[3:], name, amount(value), amount(value) if person else "", "" if person else amount(value)))
    return rows


def classes(facts: YearFacts) -> list[tuple[str, str, Decimal]]:
    """Spending by 类."""
    found = []
    for code in dict.fromkeys(f.code[:3] for f in facts.functional):
        below = [f for f in facts.functional if f.code.startswith(code)]
        found.append((code, below[0].names[0], sum((f.total for f in below), Decimal(0))))
    return found


def side_by_side(left: Sequence[Row], right: Sequence[Row]) -> list[Row]:
    """Two unrelated lists of rows beside each other, the shorter one filled with blanks."""
    wide_left, wide_right = len(left[0]), len(right[0])
    rows = []
    for i in range(max(len(left), len(right))):
        a = left[i] if i < len(left) else ("",) * wide_left
        b = right[i] if i < len(right) else ("",) * wide_right
        rows.append((*a, *b))
    return rows
