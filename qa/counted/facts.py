"""The facts: figures of the narrative that count something, with the money and scores of the same paragraph, each with its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from index.model import DocumentRecord, Figure
from index.numbers import is_money
from index.text import normal
from qa.counted.words import Said, said
from qa.lookup.catalogue import Catalogue
from qa.lookup.match import SUREST

_COUNTS = {"count", "score"}
_OTHER_NUMBERS = {"%", "倍", "个百分点", "元/人", "天", "年", "月", "小时"}
_CUT = re.compile("[，,；;。、：:（(]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a counted paragraph. ``own``: what its label says; ``clause``: its label, its clause and the items it belongs to, as text."""

    figure: Figure
    record: DocumentRecord
    own: Said
    clause: str
    context: Said

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands, in order of reading."""
        return (self.figure.document, self.figure.paragraph or 0, self.figure.span[0] if self.figure.span else 0)

    def belongs_to(self, other: Fact) -> bool:
        """Whether the other's item is what this one is a part or an attribute of (车辆 -> 一般公务用车, 车辆价值)."""
        return self.figure.paragraph == other.figure.paragraph and self.figure.document == other.figure.document and other.figure.measure in self.figure.qualifiers


_KEPT = 512  # documents whose facts are kept, for each open index
_MADE: WeakKeyDictionary[Catalogue, dict[str, tuple[Fact, ...]]] = WeakKeyDictionary()


def facts_of(record: DocumentRecord, cat: Catalogue) -> tuple[Fact, ...]:
    """The facts of one document in order of reading."""
    made = _MADE.setdefault(cat, {})
    if record.id not in made:
        if len(made) >= _KEPT:
            made.clear()
        made[record.id] = _facts(cat, record)
    return made[record.id]


def _facts(cat: Catalogue, record: DocumentRecord) -> tuple[Fact, ...]:
    figures = [f for f in cat.view(record).figures if _stated(f)]
    counted = {f.paragraph for f in figures if str(f.aspect) in _COUNTS}
    kept = sorted((f for f in figures if f.paragraph in counted), key=lambda f: (f.paragraph or 0, f.span or (0, 0)))
    texts = {p.ordinal: p.text for p in cat.index.paragraphs(record.id)}
    items = {(f.paragraph, f.measure) for f in kept}
    return tuple(
        _fact(f, record, texts.get(-1 if f.paragraph is None else f.paragraph, f.quote), kept[i - 1] if i else None, [q for q in f.qualifiers if (f.paragraph, q) in items])
        for i, f in enumerate(kept)
    )


def _stated(figure: Figure) -> bool:
    """A figure of the department's own narrative that may be stated; no rates, no shares, nothing derived, no indicator of a form."""
    counts = str(figure.aspect) in _COUNTS or (str(figure.aspect) == "change" and not is_money(figure.unit))
    amount = str(figure.aspect) == "amount" and is_money(figure.unit)
    narrated = figure.paragraph is not None and figure.form is None and figure.subject_kind in {"部门", "单位"}
    return narrated and (counts or amount) and not figure.derived and figure.confidence >= SUREST and figure.unit not in _OTHER_NUMBERS


def _fact(figure: Figure, record: DocumentRecord, text: str, before: Figure | None, parents: Sequence[str]) -> Fact:
    start = figure.span[0] if figure.span else 0
    begin = before.span[1] if before is not None and before.paragraph == figure.paragraph and before.span and before.span[1] <= start else max(0, start - 40)
    end = figure.span[1] if figure.span else start
    tail = _CUT.split(text[end : end + 20])[0]
    clause = normal(" ".join((figure.measure, text[begin:start], tail, *parents)))
    return Fact(figure, record, said(normal(figure.measure)), clause, said(clause + " " + normal(" ".join(figure.qualifiers))))


