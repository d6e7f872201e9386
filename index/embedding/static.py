"""A sentence-transformers ``StaticEmbedding`` model read without torch: mean of the token rows, normalised.

The same folder loads with ``SentenceTransformer(folder)`` and gives the same vectors (a test compares them); reading it directly
saves the seconds that importing torch costs the first question of a process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import ModelMismatch
from index.text import clean

_MODULES = ["StaticEmbedding", "Normalize"]
_BATCH = 1024


def is_static(folder: Path) -> bool:
    """Whether a folder holds exactly a static embedding followed by normalisation."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return [str(m["type"]).rsplit(".", 1)[-1] for m in modules] == _MODULES
    except (OSError, ValueError, KeyError, TypeError):
        return False


class StaticModel:
    """An :class:`index.embedding.Embedder` on a static model's folder."""

    def __init__(self, folder: Path, name: str, fingerprint: str) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        place = folder / str(json.loads((folder / "modules.json").read_text(encoding="utf-8"))[0]["path"])
        try:
            self._tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
            self._rows: npt.NDArray[np.float32] = load_file(str(place / "model.safetensors"))["embedding.weight"].astype(np.float32)
        except Exception as error:  # tokenizers raises bare Exception
            raise ModelMismatch(f"向量模型“{name}”的文件无法读取：{error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._unknown = self._tokenizer.token_to_id("<unk>")
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = int(self._rows.shape[1])

    def texts(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit row a text; zero where no token is known."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            cleaned = [clean(text) for text in texts[start : start + _BATCH]]
            for i, encoding in enumerate(self._tokenizer.encode_batch(cleaned, add_special_tokens=False), start):
                if encoding.ids and any(token != self._unknown for token in encoding.ids):
                    out[i] = self._rows[encoding.ids].mean(axis=0)
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        unit: npt.NDArray[np.float32] = np.divide(out, norms, out=np.zeros_like(out), where=norms > 1e-12)
        return unit

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """The unit vector of a question."""
        row: npt.NDArray[np.float32] = self.texts([text])[0]
        return row
