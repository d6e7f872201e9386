"""The self-check: sums of the real tables reconcile or a finding says why not; a broken sum without a finding is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from index.audit import findings_of, findings_of_all
from index.audit.selfcheck import lines_of, self_check
from index.document import ReadDocument, read_one
from tests.index.made import document


def test_every_sum_of_the_real_tables_holds_or_is_explained(shared: Path) -> None:
    documents = [read_one(path) for path in sorted((shared / "corpus" / "xinjiang").glob("*.txt"))]
    result = self_check(documents, findings_of_all(documents))
    assert result.sums.total() >= 500
    assert result.share >= 0.9
    assert [(failure.doc, failure.place) for failure in result.unexplained] == []


def broken() -> ReadDocument:
    doc = document()
    (table,) = doc.structured.tables
    cells = tuple(replace(c, value=c.value + Decimal("9.00"), text=str(c.value + 9)) if c.value and c.column == 2 else c for c in table.cells)
    wide = replace(
        table,
        columns=4,
        cells=(*cells, *(replace(c, column=3) for c in table.cells if c.column == 2)),
        column_paths=(*table.column_paths, ("基本支出",)),
        roles=("label", "value", "value", "value"),
        label_columns=(None, 0, 0, 0),
    )
    return replace(doc, structured=replace(doc.structured, tables=(wide,)))


def test_a_failure_names_its_finding_or_stands_unexplained() -> None:
    doc = broken()
    findings = [f for f in findings_of([doc]) if f.rule == "sum.columns"]
    (failure,) = self_check([doc], findings).failures
    assert failure.finding is findings[0]
    assert len(self_check([doc], []).unexplained) == 1
    assert "无说明" in lines_of(self_check([doc], []))[1]
