"""What an amount is divided by where the question only hints at it: 人均 is per person in post, 平均一辆 per car, 每平米 per square metre of the house.

The unit behind 每 says which things are meant; a number of them that the question states itself (按4个人算, A局是25个人) is taken as said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.numbers import NUMBER, parse_chinese_number
from index.text import normal
from qa.linking.vocabulary import Linker
from qa.model import DepartmentRef, MeasureRef, Operation

# unit said -> (words of the lexicon whose number is meant, unit of that number)
_THINGS: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = (
    (re.compile("(?:每一?|平均一|一|单位)个?(?:平方米|平方|平米|平(?!均))|单位面积"), ("房屋面积",), "平方米"),
    (re.compile("(?:每一?|平均一|一)个?人次"), ("接待人次",), "人次"),
    (re.compile("(?:每一?|平均一|一)个?批次?"), ("接待批次",), "批次"),
    (re.compile("(?:每一?|平均一?|一)个?(?:辆|台车|部车|台公车|部公车)|每[台部](?!套)|一[台部](?:车|一年|全年)|单车|辆均|车均"), ("公务用车保有量", "车辆"), "辆"),
    (
        re.compile(
            "人均|平均每人|每人平均|每[名个位]?(?:职工|干部|员工)|按人头|人头均|每人(?=[^,。?]{0,8}(?:多少|几))|平均一(?:个|名)?人|一个?人头"
            "|一个人(?=[^,。?]{0,6}(?:合|摊|多少|几))|每个?人头"
        ),
        ("在职人数",),
        "人",
    ),
)
_PROJECTS = re.compile("(?:每一?|平均一|一)个?项目")
_ASSESSED = re.compile("绩效|自评|评价|涉及")
_GIVEN = re.compile(
    rf"({NUMBER.pattern}|[一二两三四五六七八九十百]+)(?:个|名|位|口)?(人(?!次|均)|职工|干部|老师|专家|辆|台车|部车|平方米|平米|人次|批次|批|个(?:绩效|自评|绩效自评|财政拨款)?项目)(?!头)"
)
_OTHERWISE = re.compile("(?:每|前|第|增加了?|减少了?|新增|[多少加减]了?|超过|不到|以上)$")
_UNIT = {"职工": "人", "干部": "人", "老师": "人", "专家": "人", "台车": "辆", "部车": "辆", "平米": "平方米", "批": "批次"}
_RUNNING = re.compile("养|一年|每年|全年|花费?|开销|运行|维护|跑")
_WORTH = re.compile("值|价|账面|原值|买|资产")
_MONEY = ("费", "费用", "经费", "资金", "支出", "收入", "原值", "净值", "资产", "总额", "价值")
_BESIDE_CARS = frozenset({"公务接待费", "三公经费", "因公出国（境）费", "因公出国（境）费用", "会议费", "培训费"})
_RECEPTION = re.compile("接待|招待|吃喝|请客")


def said_unit(text: str) -> str | None:
    """The unit of the things that the question divides by (每平米 -> 平方米); None where it says none."""
    return next((unit for pattern, _, unit in _THINGS if pattern.search(text)), None)


def with_heads(measures: list[MeasureRef], text: str, linked: Linker) -> list[MeasureRef]:
    """The one amount of a per-head question with what it is divided by; unchanged where the question names two things or no such head.

    Of counted things (一般公务用车) alone, their worth is divided by their number.
    """
    if len(measures) != 1:
        return measures
    only = measures[0]
    if only.aspect == "amount" and only.role == "whole":  # 平均每辆车运行维护费: what is divided, not what it is divided by
        only = only.model_copy(update={"role": "operand"})
    if only.aspect == "count" and only.role == "operand" and not only.names[0].endswith("价值"):
        if _RUNNING.search(text) and not _WORTH.search(text) and "车" in only.names[0] and (kept := linked.vocabulary.exact.get("公务用车运行维护费")):
            return [MeasureRef(mention="公务用车运行维护费", names=kept.names, score=0.9), only.model_copy(update={"role": "whole"})]  # 一年养下来合每台多少
        worth = [n for name in only.names if (link := linked.vocabulary.exact.get(normal(name) + "价值")) for n in link.names]
        if not worth:
            return measures
        value = only.model_copy(update={"aspect": "amount", "names": tuple(dict.fromkeys(worth)), "mention": f"{only.mention}价值"})
        return [value, only.model_copy(update={"role": "whole"})]
    head = head_said(text, linked) if only.aspect == "amount" else None
    if head is None:
        return measures
    inside = {"qualifiers": tuple(q for q in only.qualifiers if q not in head.names), "bound": tuple(q for q in only.bound if q not in head.names)}
    return [only.model_copy(update=inside), head]  # 在职的人里一个人摊到多少: they are what is divided by


def head_said(text: str, linked: Linker) -> MeasureRef | None:
    """The number of things that the unit behind 每 means; None where there is none, or nothing in the index counts such things."""
    if _PROJECTS.search(text) and _ASSESSED.search(text) and (link := linked.vocabulary.exact.get("绩效项目")) is not None:
        return MeasureRef(mention="绩效项目", names=link.names, aspect="count", role="whole", score=0.9)
    for pattern, words, unit in _THINGS:
        if pattern.search(text) and not (unit in {"人次", "批次"} and not _RECEPTION.search(text)):
            links = [link for word in words if (link := linked.vocabulary.exact.get(word)) is not None]
            names = tuple(dict.fromkeys(n for link in links for n in link.names)) or words
            return MeasureRef(mention=words[0], names=names, aspect="count", role="whole", score=0.9)
    return None


def in_money(measures: list[MeasureRef], operation: Operation, linked: Linker) -> list[MeasureRef]:
    """Counted things set against amounts of money (固定资产原值扣掉房子和车, 接待还是公车): what they are worth, or what is spent on them beside 三公 items."""
    counted = [m for m in measures if m.aspect == "count" and m.given is None]
    money = [m for m in measures if m.aspect == "amount" and m.names and any(n.endswith(_MONEY) for n in m.names)]
    if operation not in {Operation.DIFFERENCE, Operation.COMPARE, Operation.SUM} or not counted or not money or len(counted) + len(money) != len(measures):
        return measures
    spending = any(n in _BESIDE_CARS for m in money for n in m.names)
    found = []
    for measure in measures:
        own = "车辆" in measure.names
        word = "公务用车购置及运行维护费" if own and spending else next((w for n in measure.names if (w := normal(n) + "价值") in linked.vocabulary.exact), "")
        link = linked.vocabulary.exact.get(word) if measure in counted else None
        found.append(measure.model_copy(update={"aspect": "amount", "names": link.names}) if link is not None else measure)
    return found


def spent_on(head: MeasureRef, linked: Linker) -> MeasureRef | None:
    """The money that a counted thing by itself stands for: of guests received, the cost of receiving them."""
    link = linked.vocabulary.exact.get("公务接待费") if any(_RECEPTION.search(n) for n in (head.mention, *head.names)) else None
    return MeasureRef(mention="公务接待费", names=link.names, score=0.9) if link is not None else None


def given_heads(text: str, measures: list[MeasureRef], departments: Sequence[DepartmentRef]) -> list[MeasureRef]:
    """The heads as the question states them: one number for all, or one for each department (A局4个人，B局25个人). Else unchanged."""
    stated = [m for m in _GIVEN.finditer(text) if not _OTHERWISE.search(text[: m.start()]) and _number(m[1]) > 1]
    amounts = [m for m in measures if m.role == "operand" and m.aspect == "amount"]
    if not stated or not amounts:
        return measures
    refs: list[MeasureRef] = []
    places = [(text.find(normal(d.mention)), d.department) for d in departments if d.department and normal(d.mention) in text]
    for found in stated:
        before = [name for place, name in sorted(places) if place < found.start()]
        owner = before[-1] if len(stated) > 1 and before else None
        unit = "个" if found[2].endswith("项目") else _UNIT.get(found[2], found[2])
        refs.append(MeasureRef(mention=found[0], names=(unit,), aspect="count", role="whole", department=owner, given=_number(found[1]), score=0.9))
    owners = [r.department for r in refs]
    if len(refs) > 1 and (None in owners or len(set(owners)) != len(refs)):
        return measures
    return [*amounts[:1], *refs]


def _number(text: str) -> Decimal:
    plain = text.replace(",", "")
    return Decimal(plain) if NUMBER.fullmatch(plain) else Decimal(parse_chinese_number(plain) or 0)
