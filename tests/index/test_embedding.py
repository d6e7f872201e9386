"""The built-in embedding: the same vectors as sentence-transformers gives, offline, and nothing for what it does not know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding import FOLDER, check, load
from index.embedding.pairs import everyday, pairs_of
from index.errors import ModelMismatch
from tests.conftest import ROOT
from tests.index.made import CARS, DUTIES, document

TEXTS = ["公务用车运行维护费预算是多少万元？", "昌吉市２０２４年ABC", CARS, DUTIES * 20, "１２３", "龘x"]


def test_sentence_transformers_gives_the_same_vectors() -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True).encode(TEXTS)
    assert np.abs(np.asarray(theirs, dtype=np.float32) - load().texts(TEXTS)).max() < 5e-3  # theirs is computed in half precision


def test_rows_are_unit_vectors_or_zero() -> None:
    norms = np.linalg.norm(load().texts([*TEXTS, "", "　", "？！", "\x00", "\ud800", "🀄"]), axis=1)
    assert np.allclose(norms[: len(TEXTS)], 1, atol=1e-4)
    assert not norms[len(TEXTS) :].any()


def test_a_question_alone_and_in_a_batch_has_one_vector() -> None:
    assert np.array_equal(load().query(TEXTS[0]), load().texts(TEXTS)[0])


def test_everyday_words_are_near_what_documents_write() -> None:
    model = load()
    written = model.texts(["公务用车运行维护费", "公务接待费", "因公出国（境）费", "政府采购预算", "住房公积金"])
    for i, said in enumerate(["养车花了多少钱", "请客吃饭花了多少", "出国花了多少"]):
        assert int(np.argmax(written @ model.query(said))) == i


def test_it_is_small_and_says_what_it_was_trained_on() -> None:
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file()) < 10 << 20
    assert json.loads((FOLDER / "training.json").read_text(encoding="utf-8"))["documents"] > 0


def test_figure_questions_and_the_embedding_do_not_wait_for_torch() -> None:
    code = "import sys, index.store.opened, index.embedding as e; e.load().query('经费'); sys.exit('torch' in sys.modules or 'llama_index' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_any_other_sentence_transformers_model_can_be_named(other_model: Path, tmp_path: Path) -> None:
    from index.embedding.sentence import SentenceModel

    direct, theirs = load(str(other_model)), SentenceModel(str(other_model), "x")
    assert np.abs(direct.texts(["公务用车"]) - theirs.texts(["公务用车"])).max() < 5e-3
    assert theirs.dimension == direct.dimension
    assert direct.fingerprint != load().fingerprint
    with pytest.raises(ModelMismatch):
        check({"name": "内置模型", "fingerprint": load().fingerprint}, direct)
    with pytest.raises(ModelMismatch, match="无法加载"):
        load(str(tmp_path))


def test_without_a_hub_name_the_hub_is_switched_off() -> None:
    code = "import index.privacy, os; print(os.environ.get('HF_HUB_OFFLINE'), os.environ['ORT_DISABLE_TELEMETRY'])"
    clean = {k: v for k, v in os.environ.items() if k not in ("HF_HUB_OFFLINE", "WENZHANG_EMBED_MODEL")}

    def said(**more: str) -> str:
        return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean | more, check=True, capture_output=True, text=True).stdout.strip()

    assert said() == "1 1"
    assert said(WENZHANG_EMBED_MODEL=str(FOLDER)) == "1 1"
    assert said(WENZHANG_EMBED_MODEL="BAAI/bge-small-zh-v1.5") == "None 1"


def test_pairs_repeat_exactly_and_ask_in_everyday_words() -> None:
    docs = [document(), document("乙局", 2023)]
    assert pairs_of(docs, 1) == pairs_of(docs, 1)
    assert any(p.question.startswith("养车") for p in pairs_of(docs, 1))
    assert all(said and written for said, written in everyday())
