"""Rows folded: beyond a threshold, the first of an order, counted, added up, on average. Shared by the rows of a project and projects as rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Figure
from index.numbers import convert, is_money, parse_chinese_number
from qa.lookup.model import Candidate
from qa.model import Query

DIGITS = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
MOST = re.compile(r"(?P<dir>最|较|比较)(?P<how>高|大|多|低|小|少|重|轻|差|好)")
COUNT = re.compile(r"(?<!哪)(?:几|多少)(?P<unit>[笔个项块条位人种])")
SUM = re.compile(r"合起来|加起来|加一(?:块|起)|合计|总共|一共|共计|之和|共多少|加总")
MEAN = re.compile(r"平均|均分|均值")
NAMES = re.compile(r"哪|什么|谁|名称|分别|各")
AMOUNTS = re.compile(r"各(?:自|是|为|有)?(?:多少|几)|分别(?:是|为|有)?(?:多少|几)|金额")
_LEAST = frozenset("低小少轻差")
_TOP = re.compile(rf"前({DIGITS})|(?:那|这)({DIGITS})[位个项笔块条人]|最[高大多低小少]的({DIGITS})[位个项笔块条人]")
_BOTH_ENDS = re.compile(r"最[高大多低小少].{0,12}最[高大多低小少]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, the figure that is compared, and that figure as a candidate."""

    name: str
    figure: Figure
    candidate: Candidate


def chosen(query: Query, text: str, rows: Sequence[Row]) -> list[Row] | None:
    """The rows asked for: beyond the question's threshold, or the first of their order; None where neither is asked, or equal ones cannot be told apart."""
    if not rows:
        return None
    if query.threshold is not None and query.comparator:
        limit, unit = Decimal(query.threshold), rows[0].figure.unit
        if is_money(unit):
            limit = _limit(text, limit, unit)
        strict = "不含" in text or "超过" in text
        return [r for r in rows if _passes(r.figure.value, query.comparator.rstrip("=") or "=" if strict else query.comparator, limit)]
    found = MOST.search(text)
    if found is None or _BOTH_ENDS.search(text):
        return None
    least = found["how"] in _LEAST
    order = sorted(rows, key=lambda r: r.figure.value if least else -r.figure.value)
    number = _number(text) or query.top_n
    if number is None or number < 1:
        number = sum(1 for r in order if r.figure.value == order[0].figure.value)
    if len(order) > number and order[number - 1].figure.value == order[number].figure.value and number > 1:
        return None  # which of the equal ones is meant cannot be told
    return order[:number]


def _number(text: str) -> int | None:
    found = _TOP.search(text)
    digits = next((g for g in found.groups() if g), None) if found else None
    return None if digits is None else int(digits) if digits.isdigit() else int(parse_chinese_number(digits.replace("两", "二")) or 0)


def _limit(text: str, limit: Decimal, unit: str) -> Decimal:
    """The threshold in the rows' unit, as the question prints it (10万元)."""
    found = re.search(r"(\d[\d,.]*)\s*(亿元|万元|元|万|亿|块)", text)
    units = {"万": "万元", "亿": "亿元", "块": "元"}
    return convert(Decimal(found[1].replace(",", "")), units.get(found[2], found[2]), unit) if found else limit


def _passes(value: Decimal, comparator: str, limit: Decimal) -> bool:
    checks = {">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit, "=": value == limit}
    return checks.get(comparator, False)
