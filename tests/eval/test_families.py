"""The further template families: who disclosed is known from every format, every table is found, and all formats give the same figures."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from eval.madeup.families.offices import KINDS, all_bodies
from eval.madeup.make import SUFFIX, Disclosed, Wanted, disclosures, writer
from index.document import ReadDocument, read_one
from index.model import Figure, Scope
from index.numbers import parse_amount

ALL = list(disclosures(Wanted(departments=6, first_year=2023, years=2, seed=3, template="further")))
FAMILIES = {kind: next(d for d in ALL if kind in d.made.name) for kind in ("区级部门预算", "公开表", "部门决算公开")}


def written(disclosed: Disclosed, form: str, folder: Path) -> ReadDocument:
    path = folder / f"{disclosed.made.name}{SUFFIX[form]}"
    path.write_bytes(writer(form)(disclosed.made))
    return read_one(path)


def key(f: Figure) -> tuple[object, ...]:
    return f.measure, f.qualifiers, Decimal(f.value).normalize(), f.unit, f.year, f.stage, f.fund, f.aspect


@pytest.mark.parametrize("kind", sorted(FAMILIES))
def test_all_formats_give_the_same_figures_and_know_who_disclosed(kind: str, tmp_path: Path) -> None:
    disclosed = FAMILIES[kind]
    made, first = disclosed.made, None
    for form in ("docx", "html", "tab", "xlsx", "pdf"):
        read = written(disclosed, form, tmp_path)
        identity = read.record.identity
        assert (identity.department, identity.fiscal_year, identity.kind, identity.scope) == (made.department, made.year, made.kind, Scope.DEPARTMENT), form
        assert [t.title for t in read.structured.tables] == [g.title for g in made.grids], form
        figures = Counter(key(f) for f in read.figures if f.confidence >= 0.6)
        first = first or figures
        assert figures == first, form


def test_what_a_flattened_file_tells_is_not_wrong(tmp_path: Path) -> None:
    for disclosed in FAMILIES.values():
        truth = {key(f) for f in written(disclosed, "docx", tmp_path).figures}
        amounts = {(k[0], k[2]) for k in truth}
        told = [f for f in written(disclosed, "flat", tmp_path).figures if f.table is not None and f.column_known and f.confidence > 0.6]
        assert [f for f in told if (f.measure, Decimal(f.value).normalize()) not in amounts] == []


def test_the_tables_add_up() -> None:
    for disclosed in ALL:
        for grid in disclosed.made.grids:
            if grid.labels < 2 or "基本支出" not in {h.text for row in grid.header for h in row} or not any("合计" in row[:2] for row in grid.rows):
                continue
            total = next(row for row in grid.rows if "合计" in row[:2])
            classes = [row for row in grid.rows if len(row[0]) == 3 and not any(row[1:3] if grid.codes == 3 else ())]
            for column in range(grid.labels, min(grid.columns, grid.labels + 3)):
                values = [found.value for row in classes if (found := parse_amount(row[column]))]
                whole = parse_amount(total[column])
                assert sum(values, Decimal(0)) == (whole.value if whole else 0), (disclosed.made.name, grid.title, column)


def test_bodies_of_every_kind_disclose() -> None:
    names = [b.name for b in all_bodies(26, 1)]
    assert len(set(names)) == 26
    for trade in KINDS:
        assert any(trade.organ.replace("{}", "") in n or trade.organ.split("{}")[-1] in n for n in names), trade.organ
