"""Several asks about one project (or the department's own form): each ask is linked with one indicator or one part of the money, by its own words and unit.

``培训几场、合同登记多少项、交易额几个亿``; ``引进专家目标多少、实际多少``: an ask that names no item is of the item before it. Silent unless every ask is clear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.counted.asks import Ask, asked, joints_in, may_ask, plain_ask
from qa.counted.words import said, share
from qa.lookup.catalogue import Catalogue
from qa.model import Answer, Intent, Operation, Query
from qa.projects.book import Item, Project
from qa.projects.names import core, cores, pairs
from qa.projects.subject import subject_of
from qa.projects.values import bare, spoken, title, value_of
from qa.projects.wish import aspects_in, fits

_ENOUGH = 0.6  # of an ask's words that the item's name must say
_MARGIN = 0.15
_RATE = re.compile("满意度|率|比例")
_VALUES = re.compile(r"目标值?|指标值?|实际|完成值?|达到|得分|得了|上年|去年|计划|原定|权重|分值|\d+号文?件?|\d{2,4}年度?")
_INTENTS = {Intent.FIGURE, Intent.LIST, Intent.TEXT}
_OPERATIONS = {Operation.NONE, Operation.SUM}
_FEWEST = 2


def of_project(query: Query, cat: Catalogue, talk: Sequence[str] = ()) -> Answer | None:
    """The answer to several asks about one project, or None."""
    if query.intent not in _INTENTS or query.operation not in _OPERATIONS or not may_ask(query.text) or len({d.department for d in query.departments}) > 1:
        return None
    mentions = [d.mention for d in query.departments if d.mention]
    wants = asked(query.text, mentions)
    if wants is None or len(wants.asks) < _FEWEST:
        return None
    subject = subject_of(query, cat, talk)
    if subject is None or len(subject.projects) != 1 or not (subject.named or subject.sure):
        return None
    project = subject.projects[0]
    wants = asked(query.text, mentions, joints_in(normal(i.name) for i in project.items))
    if wants is None or len(wants.asks) < _FEWEST or any(a.changed or a.per for a in wants.asks):
        return None
    found: list[tuple[Item, str]] = []
    for ask in wants.asks:
        one = _one(ask, project, found[-1][0] if found else None)
        if one is None:
            return None
        found.append(one)
    if len(set(found)) < len(found) or not all(_known(run, project) for p in wants.prefaces for run in p.rest):
        return None
    return _written(found, project, query, Sheet(cat.index))


def _one(ask: Ask, project: Project, before: Item | None) -> tuple[Item, str] | None:
    """The item that an ask means and which of its values; None where that is not clear. Without words of its own it is of the item before it, or of the whole."""
    aspects = aspects_in(normal(ask.text), project.record.identity.fiscal_year)
    words = _content(ask.text, project)
    if not words:
        total = next(iter(project.kind("total")), None) if before is None and not aspects else before
        return (total, _aspect(total, aspects)) if total is not None and (ask.unit is None or _in_unit(total, ask, None)) else None
    fitting = [i for i in project.kind("indicator", "part", "goal") if _in_unit(i, ask, before) and all(i.of(a) is not None for a in aspects)]
    if ask.unit is None and before is None and not aspects and any(i.kind == "part" and len(words & i.grams) >= _ENOUGH * len(words) for i in fitting):
        fitting = [i for i in fitting if i.kind == "part"]  # 多少 of a use of the money is money
    told = [(len(words & i.grams) / len(words), len(words & i.grams) / max(len(i.grams), 1), i.kind != "goal", i) for i in fitting]
    graded = sorted(told, key=lambda t: (-round(t[0], 2), not t[2], -t[1]))
    if not graded or graded[0][0] < _ENOUGH:
        return None
    best = graded[0]
    near = [g for g in graded[1:] if g[0] >= best[0] - _MARGIN and g[1] >= best[1] - _MARGIN and g[3].name != best[3].name and g[2]]
    same = all(_value(g[3], aspects) == _value(best[3], aspects) for g in near)
    return (best[3], _aspect(best[3], aspects)) if same else None


def _content(text: str, project: Project) -> frozenset[str]:
    """The pairs of characters that an ask says of an item: without the project's name, the words for a value and what says nothing."""
    plain = normal(text)
    for name in sorted({c for n in project.names for c in cores(n)}, key=len, reverse=True):
        plain = re.sub(re.escape(name) + "(?:工作|资金|经费|项目|专项|补助)*", " ", plain)
    runs = said(_VALUES.sub(" ", plain_ask(plain)), atoms=False).rest
    return frozenset().union(*(pairs(run) for run in runs))


def _in_unit(item: Item, ask: Ask, before: Item | None) -> bool:
    """Whether the item is counted in the unit asked in, or in that of the item before where none is said."""
    if _RATE.search(ask.text):
        return item.unit == "%"
    if ask.unit is None and not ask.money:
        return before is None or (is_money(item.unit) == is_money(before.unit) and fits(item.unit, (before.unit,)) is not False)
    if ask.money or is_money(item.unit):
        return ask.money and is_money(item.unit)
    return ask.unit == "个" or fits(item.unit, (ask.unit or "",)) is not False


def _value(item: Item, aspects: Sequence[str]) -> tuple[Decimal, str]:
    figure = item.of(_aspect(item, aspects)) or item.figures[0]
    return figure.value, figure.unit


def _aspect(item: Item, named: Sequence[str]) -> str:
    """The value said, else what was reached (of an assessment) or meant."""
    for aspect in (*named, "actual", "target", "amount"):
        if item.of(aspect) is not None:
            return aspect
    return str(item.figures[0].aspect)


def _known(run: str, project: Project) -> bool:
    """Whether words before the asks are of the project's name or its texts."""
    who = project.record.identity
    if run in " ".join((who.department, who.region or "", *who.aliases)):
        return True
    return bool(pairs(run) & project.called) or share(normal(project.text), run) >= _ENOUGH or run in core(project.name)


def _written(found: Sequence[tuple[Item, str]], project: Project, query: Query, sheet: Sheet) -> Answer | None:
    for item, aspect in found:
        value = value_of(project, item, aspect)
        if value is None:
            return None
        name = bare(item.name)
        sheet.say(f"{title(project)}的{name}：{spoken(value, None)}{sheet.mark([value.candidate])}。")
        sheet.figure(name, value.quantity(None), [value.candidate])
    return sheet.answer("answered", query.model_copy(update={"operation": Operation.NONE})).model_copy(update={"complete": True})
