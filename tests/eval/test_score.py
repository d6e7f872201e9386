"""Our scorer and the reference scorer agree, verdict for verdict, on arbitrary answers."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eval.gold import Gold, Prediction
from eval.judge import citation_verdict, verdict


def reference(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def distorted(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """An answer somewhere between perfect and useless."""
    values = [{"value": gold["value"], "unit": gold.get("unit")}] if gold.get("value") is not None else []
    values += [{"value": v["value"], "unit": v.get("unit")} for v in gold.get("values") or []]
    for figure in values:
        if chance.random() < 0.2:
            figure["value"] *= chance.choice([-1, 1.001, 10_000, 0.0001])
        if chance.random() < 0.2:
            figure["unit"] = chance.choice(["元", "万元", "%", "人", "万元/人", None])
    chance.shuffle(values)
    phrases = [chance.choice(g if isinstance(g, list) else [g]) for g in gold.get("must_include") or [] if chance.random() < 0.8]
    text = "；".join([*phrases, *(f"{v['value']:,} {v['unit'] or ''}" for v in values if chance.random() < 0.9)])
    text += "长" * chance.choice([0, 0, 0, 900, 5000])
    citations = [
        {"doc": e["doc"], "quote": e["quote"][: chance.choice([4, 8, 30, 200])]}
        for e in gold.get("evidence") or []
        if chance.random() < 0.8
    ]
    status = chance.choice(["answered"] * 6 + ["not_found", "clarify", "declined"])
    return {"id": gold["id"], "status": status, "answer": text, "figures": values[: chance.choice([0, 1, 9, 9])], "citations": citations}


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_the_reference_scorer(shared: Path, seed: int) -> None:
    module, chance, seen = reference(shared), random.Random(seed), set()
    for path in sorted((shared / "eval").glob("*_dev.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            given = distorted(gold, chance)
            ours = verdict(Gold.model_validate(gold), Prediction.model_validate(given))
            assert ours == module.judge(gold, given), (gold["id"], given)
            assert citation_verdict(Gold.model_validate(gold), Prediction.model_validate(given)) == module.cited(gold, given), (
                gold["id"],
                given,
            )
            seen.add(ours)
    assert {"right", "wrong_figure", "missed", "hallucinated"} <= seen


def test_a_missing_prediction_is_missed() -> None:
    assert verdict(Gold(id="a", question="多少？", value=1.0), None) == "missed"


@pytest.mark.parametrize(
    ("status", "figures", "expected"),
    [
        ("not_found", [], "right"),
        ("declined", [], "right"),
        ("answered", [], "hallucinated"),
        ("not_found", [{"value": 3, "unit": "万元"}], "hallucinated"),
    ],
)
def test_the_unanswerable_wants_a_refusal_without_figures(status: str, figures: list[dict[str, Any]], expected: str) -> None:
    gold = Gold(id="a", question="2030年呢？", answerable=False)
    given = Prediction.model_validate({"id": "a", "status": status, "answer": "没有", "figures": figures})
    assert verdict(gold, given) == expected


def test_ten_thousands_and_single_yuan_are_one_amount() -> None:
    gold = Gold(id="a", question="多少元？", value=52000.0, unit="元", tolerance=1)
    given = Prediction.model_validate({"id": "a", "status": "answered", "answer": "5.20 万元", "figures": [{"value": 5.2, "unit": "万元"}]})
    assert verdict(gold, given) == "right"
