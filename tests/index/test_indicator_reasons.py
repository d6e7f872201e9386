"""Why an indicator deviates: the words of the form belong to its result and its score."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from eval.madeup.document import Grid
from eval.madeup.make import Wanted, disclosures, writer
from eval.madeup.review import TITLE, reviewed
from index.identity.units import spelling_key
from index.pipeline import read_one

WHY = "示范点选址调整，年底前未能全部建成"


@pytest.mark.parametrize(("form", "suffix"), [("tab", "txt"), ("docx", "docx"), ("pdf", "pdf"), ("xlsx", "xlsx")])
def test_the_reason_of_a_deviation(tmp_path: Path, form: str, suffix: str) -> None:
    made = reviewed(next(iter(disclosures(Wanted(1, 2024, 1, seed=5, template="regional")))).made, random.Random(1))
    grid = next(b for b in made.blocks if isinstance(b, Grid) and b.title.startswith(TITLE))
    rows = tuple((*row[:-1], WHY if "讲座" in row[2] else "无" if "劳务" in row[2] else row[-1]) for row in grid.rows)
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(writer(form)(replace(made, blocks=tuple(replace(grid, rows=rows) if b is grid else b for b in made.blocks))))
    indicators = [f for f in read_one(path).figures if f.subject_kind == "指标" and f.table is not None and f.form == "绩效自评表"]
    assert {(f.aspect.value, f.reason) for f in indicators if "讲座" in f.measure} == {("target", None), ("weight", None), ("actual", WHY), ("score", WHY)}
    assert {f.reason for f in indicators if "讲座" not in f.measure} == {None}


def test_spellings_of_one_unit_have_one_key() -> None:
    assert len({spelling_key(n) for n in ("云岭市图书信息中心", "云岭图书信息中心", "云岭市图书信息服务中心")}) <= 2
    assert spelling_key("云岭市图书信息中心") == spelling_key("云岭市图书信息服务中心")
    assert spelling_key("云岭市图书信息中心") != spelling_key("青屿市图书信息中心")
    assert spelling_key("云岭市图书信息中心") != spelling_key("云岭市图书采购中心")
