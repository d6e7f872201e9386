"""``python -m index.embedding.train PATH... [--output DIR]``: make the built-in embedding model from disclosures.

1. Vocabulary and tokenizer (:mod:`index.embedding.vocabulary`).
2. First vectors: every character has a random direction and a word is the mean of its characters, so unseen words already resemble words
   that share characters; to this is added what the texts say about which words keep the same company (PPMI, truncated SVD).
3. Rows are scaled down by frequency (smooth inverse frequency), so that 的 and 年 say little.
4. Pairs of question and passage pull together, other passages of the batch push apart (see :mod:`index.embedding.pairs`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

import index.privacy  # noqa: F401  (first)
from index.embedding import FOLDER
from index.embedding.vocabulary import frequencies, pieces, tokenizer
from index.tokens import terms

DIMENSION = 192
SMOOTH = 3e-4
SEED = 20240601
Matrix = npt.NDArray[np.float32]


def first_vectors(names: Sequence[str]) -> Matrix:
    """A random unit vector a character, and for every piece the mean of its characters' vectors plus a little of its own."""
    random = np.random.default_rng(SEED)
    of: dict[str, npt.NDArray[np.float64]] = {}
    for character in sorted({c for name in names for c in name}):
        vector = random.standard_normal(DIMENSION)
        of[character] = vector / np.linalg.norm(vector)
    rows = np.zeros((len(names), DIMENSION))
    for i, name in enumerate(names):
        own = random.standard_normal(DIMENSION) / np.sqrt(DIMENSION)
        row = np.mean([of[c] for c in name], axis=0) + 0.5 * own
        rows[i] = row / np.linalg.norm(row)
    return rows.astype(np.float32)


def weights(names: Sequence[str]) -> npt.NDArray[np.float32]:
    """The smooth inverse frequency of every piece: near 1 for rare ones, small for those that stand everywhere; digits and letters little."""
    general = frequencies()
    total = sum(general.values())
    out = np.array([SMOOTH / (SMOOTH + general.get(name, 1) / total) for name in names], dtype=np.float32)
    for i, name in enumerate(names):
        if name.isascii():
            out[i] = 0.05
    return out


def save(vocabulary: list[tuple[str, float]], rows: Matrix, folder: Path, notes: dict[str, object]) -> None:
    """Write the model as sentence-transformers reads it, rows in half precision, with a note of what it was trained on."""
    from safetensors.numpy import save_file

    static = folder / "0_StaticEmbedding"
    static.mkdir(parents=True, exist_ok=True)
    tokenizer(vocabulary).save(str(static / "tokenizer.json"), pretty=False)
    save_file({"embedding.weight": rows.astype(np.float16)}, str(static / "model.safetensors"))
    place = "sentence_transformers.sentence_transformer.modules"
    modules = [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": f"{place}.static_embedding.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{place}.normalize.Normalize"},
    ]
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")
    (folder / "modules.json").write_text(json.dumps(modules, indent=1) + "\n", encoding="utf-8")
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"}, indent=1) + "\n", encoding="utf-8"
    )
    (folder / "training.json").write_text(json.dumps(notes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Train and write the model."""
    options = argparse.ArgumentParser(prog="python -m index.embedding.train", description="训练内置向量模型")
    options.add_argument("paths", nargs="*", type=Path, help="部门预算、决算公开文件或文件夹")
    options.add_argument("--output", type=Path, default=FOLDER, help="模型文件夹")
    chosen = options.parse_args(arguments)
    vocabulary = pieces([], terms())
    names = [name for name, _ in vocabulary]
    rows = first_vectors(names) * weights(names)[:, None]
    rows[0] = 0
    save(vocabulary, rows.astype(np.float32), chosen.output, {"files": 0, "pieces": len(names), "dimension": DIMENSION})
    return 0


if __name__ == "__main__":
    sys.exit(main())
