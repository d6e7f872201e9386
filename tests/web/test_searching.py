"""Search for people who look for everything: all words, all facets, nothing cut, and honest where less than all was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web.links import Place, address_of_both, place_at
from qa.web.searching import FACETS, Filters, facets, has_all
from qa.web.service import Service


@pytest.mark.parametrize("tab", ["figures", "passages"])
@pytest.mark.parametrize("words", ["公务接待费", "政府采购", "基本支出 人员"])
def test_every_hit_has_every_word(service: Service, tab: str, words: str) -> None:
    filters = Filters(q=words, tab=tab)
    hits = service.searcher.passages(filters) if tab == "passages" else service.searcher.figures(filters)
    assert hits
    assert all(has_all(hit, filters) for hit in hits)


def test_facets_promise_what_the_choice_gives(service: Service) -> None:
    filters = Filters(q="公务接待费", year="2024")
    hits = service.searcher.figures(filters)
    counted = service.searcher.facets(filters, hits)
    for name, _ in FACETS:
        for value, promised in counted[name].items():
            chosen = Filters(**{**filters.parameters(), name: value})
            assert len(service.searcher.figures(chosen)) == promised, (name, value)
    assert len(counted["year"]) >= 2, "the chosen facet still offers the others"
    assert facets(hits)["year"].keys() == {"2024"}


@pytest.mark.parametrize("words", ["公务接待费", "项目支出 2024", "{who} 公务接待费", "{who}", "30217", "基本支出 人员经费"])
def test_over_very_many_documents_the_same_is_found_by_labels(service: Service, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    who = service.documents()[0].identity.department
    filters = Filters(q=words.format(who=who))
    narrow = service.searcher.figures(filters)
    monkeypatch.setattr("qa.web.searching.KEPT", len([d for d in service.documents() if d.identity.department == who]))
    assert service.searcher.wide(filters)
    wide = {hit.figure.id for hit in service.searcher.figures(filters)}
    assert wide <= {hit.figure.id for hit in narrow}
    own = [word for word in filters.q.split() if word != who and not word.isdigit()]
    bearing = {
        hit.figure.id for hit in narrow if all(word in " ".join((hit.figure.measure, *hit.figure.row_path, *hit.figure.column_path)) for word in own)
    }
    assert bearing <= wide, "every figure that bears the words as its item, row or column"
    assert wide


def test_a_page_says_where_only_some_words_were_found(service: Service, client) -> None:  # type: ignore[no-untyped-def]
    filters = Filters(q="公务接待费 魑魅魍魉", tab="passages")
    assert service.searcher.passages(filters)
    page = client.get("/search", params=filters.parameters()).text
    assert "没有同时含有所有词的结果" in page
    assert "没有同时含有所有词的结果" not in client.get("/search", params={"q": "公务接待费", "tab": "passages"}).text


SMALL = st.none() | st.integers(0, 999)
PLACES = st.builds(Place, st.just("d"), st.integers(1, 999) | st.none(), st.integers(0, 99), SMALL, SMALL) | st.builds(
    Place, st.just("d"), st.integers(1, 999), paragraph=st.integers(0, 9999)
)


@given(st.lists(PLACES, min_size=1, max_size=4, unique=True))
def test_places_side_by_side_come_back_from_their_address(places: list[Place]) -> None:
    from urllib.parse import parse_qs, urlsplit

    query = parse_qs(urlsplit(address_of_both(places)).query)
    assert [place_at("d", mark) for mark in query["at"]] == places


@given(st.text(max_size=30))
def test_what_is_no_place_is_none_or_a_place(mark: str) -> None:
    found = place_at("d", mark)
    assert found is None or found.document == "d"
