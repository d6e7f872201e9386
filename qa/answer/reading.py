"""Last touches to a query before look-up: operands that are stages (完成年初预算) or tables, 合计 as an operation."""

from __future__ import annotations

import re

from index.text import normal
from qa.lookup.names import key
from qa.model import Operation, Query

_STAGE = re.compile(r"^(?:完成)?(?P<stage>年初预算|全年预算|调整预算)数?(?:的)?$")
_BOTH = re.compile(r"预算数?(?:和|与|、|,|及|跟).{0,4}决算|决算数?(?:和|与|、|,|及|跟|比).{0,6}预算|预算.{0,8}实际|实际.{0,12}预算")
_FULFILLED = re.compile(r"完成.{0,8}预算|预算.{0,4}(?:完成率|执行率)")


def ready(query: Query) -> Query:
    """The query with what is no item of its own put where it belongs."""
    return summed(without_tables(staged(query)))


def staged(query: Query) -> Query:
    """年初预算 as an operand is the stage of the other operand: 行政运行 决算比年初预算少多少 compares 决算 and 年初预算 of 行政运行."""
    stages = [found["stage"] for m in query.measures if (found := _STAGE.match(normal(m.names[0] if m.names else m.mention)))]
    items = tuple(m for m in query.measures if not _STAGE.match(normal(m.names[0] if m.names else m.mention)))
    if len(query.stages) == 1 and query.stages[0].endswith("预算") and _BOTH.search(normal(query.text)):
        return query.model_copy(update={"stages": (*query.stages, "决算")})
    if not stages or not items or query.stages:
        return query
    changes: dict[str, object] = {"measures": items, "stages": ("决算", stages[0]), "kind": None if query.kind == "预算" else query.kind}
    if _FULFILLED.search(normal(query.text)):
        changes["operation"] = Operation.SHARE
    return query.model_copy(update=changes)


def without_tables(query: Query) -> Query:
    """The query without operands that are only names of tables (自评表), where something else is asked as well."""
    kept = tuple(m for m in query.measures if not key(m.names[0] if m.names else m.mention).endswith("表"))
    return query.model_copy(update={"measures": kept}) if kept and len(kept) < len(query.measures) else query


def summed(query: Query) -> Query:
    """甲、乙的项目支出合计: 合计 behind the item asks for the sum where several departments are named, and is part of its name otherwise."""
    several = len(query.departments) > 1 and len(query.measures) == 1 and query.operation in {Operation.NONE, Operation.COMPARE}
    if several and re.search(r"(?:合计|总计|共计)$", query.measures[0].mention) and Operation.DIFFERENCE not in query.also:
        return query.model_copy(update={"operation": Operation.SUM, "also": ()})
    return query
