"""Departments under earlier names, as their own documents tell them (``Identity.former``): who is asked for, and which documents are of one body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from index.identity.aliases import aliases_of, family_key
from index.identity.renaming import MERGED, RENAMED
from index.model import DocumentRecord, Renaming
from index.text import normal

_SHORTEST = 4  # characters: 旅游局 alone may be anybody's
ANSWERS = (RENAMED, MERGED)  # ways under which the successor answers for the earlier name


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier name: whose it was, what the document says, and the document."""

    department: str
    told: Renaming
    record: DocumentRecord


class FormerNames:
    """The earlier names in an index. Names that a department of the index bears itself are no earlier names of another."""

    def __init__(self, documents: Iterable[DocumentRecord]) -> None:
        records = list(documents)
        self._called: dict[str, list[Former]] = defaultdict(list)
        self._same: dict[str, list[str]] = defaultdict(list)
        formers = [Former(r.identity.department, told, r) for r in records for told in r.identity.former]
        for former in formers:
            for alias in map(normal, aliases_of(former.told.name)):
                if len(alias) >= _SHORTEST and all(f.department != former.department for f in self._called[alias]):
                    self._called[alias].append(former)
        for record in records if formers else ():
            for alias in (record.identity.department, record.identity.department_as_written, *record.identity.aliases):
                self._called.pop(alias, None)
        family = {family_key(r.identity.department): r.identity.department for r in records} if formers else {}
        for former in formers:
            other = family.get(family_key(former.told.name)) if former.told.how == RENAMED else None
            if other is not None and other != former.department:
                for a, b in ((other, former.department), (former.department, other)):
                    if b not in self._same[a]:
                        self._same[a].append(b)

    def names(self) -> dict[str, tuple[str, ...]]:
        """From each earlier name (normal form) to the departments that answer for it today."""
        found = {name: tuple(f.department for f in formers if f.told.how in ANSWERS) for name, formers in self._called.items()}
        return {name: departments for name, departments in found.items() if departments}

    def called(self, name: str) -> tuple[Former, ...]:
        """What the documents say of an earlier name."""
        return tuple(self._called.get(normal(name), ()))

    def same_body(self, department: str) -> tuple[str, ...]:
        """The departments of the index that are the same body under another name."""
        return tuple(self._same.get(department, ()))

    def between(self, a: str, b: str, records: Iterable[DocumentRecord]) -> Former | None:
        """What the documents of either say of the other's name."""
        for record in records:
            if record.identity.department in (a, b):
                for told in record.identity.former:
                    if told.how == RENAMED and family_key(told.name) in {family_key(a), family_key(b)} - {family_key(record.identity.department)}:
                        return Former(record.identity.department, told, record)
        return None
