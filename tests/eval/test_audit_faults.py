"""The audit finds what is planted and keeps silent on clean disclosures."""

from __future__ import annotations

import pytest

from eval.auditing import Score, measured
from eval.madeup.faults import KINDS, planted
from eval.madeup.make import Wanted

WANTED = Wanted(departments=2, first_year=2024, years=2, seed=11)


@pytest.fixture(scope="module")
def score() -> Score:
    return measured(WANTED)


def test_planted_faults_are_found(score: Score) -> None:
    missed = [f"{f.kind} {f.made.name} {f.was} → {f.mark}" for f in score.missed]
    assert score.recall >= 0.95, missed


def test_clean_disclosures_raise_no_alarm(score: Score) -> None:
    assert score.alarms_each <= 0.05, [f.message for f in score.alarms]


def test_planted_faults_are_found_in_flattened_text() -> None:
    """Empty cells are lost there; what cannot be placed must still not hide a fault."""
    kinds = ("basic_part", "balance", "overall_income", "overall_class", "economic_total", "missing_table", "cost", "growth", "silent_table", "table_unit")
    score = measured(Wanted(departments=1, first_year=2024, years=2, seed=12), "flat", 12, kinds)
    assert score.recall >= 0.95, [f"{f.kind} {f.made.name} {f.was} → {f.mark}" for f in score.missed]
    assert score.alarms_each <= 0.05, [f.message for f in score.alarms]


def test_there_are_twenty_kinds_and_more(score: Score) -> None:
    assert len(KINDS) >= 20
    assert sum(1 for kind in KINDS if score.planted[kind]) >= 20


def test_the_same_seed_plants_the_same() -> None:
    wanted = Wanted(1, 2024, 1, seed=2)
    assert list(planted(wanted, 5)) == list(planted(wanted, 5))
    assert list(planted(wanted, 5)) != list(planted(wanted, 6))


def test_parts_told_the_other_way_round_than_the_table_has_them() -> None:
    wanted = Wanted(departments=3, first_year=2023, years=2, seed=1, finals=False, template="regional")
    score = measured(wanted, "tab", 1, ("swapped_parts", "beyond_all", "nothing_said"))
    assert score.planted["swapped_parts"] >= 1
    assert score.recall == 1, [f"{f.kind} {f.made.name} {f.was} → {f.mark}" for f in score.missed]
    assert not score.alarms, [f.message for f in score.alarms]


def test_further_families_raise_no_alarm_and_tables_of_two_years_are_recomputed() -> None:
    score = measured(Wanted(departments=2, first_year=2023, years=1, seed=3, template="further"), "docx", 3, ("table_change", "table_rate", "flat_and_moved"))
    assert score.planted["table_change"] >= 1
    assert score.planted["table_rate"] >= 1
    assert score.recall == 1, [f"{f.kind} {f.made.name} {f.was} → {f.mark}" for f in score.missed]
    assert not score.alarms, [f.message for f in score.alarms]
