"""How much of what was read adds up: every sum that the tables promise, those that fail, and the finding that explains each failure.

A sum that fails without a finding would be our misreading or a hole in the audit; a sum that fails with one is a flaw of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from index.audit.sums import label_of
from index.document import ReadDocument
from index.findings import Finding
from index.model import Table
from index.structure.sums import Sum, sums_of

KINDS = {"rows": "类款项等上下级", "total": "合计与各行", "columns": "小计与各列"}


@dataclass(frozen=True, slots=True)
class Failure:
    """A sum that does not come out: where, the printed total less its parts, and the finding that says so (None: unexplained)."""

    doc: str
    place: str
    difference: Decimal
    finding: Finding | None


@dataclass(slots=True)
class SelfCheck:
    """Sums by kind, all and failed."""

    sums: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the sums that come out to the last printed place."""
        count = sum(self.sums.values())
        return 1 - len(self.failures) / count if count else 1.0

    @property
    def unexplained(self) -> list[Failure]:
        """Failures without a finding."""
        return [failure for failure in self.failures if failure.finding is None]


def self_check(documents: Iterable[ReadDocument], findings: Sequence[Finding]) -> SelfCheck:
    """Recompute every sum of every table and look up the finding of each failure."""
    result = SelfCheck()
    for doc in documents:
        own = [finding for finding in findings if finding.document == doc.record.id]
        for table in doc.structured.tables:
            values = {(c.row, c.column): c.value for c in table.cells if c.value is not None}
            for check in sums_of(table):
                result.sums[check.kind] += 1
                difference = values[check.total] - sum((values[part] for part in check.parts), Decimal(0))
                if difference:
                    place = f"{table.title}：{label_of(table, check)}"
                    result.failures.append(Failure(doc.record.file_name, place, difference, _explaining(own, table, check, values[check.total])))
    return result


def lines_of(result: SelfCheck) -> list[str]:
    """The result as printed."""
    lines = [f"{name} {result.sums[kind]} 处" for kind, name in KINDS.items()]
    found = [f"共 {sum(result.sums.values())} 处合计关系（{'，'.join(lines)}），相符 {result.share:.2%}；不符 {len(result.failures)} 处，无核查结论说明的 {len(result.unexplained)} 处"]
    for failure in result.failures:
        said = f"{failure.finding.severity}：{failure.finding.message}" if failure.finding else "无说明"
        found.append(f"{failure.doc} {failure.place} 相差 {failure.difference:f}（{said}）")
    return found


def _explaining(findings: list[Finding], table: Table, check: Sum, total: Decimal) -> Finding | None:
    """The finding that cites the failed total, or the same total of the same amount where several columns fail alike and one was told."""
    here = [f for f in findings if any((s.table, s.row, s.column) == (table.ordinal, *check.total) for s in f.sides)]
    alike = [f for f in findings if any((s.table, s.value) == (table.ordinal, f"{total:f}") for s in f.sides)]
    return next(iter([*here, *alike]), None)
