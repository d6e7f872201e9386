"""Performance forms of an invented department: every indicator, amount and score becomes a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.figures.indicators import Measured, measured
from index.figures.performance import performance_figures
from index.model import Aspect, Figure, Identity, Kind, Scope
from index.reading.plaintext import read_text
from index.structure import structure

WHO = Identity("", "青石县文化局", "青石县文化局", 2031, Kind.BUDGET, Scope.DEPARTMENT)
GOALS = """项目支出绩效目标表

(2031 年)

预算单位\t\t青石县文化局\t\t\t\t\t\t
项目名称\t\t古桥修缮经费\t\t\t\t项目负责人\t林某\t
项目资金(万元)\t\t年度预算总额\t60.00\t其中：财政拨款\t45.00\t其他资金\t15.00\t
项目总体目标\t\t修缮古桥两座。\t\t\t\t\t\t
一级指标\t二级指标\t三级指标\t指标值\t指标值设置依据\t上年完成值\t指标分值权重\t指标赋分规则\t佐证资料
产出 指标\t数量 指标\t修缮古桥数量\t> =2 座\t计划标准\t1 座\t20\t按完成比例赋分\t工作资料
\t\t培训场次\t$\\geq 6$ 场\t计划标准\t\t10\t按完成比例赋分\t工作资料
\t质量 指标\t验收合格率\t=100 百分之百\t历史标准\t98%\t15\t直接赋分\t工作资料
\t时效 指标\t完工时间\t2031 年 10 月 30 日\t计划标准\t按时\t15\t直接赋分\t工作资料
"""
REVIEW = """项目支出绩效自评表

项目名称\t古桥修缮经费
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t60.00\t62.50\t50.00\t10\t80.00%\t8.00
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t修缮古桥数量\t>=2 座\t=1 座\t20\t10.00\t汛期停工
总分\t\t\t\t\t100\t78.00 分\t
"""


def figures(text: str) -> list[Figure]:
    return performance_figures(structure(read_text(text.encode(), "a.txt")), WHO)


def one(found: list[Figure], measure: str, aspect: Aspect, stage: str | None = None) -> Figure:
    (figure,) = [f for f in found if f.measure == measure and f.aspect is aspect and f.stage == stage]
    return figure


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        (">=9 次", "9", "次"),
        ("＞=90 百分之百", "90", "%"),
        ("＜=100百分之百", "100", "%"),
        ("≥6%", "6", "%"),
        ("=0.48 万元", "0.48", "万元"),
        ("<=2 万元", "2", "万元"),
    ],
)
def test_targets_are_read_with_their_unit(text: str, value: str, unit: str) -> None:
    assert measured(text) == Measured(Decimal(value), unit)


@pytest.mark.parametrize("text", ["有效提升", "2031 年 10 月 30 日", "=2031 年 5 月", ">=2:1", "新增项目", ""])
def test_words_dates_and_ratios_are_no_numbers(text: str) -> None:
    assert measured(text) is None


def test_goals_of_a_project() -> None:
    found = figures(GOALS)
    target = one(found, "修缮古桥数量", Aspect.TARGET)
    assert (target.value, target.unit, target.printed, target.subject, target.subject_kind) == (2, "座", ">=2 座", "古桥修缮经费", "指标")
    assert target.qualifiers == ("产出指标", "数量指标", "古桥修缮经费")
    assert one(found, "修缮古桥数量", Aspect.LAST).year == 2030
    assert one(found, "修缮古桥数量", Aspect.WEIGHT).unit == "分"
    assert one(found, "验收合格率", Aspect.TARGET).unit == "%"
    assert one(found, "培训场次", Aspect.TARGET).value == 6
    assert [f.aspect for f in found if f.measure == "完工时间"] == [Aspect.WEIGHT]
    assert one(found, "古桥修缮经费", Aspect.AMOUNT).value == 60
    assert one(found, "财政拨款", Aspect.AMOUNT).value == 45


def test_review_of_a_project() -> None:
    found = figures(REVIEW)
    assert one(found, "古桥修缮经费", Aspect.AMOUNT, "决算").value == 50
    assert one(found, "古桥修缮经费", Aspect.AMOUNT, "年初预算").value == 60
    assert one(found, "预算执行率", Aspect.RATE).value == 80
    assert one(found, "总分", Aspect.SCORE).value == 78
    actual = one(found, "修缮古桥数量", Aspect.ACTUAL)
    assert (actual.value, actual.quote) == (1, "产出指标 数量指标 修缮古桥数量 >=2 座 =1 座 20 10.00 汛期停工")
    assert len({f.id for f in found}) == len(found)


def test_rows_of_another_table_below_a_form_s_header_are_no_indicators() -> None:
    head = "项目支出绩效目标表\n\n一级指标\t二级指标\t三级指标\t指标值\t分值权重\n"
    coded = "208\t02\t01\t行政运行\t1,507.96\n208\t02\t\t民政管理事务\t1,507.96\n"
    sided = "政府性基金\t221 住房保障支出\t住房保障支出\t222.87\t222.87\n一、本年收入\t6,936.85\t社会保障和就业支出\t6,429.57\t\n收入总计\t6,936.85\t支出总计\t6,936.85\t\n"
    coded += "\t\t\t总计\t2,685.52\n总计\t\t\t2,685.52\t\n"
    own = "产出指标\t数量指标\t修缮古桥数量\t>=2座\t60\n"
    assert {f.measure for f in figures(head + coded + own + sided)} == {"修缮古桥数量"}
