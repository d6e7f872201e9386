"""Query parameters that pages and API share, read from the address."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Query

from qa.web.comparing import Wanted
from qa.web.searching import Filters

Words = Annotated[str, Query(max_length=200)]
Offset = Annotated[int, Query(ge=0)]
Limit = Annotated[int, Query(ge=1, le=1000)]


def filters_of(
    q: Words = "",
    department: Words = "",
    year: Words = "",
    kind: Words = "",
    region: Words = "",
    form: Words = "",
    measure: Words = "",
    doc: Words = "",
    sort: Words = "",
    tab: Words = "figures",
) -> Filters:
    """The search's state from the address."""
    return Filters(q, department, year, kind, region, form, measure, doc, sort, tab)


def wanted_of(
    measure: Words = "",
    department: Annotated[tuple[str, ...], Query(max_length=500)] = (),
    year: Annotated[tuple[int, ...], Query(max_length=100)] = (),
    kind: Words = "",
) -> Wanted:
    """What to compare, from the address."""
    names = tuple(dict.fromkeys(n.strip() for n in re.split("[、，,;；]", measure) if n.strip()))
    return Wanted(names, department, year, kind)
