"""Questions about marked rows: an item beside the marks that split it (物业管理服务：部门集中采购多少，分散自行组织多少)."""

from __future__ import annotations

import re

from index.text import normal
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
    text = normal(query.text)
    item = items[0]
    if re.search("其中(?:的)?" + re.escape(normal(item.mention)), text):  # 部门集中采购多少，其中物业管理服务多少
        return query.model_copy(update={"measures": (*marks, item.model_copy(update={"qualifiers": (*item.qualifiers, marks[-1].names[0])}))})
    inside = tuple(m.model_copy(update={"qualifiers": (*m.qualifiers, item.names[0])}) for m in marks)
    return query.model_copy(update={"measures": inside})
