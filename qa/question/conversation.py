"""Follow-ups: empty slots are filled from the questions before, the nearest first."""

from __future__ import annotations

from collections.abc import Sequence

from qa.model import Intent, Operation, Query, Turn


def continued(query: Query, history: Sequence[Turn]) -> Query:
    """The query with its empty slots filled from the last turn that was about the documents."""
    last = next((t.answer.query for t in reversed(history) if t.answer.query is not None and t.answer.query.intent not in {Intent.CHITCHAT, Intent.DECLINE, Intent.META}), None)
    if last is None or query.intent in {Intent.CHITCHAT, Intent.DECLINE, Intent.META}:
        return query
    filled: dict[str, object] = {}
    if not query.departments and last.departments:
        filled["departments"] = last.departments
    if not query.years and last.years and "departments" in filled:
        filled["years"] = last.years
    if query.kind is None and last.kind and "departments" in filled:
        filled["kind"] = last.kind
    if not query.measures and last.measures:
        filled["measures"] = last.measures
        if query.intent is Intent.TEXT and query.operation is Operation.NONE and "reason" not in query.aspects and not query.topic:
            filled["intent"] = last.intent
    if not filled:
        return query
    return query.model_copy(update={**filled, "inherited": tuple(k for k in filled if k != "intent")})
