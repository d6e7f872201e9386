"""Passages: retrieval for questions in prose, and the answers made of the documents' own sentences."""

from __future__ import annotations

from qa.passages.answering import prose
from qa.passages.asks import asks_for_prose
from qa.passages.retrieval import retrieve

__all__ = ["asks_for_prose", "prose", "retrieve"]
