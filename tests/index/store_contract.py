"""What every backend of the index promises. Subclasses give the fixture ``opened``: an index over ``DOCUMENTS``."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.store import Index, Sketch
from index.store.schema import SPAN
from tests.index.made import CARS, document

DOCUMENTS = [document("乙局", 2023), document("甲局", 2024), document("甲局", 2023, extra="另有特别的珊瑚养护工作。")]


class StoreContract:
    def test_is_an_index(self, opened: Index) -> None:
        assert isinstance(opened, Index)
        assert opened.generation

    def test_documents_are_ordered_by_department_year_and_name(self, opened: Index) -> None:
        found = [(r.identity.department, r.identity.fiscal_year) for r in opened.documents()]
        assert found == [("示例市乙局", 2023), ("示例市甲局", 2023), ("示例市甲局", 2024)]

    def test_departments_have_short_names(self, opened: Index) -> None:
        assert all(r.identity.aliases for r in opened.documents())

    def test_parts_come_back_as_they_went_in(self, opened: Index) -> None:
        for doc in DOCUMENTS:
            sha = doc.record.id
            assert tuple(opened.sections(sha)) == doc.structured.sections
            assert tuple(opened.paragraphs(sha)) == doc.structured.paragraphs
            assert tuple(opened.tables(sha)) == doc.structured.tables
            assert tuple(opened.chunks(sha)) == doc.chunks
            assert tuple(opened.figures(documents=[sha])) == doc.figures
            assert opened.source_path(sha) == doc.record.path

    def test_amounts_are_exact(self, opened: Index) -> None:
        value = opened.figures(codes=["2060101"])[0].value
        assert isinstance(value, Decimal)
        assert str(value) == "206.89"

    def test_filters_combine(self, opened: Index) -> None:
        sha = DOCUMENTS[1].record.id
        assert len(opened.figures()) == 6
        assert [f.measure for f in opened.figures(documents=[sha], measures=["公务用车运行维护费"])] == ["公务用车运行维护费"]
        assert len(opened.figures(measures=["三公经费"])) == 3, "a qualifier is a name too"
        assert opened.figures(measures=["三公经费"], codes=["2060101"]) == [] or len(opened.figures(measures=["三公经费"], codes=["2060101"])) == 0
        assert [f.id for f in opened.figures(ids=[DOCUMENTS[0].figures[1].id])] == [DOCUMENTS[0].figures[1].id]
        assert len(opened.figures(measures=[])) == 0
        assert len(opened.figures(documents=[])) == 0

    def test_figures_stand_in_the_order_of_the_documents(self, opened: Index) -> None:
        order = [r.id for r in opened.documents()]
        places = [order.index(f.document) for f in opened.figures(measures=["三公经费", "合计"])]
        assert places == sorted(places)

    def test_measure_names_count_figures(self, opened: Index) -> None:
        names = opened.measure_names()
        assert names["行政运行"] == 3
        assert names["三公经费"] == 3
        assert opened.measure_names([DOCUMENTS[0].record.id])["行政运行"] == 1
        assert opened.measure_names([]) == {}

    def test_figures_by_any_of_their_labels(self, opened: Index) -> None:
        every = {label for f in opened.figures() for label in (f.measure, *f.qualifiers, *f.row_path, *f.column_path)}
        assert every - {r.identity.department for r in opened.documents()} <= set(opened.labels())
        assert {sha: list(found) for sha, found in opened.labelled(["三公经费"]).items()} == {
            r.id: named for r in opened.documents() if (named := [f for f in opened.figures(documents=[r.id]) if "三公经费" in (f.measure, *f.qualifiers)])
        }
        sha = DOCUMENTS[1].record.id
        assert set(opened.labelled(["行政运行", "三公经费"], documents=[sha])) == {sha}
        assert all(f.code == "2060101" for found in opened.labelled([], codes=["2060101"]).values() for f in found)
        assert opened.labelled([]) == {}
        assert opened.labelled(["三公经费"], documents=[]) == {}

    def test_figures_by_number_and_shape(self, opened: Index) -> None:
        held = opened.bearing(["三公经费"])
        numbers = held.figures.tolist()
        figures = opened.numbered(numbers)
        assert numbers == sorted(numbers)
        assert [f.measure for f in figures] == ["公务用车运行维护费"] * 3
        assert [n // SPAN for n in numbers] == [opened.number_of(f.document) for f in figures]
        assert opened.sketches(numbers) == {n: Sketch(f.id, f.value, f.printed) for n, f in zip(numbers, figures, strict=True)}
        assert len(set(held.shapes.tolist())) == 1, "the same item of three disclosures looks alike"
        assert set(held.shapes.tolist()).isdisjoint(opened.bearing(["行政运行"]).shapes.tolist())
        assert opened.bearing(["没有"]).figures.tolist() == []
        assert opened.bearing([]).figures.tolist() == []
        assert (list(opened.numbered([])), opened.sketches([]), opened.sketches([1])) == ([], {}, {})
        with pytest.raises(KeyError):
            opened.number_of("0" * 64)

    def test_unknown_ids_are_key_errors(self, opened: Index) -> None:
        for call in (opened.chunk, opened.sections, opened.paragraphs, opened.tables, opened.chunks, lambda sha: opened.table(sha, 0)):
            with pytest.raises(KeyError):
                call("0" * 64)
        for record in opened.documents():
            tables = opened.tables(record.id)
            assert [opened.table(record.id, t.ordinal) for t in tables] == list(tables)
            with pytest.raises(KeyError):
                opened.table(record.id, len(tables))
        assert opened.source_path("0" * 64) is None
        assert list(opened.findings("0" * 64)) == []

    def test_keyword_search_finds_and_scopes(self, opened: Index) -> None:
        best, score = opened.search_words("珊瑚养护", 5)[0]
        assert "珊瑚" in opened.chunk(best).text
        assert score > 0
        assert opened.search_words("珊瑚养护", 5, documents=[DOCUMENTS[0].record.id]) == []
        assert all(opened.chunk(c).document == DOCUMENTS[1].record.id for c, _ in opened.search_words("公务用车", 9, documents=[DOCUMENTS[1].record.id]))

    @pytest.mark.parametrize("query", ["", "  ", "。，！", "\x00\ud800", "龘龘龘", "' OR 1=1 --", "x" * 10_000])
    def test_any_query_is_answered_without_error(self, opened: Index, query: str) -> None:
        for search in (opened.search_words, opened.search_meaning):
            assert isinstance(search(query, 5), list)
            assert search(query, 0) == []

    def test_meaning_search_finds_and_scopes(self, opened: Index) -> None:
        found = opened.search_meaning("公务用车费用", 3, documents=[DOCUMENTS[2].record.id])
        assert CARS in opened.chunk(found[0][0]).text
        assert all(opened.chunk(c).document == DOCUMENTS[2].record.id for c, _ in found)
        assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
        assert opened.search_meaning("公务用车费用", 3, documents=[]) == []
        assert len(opened.search_meaning("公务用车费用", 100)) == sum(len(d.chunks) for d in DOCUMENTS)

    def test_searches_repeat_exactly(self, opened: Index) -> None:
        assert opened.search_words("公务用车", 9) == opened.search_words("公务用车", 9)
        assert opened.search_meaning("公务用车", 9) == opened.search_meaning("公务用车", 9)

    def test_closing_twice_is_fine(self, opened: Index) -> None:
        opened.close()
        opened.close()
