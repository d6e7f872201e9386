"""Questions that set what was planned against what was spent: 执行率, 完成率, 预算…实际…; and what stands for the whole budget."""

from __future__ import annotations

import re

from index.text import normal
from qa.lookup.names import key
from qa.model import Intent, MeasureRef, Operation, Query

_RATE = re.compile(r"(?:预算)?(?:执行|完成)(?:进度|比例|率|情况)(?:为|是|有)?(?:百分之)?(?:多少|几)?|(?:执行|完成|花掉?|用掉?)了?(?:预算的?)?百分之(?:多少|几)|(?:执行|完成)(?:了)?几成")
_PLAN_AND_SPENT = re.compile(
    r"预算(?:数|是|为|有|安排)?(?:多少|几).{0,12}(?:实际|决算|花了|用了|支出了|执行)|(?:年初|原来|计划|预算)(?:安排|批|给)了?多少.{0,12}(?:实际|最后|结果)|(?:决算|实际).{0,8}(?:比|和|跟|与)(?:年初)?预算"
)
_UNSPENT = re.compile(
    r"(?:年初|预算|批|安排|计划)[^。?]{0,16}(?:剩(?:下|余)?(?:了)?多少|还剩|没(?:有)?[花用](?:掉|完|出去)?的?(?:有|是)?多少|剩[^。?]{0,6}没[花用]"
    r"|多少(?:钱)?(?:没|未)[花用]|结余(?:了)?多少|少[花用]了?多少)"
)
_MORE_OR_LESS = re.compile(r"多(?:了)?还是少|增(?:加)?(?:了)?还是减|涨了?还是[降跌]|比.{0,10}(?:多|少|增|减|涨|降)")
_RATE_NAMES = re.compile(r"执行率|完成率|执行进度|完成(?:年初|全年)?预算")


def fulfilled(query: Query) -> Query:
    """X的执行率 where X is an item: what was spent of it by what was planned."""
    text = normal(query.text)
    if not _RATE.search(text) or query.operation not in {Operation.NONE, Operation.SHARE, Operation.GROWTH, Operation.COMPARE, Operation.RATIO}:
        return query
    items = tuple(m for m in query.measures if not _RATE_NAMES.search(m.names[0] if m.names else m.mention))
    rates = [m for m in query.measures if m not in items]
    if not items and len(rates) == 1 and rates[0].qualifiers:
        first = rates[0].qualifiers[0]
        items = (MeasureRef(mention=first, names=(first,)),)
    if len(items) != 1 or (rates and items == query.measures):
        return query
    plan = "全年预算" if "全年" in text else "年初预算"
    item = items[0].model_copy(update={"aspect": "amount", "role": "operand", "stage": None})
    changes = {"measures": (item,), "stages": ("决算", plan), "operation": Operation.SHARE, "aspects": (), "kind": None, "unit": None if query.unit == "%" else query.unit}
    return query.model_copy(update=changes)


def unspent(query: Query) -> Query:
    """年初安排的钱最后剩下多少没花 asks how much less was spent of the item than planned (and, with 完成率, what share of it)."""
    text = normal(query.text)
    if len(query.measures) != 1 or len(query.years) > 1 or not _UNSPENT.search(text) or re.search("科目|哪|结转", text):
        return query
    only = query.measures[0]
    if not only.names:
        if not only.qualifiers:
            return query
        only = MeasureRef(mention=only.qualifiers[0], names=(only.qualifiers[0],))
    also = (Operation.SHARE,) if _RATE.search(text) else ()
    changes = {"measures": (only.model_copy(update={"aspect": "amount", "stage": None}),), "stages": ("决算", "年初预算"), "operation": Operation.DIFFERENCE, "also": also, "kind": None}
    return query.model_copy(update={**changes, "aspects": tuple(a for a in query.aspects if a == "reason")})


def contracts(query: Query) -> Query:
    """Contracts given to small firms (合同) are not what was reserved for them (预留)."""
    text = normal(query.text)
    if "合同" not in text or "预留" in text:
        return query
    given = {"面向中小企业预留政府采购项目预算金额": "授予中小企业合同金额", "面向小微企业预留政府采购项目预算金额": "授予小微企业合同金额"}
    names = {key(a): b for a, b in given.items()}
    measures = []
    for m in query.measures:
        scope = next((names[key(q)] for q in m.qualifiers if key(q) in names), None)
        own = next((names[key(n)] for n in m.names[:1] if key(n) in names), None)
        if own is None and scope is not None and m.names and key(m.names[0]) == key("政府采购"):
            own = scope  # 给中小企业的政府采购合同
        further = tuple(q for q in m.qualifiers if key(q) not in names and key(q) != key("政府采购"))
        measures.append(m if own is None else m.model_copy(update={"mention": own, "names": (own,), "qualifiers": further}))
    return query.model_copy(update={"measures": tuple(measures)})


def planned_and_spent(query: Query) -> Query:
    """预算多少，实际花了多少 asks both stages of one item."""
    if query.stages or len(query.measures) != 1 or len(query.years) > 1 or not _PLAN_AND_SPENT.search(normal(query.text)):
        return query
    return query.model_copy(update={"stages": ("决算", "年初预算"), "kind": None, "aspects": tuple(a for a in query.aspects if a == "reason")})


def whole_compared(query: Query) -> Query:
    """A budget set against that of another year, or against its own final account, without naming an item: the whole of it."""
    text = normal(query.text)
    if query.measures or not query.departments or not _MORE_OR_LESS.search(text) or re.search(r"科目|项目|哪|为什么|原因", text):
        return query
    if not re.search(r"预算|决算|支出|收入", text):
        return query
    over_time = len(query.years) > 1
    side = "收入" if "收入" in text and "支出" not in text else "支出"
    if query.stages:
        names: tuple[str, ...] = (f"财政拨款{side}", f"一般公共预算财政拨款{side}", f"一般公共预算{side}", f"本年{side}合计", f"{side}总计")
    else:
        names = ("收支总计", f"{side}总计", f"本年{side}合计")
    ref = MeasureRef(mention=names[0], names=names)
    operation = Operation.DIFFERENCE if over_time or query.stages else query.operation
    aspect = {} if over_time or query.stages else {"aspects": tuple(dict.fromkeys((*query.aspects, "change")))}
    return query.model_copy(update={"measures": (ref,), "operation": operation, "over": None, "intent": Intent.FIGURE, **aspect})


def is_rate_of_plan(query: Query) -> bool:
    """Whether one stage of an item is asked as a share of another (决算数占年初预算, as :func:`fulfilled` makes it too)."""
    return Operation.SHARE in (query.operation, *query.also) and len(query.stages) == 2 and len(query.measures) == 1


def counted_receptions(query: Query) -> Query:
    """接待了几次, 几批 counts; the money of the same name is not meant."""
    text = normal(query.text)
    if not re.search(r"(?:几|多少)(?:个)?(?:批次?|次)(?!人)", text) or re.search(r"多少(?:万元|元|钱|万)", text):
        return query
    measures = tuple(
        m.model_copy(update={"names": ("国内公务接待批次", "公务接待批次"), "aspect": "count"}) if m.names and key(m.names[0]) == key("公务接待费") else m for m in query.measures
    )
    return query if measures == query.measures else query.model_copy(update={"measures": measures})
