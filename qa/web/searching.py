"""Search for people who look for everything: figures and passages that satisfy all words and all facets, counted, sorted, whole.

Words are compared with everything that names a figure (item, row, column, project, section, code, printed number); all must be there.
Nothing is cut: counts and exports cover every hit.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from index.model import Aspect, Chunk, DocumentRecord, Figure
from index.numbers import convert, is_money
from index.store import Index
from index.text import clean
from index.tokens import words

KEPT = 600  # documents whose figures' names are kept ready
MOST_PASSAGES = 5000
SORTS = {"": "最相关", "high": "数值从高到低", "low": "数值从低到高", "new": "年度从新到旧"}
FACETS = (("department", "部门"), ("year", "年度"), ("kind", "类型"), ("region", "地区"), ("form", "表格"), ("measure", "项目"))


@dataclass(frozen=True, slots=True)
class Filters:
    """The whole state of the search page; every field is a query parameter of the same name."""

    q: str = ""
    department: str = ""
    year: str = ""
    kind: str = ""
    region: str = ""
    form: str = ""
    measure: str = ""
    doc: str = ""
    sort: str = ""
    tab: str = "figures"

    def parameters(self) -> dict[str, str]:
        """The query parameters; the default tab is left out."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) not in ("", "figures")}

    def without(self, *names: str) -> Filters:
        """A copy with these emptied."""
        return replace(self, **dict.fromkeys(names, ""))


@dataclass(frozen=True, slots=True)
class FigureHit:
    """A figure that was found."""

    figure: Figure
    record: DocumentRecord


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found."""

    chunk: Chunk
    record: DocumentRecord


Facets = dict[str, Counter[str]]


class Searcher:
    """Searches one generation of the index. Thread-safe."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._records = {d.id: d for d in index.documents()}
        self._lock = threading.Lock()
        self._named: OrderedDict[str, list[tuple[Figure, str]]] = OrderedDict()
        self._labels: list[tuple[str, str]] | None = None

    def figures(self, filters: Filters) -> list[FigureHit]:
        """All figures that have all words and facets, sorted. Without a word and without a document or department: none."""
        if not (filters.q.strip() or filters.doc or filters.department):
            return []
        records = self._fitting(filters)
        hits = self._with_words(records, clean(filters.q).split(), filters)
        if not hits and filters.q.strip():
            hits = self._with_words(records, sorted(set(words(filters.q))), filters)
        return _sorted(hits, filters)

    def passages(self, filters: Filters) -> list[PassageHit]:
        """All passages that have all words and all facets, best first; where there are none, those that have some of the words."""
        if not filters.q.strip():
            return []
        records = {r.id: r for r in self._fitting(filters)}
        narrowed = len(records) < len(self._records)
        found = self.index.search_words(filters.q, MOST_PASSAGES, documents=list(records) if narrowed else None)
        chunks = [self.index.chunk(name) for name, _ in found]
        hits = [PassageHit(chunk, records[chunk.document]) for chunk in chunks if chunk.document in records]
        return [hit for hit in hits if has_all(hit, filters)] or hits

    def facets(self, filters: Filters, hits: Sequence[FigureHit | PassageHit]) -> Facets:
        """How many hits each value of each facet would give together with all other choices. ``hits``: those of ``filters`` itself."""
        counted = facets(hits)
        for name, _ in FACETS:
            if getattr(filters, name):
                wider = filters.without(name)
                counted[name] = facets(self.passages(wider) if filters.tab == "passages" else self.figures(wider))[name]
        return counted

    def _fitting(self, filters: Filters) -> list[DocumentRecord]:
        return [r for r in self._records.values() if fits(r, filters)]

    def wide(self, filters: Filters) -> bool:
        """Whether so many documents fit that only figures with a label of the words are looked for (see :meth:`_read`)."""
        return len(self._fitting(filters)) > KEPT

    def _with_words(self, records: Sequence[DocumentRecord], wanted: Sequence[str], filters: Filters) -> list[FigureHit]:
        rests = [(record, _rest(record, [_number(word) for word in wanted], filters)) for record in records]
        read = self._read(rests) if len(records) > KEPT else self._names
        return [
            FigureHit(figure, record)
            for record, rest in rests
            for figure, names in read(record.id)
            if all(word in names for word in rest) and filters.form in ("", figure.form or "正文") and filters.measure in ("", figure.measure)
        ]

    def _read(self, rests: Sequence[tuple[DocumentRecord, list[str]]]) -> Callable[[str], list[tuple[Figure, str]]]:
        """Over very many documents: only the figures that bear a label (item, row, column, project) or code with the rarest of the words.

        Documents that all words already name are read whole, where they are not too many.
        """
        named = [record.id for record, rest in rests if not rest]
        whole = set(named if len(named) <= KEPT else ())
        others = [(record.id, rest) for record, rest in rests if rest]
        common = set(others[0][1]).intersection(*(rest for _, rest in others)) if others else set()
        labels = min((known for word in common if (known := self._labels_with(word))), key=len, default=[])
        codes = [word for word in common if word.isdigit()]
        found = self.index.labelled(labels, codes=codes, documents=[name for name, _ in others]) if labels or codes else {}
        return lambda document: self._names(document) if document in whole else [(f, _names_of(f)) for f in found.get(document, ())]

    def _labels_with(self, word: str) -> list[str]:
        with self._lock:
            if self._labels is None:
                self._labels = [(label, clean(label)) for label in self.index.labels()]
        return [label for label, cleaned in self._labels if word in cleaned]

    def _names(self, document: str) -> list[tuple[Figure, str]]:
        with self._lock:
            named = self._named.get(document)
            if named is not None:
                self._named.move_to_end(document)
                return named
        named = [(figure, _names_of(figure)) for figure in self.index.figures(documents=[document])]
        with self._lock:
            self._named[document] = named
            while len(self._named) > KEPT:
                self._named.popitem(last=False)
        return named


def _about(record: DocumentRecord) -> str:
    who = record.identity
    return " ".join((who.department, *who.aliases, who.region or "", f"{who.fiscal_year}年{who.kind or ''}", record.file_name))


def _rest(record: DocumentRecord, wanted: list[str], filters: Filters) -> list[str]:
    """The words that the figures of a document must have themselves: those that do not already say which document is meant."""
    about = _about(record)
    rest = [word for word in wanted if word not in about]
    if wanted and not rest and len(wanted) == 1 and not filters.doc:
        return list(wanted) if not any(word in record.identity.department for word in wanted) else []
    return rest


def has_all(hit: FigureHit | PassageHit, filters: Filters) -> bool:
    """Whether a hit itself has every word that was looked for, as it was written (blanks inside the documents' words apart)."""
    own = _names_of(hit.figure) if isinstance(hit, FigureHit) else clean(f"{' '.join(hit.chunk.section_path)} {hit.chunk.text}")
    text = "".join(f"{_about(hit.record)} {own}".split())
    return all(_number(word) in text or word in text for word in clean(filters.q).split())


def fits(record: DocumentRecord, filters: Filters) -> bool:
    """Whether a document passes the facets. Superseded documents are found only when asked for by name."""
    who = record.identity
    return (
        (filters.doc == record.id if filters.doc else record.superseded_by is None)
        and filters.department in ("", who.department, *who.aliases)
        and filters.year in ("", str(who.fiscal_year or ""))
        and filters.kind in ("", str(who.kind or ""))
        and filters.region in ("", who.region or "")
    )


def _names_of(figure: Figure) -> str:
    parts = (
        figure.measure, *figure.qualifiers, *figure.row_path, *figure.column_path, figure.subject, *figure.section_path[-1:], figure.code or "",
        figure.form or "", figure.fund or "", figure.stage or "",
    )  # fmt: skip
    return clean(" ".join((*parts, _number(figure.printed))))


def _number(word: str) -> str:
    bare = word.replace(",", "").replace("，", "")
    return bare if bare.replace(".", "", 1).lstrip("-").isdigit() else word


def amount(figure: Figure) -> Decimal:
    """The value to sort by: money in 万元, other numbers as they are."""
    return convert(figure.value, figure.unit, "万元") if is_money(figure.unit) and "/" not in figure.unit else figure.value


def _sorted(hits: list[FigureHit], filters: Filters) -> list[FigureHit]:
    if filters.sort in {"high", "low"}:
        return sorted(hits, key=lambda h: (not is_money(h.figure.unit), -amount(h.figure) if filters.sort == "high" else amount(h.figure)))
    if filters.sort == "new":
        return sorted(hits, key=lambda h: -(h.figure.year or h.record.identity.fiscal_year or 0))
    wanted = set(clean(filters.q).split())
    rank: Callable[[FigureHit], tuple[bool, bool, bool, int]] = lambda h: (  # noqa: E731
        h.figure.measure not in wanted, h.figure.aspect is not Aspect.AMOUNT, h.figure.derived, -(h.record.identity.fiscal_year or 0),
    )  # fmt: skip
    return sorted(hits, key=rank) if filters.q.strip() else hits


def facets(hits: Iterable[FigureHit | PassageHit]) -> Facets:
    """How many hits there are of each department, year, kind, region and table form."""
    counted: Facets = {name: Counter() for name, _ in FACETS}
    for hit in hits:
        who = hit.record.identity
        counted["department"][who.department] += 1
        counted["year"][str(who.fiscal_year or "")] += 1
        counted["kind"][str(who.kind or "")] += 1
        counted["region"][who.region or ""] += 1
        if isinstance(hit, FigureHit):
            counted["form"][hit.figure.form or "正文"] += 1
            counted["measure"][hit.figure.measure] += 1
    return {name: Counter({value: n for value, n in counter.items() if value}) for name, counter in counted.items()}
