"""A project's performance review (绩效自评表) added to a made-up disclosure: money, result in words, indicators; consistent in itself."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from eval.madeup.document import Grid, Head, Made, amount

TITLE = "项目支出绩效自评表"


def reviewed(made: Made, chance: random.Random) -> Made:
    """The document with a review of a project of its own at the end."""
    name = chance.choice(("便民服务提升项目", "档案数字化项目", "基层设施维护项目"))
    goods, labour = (Decimal(chance.randint(400, 9000)) / 100 for _ in range(2))
    done, least = chance.randint(30, 90), chance.randint(5, 29)
    whole = amount(goods + labour)
    rows = (
        ("主管部门", made.department, "", "", "实施单位", made.department, "", ""),
        ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ("", "年度资金总额", whole, whole, whole, "10", "100.00%", "10.00"),
        ("实际完成情况", f"全年举办惠民服务讲座{done}场次，受益群众满意度较高。", "", "", "", "", "", ""),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
        ("产出指标", "数量指标", "举办惠民服务讲座（场次）", f">={least}场次", f"={done}场次", "50", "50.00", ""),
        ("成本指标", "经济成本指标", "设备采购费用（万元）", f"<={goods:.2f}万元", f"={goods:.2f}万元", "20", "20.00", ""),
        ("成本指标", "经济成本指标", "劳务费用（万元）", f"<={labour:.2f}万元", f"={labour:.2f}万元", "20", "20.00", ""),
    )
    grid = Grid("", f"{TITLE}（{name}）", "万元", ((Head("项目名称"), Head(name, 7)),), rows, 0, 8)
    return replace(made, blocks=(*made.blocks, grid))
