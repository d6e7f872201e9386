"""A hand-made index of invented departments whose every figure is known: for tests of look-up, computation and answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from index.document import ReadDocument, assemble
from index.model import Aspect, Figure, FileFormat, Identity, Kind, Paragraph, Scope, Section, Structured, Table
from index.store.memory import MemoryIndex

# form, row path, column path, value, code
Row = tuple[str, tuple[str, ...], tuple[str, ...], str, str | None]

TEXT = "甲市示例局没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。"


def table_rows(total: str, basic: str, project: str, three: str) -> list[Row]:
    """The few tables that the tests ask: 支出总表, 基本支出表, 三公表."""
    head = "支出总表"
    return [
        (head, ("总计",), ("合计",), total, None),
        (head, ("总计",), ("基本支出",), basic, None),
        (head, ("总计",), ("项目支出",), project, None),
        (head, ("科学技术支出", "行政运行"), ("合计",), basic, "2060101"),
        (head, ("科学技术支出", "行政运行"), ("基本支出",), basic, "2060101"),
        (head, ("科学技术支出", "科普活动"), ("合计",), project, "2060702"),
        (head, ("科学技术支出", "科普活动"), ("项目支出",), project, "2060702"),
        ("一般公共预算基本支出表", ("工资福利支出",), ("合计",), "60.00", "301"),
        ("一般公共预算基本支出表", ("工资福利支出", "基本工资"), ("合计",), "30.00", "30101"),
        ("一般公共预算基本支出表", ("工资福利支出", "津贴补贴"), ("合计",), "20.00", "30102"),
        ("一般公共预算基本支出表", ("工资福利支出", "奖金"), ("合计",), "10.00", "30103"),
        ("三公经费表", ("总计",), ("合计",), three, None),
        ("三公经费表", ("公务接待费",), ("合计",), "0.00", None),
        ("三公经费表", ("公务用车购置及运行维护费", "公务用车运行维护费"), ("合计",), three, None),
    ]


def disclosure(department: str, year: int, kind: Kind, rows: Iterable[Row], sentences: Iterable[tuple[str, str, Aspect, str, str]] = ()) -> ReadDocument:
    """One document; ``sentences``: (measure, value, aspect, unit, sentence)."""
    name = f"{department}{year}{kind}"
    sha = hashlib.sha256(name.encode()).hexdigest()
    rows, sentences = list(rows), list(sentences)
    identity = Identity(f"{department}{year}年部门{kind}公开", department, department, year, kind, Scope.DEPARTMENT, aliases=(department,))
    figures: list[Figure] = []
    for position, (form, row, column, value, code) in enumerate(rows):
        total = row[-1] in {"总计", "合计"}
        leaf = row[-1] if not total else (column[-1] if column[-1] != "合计" else ("三公经费" if form == "三公经费表" else "支出总计"))
        fund = "一般公共预算" if form.startswith("一般公共") else "财政拨款" if form == "三公经费表" else "全口径"
        figures.append(
            Figure(
                id=f"{sha[:10]}-{position}", document=sha, value=Decimal(value), unit="万元", printed=value, measure=leaf,
                qualifiers=(*row[:-1], *column), aspect=Aspect.AMOUNT, year=year, subject=department, subject_kind="部门", page=2,
                quote=f"{row[-1]} {value}", code=code, fund=fund, form=form, table=0, row=position, column=1, row_path=row, column_path=column,
            )
        )  # fmt: skip
    for number, (measure, value, aspect, unit, sentence) in enumerate(sentences):
        figures.append(
            Figure(
                id=f"{sha[:10]}-s{number}", document=sha, value=Decimal(value), unit=unit, printed=value.lstrip("-"), measure=measure, qualifiers=(),
                aspect=aspect, year=year, subject=department, subject_kind="部门", page=3, quote=sentence, paragraph=number, span=(0, len(sentence)),
                section_path=("第三部分 情况说明",),
            )
        )  # fmt: skip
    paragraphs = (*tuple(Paragraph(n, 0, s[4], 3, 3) for n, s in enumerate(sentences)), Paragraph(90, 0, TEXT, 3, 3))
    table = Table(0, None, "部门支出总体情况表", "3", "万元", "支出总表", 2, 2, len(rows), 2, 0, (), ((), ()), tuple(r[1] for r in rows), tuple(r[4] for r in rows))
    doc = Structured(sha, f"{name}.txt", FileFormat.TAB_TEXT, 3, (Section(0, 1, "第三部分 情况说明", ("第三部分 情况说明",), 3),), paragraphs, (table,))
    return assemble(Path(f"/made/{name}.txt"), doc, identity, figures)


def small_index() -> MemoryIndex:
    """甲市示例局 2023, 2024 (预算); 乙县样本局 2024 (预算)."""
    cars = "截至2023年底，车辆4辆，价值48.08万元。"
    lower = "“三公”经费预算比上年预算减少0.80万元，下降13.33%。"
    return MemoryIndex(
        [
            disclosure("甲市示例局", 2023, Kind.BUDGET, table_rows("90.00", "60.00", "30.00", "6.00")),
            disclosure(
                "甲市示例局", 2024, Kind.BUDGET, table_rows("100.00", "70.00", "30.00", "5.20"),
                [
                    ("车辆", "4", Aspect.COUNT, "辆", cars),
                    ("车辆", "48.08", Aspect.AMOUNT, "万元", cars),
                    ("三公经费", "-0.80", Aspect.CHANGE, "万元", lower),
                    ("三公经费", "-13.33", Aspect.RATE, "%", lower),
                    ("在职人数", "16", Aspect.COUNT, "人", "在职人员16人。"),
                ],
            ),
            disclosure("乙县样本局", 2024, Kind.BUDGET, table_rows("50.00", "45.00", "5.00", "1.25"), [("在职人数", "5", Aspect.COUNT, "人", "在职人员5人。")]),
        ]
    )  # fmt: skip
