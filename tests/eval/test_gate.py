"""The regression gate: questions on made-up disclosures, whose truth is known, are answered rightly; it needs nothing but this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench_ask import ask_speed
from eval.gold import Gold
from eval.madeup.make import SUFFIX, Wanted, make
from eval.madeup.questions import questions
from index.pipeline import build
from index.store import open_index

WANTED = Wanted(departments=5, first_year=2023, years=2, seed=11)


@pytest.mark.parametrize("form", ["tab", "docx"])
def test_generated_questions_are_answered(form: str, tmp_path: Path) -> None:
    make(tmp_path / "files", WANTED, form)
    build([tmp_path / "files"], tmp_path / "store", progress=False)
    golds = [Gold.model_validate(line) for line in questions(WANTED, 120, WANTED.seed, SUFFIX[form])]
    index = open_index(tmp_path / "store")
    result = ask_speed(golds, index).score
    index.close()
    told = [(f.verdict, f.gold.question, f.given.answer if f.given else None) for f in result.failures if f.verdict != "right, not cited"]
    assert result.share("wrong_figure") == 0, told
    assert result.share("hallucinated") == 0, told
    assert result.share("right") >= 0.97, told
    assert result.cited_doc is not None
    assert result.cited_doc >= 0.99
