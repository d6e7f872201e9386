"""A budget in nine sheets 公开表1–公开表9: last year's executed amounts and the change beside this year's budget, in 万元, tables before the prose."""

from __future__ import annotations

from decimal import Decimal

from eval.madeup.document import Grid, Head, Heading, Made, Text
from eval.madeup.facts import YearFacts
from eval.madeup.families.pieces import (
    CARS,
    NOTICE,
    economic_rows_of,
    functional_rows,
    plain,
    project_blocks,
    staff_sentence,
    three_public_head,
    three_public_values,
    total_row,
)
from eval.madeup.tables import basic_project, classes, functional_tree, side_by_side
from eval.madeup.wording import percent, reason_for, yuan

Block = Heading | Text | Grid
NUMERALS = "一二三四五六七八九十"
ZERO = Decimal("0.00")


def ministry(facts: YearFacts, before: YearFacts) -> Made:
    """The budget of a year; ``before`` holds what was carried out last year (and, for 三公经费, last year's budget)."""
    name, year = facts.body.name, facts.year
    duties = [Text(f"{i}.承担{facts.body.place}{topic}有关政策的拟订和组织落实。") for i, topic in enumerate(facts.body.trade.topics, 1)]
    blocks: list[Block] = [
        Text(f"{name}{year}年部门预算（示例）"), NOTICE, Heading(1, "第一部分　部门概况"), Heading(2, "一、部门职责"), *duties,
        Heading(2, "二、机构设置"), Text(f"纳入{name}{year}年部门预算编制范围的单位只有本级。"), staff_sentence(facts),
        Heading(1, f"第二部分　{year}年部门预算表"), *_tables(facts, before),
        Heading(1, f"第三部分　{year}年部门预算情况说明"), *_account(facts, before), *project_blocks(facts, 2, "八、项目支出情况说明"),
        Heading(1, "第四部分　名词解释"), Text("一、一般公共预算拨款收入：指财政当年拨付的资金。"), Text("二、上年结转：指以前年度尚未完成、结转到本年仍按原规定用途使用的资金。"),
    ]  # fmt: skip
    return Made(f"示例_{name}_{year}年预算（公开表）", f"{name}{year}年部门预算", name, year, "预算", tuple(blocks))


def _tables(facts: YearFacts, before: YearFacts) -> list[Grid]:
    current = facts.total - facts.carried
    left = [("一、一般公共预算拨款收入", plain(current)), ("二、政府性基金预算拨款收入", ""), ("三、国有资本经营预算拨款收入", ""), ("四、事业收入", ""),
            ("五、事业单位经营收入", ""), ("六、其他收入", "")]  # fmt: skip
    right = [(f"{NUMERALS[i]}、{n}", plain(v)) for i, (_, n, v) in enumerate(classes(facts))]
    overall = [*side_by_side(left, right), ("本年收入合计", plain(current), "本年支出合计", plain(facts.total)), ("使用非财政拨款结余", "", "结转下年", ""),
               ("上年结转", plain(facts.carried), "", ""), ("收入总计", plain(facts.total), "支出总计", plain(facts.total))]  # fmt: skip
    two = ((Head("收入", 2), Head("支出", 2)), (Head("项目"), Head("预算数"), Head("项目"), Head("预算数")))
    spend = (*((code, n, *v, "", "", "") for code, n, v in functional_rows(facts, plain)), ("合计", "", *total_row(facts, plain), "", "", ""))
    spend_head = (tuple(Head(t) for t in ("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出", "对附属单位补助支出")),)
    income_head = ((Head("科目", 2), Head("合计", 1, 2), Head("上年结转", 1, 2), Head("一般公共预算拨款收入", 1, 2), Head("政府性基金预算拨款收入", 1, 2),
                    Head("事业收入", 1, 2), Head("其他收入", 1, 2)), (Head("科目编码"), Head("科目名称")))  # fmt: skip
    income = (("合计", "", plain(facts.total), plain(facts.carried), plain(current), "", "", ""),)
    economic = (*((code, n, *v) for code, n, v in economic_rows_of(facts, plain)), ("合计", "", plain(facts.basic), plain(facts.personnel), plain(facts.running)))
    econ_head = ((Head("部门预算支出经济分类科目", 2), Head("本年一般公共预算基本支出", 3)),
                 tuple(Head(t) for t in ("科目编码", "科目名称", "合计", "人员经费", "公用经费")))  # fmt: skip
    empty = ((Head("功能分类科目", 2), Head("本年政府性基金预算支出", 3)), tuple(Head(t) for t in ("科目编码", "科目名称", "合计", "基本支出", "项目支出")))
    capital = ((Head("功能分类科目", 2), Head("本年国有资本经营预算支出", 3)), empty[1])
    return [
        Grid("公开表1", "部门收支总表", "万元", two, tuple(overall)),
        Grid("公开表2", "部门收入总表", "万元", income_head, income, 1, 2),
        Grid("公开表3", "部门支出总表", "万元", spend_head, spend, 1, 2),
        _granted(facts),
        _current(facts, before),
        Grid("公开表6", "一般公共预算基本支出表", "万元", econ_head, economic, 1, 2),
        _public(facts, before),
        Grid("公开表8", "政府性基金预算支出表", "万元", empty, (), 1, 2, f"注：{facts.body.name}{facts.year}年没有使用政府性基金预算拨款安排的支出。"),
        Grid("公开表9", "国有资本经营预算支出表", "万元", capital, (), 1, 2, f"注：{facts.body.name}{facts.year}年没有使用国有资本经营预算拨款安排的支出。"),
    ]


def _granted(facts: YearFacts) -> Grid:
    current = facts.total - facts.carried
    left = [("一、本年收入", plain(current)), ("（一）一般公共预算拨款", plain(current)), ("（二）政府性基金预算拨款", ""), ("二、上年结转", plain(facts.carried)),
            ("（一）一般公共预算拨款", plain(facts.carried))]  # fmt: skip
    right = [("一、本年支出", plain(facts.total), plain(facts.total), "")]
    right += [(f"（{NUMERALS[i]}）{n}", plain(v), plain(v), "") for i, (_, n, v) in enumerate(classes(facts))]
    right += [("二、结转下年", "", "", "")]
    rows = [*side_by_side(left, right), ("收入总计", plain(facts.total), "支出总计", plain(facts.total), plain(facts.total), "")]
    header = ((Head("收入", 2), Head("支出", 4)), tuple(Head(t) for t in ("项目", "预算数", "项目", "合计", "一般公共预算拨款", "政府性基金预算拨款")))
    return Grid("公开表4", "财政拨款收支总表", "万元", header, tuple(rows))


def _current(facts: YearFacts, before: YearFacts) -> Grid:
    year = facts.year
    header = (
        (Head("功能分类科目", 2), Head(f"{year - 1}年执行数", 1, 2), Head(f"{year}年预算数", 3), Head(f"{year}年预算数比{year - 1}年执行数", 2)),
        tuple(Head(t) for t in ("科目编码", "科目名称", "小计", "基本支出", "项目支出", "增减额", "增减%")),
    )

    def row(code: str, name: str, values: tuple[Decimal, ...]) -> tuple[str, ...]:
        was = sum((f.total for f in before.functional if f.code.startswith(code)), ZERO)
        rate = percent(values[0] - was, was).rstrip("%") if was else ""
        return code or "合计", name, plain(was), *map(plain, values), plain(values[0] - was), rate

    rows = [row(code, name, tuple(v)) for code, name, v in functional_tree(facts.functional, basic_project)]
    return Grid("公开表5", "一般公共预算支出表", "万元", header, (*rows, row("", "", basic_project(facts.functional))), 1, 2)


def _public(facts: YearFacts, before: YearFacts) -> Grid:
    year, head = facts.year, three_public_head("合计")
    header = ((Head(f"{year - 1}年预算数", 6), Head(f"{year}年预算数", 6)), (*head, *head), (*CARS, *CARS))
    values = (*three_public_values(before), *three_public_values(facts))
    return Grid("公开表7", "一般公共预算“三公”经费支出表", "万元", header, (tuple(map(plain, values)),), 0, 0)


def _account(facts: YearFacts, before: YearFacts) -> list[Block]:
    name, year, p, was = facts.body.name, facts.year, facts.three_public, before.three_public
    known = {f.code: f.total for f in before.functional}
    rise = "增加" if p.total > was.total else "减少"
    flat = "与上年持平" if p.total == was.total else f"比{year - 1}年预算{rise}{yuan(abs(p.total - was.total))}"
    blocks: list[Block] = [
        Heading(2, f"一、关于{name}{year}年收支预算情况的总体说明"),
        Text(f"按照综合预算的原则，{name}所有收入和支出均纳入部门预算管理。收入包括：一般公共预算拨款收入、上年结转；支出包括：{'、'.join(n for _, n, _ in classes(facts))}。"
             f"{name}{year}年收支总预算{yuan(facts.total)}。"),
        Heading(2, f"二、关于{name}{year}年收入预算情况的说明"),
        Text(f"{name}{year}年收入预算{yuan(facts.total)}，其中：上年结转{yuan(facts.carried)}，占{percent(facts.carried, facts.total)}；"
             f"一般公共预算拨款收入{yuan(facts.total - facts.carried)}，占{percent(facts.total - facts.carried, facts.total)}。"),
        Heading(2, f"三、关于{name}{year}年支出预算情况的说明"),
        Text(f"{name}{year}年支出预算{yuan(facts.total)}，其中：基本支出{yuan(facts.basic)}，占{percent(facts.basic, facts.total)}；"
             f"项目支出{yuan(facts.project_total)}，占{percent(facts.project_total, facts.total)}。"),
        Heading(2, f"四、关于{name}{year}年一般公共预算支出情况的说明"),
        Text(f"{name}{year}年一般公共预算支出{yuan(facts.total)}，比{year - 1}年执行数{_rise(facts.total, before.total)}。具体情况如下："),
    ]  # fmt: skip
    for number, f in enumerate(facts.functional, 1):
        label = f"{number}.{f.names[0]}（类）{f.names[1]}（款）{f.names[2]}（项）{year}年预算数为{yuan(f.total)}"
        then = known.get(f.code)
        blocks.append(Text(label + (f"，比{year - 1}年执行数{_rise(f.total, then)}。主要是{reason_for(f.names[2], f.total > then)}。" if then else "。")))
    blocks += [
        Heading(2, f"五、关于{name}{year}年一般公共预算基本支出情况的说明"),
        Text(f"{name}{year}年一般公共预算基本支出{yuan(facts.basic)}，其中：人员经费{yuan(facts.personnel)}，主要包括：基本工资、津贴补贴、奖金等；公用经费{yuan(facts.running)}，主要包括：办公费、印刷费等。"),
        Heading(2, f"六、关于{name}{year}年“三公”经费预算情况的说明"),
        Text(f"{name}{year}年“三公”经费预算数为{yuan(p.total)}，其中：因公出国（境）费{yuan(p.abroad)}；公务用车购置及运行费{yuan(p.purchase + p.running)}"
             f"（其中，公务用车购置费{yuan(p.purchase)}；公务用车运行费{yuan(p.running)}）；公务接待费{yuan(p.reception)}。{year}年“三公”经费预算{flat}。"),
        Heading(2, "七、其他重要事项的情况说明"),
        Heading(3, "（一）机关运行经费"),
        Text(f"{year}年机关运行经费财政拨款预算{yuan(facts.running)}，{_than(facts.running, before.running, year)}。"),
        Heading(3, "（二）政府采购情况"),
        Text(f"{year}年{name}政府采购预算总额{yuan(facts.procurement)}，其中：政府采购货物预算{yuan(facts.goods)}、政府采购工程预算{yuan(facts.works)}、政府采购服务预算{yuan(facts.services)}。"),
        Heading(3, "（三）国有资产占有使用情况"),
        Text(f"截至{year - 1}年7月31日，{name}共有车辆{facts.vehicles}辆。"),
        Heading(3, "（四）预算绩效情况"),
        Text(f"{year}年实行绩效目标管理的项目{len(facts.projects)}个，涉及一般公共预算拨款{yuan(facts.project_total)}。"),
    ]  # fmt: skip
    return blocks


def _rise(now: Decimal, then: Decimal) -> str:
    return f"{'增加' if now >= then else '减少'}{yuan(abs(now - then))}，{'增长' if now >= then else '下降'}{percent(abs(now - then), then)}"


def _than(now: Decimal, then: Decimal, year: int) -> str:
    return f"与{year - 1}年预算持平" if now == then else f"比{year - 1}年预算{_rise(now, then)}"
