"""One name, several rows: 印刷费 under three projects of the procurement table. Such rows are all of the answer, never one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Figure
from qa.lookup.model import Candidate, Slot
from qa.lookup.names import key

_FORMS_OF_ONE = frozenset({"绩效自评表", "绩效目标表"})  # forms that are printed once a project
_ROW_BY_ROW = frozenset({"政府采购表", "政府购买服务表"})  # each row is a purchase of its own, even of one thing for one project
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
    same = (_bare(a), a.unit, a.aspect, a.year, a.form, a.document) == (_bare(b), b.unit, b.aspect, b.year, b.form, b.document)
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
    if figure.form in _ROW_BY_ROW:
        return figure.table, figure.row
    if figure.subject_kind == "项目":
        return key(figure.subject)
    return tuple(key(p) for p in figure.row_path[:-1]) if figure.row_path else figure.id


def _bare(figure: Figure) -> str:
    """The name without a bracket behind it: 台式计算机（20万以下） and 台式计算机（20万以上） are lines of one thing."""
    return re.sub(r"[（(][^（）()]*[)）]$", "", figure.measure) if figure.form in _ROW_BY_ROW else key(figure.measure)


def line_labels(candidates: Sequence[Candidate]) -> list[str]:
    """The labels of rows that are shown together; those that would read alike also say what else tells them apart."""
    labels = [line_label(c) for c in candidates]
    common = set.intersection(*(set(c.figure.qualifiers) for c in candidates)) if candidates else set()
    out = []
    for label, c in zip(labels, candidates, strict=True):
        own = [q for q in c.figure.qualifiers if q not in common and key(q) != key(label)]
        bracket = c.figure.measure[len(_bare(c.figure)) :] if len({o.figure.measure for o in candidates}) > 1 else ""
        out.append(f"{label}{bracket}（{'、'.join(own[-1:])}）" if labels.count(label) > 1 and own else f"{label}{bracket}")
    return out


def line_label(candidate: Candidate) -> str:
    """The name by which one of the rows is told from the others."""
    figure = candidate.figure
    if figure.subject_kind == "项目":
        return figure.subject if len(figure.subject) <= LONGEST_LABEL else figure.subject[:LONGEST_LABEL] + "…"
    return next((p for p in reversed(figure.row_path[:-1]) if p), figure.measure)
