"""One name, several rows: 印刷费 under three projects of the procurement table. Such rows are all of the answer, never one of them."""

from __future__ import annotations

from index.model import Figure
from qa.lookup.model import Candidate, Slot
from qa.lookup.names import key

_FORMS_OF_ONE = frozenset({"绩效自评表", "绩效目标表"})  # forms that are printed once a project
LONGEST_LABEL = 40


def lines_of(slot: Slot) -> list[Candidate]:
    """The rows (or items of project sentences) that share the best figure's name and differ in what they belong to.

    Empty where the best figure stands alone, or where one of them is the total of the others.
    """
    best = slot.best
    if best is None:
        return []
    alike = [c for c in (best, *slot.same, *slot.against, *slot.readings) if _beside(best.figure, c.figure)]
    rows: dict[object, Candidate] = {}
    for c in sorted(alike, key=lambda c: (c.figure.table or 0, c.figure.row or 0, c.figure.paragraph or 0)):
        rows.setdefault(_belongs(c.figure), c)
    found = [c for c in rows.values() if not any(_within(c.figure, o.figure) for o in rows.values())]
    if len(found) < 2 or any(c.figure.value == sum(o.figure.value for o in found if o is not c) for c in found):
        return []
    return found


def _beside(a: Figure, b: Figure) -> bool:
    same = (key(a.measure), a.unit, a.aspect, a.year, a.form, a.document) == (key(b.measure), b.unit, b.aspect, b.year, b.form, b.document)
    projects = a.subject_kind == b.subject_kind == "项目" and key(a.subject) != key(b.subject)
    if same and projects and a.table is not None and b.table is not None and a.form in _FORMS_OF_ONE:
        return True
    if a.table is None and (a.subject_kind != "项目" or b.subject_kind != "项目"):
        return False
    level = len(a.row_path) == len(b.row_path) and len(a.code or "") == len(b.code or "")
    return same and level and a.column_path == b.column_path and a.table == b.table


def _within(inner: Figure, outer: Figure) -> bool:
    """Whether a row lies below another of the same name (其他支出（类） holds 其他支出（款）)."""
    a, b = inner.row_path, outer.row_path
    return len(a) > len(b) > 0 and a[: len(b)] == b


def _belongs(figure: Figure) -> object:
    """What the row is of: its project, or the labels above it."""
    if figure.subject_kind == "项目":
        return key(figure.subject)
    return tuple(key(p) for p in figure.row_path[:-1]) if figure.row_path else figure.id


def line_label(candidate: Candidate) -> str:
    """The name by which one of the rows is told from the others."""
    figure = candidate.figure
    if figure.subject_kind == "项目":
        return figure.subject if len(figure.subject) <= LONGEST_LABEL else figure.subject[:LONGEST_LABEL] + "…"
    return next((p for p in reversed(figure.row_path[:-1]) if p), figure.measure)
