"""Tables and sentences that the further families share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from eval.madeup.document import Head, Heading, Text
from eval.madeup.facts import YearFacts
from eval.madeup.tables import basic_project, economic_tree, functional_tree
from eval.madeup.wording import percent, yuan

Row = tuple[str, ...]
Show = Callable[[Decimal], str]
ZERO = Decimal("0.00")
NOTICE = Text("本文件由程序生成，单位与数字均为虚构，仅供演示。")


def in_yuan(value: Decimal) -> str:
    """元 without decimals, blank where nil, as district budgets print."""
    return f"{value * 10_000:,.0f}" if value else ""


def plain(value: Decimal) -> str:
    """万元 with two decimals, nil as 0.00."""
    return f"{value:,.2f}"


def functional_rows(facts: YearFacts, show: Show) -> list[tuple[str, str, Row]]:
    """(code, name, (合计, 基本, 项目)) of every 类, 款 and 项."""
    return [(code, name, tuple(show(v) for v in values)) for code, name, values in functional_tree(facts.functional, basic_project)]


def total_row(facts: YearFacts, show: Show) -> Row:
    """合计, 基本支出, 项目支出 of all."""
    return tuple(show(v) for v in basic_project(facts.functional))


def economic_rows_of(facts: YearFacts, show: Show) -> list[tuple[str, str, Row]]:
    """(code, name, (合计, 人员经费, 公用经费)) of every economic 类 and 款."""
    return [
        (code, name, (show(value), show(value) if code[:3] in {"301", "303"} else "", show(value) if code[:3] == "302" else ""))
        for code, name, value in economic_tree(facts.economic)
    ]


def three_public_values(facts: YearFacts) -> tuple[Decimal, ...]:
    """合计, 因公出国, 公车小计, 购置, 运行, 接待."""
    p = facts.three_public
    return p.total, p.abroad, p.purchase + p.running, p.purchase, p.running, p.reception


def three_public_head(first: str) -> tuple[Head, ...]:
    """The two lower header rows of six columns of 三公经费, as a flat list: upper heads; the lower ones are always the same."""
    return Head(first, 1, 2), Head("因公出国（境）费", 1, 2), Head("公务用车购置及运行维护费", 3), Head("公务接待费", 1, 2)


CARS = (Head("小计"), Head("公务用车购置费"), Head("公务用车运行维护费"))


def staff_sentence(facts: YearFacts) -> Text:
    """Posts and persons."""
    s = facts.staff
    return Text(f"{facts.body.name}人员编制{s.posts}名，年末实有在职人员{s.active}人，退休人员{s.retired}人。")


def project_blocks(facts: YearFacts, level: int, heading: str) -> list[Heading | Text]:
    """What a budget says of its projects: money, basis, use."""
    blocks: list[Heading | Text] = [Heading(level, heading)]
    for number, p in enumerate(facts.projects, 1):
        uses = "、".join(use for use, _ in p.uses)
        blocks.append(Text(f"{number}.{p.name}：{facts.year}年预算安排{yuan(p.amount)}。设立依据为{p.basis}，主要用于{uses}。"))
    return blocks


def class_sentence(facts: YearFacts, classes: Sequence[tuple[str, str, Decimal]]) -> str:
    """教育支出 1.00 万元，占 2.00%；…"""
    return "；".join(f"{name}{yuan(value)}，占{percent(value, facts.total)}" for _, name, value in classes)
