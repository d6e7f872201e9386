"""Several asks about one project: each finds its own indicator, an ask without words of its own is of the one before it."""

from __future__ import annotations

import pytest

from qa.engine import Engine
from tests.qa.projects.made import made_index


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(made_index())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("丁县示例局2024年山间步道养护经费：步道巡查几次、养护步道多少公里？", ["36次", "18公里"]),
        ("丁县示例局2023年古井修缮经费修缮古井口数目标多少口、实际多少口", ["4口", "3口"]),
    ],
)
def test_each_ask_finds_its_indicator(engine: Engine, question: str, expected: list[str]) -> None:
    answer = engine.ask(question)
    assert [f"{f.value.normalize():f}{f.unit}" for f in answer.figures] == expected
