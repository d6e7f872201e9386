"""Which choices of the children add up to the parent: exact, by dynamic programming, column by column first and jointly then."""

from __future__ import annotations

Choice = tuple[int, ...]
TOLERANCE_CAP = 5
SUMS_LIMIT = 4_000
_State = tuple[tuple[int, bool], ...]  # for each column the sum so far, and whether any child stands in it


def tolerance(terms: int) -> int:
    """Cents by which printed amounts may differ from their sum: half a cent a number, capped."""
    return 0 if terms == 0 else min(max(1, (terms + 1) // 2), TOLERANCE_CAP)


def sum_choices(
    values: list[tuple[int, ...]], options: list[list[Choice]], target: tuple[int, ...], allowed: set[int], budget: list[int]
) -> list[set[Choice]]:
    """Choices of the children that add up to ``target`` in every column (dynamic programming over column sums).

    An empty list where none do. Where the budget of steps is spent, a superset: what each column by itself allows.
    """
    columns = sorted(allowed)
    slack = tolerance(len(values))
    options = _narrowed(values, options, target, columns, slack, budget)
    if not all(options):
        return []
    order = sorted(range(len(values)), key=lambda child: len(options[child]))
    least, most = _bounds(values, options, target, columns, order, slack)
    layers: list[dict[_State, list[tuple[_State, Choice]]]] = []
    states: set[_State] = {tuple((0, False) for _ in columns)}
    for depth, child in enumerate(order):
        into: dict[_State, list[tuple[_State, Choice]]] = {}
        budget[0] -= len(states) * len(options[child])
        if budget[0] < 0:
            return [set(choices) for choices in options]
        moves = [(choice, dict(zip(choice, values[child], strict=True))) for choice in options[child]]
        for state in states:
            for choice, cells in moves:
                reached = tuple((amount + cells.get(c, 0), filled or c in cells) for c, (amount, filled) in zip(columns, state, strict=True))
                if all(low <= amount <= high for (amount, _), low, high in zip(reached, least[depth], most[depth], strict=True)):
                    into.setdefault(reached, []).append((state, choice))
        layers.append(into)
        states = set(into)
    alive = {s for s in states if all(filled and abs(amount - target[c]) <= slack for c, (amount, filled) in zip(columns, s, strict=True))}
    if not alive:
        return []
    used: list[set[Choice]] = [set() for _ in values]
    for child, into in zip(reversed(order), reversed(layers), strict=True):
        steps = [step for state in alive for step in into.get(state, [])]
        used[child] = {choice for _, choice in steps}
        alive = {state for state, _ in steps}
    return used


def _narrowed(
    values: list[tuple[int, ...]], options: list[list[Choice]], target: tuple[int, ...], columns: list[int], slack: int, budget: list[int]
) -> list[list[Choice]]:
    """The options less those that put into some column an amount with which that column alone cannot reach its target."""
    options = [list(choices) for choices in options]
    changed = True
    while changed and all(options):
        changed = False
        for column in columns:
            held = [[_held(row, choice, column) for choice in choices] for row, choices in zip(values, options, strict=True)]
            usable = _usable_amounts([set(amounts) for amounts in held], target[column], slack, budget)
            if usable is None:
                continue
            for child, amounts in enumerate(held):
                kept = [choice for choice, amount in zip(options[child], amounts, strict=True) if amount in usable[child]]
                changed = changed or len(kept) < len(options[child])
                options[child] = kept
            if not all(options):
                break
    return options


def _held(row: tuple[int, ...], choice: Choice, column: int) -> int:
    return row[choice.index(column)] if column in choice else 0


def _usable_amounts(held: list[set[int]], target: int, slack: int, budget: list[int]) -> list[set[int]] | None:
    """For each child the amounts that some sum within reach of the target uses; None where there are too many sums to follow."""
    rest_low, rest_high = sum(min(amounts) for amounts in held), sum(max(amounts) for amounts in held)
    layers: list[set[int]] = [{0}]
    for amounts in held:
        rest_low, rest_high = rest_low - min(amounts), rest_high - max(amounts)
        budget[0] -= len(layers[-1]) * len(amounts) // 4
        reached = {total + amount for total in layers[-1] for amount in amounts}
        layers.append({total for total in reached if total + rest_low <= target + slack and total + rest_high >= target - slack})
        if len(layers[-1]) > SUMS_LIMIT or budget[0] < 0:
            return None
    alive = {total for total in layers[-1] if abs(total - target) <= slack}
    usable: list[set[int]] = [set() for _ in held]
    for child in range(len(held) - 1, -1, -1):
        before: set[int] = set()
        for amount in held[child]:
            sources = {total - amount for total in alive} & layers[child]
            if sources:
                usable[child].add(amount)
                before |= sources
        alive = before
    return usable


def _bounds(
    values: list[tuple[int, ...]], options: list[list[Choice]], target: tuple[int, ...], columns: list[int], order: list[int], slack: int
) -> tuple[list[list[int]], list[list[int]]]:
    """For each depth and column the least and the most that the sum may be, so that the children still to come can reach the target."""
    low = [target[c] - slack for c in columns]
    high = [target[c] + slack for c in columns]
    least, most = [list(low)], [list(high)]
    for child in reversed(order[1:]):
        for at, column in enumerate(columns):
            held = [values[child][choice.index(column)] if column in choice else 0 for choice in options[child]] or [0]
            low[at] -= max(held)
            high[at] -= min(held)
        least.append(list(low))
        most.append(list(high))
    return least[::-1], most[::-1]
