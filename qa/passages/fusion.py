"""Keyword, embedding and statement matching as LlamaIndex retrievers, fused (``QueryFusionRetriever``).

LlamaIndex is imported at the first search, not with this module: it costs a second. Its fusion keys nodes by the hash of text and metadata,
so a node here is nothing but the chunk's id: equal texts of two documents stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

Ranking = Sequence[tuple[str, float]]


@lru_cache(maxsize=1)
def _parts() -> tuple[Any, Any, Any]:
    """The classes needed: a retriever over a ranking, the fusion, and the mock model that it insists on."""
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

    class RankingRetriever(BaseRetriever):  # type: ignore[misc]
        """A ranking (chunk ids with scores, best first) as a LlamaIndex retriever."""

        def __init__(self, ranking: Ranking) -> None:
            self._ranking = ranking
            super().__init__()

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return [NodeWithScore(node=TextNode(id_=i, text=i), score=s) for i, s in self._ranking]

    return RankingRetriever, QueryFusionRetriever, MockLLM()


def fused(query: str, rankings: Sequence[Ranking], weights: Sequence[float], k: int) -> list[tuple[str, float]]:
    """The rankings' chunk ids fused by their scores, each ranking's scaled to 0..1 and weighted; best first, at most ``k``.

    Scaled scores did better than reciprocal ranks on the real disclosures: among the few passages of a scope, how much better the first
    one matches than the second tells more than that it is the first (and LlamaIndex's reciprocal ranks take no weights).
    """
    given = [(ranking, weight) for ranking, weight in zip(rankings, weights, strict=True) if ranking]
    if len(given) < 2:
        return list(given[0][0])[:k] if given else []
    retriever_of, fusion, model = _parts()
    retriever = fusion(
        [retriever_of(ranking) for ranking, _ in given],
        llm=model,
        mode="relative_score",
        similarity_top_k=k,
        num_queries=1,
        use_async=False,
        verbose=False,
        retriever_weights=[weight for _, weight in given],
    )
    found = [(n.node.node_id, float(n.score or 0.0)) for n in retriever.retrieve(query)]
    return sorted(found, key=lambda item: (-item[1], item[0]))
