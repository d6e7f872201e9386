"""The audit: deterministic checks of what a disclosure says against itself. Each finding cites both places and shows its arithmetic.

Entry point: :func:`findings_of`. Only what was read with confidence takes part; identities that hold for some kinds of money only are conditional on them.
Severities: 错误 (beyond what rounding explains), 舍入 (within it), 提示 (worth a look, proves nothing).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from index.audit.balance import balance_findings
from index.audit.broken import broken_findings
from index.audit.counts import count_findings
from index.audit.cross_table import cross_table_findings
from index.audit.directions import direction_findings
from index.audit.disclosure import Disclosure, disclosure_of
from index.audit.emptiness import emptiness_findings
from index.audit.last_year import last_year_findings
from index.audit.listing import listing_findings
from index.audit.lost import lost_column_findings
from index.audit.merging import merged
from index.audit.missing import missing_findings
from index.audit.names import name_findings
from index.audit.narrative import narrative_findings
from index.audit.percentages import rate_findings
from index.audit.performance import performance_findings
from index.audit.projects import project_findings
from index.audit.prose_sums import prose_sum_findings
from index.audit.shares import share_findings
from index.audit.splits import split_findings
from index.audit.sums import sum_findings
from index.audit.table_rates import table_rate_findings
from index.audit.verdict import NOTE
from index.document import ReadDocument
from index.findings import Finding
from index.model import FileFormat

__all__ = ["findings_of", "findings_of_all"]

log = logging.getLogger(__name__)

CHECKS: tuple[Callable[[Disclosure], Iterator[Finding]], ...] = (
    sum_findings,
    lost_column_findings,
    balance_findings,
    cross_table_findings,
    narrative_findings,
    prose_sum_findings,
    rate_findings,
    table_rate_findings,
    share_findings,
    count_findings,
    performance_findings,
    project_findings,
    listing_findings,
    direction_findings,
    last_year_findings,
    split_findings,
    broken_findings,
    emptiness_findings,
    missing_findings,
    name_findings,
)


def findings_of(documents: Iterable[ReadDocument]) -> list[Finding]:
    """All findings in the files of one disclosure, one a fault, in reading order. What recognised characters say is a hint at most."""
    disclosure = disclosure_of(documents)
    if not disclosure.documents:
        return []
    scans = {doc.record.id for doc in disclosure.documents if doc.record.format is FileFormat.SCAN}
    found = [finding for check in CHECKS for finding in _run(check, disclosure)]
    return merged([replace(f, severity=NOTE) if f.document in scans else f for f in found])


def _run(check: Callable[[Disclosure], Iterable[Finding]], disclosure: Disclosure) -> list[Finding]:
    """The findings of one rule. A rule that a strange document breaks finds nothing there; it does not stop the build of an index."""
    try:
        return list(check(disclosure))
    except (ArithmeticError, LookupError, ValueError):
        log.exception("rule %s failed on %s", getattr(check, "__name__", check), disclosure.documents[0].record.id)
        return []


def findings_of_all(documents: Iterable[ReadDocument]) -> list[Finding]:
    """The findings of many documents: files of one disclosure are checked together, a superseded file by itself."""
    from index.store.order import in_order, parts_of, superseded, with_family

    read = {doc.record.id: doc for doc in documents}
    records = superseded(in_order(with_family([doc.record for doc in read.values()])), {sha: parts_of(doc) for sha, doc in read.items()})
    together: dict[str, list[ReadDocument]] = {}
    for record in records:
        key = record.id if record.superseded_by else record.identity.disclosure
        together.setdefault(key, []).append(replace(read[record.id], record=record))
    return [finding for group in together.values() for finding in findings_of(group)]
