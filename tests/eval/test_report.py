"""The report holds every failure with its trace, escapes what it shows, and its gate closes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.gold import Gold, Prediction
from eval.parts import parts

GOLD = [
    {"id": "a", "question": "甲局2024年<b>差旅费</b>多少？", "type": "lookup", "value": 3.5, "unit": "万元", "evidence": [{"doc": "甲.pdf", "quote": "差旅费 3.50"}]},
    {"id": "b", "question": "甲局2030年呢？", "type": "unanswerable", "answerable": False},
    {"id": "c", "question": "甲局2024年办公费多少？", "type": "lookup", "value": 1.0, "unit": "万元"},
]
GIVEN = [
    {"id": "a", "status": "answered", "answer": "3.50万元", "figures": [{"value": 35000, "unit": "元"}], "citations": [{"doc": "甲.pdf", "quote": "差旅费 3.50"}], "elapsed_ms": 3},
    {"id": "b", "status": "not_found", "answer": "没有", "figures": [], "citations": []},
    {"id": "c", "status": "answered", "answer": "<script>9万元</script>", "figures": [{"value": 9, "unit": "万元"}], "citations": [], "query": {"text": "c"}},
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
    for path, lines in zip(paths, (GOLD, GIVEN), strict=True):
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return paths


def test_every_failure_is_shown_escaped(files: tuple[Path, Path], tmp_path: Path) -> None:
    gold, given = map(str, files)
    assert main(["report", gold, given, "--output", str(tmp_path / "r.html"), "--before", given]) == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;9万元" in page
    assert "办公费" in page
    assert "http" not in page


@pytest.mark.parametrize(("gate", "status"), [(["--at-least", "60"], 0), (["--at-least", "70"], 1), (["--wrong-at-most", "10"], 1), (["--wrong-at-most", "40"], 0)])
def test_the_gate(files: tuple[Path, Path], gate: list[str], status: int) -> None:
    assert main(["report", str(files[0]), str(files[1]), *gate]) == status


def test_parts_are_judged_apart() -> None:
    shares = {p.name: p.share for p in parts([Gold.model_validate(g) for g in GOLD], {p["id"]: Prediction.model_validate(p) for p in GIVEN})}
    assert shares == {"数值": 0.5, "单位": 1.0, "出处文件": 1.0, "出处位置": 1.0, "无答案时不作答": 1.0, "有歧义时反问或说明": None}
