"""Passages by the figures that a question asks for: where a look-up finds the number, its passage is evidence, however it is worded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from index.model import Chunk, Figure
from index.store import Index
from qa.lookup import Slot, find
from qa.model import Query


def holding(query: Query, index: Index, k: int) -> list[Chunk]:
    """At most ``k`` passages that print the figures asked for: of each figure its own place first, then one of another kind that confirms it."""
    if not query.measures:
        return []
    slots = find(query, index).filled
    places = [list(_places(slot)) for slot in slots]
    if sum(map(len, places)) > k:  # no room for both places of each: prose says what the row says, and why
        places = [sorted(place, key=_in_table) for place in places]
    figures = (figure for turn in zip_longest(*places) for figure in turn if figure is not None)
    found: dict[str, Chunk] = {}
    for figure in figures:
        chunk = _chunk(figure, index.chunks(figure.document))
        if chunk is not None:
            found.setdefault(chunk.id, chunk)
        if len(found) >= k:
            break
    return list(found.values())


def _places(slot: Slot) -> Iterator[Figure]:
    """The figures (or the parts of a sum) that answer, then one place of the other kind, prose for a table and a table for prose."""
    if slot.best is None:
        return
    own = slot.best.figure
    yield from (part.figure for part in slot.parts) if slot.parts else (own,)
    other = next((c.figure for c in slot.same if (c.figure.table is None) != (own.table is None)), None)
    if other is not None:
        yield other


def _in_table(figure: Figure) -> bool:
    return figure.table is not None


def _chunk(figure: Figure, chunks: Iterable[Chunk]) -> Chunk | None:
    return next((chunk for chunk in chunks if _prints(chunk, figure)), None)


def _prints(chunk: Chunk, figure: Figure) -> bool:
    """Whether the figure stands in the rows, or the paragraphs, of the passage."""
    if figure.table is not None:
        return chunk.table == figure.table and (chunk.first_row is None or _between(chunk.first_row, figure.row, chunk.last_row))
    return chunk.table is None and chunk.first_paragraph is not None and _between(chunk.first_paragraph, figure.paragraph, chunk.last_paragraph)


def _between(first: int, place: int | None, last: int | None) -> bool:
    return place is not None and first <= place <= (first if last is None else last)
