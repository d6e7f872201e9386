"""Template of a 部门决算: final accounts in six tables and the account given of them, with budget figures beside the final ones."""

from __future__ import annotations

from decimal import Decimal

from eval.madeup.document import Grid, Head, Heading, Made, Text, amount
from eval.madeup.facts import YearFacts
from eval.madeup.tables import classes, economic_tree, functional_tree, side_by_side, spending_rows
from eval.madeup.wording import change, percent, reason_for, yuan

Block = Heading | Text | Grid


def final(facts: YearFacts, before: YearFacts | None, planned: YearFacts) -> Made:
    """The final accounts of a year: ``facts`` are what was spent, ``planned`` the same year's budget."""
    name, year = facts.body.name, facts.year
    blocks: list[Block] = [Text(f"{name}{year}年度部门决算（示例）"), Text("本文件由程序生成，单位与数字均为虚构，仅供演示。")]
    duties = [Text(f"（{'一二三'[i]}）负责{facts.body.place}{topic}方面的行政管理和公共服务。") for i, topic in enumerate(facts.body.trade.topics)]
    blocks += [
        Heading(1, "第一部分 部门概况"),
        Heading(2, "一、主要职能"),
        *duties,
        Heading(2, "二、机构设置"),
        Text(
            f"{name}{year}年末实有人数{facts.staff.active + facts.staff.retired}人，其中：在职人员{facts.staff.active}人，离休人员0人，退休人员{facts.staff.retired}人。"
        ),
        Heading(1, f"第二部分 {year}年度部门决算表"),
        *_tables(facts, planned),
        Heading(1, f"第三部分 {year}年度部门决算情况说明"),
        *_narrative(facts, before, planned),
        Heading(1, "第四部分 名词解释"),
        Text("一、财政拨款收入：单位从同级财政部门取得的各类财政拨款。"),
        Text("二、年末结转和结余：单位按规定结转到以后年度继续使用或留存的资金。"),
    ]
    return Made(f"示例_{name}_{year}年度部门决算", f"{name}{year}年度部门决算", name, year, "决算", tuple(blocks))


def _tables(facts: YearFacts, planned: YearFacts) -> list[Grid]:
    public, plan = facts.three_public, planned.three_public
    current = facts.own + facts.transfer
    left = [("一、一般公共预算财政拨款收入", amount(current)), ("二、政府性基金预算财政拨款收入", ""), ("三、事业收入", ""), ("四、其他收入", ""), ("本年收入合计", amount(current)),
            ("年初结转和结余", amount(facts.carried)), ("总计", amount(facts.total))]  # fmt: skip
    right = [(f"{i}、{name}", amount(value)) for i, (_, name, value) in zip("一二三四五六七八", classes(facts), strict=False)]
    right += [("本年支出合计", amount(facts.total)), ("年末结转和结余", ""), ("总计", amount(facts.total))]
    spend = tuple((code, *rest[3:]) for code, rest in zip(_codes(facts), spending_rows(facts, total_first=True, label="合计"), strict=True))
    spend_head = ((Head("科目编码"), Head("科目名称"), Head("本年支出合计"), Head("基本支出"), Head("项目支出")),)
    econ = tuple((code, name, amount(value)) for code, name, value in economic_tree(facts.economic))
    car, car_plan = public.purchase + public.running, plan.purchase + plan.running
    head = ((Head("项目"), Head("预算数"), Head("决算数")),)
    rows = (("合计", plan.total, public.total), ("1．因公出国（境）费", plan.abroad, public.abroad), ("2．公务用车购置及运行维护费", car_plan, car),
            ("（1）公务用车购置费", plan.purchase, public.purchase), ("（2）公务用车运行维护费", plan.running, public.running),
            ("3．公务接待费", plan.reception, public.reception))  # fmt: skip
    overall_head = ((Head("收入", 2), Head("支出", 2)), (Head("项目"), Head("决算数"), Head("项目"), Head("决算数")))
    return [
        Grid("公开01表", "收入支出决算总表", "万元", overall_head, tuple(side_by_side(left, right))),
        Grid("公开02表", "支出决算表", "万元", spend_head, spend, 1, 2),
        Grid("公开03表", "一般公共预算财政拨款基本支出决算表", "万元", ((Head("经济分类科目编码"), Head("科目名称"), Head("决算数")),),
             (*econ, ("", "合计", amount(facts.basic))), 1, 2),
        Grid("公开04表", "“三公”经费支出决算表", "万元", head, tuple((label, f"{a:,.2f}", f"{b:,.2f}") for label, a, b in rows)),
        Grid("公开05表", "政府性基金预算财政拨款支出决算表", "万元", spend_head, (), 1, 2, "本部门本年度无政府性基金预算财政拨款支出，故本表为空。"),
    ]  # fmt: skip


def _codes(facts: YearFacts) -> list[str]:
    return ["", *(code for code, _, _ in functional_tree(facts.functional, lambda rows: ()))]


def _narrative(facts: YearFacts, before: YearFacts | None, planned: YearFacts) -> list[Block]:
    name, year, public, plan = facts.body.name, facts.year, facts.three_public, planned.three_public

    def moved(label: str, now: Decimal, was: Decimal | None) -> str:
        return change(now, was, "上年", reason_for(label, was is None or now > was))

    def executed(label: str, now: Decimal, then: Decimal) -> str:
        return f"{label}{yuan(now)}，完成年初预算{yuan(then)}的{percent(now, then)}"

    past = before
    return [
        Heading(2, "一、收入支出决算总体情况说明"),
        Text(f"{name}{year}年度收入总计{yuan(facts.total)}，支出总计{yuan(facts.total)}"
            f"{moved('收支规模', facts.total, past.total if past else None)}。"),
        Heading(2, "二、支出决算情况说明"),
        Text(f"本年支出合计{yuan(facts.total)}，其中：基本支出{yuan(facts.basic)}，占{percent(facts.basic, facts.total)}；"
            f"项目支出{yuan(facts.project_total)}，占{percent(facts.project_total, facts.total)}。"),
        Heading(2, "三、一般公共预算财政拨款基本支出决算情况说明"),
        Text(f"{year}年度一般公共预算财政拨款基本支出{yuan(facts.basic)}，其中：人员经费{yuan(facts.personnel)}，公用经费{yuan(facts.running)}。"),
        Heading(2, "四、财政拨款“三公”经费支出决算情况说明"),
        Text(f"{year}年度财政拨款“三公”经费支出决算{executed('', public.total, plan.total)}{moved('“三公”经费', public.total, past.three_public.total if past else None)}。"),
        Text(f"其中：{executed('公务用车运行维护费', public.running, plan.running)}；{executed('公务接待费', public.reception, plan.reception)}。"),
        Heading(2, "五、其他重要事项情况说明"),
        Heading(3, "（一）机关运行经费支出情况"),
        Text(f"{year}年度机关运行经费支出{yuan(facts.running)}{moved('机关运行', facts.running, past.running if past else None)}。"),
        Heading(3, "（二）政府采购支出情况"),
        Text(f"{year}年度政府采购支出总额{yuan(facts.procurement)}，其中：货物支出{yuan(facts.goods)}，工程支出{yuan(facts.works)}，服务支出{yuan(facts.services)}。"),
        Heading(3, "（三）国有资产占用情况"),
        Text(f"截至{year}年12月31日，{name}共有车辆{facts.vehicles}辆，房屋{facts.floor_area:,.2f}平方米。"),
    ]  # fmt: skip
