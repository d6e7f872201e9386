"""The optional cross-encoder: a local folder only, orders the best passages anew, nothing without the variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BadInput, ModelMismatch
from qa.factory import engine_from_environment
from qa.passages import reranking
from qa.passages.retrieval import retrieve
from tests.qa.passages.disclosure import made_up

QUESTION = "河道清淤工程的政策依据"


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of a few random weights, written without the network."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny-cross-encoder")
    letters = sorted({c for chunk_text in _texts() for c in chunk_text if not c.isspace()} | set(QUESTION))
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    size = len(letters) + 5
    config = BertConfig(vocab_size=size, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def _texts() -> list[str]:
    index = made_up()
    return [c.text for d in index.documents() for c in index.chunks(d.id)]


def test_a_local_cross_encoder_orders_the_passages(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = retrieve(QUESTION, made_up(), 5)
    monkeypatch.setenv(reranking.VARIABLE, str(tiny_model))
    anew = retrieve(QUESTION, made_up(), 5)
    assert len(anew) == len(plain)
    assert [c.id for c in anew] == [c.id for c in retrieve(QUESTION, made_up(), 5)]
    scores = reranking._model(str(tiny_model)).predict([(QUESTION, c.text[: reranking.LONGEST]) for c in anew], show_progress_bar=False)
    assert list(scores) == sorted(scores, reverse=True)


def test_the_order_is_the_models_and_equal_scores_keep_theirs(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Scores:
        def predict(self, pairs: list[tuple[str, str]], **_: object) -> list[float]:
            return [float("清淤长度" in text) for _, text in pairs]

    monkeypatch.setenv(reranking.VARIABLE, str(tiny_model))
    monkeypatch.setattr(reranking, "_model", lambda folder: Scores())
    chunks = [c for d in made_up().documents() for c in made_up().chunks(d.id)]
    anew = reranking.reranked(QUESTION, chunks)
    wanted = [c for c in chunks[: reranking.READ] if "清淤长度" in c.text[: reranking.LONGEST]]
    assert anew[: len(wanted)] == wanted
    assert [c for c in anew if c not in wanted] == [c for c in chunks if c not in wanted]


def test_a_folder_without_a_model_is_said_before_the_first_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match=reranking.VARIABLE):
        engine_from_environment(made_up(), {reranking.VARIABLE: "some/model-of-a-hub"})
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setenv(reranking.VARIABLE, str(tmp_path))
    with pytest.raises(ModelMismatch):
        reranking.reranked(QUESTION, [c for d in made_up().documents() for c in made_up().chunks(d.id)])
