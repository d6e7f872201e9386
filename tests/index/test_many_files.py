"""Many files, one truth: the same bytes twice are one document; the department's and its own body's disclosures stay apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.madeup.document import Heading, Made, Text
from eval.madeup.make import Wanted, disclosures, writer
from index.model import Scope
from index.pipeline import read_one
from index.store.memory import MemoryIndex


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
