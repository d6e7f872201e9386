"""Findings as JSON and as lines for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from index.findings import Finding


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding as ``python -m index check --json`` prints it."""
    return {
        "doc": finding.doc,
        "document": finding.document,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "formula": finding.formula,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "sides": [
            {
                "value": s.value,
                "unit": s.unit,
                "page": s.page,
                "quote": s.quote,
                "table": s.table,
                "row": s.row,
                "column": s.column,
                "paragraph": s.paragraph,
            }
            for s in finding.sides
        ],
        "figures": list(finding.figures),
    }


def as_lines(findings: Iterable[Finding]) -> list[str]:
    """Findings grouped by document, each with its formula and the places that it compares."""
    lines: list[str] = []
    current: str | None = None
    for finding in findings:
        if finding.doc != current:
            current = finding.doc
            lines += ([""] if lines else []) + [f"{finding.doc}"]
        lines.append(f"  [{finding.severity}] {finding.message}")
        if finding.formula:
            lines.append(f"      {finding.formula}")
        lines += [f"      第{side.page}页：{_cut(side.quote)}" for side in finding.sides]
    return lines


def _cut(text: str, limit: int = 90) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
