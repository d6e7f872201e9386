"""Answer gold questions in batch. Only ``id``, ``question`` and ``history`` of a gold line are read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from eval.gold import read_lines
from eval.origins import Origins
from index.errors import BadInput
from qa.model import Answer, Citation, Turn

CITATION_FIELDS = ("doc", "page", "section", "table", "row", "column", "quote")


class Asker(Protocol):
    """What answers: :class:`qa.engine.Engine`, or a baseline."""

    def ask(self, text: str, history: tuple[Turn, ...] = ()) -> Answer:
        """One question in the light of the conversation so far."""


def questions(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(id, question, history) of each line: nothing else of the gold is looked at."""
    for line in read_lines(path):
        if not isinstance(line.get("id"), str) or not isinstance(line.get("question"), str):
            raise BadInput(f"{path}：每行都要有 id 和 question")
        yield line["id"], line["question"], list(line.get("history") or [])


def predict(engine: Asker, asked: Iterable[tuple[str, str, list[str]]], origins: Origins | None = None) -> Iterator[dict[str, Any]]:
    """Prediction lines; the history is asked first, in one conversation. Times are of the last question alone.

    With ``origins`` figures and citations say whose and of which year they are.
    """
    for identifier, question, history in asked:
        turns: tuple[Turn, ...] = ()
        for earlier in history:
            turns += (Turn(question=earlier, answer=engine.ask(earlier, turns)),)
        started = time.perf_counter()
        answer = engine.ask(question, turns)
        elapsed = (time.perf_counter() - started) * 1000
        line = prediction(identifier, answer, elapsed)
        yield line if origins is None else origins.told(line, answer)


def prediction(identifier: str, answer: Answer, elapsed_ms: float) -> dict[str, Any]:
    """One line of the batch format."""
    return {
        "id": identifier,
        "status": answer.status,
        "answer": answer.answer,
        "figures": [{"label": f.label, "value": float(f.value), "unit": f.unit} for f in answer.figures],
        "citations": [_citation(c) for c in cited(answer)],
        "elapsed_ms": round(elapsed_ms, 2),
        "query": answer.query.model_dump(mode="json") if answer.query else None,
    }


def cited(answer: Answer) -> list[Citation]:
    """Every place that the answer shows: its sources first, then where its checks found the same figure, or another, again."""
    places = [*answer.citations, *(c for check in answer.checks for c in check.citations)]
    return list({(c.document_id, c.table_ordinal, c.row_index, c.column_index, c.paragraph, c.span): c for c in reversed(places)}.values())[::-1]


def _citation(citation: Citation) -> dict[str, Any]:
    return {name: getattr(citation, name) or None for name in CITATION_FIELDS}


def write(lines: Iterable[dict[str, Any]], output: Path) -> int:
    """Write prediction lines; the number of lines. A run that fails half way leaves the old file as it was."""
    temporary = output.with_name(output.name + ".part")
    count = 0
    with temporary.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    temporary.replace(output)
    return count
