"""Figures that were chosen and not read: over thousands of departments a sum needs their values, and an answer shows a dozen of them.

Such a figure is known by one that looks like it (of the same shape, ``index.store.packing.shape_of``): what the shape tells is taken from that one.
What tells places apart (quote, page, cell ...) is read when somebody asks for it, so that an unread figure never says anything that the figure itself
does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from index.model import DocumentRecord, Figure
from index.store import Sketch
from index.store.packing import OF_THE_PLACE
from qa.lookup.model import Candidate

Read = Callable[[], Figure]
_OWN = object()  # a field that only the figure itself tells
_put = object.__setattr__


@dataclass(frozen=True)
class Likeness:
    """A candidate that others look like, and which of its fields hold its department's name (a shape holds one sign for all its spellings)."""

    candidate: Candidate

    @cached_property
    def names(self) -> frozenset[str]:
        """The spellings of its department."""
        return _names_of(self.candidate.record)

    @cached_property
    def named(self) -> frozenset[str]:
        """Fields that hold such a name."""
        figure = self.candidate.figure
        values = {name: getattr(figure, name) for name in Figure.__slots__ if name not in OF_THE_PLACE}
        return frozenset(
            name for name, v in values.items() if (v in self.names if isinstance(v, str) else isinstance(v, tuple) and not self.names.isdisjoint(v))
        )

    def year_in(self, record: DocumentRecord) -> Any:
        """The year of a figure of ``record`` that looks so: a shape holds its distance from the disclosure's."""
        then, now, year = self.candidate.record.identity.fiscal_year, record.identity.fiscal_year, self.candidate.figure.year
        if year is None and then is not None:
            return None
        return _OWN if year is None or then is None or now is None else year - then + now


class Unread(Figure):
    """A figure whose fields come from one that looks like it, or from the store when they are its own."""

    __slots__ = ("_derivation", "_read", "_record", "like")
    like: Likeness
    _record: DocumentRecord
    _read: Read
    _derivation: str | None  # of a sum that is printed nowhere

    def __getattr__(self, name: str) -> Any:
        """A field that is not known yet: only called where the field is not set."""
        if name not in Figure.__slots__:
            raise AttributeError(name)
        value = self._known(name)
        if value is _OWN:
            self._set(self._read())
            return getattr(self, name)
        _put(self, name, value)
        return value

    def _known(self, name: str) -> Any:
        """The value of a field as far as it is known without reading, else ``_OWN``."""
        if name == "document":
            return self._record.id
        if name == "year":
            return self.like.year_in(self._record)
        if name == "derivation" and self._derivation is not None:
            return self._derivation
        if name in OF_THE_PLACE:
            return _OWN
        value = getattr(self.like.candidate.figure, name)
        if name not in self.like.named:
            return value
        mine = _names_of(self._record)
        if len(mine) != 1:
            return _OWN
        (own,) = mine
        return own if isinstance(value, str) else tuple(own if v in self.like.names else v for v in value)

    def _set(self, whole: Figure) -> None:
        """All fields of the figure itself, once one of them had to be read."""
        for name in Figure.__slots__:
            _put(self, name, getattr(whole, name))


def unread(like: Likeness, record: DocumentRecord, sketch: Sketch, read: Read, derivation: str | None = None) -> Candidate:
    """The candidate of ``record`` that looks so, with its own value. ``derivation``: of a sum that is printed nowhere."""
    figure: Figure = object.__new__(Unread)
    _put(figure, "id", sketch.id)
    _put(figure, "value", sketch.value)
    _put(figure, "printed", sketch.printed)
    _put(figure, "like", like)
    _put(figure, "_record", record)
    _put(figure, "_read", read)
    _put(figure, "_derivation", derivation)
    return Candidate(figure, record, like.candidate.name, like.candidate.score)


def likeness_of(candidate: Candidate, fields: frozenset[str]) -> Likeness | None:
    """What an unread candidate looks like, where it shares these fields with it; else None."""
    figure = candidate.figure
    return figure.like if isinstance(figure, Unread) and figure.like.named.isdisjoint(fields) else None


def _names_of(record: DocumentRecord) -> frozenset[str]:
    return frozenset(name for name in (record.identity.department, record.identity.department_as_written) if name)
