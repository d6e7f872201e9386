"""Frozen dataclasses as plain JSON values and back, without loss: Decimals as their exact text, enums by value, dates in ISO form.

Coders are compiled once a type from its annotations, so reading ten thousand figures stays a matter of tenths of a second.
No pickle: what is read from disk can only become values of the types asked for.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

T = TypeVar("T")
Coder = Callable[[Any], Any]


class Pair(typing.NamedTuple):
    """How a type is written and read; None: the value is already plain."""

    write: Coder | None
    read: Coder | None


def dumps(value: Any, kind: Any = None) -> str:
    """The value as compact JSON."""
    write = _pair(kind or type(value)).write
    return json.dumps(write(value) if write else value, ensure_ascii=False, separators=(",", ":"))


def loads(text: str | bytes, kind: type[T]) -> T:
    """The value of type ``kind`` that :func:`dumps` wrote. Raises ``ValueError``/``TypeError``/``KeyError`` on anything else."""
    read = _pair(kind).read
    plain = json.loads(text)
    return typing.cast("T", read(plain) if read else plain)


def _pair(kind: Any) -> Pair:
    return coder(kind)


@cache
def coder(kind: Any) -> Pair:
    """The compiled pair for a type: dataclass, NamedTuple, enum, Decimal, date, optional, tuple, dict or plain."""
    if kind in (str, int, float, bool, type(None), Any):
        return Pair(None, None)
    if kind is Decimal:
        return Pair(str, Decimal)
    if kind is date:
        return Pair(date.isoformat, date.fromisoformat)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind)
    if origin in (tuple, list):
        return _sequence(kind)
    if origin is dict:
        return _mapping(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Pair(lambda v: v.value, kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast("type[Any]", kind))
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _named_tuple(kind)
    raise TypeError(f"no way to store a {kind!r}")


def _optional(kind: Any) -> Pair:
    inner = [a for a in get_args(kind) if a is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"no way to store a {kind!r}")
    write, read = coder(inner[0])
    return Pair(
        (lambda v: None if v is None else write(v)) if write else None,
        (lambda v: None if v is None else read(v)) if read else None,
    )


def _sequence(kind: Any) -> Pair:
    make = get_origin(kind)
    args = get_args(kind)
    if make is list or (len(args) == 2 and args[1] is Ellipsis):
        write, read = coder(args[0])
        return Pair(
            (lambda v: [write(x) for x in v]) if write else list,
            (lambda v: make(map(read, v))) if read else make,
        )
    pairs = [coder(a) for a in args]
    return Pair(
        lambda v: [p.write(x) if p.write else x for p, x in zip(pairs, v, strict=True)],
        lambda v: tuple(p.read(x) if p.read else x for p, x in zip(pairs, v, strict=True)),
    )


def _mapping(kind: Any) -> Pair:
    """Dictionaries as lists of pairs: keys may be tuples."""
    key, value = (coder(a) for a in get_args(kind))
    return Pair(
        lambda v: [[key.write(k) if key.write else k, value.write(x) if value.write else x] for k, x in v.items()],
        lambda v: {(key.read(k) if key.read else k): (value.read(x) if value.read else x) for k, x in v},
    )


def _named_tuple(kind: Any) -> Pair:
    hints = typing.get_type_hints(kind)
    pairs = [coder(hints[name]) for name in kind._fields]
    return Pair(
        lambda v: [p.write(x) if p.write else x for p, x in zip(pairs, v, strict=True)],
        lambda v: kind(*(p.read(x) if p.read else x for p, x in zip(pairs, v, strict=True))),
    )


def _dataclass(kind: type[Any]) -> Pair:
    """Objects as lists of their fields in order; :mod:`index.store.rows` and the work folder tie them to the version of the code."""
    hints = typing.get_type_hints(kind)
    names = [f.name for f in dataclasses.fields(kind)]
    pairs = [coder(hints[name]) for name in names]
    plan = list(zip(names, (p.write for p in pairs), strict=True))
    readers = [p.read for p in pairs]
    return Pair(
        lambda v: [write(getattr(v, name)) if write else getattr(v, name) for name, write in plan],
        lambda v: kind(*(read(x) if read else x for read, x in zip(readers, v, strict=True))),
    )
