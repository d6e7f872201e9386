"""Benchmarks: what they count is right, and they run end to end on a handful of made-up disclosures. No times are promised here."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from eval.bench_ask import ask_speed, first_answer
from eval.bench_build import build_speed
from eval.bench_everyone import SHAPES, everyone_speed
from eval.bench_scale import Round, gold_lines, rankings
from eval.gold import Gold
from eval.madeup.make import make
from eval.madeup.names import bodies
from eval.multiplied import multiply
from eval.timing import Latency, Stages
from index.store import open_index
from qa.engine import Engine


def busy(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def slow() -> None:
    busy(0.02)
    inner()


def inner() -> None:
    busy(0.03)


class TestClocks:
    def test_percentiles(self) -> None:
        latency = Latency.of([float(n) for n in range(1, 101)])
        assert (latency.count, latency.median, latency.p95, latency.worst) == (100, 50.5, 95.0, 100.0)
        assert Latency.of([7.0]).p95 == 7.0
        assert Latency.of([]).count == 0

    def test_nested_stages_are_counted_once_and_functions_put_back(self) -> None:
        here, before = __name__, slow
        stages = Stages()
        with stages.watching({"outer": f"{here}:slow", "inner": f"{here}:inner"}):
            globals()["slow"]()
        assert 0.015 < stages.seconds["outer"] < 0.03 <= stages.seconds["inner"]
        assert globals()["slow"] is before


class TestScale:
    def test_names_never_run_out(self) -> None:
        assert len({b.name for b in bodies(12_000, 1)}) == 12_000

    def test_questions_repeat_exactly(self) -> None:
        chosen = Round(departments=12, questions=20)
        assert list(gold_lines(chosen)) == list(gold_lines(chosen))

    def test_rankings_are_over_all_departments(self) -> None:
        asked = list(rankings(Round(departments=12)))
        assert asked
        for line in asked:
            values = [v["value"] for v in line["values"]]
            assert values == sorted(values, reverse=True)


def test_build_and_ask_are_measured(tmp_path: Path) -> None:
    chosen = Round(departments=3, years=2, questions=12)
    make(tmp_path / "files", chosen.wanted, "tab")
    built = build_speed([tmp_path / "files"], tmp_path / "store", sample=2)
    assert (built.files, built.failed) == (9, 0)
    assert built.pages == 9
    assert "数据入库" in built.storing
    assert {"读取", "结构", "数字", "合计"} <= set(built.reading)
    index = open_index(tmp_path / "store")
    golds = [Gold.model_validate(line) for line in gold_lines(chosen)]
    asked = ask_speed(golds, index)
    index.close()
    assert asked.all.count == len(golds)
    assert asked.score.share("right") >= 0.9
    assert asked.score.share("wrong_figure") == 0
    fresh = first_answer(tmp_path / "store", [golds[0].question])
    assert 0 < fresh.opened <= fresh.answered


@pytest.mark.parametrize("what", ["read", "build", "ask", "scale", "faults", "load", "soak"])
def test_help_is_there(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    from eval.__main__ import main

    with pytest.raises(SystemExit) as end:
        main(["bench", what, "--help"])
    assert end.value.code == 0
    assert "--" in capsys.readouterr().out


def test_a_killed_build_loses_nothing() -> None:
    from eval.bench_faults import kills

    result = kills(1, measured=1)
    assert result.killed == 1
    assert "杀死 1 次" in result.lines()[0]
    assert result.whole


def test_an_index_copied_under_other_names_answers_for_each_of_them(tmp_path: Path) -> None:
    chosen = Round(departments=4, years=1, questions=4)
    make(tmp_path / chosen.name, chosen.wanted, "tab", 1)
    build_speed([tmp_path / chosen.name], tmp_path / f"{chosen.name}.store", sample=0)
    (tmp_path / f"{chosen.name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in gold_lines(chosen)), encoding="utf-8")
    assert multiply(tmp_path / f"{chosen.name}.store", tmp_path / "many", 11) == 11
    index = open_index(tmp_path / "many")
    names = {r.identity.department for r in index.documents()}
    assert len(names) == 11 >= len(bodies(4, 1)) == 4
    assert {b.name for b in bodies(4, 1)} < names, "those that were read are there as they were"
    assert all(index.figures(documents=[r.id]) and index.chunks(r.id) for r in index.documents())
    asked = everyone_speed(index, SHAPES[:2])
    assert [a.status for a in asked] == ["answered", "answered"]
    assert len(Engine(index).ask(SHAPES[0][1].format(year=2023)).figures) == 5, "no two tie"
    index.close()
