"""What a whole consists of: rows below it, columns beside it, items that the prose lists under it. :func:`parts_of` is the entry point.

Parts are trusted where they add up to the whole that is printed; else only where the place is a list by its own layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Figure
from index.numbers import is_money
from index.text import squeeze
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.match import SUREST, candidates, wanted_of
from qa.lookup.model import Candidate
from qa.lookup.names import key, neutral
from qa.lookup.reconcile import in_base, printed_step
from qa.lookup.rows import once
from qa.lookup.scope import Place
from qa.model import MeasureRef, Query

HEADS = 16
_BY_NATURE = {key("基本支出"), key("项目支出"), key("本年支出合计")}  # a whole by these is not a whole by functions
_BUNDLES: tuple[Callable[[Figure], object], ...] = (lambda f: f.paragraph, lambda f: f.section_path)


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole and what it consists of (label, figure), in document order. ``exact``: the parts add up to the whole."""

    whole: Candidate
    parts: tuple[tuple[str, Candidate], ...]
    exact: bool


def parts_of(place: Place, measure: MeasureRef, query: Query, cat: Catalogue, number: int | None = None, *, loosely: bool = False, functional: bool = False) -> Parts | None:
    """The parts of an item. ``number``: how many the question says there are (由哪三块组成); ``loosely``: parts of the
    same paragraph count even where they do not add up; ``functional``: by function accounts
    (科学技术支出 ...) only. None where it is nowhere broken down."""
    aspect = measure.aspect if measure.aspect == "count" else "amount"
    worth = "万元" if aspect == "amount" and measure.names and measure.names[0].endswith("价值") else None
    wanted = wanted_of(measure, aspect, year=place.year, stage=None, kind=query.kind, unit=worth, text=query.text)
    best: tuple[tuple[bool, bool, float, int], Parts] | None = None
    for record in place.own:
        view = cat.view(record)
        heads = [c for c in candidates(view, wanted) if str(c.figure.aspect) in {aspect, "count"} and not c.figure.derived][:HEADS]
        for head in heads:
            for rows in _lists(view, head.figure):
                found = Parts(head, tuple((label, Candidate(f, record, head.name, head.score)) for label, f in rows), adds_up(head.figure, [f for _, f in rows]))
                if "收入" in head.figure.measure and all(label.endswith("支出") for label, _ in rows):
                    continue  # a 收入表 by function says what the income is for, not where it comes from
                if functional and any(key(label) in _BY_NATURE for label, _ in rows):
                    continue
                right = number is not None and len(rows) == number
                if number is not None and not right:
                    continue
                mark = (found.exact, right, round(head.score), len(rows))
                if (found.exact or head.figure.table is not None or (loosely and right)) and (best is None or mark > best[0]):
                    best = (mark, found)
    if best is None and number is not None:
        return parts_of(place, measure, query, cat, loosely=loosely, functional=functional)
    return best[1] if best else None


def adds_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts' sum is the whole, rounding apart."""
    if not parts or any(is_money(p.unit) != is_money(whole.unit) for p in parts):
        return False
    if not is_money(whole.unit) and all(f.value == f.value.to_integral() for f in (whole, *parts)):
        return sum((p.value for p in parts), Decimal(0)) == whole.value
    slack = max([printed_step(whole), *(printed_step(p) for p in parts)]) * (len(parts) + 1)
    return abs(sum((in_base(p) for p in parts), Decimal(0)) - in_base(whole)) <= slack


def _lists(view: View, head: Figure) -> Iterator[list[tuple[str, Figure]]]:
    """Every way in which the whole is broken down there, without parts of nothing; at least two parts, or one that is all of it."""
    ways = [_rows(view, head), *_columns(view, head)] if head.table is not None else list(_said(view, head))
    for rows in ways:
        some = [(label, f) for label, f in rows if f.value != 0] or rows
        if len(some) == 1 and some[0][1].table is not None:
            deeper = _rows(view, some[0][1])
            some = deeper if len(deeper) >= 2 else some
        if len(some) >= 2 or (some and len(rows) >= 2):
            yield some


def _rows(view: View, head: Figure) -> list[tuple[str, Figure]]:
    """The rows one level below, in the same column; below a total: the topmost rows that add up to it."""
    same = [
        f for f in view.figures
        if f.table == head.table and f.row != head.row and f.row_path and f.column_known and (f.column == head.column or f.column_path == head.column_path)
        and not neutral(f.row_path[-1]) and key(f.row_path[-1]) not in view.own_names
    ]
    path = head.row_path
    if path and not neutral(path[-1]) and key(path[-1]) not in view.own_names:
        below = [f for f in same if len(f.row_path) > len(path) and f.row_path[: len(path)] == path]
        return once([(_label(f), f) for f in below if len(f.row_path) == len(path) + 1])
    for depth in sorted({len(f.row_path) for f in same}):
        rows = once([(_label(f), f) for f in same if len(f.row_path) == depth])
        if adds_up(head, [f for _, f in rows]) and len({f.value for _, f in rows if f.value}) > 1:
            return rows
    return []


def _columns(view: View, head: Figure) -> Iterator[list[tuple[str, Figure]]]:
    """The other columns of the whole's row that add up to it, by depth of their headings (甲>小计 is 甲)."""
    by_depth: dict[tuple[str, ...], list[tuple[str, Figure]]] = defaultdict(list)
    for f in view.figures:
        path = _telling(f.column_path)
        if f.table == head.table and f.row == head.row and f.column != head.column and path and f.aspect == head.aspect and f.stage == head.stage:
            by_depth[path[:-1]].append((path[-1], f))
    for rows in by_depth.values():
        if adds_up(head, [f for _, f in rows]):
            yield once(rows)


def _telling(path: tuple[str, ...]) -> tuple[str, ...]:
    """A heading without the labels at its end that say nothing (小计, 决算数)."""
    end = len(path)
    while end and neutral(path[end - 1]):
        end -= 1
    return path[:end]


def _label(figure: Figure) -> str:
    """A row's name as the index has it (without its number); a project's as it is printed."""
    return figure.row_path[-1] if figure.subject_kind in {"项目", "指标", "单位"} else figure.measure


def _said(view: View, head: Figure) -> Iterator[list[tuple[str, Figure]]]:
    """Items of the prose that are said to belong to the whole: by paragraph, then by section; and what a list in one of them adds up to."""
    name = key(head.measure).removesuffix("价值")
    inside = [
        f for f, t in zip(view.figures, view.terms, strict=True)
        if f.table is None and f.id != head.id and f.aspect == head.aspect and not f.derived and f.confidence >= SUREST
        and (f.unit == head.unit or (is_money(f.unit) and is_money(head.unit))) and f.year == head.year and name in t.qualifiers
    ]
    for group in _BUNDLES:
        bundles: dict[object, list[Figure]] = defaultdict(list)
        for f in inside:
            bundles[group(f)].append(f)
        for found in bundles.values():
            direct = [f for f in found if not any(key(o.measure) in {key(q) for q in f.qualifiers} for o in found if o.id != f.id)]
            rows = once([(squeeze(f.measure), f) for f in direct])
            yield from _stretches(head, rows)


def _stretches(head: Figure, rows: list[tuple[str, Figure]]) -> Iterator[list[tuple[str, Figure]]]:
    """All rows; and, where one list follows another (支出总计 by function, then 基本 and 项目), each run that adds up."""
    yield rows
    start = 0
    while start < len(rows):
        end = next((e for e in range(start + 2, len(rows) + 1) if adds_up(head, [f for _, f in rows[start:e]])), None)
        if end is not None:
            yield rows[start:end]
        start = end if end is not None else start + 1
