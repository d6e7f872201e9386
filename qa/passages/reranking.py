"""The optional cross-encoder that orders the best passages anew: ``WENZHANG_RERANK_MODEL`` is the folder of a local model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import BadInput, ModelMismatch
from index.model import Chunk

VARIABLE = "WENZHANG_RERANK_MODEL"
READ = 24  # passages that are read by it; those behind keep their order
LONGEST = 600  # characters of a passage


def reranked(question: str, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The passages, the first ``READ`` of them in the order of the cross-encoder; unchanged where none is named.

    Raises ``BadInput`` where the folder is missing, ``ModelMismatch`` where no cross-encoder can be loaded from it.
    """
    folder = os.environ.get(VARIABLE, "").strip()
    if not folder or len(chunks) < 2:
        return list(chunks)
    head = list(chunks[:READ])
    scores = _model(str(checked(folder))).predict([(question, c.text[:LONGEST]) for c in head], show_progress_bar=False)
    order = sorted(range(len(head)), key=lambda i: (-float(scores[i]), i))
    return [*(head[i] for i in order), *chunks[READ:]]


def checked(folder: str) -> Path:
    """The model's folder. Raises ``BadInput`` where it is none: nothing is ever downloaded."""
    path = Path(folder.strip())
    if not (path / "config.json").is_file():
        raise BadInput(f"环境变量 {VARIABLE} 应是本机上重排模型的文件夹（含 config.json）")
    return path


@lru_cache(maxsize=1)
def _model(folder: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(folder, device="cpu", max_length=512, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # the libraries raise many kinds for a broken folder
        raise ModelMismatch(f"重排模型无法载入：{folder}") from error
