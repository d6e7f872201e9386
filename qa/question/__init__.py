"""A question in Chinese -> a typed :class:`qa.model.Query`, read on its own and then in its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.store import Index
from index.text import normal
from qa.linking.vocabulary import linker
from qa.model import Query, Turn
from qa.question.cleaning import cleaned
from qa.question.conversation import continued
from qa.question.marking import expanded
from qa.question.reading import read
from qa.question.resolving import resolved
from qa.question.scoping import scoped


def understand(text: str, history: Sequence[Turn], index: Index) -> Query:
    """The question as understood, its empty slots filled from ``history``. Raises ``BadInput`` (empty, over 500 characters)."""
    linked = linker(index)
    before = normal("".join(turn.question for turn in history[-2:]))
    reading = read(expanded(replace(cleaned(text), context=before), linked), linked, index)
    return scoped(resolved(continued(reading, history, index), reading.relative, index), index)
