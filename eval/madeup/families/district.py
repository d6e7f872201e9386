"""A district's 部门预算: only the contents page numbers its parts, the prose comes first, the tables are in 元 and bear no number."""

from __future__ import annotations

from decimal import Decimal

from eval.madeup.document import Grid, Head, Heading, Made, Text
from eval.madeup.facts import YearFacts
from eval.madeup.families.pieces import NOTICE, economic_rows_of, functional_rows, in_yuan, project_blocks, staff_sentence, total_row
from eval.madeup.tables import classes, side_by_side, split_code
from eval.madeup.wording import yuan

Block = Heading | Text | Grid
TITLES = (
    "部门财务收支预算总表", "部门收入预算总表", "部门支出预算总表", "部门财政拨款收支预算总表", "部门一般公共预算支出功能分类预算表",
    "部门政府性基金预算支出功能分类预算表", "部门国有资本经营预算支出功能分类预算表", "部门一般公共预算基本支出部门预算经济分类预算表",
    "部门“三公”经费和机关运行经费预算表",
)  # fmt: skip
NUMERALS = "一二三四五六七八九十"
LEVELS = (Head("类"), Head("款"), Head("项"))


def district(facts: YearFacts, before: YearFacts | None) -> Made:
    """The budget of a year; ``before`` are last year's facts."""
    name, year = facts.body.name, facts.year
    parts = ("部门主要职能", "部门机构设置", "名词解释", "部门预算编制说明", "部门预算表")
    blocks: list[Block] = [Text(f"{facts.body.place}{year}年部门预算（示例）"), Text(f"预算主管部门：{name}"), NOTICE, Text("目　录")]
    blocks += [Text(f"{NUMERALS[i]}、{part}{'…' * 20}") for i, part in enumerate(parts)]
    blocks += [Text(f"{i}. {year}年{title}{'…' * 12}") for i, title in enumerate(TITLES, 1)]
    blocks += [Text(f"六、其他相关情况说明{'…' * 20}")]
    blocks += [Heading(1, f"{name}（部门）主要职能"), Text(f"{name}是{facts.body.place}设立的工作部门。"), Text("主要职能包括：")]
    blocks += [Text(f"（{NUMERALS[i]}）负责{facts.body.place}{topic}的规划、组织和监督。") for i, topic in enumerate(facts.body.trade.topics)]
    blocks += [Heading(1, f"{name}（部门）机构设置"), Text(f"{name}无下属预算单位。"), staff_sentence(facts)]
    blocks += [Heading(1, "名词解释"), Text("（一）事业收入：指事业单位开展专业业务活动及其辅助活动取得的收入。"),
               Text("（二）项目支出预算：是为完成特定任务在基本支出之外编制的年度支出计划。")]  # fmt: skip
    blocks += [Heading(1, f"{year}年部门预算编制说明"), *_account(facts, before), *_tables(facts)]
    blocks += [Heading(1, "其他相关情况说明"), *_other(facts, before), *project_blocks(facts, 2, "六、重点项目情况说明")]
    return Made(f"示例_{name}_{year}年区级部门预算", f"{year}年{name}部门预算", name, year, "预算", tuple(blocks))


def _moved(now: Decimal, was: Decimal | None, year: int) -> str:
    if was is None:
        return ""
    if now == was:
        return f"，与{year - 1}年预算持平"
    return f"，比{year - 1}年预算{'增加' if now > was else '减少'}{yuan(abs(now - was))}"


def _account(facts: YearFacts, before: YearFacts | None) -> list[Block]:
    name, year = facts.body.name, facts.year
    moved = _moved(facts.total, before.total if before else None, year)
    blocks: list[Block] = [
        Text(f"{year}年，{name}收入预算{yuan(facts.total)}，其中：财政拨款收入{yuan(facts.total)}{moved}；事业收入0万元；事业单位经营收入0万元；其他收入0万元。"),
        Text(f"支出预算{yuan(facts.total)}，其中：财政拨款支出预算{yuan(facts.total)}{moved}。财政拨款支出预算中，一般公共预算拨款支出预算{yuan(facts.total)}{moved}；"
             f"政府性基金拨款支出预算0万元，与{year - 1}年预算持平；国有资本经营预算拨款支出预算0万元，与{year - 1}年预算持平。"),
        Text("财政拨款支出主要内容如下："),
    ]  # fmt: skip
    known = {f.code: f.total for f in before.functional} if before else {}
    for number, f in enumerate(facts.functional, 1):
        then = f"，{year - 1}年度预算{yuan(known[f.code])}" if f.code in known else ""
        path = f"“{f.names[0]}（类）{f.names[1]}（款）{f.names[2]}（项）”"
        blocks.append(Text(f"{number}. {path}{year}年度预算{yuan(f.total)}{then}，主要用于{facts.body.trade.topics[number % 3]}等方面的支出。"))
    return blocks


def _tables(facts: YearFacts) -> list[Grid]:
    year, unit = facts.year, "元"
    titles = [f"{year}年{t}" for t in TITLES]
    left = [("一、财政拨款收入", in_yuan(facts.total)), ("1. 一般公共预算", in_yuan(facts.total)), ("2. 政府性基金预算", ""), ("3. 国有资本经营预算", ""),
            ("二、事业收入", ""), ("三、事业单位经营收入", ""), ("四、其他收入", "")]  # fmt: skip
    right = [(f"{NUMERALS[i]}、{n}", in_yuan(v)) for i, (_, n, v) in enumerate(classes(facts))]
    overall = [*side_by_side(left, right), ("收入总计", in_yuan(facts.total), "支出总计", in_yuan(facts.total))]
    rows = [(*split_code(code), n, *values) for code, n, values in functional_rows(facts, in_yuan)]
    spend = (*rows, ("合计", "", "", "", *total_row(facts, in_yuan)))
    income = tuple((*row[:5], row[4], "", "", "") for row in spend)
    funded = [(n, in_yuan(v), in_yuan(v), "", "") for n, v in ((f"{NUMERALS[i]}、{n}", v) for i, (_, n, v) in enumerate(classes(facts)))]
    sources = [("一、一般公共预算", in_yuan(facts.total)), ("二、政府性基金预算", ""), ("三、国有资本经营预算", "")]
    granted = [*side_by_side(sources, funded), ("收入总计", in_yuan(facts.total), "支出总计", in_yuan(facts.total), in_yuan(facts.total), "", "")]
    economic = (*((code[:3], code[3:], n, *v) for code, n, v in economic_rows_of(facts, in_yuan)),
                ("合计", "", "", in_yuan(facts.basic), in_yuan(facts.personnel), in_yuan(facts.running)))  # fmt: skip
    two = ((Head("本年收入", 2), Head("本年支出", 2)), (Head("项目"), Head("预算数"), Head("项目"), Head("预算数")))
    four = ((Head("财政拨款收入", 2), Head("财政拨款支出", 5)),
            tuple(Head(t) for t in ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")))  # fmt: skip
    empty = ("合计", "", "", "", "", "", "")
    return [
        Grid("", titles[0], unit, two, tuple(overall)),
        Grid("", titles[1], unit, _coded("收入预算", "合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"), income, 3, 4),
        Grid("", titles[2], unit, _coded("支出预算", "合计", "基本支出", "项目支出"), spend, 3, 4),
        Grid("", titles[3], unit, four, tuple(granted)),
        Grid("", titles[4], unit, _coded("一般公共预算支出", "合计", "基本支出", "项目支出"), spend, 3, 4),
        Grid("", titles[5], unit, _coded("政府性基金预算支出", "合计", "基本支出", "项目支出"), (empty,), 3, 4, f"注：本部门{year}年无政府性基金预算财政拨款安排的预算，故本表为空表。"),
        Grid("", titles[6], unit, _coded("国有资本经营预算支出", "合计", "基本支出", "项目支出"), (empty,), 3, 4, "注：本年度无国有资本经营预算支出，故本表无数据。"),
        Grid("", titles[7], unit, _economic(), economic, 2, 3),
        _public(facts, titles[8]),
    ]  # fmt: skip


def _coded(over: str, *columns: str) -> tuple[tuple[Head, ...], ...]:
    return (
        (Head("项目", 4), Head(over, len(columns))),
        (Head("功能分类科目编码", 3), Head("功能分类科目名称", 1, 2), *(Head(c, 1, 2) for c in columns)),
        LEVELS,
    )


def _economic() -> tuple[tuple[Head, ...], ...]:
    return (
        (Head("项目", 3), Head("一般公共预算基本支出", 3)),
        (Head("部门预算经济分类科目编码", 2), Head("经济分类科目名称", 1, 2), Head("合计", 1, 2), Head("人员经费", 1, 2), Head("公用经费", 1, 2)),
        (Head("类"), Head("款")),
    )


def _public(facts: YearFacts, title: str) -> Grid:
    p = facts.three_public
    header = (
        (Head("“三公”经费预算数", 6), Head("机关运行经费预算数", 1, 3)),
        (Head("合计", 1, 2), Head("因公出国（境）费", 1, 2), Head("公务接待费", 1, 2), Head("公务用车购置及运行费", 3)),
        (Head("小计"), Head("购置费"), Head("运行费")),
    )
    values = (p.total, p.abroad, p.reception, p.purchase + p.running, p.purchase, p.running, facts.running)
    return Grid("", title, "万元", header, (tuple(f"{v:.2f}" for v in values),), 0, 0)


def _other(facts: YearFacts, before: YearFacts | None) -> list[Block]:
    year, p, was = facts.year, facts.three_public, before.three_public if before else None
    cars = p.purchase + p.running
    return [
        Heading(2, f"一、{year}年“三公”经费预算情况说明"),
        Text(f"{year}年“三公”经费预算数为{yuan(p.total)}{_moved(p.total, was.total if was else None, year)}。其中："),
        Text(f"（一）因公出国（境）费{yuan(p.abroad)}{_moved(p.abroad, was.abroad if was else None, year)}。"),
        Text(f"（二）公务用车购置及运行费{yuan(cars)}{_moved(cars, was.purchase + was.running if was else None, year)}。"
             f"其中：公务用车购置费{yuan(p.purchase)}；公务用车运行费{yuan(p.running)}{_moved(p.running, was.running if was else None, year)}。"),
        Text(f"（三）公务接待费{yuan(p.reception)}{_moved(p.reception, was.reception if was else None, year)}。"),
        Heading(2, "二、机关运行经费预算"),
        Text(f"{year}年{facts.body.name}下属1家机关和0家参公事业单位财政拨款的机关运行经费预算为{yuan(facts.running)}。"),
        Heading(2, "三、政府采购预算情况"),
        Text(f"{year}年本部门政府采购预算{yuan(facts.procurement)}，其中：政府采购货物预算{yuan(facts.goods)}、政府采购工程预算{yuan(facts.works)}、政府采购服务预算{yuan(facts.services)}。"),
        Heading(2, "四、绩效目标设置情况"),
        Text(f"本部门编报绩效目标的项目{len(facts.projects)}个，涉及项目预算资金{yuan(facts.project_total)}。"),
        Heading(2, "五、国有资产占有使用情况"),
        Text(f"截至{year - 1}年8月31日，{facts.body.name}共有车辆{facts.vehicles}辆；单价100万元（含）以上设备（不含车辆）0台（套）。"),
    ]  # fmt: skip
