"""``python -m index.embedding.train PATH... [--output DIR]``: make the built-in embedding model from disclosures.

1. Vocabulary and tokenizer (:mod:`index.embedding.vocabulary`).
2. First vectors: every character has a random direction and a word is the mean of its characters, so unseen words already resemble words
   that share characters.
3. Rows are scaled down by frequency (smooth inverse frequency), so that 的 and 年 say little.
4. Pairs of question and passage (:mod:`index.embedding.pairs`) pull together, other passages of the batch push apart; rows are held near
   their first place, so words that no document had keep what their characters say.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import index.privacy  # noqa: F401  (first)
from index.document import ReadDocument, read_one
from index.embedding import FOLDER
from index.embedding.pairs import Pair, pairs_of
from index.embedding.vocabulary import frequencies, pieces, tokenizer
from index.errors import WenzhangError
from index.sources import find
from index.tokens import terms

DIMENSION = 192
SMOOTH = 3e-4
SEED = 20240601
BATCH, STEPS, RATE, TEMPERATURE, HOLD = 256, 200, 3e-3, 0.2, 2.0
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


def fit(rows: Matrix, encoder: Any, pairs: Sequence[Pair], *, steps: int) -> Matrix:
    """The rows after contrastive training: in-batch negatives, passages of the same topic left out, rows pulled back to where they began."""
    import torch

    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    table = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(rows.copy()), freeze=False, mode="mean")
    start = torch.from_numpy(rows.copy())
    best = torch.optim.Adam(table.parameters(), lr=RATE)
    bags = {text: torch.tensor(e.ids or [0]) for text, e in _encoded(encoder, {t for p in pairs for t in (p.question, p.passage)}).items()}
    topics = {topic: i for i, topic in enumerate(dict.fromkeys(p.topic for p in pairs))}

    def vectors(texts: list[str]) -> torch.Tensor:
        chosen = [bags[t] for t in texts]
        offsets = torch.tensor([0, *np.cumsum([len(b) for b in chosen])[:-1].tolist()])
        return torch.nn.functional.normalize(table(torch.cat(chosen), offsets), dim=1)

    for step in range(steps):
        batch = chance.sample(pairs, min(BATCH, len(pairs)))
        likeness = vectors([p.question for p in batch]) @ vectors([p.passage for p in batch]).T / TEMPERATURE
        topic = torch.tensor([topics[p.topic] for p in batch])
        same = (topic[:, None] == topic[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
        wanted = torch.arange(len(batch))
        loss = torch.nn.functional.cross_entropy(likeness.masked_fill(same, -1e4), wanted)
        loss = loss + HOLD * ((table.weight - start) ** 2).sum() / len(rows)
        best.zero_grad()
        loss.backward()
        best.step()
        if step % 50 == 0:
            print(f"step {step} loss {loss.item():.3f}", file=sys.stderr)
    trained: Matrix = table.weight.detach().numpy()
    return trained


def _encoded(encoder: Any, texts: set[str]) -> dict[str, Any]:
    ordered = sorted(texts)
    return dict(zip(ordered, encoder.encode_batch(ordered, add_special_tokens=False), strict=True))


def _documents(paths: Sequence[Path]) -> list[ReadDocument]:
    docs = []
    for path in find(paths).files.values():
        try:
            docs.append(read_one(path))
        except WenzhangError as error:
            print(error, file=sys.stderr)
    return docs


def main(arguments: list[str] | None = None) -> int:
    """Train and write the model."""
    options = argparse.ArgumentParser(prog="python -m index.embedding.train", description="训练内置向量模型")
    options.add_argument("paths", nargs="+", type=Path, help="部门预算、决算公开文件或文件夹")
    options.add_argument("--output", type=Path, default=FOLDER, help="模型文件夹")
    options.add_argument("--steps", type=int, default=STEPS, help="训练步数")
    chosen = options.parse_args(arguments)
    docs = _documents(chosen.paths)
    texts = [chunk.search_text for doc in docs for chunk in doc.chunks]
    vocabulary = pieces(texts, terms())
    names = [name for name, _ in vocabulary]
    rows = (first_vectors(names) * weights(names)[:, None]).astype(np.float32)
    rows[0] = 0
    pairs = pairs_of(docs, SEED)
    print(f"{len(docs)} documents, {len(pairs)} pairs, {len(names)} pieces", file=sys.stderr)
    trained = fit(rows, tokenizer(vocabulary), pairs, steps=chosen.steps)
    trained[0] = 0
    notes = {"documents": len(docs), "passages": len(texts), "pairs": len(pairs), "pieces": len(names), "dimension": DIMENSION, "steps": chosen.steps}
    save(vocabulary, trained, chosen.output, dict(notes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
