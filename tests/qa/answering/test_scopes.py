"""部门汇总, 单位本级 and a subordinate unit's own disclosure of one department: kept apart in answers, counted once in rankings and sums."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from eval.madeup.make import Wanted, writer
from eval.madeup.scopes import Scoped, scoped_disclosures
from index.audit import findings_of
from index.document import ReadDocument
from index.model import Scope
from index.pipeline import read_one
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.model import Answer


def read(folder: Path, template: str, departments: int = 2) -> tuple[list[Scoped], list[ReadDocument]]:
    made = list(scoped_disclosures(Wanted(departments, 2024, 1, seed=3, template=template)))
    documents = []
    for scoped in made:
        for document in scoped.all:
            path = folder / f"{document.name}.txt"
            path.write_bytes(writer("tab")(document))
            documents.append(read_one(path))
    return made, documents


@pytest.fixture(scope="module", params=["regional", "provincial"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Scoped], list[ReadDocument]]:
    return read(tmp_path_factory.mktemp("scopes"), request.param)


@pytest.fixture(scope="module")
def engine(world: tuple[list[Scoped], list[ReadDocument]]) -> Engine:
    return Engine(MemoryIndex(world[1]))


def values(answer: Answer) -> list[Decimal]:
    return [f.value for f in answer.figures]


def test_each_is_read_for_what_it_is(world: tuple[list[Scoped], list[ReadDocument]]) -> None:
    made, documents = world
    who = [d.record.identity for d in documents]
    assert [i.scope for i in who] == [Scope.DEPARTMENT, Scope.UNIT, Scope.UNIT] * len(made)
    assert [i.department for i in who] == [n for s in made for n in (s.whole.department, s.whole.department, s.unit.department)]
    assert [i.units for i in who[:3]] == [(made[0].unit.department,), (), ()]
    assert who[2].parent_department == made[0].whole.department
    assert [f.message for d in documents for f in findings_of([d])] == []


@pytest.mark.parametrize(
    ("asked", "which"),
    [("{d}2024年", "whole"), ("{d}本级2024年", "own"), ("{d}（本级）2024年", "own"), ("{d}含下属单位2024年", "whole"), ("{d}部门汇总2024年", "whole"), ("{u}2024年", "unit")],
)
def test_each_answers_for_itself(engine: Engine, world: tuple[list[Scoped], list[ReadDocument]], asked: str, which: str) -> None:
    scoped = world[0][0]
    facts = {"whole": scoped.whole_facts, "own": scoped.own_facts, "unit": scoped.unit_facts}[which]
    who = asked.format(d=scoped.whole.department, u=scoped.unit.department)
    for item, value in (("“三公”经费", facts.three_public.total), ("基本支出", facts.basic), ("项目支出", facts.project_total)):
        answer = engine.ask(f"{who}{item}预算是多少万元？")
        assert values(answer)[:1] == [value], answer.answer
        assert ("（本级）" in answer.answer) == (which == "own")
        assert {world[1][i].record.id for i in range(3)} & {c.document_id for c in answer.citations} == {world[1][("whole", "own", "unit").index(which)].record.id}


def test_rankings_and_sums_count_no_money_twice(engine: Engine, world: tuple[list[Scoped], list[ReadDocument]]) -> None:
    made = world[0]
    wholes = {s.whole.department: s.whole_facts.three_public.total for s in made}
    ranked = engine.ask("2024年各部门“三公”经费从高到低排序")
    assert {f.label: f.value for f in ranked.figures} == wholes
    summed = engine.ask("2024年所有部门的“三公”经费合计是多少？")
    assert values(summed)[:1] == [sum(wholes.values(), Decimal(0))]
    for answer in (ranked, summed):
        assert all(s.unit.department in answer.answer for s in made), answer.answer
        assert "没有重复列入" in answer.answer


def test_a_department_added_to_its_own_unit_is_warned_of(engine: Engine, world: tuple[list[Scoped], list[ReadDocument]]) -> None:
    scoped = world[0][0]
    answer = engine.ask(f"{scoped.whole.department}和{scoped.unit.department}2024年“三公”经费合计是多少？")
    assert "相加会重复计算" in answer.answer


def test_where_the_body_has_no_disclosure_apart_the_answer_says_so(tmp_path: Path) -> None:
    made, documents = read(tmp_path, "regional", departments=1)
    answer = Engine(MemoryIndex(documents[:1])).ask(f"{made[0].whole.department}本级2024年基本支出预算是多少？")
    assert "没有收录" in answer.answer
    assert "（本级）" not in answer.answer


def test_units_without_a_summary_stand_for_themselves(tmp_path: Path) -> None:
    made, documents = read(tmp_path, "regional", departments=2)
    alone = [d for d in documents if d.record.identity.scope is Scope.UNIT and d.record.identity.parent_department]
    answer = Engine(MemoryIndex(alone)).ask("2024年所有部门的“三公”经费合计是多少？")
    assert values(answer)[:1] == [sum((s.unit_facts.three_public.total for s in made), Decimal(0))]
