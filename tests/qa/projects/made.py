"""A made-up disclosure with performance forms: an invented office, two projects planned, two assessed, units below it, money carried over."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from index.document import assemble
from index.model import Aspect, Figure, FileFormat, Identity, Kind, Paragraph, Scope, Section, Structured
from index.store.memory import MemoryIndex

# project, indicator, unit, {aspect: printed}
Indicator = tuple[str, str, str, dict[Aspect, str]]
T, L, W, A = Aspect.TARGET, Aspect.LAST, Aspect.WEIGHT, Aspect.ACTUAL

PLANNED: list[Indicator] = [
    ("山间步道养护经费", "步道巡查次数", "次", {T: ">=36", L: "30", W: "10"}),
    ("山间步道养护经费", "养护步道长度", "公里", {T: ">=18", W: "10"}),
    ("山间步道养护经费", "护栏损坏修复响应时间", "小时", {T: "<=6", W: "10"}),
    ("山间步道养护经费", "游客满意度", "%", {T: ">=92", W: "10"}),
    ("乡村夜校开办经费", "开办夜校班次", "班次", {T: ">=8", L: "5", W: "20"}),
    ("乡村夜校开办经费", "夜校学员人数", "人", {T: ">=240", W: "20"}),
    ("乡村夜校开办经费", "签订授课协议数", "份", {T: ">=3", W: "10"}),
]
ASSESSED: list[Indicator] = [
    ("灯会筹办经费", "灯组制作费用", "万元", {T: "<=30", A: "33.6", W: "10", Aspect.SCORE: "0"}),
    ("灯会筹办经费", "安保服务费用", "万元", {T: "<=12", A: "9.5", W: "10", Aspect.SCORE: "10"}),
    ("灯会筹办经费", "接待观灯人数", "人", {T: ">=5000", A: "6200", W: "10", Aspect.SCORE: "10"}),
    ("古井修缮经费", "修缮古井口数", "口", {T: ">=4", A: "3", W: "30", Aspect.SCORE: "22.5"}),
]
MONEY = [("山间步道养护经费", "18.00"), ("乡村夜校开办经费", "9.60")]
PARTS = [("乡村夜校开办经费", "教材印制费", "2.40"), ("乡村夜校开办经费", "讲师劳务费", "7.20"), ("山间步道养护经费", "讲师劳务费", "1.20")]
UNITS = [("丁县示范中心", "27.60"), ("丁县游客服务中心", "14.10"), ("丁县示例局（本级）", "50.00")]
NAMESAKES = [("2021年乡镇书屋共享计划资金", "5.00", "翻新湖滨书屋", "3.50"), ("2024年省级“乡镇书屋共享计划”资金", "2.00", "翻新湖滨书屋", "0.80")]
IN_UNITS = [("展品翻新经费", "20.10", UNITS[0][0]), ("讲解员招募经费", "7.50", UNITS[0][0]), ("游客引导经费", "14.10", UNITS[1][0])]
CARRIED = [("2023年老桥加固工程", "6.30", "用于老桥桥墩加固"), ("2023年河道清淤", "2.20", "用于清理河道淤泥")]


def _figure(sha: str, number: int, year: int, **fields: object) -> Figure:
    shown = str(fields.pop("shown"))
    value = Decimal(shown.lstrip("<>="))
    base = {
        "id": f"{sha[:8]}-{number}", "document": sha, "value": value, "unit": "万元", "printed": shown, "qualifiers": (), "aspect": Aspect.AMOUNT,
        "year": year, "page": 2, "quote": f"{fields.get('measure')} {shown}", "table": 0, "row": number,
    }  # fmt: skip
    return Figure(**{**base, **fields})  # type: ignore[arg-type]


def _indicators(sha: str, year: int, rows: list[Indicator], form: str) -> list[Figure]:
    found = []
    for row, (project, name, unit, values) in enumerate(rows):
        for aspect, shown in values.items():
            of_unit = "分" if aspect in {Aspect.WEIGHT, Aspect.SCORE} else unit
            figure = _figure(
                sha, 1000 + 10 * row + len(found), year, shown=shown, unit=of_unit, measure=name, aspect=aspect, subject=project, subject_kind="指标",
                form=form, qualifiers=("产出指标", "数量指标", project), row_path=(name,), row=row,
            )  # fmt: skip
            found.append(figure)
    return found


def _document(name: str, year: int, kind: Kind, figures: list[Figure], texts: list[str], sha: str) -> object:
    identity = Identity(f"{name}{year}", name, name, year, kind, Scope.DEPARTMENT, aliases=(name,))
    paragraphs = tuple(Paragraph(n, 0, text, 3, 3) for n, text in enumerate(texts))
    doc = Structured(sha, f"{name}{year}.txt", FileFormat.TAB_TEXT, 3, (Section(0, 1, "情况说明", ("情况说明",), 3),), paragraphs, ())
    return assemble(Path(f"/made/{name}{year}.txt"), doc, identity, figures)


def made_index() -> MemoryIndex:
    """丁县示例局: 2024 预算 with plans, 2023 决算 with assessments."""
    plan, report = (hashlib.sha256(x.encode()).hexdigest() for x in ("plan", "report"))
    figures = _indicators(plan, 2024, PLANNED, "绩效目标表")
    for n, (project, shown) in enumerate(MONEY):
        figures.append(_figure(plan, n, 2024, shown=shown, measure=project, subject=project, subject_kind="项目", form="项目支出表"))
    for n, (project, part, shown) in enumerate(PARTS):
        figures.append(_figure(plan, 20 + n, 2024, shown=shown, measure=part, subject=project, subject_kind="项目", qualifiers=("资金分配情况",)))
    for n, (unit, shown) in enumerate(UNITS):
        figures.append(_figure(plan, 40 + n, 2024, shown=shown, measure="项目支出", subject=unit, subject_kind="单位", form="项目支出表", row_path=(unit,)))
    for n, (project, shown, _) in enumerate(CARRIED):
        figures.append(_figure(plan, 60 + n, 2024, shown=shown, measure=project, subject=project, subject_kind="项目", form="结转结余表"))
    for n, (project, whole, use, shown) in enumerate(NAMESAKES):
        figures.append(_figure(plan, 90 + 3 * n, 2024, shown=whole, measure=project, subject=project, subject_kind="项目", form="项目支出表"))
        figures.append(_figure(plan, 91 + 3 * n, 2024, shown=shown, measure=use, subject=project, subject_kind="项目", qualifiers=("资金分配情况",)))
    for n, (project, shown, unit) in enumerate(IN_UNITS):
        figures.append(_figure(plan, 110 + n, 2024, shown=shown, measure=project, subject=project, subject_kind="项目", form="项目支出表", qualifiers=("项目支出", unit)))
    transfers = {"subject": "丁县示例局", "subject_kind": "部门"}
    figures.append(_figure(plan, 120, 2024, shown="3", unit="个", aspect=Aspect.COUNT, measure="转移支付项目", **transfers))
    figures.append(_figure(plan, 121, 2024, shown="26.40", measure="转移支付项目涉及预算金额", **transfers))
    goal = {"measure": "签订授课协议", "unit": "份", "aspect": Aspect.COUNT, "subject": "乡村夜校开办经费", "subject_kind": "项目", "form": "绩效目标表"}
    figures.append(_figure(plan, 80, 2024, shown="5", qualifiers=("乡村夜校开办经费", "项目总体目标"), **goal))
    texts = [f"{name}结转{shown}万元，主要{use}。" for name, shown, use in CARRIED]
    done = _indicators(report, 2023, ASSESSED, "绩效自评表")
    for n, (project, rate, score) in enumerate([("灯会筹办经费", "96.5", "88"), ("古井修缮经费", "71.2", "79.5")]):
        shared = {"subject": project, "subject_kind": "项目", "form": "绩效自评表"}
        done.append(_figure(report, 2 * n, 2023, shown=rate, measure="预算执行率", unit="%", aspect=Aspect.RATE, **shared))
        done.append(_figure(report, 2 * n + 1, 2023, shown=score, measure="总分", unit="分", aspect=Aspect.SCORE, **shared))
    judged = {"measure": "预算绩效评价项目", "subject": "丁县示例局", "subject_kind": "部门"}
    done.append(_figure(report, 10, 2023, shown="80.00", stage="全年预算", **judged))
    done.append(_figure(report, 11, 2023, shown="60.00", stage="执行数", **judged))
    name = "丁县示例局"
    return MemoryIndex([_document(name, 2024, Kind.BUDGET, figures, texts, plan), _document(name, 2023, Kind.FINAL, done, [], report)])  # type: ignore[list-item]
