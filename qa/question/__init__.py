"""A question in Chinese -> a typed :class:`qa.model.Query`, read on its own and then in its conversation."""

from __future__ import annotations

from collections.abc import Sequence

from index.store import Index
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
    reading = read(expanded(cleaned(text), linked), linked, index)
    return scoped(resolved(continued(reading, history, index), reading.relative, index), index)
