"""The report holds every failure with its trace, escapes what it shows, and its gate closes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.baselines import with_evidence
from eval.gold import Gold, Prediction, read_gold
from eval.madeup.make import Wanted, disclosures, make
from eval.madeup.questions import questions
from eval.origins import Origins, department_right, year_right
from eval.parts import parts
from eval.predict import predict, write
from eval.source import memory_index
from qa.engine import Engine

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


def test_two_runs_stand_side_by_side(files: tuple[Path, Path], tmp_path: Path) -> None:
    older = tmp_path / "older.jsonl"
    older.write_text("\n".join(json.dumps({**line, "status": "not_found", "answer": "没有找到<i>", "figures": []}, ensure_ascii=False) for line in GIVEN), "utf-8")
    assert main(["report", *map(str, files), "--output", str(tmp_path / "r.html"), "--before", str(older)]) == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "判定不同的 2 题" in page
    assert "未答出 → 正确" in page
    assert "没有找到&lt;i&gt;" in page
    assert "<td>正确</td><td>33.3%（1）</td><td>66.7%（2）</td>" in page


def test_answers_now_with_the_usual_recipes_beside_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = Wanted(departments=2, first_year=2024, years=1)
    make(tmp_path / "files", wanted, "tab")
    gold, page = tmp_path / "gold.jsonl", tmp_path / "r.html"
    write(questions(wanted, 12, 3, ".txt"), gold)
    assert main(["report", str(gold), "--documents", str(tmp_path / "files"), "--output", str(page), "--at-least", "90", "--wrong-at-most", "0"]) == 0
    shown = page.read_text(encoding="utf-8")
    for name in ("LlamaIndex default", "BM25, same chunks", "both fused", "问账: passages", "问账: citations", "部门", "年度", "单位", "出处位置"):
        assert name in shown, name
        assert not re.search(f"<td>{name}</td><td>—", shown), "judged"
    assert f"有出处的 {len(with_evidence(read_gold(gold)))} 题" in shown
    assert capsys.readouterr().out.count("questions") == 6
    assert main(["report", str(gold)]) == 1, "nothing to answer with"


def test_parts_are_judged_apart() -> None:
    shares = {p.name: p.share for p in parts([Gold.model_validate(g) for g in GOLD], {p["id"]: Prediction.model_validate(p) for p in GIVEN})}
    assert shares == {"数值": 0.5, "单位": 1.0, "部门": None, "年度": None, "出处文件": 1.0, "出处位置": 1.0, "无答案时不作答": 1.0, "有歧义时反问或说明": None}


def told(departments: list[str], years: list[int], docs: list[str], value: float = 1.0) -> dict[str, object]:
    return {"value": value, "unit": "万元", "departments": departments, "years": years, "docs": docs}


KNOWN = {"甲24.pdf": ("示例市甲局", 2024), "甲23.pdf": ("示例市甲局", 2023), "乙24.pdf": ("示例市乙局", 2024)}


@pytest.mark.parametrize(
    ("asked", "figures", "cited", "right"),
    [
        ({"value": 1, "departments": ["示例市甲局"], "years": [2024]}, [told(["示例市甲局"], [2024], ["甲24.pdf"])], [], (True, True)),
        ({"value": 1, "department": "示例市甲局", "year": 2023}, [told(["示例市甲局"], [2023], ["甲24.pdf"])], [], (True, True)),
        ({"value": 1, "departments": [["甲局", "示例市甲局"]], "years": [2024]}, [told(["示例市乙局"], [2024], ["乙24.pdf"])], [], (False, True)),
        ({"value": 1, "departments": ["示例市甲局"], "years": [2024]}, [told(["示例市甲局"], [2023], ["甲23.pdf"])], [], (True, False)),
        ({"value": 1, "departments": ["示例市甲局"]}, [told(["示例市甲局", "示例市乙局"], [2024], [])], [], (False, None)),
        ({"values": [{"value": 1}, {"value": 2}], "departments": ["示例市甲局", "示例市乙局"]}, [told(["示例市甲局"], [2024], ["甲24.pdf"])], [], (False, None)),
        ({"must_include": [["有"]], "departments": ["示例市乙局"], "years": [2024]}, [], ["乙24.pdf"], (True, True)),
        ({"value": 1, "evidence": [{"doc": "甲24.pdf"}]}, [told(["示例市甲局"], [2024], ["甲24.pdf"])], ["乙24.pdf"], (True, True)),
        ({"value": 1, "evidence": [{"doc": "甲24.pdf"}]}, [told(["示例市甲局"], [2023], ["甲23.pdf"])], ["甲24.pdf"], (True, False)),
        ({"value": 1, "evidence": [{"doc": "甲24.pdf"}]}, [told(["示例市乙局"], [2024], ["乙24.pdf"])], ["甲24.pdf"], (False, True)),
        ({"values": [{"value": 1}], "evidence": [{"doc": "甲24.pdf"}, {"doc": "乙24.pdf"}]}, [told(["示例市甲局"], [2024], ["甲24.pdf"])], [], (False, True)),
        ({"value": 1, "evidence": [{"doc": "没有.pdf"}]}, [told(["示例市甲局"], [2024], ["甲24.pdf"])], [], (None, None)),
        ({"value": 1}, [told(["示例市甲局"], [2024], ["甲24.pdf"])], [], (None, None)),
        ({"value": 1, "departments": ["示例市甲局"], "years": [2024]}, [{"value": 1, "unit": "万元"}], [], (False, False)),
    ],
)  # fmt: skip
def test_department_and_year_are_judged_apart(
    asked: dict[str, object], figures: list[dict[str, object]], cited: list[str], right: tuple[bool | None, bool | None]
) -> None:
    gold = Gold.model_validate({"id": "a", "question": "？", **asked})
    citations = [{"doc": doc, "department": KNOWN[doc][0], "year": KNOWN[doc][1]} for doc in cited]
    given = Prediction.model_validate({"id": "a", "status": "answered", "figures": figures, "citations": citations})
    assert (department_right(gold, given, KNOWN), year_right(gold, given, KNOWN)) == right


def test_predictions_say_whose_their_figures_are(tmp_path: Path) -> None:
    wanted = Wanted(departments=2, first_year=2023, years=2, finals=False)
    make(tmp_path / "files", wanted, "tab")
    index = memory_index([tmp_path / "files"])
    truth = next(iter(disclosures(wanted))).made
    line = next(predict(Engine(index), [("a", f"{truth.department}{truth.year}年预算的项目支出是多少万元？", [])], Origins(index)))
    assert [(f["departments"], f["years"], len(f["docs"])) for f in line["figures"]] == [([truth.department], [truth.year], 1)]
    assert {(c["department"], c["year"]) for c in line["citations"]} == {(truth.department, truth.year)}
