"""Made-up disclosures: their figures add up, their files hold them, the same seed makes the same documents."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from eval.madeup.document import Grid
from eval.madeup.make import SUFFIX, Disclosed, Wanted, disclosures, make, writer
from index.numbers import parse_amount

WANTED = Wanted(departments=4, first_year=2023, years=3, seed=5)
ALL = list(disclosures(WANTED))


def table(disclosed: Disclosed, title: str) -> Grid:
    return next(g for g in disclosed.made.grids if title in g.title)


def value(text: str) -> Decimal:
    parsed = parse_amount(text)
    return parsed.value if parsed else Decimal(0)


@pytest.mark.parametrize("disclosed", ALL, ids=lambda d: d.made.name)
def test_income_is_spending_and_parts_make_the_whole(disclosed: Disclosed) -> None:
    facts = disclosed.facts
    assert facts.own + facts.transfer + facts.carried == facts.total == sum(f.total for f in facts.functional)
    assert sum(f.basic for f in facts.functional) == facts.basic == facts.personnel + facts.running
    assert min(p.amount for p in facts.projects) > 0
    assert all(sum(v for _, v in p.uses) == p.amount for p in facts.projects)
    assert facts.own >= 0


@pytest.mark.parametrize("disclosed", [d for d in ALL if "年部门预算" in d.made.name], ids=lambda d: d.made.name)
def test_the_tables_of_a_budget_reconcile(disclosed: Disclosed) -> None:
    income, spending, current = (table(disclosed, t) for t in ("部门收入总体", "部门支出总体", "一般公共预算支出情况"))
    assert value(income.rows[0][4]) == value(spending.rows[0][4]) == disclosed.facts.total
    for grid in (income, spending, current):
        for column in range(4, grid.columns):
            items = [value(row[column]) for row in grid.rows[1:] if row[2]]
            assert sum(items) == value(grid.rows[0][column]), (grid.title, column)


def test_the_same_seed_makes_the_same_and_another_seed_others() -> None:
    assert [d.made for d in disclosures(WANTED)] == [d.made for d in ALL]
    assert {d.made.department for d in disclosures(Wanted(4, 2023, 3, seed=6))} != {d.made.department for d in ALL}


@pytest.mark.parametrize("form", sorted(SUFFIX))
def test_a_file_is_written_the_same_twice(form: str, tmp_path: Path) -> None:
    first = writer(form)(ALL[0].made)
    assert first == writer(form)(ALL[0].made)
    paths = make(tmp_path, Wanted(1, 2024, 1), form)
    assert paths
    assert all(path.stat().st_size > 1000 for path in paths)


def test_everything_is_marked_as_an_example() -> None:
    assert all("示例" in d.made.name and any("虚构" in getattr(b, "text", "") for b in d.made.blocks[:3]) for d in ALL)
