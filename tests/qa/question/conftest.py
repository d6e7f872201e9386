"""A small index of names only: enough for understanding questions without reading documents."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from index.model import DocumentRecord, FileFormat, Identity, Kind, Scope

DEPARTMENTS = (
    ("青山市水利局", 2023, "预算", "青山市"),
    ("青山市水利局", 2022, "决算", "青山市"),
    ("青山县水利局", 2023, "预算", "青山县"),
    ("白水州人民检察院", 2023, "决算", "白水州"),
    ("白水州文学艺术界联合会", 2023, "预算", "白水州"),
    ("东海省人大常委会办公厅", 2021, "预算", "东海省"),
    ("东海省人大常委会办公厅", 2022, "预算", "东海省"),
    ("东海省人大常委会办公厅", 2023, "预算", "东海省"),
)
MEASURES = (
    "收支总计", "收入总计", "支出总计", "基本支出", "项目支出", "人员经费", "公用经费", "机关运行经费", "差旅费", "三公经费", "公务接待费",
    "公务用车运行维护费", "公务用车购置费", "因公出国(境)费", "工资福利支出", "其他工资福利支出", "绩效工资", "基本工资", "2023年河长制专项资金",
    "防汛物资储备项目", "河道保洁长度", "政府采购货物", "政府采购服务", "政府采购预算", "上年结转结余", "住房公积金", "在职人员", "退休人员", "车辆",
    "一般公共预算", "水利行业业务管理",
)


class NamesOnly:
    """An index that knows documents and names, and nothing else."""

    generation = "names"

    def documents(self) -> list[DocumentRecord]:
        """The documents of DEPARTMENTS."""
        return [
            DocumentRecord(
                id=f"d{i}", file_name=f"{i}.txt", path="", format=FileFormat.TAB_TEXT, page_count=1,
                identity=Identity(title="", department=name, department_as_written=name, fiscal_year=year, kind=Kind(kind), scope=Scope.DEPARTMENT, region=region),
            )
            for i, (name, year, kind, region) in enumerate(DEPARTMENTS)
        ]

    def measure_names(self, documents: Iterable[str] | None = None) -> dict[str, int]:
        """Every name of MEASURES."""
        return dict.fromkeys(MEASURES, 3)


@pytest.fixture(scope="session")
def names() -> NamesOnly:
    """The index of names."""
    return NamesOnly()
