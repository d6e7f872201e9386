"""What the audit of a document finds: the values that :mod:`index.audit` makes, the store keeps and the answers and pages tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingSide:
    """One of the places that an audit finding compares."""

    value: str
    unit: str
    page: int
    quote: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An audit finding. ``severity``: 错误 / 舍入 / 提示. ``formula`` shows the rule with the numbers filled in."""

    document: str
    doc: str
    rule: str
    severity: str
    message: str
    sides: tuple[FindingSide, ...]
    difference: str | None = None
    tolerance: str | None = None
    formula: str | None = None
    figures: tuple[str, ...] = ()  # ids of the figures that take part
