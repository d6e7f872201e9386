"""One finding a fault: several rules that accuse the same cell or sentence are told once, by the rule that says most."""

from __future__ import annotations

from collections.abc import Iterable

from index.audit.verdict import ERROR, NOTE, ROUNDING
from index.findings import Finding, FindingSide

_WEIGHT = {ERROR: 0, ROUNDING: 1, NOTE: 2}
Place = tuple[object, ...]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those whose accused place an earlier, graver one has; in order of document and place."""
    kept: list[Finding] = []
    taken: set[Place] = set()
    for finding in sorted(findings, key=lambda f: _WEIGHT[f.severity]):
        place = _accused(finding)
        if place not in taken:
            taken.add(place)
            kept.append(finding)
    return sorted(kept, key=lambda f: (f.doc, _order(f.sides[0]) if f.sides else (0, 0, 0, 0)))


def _accused(finding: Finding) -> Place:
    side = finding.sides[0]
    where: Place = (side.table, side.row) if side.table is not None else (side.paragraph, side.quote)
    return (finding.document, *where, side.value, finding.rule.split(".")[0])


def _order(side: FindingSide) -> tuple[int, int, int, int]:
    return (side.page, side.paragraph or 0, side.table or 0, side.row or 0)
