"""Measures linked again within the documents that the question is about: what a phrase means depends on whose words they are."""

from __future__ import annotations

import re
from functools import lru_cache

from index.store import Index
from index.text import normal
from qa.linking.residue import linked
from qa.linking.vocabulary import Vocabulary, linker
from qa.model import DepartmentRef, MeasureRef, Query

_MOST = 60
_DOCUMENT_NUMBER = re.compile(r"\d+号")
_SURE = 0.9
_UNIT = re.compile("(?:中心|服务站|研究所|研究院|医院|学校|学院|博物馆|图书馆|文化馆|科技馆|纪念馆|支队|大队|总队)$")
_UNIT_NAME = 6  # characters
_LOOSE = 0.6  # what was linked by likeness only has no second choices


def scoped(query: Query, index: Index) -> Query:
    """The query with each measure's names in the order in which its documents use them; loose links are sought again among their names only."""
    if not query.measures:
        return query
    query = _of_unit(_decided(query, index), index)
    parts = [_names(_Key(index, index.generation), documents) for documents in _documents(query, index)]
    if not parts:
        return query
    vocabulary = linker(index).vocabulary
    return query.model_copy(update={"measures": tuple(_within(m, parts, vocabulary) for m in query.measures)})


def _decided(query: Query, index: Index) -> Query:
    """A mention that fits several departments (昌吉州) means the only one of them whose documents have the items asked for."""
    if query.over == "departments" or not any(ref.department is None and len(ref.alternatives) > 1 for ref in query.departments):
        return query
    wanted = [{normal(n) for n in m.names} for m in query.measures if m.names]
    refs = []
    for ref in query.departments:
        holders = [a for a in ref.alternatives if wanted and _has_all(a, wanted, query, index)] if ref.department is None else []
        refs.append(ref.model_copy(update={"department": holders[0], "alternatives": ()}) if len(holders) == 1 else ref)
    return query.model_copy(update={"departments": tuple(refs)})


def _of_unit(query: Query, index: Index) -> Query:
    """A subordinate unit named without its department (某中心2024年…): the one department whose documents speak of it."""
    units = [m for m in query.measures if m.names and len(normal(m.names[0])) >= _UNIT_NAME and _UNIT.search(normal(m.names[0]))]
    if query.departments or query.over == "departments" or not units:
        return query
    documents = {f.document for f in index.figures(measures=units[0].names)}
    names = {d.identity.department for d in index.documents() if d.id in documents}
    return query.model_copy(update={"departments": (DepartmentRef(mention="", department=names.pop()),)}) if len(names) == 1 else query


def _has_all(department: str, wanted: list[set[str]], query: Query, index: Index) -> bool:
    own = linker(index).directory.documents_of((department,))
    chosen = [d for d in own if d.identity.fiscal_year in query.years] or own
    names = {key for key, _, _ in _names(_Key(index, index.generation), frozenset(d.id for d in chosen)).names}
    return all(names & measure for measure in wanted)


def _documents(query: Query, index: Index) -> list[frozenset[str]]:
    """For each department, its documents of the years asked (of all years where there are none)."""
    groups = []
    for ref in query.departments:
        names = {ref.department} if ref.department else set(ref.alternatives)
        own = linker(index).directory.documents_of(names)
        years = set(ref.years or query.years)
        chosen = [d for d in own if d.identity.fiscal_year in years] or own
        if chosen and len(chosen) <= _MOST:
            groups.append(frozenset(d.id for d in chosen))
    return groups[:_MOST]


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


def _within(measure: MeasureRef, parts: list[Vocabulary], whole: Vocabulary) -> MeasureRef:
    own = {key for words in parts for key, _, _ in words.names}
    inside = [n for n in measure.names if normal(n) in own]
    known = whole.exact.get(normal(measure.mention))
    if (measure.score >= _SURE and inside) or (known is not None and known.concept is not None) or not measure.mention:
        names = sorted(measure.names, key=lambda n: normal(n) not in own)
        return measure.model_copy(update={"names": tuple(names)})
    names_: list[str] = []
    others: list[str] = []
    for words in parts:
        link = linked(normal(measure.mention), words, least=2, counting=measure.aspect != "amount", document=_number(measure.qualifiers))
        if link is not None and (link.how == "part" or (measure.score < _SURE and measure.names)):
            names_ += link.names
            others += link.alternatives
    if not names_ and not measure.names:
        return measure
    if not names_:
        loose = measure.alternatives if measure.score > _LOOSE else ()
        names_ = [n for n in (*measure.names, *loose) if normal(n) in own] or list(measure.names)
        others = list(measure.alternatives)
    return measure.model_copy(update={"names": tuple(dict.fromkeys(names_)), "alternatives": tuple(n for n in dict.fromkeys(others) if n not in names_)})


def _number(qualifiers: tuple[str, ...]) -> str | None:
    """The number of a document among the qualifiers (98号文 -> 98号)."""
    return next((found[0] for q in qualifiers if (found := _DOCUMENT_NUMBER.search(q))), None)
