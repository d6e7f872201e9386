"""The embedding as LlamaIndex takes it: a transformation of nodes that fills in the vectors which are still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from llama_index.core.schema import BaseNode, MetadataMode, TransformComponent
from pydantic import ConfigDict

from index.embedding import Embedder

Vectors = Mapping[str, npt.NDArray[np.float32]]


class EmbedPassages(TransformComponent):  # type: ignore[misc]
    """Sets ``embedding`` of every node, from ``known`` (by node id) where it is there. A text without known words keeps None."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    embedder: Any
    known: Any

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> Sequence[BaseNode]:
        """The same nodes, with vectors."""
        missing = [node for node in nodes if node.node_id not in self.known]
        embedder: Embedder = self.embedder
        rows = embedder.texts([node.get_content(metadata_mode=MetadataMode.EMBED) for node in missing])
        fresh = {node.node_id: row for node, row in zip(missing, rows, strict=True)}
        for node in nodes:
            row = fresh[node.node_id] if node.node_id in fresh else self.known[node.node_id]
            if np.any(row):
                node.embedding = row.tolist()
        return nodes
