"""Departments asked for by an earlier name are answered from today's documents, and the answer says so with the sentence that tells it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.madeup.document import Heading, Made, Text
from eval.madeup.make import Wanted, disclosures, writer
from index.pipeline import read_one
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.model import Answer

MADE = list(disclosures(Wanted(departments=1, first_year=2023, years=2, seed=4, template="regional", finals=False)))
PLACE, OLD = MADE[0].facts.body.place, MADE[0].made.department
NEW = f"{PLACE}文化传媒和旅游发展局"
VALUES = [str(d.facts.three_public.total) for d in MADE]
RENAMED = f"根据机构改革方案，原{OLD}更名为{NEW}"


def under_new_name(made: Made, *sentences: str) -> Made:
    """The document as the body publishes it under its new name, with these sentences in its account of itself."""
    blocks = [replace(b, text=b.text.replace(OLD, NEW)) if isinstance(b, Heading | Text) else b for b in made.blocks]
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and "机构设置" in b.text)
    blocks[at + 1 : at + 1] = [Text(f"{s}。") for s in sentences]
    return replace(made, department=NEW, name=made.name.replace(OLD, NEW), blocks=tuple(blocks))


def engine(folder: Path, *documents: Made) -> Engine:
    read = []
    for number, made in enumerate(documents):
        path = folder / f"{number}_{made.name}.txt"
        path.write_bytes(writer("tab")(made))
        read.append(read_one(path))
    return Engine(MemoryIndex(read))


def values(answer: Answer) -> list[str]:
    return [str(f.value) for f in answer.figures]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """2023 under the old name, 2024 under the new one."""
    return engine(tmp_path_factory.mktemp("names"), MADE[0].made, under_new_name(MADE[1].made, RENAMED))


@pytest.fixture(scope="module")
def new_only(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine(tmp_path_factory.mktemp("new"), under_new_name(MADE[1].made, RENAMED))


def test_asked_by_the_old_name(new_only: Engine) -> None:
    answer = new_only.ask(f"{OLD}2024年“三公”经费预算是多少？")
    assert values(answer) == [VALUES[1]]
    assert f"“{OLD}”已更名为“{NEW}”" in answer.answer
    assert answer.citations[-1].quote == RENAMED


def test_asked_by_todays_name_nothing_is_said(new_only: Engine) -> None:
    answer = new_only.ask(f"{NEW}2024年“三公”经费预算是多少？")
    assert values(answer) == [VALUES[1]]
    assert "更名" not in answer.answer


@pytest.mark.parametrize(("name", "year", "value"), [(OLD, 2024, VALUES[1]), (NEW, 2023, VALUES[0])])
def test_each_name_answers_for_the_years_of_the_other(both: Engine, name: str, year: int, value: str) -> None:
    answer = both.ask(f"{name}{year}年“三公”经费预算是多少？")
    assert values(answer) == [value]
    assert "已更名为" in answer.answer


@pytest.mark.parametrize(("name", "year", "value"), [(OLD, 2023, VALUES[0]), (NEW, 2024, VALUES[1])])
def test_own_years_need_no_remark(both: Engine, name: str, year: int, value: str) -> None:
    answer = both.ask(f"{name}{year}年“三公”经费预算是多少？")
    assert values(answer) == [value]
    assert "更名" not in answer.answer


def test_years_run_through_a_change_of_name(both: Engine) -> None:
    for name in (OLD, NEW):
        answer = both.ask(f"{name}2023年到2024年“三公”经费预算各年分别是多少万元？")
        assert values(answer)[:2] == VALUES
        assert "已更名为" in answer.answer


def test_duties_taken_over_are_not_the_same_money(tmp_path: Path) -> None:
    asked = engine(
        tmp_path,
        under_new_name(MADE[1].made, f"机构改革后，将原{OLD}、原{PLACE}档案局的职责整合，组建{NEW}", f"由{PLACE}发展和改革委员会划入旅游规划职责"),
    )
    merged = asked.ask(f"{PLACE}档案局2024年“三公”经费预算是多少？")
    assert values(merged) == [VALUES[1]]
    assert "职责已并入" in merged.answer
    assert "口径不同" in merged.answer
    moved = asked.ask(f"{PLACE}发展和改革委员会2024年“三公”经费预算是多少？")
    assert moved.status == "not_found"
    assert not moved.figures
    assert "不是同一单位" in moved.answer


def test_an_unknown_body_of_a_joined_name_is_not_the_place(new_only: Engine) -> None:
    for name in ("发展和改革委员会", "人力资源和社会保障局", "住房和城乡建设局"):
        answer = new_only.ask(f"{PLACE}{name}2024年“三公”经费预算是多少？")
        assert answer.status == "not_found", name
        assert not answer.figures
