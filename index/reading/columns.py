"""Win back lost columns: which column does each value of a row belong to, when empty cells were dropped?

Every row keeps its values in order, so its candidates are the increasing choices of columns. Candidates fall by
- row identities (总计 = Σ parts),
- facts: what another table of the document says of a row's column (``Row.facts``),
- vertical sums: in every column the parent row is the sum of its children; where the parent is empty so are they.
Every row is child of one group and parent of one at most, so the groups form a forest and filtering each group until
nothing changes leaves exactly the candidates that some solution of the whole table has. A value whose remaining
candidates agree on the column is placed; all others are said to be unknown. Amounts are whole cents inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import comb, log
from typing import NamedTuple

from index.reading.subsetsums import Choice, sum_choices, tolerance

Identity = tuple[int, tuple[int, ...]]
Fact = tuple[tuple[int, ...], Decimal]
CANDIDATE_LIMIT = 5_000
WORK_LIMIT = 400_000
FACT_TOLERANCE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row, left to right; each fact names columns and the amount that they add up to (zero: all empty)."""

    values: tuple[Decimal, ...]
    facts: tuple[Fact, ...] = ()


class Group(NamedTuple):
    """Indices of a parent row and of all the rows that it is the sum of."""

    parent: int
    children: tuple[int, ...]


class Place(NamedTuple):
    """Where a value stands; with ``known`` false the column is only one of those possible."""

    column: int
    known: bool


def place(rows: Sequence[Row], width: int, sums: Sequence[Identity] = (), groups: Sequence[Group] = ()) -> list[tuple[Place, ...]]:
    """The places of all values of all rows. Never a wrong ``known`` place as long as the printed sums hold."""
    cents = [tuple(int(value * 100) for value in row.values) for row in rows]
    shapes = [_shapes(len(values), width, tuple(sums)) for values in cents]
    free = [arrangements(row.values, width, sums) for row in rows]
    sound = [bool(found) for found in free]
    usable = [group for group in groups if all(sound[i] for i in (group.parent, *group.children))]
    told = [_with_facts(cents[i], free[i], rows[i].facts) for i in range(len(rows))]
    budget = [WORK_LIMIT]
    kept = _filtered(cents, told, usable, width, budget)
    if kept is None and told != free:
        kept = _filtered(cents, free, usable, width, budget)
    kept = kept if kept is not None else _without_conflicts(cents, free, usable, width, budget)
    return [_agreed(len(values), width, kept[i] if sound[i] else shapes[i]) for i, values in enumerate(cents)]


def arrangements(values: Sequence[Decimal], width: int, sums: Sequence[Identity]) -> list[Choice]:
    """The choices of columns in which the values of one row satisfy the printed sums."""
    cents = tuple(int(value * 100) for value in values)
    return [choice for choice in _shapes(len(cents), width, tuple(sums)) if _adds_up(dict(zip(choice, cents, strict=True)), sums)]


@lru_cache(maxsize=256)
def _shapes(count: int, width: int, sums: tuple[Identity, ...]) -> list[Choice]:
    """Choices of columns in which a whole stands where a part does and the other way round; none where there are too many."""
    if count > width or comb(width, count) > CANDIDATE_LIMIT:
        return []
    return [
        choice
        for choice in combinations(range(width), count)
        if all((whole in choice) == any(part in choice for part in parts) for whole, parts in sums)
    ]


def _adds_up(cells: dict[int, int], sums: Sequence[Identity]) -> bool:
    for whole, parts in sums:
        present = [cells[part] for part in parts if part in cells]
        if present and abs(cells[whole] - sum(present)) > tolerance(len(present)):
            return False
    return True


def _with_facts(values: tuple[int, ...], choices: list[Choice], facts: tuple[Fact, ...]) -> list[Choice]:
    """The choices that agree with every fact; a fact that none agrees with is the document's contradiction and is left out."""
    for columns, amount in facts:
        expected = int(amount * 100)
        agreeing = [choice for choice in choices if _agrees(values, choice, columns, expected)]
        choices = agreeing or choices
    return choices


def _agrees(values: tuple[int, ...], choice: Choice, columns: tuple[int, ...], expected: int) -> bool:
    found = [value for value, column in zip(values, choice, strict=True) if column in columns]
    if not expected:
        return not any(found)
    return bool(found) and abs(sum(found) - expected) <= FACT_TOLERANCE


def _filtered(
    cents: Sequence[tuple[int, ...]], choices: Sequence[list[Choice]], groups: Iterable[Group], width: int, budget: list[int]
) -> list[list[Choice]] | None:
    """Choices that are part of a solution of all groups; None where a group has no solution."""
    kept = [list(found) for found in choices]
    waiting = list(groups)
    while waiting:
        changed: set[int] = set()
        for group in sorted(waiting, key=lambda group: _effort(kept, group)):
            found = _supported(cents, kept, group, width, budget)
            if not found[group.parent]:
                return None
            for row, remaining in found.items():
                if len(remaining) < len(kept[row]):
                    kept[row] = remaining
                    changed.add(row)
        waiting = [group for group in groups if changed & {group.parent, *group.children}]
    return kept


def _effort(kept: Sequence[list[Choice]], group: Group) -> float:
    """About how much work a group is (the logarithm of its combinations), so that cheap ones narrow the dear ones first."""
    return sum(log(len(kept[row]) or 1) for row in (group.parent, *group.children))


def _without_conflicts(
    cents: Sequence[tuple[int, ...]], choices: Sequence[list[Choice]], groups: list[Group], width: int, budget: list[int]
) -> list[list[Choice]]:
    """Where the document's sums contradict each other: leave out each group that fails alone, with all groups that touch it."""
    flawed = {i for i, group in enumerate(groups) if _filtered(cents, choices, [group], width, budget) is None}
    touched = {row for i in flawed for row in (groups[i].parent, *groups[i].children)}
    rest = [group for i, group in enumerate(groups) if i not in flawed and not touched & {group.parent, *group.children}]
    kept = _filtered(cents, choices, rest, width, budget)
    return kept if kept is not None else [list(found) for found in choices]


def _supported(
    cents: Sequence[tuple[int, ...]], kept: Sequence[list[Choice]], group: Group, width: int, budget: list[int]
) -> dict[int, list[Choice]]:
    """For each row of the group the choices that some solution of the group uses (or may use, where the work passes the budget)."""
    support: dict[int, set[Choice]] = {row: set() for row in (group.parent, *group.children)}
    for choice in kept[group.parent]:
        target = _vector(cents[group.parent], choice, width)
        allowed = set(choice)
        options = [[c for c in kept[child] if allowed.issuperset(c)] for child in group.children]
        used = sum_choices([cents[child] for child in group.children], options, target, allowed, budget)
        if used:
            support[group.parent].add(choice)
            for child, choices in zip(group.children, used, strict=True):
                support[child] |= choices
    return {row: [choice for choice in kept[row] if choice in found] for row, found in support.items()}


def _vector(values: tuple[int, ...], choice: Choice, width: int) -> tuple[int, ...]:
    cells = dict(zip(choice, values, strict=True))
    return tuple(cells.get(column, 0) for column in range(width))


def _agreed(count: int, width: int, choices: list[Choice]) -> tuple[Place, ...]:
    """Value by value the column on which all choices agree, else a possible one marked unknown."""
    if not choices:
        known = count == width
        return tuple(Place(min(i, width - 1), known) for i in range(count))
    first = choices[0]
    return tuple(Place(first[i], all(choice[i] == first[i] for choice in choices)) for i in range(count))
