"""Any sentence-transformers model, by folder or (only where the user named one) by hub name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import index.privacy
from index.errors import ModelMismatch
from index.text import clean


class SentenceModel:
    """An :class:`index.embedding.Embedder` over ``SentenceTransformer`` on the CPU. Code from the hub is never run."""

    def __init__(self, name: str, fingerprint: str | None) -> None:
        index.privacy.silence()
        try:
            from sentence_transformers import SentenceTransformer

            local = Path(name).is_dir()
            self._model: Any = SentenceTransformer(name, device="cpu", local_files_only=local, trust_remote_code=False)
            self.dimension = int(self._model.get_embedding_dimension())
        except Exception as error:  # the library raises many kinds for a missing or foreign model
            raise ModelMismatch(f"无法加载向量模型“{name}”：{str(error).splitlines()[0] if str(error) else type(error).__name__}") from error
        self.name = name
        self.fingerprint = fingerprint or self._weights()

    def texts(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit row a text."""
        return self._encoded("encode_document", [clean(t) for t in texts])

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """The unit vector of a question, with the model's own prompt for questions where it has one."""
        row: npt.NDArray[np.float32] = self._encoded("encode_query", [clean(text)])[0]
        return row

    def _encoded(self, method: str, texts: list[str]) -> npt.NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = getattr(self._model, method)(texts, batch_size=64, show_progress_bar=False, convert_to_numpy=True)
        out = np.asarray(rows, dtype=np.float32)
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        unit: npt.NDArray[np.float32] = np.divide(out, norms, out=np.zeros_like(out), where=norms > 1e-12)
        return unit

    def _weights(self) -> str:
        """A fingerprint of a hub model: the vectors of two fixed sentences, rounded (its files lie where the hub library puts them)."""
        import hashlib

        rows = self.texts(["部门预算公开", "“三公”经费支出决算情况说明"])
        return hashlib.sha256(np.round(rows, 3).tobytes()).hexdigest()
