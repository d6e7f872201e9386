"""The passages for a question: keyword search, search by meaning and statement matching, fused (see :mod:`qa.passages.fusion`).

The first two propose; a passage's rank by its best statement (:mod:`qa.passages.matching`) is the third voice. In a scope of few documents all
their passages take part in that, so that nothing is lost before it is read; over many documents only what the two searches propose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Literal

from index.model import Chunk
from index.store import Index
from qa.model import Query
from qa.passages.by_figure import holding
from qa.passages.fusion import Ranking, fused
from qa.passages.matching import ranked
from qa.passages.reranking import reranked
from qa.passages.scope import groups, scope_of
from qa.passages.statements import Statement, statements_in, statements_of
from qa.passages.wanted import Wanted, wanted

Mode = Literal["words", "meaning", "hybrid"]

_PROPOSED = 30
_WEIGHTS = (0.6, 0.1, 0.3)  # words, meaning, statements: of the mixes measured, see docs/architecture.md
_KEPT = 1  # place among the first k that the search keeps beside the figures' own passages
_SMALL_SCOPE = 12  # documents: up to here every passage is read


def retrieve(
    query_text: str,
    index: Index,
    k: int,
    documents: Iterable[str] | None = None,
    *,
    mode: Mode = "hybrid",
    drop: Iterable[str] = (),
    names: Iterable[str] = (),
) -> list[Chunk]:
    """The ``k`` best passages, best first, from ``documents`` (ids; None: all).

    ``drop``: words already understood, as department names; ``names``: what the documents call the items asked about.
    """
    scope = None if documents is None else tuple(documents)
    if k <= 0 or not query_text.strip() or scope == ():
        return []
    question = wanted(query_text, drop=drop, names=names)
    searched = " ".join([question.content, *question.names]) or query_text
    words = index.search_words(searched, _PROPOSED, documents=scope) if mode in ("words", "hybrid") else []
    meaning = index.search_meaning(searched, _PROPOSED, documents=scope) if mode in ("meaning", "hybrid") else []
    statements = by_statement(question, index, scope, [words, meaning]) if mode == "hybrid" else []
    found = fused(query_text, [words, meaning, statements], _WEIGHTS, max(k, _PROPOSED))
    chunks = [index.chunk(i) for i, _ in found]
    return (reranked(query_text, chunks) if mode == "hybrid" else chunks)[:k]


def retrieve_for(query: Query, index: Index, k: int, *, text: str | None = None, mode: Mode = "hybrid") -> list[Chunk]:
    """The passages for an understood question, from the documents that it names; several departments or years, and several items
    asked for at once, take turns.

    ``text``: what is searched by, where that is more than the question itself (the talk before it).
    """
    scope = scope_of(query, index)
    drop = [w for d in query.departments for w in (d.mention, d.department or "") if w]
    names = [n for m in query.measures for n in (m.mention, *m.names[:1])]
    scopes = [[r.id for r in group] or None for group in groups(query, scope)] or [None]
    found = [retrieve(text or query.text, index, k, ids, mode=mode, drop=drop, names=names) for ids in scopes]
    turns = {chunk.id: chunk for turn in zip_longest(*found) for chunk in turn if chunk is not None}
    passages = list(turns.values())
    return (_led(holding(query, index, k), passages, k) if mode == "hybrid" else passages)[:k]


def _led(figures: Sequence[Chunk], turns: Sequence[Chunk], k: int) -> list[Chunk]:
    """Passages of the figures asked for, with the best of the search kept among the first ``k``."""
    leading = list(figures[: max(1, k - _KEPT)]) if len(figures) < k else list(figures)
    seen = {chunk.id for chunk in leading}
    return leading + [chunk for chunk in turns if chunk.id not in seen]


def by_statement(question: Wanted, index: Index, scope: Sequence[str] | None, proposals: Sequence[Ranking]) -> list[tuple[str, float]]:
    """Chunk ids by the score of their best statement."""
    chunks = [index.chunk(i) for i in dict.fromkeys(i for p in proposals for i, _ in p)]
    if scope is not None and len(scope) <= _SMALL_SCOPE:
        chunks = [c for d in scope for c in index.chunks(d)]
    holders = _holders(chunks)
    documents = dict.fromkeys(c.document for c in chunks)
    statements = [s for d in documents for s in _statements(index, d, holders, whole=len(documents) <= _SMALL_SCOPE) if _keys(s, holders)]
    best: dict[str, float] = {}
    for match in ranked(statements, question, keep=4 * _PROPOSED):
        for chunk in _keys(match.statement, holders):
            if _inside(match.statement, chunk):
                best.setdefault(chunk.id, match.score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:_PROPOSED]


def _statements(index: Index, document: str, holders: _Holders, *, whole: bool) -> Sequence[Statement]:
    """The statements of a document that the chunks may hold; of few documents all are made, since the answer will want them too."""
    if whole:
        return statements_of(index, document)
    places: dict[str, set[int]] = {"paragraph": set(), "table": set()}
    for owner, kind, ordinal in holders:
        if owner == document:
            places[kind].add(ordinal)
    return statements_in(index, document, places["paragraph"], places["table"])


_Holders = dict[tuple[str, str, int], list[Chunk]]


def _holders(chunks: Iterable[Chunk]) -> _Holders:
    """Chunks by the paragraphs and tables that they hold."""
    found: _Holders = defaultdict(list)
    for chunk in chunks:
        if chunk.table is not None:
            found[chunk.document, "table", chunk.table].append(chunk)
        elif chunk.first_paragraph is not None:
            for paragraph in range(chunk.first_paragraph, (chunk.last_paragraph or chunk.first_paragraph) + 1):
                found[chunk.document, "paragraph", paragraph].append(chunk)
    return found


def _keys(statement: Statement, holders: _Holders) -> list[Chunk]:
    if statement.table is not None:
        return holders.get((statement.document, "table", statement.table), [])
    return holders.get((statement.document, "paragraph", statement.paragraph or 0), [])


def _inside(statement: Statement, chunk: Chunk) -> bool:
    """Whether a chunk that holds a part of the paragraph or table holds this statement."""
    if statement.row is not None and chunk.first_row is not None:
        return chunk.first_row <= statement.row <= (chunk.last_row if chunk.last_row is not None else chunk.first_row)
    return statement.text[:24] in chunk.text or chunk.first_paragraph == chunk.last_paragraph is None
