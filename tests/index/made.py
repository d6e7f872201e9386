"""Small hand-made documents for the tests of stores and passages."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from index.document import ReadDocument, assemble
from index.model import Aspect, Box, Cell, Figure, FileFormat, Identity, Kind, PageBox, Paragraph, Scope, Section, Structured, Table

DUTIES = "负责贯彻执行国家科技方针政策。统筹推进全市创新体系建设。"
CARS = "公务用车运行维护费预算5.20万元，比上年减少0.30万元，主要原因是车辆减少。"


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def structured(name: str, *, extra: str = "") -> Structured:
    sections = (
        Section(0, 1, "目录", ("目录",), 1, is_contents=True),
        Section(1, 1, "第一部分 部门概况", ("第一部分 部门概况",), 1),
        Section(2, 2, "一、主要职能", ("第一部分 部门概况", "一、主要职能"), 1, 1),
        Section(3, 1, "第二部分 预算情况说明", ("第二部分 预算情况说明",), 2),
    )
    paragraphs = (
        Paragraph(0, 0, "一、主要职能 1", 1, 1),
        Paragraph(1, 2, DUTIES + extra, 1, 1),
        Paragraph(2, 3, CARS, 2, 2, (PageBox(2, Box(1, 2, 3, 4.5)),)),
    )
    cells = (
        Cell(0, 0, "科目", 2),
        Cell(0, 1, "合计", 2),
        Cell(0, 2, "项目支出", 2),
        Cell(1, 0, "行政运行", 2),
        Cell(1, 1, "206.89", 2, value=Decimal("206.89"), box=Box(0, 0, 1, 1)),
        Cell(1, 2, "0.10", 2, value=Decimal("0.10")),
    )
    table = Table(
        ordinal=0,
        section=3,
        title="部门支出总体情况表",
        number="3",
        unit="万元",
        form="支出总表",
        page=2,
        last_page=2,
        rows=2,
        columns=3,
        header_rows=1,
        cells=cells,
        column_paths=(("科目",), ("合计",), ("项目支出",)),
        row_paths=((), ("科学技术支出", "行政运行")),
        row_codes=(None, "2060101"),
        group_row_paths={(1, 2): ("科学技术支出", "行政运行")},
    )
    return Structured(sha(name), f"{name}.txt", FileFormat.TAB_TEXT, 2, sections, paragraphs, (table,))


def figures(doc: Structured, identity: Identity) -> list[Figure]:
    common = {"document": doc.sha256, "unit": "万元", "year": identity.fiscal_year, "subject": identity.department, "subject_kind": "部门", "page": 2}
    return [
        Figure(
            id=f"{doc.sha256[:8]}-1",
            value=Decimal("206.89"),
            printed="206.89",
            measure="行政运行",
            qualifiers=("科学技术支出", "合计"),
            aspect=Aspect.AMOUNT,
            quote="行政运行 206.89 0.10",
            code="2060101",
            table=0,
            row=1,
            column=1,
            row_path=("科学技术支出", "行政运行"),
            column_path=("合计",),
            boxes=(PageBox(2, Box(0, 0, 1, 1)),),
            **common,  # type: ignore[arg-type]
        ),
        Figure(
            id=f"{doc.sha256[:8]}-2",
            value=Decimal("5.20"),
            printed="5.20",
            measure="公务用车运行维护费",
            qualifiers=("三公经费",),
            aspect=Aspect.AMOUNT,
            quote=CARS,
            paragraph=2,
            span=(11, 15),
            derived=True,
            derivation="示例",
            **common,  # type: ignore[arg-type]
        ),
    ]


def document(name: str = "甲局", year: int = 2024, *, extra: str = "", file_name: str | None = None) -> ReadDocument:
    doc = structured(f"{name}{year}{extra}", extra=extra)
    identity = Identity(f"{name}{year}年部门预算", f"示例市{name}", name, year, Kind.BUDGET, Scope.DEPARTMENT, region="示例市", level="市")
    return assemble(Path(file_name or f"{name}{year}.txt"), doc, identity, figures(doc, identity))
