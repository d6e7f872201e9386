"""Many files, one truth: the same bytes twice are one document; the department's and its own body's disclosures stay apart;
a subordinate unit under several spellings is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.madeup.document import Heading, Made, Text
from eval.madeup.make import Wanted, disclosures, writer
from index.identity.units import same_unit, with_linked_units
from index.model import Figure, Scope
from index.pipeline import read_one
from index.store.memory import MemoryIndex
from tests.index.made import document


def made() -> Made:
    return next(iter(disclosures(Wanted(departments=1, first_year=2024, years=1, seed=4, template="regional")))).made


def written(folder: Path, name: str, document: Made) -> Path:
    path = folder / name
    path.write_bytes(writer("tab")(document))
    return path


def test_the_same_bytes_twice_are_one_document(tmp_path: Path) -> None:
    paths = [written(tmp_path, name, made()) for name in ("甲.txt", "乙.txt")]
    index = MemoryIndex([read_one(path) for path in paths])
    assert len(index.documents()) == 1


def test_the_department_and_its_own_body_are_two_disclosures(tmp_path: Path) -> None:
    whole = made()
    own = replace(
        whole,
        title=whole.title.replace("部门预算", "单位预算"),
        blocks=tuple(
            replace(block, text=block.text.replace("部门预算", "单位预算")) if isinstance(block, (Heading, Text)) else block for block in whole.blocks
        ),
    )
    index = MemoryIndex([read_one(written(tmp_path, "部门.txt", whole)), read_one(written(tmp_path, "单位.txt", own))])
    records = index.documents()
    assert {r.identity.scope for r in records} == {Scope.DEPARTMENT, Scope.UNIT}
    assert len({r.identity.disclosure for r in records}) == 2
    assert [r.superseded_by for r in records] == [None, None]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("云岭市图书信息中心", "云岭图书信息服务中心", True), ("云岭市图书信息中心", "云岭图书信息中心", True), ("云岭市图书信息中心", "云岭市图书采购中心", False),
        ("云岭市图书信息中心", "青屿市图书信息中心", False), ("云岭市图书信息中心", "云岭市图书信息站", False), ("云岭市服务中心", "云岭市中心", False),
    ],
)  # fmt: skip
def test_spellings_of_one_unit(a: str, b: str, same: bool) -> None:
    assert same_unit(a, b) is same
    assert same_unit(b, a) is same


def unit_figures(*subjects: tuple[str, int]) -> list[Figure]:
    return [replace(document().figures[0], subject=name, subject_kind="单位", table=table) for name, table in subjects]


def test_a_unit_under_several_spellings_is_one_and_answers_to_all() -> None:
    doc = document(extra="云岭图书信息服务中心为下属单位。").structured
    first, second = with_linked_units(doc, unit_figures(("云岭市图书信息中心", 0), ("云岭图书信息中心", 1)))
    assert first.subject == second.subject == "云岭市图书信息中心"
    assert {"云岭图书信息中心", "云岭图书信息服务中心"} <= set(first.qualifiers)


def test_units_of_one_table_are_never_linked() -> None:
    names = ("云岭市图书信息中心", "云岭市图书信息服务中心")
    found = with_linked_units(document().structured, unit_figures((names[0], 0), (names[1], 0)))
    assert [f.subject for f in found] == list(names)
    assert not any(other in f.qualifiers for f, other in zip(found, reversed(names), strict=True))
