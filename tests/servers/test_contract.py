"""The contract of every backend, on real servers: PostgreSQL, Chroma, and both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from index.embedding import load
from index.store import Index, open_index
from index.store import opened as opened_module
from index.store.building import Generation
from index.store.memory import MemoryIndex
from tests.index.made import document
from tests.index.store_contract import DOCUMENTS, StoreContract
from tests.servers.running import Chroma


def stored(store: Path) -> Path:
    generation = Generation(store, load(), None)
    with generation.catalog.exclusive():
        generation.add(DOCUMENTS)
        generation.settle()
        generation.finish("test")
        generation.catalog.publish(generation.name)
    return store


class OnServers(StoreContract):
    @pytest.fixture
    def opened(self, store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
        monkeypatch.setattr(opened_module, "DIRECT", 0)
        index = open_index(store)
        yield index
        index.close()

    def test_answers_as_memory_does(self, opened: Index) -> None:
        memory = MemoryIndex(DOCUMENTS)
        assert memory.documents() == list(opened.documents())
        assert memory.measure_names() == opened.measure_names()
        assert memory.search_words("公务用车运行", 9) == opened.search_words("公务用车运行", 9)
        assert [c for c, _ in memory.search_meaning("公务用车", 9)] == [c for c, _ in opened.search_meaning("公务用车", 9)]
        assert opened.labelled(["\x00", "' OR 1=1 --"]) == {}


class TestPostgres(OnServers):
    @pytest.fixture(scope="class")
    @classmethod
    def store(cls, tmp_path_factory: pytest.TempPathFactory, fresh_database: Callable[[], str]) -> Iterator[Path]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WENZHANG_DATABASE_URL", fresh_database())
            yield stored(tmp_path_factory.mktemp("pg"))


class TestChroma(OnServers):
    @pytest.fixture(scope="class")
    @classmethod
    def store(cls, tmp_path_factory: pytest.TempPathFactory, chroma: Chroma) -> Iterator[Path]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WENZHANG_CHROMA_URL", chroma.url)
            yield stored(tmp_path_factory.mktemp("chroma"))


class TestBoth(OnServers):
    @pytest.fixture(scope="class")
    @classmethod
    def store(cls, tmp_path_factory: pytest.TempPathFactory, fresh_database: Callable[[], str], chroma: Chroma) -> Iterator[Path]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WENZHANG_DATABASE_URL", fresh_database())
            patch.setenv("WENZHANG_CHROMA_URL", chroma.url)
            yield stored(tmp_path_factory.mktemp("both"))


def test_any_text_and_amount_goes_through_postgres(tmp_path: Path, fresh_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHANG_DATABASE_URL", fresh_database())
    hostile = ["\\N", "\\.", "a\tb\nc\rd", "\\t\\\\x41", "%s %(x)s :name", "'; DROP TABLE figures; --", "\v\b\f", "", "𠮷" * 2000]
    amounts = ["0.10", "-0", "1E+3", "123456789012345678901234567890.12", "0.000000000000000001"]
    doc = document("甲局", 2024)
    first = doc.figures[0]
    figures = tuple(
        replace(first, id=f"{i:016d}", quote=quote, measure=quote or "空", value=Decimal(amounts[i % len(amounts)])) for i, quote in enumerate(hostile)
    )
    generation = Generation(tmp_path / "s", load(), None)
    with generation.catalog.exclusive():
        generation.add([replace(doc, figures=figures)])
        generation.finish("test")
        generation.catalog.publish(generation.name)
    index = open_index(tmp_path / "s")
    for found in (index.figures(), index.labelled([*hostile, "空"])[doc.record.id], index.figures(measures=[*hostile, "空"])):
        assert tuple(found) == figures
        assert [str(f.value) for f in found] == [str(f.value) for f in figures]
    index.close()
