"""Template of a 部门预算 in another province's manner: three groups side by side in the overall table, one-row tables with three header
rows, codes in one column, a purchasing list in tree form, and prose that says 与上年相比."""

from __future__ import annotations

from decimal import Decimal

from eval.madeup.document import Grid, Head, Heading, Made, Text, amount
from eval.madeup.facts import YearFacts
from eval.madeup.tables import basic_project, classes, economic_tree, functional_tree
from eval.madeup.wording import percent, reason_for, yuan

Block = Heading | Text | Grid
NUMERALS = "一二三四五六七八九十"
ZERO = Decimal("0.00")


def provincial(facts: YearFacts, before: YearFacts | None) -> Made:
    """The budget disclosure of a year; ``before`` are last year's facts, for the sentences of change."""
    name, year = facts.body.name, facts.year
    duties = [Text(f"{i}．承担{facts.body.place}{topic}有关政策的拟订、落实和服务工作。") for i, topic in enumerate(facts.body.trade.topics, 1)]
    staff = facts.staff
    blocks: list[Block] = [
        Text(f"{year}年度"),
        Text(f"{name}部门预算公开（示例）"),
        Text("本文件由程序生成，单位与数字均为虚构，仅供演示。"),
        Heading(1, "第一部分 部门概况"),
        Heading(2, "一、主要职能"),
        *duties,
        Heading(2, "二、部门机构设置及人员情况"),
        Text(f"部门内设机构包括：办公室、人事处、{facts.body.trade.topics[0]}处、{facts.body.trade.topics[2]}处。本部门无下属单位。"),
        Text(f"本部门编制总数{staff.posts}名，实际在编在职{staff.active}人，离退休{staff.retired}人。"),
        Heading(1, f"第二部分 {year}年度部门预算表"),
        *_tables(facts),
        Heading(1, f"第三部分 {year}年度部门预算情况说明"),
        *_narrative(facts, before),
        Heading(1, "第四部分 名词解释"),
        Text("一、财政拨款：指由财政部门从一般公共预算和政府性基金预算安排给单位使用的资金。"),
        Text("二、单位预留机动经费：指预算编制时留给单位、用于年度中难以预见支出的资金。"),
    ]
    return Made(f"示例_{name}_{year}年度部门预算公开", f"{year}年度{name}部门预算公开", name, year, "预算", tuple(blocks))


def _tables(facts: YearFacts) -> list[Grid]:
    coded = ((Head("科目编码"), Head("科目名称"), Head("合计"), Head("基本支出"), Head("项目支出")),)
    spend = [("", "合计", *map(amount, basic_project(facts.functional)))]
    spend += [(code, name, *map(amount, values)) for code, name, values in functional_tree(facts.functional, basic_project)]
    econ_head = ((Head("科目编码"), Head("科目名称"), Head("金额")),)
    econ = (("", "合计", amount(facts.basic)), *((code, name, amount(value)) for code, name, value in economic_tree(facts.economic)))
    running = tuple((e.code, e.name, amount(e.amount)) for e in facts.economic if e.code.startswith("302"))
    whole = ((Head("合计"), Head("基本支出"), Head("项目支出"), Head("单位预留机动经费"), Head("结转下年资金")),)
    return [
        _overall(facts),
        _income(facts),
        Grid("公开03表", "支出预算总表", "万元", whole, ((amount(facts.total), amount(facts.basic), amount(facts.project_total), "", ""),), 0, 0),
        Grid("公开04表", "财政拨款支出预算表", "万元", coded, tuple(spend), 1, 2),
        Grid("公开05表", "财政拨款基本支出预算表", "万元", econ_head, econ, 1, 2),
        _three_public(facts),
        Grid("公开07表", "政府性基金支出预算表", "万元", coded, (), 1, 2, "注：本部门没有政府性基金预算支出，故本表无数据。"),
        Grid("公开08表", "一般公共预算机关运行经费支出预算表", "万元", econ_head, (("", "合计", amount(facts.running)), *running), 1, 2),
        _purchases(facts),
    ]


def _overall(facts: YearFacts) -> Grid:
    left = [
        ("一、一般公共预算资金", amount(facts.own + facts.transfer)),
        ("二、政府性基金预算资金", ""),
        ("三、财政专户管理资金", ""),
        ("四、其他资金", ""),
    ]
    middle = [(f"{NUMERALS[i]}、{name}", amount(value)) for i, (_, name, value) in enumerate(classes(facts))]
    right = [("一、基本支出", amount(facts.basic)), ("二、项目支出", amount(facts.project_total)), ("三、单位预留机动经费", "")]
    rows = []
    for i in range(max(len(left), len(middle), len(right))):
        rows.append(tuple(text for group in (left, middle, right) for text in (group[i] if i < len(group) else ("", ""))))
    current = facts.own + facts.transfer
    rows.append(("当年收入小计", amount(current), "当年支出小计", amount(facts.total), "", amount(facts.total)))
    rows.append(("上年结转资金", amount(facts.carried), "结转下年资金", "", "", ""))
    rows.append(("收入合计", amount(facts.total), "支出合计", amount(facts.total), "", amount(facts.total)))
    header = (
        (Head("收入", 2), Head("支出", 4)),
        (Head("项目名称"), Head("金额"), Head("按支出功能分类", 2), Head("按支出用途", 2)),
        (Head(""), Head(""), Head("项目名称"), Head("金额"), Head("项目名称"), Head("金额")),
    )
    return Grid("公开01表", "收支预算总表", "万元", header, tuple(rows))


def _income(facts: YearFacts) -> Grid:
    rows = (
        ("收入预算合计", "", amount(facts.total)),
        ("一般公共预算资金", "小计", amount(facts.own + facts.transfer)),
        ("", "公共财政拨款（补助）资金", amount(facts.own)),
        ("", "上级转移支付资金", amount(facts.transfer)),
        ("上年结转资金", "小计", amount(facts.carried)),
    )
    return Grid("公开02表", "收入预算总表", "万元", ((Head("项目名称", 2), Head("金额")),), rows, 0, 2)


def _three_public(facts: YearFacts) -> Grid:
    public = facts.three_public
    meeting = {e.name: e.amount for e in facts.economic}
    header = (
        (Head("合计", 1, 3), Head("“三公”经费", 6), Head("会议费", 1, 3), Head("培训费", 1, 3)),
        (Head("小计", 1, 2), Head("因公出国（境）费", 1, 2), Head("公务用车购置及运行维护费", 3), Head("公务接待费", 1, 2)),
        (Head("小计"), Head("公务用车购置费"), Head("公务用车运行维护费")),
    )
    cars = public.purchase + public.running
    row = (public.total + meeting["会议费"] + meeting["培训费"], public.total, public.abroad, cars, public.purchase, public.running, public.reception)
    texts = (*map(amount, row), amount(meeting["会议费"]), amount(meeting["培训费"]))
    return Grid("公开06表", "“三公”经费、会议费、培训费支出预算表", "万元", header, (texts,), 0, 0)


def _purchases(facts: YearFacts) -> Grid:
    header = ((Head("采购品目大类"), Head("专项名称"), Head("采购物品名称"), Head("采购组织形式"), Head("总计")),)
    project = facts.projects[0].name
    rows = (
        ("合计", "", "", "", amount(facts.procurement)),
        ("一、货物A", "", "", "", amount(facts.goods)),
        ("", project, "计算机设备", "集中采购", amount(facts.goods)),
        ("二、工程B", "", "", "", amount(facts.works)),
        ("三、服务C", "", "", "", amount(facts.services)),
        ("", project, "印刷服务", "分散采购", amount(facts.services)),
    )
    return Grid("公开09表", "政府采购支出预算表", "万元", header, rows, 0, 4)


def _moved(now: Decimal, was: Decimal | None, label: str) -> str:
    """``与上年相比增加1.00万元，增长2.00%。主要原因是…``."""
    if was is None:
        return ""
    if now == was:
        return "与上年持平。"
    up = now > was
    rate = f"，{'增长' if up else '减少'}{percent(abs(now - was), was)}" if was else ""
    return f"与上年相比{'增加' if up else '减少'}{yuan(abs(now - was))}{rate}。主要原因是{reason_for(label, up)}。"


def _narrative(facts: YearFacts, before: YearFacts | None) -> list[Block]:
    name, year, past, public = facts.body.name, facts.year, before, facts.three_public
    rise = "" if past is None or past.total == facts.total else (
        f"与上年相比收、支预算总计各{'增加' if facts.total > past.total else '减少'}{yuan(abs(facts.total - past.total))}，"
        f"{'增长' if facts.total > past.total else '减少'}{percent(abs(facts.total - past.total), past.total)}。"
    )  # fmt: skip
    known = {} if past is None else {f.code: f.total for f in past.functional}
    blocks: list[Block] = [
        Heading(2, "一、收支预算总体情况说明"),
        Text(f"{name}{year}年度收入、支出预算总计{yuan(facts.total)}，{rise}其中："),
        Text(
            f"（一）收入预算总计{yuan(facts.total)}。包括：一般公共预算收入预算{yuan(facts.own + facts.transfer)}，上年结转资金{yuan(facts.carried)}。"
        ),
        Text(f"（二）支出预算总计{yuan(facts.total)}。包括："),
    ]
    for i, (_, label, value) in enumerate(classes(facts), 1):
        blocks.append(Text(f"{i}．{label}（类）支出{yuan(value)}，主要用于{facts.body.trade.topics[i % 3]}等方面的支出。"))
    blocks += [
        Text(f"此外，基本支出预算数为{yuan(facts.basic)}。{_moved(facts.basic, past.basic if past else None, '人员经费')}"),
        Text(f"项目支出预算数为{yuan(facts.project_total)}。{_moved(facts.project_total, past.project_total if past else None, '项目支出')}"),
        Heading(2, "二、财政拨款支出预算情况说明"),
        Text(f"{name}{year}年财政拨款预算支出{yuan(facts.total)}，占本年支出合计的100%。其中："),
    ]
    for i, item in enumerate(facts.functional, 1):
        label = item.names[2]
        moved = _moved(item.total, known.get(item.code) if past else None, label)
        blocks.append(Text(f"{i}．{item.names[1]}（款）{label}（项）支出{yuan(item.total)}，{moved or '为本年新列。'}"))
    blocks += [
        Heading(2, "三、“三公”经费、会议费、培训费支出预算情况说明"),
        Text(
            f"{name}{year}年度使用财政拨款安排的“三公”经费预算支出中，因公出国（境）费支出{yuan(public.abroad)}，占“三公”经费的{percent(public.abroad, public.total)}；"
            f"公务用车购置及运行维护费支出{yuan(public.purchase + public.running)}，占“三公”经费的{percent(public.purchase + public.running, public.total)}；"
            f"公务接待费支出{yuan(public.reception)}，占“三公”经费的{percent(public.reception, public.total)}。"
        ),
        Heading(2, "四、其他重要事项的情况说明"),
        Text(
            f"（一）机关运行经费。本部门{year}年机关运行经费预算支出{yuan(facts.running)}，{_moved(facts.running, past.running if past else None, '机关运行')}"
        ),
        Text(
            f"（二）政府采购。{year}年度政府采购支出预算总额{yuan(facts.procurement)}，其中：货物支出{yuan(facts.goods)}、工程支出{yuan(facts.works)}、服务支出{yuan(facts.services)}。"
        ),
        Text(f"（三）国有资产。本部门共有车辆{facts.vehicles}辆，价值{yuan(facts.vehicle_value)}；房屋面积{facts.floor_area:,.2f}平方米。"),
        Text(f"（四）预算绩效。{year}年度本部门共{len(facts.projects)}个项目实行绩效目标管理，涉及财政性资金合计{yuan(facts.project_total)}。"),
        Heading(2, "五、重点项目说明"),
    ]
    for i, project in enumerate(facts.projects, 1):
        blocks.append(
            Text(
                f"{i}．{project.name}{yuan(project.amount)}。设立依据为{project.basis}，主要用于{'、'.join(use for use, _ in project.uses)}，计划{project.indicator}{project.target}次。"
            )
        )
    return blocks
