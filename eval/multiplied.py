"""An index of many more departments than were read: every document of a built index copied under the names of further invented departments.

For measuring answers where the time to build so many is missing: names, labels, shapes, passages and vectors are those of a built index, the places
are others, and every amount is moved by a few 分 so that no two departments tie. Quotes keep the old amounts: nothing of such an index is to be read.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Column, Text

from eval.madeup.names import FIRST, LEVELS, SECOND
from index.embedding import load
from index.errors import BadInput
from index.store import schema
from index.store.building import Generation
from index.store.catalog import catalog_of

_SIGNS = "ghijklmnopqrstuvwxyz"  # no hexadecimal digits: the first character of the ids of copies
_STEP = "0.01"
_PLACE = re.compile(rf".{{2,3}}?[{''.join(LEVELS)}]")


def multiply(source: Path, target: Path, departments: int) -> int:
    """Make ``target`` an index of so many departments from the one at ``source``; the number of its documents. Raises ``BadInput``."""
    catalog = catalog_of(source)
    database = catalog.reading(catalog.current()).url.database
    manifest = catalog.manifest(catalog.current())
    if database is None:
        raise BadInput("只能由 SQLite 索引复制")
    with catalog_of(target).exclusive():
        generation = Generation(target, load(), None)
        try:
            with closing(sqlite3.connect(str(generation.engine.url.database))) as connection:
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute("ATTACH ? AS source", (database.removeprefix("file:").partition("?")[0],))
                made = _copy(connection, departments)
                connection.commit()
            generation.refill()
            generation.settle()
            generation.set_findings(())
            generation.finish(manifest.reader)
            generation.catalog.publish(generation.name)
        except BaseException:
            generation.discard()
            raise
    return made


def _copy(connection: sqlite3.Connection, departments: int) -> int:
    documents = connection.execute("SELECT number, id, identity FROM source.documents ORDER BY number").fetchall()
    last = max(number for number, _, _ in documents)
    taken = {_place(identity) for _, _, identity in documents}
    free = _places(taken)
    connection.execute("INSERT INTO labels SELECT * FROM source.labels")
    made = 0
    for copy in range(-(-departments // len(documents))):
        chosen = documents[: departments - made]
        places = dict(zip(sorted({_place(i) for _, _, i in chosen}), free, strict=False)) if copy else {}
        for number, sha, identity in chosen:
            _copy_document(connection, number, sha, copy, last, _place(identity), places)
        _copy_labels(connection, copy, last, {number for number, _, _ in chosen})
        made += len(chosen)
        connection.commit()
    return made


def _place(identity: str) -> str:
    """The place in the name of a stored document's department."""
    name = str(json.loads(identity)[1])
    found = _PLACE.match(name)
    return found[0] if found else name


def _places(taken: set[str]) -> Iterator[str]:
    """Places that no document is of yet."""
    for longer in ("", *SECOND):
        for level, second, first in product(LEVELS, SECOND, FIRST):
            place = first + longer + second + level
            if place not in taken:
                yield place


def _copy_document(connection: sqlite3.Connection, number: int, sha: str, copy: int, last: int, place: str, places: dict[str, str]) -> None:
    sign = _SIGNS[copy - 1] if copy else ""
    shift = copy * last
    for table in schema.metadata.sorted_tables:
        if table.name in {"meta", "labels", "postings", "name_counts", "findings"}:
            continue
        columns = [c.name for c in table.columns]
        chosen = [_value(table.name, c, sign, shift, copy, place, places.get(place)) for c in table.columns]
        where = {"documents": f"number = {number}", "figures": f"number BETWEEN {number * schema.SPAN} AND {(number + 1) * schema.SPAN - 1}"}
        names = ", ".join(f'"{c}"' for c in columns)
        connection.execute(f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(chosen)} FROM source."{table.name}" WHERE {where.get(table.name, f"document = {sha!r}")}')
    connection.execute("INSERT INTO name_counts SELECT document + ?, label, figures FROM source.name_counts WHERE document = ?", (shift, number))


def _value(table: str, of: Column[Any], sign: str, shift: int, copy: int, old: str, new: str | None) -> str:
    """The expression for a column of a copy: ids and numbers of its own, its own place, amounts of its own."""
    column, name = of.name, f'"{of.name}"'
    if new is None:
        return name
    if column == "number" and table in {"documents", "figures"}:
        return f"{name} + {shift * (schema.SPAN if table == 'figures' else 1)}"
    if column in {"id", "document"}:
        return f"'{sign}' || substr({name}, 2)"
    if table == "figures" and column in {"value", "printed"}:
        return f"CASE WHEN value GLOB '*.[0-9][0-9]' THEN printf('%.2f', value + {copy} * {_STEP}) ELSE {name} END"
    if not isinstance(of.type, Text) or column in {"boxes", "span"}:
        return name
    return f"replace(replace({name}, '{old}', '{new}'), '{old[:-1]}', '{new[:-1]}')"


def _copy_labels(connection: sqlite3.Connection, copy: int, last: int, chosen: Iterable[int]) -> None:
    wanted, shift = np.array(sorted(chosen), dtype=np.int64), copy * last
    for label, part, figures, shapes in connection.execute("SELECT label, part, figures, shapes FROM source.postings").fetchall():
        numbers = np.frombuffer(figures, dtype="<i8")
        inside = np.isin(numbers // schema.SPAN, wanted)
        if inside.any():
            row = (label, part + shift, (numbers[inside] + shift * schema.SPAN).astype("<i8").tobytes(), np.frombuffer(shapes, dtype="<i8")[inside].tobytes())
            connection.execute("INSERT INTO postings (label, part, figures, shapes) VALUES (?, ?, ?, ?)", row)
