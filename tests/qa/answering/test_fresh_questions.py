"""Fresh questions on the real disclosures, written apart from the development questions; answers checked against the documents by eye.

Each line: the conversation (the last question counts), then what must come out: the first figure (``value``), a figure among those of the
answer (``any``), a phrase, or a status.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.document import read_one
from index.numbers import convert, is_money
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.model import Answer, AnswerFigure, Turn

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("fresh_questions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def real_engine(shared: Path) -> Engine:
    files = sorted(p for p in (shared / "corpus").rglob("*") if p.suffix in {".pdf", ".txt"})
    return Engine(MemoryIndex([read_one(path) for path in files]))


def asked(engine: Engine, questions: list[str]) -> Answer:
    history: list[Turn] = []
    for question in questions:
        history.append(Turn(question=question, answer=engine.ask(question, history)))
    return history[-1].answer


def fits(figure: AnswerFigure, case: dict[str, Any]) -> bool:
    wanted = float(case.get("value", case.get("any")))
    value = convert(figure.value, figure.unit, case["unit"]) if is_money(figure.unit) and is_money(case["unit"]) else figure.value
    return abs(float(value) - wanted) < 0.0051 and (figure.unit == case["unit"] or is_money(figure.unit) is is_money(case["unit"]) is True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"][-1][:30])
def test_a_fresh_question_gets_the_answer_of_the_document(real_engine: Engine, case: dict[str, Any]) -> None:
    answer = asked(real_engine, case["ask"])
    assert answer.status == case.get("status", "answered"), answer.answer
    if answer.status != "answered":
        assert not answer.figures
    if "value" in case:
        assert answer.figures, answer.answer
        assert fits(answer.figures[0], case), answer.answer
        assert answer.citations
    if "any" in case:
        assert any(fits(f, case) for f in answer.figures), answer.answer
    assert case.get("text", "") in answer.answer
