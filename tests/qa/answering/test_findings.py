"""Answers use the audit: what it accuses is said, and both places are cited."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from eval.auditing import read_made
from eval.madeup.document import Made, Text
from eval.madeup.faults import KINDS
from eval.madeup.make import Wanted, disclosures
from index.audit import findings_of_all
from index.store.memory import MemoryIndex
from qa.engine import Engine


def test_a_wrong_rate_is_answered_with_the_contradiction(tmp_path: Path) -> None:
    made = next(d.made for d in disclosures(Wanted(1, 2024, 2, seed=3)) if "预算" in d.made.name and d.made.year == 2025)
    document = read_made(made, "tab", tmp_path)
    rate = next(f for f in document.figures if f.aspect.value == "rate" and f.measure == "基本支出")
    wrong = read_made(_with(made, rate.printed), "tab", tmp_path)
    engine = Engine(MemoryIndex([wrong], findings_of_all([wrong])))
    answer = engine.ask(f"{made.department}{made.year}年预算的基本支出增长率是多少")
    told = [c for c in answer.checks if c.kind == "contradicted"]
    assert told
    assert "按金额计算" in told[0].message
    assert len(told[0].citations) >= 2
    assert "注意" in answer.answer


def test_clean_documents_raise_nothing(tmp_path: Path) -> None:
    made = next(disclosures(Wanted(1, 2024, 1, seed=3))).made
    document = read_made(made, "tab", tmp_path)
    assert findings_of_all([document]) == []
    fault = KINDS["spending_total"](made, random.Random(1))
    assert fault is not None
    assert findings_of_all([read_made(fault.made, "tab", tmp_path)])


def _with(made: Made, printed: str) -> Made:
    """The document with another number wherever this rate is printed."""
    other = f"{Decimal(printed.rstrip('%')) + 7}%"
    return replace(made, blocks=tuple(replace(b, text=b.text.replace(printed, other)) if isinstance(b, Text) else b for b in made.blocks))
