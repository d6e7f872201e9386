"""Scores of a whole run: shares by verdict, by type, of citations, and the times."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.gold import Gold, Prediction
from eval.judge import citation_verdict, verdict


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that did not come out right, or right but not cited."""

    gold: Gold
    given: Prediction | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a run; shares are of all questions, the citation shares of the right, answered ones."""

    questions: int
    verdicts: Mapping[str, int]
    by_type: Mapping[str, Mapping[str, int]]
    cited_doc: float | None
    cited_exact: float | None
    median_ms: float | None
    p95_ms: float | None
    failures: Sequence[Failure]

    def share(self, name: str) -> float:
        """Share of a verdict among all questions."""
        return self.verdicts.get(name, 0) / self.questions if self.questions else 0.0

    def line(self) -> str:
        """One line of figures, as the reference scorer prints it."""

        def percent(value: float | None) -> str:
            return "n/a" if value is None else f"{value:.1%}"

        shares = "  ".join(f"{name} {percent(self.share(name))}" for name in ("right", "wrong_figure", "missed", "hallucinated"))
        return (
            f"questions {self.questions}  {shares}  cited_doc {percent(self.cited_doc)}  cited_exact {percent(self.cited_exact)}"
            f"  median {self.median_ms} ms  p95 {self.p95_ms} ms"
        )


def score(golds: Sequence[Gold], predictions: Mapping[str, Prediction]) -> Score:
    """Judge every gold question; a missing prediction counts as missed."""
    verdicts: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    cited: list[tuple[bool, bool]] = []
    failures: list[Failure] = []
    for gold in golds:
        given = predictions.get(gold.id)
        result = verdict(gold, given)
        verdicts[result] += 1
        by_type[gold.type][result] += 1
        if result != "right":
            failures.append(Failure(gold, given, result))
        elif given is not None and gold.answerable and given.status == "answered" and gold.evidence:
            cited.append(citation_verdict(gold, given))
            if not cited[-1][1]:
                failures.append(Failure(gold, given, "right, not cited"))
    times = sorted(p.elapsed_ms for g in golds if (p := predictions.get(g.id)) and p.elapsed_ms is not None)
    return Score(
        questions=len(golds),
        verdicts=verdicts,
        by_type=by_type,
        cited_doc=sum(d for d, _ in cited) / len(cited) if cited else None,
        cited_exact=sum(e for _, e in cited) / len(cited) if cited else None,
        median_ms=statistics.median(times) if times else None,
        p95_ms=times[max(0, int(len(times) * 0.95) - 1)] if times else None,
        failures=failures,
    )
