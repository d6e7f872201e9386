"""The index as look-ups need it: documents by department, year and kind; figures of a document by every name they carry.

Built lazily, once per generation, and kept for the indexes that were used last.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from index.findings import Finding
from index.model import DocumentRecord, Figure
from index.store import Index
from index.store.order import is_unrevised
from qa.lookup.folding import folded_units
from qa.lookup.former import FormerNames
from qa.lookup.names import key, loose, neutral

VIEWS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Terms:
    """The names that one figure carries, as keys. ``row``/``column``: the last label that says something, None where all are neutral."""

    measure: str
    row: str | None
    column: str | None
    parents: frozenset[str]
    qualifiers: frozenset[str]
    all: frozenset[str]
    own_row: bool = False  # the row bears the department's own name: in tables by unit that is the department without its units


def _last(path: tuple[str, ...], names: frozenset[str]) -> tuple[str | None, tuple[str, ...]]:
    """The last label of a path, or None where it is neutral or the department's own name; and the labels above it."""
    if not path:
        return None, ()
    leaf = path[-1]
    own = neutral(leaf) or key(leaf) in names
    return (None if own else key(leaf)), tuple(key(p) for p in path[:-1] if not neutral(p) and key(p) not in names)


def terms_of(figure: Figure, own_names: frozenset[str]) -> Terms:
    """The keys of a figure; ``own_names`` are keys of the department's names (a row labelled with them is a total)."""
    labels = (*figure.row_path, *figure.column_path, *figure.qualifiers, figure.subject)
    own = frozenset(k for label in labels if (k := key(label)) in own_names)
    subject = "" if key(figure.subject) in own else figure.subject
    return _terms(figure.measure, figure.row_path, figure.column_path, figure.qualifiers, subject, own)


@lru_cache(maxsize=1 << 15)
def _terms(
    name: str, row_path: tuple[str, ...], column_path: tuple[str, ...], named: tuple[str, ...], subject: str, own_names: frozenset[str]
) -> Terms:
    """Figures of one shape share their terms: the same tables come back in every document."""
    row, above = _last(row_path, own_names)
    column, over = _last(column_path, own_names)
    qualifiers = frozenset(k for q in named if not neutral(q) and (k := key(q)) not in own_names)
    measure = key(name)
    parents = frozenset(above + over)
    extra = {key(subject)} if subject else set()
    everything = frozenset({measure, *qualifiers, *parents, *extra} | {k for k in (row, column) if k})
    own_row = bool(row_path) and key(row_path[-1]) in own_names
    return Terms(measure, row, column, parents, qualifiers, everything, own_row)


class View:
    """One document's figures with their names, and from each name to the figures that carry it."""

    def __init__(self, record: DocumentRecord, figures: tuple[Figure, ...]) -> None:
        self.record = record
        self.figures = figures
        own = {key(record.identity.department), key(record.identity.department_as_written), *(key(a) for a in record.identity.aliases)}
        self.own_names = frozenset(n for n in own if n)
        self.terms = tuple(terms_of(f, self.own_names) for f in figures)

    @cached_property
    def postings(self) -> dict[str, tuple[int, ...]]:
        """From each key to the positions of the figures that carry it."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, terms in enumerate(self.terms):
            for name in terms.all:
                found[name].append(position)
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def loosely(self) -> dict[str, tuple[str, ...]]:
        """From each loose spelling to the keys that have it."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.postings:
            found[loose(name)].append(name)
        return {name: tuple(names) for name, names in found.items()}

    @cached_property
    def by_code(self) -> dict[str, tuple[int, ...]]:
        """From each subject code to the positions of the figures of its rows."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, figure in enumerate(self.figures):
            if figure.code:
                found[figure.code].append(position)
        return {code: tuple(places) for code, places in found.items()}

    @cached_property
    def by_id(self) -> dict[str, int]:
        """From the figure's id to its position."""
        return {f.id: i for i, f in enumerate(self.figures)}


class Catalogue:
    """Documents (the superseded left out) by department, and views of them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.documents = tuple(d for d in index.documents() if not d.superseded_by)
        by_department: dict[str, list[DocumentRecord]] = defaultdict(list)
        for record in self.documents:
            by_department[record.identity.department].append(record)
        self.by_department = {name: tuple(sorted(records, key=is_unrevised)) for name, records in by_department.items()}
        self._views: OrderedDict[str, View] = OrderedDict()
        self._findings: dict[str, dict[str, tuple[Finding, ...]]] = {}
        self._records = {d.id: d for d in index.documents()}
        self.disclosed = {name: tuple((r.identity.fiscal_year, r.identity.kind, r.identity.scope) for r in records) for name, records in self.by_department.items()}
        self.scopes: dict[Any, Any] = {}  # the places of the questions asked last: see qa.lookup.scope

    @cached_property
    def former(self) -> FormerNames:
        """The earlier names of departments."""
        return FormerNames(self.documents)

    @cached_property
    def folded(self) -> frozenset[tuple[str, int | None, str | None]]:
        """Units (with year and kind) whose money a summary of their department holds as well."""
        return folded_units(self.documents)

    @cached_property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """From each key to the labels of the index that have it."""
        found: dict[str, list[str]] = defaultdict(list)
        for label in self.index.labels():
            found[key(label)].append(label)
        return {name: tuple(labels) for name, labels in found.items()}

    def labels_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The labels of the index whose key is one of the names."""
        return tuple(label for name in sorted(set(names)) for label in self.keys.get(name, ()))

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for record in self.documents:
            who = record.identity
            for name in {key(n) for n in (who.department, who.department_as_written, *who.aliases) if n}:
                found[name].append(record.id)
        return found

    def bodies_called(self, names: Iterable[str]) -> set[str]:
        """The documents of departments that are called by one of the names (keys)."""
        return {sha for name in names for sha in self._called.get(name, ())}

    def near(self, record: DocumentRecord) -> View:
        """The figures of a document that can be what is looked for: here all of them (see :mod:`qa.lookup.wide`)."""
        return self.view(record)

    def record(self, document: str) -> DocumentRecord:
        """The record of a document id. Raises ``KeyError``."""
        return self._records[document]

    def findings_of(self, figure: Figure) -> tuple[Finding, ...]:
        """The audit findings that a figure takes part in."""
        if figure.document not in self._findings:
            by_figure: dict[str, list[Finding]] = defaultdict(list)
            for finding in self.index.findings(figure.document):
                for name in finding.figures:
                    by_figure[name].append(finding)
            self._findings[figure.document] = {name: tuple(found) for name, found in by_figure.items()}
        return self._findings[figure.document].get(figure.id, ())

    def view(self, record: DocumentRecord) -> View:
        """The view of a document, made on first use."""
        view = self._views.get(record.id)
        if view is None:
            view = View(record, tuple(self.index.figures(documents=[record.id])))
            self._views[record.id] = view
            if len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
        else:
            self._views.move_to_end(record.id)
        return view


_RECENT: OrderedDict[tuple[int, str], Catalogue] = OrderedDict()


def catalogue(index: Index) -> Catalogue:
    """The catalogue of an index, made once per generation (the last four are kept)."""
    mark = (id(index), index.generation)
    known = _RECENT.get(mark)
    if known is None or known.index is not index:
        known = _RECENT[mark] = Catalogue(index)
        while len(_RECENT) > 4:
            _RECENT.popitem(last=False)
    return known
