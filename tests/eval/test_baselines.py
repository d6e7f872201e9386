"""The comparison with the usual recipes runs on made-up disclosures, offline, and counts what it should."""

from __future__ import annotations

from pathlib import Path

from eval.baselines import compare, measured, with_evidence
from eval.gold import Evidence, Gold
from eval.madeup.make import Wanted, make
from eval.retrieve import PlainPassage
from eval.source import memory_index


def test_any_and_all_are_counted_by_quote() -> None:
    gold = Gold(id="a", question="差旅费？", evidence=[Evidence(doc="甲.pdf", quote="差旅费3.50万元"), Evidence(doc="乙.pdf", quote="办公费1.00万元")])
    half = measured("x", [gold], lambda g: [PlainPassage("甲.pdf", "差旅费 3.50 万元"), PlainPassage("丙.pdf", "办公费1.00万元")])
    assert (half.any, half.all, half.questions) == (1.0, 0.0, 1)
    assert with_evidence([gold, Gold(id="b", question="？", answerable=False)]) == [gold]


def test_all_recipes_run_on_made_up_files(tmp_path: Path) -> None:
    files = make(tmp_path, Wanted(departments=1, first_year=2024, years=1), "tab")
    name = files[0].name
    golds = [Gold(id="a", question="人员经费主要包括什么？", evidence=[Evidence(doc=name, quote="人员经费")])]
    results = list(compare(golds, files, memory_index(files)))
    assert [r.questions for r in results] == [1] * 5
    assert all(r.context > 0 for r in results[:4])
