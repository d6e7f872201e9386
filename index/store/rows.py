"""Values of :mod:`index.model` as rows of a database: one column a field, exact amounts as text, compound fields as JSON.

The columns are derived from the dataclass, so a field added there is stored without a change here.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import typing
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, Column, Float, Integer, Text
from sqlalchemy.types import TypeEngine

from index.store.codec import Coder, coder

T = TypeVar("T")
_PLAIN: dict[Any, type[TypeEngine[Any]]] = {str: Text, int: Integer, bool: Boolean, float: Float}


class Rows(Generic[T]):
    """The mapping of one dataclass. ``renamed`` gives fields another column name (``table`` and ``row`` are words of SQL).

    ``shared``: text fields that many rows have alike; equal texts are one object in memory, and so are equal tuples of texts.
    """

    def __init__(self, kind: type[T], renamed: dict[str, str] | None = None, shared: Sequence[str] = ()) -> None:
        self.kind = kind
        self._renamed = renamed or {}
        self._shared = frozenset(shared)

    def columns(self, *, primary: str | None = None, index: Sequence[str] = ()) -> list[Column[Any]]:
        """The columns of a table for this dataclass."""
        return [
            Column(self._name(name), _sql_type(hint), primary_key=name == primary, index=name in index, nullable=name != primary)
            for name, hint in self._hints.items()
        ]

    def names(self) -> list[str]:
        """Column names in the order of the fields."""
        return [self._name(name) for name in self._hints]

    def row(self, value: T) -> dict[str, Any]:
        """The value as a row."""
        return {self._name(name): write(getattr(value, name)) for name, (write, _) in self._coders.items()}

    def plain(self, value: T) -> list[Any]:
        """The value as plain values in the order of :meth:`names`."""
        return [write(getattr(value, name)) for name, (write, _) in self._coders.items()]

    def value(self, row: Sequence[Any]) -> T:
        """The value of a row whose columns stand in the order of :meth:`names`."""
        return self.kind(*[read(x) if read else x for read, x in zip(self._readers, row, strict=True)])

    def _name(self, field: str) -> str:
        return self._renamed.get(field, field)

    @cached_property
    def _hints(self) -> dict[str, Any]:
        hints = typing.get_type_hints(self.kind)
        return {f.name: hints[f.name] for f in dataclasses.fields(typing.cast("Any", self.kind))}

    @cached_property
    def _coders(self) -> dict[str, tuple[Coder, Coder | None]]:
        return {name: _coders_of(hint) for name, hint in self._hints.items()}

    @cached_property
    def _readers(self) -> list[Coder | None]:
        return [_shared_text if name in self._shared else read for name, (_, read) in self._coders.items()]


def _bare(hint: Any) -> Any:
    args = [a for a in typing.get_args(hint) if a is not type(None)]
    return args[0] if len(args) == 1 and type(None) in typing.get_args(hint) else hint


def _sql_type(hint: Any) -> type[TypeEngine[Any]]:
    return _PLAIN.get(_bare(hint), Text)


def _coders_of(hint: Any) -> tuple[Coder, Coder | None]:
    bare = _bare(hint)
    if bare is bool:
        return _same, _unless_none(bool)  # SQLite holds them as 0 and 1
    if bare in _PLAIN:
        return _same, None
    write, read = coder(bare)
    if bare == tuple[str, ...]:
        return _unless_none(lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":"))), _unless_none(_texts)
    if bare is Decimal or (isinstance(bare, type) and issubclass(bare, Enum)):
        return _unless_none(write or _same), _unless_none(read or _same)
    return (
        _unless_none(lambda v: json.dumps(write(v) if write else v, ensure_ascii=False, separators=(",", ":"))),
        _unless_none(lambda t: read(json.loads(t)) if read else json.loads(t)),
    )


def _shared_text(value: Any) -> Any:
    return value if value is None else sys.intern(value)


@lru_cache(maxsize=1 << 15)
def _texts(plain: str) -> tuple[str, ...]:
    return tuple(map(sys.intern, json.loads(plain)))


def _same(value: Any) -> Any:
    return value


def _unless_none(inner: Callable[[Any], Any]) -> Coder:
    return lambda value: None if value is None else inner(value)
