"""Final accounts in nine sheets 公开01表–公开09表 with row numbers (行次) and column numbers (栏次), as most provinces publish them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from eval.madeup.document import Grid, Head, Heading, Made, Text
from eval.madeup.facts import YearFacts
from eval.madeup.families.pieces import (
    CARS,
    NOTICE,
    ZERO,
    Row,
    class_sentence,
    functional_rows,
    plain,
    staff_sentence,
    three_public_head,
    three_public_values,
    total_row,
)
from eval.madeup.tables import classes, economic_tree
from eval.madeup.wording import percent, reason_for, yuan

Block = Heading | Text | Grid
NUMERALS = "一二三四五六七八九十"


def accounts(facts: YearFacts, before: YearFacts, planned: YearFacts) -> Made:
    """The final accounts of a year: ``facts`` are what was spent, ``planned`` the same year's budget, ``before`` last year's accounts."""
    name, year = facts.body.name, facts.year
    duties = [Text(f"（{NUMERALS[i]}）负责{facts.body.place}{topic}方面的管理和服务。") for i, topic in enumerate(facts.body.trade.topics)]
    blocks: list[Block] = [
        Text(f"{year}年度"), Text(f"{name}部门决算（示例）"), NOTICE, Heading(1, "第一部分　单位概况"), Heading(2, "一、主要职责"), *duties, Heading(2, "二、机构设置"),
        Text(f"从决算单位构成看，{name}{year}年度部门决算仅包括本级决算。"), staff_sentence(facts),
        Heading(1, f"第二部分　{year}年度部门决算表"), *_tables(facts, planned),
        Heading(1, f"第三部分　{year}年度部门决算情况说明"), *_account(facts, before, planned),
        Heading(1, "第四部分　名词解释"), Text("一、财政拨款收入：指单位从本级财政部门取得的财政预算资金。"), Text("二、结余分配：指单位按规定对非财政拨款结余资金的分配。"),
    ]  # fmt: skip
    return Made(f"示例_{name}_{year}年度部门决算公开", f"{year}年度{name}部门决算", name, year, "决算", tuple(blocks))


def _numbered(left: Sequence[tuple[str, str]], right: Sequence[Row]) -> tuple[Row, ...]:
    """Two lists beside each other, each with its row numbers, which run on from the left list to the right one."""
    wide = len(right[0]) - 1
    rows = []
    height = max(len(left), len(right))
    for i, (a, b) in enumerate(zip_longest(left, right), 1):
        one = (a[0], str(i), a[1]) if a else ("", str(i), "")
        two = (b[0], str(height + i), *b[1:]) if b else ("", str(height + i), *("",) * wide)
        rows.append((*one, *two))
    return tuple(rows)


def _tables(facts: YearFacts, planned: YearFacts) -> list[Grid]:
    three = ("合计", "基本支出", "项目支出")
    spend = tuple((code, n, *v, "", "") for code, n, v in functional_rows(facts, plain))
    income = tuple((code, n, v[0], v[0], "", "", "") for code, n, v in functional_rows(facts, plain))
    current = tuple((code, n, *v) for code, n, v in functional_rows(facts, plain))
    total = total_row(facts, plain)
    return [
        _overall(facts),
        Grid("公开02表", "收入决算表", "万元", _coded("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "其他收入"), (("合计", "", total[0], total[0], "", "", ""), *income), 1, 2),
        Grid("公开03表", "支出决算表", "万元", _coded("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出"), (("合计", "", *total, "", ""), *spend), 1, 2),
        _granted(facts),
        Grid("公开05表", "一般公共预算财政拨款支出决算表", "万元", _coded(*three, over="本年支出"), (("合计", "", *total), *current), 1, 2),
        _economic(facts),
        _public(facts, planned),
        Grid("公开08表", "政府性基金预算财政拨款收入支出决算表", "万元", _fund(), (), 1, 2, "说明：本部门没有政府性基金预算财政拨款收入和安排的支出，故本表无数据。"),
        Grid("公开09表", "国有资本经营预算财政拨款支出决算表", "万元", _coded(*three, over="本年支出"), (), 1, 2, "说明：本部门没有使用国有资本经营预算财政拨款安排的支出，故本表无数据。"),
    ]  # fmt: skip


def _coded(*columns: str, over: str = "") -> tuple[tuple[Head, ...], ...]:
    """科目编码 and 科目名称 under 项目, the columns, then the row of column numbers."""
    ordinals = (Head("栏次", 2), *(Head(str(i)) for i in range(1, len(columns) + 1)))
    if over:
        return (Head("项目", 2), Head(over, len(columns))), (Head("功能分类科目编码"), Head("科目名称"), *(Head(c) for c in columns)), ordinals
    return (Head("项目", 2), *(Head(c, 1, 2) for c in columns)), (Head("功能分类科目编码"), Head("科目名称")), ordinals


def _overall(facts: YearFacts) -> Grid:
    current = facts.total - facts.carried
    left = [("一、一般公共预算财政拨款收入", plain(current)), ("二、政府性基金预算财政拨款收入", ""), ("三、国有资本经营预算财政拨款收入", ""), ("四、上级补助收入", ""),
            ("五、事业收入", ""), ("六、经营收入", ""), ("七、其他收入", ""), ("本年收入合计", plain(current)), ("使用非财政拨款结余", ""),
            ("年初结转和结余", plain(facts.carried)), ("总计", plain(facts.total))]  # fmt: skip
    listed: list[Row] = [(f"{NUMERALS[i]}、{n}", plain(v)) for i, (_, n, v) in enumerate(classes(facts))]
    listed += [("", "")] * (7 - len(listed))
    right = [*listed, ("本年支出合计", plain(facts.total)), ("结余分配", ""), ("年末结转和结余", ""), ("总计", plain(facts.total))]
    header = ((Head("收入", 3), Head("支出", 3)), tuple(Head(t) for t in ("项目", "行次", "金额") * 2), (Head("栏次"), Head(""), Head("1"), Head("栏次"), Head(""), Head("2")))
    return Grid("公开01表", "收入支出决算总表", "万元", header, _numbered(left, right))


def _granted(facts: YearFacts) -> Grid:
    current = facts.total - facts.carried
    left = [("一、一般公共预算财政拨款", plain(current)), ("二、政府性基金预算财政拨款", ""), ("三、国有资本经营预算财政拨款", ""), ("", ""), ("", ""), ("", ""),
            ("本年收入合计", plain(current)), ("年初财政拨款结转和结余", plain(facts.carried)), ("一般公共预算财政拨款", plain(facts.carried)), ("总计", plain(facts.total))]  # fmt: skip
    listed: list[Row] = [(f"{NUMERALS[i]}、{n}", plain(v), plain(v), "", "") for i, (_, n, v) in enumerate(classes(facts))]
    listed += [("", "", "", "", "")] * (6 - len(listed))
    right = [*listed, ("本年支出合计", plain(facts.total), plain(facts.total), "", ""), ("年末财政拨款结转和结余", "", "", "", ""), ("", "", "", "", ""),
             ("总计", plain(facts.total), plain(facts.total), "", "")]  # fmt: skip
    funds = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    header = ((Head("收入", 3), Head("支出", 6)), tuple(Head(t) for t in ("项目", "行次", "金额", "项目", "行次", *funds)),
              (Head("栏次"), Head(""), Head("1"), Head("栏次"), Head(""), *(Head(str(i)) for i in range(2, 6))))  # fmt: skip
    return Grid("公开04表", "财政拨款收入支出决算总表", "万元", header, _numbered(left, right))


def _economic(facts: YearFacts) -> Grid:
    tree = [(code, n, plain(v)) for code, n, v in economic_tree(facts.economic)]
    others = [("307", "债务利息及费用支出", ""), ("310", "资本性支出", ""), ("31002", "办公设备购置", "")]
    groups = [[r for r in tree if r[0][:3] in {"301", "303"}], [r for r in tree if r[0][:3] == "302"], others]
    rows = [tuple(text for cell in line for text in (cell or ("", "", ""))) for line in zip_longest(*groups)]
    last = ("人员经费合计", "", plain(facts.personnel), "公用经费合计", "", "", "", "", plain(facts.running))
    header = ((Head("人员经费", 3), Head("公用经费", 6)), tuple(Head(t) for t in ("科目编码", "科目名称", "决算数") * 3))
    return Grid("公开06表", "一般公共预算财政拨款基本支出决算明细表", "万元", header, (*rows, last), 1, 2)


def _public(facts: YearFacts, planned: YearFacts) -> Grid:
    head = three_public_head("合计")
    header = ((Head("预算数", 6), Head("决算数", 6)), (*head, *head), (*CARS, *CARS), tuple(Head(str(i)) for i in range(1, 13)))
    return Grid("公开07表", "财政拨款“三公”经费支出决算表", "万元", header, (tuple(map(plain, (*three_public_values(planned), *three_public_values(facts)))),), 0, 0)


def _fund() -> tuple[tuple[Head, ...], ...]:
    return (
        (Head("项目", 2), Head("年初结转和结余", 1, 2), Head("本年收入", 1, 2), Head("本年支出", 3), Head("年末结转和结余", 1, 2)),
        (Head("功能分类科目编码"), Head("科目名称"), Head("小计"), Head("基本支出"), Head("项目支出")),
        (Head("栏次", 2), *(Head(str(i)) for i in range(1, 7))),
    )


def _moved(now: Decimal, was: Decimal, label: str) -> str:
    if now == was:
        return "，与上年度持平"
    up = now > was
    rate = f"，{'增长' if up else '下降'}{percent(abs(now - was), was)}" if was else ""
    return f"，与上年度相比{'增加' if up else '减少'}{yuan(abs(now - was))}{rate}，主要原因是{reason_for(label, up)}"


def _done(now: Decimal, then: Decimal) -> str:
    word = "等于" if now == then else "大于" if now > then else "小于"
    degree = f"，完成年初预算的{percent(now, then)}" if then else ""
    return f"年初预算为{yuan(then)}，支出决算为{yuan(now)}{degree}。决算数{word}年初预算数"


def _account(facts: YearFacts, before: YearFacts, planned: YearFacts) -> list[Block]:
    year, p, plan, was = facts.year, facts.three_public, planned.three_public, before.three_public
    up = facts.total >= before.total
    known = {f.code: f.total for f in planned.functional}
    blocks: list[Block] = [
        Heading(2, "一、收入支出决算总体情况说明"),
        Text(f"{year}年度收、支总计均为{yuan(facts.total)}。与上年度相比，收、支总计各{'增加' if up else '减少'}{yuan(abs(facts.total - before.total))}，"
             f"{'增长' if up else '下降'}{percent(abs(facts.total - before.total), before.total)}。主要原因是{reason_for('项目支出', up)}。"),
        Heading(2, "二、支出决算情况说明"),
        Text(f"{year}年度本年支出合计{yuan(facts.total)}，其中：基本支出{yuan(facts.basic)}，占{percent(facts.basic, facts.total)}；项目支出{yuan(facts.project_total)}，"
             f"占{percent(facts.project_total, facts.total)}；上缴上级支出0.00万元，占0.00%。"),
        Heading(2, "三、一般公共预算财政拨款支出决算情况说明"),
        Heading(3, "（一）一般公共预算财政拨款支出决算结构情况"),
        Text(f"{year}年度一般公共预算财政拨款支出{yuan(facts.total)}，主要用于以下方面：{class_sentence(facts, classes(facts))}。"),
        Heading(3, "（二）一般公共预算财政拨款支出决算具体情况"),
        Text(f"{year}年度一般公共预算财政拨款支出{_done(facts.total, planned.total)}。其中："),
    ]  # fmt: skip
    for number, f in enumerate(facts.functional, 1):
        then = known.get(f.code, ZERO)
        blocks.append(Text(f"{number}．{f.names[0]}（类）{f.names[1]}（款）{f.names[2]}（项）。{_done(f.total, then)}，主要原因是{reason_for(f.names[2], f.total >= then)}。"))
    cars, cars_plan = p.purchase + p.running, plan.purchase + plan.running
    blocks += [
        Heading(2, "四、一般公共预算财政拨款基本支出决算情况说明"),
        Text(f"{year}年度一般公共预算财政拨款基本支出{yuan(facts.basic)}，其中：人员经费{yuan(facts.personnel)}，主要包括：基本工资、津贴补贴、奖金等；"
             f"公用经费{yuan(facts.running)}，主要包括：办公费、印刷费、差旅费等。"),
        Heading(2, "五、财政拨款“三公”经费支出决算情况说明"),
        Text(f"{year}年度“三公”经费财政拨款支出预算为{yuan(plan.total)}，支出决算为{yuan(p.total)}，完成预算的{percent(p.total, plan.total)}{_moved(p.total, was.total, '“三公”经费')}。"),
        Text(f"因公出国（境）费支出决算{yuan(p.abroad)}。公务用车购置及运行维护费支出决算{yuan(cars)}，完成预算的{percent(cars, cars_plan)}。其中：公务用车购置支出{yuan(p.purchase)}；"
             f"公务用车运行维护费支出{yuan(p.running)}。公务接待费支出决算{yuan(p.reception)}，完成预算的{percent(p.reception, plan.reception)}。"),
        Heading(2, "六、其他重要事项的情况说明"),
        Heading(3, "（一）机关运行经费支出情况"),
        Text(f"{year}年度机关运行经费支出{yuan(facts.running)}{_moved(facts.running, before.running, '机关运行')}。"),
        Heading(3, "（二）政府采购支出情况"),
        Text(f"{year}年度政府采购支出总额{yuan(facts.procurement)}，其中：政府采购货物支出{yuan(facts.goods)}、政府采购工程支出{yuan(facts.works)}、政府采购服务支出{yuan(facts.services)}。"),
        Heading(3, "（三）国有资产占用情况"),
        Text(f"截至{year}年12月31日，{facts.body.name}共有车辆{facts.vehicles}辆。"),
    ]  # fmt: skip
    return blocks
