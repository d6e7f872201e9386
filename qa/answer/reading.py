"""Last touches to a query before look-up: operands that are stages (完成年初预算) or tables, 合计 as an operation."""

from __future__ import annotations

import re

from index.text import normal
from qa.answer.staging import contracts, counted_receptions, fulfilled, planned_and_spent, unspent, whole_compared
from qa.lookup.names import key
from qa.model import Intent, MeasureRef, Operation, Query

_PROJECTS = re.compile(r"哪(?:个|些|几个|一个)项目|项目(?:有|共|一共)?(?:几|多少)个|(?:几|多少|[一二两三四五六七八九十\d]+)个项目|元的项目|每个项目")
_INDICATORS = re.compile(r"指标(?:里|中|当中|之中)?.{0,4}(?:权重|分值|得分|最|哪)|(?:权重|分值|得分).{0,6}最.{0,4}指标|哪(?:个|些|几个|一个)(?:绩效)?指标")
_EVERYONE = re.compile(r"(?:所有|全部|各个?|每个)(?:的)?(?:部门|单位)")
WEAK = 0.6  # score of a measure that only question words (有多少人, 几辆) stand for
_BETWEEN = r"(?:到底|一共|总共|共|现在|目前|究竟|总数|,)*"
LONGEST_PLAIN = 40
_PLAIN = re.compile(r"的?(?:部门)?(?:预算|决算)(?:总额|总数|总共|一共|大概|资金)*(?:是|有|为)?多少(?:钱|万|元|万元|亿元)?[??。]?$")
_STAGE = re.compile(r"^(?:完成)?(?P<stage>年初预算|全年预算|调整预算)数?(?:的)?$")
_BOTH = re.compile(r"预算数?(?:和|与|、|,|及|跟).{0,4}决算|决算数?(?:和|与|、|,|及|跟|比).{0,6}预算|预算.{0,8}实际|实际.{0,12}预算")
_FULFILLED = re.compile(r"完成.{0,8}预算|预算.{0,4}(?:完成率|执行率)")


def ready(query: Query) -> Query:
    """The query with what is no item of its own put where it belongs."""
    steps = (everyone, scored_projects, of_projects, compared, whole_compared, whole, contracts, unspent, planned_and_spent, staged, fulfilled)
    for step in (*steps, counted_receptions, without_tables, without_echoes, summed):
        query = step(query)
    return query


def of_projects(query: Query) -> Query:
    """哪个项目钱最多, 超过3万元的项目有几个: the projects one by one, not 项目支出."""
    folds = {Operation.RANK, Operation.FILTER, Operation.COUNT, Operation.MEAN}
    total = all(m.names and key(m.names[0]) == key("项目支出") for m in query.measures)
    if query.operation in folds and total and len(query.departments) == 1 and query.over != "years" and _PROJECTS.search(normal(query.text)):
        return query.model_copy(update={"measures": (), "over": "projects"})
    return query


def scored_projects(query: Query) -> Query:
    """哪些项目得分低于90分, 权重最高的指标: the scores of the projects or the weights of the indicators one by one."""
    folds = {Operation.RANK, Operation.FILTER, Operation.COUNT, Operation.MEAN}
    scored = "score" in query.aspects or any(m.aspect == "score" for m in query.measures)
    weighed = next((a for a in ("weight", "score", "target", "actual") if a in query.aspects or any(m.aspect == a for m in query.measures)), None)
    if query.operation in folds and weighed and len(query.departments) == 1 and _INDICATORS.search(normal(query.text)) and query.over != "departments":
        ref = MeasureRef(mention="指标", names=("指标",), aspect=weighed)
        return query.model_copy(update={"measures": (ref,), "aspects": (), "over": "indicators", "intent": Intent.FIGURE})
    if query.operation in folds and scored and len(query.departments) == 1 and _PROJECTS.search(normal(query.text)) and query.over != "indicators":
        ref = MeasureRef(mention="得分", names=("总分", "得分"), aspect="score")
        return query.model_copy(update={"measures": (ref,), "aspects": (), "over": "projects", "intent": Intent.FIGURE})
    return query


def everyone(query: Query) -> Query:
    """所有部门的车辆总数 adds over all departments; 各部门的… sets them side by side."""
    if query.departments or query.operation is not Operation.NONE or not _EVERYONE.search(normal(query.text)):
        return query
    added = re.search(r"总数|合计|一共|总共|加起来|总和|总额", query.text)
    return query.model_copy(update={"operation": Operation.SUM if added else Operation.COMPARE, "over": "departments"})


def compared(query: Query) -> Query:
    """甲与乙之比 is a ratio."""
    if query.operation is Operation.NONE and len(query.measures) == 2 and re.search(r"之比|比值|几比几|比例(?:是|为)", query.text):
        return query.model_copy(update={"operation": Operation.RATIO})
    return query


def whole(query: Query) -> Query:
    """A question that names no item but asks for 预算 or for the largest 支出 is about the whole of it."""
    if query.measures or query.intent is not Intent.FIGURE or not query.departments:
        return query
    text = normal(query.text)
    if query.operation is Operation.NONE and _PLAIN.search(text) and len(query.topic) <= LONGEST_PLAIN:
        ref = MeasureRef(mention="收支总计", names=("收支总计", "支出总计", "收入总计"))
        return query.model_copy(update={"measures": (ref,)})
    if query.operation is Operation.RANK and "支出" in text and "项目" not in text:
        return query.model_copy(update={"measures": (MeasureRef(mention="支出总计", names=("支出总计", "本年支出合计")),), "over": "rows"})
    return query


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


def without_echoes(query: Query) -> Query:
    """The query without weak readings of the question words behind an item: 智库专家到底有多少人 asks for 智库专家, not for 实有人数."""
    text = normal(query.text)
    strong = [normal(m.mention) for m in query.measures if m.score > WEAK]
    kept = tuple(m for m in query.measures if m.score > WEAK or not any(re.search(re.escape(s) + _BETWEEN + re.escape(normal(m.mention)), text) for s in strong if s))
    kept = tuple(m for m in kept if not _for_whom(m, kept, text))
    return query.model_copy(update={"measures": kept}) if kept and len(kept) < len(query.measures) else query


def _for_whom(measure: MeasureRef, measures: tuple[MeasureRef, ...], text: str) -> bool:
    """给离休老干部备了多少离休费: those whom the money is for are not counted, where the money's own name begins with them."""
    paid = [m for m in measures if m.aspect == "amount" and m.mention != measure.mention and normal(m.mention).startswith(normal(measure.mention)[:2])]
    return measure.aspect == "count" and bool(paid) and bool(re.search("[给为向对替]" + re.escape(normal(measure.mention)), text))


def summed(query: Query) -> Query:
    """甲、乙的项目支出合计: 合计 behind the item asks for the sum where several departments are named, and is part of its name otherwise."""
    several = len(query.departments) > 1 and len(query.measures) == 1 and query.operation in {Operation.NONE, Operation.COMPARE}
    ordered = re.search(r"谁|哪|最|第一|排|分别|各", query.text)
    added = re.search(r"(?:合计|共计)$", query.measures[0].mention) or re.search(r"加一?(?:块|起|到一)|凑一|拢共", query.text) if several else None
    if several and added and not ordered and Operation.DIFFERENCE not in query.also:
        return query.model_copy(update={"operation": Operation.SUM, "also": ()})
    return query
