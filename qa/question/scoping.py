"""Measures linked again within the documents that the question is about: what a phrase means depends on whose words they are."""

from __future__ import annotations

from functools import lru_cache

from index.store import Index
from index.text import normal
from qa.linking.residue import linked
from qa.linking.vocabulary import Vocabulary
from qa.model import MeasureRef, Query

_MOST = 60
_SURE = 0.9


def scoped(query: Query, index: Index) -> Query:
    """The query with each measure's names in the order in which its documents use them; loose links are sought again among their names only."""
    documents = _documents(query, index)
    if not documents or not query.measures:
        return query
    words = _names(_Key(index, index.generation), documents)
    return query.model_copy(update={"measures": tuple(_within(m, words) for m in query.measures)})


def _documents(query: Query, index: Index) -> frozenset[str]:
    names = {n for d in query.departments for n in ((d.department,) if d.department else d.alternatives)}
    if not names:
        return frozenset()
    own = [d for d in index.documents() if d.identity.department in names]
    years = {*query.years, *(y for d in query.departments for y in d.years)}
    dated = [d for d in own if d.identity.fiscal_year in years]
    chosen = dated if dated and years else own
    return frozenset(d.id for d in chosen) if len(chosen) <= _MOST else frozenset()


class _Key:
    """An index by identity and generation: hashable, so that vocabularies can be kept."""

    def __init__(self, index: Index, generation: str) -> None:
        self.index = index
        self.mark = (id(index), generation)

    def __hash__(self) -> int:
        return hash(self.mark)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.mark == self.mark


@lru_cache(maxsize=256)
def _names(key: _Key, documents: frozenset[str]) -> Vocabulary:
    return Vocabulary.of(key.index.measure_names(documents), whole=False)


def _within(measure: MeasureRef, words: Vocabulary) -> MeasureRef:
    own = {key for key, _, _ in words.names}
    if measure.score >= _SURE:
        names = sorted(measure.names, key=lambda n: normal(n) not in own)
        return measure.model_copy(update={"names": tuple(names)})
    link = linked(normal(measure.mention), words, least=2, counting=measure.aspect != "amount") if measure.mention else None
    if link is None or not link.names:
        inside = [n for n in (*measure.names, *measure.alternatives) if normal(n) in own]
        return measure.model_copy(update={"names": tuple(inside)}) if inside else measure
    return measure.model_copy(update={"names": link.names, "alternatives": link.alternatives})
