"""Money over what it is for: 每场多少元, 平均一家多少. The money is a project's or a part's of it, the number one of its indicators."""

from __future__ import annotations

import re

from index.model import Figure
from index.numbers import is_money
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup.model import Candidate
from qa.model import Query
from qa.projects.book import Item, Project
from qa.projects.linking import Hit, amounts_in, equal
from qa.projects.subject import Subject
from qa.projects.values import bare, bound, title
from qa.projects.wish import fits

_UNIT = r"场次|人次|课时|学时|场|座|期|家|人|名|次|个|户|篇|份|项|条|件|天|册|台|辆|班"
_EACH = re.compile(rf"(?:平均)?(?:到|下来|摊到|合)?每(?:一|个|位|座|家|场|名|期|次)?({_UNIT})?|平均(?:到|下来)?一({_UNIT})|单({_UNIT})(?:成本|费用)|人均|除以|摊到")
_SPENT = re.compile(r"花了|花掉|花的|实际|决算|执行|支出了")
_MONEY = re.compile(r"元|钱|万|花|成本|费用")
_APART = re.compile(r"分成|哪几[份块笔项]|怎么分|各是")
_PERSONS = ("人", "名", "人次")
_LEAST = 0.12


def asks_rate(query: Query) -> bool:
    """Whether money is to be divided by what an indicator counts."""
    found = _EACH.search(query.text)
    near = re.match(r"[^,，。?？]*", query.text[found.start() :]) if found else None
    return near is not None and bool(_MONEY.search(near[0]) or "除以" in near[0]) and not _APART.search(query.text)


def write_rate(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """Money, number and quotient; False where one of the two is not clear."""
    project = subject.projects[0]
    count = _count(query, subject, project)
    if count is None:
        return False
    money = _money(query, subject, project, count)
    if money is None or not money[1].value:
        return False
    number = count[1]
    if not number.value:
        return False
    amount = quantity(Candidate(money[1], project.record, 1.0, 10.0), query.unit if query.unit and is_money(query.unit) else None)
    each = sums.per(amount, Quantity(number.value, number.unit))
    if amount.unit != "元" and not query.unit and each.value < 1:
        amount = amount.to("元")
        each = sums.per(amount, Quantity(number.value, number.unit))
    shown = each.to_places(query.decimals if query.decimals is not None else 0 if re.search(r"取整|到元|整数", query.text) else 2)
    one, two = (Candidate(f, project.record, 1.0, 10.0) for f in (money[1], number))
    name = bare(money[0].name) if money[0].kind == "part" else "资金" if money[0].kind == "total" else bare(money[0].name)
    sheet.say(
        f"{title(project)}，平均每{number.unit}{said(Quantity(shown.value, amount.unit, shown.decimals))}："
        f"{name}{said(amount)}{sheet.mark([one])} ÷ {bare(count[0].name)}{bound(number)}{said(quantity(two))}{sheet.mark([two])}。"
    )
    sheet.figure(f"平均每{number.unit}", shown, [one, two], derived=True)
    return True


def _count(query: Query, subject: Subject, project: Project) -> tuple[Item, Figure] | None:
    """The indicator that counts what the money is divided by: of the unit named behind 每, said best."""
    found = _EACH.search(query.text)
    unit = next((g for g in found.groups() if g), None) if found else None
    units = (unit,) if unit else _PERSONS if found and "人均" in found[0] else ()
    wanted = "actual" if project.assessed and (_SPENT.search(query.text) or "目标" not in query.text) else "target"
    hits: list[Hit] = []
    for hit in subject.hits(project.kind("indicator", "goal"), project):
        figure = hit.item.of(wanted) or (hit.item.figures[0] if hit.item.kind == "goal" and hit.item.done == (wanted == "actual") else None)
        if figure is not None and not is_money(figure.unit) and figure.unit not in {"%", "分", ""} and (not units or fits(figure.unit, units)):
            hits.append(hit)
    hits.sort(key=lambda h: (-round(h.own, 2), h.item.kind != "indicator"))
    if not hits or (hits[0].own < _LEAST and len({h.item.figures[0].value for h in hits}) > 1):
        return None
    best = hits[0]
    near = [h for h in hits[1:] if h.own > best.own - 0.08 and _value(h.item, wanted).value != _value(best.item, wanted).value]
    return None if near else (best.item, _value(best.item, wanted))


def _value(item: Item, wanted: str) -> Figure:
    return item.of(wanted) or item.figures[0]


def _money(query: Query, subject: Subject, project: Project, count: tuple[Item, Figure]) -> tuple[Item, Figure] | None:
    """The money: the amount that the question says, a part of the project that it names, else the project's whole."""
    items = project.kind("total", "part", "indicator")
    for value, unit in amounts_in(subject.wish.text):
        for item in items:
            figure = next((f for f in item.figures if equal(f.value, f.unit, value, unit)), None)
            if figure is not None:
                return item, figure
        return None  # an amount is said that the project has not
    parts = [h for h in subject.hits(project.kind("part"), project) if h.own >= 0.5]
    if parts and (len(parts) == 1 or parts[1].own < parts[0].own - 0.1):
        return parts[0].item, parts[0].item.figures[0]
    costs = [h for h in subject.hits(project.kind("indicator"), project) if h.own >= 0.6 and is_money(h.item.unit)]
    if costs and costs[0].item is not count[0] and (figure := costs[0].item.of("actual" if project.assessed else "target")):
        return costs[0].item, figure
    return whole_of(project, query.text)


def whole_of(project: Project, text: str) -> tuple[Item, Figure] | None:
    """The project's whole money: as planned, or as spent where that is asked (of an assessment); None where several amounts are printed."""
    stage = "决算" if _SPENT.search(text) else "年初预算" if "年初" in text else "全年预算"
    found: list[tuple[Item, Figure]] = []
    for item in project.kind("total"):
        staged = [f for f in item.figures if f.stage == stage] or [f for f in item.figures if not f.stage]
        found += [(item, f) for f in staged[:1]]
    values = {f.value for _, f in found}
    return found[0] if len(values) == 1 else None
