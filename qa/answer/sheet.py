"""The sheet on which an answer is written: lines of Chinese, figures in order, citations numbered as they are used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.store import Index
from qa.answer.citing import Citations
from qa.compute.arithmetic import Quantity
from qa.lookup.model import Candidate
from qa.model import Answer, AnswerFigure, Check, Choice, Citation, Query, Status


class Sheet:
    """Collects what an answer says. ``main`` figures come before those added later in the same rank."""

    def __init__(self, index: Index) -> None:
        self.citations = Citations(index)
        self.lines: list[str] = []
        self.figures: list[AnswerFigure] = []
        self.checks: list[Check] = []
        self.choices: list[Choice] = []
        self.suggestions: list[str] = []
        self.notes: list[str] = []
        self.beyond = 0  # entries that count among those shown and were not read: see qa.lookup.model.Found

    def say(self, line: str) -> None:
        """One more line."""
        self.lines.append(line)

    def mark(self, candidates: Iterable[Candidate]) -> str:
        """``[1][2]`` for the figures' places."""
        return "".join(dict.fromkeys(self.citations.mark(c) for c in candidates))

    def mark_citation(self, citation: Citation) -> str:
        """``[n]`` for a citation made elsewhere."""
        return self.citations.mark_citation(citation)

    def figure(self, label: str, q: Quantity, sources: Sequence[Candidate] = (), *, derived: bool = False, first: bool = False) -> None:
        """One more figure of the answer; ``first`` puts it in front (the main result)."""
        ids = tuple(c.figure.id for c in sources)
        made = AnswerFigure(label=label, value=q.value, unit=q.unit, decimals=q.decimals, figure_ids=ids, derived=derived)
        if first:
            self.figures.insert(0, made)
        else:
            self.figures.append(made)

    def answer(self, status: Status, query: Query | None) -> Answer:
        """The finished answer."""
        return Answer(
            status=status,
            answer="\n".join(self.lines),
            figures=tuple(self.figures),
            citations=tuple(self.citations.items),
            query=query,
            checks=tuple(self.checks),
            choices=tuple(self.choices),
            suggestions=tuple(self.suggestions),
            notes=tuple(self.notes),
        )
