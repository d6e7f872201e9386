"""Keyword search: BM25 over jieba words, through ``bm25s``. Derived from the passages of a generation; rebuilt, never updated."""

from __future__ import annotations

import heapq
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexCorrupt
from index.tokens import words

K1, B = 1.2, 0.6  # passages are of similar length, so length matters less than the usual 0.75


class WordSearch:
    """BM25 scores of passages for a query. ``ids[i]`` is the passage of row i, ``owners[i]`` its document."""

    def __init__(self, ids: Sequence[str], owners: Sequence[str], engine: Any) -> None:
        self.ids = list(ids)
        self.owners = list(owners)
        first: dict[str, int] = {}
        self._owner = np.array([first.setdefault(owner, len(first)) for owner in self.owners], dtype=np.int32)  # comparing numbers is quick
        self._owner_of = first
        self._engine = engine

    @classmethod
    def of(cls, passages: Sequence[tuple[str, str, str]]) -> WordSearch:
        """Index (id, document, search text) triples. An empty sequence gives a search that finds nothing."""
        return cls.of_words([(passage, owner, " ".join(words(text))) for passage, owner, text in passages])

    @classmethod
    def of_words(cls, passages: Sequence[tuple[str, str, str]]) -> WordSearch:
        """Index (id, document, search words parted by spaces) triples."""
        token_lists = [[sys.intern(word) for word in said.split(" ")] if said else [] for _, _, said in passages]
        return cls([p[0] for p in passages], [p[1] for p in passages], _index(token_lists) if any(token_lists) else None)

    def search(self, query: str, k: int, *, documents: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with scores > 0, best first, ties by id, so that results never depend on chance."""
        if self._engine is None or k <= 0:
            return []
        known = [w for w in words(query) if w in self._engine.vocab_dict]
        if not known:
            return []
        scores = np.asarray(self._engine.get_scores(known), dtype=np.float64)
        if documents is not None:
            wanted = [self._owner_of[document] for document in set(documents) if document in self._owner_of]
            scores = np.where(np.isin(self._owner, wanted), scores, 0.0)
        rows = np.flatnonzero(scores > 0)
        if len(rows) > k:  # near-identical departments tie by the thousand: of those at the border the first by id, without sorting the others
            border = np.partition(scores, -k)[-k]
            ahead, edge = np.flatnonzero(scores > border).tolist(), np.flatnonzero(scores == border).tolist()
            rows = np.array(ahead + heapq.nsmallest(k - len(ahead), edge, key=self.ids.__getitem__), dtype=np.int64)
        best = sorted(rows.tolist(), key=lambda row: (-scores[row], self.ids[row]))
        return [(self.ids[row], float(scores[row])) for row in best]

    def save(self, folder: Path) -> None:
        """Write the search into an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._engine is not None:
            self._engine.save(str(folder / "bm25"), show_progress=False)
        (folder / "passages.json").write_text(json.dumps({"ids": self.ids, "owners": self.owners}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordSearch:
        """Open a saved search. Raises ``IndexCorrupt`` where files are missing or truncated."""
        try:
            names = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
            engine = _bm25().load(str(folder / "bm25"), mmap=True) if (folder / "bm25").is_dir() else None
        except (OSError, ValueError, KeyError) as error:
            raise IndexCorrupt(f"关键词索引已损坏，请重新建立索引（{folder.name}：{error}）") from error
        return cls(names["ids"], names["owners"], engine)


def _bm25() -> Any:
    import logging

    import bm25s
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread behind our back: children are forked
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets DEBUG at import
    return bm25s.BM25


def _index(token_lists: list[list[str]]) -> Any:
    engine = _bm25()(method="lucene", k1=K1, b=B)
    engine.index(token_lists, show_progress=False)
    return engine
