"""Questions over very many documents: only the figures that can answer are read, all documents at once, instead of one whole document after the other.

The answer is the same: a figure can only fit through one of its labels, so the figures that bear a name of the measure are all that the plain
reading can find, and those that bear a name of one of the looser readings (:mod:`qa.lookup.variants`, projects, sums by definition) all that these can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.model import DocumentRecord
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.composed import parts_of
from qa.lookup.names import key, loose
from qa.lookup.projects import words_of
from qa.lookup.variants import fund_apart
from qa.model import MeasureRef

WIDE = 48  # places from which on reading whole documents costs more
_BLOCK = 256  # documents that are read together where only some are needed


class Gathered(Catalogue):
    """The catalogue for one measure over many documents: a :meth:`view` holds the figures that any reading of the measure can mean,
    a view :meth:`near` those of the plain reading. ``records`` are the documents that are sure to be looked at."""

    def __init__(self, whole: Catalogue, records: Sequence[DocumentRecord], measure: MeasureRef) -> None:
        self.__dict__.update(whole.__dict__)  # one memory for all
        self._whole = whole
        names = names_of(measure)
        self._codes = (measure.code,) if measure.code else ()
        self._plain = _Blocks(self, [records], whole.labels_of(names), self._codes)
        self._loose = _Blocks(self, _cut(records), whole.labels_of(looser(names, measure, whole)), self._codes)

    def near(self, record: DocumentRecord) -> View:
        """The figures of a document that bear a name of the measure."""
        return self._plain.view(record)

    def view(self, record: DocumentRecord) -> View:
        """The figures of a document that bear a name of any reading of the measure."""
        return self._loose.view(record)


class _Blocks:
    """Views made a block of documents at a time, when the first of them is asked for."""

    def __init__(self, cat: Catalogue, blocks: Sequence[Sequence[DocumentRecord]], labels: Sequence[str], codes: Sequence[str]) -> None:
        self._cat, self._labels, self._codes = cat, labels, codes
        self._block = {record.id: block for block in blocks for record in block}
        self._views: dict[str, View] = {}

    def view(self, record: DocumentRecord) -> View:
        """The view of a document, made with those of its block."""
        if record.id not in self._views:
            block = self._block.get(record.id, (record,))
            found = self._cat.index.labelled(self._labels, codes=self._codes, documents=[r.id for r in block])
            self._views.update((r.id, View(r, tuple(found.get(r.id, ())))) for r in block)
        return self._views[record.id]


def _cut(records: Sequence[DocumentRecord]) -> list[Sequence[DocumentRecord]]:
    return [records[i : i + _BLOCK] for i in range(0, len(records), _BLOCK)]


def names_of(measure: MeasureRef) -> set[str]:
    """The names by which :func:`qa.lookup.match.wanted_of` and ``qa.lookup`` look for a measure, whatever the aspect and the kind of document."""
    names = {key(n) for n in (*measure.names, measure.mention) if n}
    whole = {f"本年{n[:2]}合计" for n in ("支出总计", "收入总计") if n in measure.names}
    return names | {n + "价值" for n in names} | {key(n) for n in whole}


def looser(names: Iterable[str], measure: MeasureRef, cat: Catalogue) -> set[str]:
    """All names that the looser readings of a measure look for."""
    plain = set(names)
    wanted = plain | {key(q) for q in measure.qualifiers} | fund_apart(plain)
    wanted |= {key(part) for name in plain for part in parts_of(name)}
    spelled = {loose(name) for name in plain}
    words = words_of(measure)
    long, short = [n for n in plain if len(n) >= 6], tuple(n for n in plain if 3 <= len(n) < 6)
    for name in cat.keys:
        spelling = loose(name)
        if spelling in spelled or name.endswith(short) or any(n in name for n in long) or (words is not None and words in spelling):
            wanted.add(name)
    return wanted
