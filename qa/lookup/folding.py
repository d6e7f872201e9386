"""Which units disclose by themselves what the summary of their department holds already: over all departments they must not count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from index.identity.units import spelling_key
from index.model import DocumentRecord, Scope
from index.text import normal

Folded = tuple[str, int | None, str | None]


def folded_units(records: Iterable[DocumentRecord]) -> frozenset[Folded]:
    """(department, year, kind) of every such unit."""
    return frozenset((unit.identity.department, unit.identity.fiscal_year, _kind(unit)) for unit, _ in with_their_wholes(records))


def with_their_wholes(records: Iterable[DocumentRecord]) -> Iterator[tuple[DocumentRecord, DocumentRecord]]:
    """Every disclosure of a unit with the summary that holds it: the summary names the unit, or the unit its department, which disclosed itself apart, too."""
    every = list(records)
    summaries = [r for r in every if r.identity.scope is Scope.DEPARTMENT]
    if not any(r.identity.units for r in summaries) and not any(r.identity.parent_department for r in every):
        return
    naming: dict[tuple[str, int | None, str | None], list[DocumentRecord]] = defaultdict(list)
    bodies: dict[tuple[str, int | None, str | None], list[DocumentRecord]] = defaultdict(list)
    apart = {(r.identity.department, r.identity.fiscal_year, _kind(r)) for r in every if r.identity.scope is Scope.UNIT}
    for record in summaries:
        who = record.identity
        for unit in who.units:
            naming[(spelling_key(unit), who.fiscal_year, _kind(record))].append(record)
        if (who.department, who.fiscal_year, _kind(record)) in apart:
            for name in {who.department, who.department_as_written}:
                bodies[(normal(name), who.fiscal_year, _kind(record))].append(record)
    for record in every:
        who = record.identity
        holding = naming.get((spelling_key(who.department), who.fiscal_year, _kind(record)), [])
        if not holding and who.parent_department:
            holding = bodies.get((normal(who.parent_department), who.fiscal_year, _kind(record)), [])
        for whole in holding:
            if whole.identity.department != who.department:
                yield record, whole
                break


def _kind(record: DocumentRecord) -> str | None:
    return record.identity.kind.value if record.identity.kind else None
