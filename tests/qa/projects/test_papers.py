"""Money that numbered papers gave to several departments, told for each paper and added up."""

from __future__ import annotations

import hashlib

import pytest

from index.model import Kind
from index.store.memory import MemoryIndex
from qa.engine import Engine
from tests.qa.projects.made import _document, _figure

PROJECTS = {"12号": "中央乡村书屋", "13号": "省级乡间阅读角"}
GIVEN = {"丁县示例局": {"12号": "5.00", "13号": "4.00"}, "戊县样本局": {"12号": "55.00", "13号": "24.00"}}


@pytest.fixture(scope="module")
def engine() -> Engine:
    documents = []
    for name, papers in GIVEN.items():
        sha = hashlib.sha256(name.encode()).hexdigest()
        projects = [(f"庚州财教〔2023〕{paper}关于下达2024年{PROJECTS[paper]}资金的通知", shown) for paper, shown in papers.items()]
        figures = [_figure(sha, n, 2024, shown=shown, measure=project, subject=project, subject_kind="项目", form="项目支出表") for n, (project, shown) in enumerate(projects)]
        documents.append(_document(name, 2024, Kind.BUDGET, figures, [], sha))
    return Engine(MemoryIndex(documents))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("庚州财教〔2023〕12号和13号文给丁县示例局、戊县样本局2024年的钱，两家加起来各多少万元", ["60", "28"]),
        ("庚州财教〔2023〕12号文给丁县示例局和戊县样本局2024年各多少钱", ["5", "55"]),
    ],
)
def test_each_paper_is_told_for_the_departments(engine: Engine, question: str, expected: list[str]) -> None:
    answer = engine.ask(question)
    assert answer.status == "answered"
    assert [f"{f.value.normalize():f}" for f in answer.figures] == expected, answer.answer
    assert answer.citations


def test_a_paper_that_one_of_them_has_not_adds_nothing_up(engine: Engine) -> None:
    answer = engine.ask("庚州财教〔2023〕19号文给丁县示例局、戊县样本局2024年的钱加起来多少万元")
    assert "60" not in [f"{f.value.normalize():f}" for f in answer.figures]
