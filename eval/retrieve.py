"""How often the evidence of gold questions is among the first passages: any, and all, of a question's quotes.

A quote is found in a passage when all of it is there, or four fifths of its runs of four characters (a table's row is printed with other
blanks and strokes than the quote has; punctuation, blanks and thousands separators are left out of the comparison).
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eval.gold import Gold
from index.model import Chunk
from index.store import Index
from index.text import normal
from index.tokens import words
from qa.model import Query
from qa.passages.retrieval import retrieve_for

Mode = Literal["words", "meaning", "hybrid", "plain"]

_MARKS = re.compile(r"[\W_]+")
_RUN = 4
_ENOUGH = 0.8
_PLAIN_TOKENS = 512


@dataclass(frozen=True, slots=True)
class PlainPassage:
    """What is compared with a quote: a text and its document's id."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One question: at which place the first passage stands that holds each of its quotes (None: not found), and how long it took (ms)."""

    id: str
    question: str
    ranks: tuple[int | None, ...]
    milliseconds: float

    @property
    def hits(self) -> tuple[bool, ...]:
        """Which of the quotes were found."""
        return tuple(rank is not None for rank in self.ranks)

    @property
    def reciprocal(self) -> float:
        """1 / the place of the first passage that holds any quote; 0 where none does."""
        found = [rank for rank in self.ranks if rank is not None]
        return 1 / min(found) if found else 0.0

    @property
    def gain(self) -> float:
        """Discounted gain of the quotes found over that of all quotes one after the other from the first place (two in one passage: 1 at most)."""
        found = sum(1 / math.log2(rank + 1) for rank in self.ranks if rank is not None)
        best = sum(1 / math.log2(place + 1) for place in range(1, len(self.ranks) + 1))
        return min(1.0, found / best)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The result over all questions with evidence."""

    mode: str
    found: tuple[Found, ...]

    @property
    def any(self) -> float:
        """Share of questions of which one quote at least was found."""
        return sum(any(f.hits) for f in self.found) / len(self.found) if self.found else 0.0

    @property
    def all(self) -> float:
        """Share of questions of which every quote was found."""
        return sum(all(f.hits) for f in self.found) / len(self.found) if self.found else 0.0

    def hit(self, k: int) -> float:
        """Share of questions of which a quote is in one of the first ``k`` passages."""
        return self._mean([float(any(rank is not None and rank <= k for rank in f.ranks)) for f in self.found])

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank."""
        return self._mean([f.reciprocal for f in self.found])

    @property
    def ndcg(self) -> float:
        """Mean normalised discounted cumulative gain."""
        return self._mean([f.gain for f in self.found])

    @staticmethod
    def _mean(values: list[float]) -> float:
        return sum(values) / len(values) if values else 0.0

    def line(self) -> str:
        """The line that the command prints."""
        times = sorted(f.milliseconds for f in self.found) or [0.0]
        ranked = f"hit@1 {self.hit(1):.1%}  hit@3 {self.hit(3):.1%}  MRR {self.mrr:.3f}  nDCG {self.ndcg:.3f}"
        return f"{self.mode:8s} questions {len(self.found)}  any {self.any:.1%}  all {self.all:.1%}  {ranked}  median {times[len(times) // 2]:.1f} ms  max {times[-1]:.0f} ms"


def holds(passage: str, quote: str) -> bool:
    """Whether a passage holds a quote."""
    text, wanted = _plain(passage), _plain(quote)
    if not wanted:
        return False
    if wanted in text:
        return True
    runs = [wanted[i : i + _RUN] for i in range(len(wanted) - _RUN + 1)]
    return bool(runs) and sum(run in text for run in runs) >= _ENOUGH * len(runs)


def _plain(text: str) -> str:
    return _MARKS.sub("", normal(re.sub(r"(?<=\d),(?=\d{3})", "", text)))


def evaluate(gold: Iterable[Gold], index: Index, *, mode: Mode = "hybrid", k: int = 5) -> Retrieved:
    """Retrieve for every answerable question that has evidence."""
    names = {r.id: r.file_name for r in index.documents()}
    baseline = _Plain(index) if mode == "plain" else None
    results = []
    for question in gold:
        quotes = [(e.doc.rsplit("/", 1)[-1], e.quote) for e in question.evidence if e.quote]
        if not question.answerable or not quotes:
            continue
        text = " ".join([*question.history, question.question])
        started = time.perf_counter()
        passages = baseline.search(text, k) if baseline else scoped(question, text, index, k, mode)
        elapsed = (time.perf_counter() - started) * 1000
        ranks = tuple(
            next((place for place, p in enumerate(passages, start=1) if names.get(p.document) == doc and holds(p.text, quote)), None) for doc, quote in quotes
        )
        results.append(Found(question.id, question.question, ranks, elapsed))
    return Retrieved(mode, tuple(results))


def scoped(question: Gold, text: str, index: Index, k: int, mode: Mode) -> list[PlainPassage]:
    """The passages from the documents that the question, or the talk before it, names; several departments take turns.

    A table passage counts as what it stands for: its rows as printed, beside the line that is searched.
    """
    assert mode != "plain"
    query = understood(question, index)
    chunks = retrieve_for(query, index, k, text=text, mode=mode)
    return [PlainPassage(c.document, c.text + "\n" + _printed(c, index)) for c in chunks]


def _printed(chunk: Chunk, index: Index) -> str:
    """The rows of a table passage as printed."""
    if chunk.table is None or chunk.first_row is None:
        return ""
    rows: dict[int, list[str]] = {}
    for cell in sorted(index.tables(chunk.document)[chunk.table].cells, key=lambda c: (c.row, c.column)):
        if chunk.first_row <= cell.row <= (chunk.last_row if chunk.last_row is not None else chunk.first_row):
            rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join(" ".join(r) for r in rows.values())


def understood(question: Gold, index: Index) -> Query:
    """The question as the product understands it, after its history."""
    from qa.model import Answer, Turn
    from qa.question import understand

    turns: list[Turn] = []
    for earlier in question.history:
        query = understand(earlier, turns, index)
        turns.append(Turn(question=earlier, answer=Answer(status="answered", answer="", query=query)))
    return understand(question.question, turns, index)


class _Plain:
    """The baseline: windows of 512 words over each file's whole text, BM25, no scope."""

    def __init__(self, index: Index) -> None:
        from index.store.words import WordSearch

        self._passages: dict[str, PlainPassage] = {}
        for record in index.documents():
            for number, window in enumerate(_windows(_whole_text(index, record.id))):
                self._passages[f"{record.id}-{number}"] = PlainPassage(record.id, window)
        self._search: Any = WordSearch.of([(i, p.document, p.text) for i, p in self._passages.items()])

    def search(self, text: str, k: int) -> list[PlainPassage]:
        """The first k windows."""
        return [self._passages[i] for i, _ in self._search.search(text, k)]


def _whole_text(index: Index, document: str) -> str:
    lines = [p.text for p in index.paragraphs(document)]
    for table in index.tables(document):
        rows: dict[int, list[str]] = {}
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            rows.setdefault(cell.row, []).append(cell.text)
        lines += [table.title, *(" ".join(r) for r in rows.values())]
    return "\n".join(lines)


def _windows(text: str) -> Iterable[str]:
    """The text in pieces of about 512 words each; lines are kept whole."""
    piece: list[str] = []
    size = 0
    for line in text.split("\n"):
        count = len(words(line))
        if piece and size + count > _PLAIN_TOKENS:
            yield "\n".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += count
    if piece:
        yield "\n".join(piece)


def gold_files(paths: Iterable[Path]) -> list[Gold]:
    """The questions of several gold files."""
    from eval.gold import read_gold

    return [question for path in paths for question in read_gold(path)]
