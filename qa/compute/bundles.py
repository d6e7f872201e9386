"""Several items taken together before anything else is done with them: 甲和乙两样占丙多少, 每年甲加乙各多少."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normal
from qa.answer.wording import said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import UnitMismatch
from qa.compute.entries import Entry
from qa.model import Query

_EACH = re.compile("各(?!项|类|种|部门|单位|家|科)|分别")
_SHARES_APART = re.compile("(?:占比|比[重例])(?:相?差|之差|谁|哪)|(?:占比|比重)(?:和|与|跟|比|、)[^,。?]{1,16}(?:占比|比重)")
_BY_GROUP = re.compile("每一?年|各年|逐年|每家|每个?(?:部门|单位)|各[是有多家为几自占]|分别|哪一?[年家个]|谁")


def asks_each(query: Query) -> bool:
    """Whether the items are asked about one by one, or set against each other by their shares."""
    text = normal(query.text)
    return bool(_EACH.search(text) or _SHARES_APART.search(text))


def by_group(query: Query) -> bool:
    """Whether a sum of several items is asked for each year or department, not over all of them."""
    return bool(_BY_GROUP.search(normal(query.text)))


def bundled(entries: Sequence[Entry]) -> Entry | None:
    """The entries as one: their sum, with the terms as its formula. None where their units do not go together."""
    try:
        whole = sums.total([e.quantity for e in entries])
    except (UnitMismatch, ValueError):
        return None
    name = "与".join(dict.fromkeys(e.row or e.name for e in entries)) + "合计"
    formula = " + ".join(said(e.quantity) for e in entries)
    sources = tuple(c for e in entries for c in e.sources)
    return entries[0].at(quantity=whole, name=name, row=None, sources=sources, formula=formula, derived=False)


def group_sums(entries: Sequence[Entry]) -> list[Entry]:
    """One entry for each department, year and kind: the sum of its items, where none of them is missing."""
    ranks = {e.measure_rank for e in entries}
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    complete = [members for members in groups.values() if {e.measure_rank for e in members} == ranks]
    found = [bundled(members) for members in complete]
    return [e.at(measure_rank=0) for e in found if e is not None]
