"""Rankings over many departments read few figures: the answers are those of reading everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields as fields_of
from dataclasses import replace

import pytest

import qa.answer.figures
import qa.lookup
from eval.madeup.make import Wanted, make
from index.model import Figure
from index.pipeline import build
from index.store import Index, open_index
from index.store.packing import OF_THE_PLACE
from qa.engine import Engine
from qa.lookup import chosen, find, lacking, ranked
from qa.lookup.model import Candidate
from qa.lookup.unread import Likeness, Unread, unread
from qa.model import Answer

ITEMS = ("“三公”经费", "公务接待费", "支出总计", "一般公共预算支出", "项目支出", "人员经费", "在职人数", "车辆数量", "行政运行", "玄学研究费", "因公出国（境）费")
SHAPES = ("2023年所有部门预算的{}排名前三是谁？", "各部门2023年预算{}最低的5个部门", "各部门2023年{}从高到低排名", "2023年{}第四高的部门是哪个")
OTHERS = (
    "2022年各部门三公经费排名前三",
    "各部门2023年三公经费增长率排名前三",
    "2024年各部门公务接待费最高的是谁",
    "哪个部门2023年一般公共预算财政拨款“三公”经费最高？",
    "2023年各部门三公经费最高的比最低的多多少",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("ranked")
    make(folder / "files", Wanted(22, 2023, 1, 4), "tab")
    build([folder / "files"], folder / "store", progress=False)
    opened = open_index(folder / "store")
    yield opened
    opened.close()


def said(answer: Answer) -> object:
    return answer.status, answer.answer, answer.figures, answer.citations, answer.checks, answer.suggestions


def test_a_ranking_says_what_reading_every_figure_says(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    names = chance.sample(sorted(index.measure_names()), 8)
    questions = [chance.choice(SHAPES).format(name) for name in names] + [shape.format(item) for item in ITEMS for shape in SHAPES] + list(OTHERS)
    monkeypatch.setattr(ranked, "WIDE", 1)
    monkeypatch.setattr(ranked, "SHOWN", 6)
    monkeypatch.setattr("qa.compute.many.LONGEST_LIST", 6)
    monkeypatch.setattr(qa.answer.figures, "WIDE", 1)
    engine, few, asks = Engine(index), 0, ranked.asks_ranking
    for question in questions:
        taken: list[bool] = []
        monkeypatch.setattr(qa.lookup, "leading", lambda *given, taken=taken: _watched(taken, *given))
        monkeypatch.setattr(qa.lookup, "asks_ranking", asks)
        quick = engine.ask(question)
        few += any(taken)
        monkeypatch.setattr(qa.lookup, "asks_ranking", lambda *_: False)
        assert said(quick) == said(engine.ask(question)), question
    assert few > len(ITEMS) * 2, "most of them were answered from few figures"


def _watched(taken: list[bool], *given: object) -> object:
    found = ranked.leading(*given)  # type: ignore[arg-type]
    taken.append(found is not None and bool(found.left_out))
    return found


FOLDS = (
    "2023年所有部门的{}合计是多少？",
    "2023年有多少个部门的{}超过10万元？",
    "2023年哪些部门的{}低于100万元？",
    "2023年全部部门{}的平均数是多少？",
    "2023年{}占支出总计比例最高的3个部门是哪几个？",
    "各部门2023年{}占基本支出的比重从低到高排名",
    "{}是多少？",
    "2023年各部门{}平均是多少？",
    "2023年哪些部门没有安排{}？",
)


def test_a_fold_over_all_says_what_reading_every_figure_says(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    names = [*chance.sample(sorted(index.measure_names()), 12), *ITEMS]
    monkeypatch.setattr(ranked, "WIDE", 1)
    monkeypatch.setattr(ranked, "SHOWN", 6)
    monkeypatch.setattr("qa.compute.many.LONGEST_LIST", 6)
    monkeypatch.setattr("qa.lookup.everywhere.WIDE", 1)
    monkeypatch.setattr(qa.answer.figures, "WIDE", 1)
    engine, lazily = Engine(index), 0
    for question in [shape.format(item) for item in names for shape in FOLDS]:
        monkeypatch.setattr(qa.answer.figures, "find", find)
        quick = engine.ask(question)
        found = find(quick.query, index) if quick.query else None
        lazily += found is not None and (bool(found.left_out) or any(isinstance(s.best.figure, Unread) for s in found.filled if s.best))
        monkeypatch.setattr(qa.answer.figures, "find", lambda query, index, thorough: find(query, index, thorough=True))
        assert said(quick) == said(engine.ask(question)), question
    assert lazily > len(names) * 2, "most of them were answered from few figures"


def test_an_unread_figure_is_the_figure(index: Index) -> None:
    numbers = index.bearing(["公务接待费", "人员经费"]).figures.tolist()
    read, sketches = dict(zip(numbers, index.numbered(numbers), strict=True)), index.sketches(numbers)
    shapes = dict(zip(numbers, index.bearing(["公务接待费", "人员经费"]).shapes.tolist(), strict=True))
    records = {r.id: r for r in index.documents()}
    first: dict[int, int] = {}
    for number in numbers:
        like = read[first.setdefault(shapes[number], number)]
        figure = read[number]
        likeness = Likeness(Candidate(like, records[like.document], 1.0, 0.0))
        for reading in (_never, lambda n=number: read[n]):
            made = unread(likeness, records[figure.document], sketches[number], reading).figure
            told = [f.name for f in fields_of(figure) if f.name not in OF_THE_PLACE - {"id", "value", "printed", "document", "year"}]
            fields = told if reading is _never else [f.name for f in fields_of(figure)]
            assert [getattr(made, name) for name in fields] == [getattr(figure, name) for name in fields]


def _never() -> Figure:
    raise AssertionError("read though its shape tells")


def test_what_looks_alike_but_is_told_by_its_own_words_is_looked_at_alone(index: Index) -> None:
    figure = next(f for f in index.figures() if not f.derived and f.table is None)
    record = next(r for r in index.documents() if r.id == figure.document)
    assert record.identity.fiscal_year == 2023
    for year, alone in ((2022, True), (2023, False), (None, False)):
        state = replace(figure, year=year, stage=None)
        assert chosen.by_itself(state, record) is alone
        assert lacking.by_itself(replace(state, derived=True), record) is False
