"""The audit on the real disclosures against the list made by hand (bars of the issue); matching as in the shared scorer."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from index.audit import findings_of_all
from index.document import read_one
from index.findings import Finding

CHECKABLE = {"sum", "cross_table", "narrative_vs_table", "percentage", "missing"}


@pytest.fixture(scope="module")
def findings(shared: Path) -> list[Finding]:
    paths = sorted(p for p in (shared / "corpus").rglob("*") if p.suffix in (".pdf", ".txt"))
    return findings_of_all([read_one(p) for p in paths])


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def amounts(text: str) -> set[str]:
    return {n.replace(",", "") for n in re.findall(r"\d[\d,]*\.\d+", plain(text))}


def matches(gold: dict[str, str], finding: Finding) -> bool:
    if plain(gold["doc"]) != plain(finding.doc):
        return False
    want, numbers = plain(gold["quote"]), amounts(gold["quote"])
    for side in finding.sides:
        quote = plain(side.quote)
        if want in quote or (len(quote) >= 6 and quote in want) or (numbers and numbers <= amounts(f"{side.quote} {side.value}")):
            return True
    return False


@pytest.mark.parametrize(("severity", "least"), [("error", 0.9), ("rounding", 0.9)])
def test_findings_made_by_hand_are_found(shared: Path, findings: list[Finding], severity: str, least: float) -> None:
    gold = [
        g for g in json.loads((shared / "eval/audit_dev.json").read_text(encoding="utf-8")) if g["severity"] == severity and g["kind"] in CHECKABLE
    ]
    missed = [g["description"] for g in gold if not any(matches(g, f) for f in findings)]
    assert len(missed) <= (1 - least) * len(gold), missed


def test_every_finding_shows_its_arithmetic_and_its_places(findings: list[Finding]) -> None:
    for finding in findings:
        assert finding.severity in ("错误", "舍入", "提示")
        assert finding.sides
        assert all(side.page >= 1 and side.quote for side in finding.sides), finding
        if not finding.rule.startswith(("missing", "name")):
            assert finding.formula, finding
            assert len(finding.sides) >= 2, finding


def test_a_fault_is_told_once(findings: list[Finding]) -> None:
    keys = [(f.document, f.rule, f.sides[0]) for f in findings]
    assert len(keys) == len(set(keys))
