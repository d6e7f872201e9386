"""Relative years become numbers: 去年 counts from another year said, else from the departments' newest document."""

from __future__ import annotations

from collections.abc import Sequence

from index.store import Index
from qa.linking.vocabulary import linker
from qa.model import Query
from qa.question.years import YearWord

AGAINST_LAST = "与上一问的年份相比"


def resolved(query: Query, relative: Sequence[YearWord], index: Index) -> Query:
    """The query with its relative years as numbers."""
    years = list(query.years)
    notes = list(query.notes)
    for word in relative:
        if word.offset is None or (word.offset == 0 and years):
            continue
        base = years[0] if years else _newest(query, index)
        if base is None:
            continue
        year = base + word.offset
        if AGAINST_LAST in notes and years:
            years = sorted({year, *years})
        elif "years" in query.inherited or not years:
            years = [year]
        elif year not in years:
            years.append(year)
        notes.append(f"相对年份:{year}")
    return query.model_copy(update={"years": tuple(years), "notes": tuple(notes)})


def _newest(query: Query, index: Index) -> int | None:
    directory, names = linker(index).directory, {d.department for d in query.departments}
    years = [doc.identity.fiscal_year for doc in directory.documents_of(names) if doc.identity.fiscal_year] if names else directory.years
    return max(years, default=None)
