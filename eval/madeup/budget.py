"""Template of a 部门预算 with eleven tables, narrative, other matters, performance targets and a glossary."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from eval.madeup.document import Grid, Head, Heading, Made, Text, amount
from eval.madeup.facts import YearFacts
from eval.madeup.tables import classes, economic_rows, functional_tree, side_by_side, spending_rows, split_code
from eval.madeup.wording import change, percent, reason_for, yuan

Block = Heading | Text | Grid
NUMERALS = "一二三四五六七八九十"
ZERO = Decimal("0.00")


def budget(facts: YearFacts, before: YearFacts | None) -> Made:
    """The budget disclosure of a year; ``before`` are last year's facts, for the sentences of change."""
    name, year = facts.body.name, facts.year
    blocks: list[Block] = [Text(f"{name}{year}年部门预算公开（示例）"), Text("本文件由程序生成，单位与数字均为虚构，仅供演示。")]
    blocks += _overview(facts, before)
    blocks += [Heading(1, f"第二部分 {year}年部门预算公开表"), *_tables(facts)]
    blocks += [Heading(1, f"第三部分 {year}年部门预算情况说明"), *_narrative(facts, before), *_other(facts, before)]
    blocks += _glossary()
    blocks += [Text(name), Text(f"{year}年{facts.published[0]}月{facts.published[1]}日")]
    return Made(f"示例_{name}_{year}年部门预算", f"{name}{year}年部门预算公开", name, year, "预算", tuple(blocks))


def _overview(facts: YearFacts, before: YearFacts | None) -> list[Block]:
    name, staff = facts.body.name, facts.staff
    duties = [Text(f"（{NUMERALS[i]}）负责{facts.body.place}{topic}的规划、组织实施和监督检查。") for i, topic in enumerate(facts.body.trade.topics)]
    offices = ["办公室", "计划财务科", f"{facts.body.trade.topics[0]}科", f"{facts.body.trade.topics[1]}科"]
    grown = 0 if before is None else staff.active - before.staff.active
    moved = f"，{'增加' if grown >= 0 else '减少'}{abs(grown)}人" if before else ""
    return [
        Heading(1, f"第一部分 {facts.year}年{name}部门概况"),
        Heading(2, "一、主要职能"),
        *duties,
        Heading(2, "二、机构设置及人员情况"),
        Text(f"{name}无下属预算单位，下设{len(offices)}个科室，分别是：{'、'.join(offices)}。"),
        Text(
            f"{name}编制数{staff.posts}，实有人数{staff.active + staff.retired}人，其中：在职{staff.active}人{moved}；"
            f"退休{staff.retired}人；离休0人。"
        ),
    ]


def _tables(facts: YearFacts) -> list[Grid]:
    name, year = facts.body.name, facts.year
    three = (Head("类"), Head("款"), Head("项"))
    spend_head = (
        (Head("功能分类科目编码", 3), Head("功能分类科目名称", 1, 2), Head("合计", 1, 2), Head("基本支出", 1, 2), Head("项目支出", 1, 2)),
        three,
    )
    empty_head = (
        (Head("功能分类科目编码", 3), Head("功能分类科目名称", 1, 2), Head("合计", 1, 2), Head("基本支出", 1, 2), Head("项目支出", 1, 2)),
        three,
    )
    econ_head = (
        (Head("经济分类科目编码", 2), Head("经济分类科目名称", 1, 2), Head("合计", 1, 2), Head("人员经费", 1, 2), Head("公用经费", 1, 2)),
        (Head("类"), Head("款")),
    )
    public = facts.three_public
    public_rows = (
        ("合计", public.total), ("因公出国（境）费", public.abroad), ("公务接待费", public.reception), ("公务用车购置及运行费", public.purchase + public.running),
        ("其中：公务用车购置费", public.purchase), ("公务用车运行费", public.running),
    )  # fmt: skip
    nothing = "{}{}年没有使用{}拨款安排的支出，{}支出情况表为空表。"
    return [
        _overall(facts),
        _income(facts),
        Grid("表3", "部门支出总体情况表", "万元", spend_head, tuple(spending_rows(facts, total_first=True, label="总计")), 3, 4),
        _appropriation(facts),
        Grid("表5", "一般公共预算支出情况表", "万元", spend_head, tuple(_current_rows(facts)), 3, 4),
        Grid("表6", "一般公共预算基本支出情况表", "万元", econ_head, tuple(economic_rows(facts)), 2, 3),
        _projects(facts),
        Grid("表8", "政府性基金预算支出情况表", "万元", empty_head, (), 3, 4, nothing.format(name, year, "政府性基金预算", "政府性基金预算")),
        Grid("表9", "国有资本经营预算支出情况表", "万元", empty_head, (), 3, 4, nothing.format(name, year, "国有资本经营预算", "国有资本经营预算")),
        Grid("表10", "财政拨款“三公”经费支出情况表", "万元", ((Head("“三公”经费支出内容"), Head("合计"), Head("一般公共预算")),),
             tuple((label, amount(value), amount(value)) for label, value in public_rows)),
        Grid("表11", "上年结转结余情况明细表", "万元", ((Head("项目名称"), Head("总计"), Head("财政拨款结转")),),
             (("总计", amount(facts.carried), amount(facts.carried)), (facts.projects[-1].name, amount(facts.carried), amount(facts.carried))) if facts.carried else (),
             1, 1, "" if facts.carried else f"{name}{year}年没有上年结转结余，上年结转结余情况明细表为空表。"),
    ]  # fmt: skip


def _overall(facts: YearFacts) -> Grid:
    current = facts.own + facts.transfer
    left = [
        ("一、本年收入", amount(current)), ("1.一般公共预算拨款", amount(current)), ("其中：一般财力", amount(facts.own)),
        ("上级一般公共预算安排转移支付", amount(facts.transfer)), ("2.政府性基金预算拨款", ""), ("3.国有资本经营预算拨款", ""),
        ("4.财政专户核拨", ""), ("5.单位资金", ""), ("二、上年结转结余", amount(facts.carried)), ("1.财政拨款结转", amount(facts.carried)), ("2.非财政拨款结转结余", ""),
    ]  # fmt: skip
    right = [(f"{code} {name}", amount(value)) for code, name, value in classes(facts)]
    rows = [*side_by_side(left, right), ("收入总计", amount(facts.total), "支出总计", amount(facts.total))]
    header = ((Head("收入", 2), Head("支出", 2)), (Head("项目"), Head("预算数"), Head("支出功能分类"), Head("预算数")))
    return Grid("表1", "部门收支总体情况表", "万元", header, tuple(rows))


def _by_source(facts: YearFacts) -> Callable[[str], tuple[Decimal, Decimal, Decimal]]:
    """Splits 项目 money of a code prefix into (own, transfer, carried): carried goes to the last project, transfers fill from the first."""
    pieces: list[tuple[str, Decimal, Decimal, Decimal]] = []
    transfer = facts.transfer
    for project in facts.projects:
        carried = facts.carried if project is facts.projects[-1] else ZERO
        taken = min(transfer, project.amount - carried)
        transfer -= taken
        pieces.append((project.code, project.amount - carried - taken, taken, carried))
    pieces += [(f.code, f.basic, ZERO, ZERO) for f in facts.functional]

    def split(prefix: str) -> tuple[Decimal, Decimal, Decimal]:
        chosen = [p for p in pieces if p[0].startswith(prefix)]
        return tuple(sum((p[i] for p in chosen), ZERO) for i in (1, 2, 3))  # type: ignore[return-value]

    return split


def _income(facts: YearFacts) -> Grid:
    split = _by_source(facts)
    header = (
        (
            Head("功能分类科目编码", 3),
            Head("功能分类科目名称", 1, 2),
            Head("总计", 1, 2),
            Head("财政拨款（补助）", 3),
            Head("单位资金", 1, 2),
            Head("财政拨款结转", 1, 2),
        ),
        (Head("类"), Head("款"), Head("项"), Head("财政拨款（补助）小计"), Head("一般公共预算"), Head("上级一般公共预算安排的转移支付")),
    )

    def row(code: str, name: str) -> tuple[str, ...]:
        own, transfer, carried = split(code)
        return (*split_code(code), name, *map(amount, (own + transfer + carried, own + transfer, own, transfer, ZERO, carried)))

    rows = [row("", "总计"), *(row(code, name) for code, name, _ in functional_tree(facts.functional, lambda rows: ()))]
    return Grid("表2", "部门收入总体情况表", "万元", header, tuple(rows), 3, 4)


def _current_rows(facts: YearFacts) -> list[tuple[str, ...]]:
    """表5: this year's appropriation, without what was carried over."""
    split = _by_source(facts)

    def row(code: str, name: str) -> tuple[str, ...]:
        own, transfer, _ = split(code)
        basic = sum((f.basic for f in facts.functional if f.code.startswith(code)), ZERO)
        return (*split_code(code), name, amount(own + transfer), amount(basic), amount(own + transfer - basic))

    return [row("", "总计"), *(r for code, name, _ in functional_tree(facts.functional, lambda rows: ()) if (r := row(code, name))[4])]


def _appropriation(facts: YearFacts) -> Grid:
    split = _by_source(facts)
    current = facts.own + facts.transfer
    left = [("一、财政拨款（补助）", amount(current)), ("一般公共预算", amount(current)), ("政府性基金预算", ""), ("国有资本经营预算", "")]
    right = [(f"{code} {name}", *(amount(sum(split(code)[:2], ZERO)),) * 2, "", "") for code, name, _ in classes(facts)]
    total = ("收入总计", amount(current), "支出总计", amount(current), amount(current), "", "")
    header = (
        (Head("财政拨款收入", 2), Head("财政拨款支出", 5)),
        (Head("项目"), Head("合计"), Head("支出功能分类"), Head("合计"), Head("一般公共预算"), Head("政府性基金预算"), Head("国有资本经营预算")),
    )
    return Grid("表4", "财政拨款收支预算总体情况表", "万元", header, (*side_by_side(left, right), total))


def _projects(facts: YearFacts) -> Grid:
    names = {f.code: f.names for f in facts.functional}
    rows: list[tuple[str, ...]] = []
    shown = [(p, p.amount - (facts.carried if p is facts.projects[-1] else ZERO)) for p in facts.projects]
    whole = sum((v for _, v in shown), ZERO)
    rows.append(("", "", "", "总计", "", amount(whole), amount(whole), ""))
    rows += [(*split_code(p.code), names[p.code][2], p.name, amount(v), amount(v), "") for p, v in shown]
    header = (
        (
            Head("科目编码", 3),
            Head("功能分类科目名称", 1, 2),
            Head("项目名称", 1, 2),
            Head("项目支出合计", 1, 2),
            Head("商品和服务支出", 1, 2),
            Head("资本性支出", 1, 2),
        ),
        (Head("类"), Head("款"), Head("项")),
    )
    return Grid("表7", "一般公共预算项目支出情况表", "万元", header, tuple(rows), 3, 5)


def _narrative(facts: YearFacts, before: YearFacts | None) -> list[Block]:
    name, year, base = facts.body.name, facts.year, "上年预算"

    def sentence(label: str, value: Decimal, last: Decimal | None, whole: Decimal | None = None) -> Text:
        share = f"，占{percent(value, whole)}" if whole is not None else ""
        reason = reason_for(label, last is None or value > last)
        return Text(f"{label}{yuan(value)}{share}{change(value, last, base, reason)}。")

    def last(pick: Callable[[YearFacts], Decimal]) -> Decimal | None:
        return None if before is None else pick(before)

    blocks: list[Block] = [
        Heading(2, f"一、关于{name}{year}年收支预算情况的总体说明"),
        Text(f"按照全口径预算的原则，{name}{year}年所有收入和支出均纳入部门预算管理。收支总预算{yuan(facts.total)}。"),
        Heading(2, f"二、关于{name}{year}年收入预算情况说明"),
        Text(f"{name}部门收入预算{yuan(facts.total)}，其中："),
        sentence("一般公共预算", facts.own, last(lambda f: f.own), facts.total),
        sentence("上级一般公共预算安排的转移支付资金", facts.transfer, last(lambda f: f.transfer), facts.total),
        Text("政府性基金预算未安排。"),
        sentence("财政拨款结转", facts.carried, last(lambda f: f.carried), facts.total) if facts.carried else Text("财政拨款结转未安排。"),
        Heading(2, f"三、关于{name}{year}年支出预算情况说明"),
        Text(f"{name}{year}年支出预算{yuan(facts.total)}，其中："),
        sentence("基本支出", facts.basic, last(lambda f: f.basic), facts.total),
        sentence("项目支出", facts.project_total, last(lambda f: f.project_total), facts.total),
        Heading(2, f"四、关于{name}{year}年一般公共预算当年拨款情况说明"),
        Heading(3, "（一）一般公共预算当年拨款具体使用情况"),
    ]
    known = {} if before is None else {f.code: f.total for f in before.functional}
    for i, item in enumerate(facts.functional, 1):
        path = "".join(f"{n}（{k}）" for n, k in zip(item.names, "类款项", strict=True))
        reason = reason_for(item.names[2], item.total > known.get(item.code, ZERO))
        old = known.get(item.code) if before else None
        blocks.append(Text(f"{i}、{path}：{year}年预算数为{yuan(item.total)}{change(item.total, old, base, reason)}。"))
    blocks += [
        Heading(2, f"五、关于{name}{year}年一般公共预算基本支出情况说明"),
        Text(f"{name}{year}年一般公共预算基本支出{yuan(facts.basic)}，其中："),
        Text(f"人员经费{yuan(facts.personnel)}，主要包括：{'、'.join(e.name for e in facts.economic if e.is_personnel)}。"),
        Text(f"公用经费{yuan(facts.running)}，主要包括：{'、'.join(e.name for e in facts.economic if not e.is_personnel)}。"),
        Heading(2, f"六、关于{name}{year}年项目支出情况说明"),
    ]
    for i, project in enumerate(facts.projects):
        blocks += [
            Heading(3, f"（{NUMERALS[i]}）项目名称：{project.name}"),
            Text(f"设立的政策依据：{project.basis}"),
            Text(f"预算安排规模：{project.amount:,.2f}万元"),
            Text(f"项目承担单位：{name}"),
            Text(f"资金分配情况：{'；'.join(f'{use}{value:,.2f}万元' for use, value in project.uses)}"),
            Text(f"资金执行时间：{year}年1月1日至{year}年12月31日"),
        ]
    return blocks


def _other(facts: YearFacts, before: YearFacts | None) -> list[Block]:
    name, year, public = facts.body.name, facts.year, facts.three_public
    parts = (
        ("因公出国（境）费", public.abroad),
        ("公务用车购置费", public.purchase),
        ("公务用车运行费", public.running),
        ("公务接待费", public.reception),
    )
    last = None if before is None else before.three_public
    moves = ""
    if last is not None:
        old = (last.abroad, last.purchase, last.running, last.reception)
        moved = []
        for (label, value), was in zip(parts, old, strict=True):
            word = "增加" if value >= was else "减少"
            moved.append(f"{label}{word}{yuan(abs(value - was))}，主要原因是{reason_for(label, value > was) if value != was else '与上年一致'}")
        moves = f"{year}年财政拨款“三公”经费预算{change(public.total, last.total, '上年预算')[1:]}，其中：{'；'.join(moved)}。"
    running = change(
        facts.running, before.running if before else None, "上年预算", reason_for("机关运行", bool(before and facts.running > before.running))
    )
    blocks: list[Block] = [
        Heading(2, f"七、关于{name}{year}年财政拨款“三公”经费预算情况说明"),
        Text(f"{name}{year}年财政拨款“三公”经费预算数为{yuan(public.total)}，其中：{'，'.join(label + yuan(value) for label, value in parts)}。"),
        *([Text(moves)] if moves else []),
        Heading(2, "八、其他重要事项的情况说明"),
        Heading(3, "（一）机关运行经费情况"),
        Text(f"{name}{year}年的机关运行经费财政拨款预算{yuan(facts.running)}{running}。"),
        Heading(3, "（二）政府采购情况"),
        Text(
            f"{year}年，{name}政府采购预算{yuan(facts.procurement)}，其中：政府采购货物预算{yuan(facts.goods)}，"
            f"政府采购工程预算{yuan(facts.works)}，政府采购服务预算{yuan(facts.services)}。"
        ),
        Heading(3, "（三）国有资产占用使用情况"),
        Text(f"截至{year - 1}年底，{name}占用使用国有资产总体情况为："),
        Text(f"1．房屋{facts.floor_area:,.2f}平方米。"),
        Text(f"2．车辆{facts.vehicles}辆，价值{yuan(facts.vehicle_value)}。"),
        Heading(3, "（四）预算绩效情况"),
        Text(f"{year}年，本部门预算绩效目标管理的项目{len(facts.projects)}个，涉及预算金额{yuan(facts.project_total)}。具体情况见下表："),
    ]
    for project in facts.projects:
        rows = (("产出指标", "数量指标", project.indicator, f">={project.target}次", "60"), ("产出指标", "时效指标", "资金支付及时率", "=100%", "40"))
        header = ((Head("一级指标"), Head("二级指标"), Head("三级指标"), Head("指标值"), Head("分值权重")),)
        blocks.append(Grid("", f"项目支出绩效目标表（{project.name}）", "万元", header, rows, 0, 5))
    return blocks


def _glossary() -> list[Block]:
    entries = (
        ("财政拨款", "由本级财政部门从一般公共预算、政府性基金预算和国有资本经营预算中安排给部门的资金。"),
        ("基本支出", "为保障机构正常运转、完成日常工作任务而安排的支出，分为人员经费和公用经费。"),
        ("项目支出", "在基本支出之外，为完成特定行政任务或者事业发展目标而安排的支出。"),
        ("“三公”经费", "用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。"),
        ("机关运行经费", "保障行政单位运行、用于购买货物和服务的各项公用经费。"),
    )
    return [Heading(1, "第四部分 名词解释"), *(Text(f"{NUMERALS[i]}、{term}：{meaning}") for i, (term, meaning) in enumerate(entries))]
