"""How well a statement answers to what is wanted: share of the question's features found, rare ones counting more, plus what is quoted in it.

Scores are about 0..1 for plain word matches; quoted phrases and amounts found add to that. Deterministic; ties go to document order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.numbers import NUMBER
from index.text import normal
from qa.passages.statements import Statement, grams
from qa.passages.wanted import Wanted

_CONTEXT_SHARE = 0.6  # a word found in the heading or before the statement counts this much
_PHRASE = 0.35
_AMOUNT = 0.45
_NAME = 0.3
_SAYS_NOTHING_NEW = 0.5  # off, for a statement whose words are all in the question: it is the thing's name, not what is said of it


@dataclass(frozen=True, slots=True)
class Match:
    """A statement and its score; ``coverage`` is the share of the question's weight that it holds, headings included."""

    statement: Statement
    score: float
    coverage: float


def rarity(statements: Iterable[Statement], wanted: Wanted) -> dict[str, float]:
    """For each feature of the question, how much finding it tells: log of how few of the statements hold it."""
    count = 0
    seen: Counter[str] = Counter()
    features = wanted.grams.keys()
    for statement in statements:
        count += 1
        seen.update(features & statement.grams)
    return {g: math.log(1 + count / (1 + seen[g])) if seen[g] else 0.35 * math.log(1 + count) for g in features}


def ranked(statements: Sequence[Statement], wanted: Wanted, *, bonus: Callable[[Statement], float] | None = None, keep: int = 12) -> list[Match]:
    """The best statements for a question, best first. ``bonus`` adds what the kind of question looks for (below -1: leave it out)."""
    weights = {g: w * wanted.grams[g] for g, w in rarity(statements, wanted).items()}
    whole = sum(weights.values()) or 1.0
    matches = []
    for statement in statements:
        match = _match(statement, wanted, weights, whole)
        extra = bonus(statement) if bonus else 0.0
        if extra > -1 and match.score + extra > 0:
            matches.append(Match(statement, match.score + extra, match.coverage))
    matches.sort(key=lambda m: (-m.score, m.statement.document, m.statement.order))
    return matches[:keep]


def _match(statement: Statement, wanted: Wanted, weights: dict[str, float], whole: float) -> Match:
    own = sum(weights[g] for g in weights.keys() & statement.grams)
    around = sum(weights[g] for g in (weights.keys() & statement.context_grams) - statement.grams)
    coverage = (own + _CONTEXT_SHARE * around) / whole
    score = coverage
    if wanted.phrases or wanted.numbers:
        plain = normal(statement.text)
        near = plain + normal(statement.context + statement.project)
        score += sum(_PHRASE for p in wanted.phrases if p in near)
        if wanted.numbers:
            printed = printed_numbers(plain)
            score += sum(_AMOUNT for n in wanted.numbers if any(n.equals(p) for p in printed))
    for name in wanted.name_grams:
        if name and len(name & (statement.grams | statement.context_grams)) >= 0.8 * len(name):
            score += _NAME
            break
    if statement.grams and len(statement.grams - wanted.asked) < 0.2 * len(statement.grams):
        score -= _SAYS_NOTHING_NEW
    return Match(statement, score, coverage)


def knows_phrases(statements: Sequence[Statement], wanted: Wanted) -> bool:
    """Whether what the question quotes stands in the documents at all, word for word or nearly: “登月计划” that nobody has is not answered."""
    for phrase in wanted.phrases:
        features = grams(phrase)
        enough = max(1, math.ceil(0.7 * len(features)))
        if any(phrase in normal(s.text + s.project) or len(features & (s.grams | s.context_grams)) >= enough for s in statements):
            return True
    return not wanted.phrases


def printed_numbers(plain: str) -> list[Decimal]:
    """The numbers of a text in normal form, without sign."""
    return [abs(Decimal(found.replace(",", "").replace("−", "-"))) for found in NUMBER.findall(re.sub(r"(?<=\d)-(?=\d)", " ", plain))]
