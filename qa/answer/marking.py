"""Questions about marked rows: an item beside the marks that split it (物业管理服务：部门集中采购多少，分散自行组织多少)."""

from __future__ import annotations

from qa.lookup import Catalogue
from qa.lookup.marked import is_mark
from qa.lookup.scope import scoped
from qa.model import Operation, Query


def split_by_marks(query: Query, cat: Catalogue) -> Query:
    """The query with an item that only says which marked rows are meant as the scope of the marks."""
    if len(query.measures) < 2 or query.operation is not Operation.NONE:
        return query
    views = [cat.view(r) for p in scoped(query, cat).places for r in p.own]
    marks = [m for m in query.measures if any(is_mark(n, v) for n in m.names for v in views)]
    items = [m for m in query.measures if m not in marks]
    if not marks or len(items) != 1 or not items[0].names:
        return query
    inside = tuple(m.model_copy(update={"qualifiers": (*m.qualifiers, items[0].names[0])}) for m in marks)
    return query.model_copy(update={"measures": inside})
