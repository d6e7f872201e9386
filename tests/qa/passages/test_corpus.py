"""On the real disclosures (skipped without them): our own questions, and the evidence of the dev questions among the first passages."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from eval.retrieve import evaluate, gold_files
from eval.source import memory_index
from index.store import Index
from qa.engine import Engine

QUESTIONS = Path(__file__).parent / "data" / "questions.jsonl"
MUST_BE_RIGHT = 0.94  # 116 of 120 when written; the questions' first runs were right for 48 of 60, 34 of 40 and 14 of 20
ANY, ALL = 0.95, 0.88  # the bars; measured: see docs/architecture.md


@pytest.fixture(scope="module")
def index(shared: Path) -> Index:
    return memory_index([shared / "corpus"])


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_our_own_questions_in_prose(index: Index) -> None:
    engine = Engine(index)
    wrong = []
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    for item in asked:
        answer = engine.ask(item["question"])
        text = plain(answer.answer)
        right = answer.status in ("not_found", "declined")
        if item["answerable"]:
            right = (
                answer.status == "answered"
                and len(text) <= 800
                and all(any(plain(word) in text for word in group) for group in item["must_include"])
                and not any(plain(word) in text for word in item["must_not_include"])
                and any(item["doc"] in citation.doc for citation in answer.citations)
            )
        if not right:
            wrong.append(item["id"])
    assert 1 - len(wrong) / len(asked) >= MUST_BE_RIGHT, wrong


def test_evidence_is_among_the_first_five_passages(index: Index, shared: Path) -> None:
    gold = gold_files(sorted((shared / "eval").glob("*_dev.jsonl")))
    hybrid = evaluate(gold, index)
    assert hybrid.any >= ANY
    assert hybrid.all >= ALL
    assert hybrid.any >= evaluate(gold, index, mode="meaning").any


def test_every_quote_is_text_of_its_paragraph(index: Index) -> None:
    engine = Engine(index)
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines()[::3]:
        for citation in engine.ask(json.loads(line)["question"]).citations:
            if citation.paragraph is not None and citation.span and citation.quote:
                text = index.paragraphs(citation.document_id)[citation.paragraph].text
                assert plain(citation.quote) in plain(text)
