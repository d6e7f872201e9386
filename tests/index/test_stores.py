"""The contract, on every backend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedding import load
from index.store import Index, generations, open_index
from index.store import opened as opened_module
from index.store.building import Generation
from index.store.memory import MemoryIndex
from tests.index.store_contract import DOCUMENTS, StoreContract


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("store")
    generation = Generation(store, load(), None)
    generation.add(DOCUMENTS)
    generation.settle()
    generation.finish("test")
    generations.publish(store, generation.name)
    return store


class TestMemory(StoreContract):
    @pytest.fixture
    def opened(self) -> Index:
        return MemoryIndex(DOCUMENTS)


class TestStored(StoreContract):
    @pytest.fixture
    def opened(self, stored: Path) -> Iterator[Index]:
        index = open_index(stored)
        yield index
        index.close()


class TestStoredThroughChroma(StoreContract):
    @pytest.fixture
    def opened(self, stored: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
        monkeypatch.setattr(opened_module, "DIRECT", 0)
        index = open_index(stored)
        yield index
        index.close()


def test_both_backends_answer_alike(stored: Path) -> None:
    memory, sql = MemoryIndex(DOCUMENTS), open_index(stored)
    assert memory.documents() == list(sql.documents())
    assert memory.measure_names() == sql.measure_names()
    assert memory.search_words("公务用车运行", 9) == sql.search_words("公务用车运行", 9)
    assert [c for c, _ in memory.search_meaning("公务用车", 9)] == [c for c, _ in sql.search_meaning("公务用车", 9)]
    sql.close()
