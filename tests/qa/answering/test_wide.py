"""Questions over many documents are answered from the figures that can fit alone: the same answers as from whole documents."""

from __future__ import annotations

import random

import pytest

import qa.lookup
from eval.madeup.make import Wanted, make
from index.pipeline import read_one
from index.store import Index
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.lookup import find
from qa.question import understand

QUESTIONS = (
    "2024年所有部门预算的三公经费排名前五是谁？",
    "2024年哪些部门安排了因公出国（境）费？",
    "2024年各部门预算公务接待费合计多少",
    "2023年各部门决算培训费平均多少",
    "各部门2024年在职人员最多的是谁",
    "2024年数据平台建设项目金额最大的部门",
    "2022年各部门的三公经费排名",
    "2025年各部门预算人员经费占基本支出的比例排名前三",
    "2024年各部门一般公共预算财政拨款支出排名",
    "2024年各部门安排的会议费资金排名",
    "各部门2025年三公经费比上年增加多少",
    "2024年各部门2060101行政运行支出排名",
    "2024年各部门基本支出",
    "2024年各部门的玄学研究费排名",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("wide")
    return MemoryIndex([read_one(path) for path in make(folder, Wanted(6, 2023, 2, 3), "tab")])


def with_names(index: Index) -> list[str]:
    """Questions on names drawn from the index, so that the looser readings are tried as well."""
    chance = random.Random(5)
    return [f"2024年各部门{name}排名" for name in chance.sample(sorted(index.measure_names()), 25)]


def test_the_same_slots_and_answers(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(index)
    for question in (*QUESTIONS, *with_names(index)):
        query = understand(question, (), index)
        monkeypatch.setattr(qa.lookup, "WIDE", 1 << 30)
        whole, answer = find(query, index), engine.ask(question)
        monkeypatch.setattr(qa.lookup, "WIDE", 1)
        assert find(query, index) == whole, question
        wide = engine.ask(question)
        assert (wide.answer, wide.figures, wide.citations) == (answer.answer, answer.figures, answer.citations), question
