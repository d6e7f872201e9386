"""How a whole is divided, told twice: the parts named in a reason against the rows of the table that divides the same amount by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.narrative import yuan
from index.audit.performance import PROJECT_FORMS
from index.audit.verdict import ERROR
from index.findings import Finding
from index.model import Figure
from index.text import normal

_ALIKE = 4  # characters that the names of a part and of its row have in common at least
_MARGIN = 2  # characters that they have in common more than any other pair


def split_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Parts and rows that both make up one whole, where a part bears the name of one row and the amount of another."""
    tables: dict[tuple[str, int | None], dict[int | None, Figure]] = defaultdict(dict)
    for figure in disclosure.tabled:
        if figure.form in PROJECT_FORMS and figure.subject_kind == "项目" and figure.column_item is None and is_amount(figure):
            tables[(figure.document, figure.table)].setdefault(figure.row, figure)
    for parts in _groups(disclosure):
        total = sum(map(yuan, parts), Decimal(0))
        if not any(yuan(whole) == total for whole in _wholes(disclosure, parts[0])):
            continue
        for rows in tables.values():
            if len(rows) == len(parts) and sum(map(yuan, rows.values()), Decimal(0)) == total:
                yield from _contradicted(disclosure, parts, list(rows.values()))


def _groups(disclosure: Disclosure) -> Iterator[list[Figure]]:
    """The amounts that one reason names: at least two, of different names. They are asides, so their confidence is low by rule."""
    groups: dict[tuple[str, int | None, str], dict[str, Figure]] = defaultdict(dict)
    for doc in disclosure.documents:
        for figure in doc.figures:
            if figure.paragraph is not None and len(figure.qualifiers) == 2 and figure.qualifiers[1] == "原因说明" and is_amount(figure):
                groups[(figure.document, figure.paragraph, figure.qualifiers[0])][figure.id] = figure
    for group in groups.values():
        yield from _runs(list(group.values()))


def _runs(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """All of the amounts, and without the last ones: a reason goes on to speak of other years' money."""
    for end in range(len(figures), 1, -1):
        if len({f.measure for f in figures[:end]}) == end:
            yield list(figures[:end])


def _wholes(disclosure: Disclosure, part: Figure) -> list[Figure]:
    return [f for f in disclosure.told if is_amount(f) and (f.document, f.paragraph, f.measure) == (part.document, part.paragraph, part.qualifiers[0])]


def _contradicted(disclosure: Disclosure, parts: list[Figure], rows: list[Figure]) -> Iterator[Finding]:
    """Every part must be named like one row only, and all of them like different rows; then those with another amount are told."""
    pairs = [(part, _row_of(part, rows)) for part in parts]
    named = {row.id for _, row in pairs if row is not None}
    wrong = [(part, row) for part, row in pairs if row is not None and yuan(part) != yuan(row)]
    if len(named) < len(parts) or not wrong:
        return
    part, row = wrong[0]
    yield Finding(
        document=part.document,
        doc=disclosure.name_of(part),
        rule="narrative.split",
        severity=ERROR,
        message=f"“{parts[0].qualifiers[0]}”的构成文字与表不一致：" + "；".join(f"文字“{p.measure}”{shown(p.value)}{p.unit}，表中“{r.subject}”{shown(r.value)}{r.unit}" for p, r in wrong),
        sides=(side_of(part), *(side_of(r) for _, r in wrong)),
        difference=shown((yuan(part) - yuan(row)) / 10_000),
        tolerance="0",
        formula="；".join(f"{shown(p.value)}{p.unit} ≠ {shown(r.value)}{r.unit}" for p, r in wrong),
        figures=tuple(f.id for pair in wrong for f in pair),
    )


def _row_of(part: Figure, rows: list[Figure]) -> Figure | None:
    """The row that is clearly named like a part, or None."""
    scored = sorted(((_common(part.measure, row.subject), row) for row in rows), key=lambda pair: -pair[0])
    best, second = scored[0], scored[1] if len(scored) > 1 else (0, None)
    return best[1] if best[0] >= _ALIKE and best[0] - second[0] >= _MARGIN else None


def _common(a: str, b: str) -> int:
    """The length of the longest stretch that two names have in common."""
    a, b = normal(a), normal(b)
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b)).size
