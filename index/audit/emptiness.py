"""Money that the text or a note says there is none of, against a table that shows some."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.verdict import ERROR
from index.findings import Finding, FindingSide
from index.model import Figure
from index.text import normal

_FORMS = {"政府性基金预算": "政府性基金表", "国有资本经营预算": "国有资本经营表"}
_EMPTY_NOTE = re.compile(r"(?:本表|此表|该表|情况表|决算表|预算表|表)(?:格)?(?:均)?(?:为空|无数据|是空表|为空表|无内容)|故(?:本表)?为空")


def emptiness_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """未安排政府性基金预算 beside a table of it with amounts; a note that calls a filled table empty."""
    yield from _said_nothing(disclosure)
    for doc, table in disclosure.tables:
        filled = [f for f in disclosure.tabled if (f.document, f.table) == (doc.record.id, table.ordinal) and is_amount(f) and f.value]
        if table.note and filled and _EMPTY_NOTE.search(normal(table.note)):
            side = FindingSide("", "", table.page, table.note, table.ordinal)
            yield _finding(disclosure, filled[0], side, f"《{table.title}》的说明称本表为空，表中有 {shown(filled[0].value)}{filled[0].unit}")


def _said_nothing(disclosure: Disclosure) -> Iterator[Finding]:
    told: set[str] = set()
    for said in disclosure.told:
        fund = next((f for f in _FORMS if said.measure.startswith(f)), None)
        if fund is None or fund in told or said.value or said.printed[:1].isdigit() or said.year != disclosure.identity.fiscal_year or "收入" in said.measure:
            continue
        filled = [f for f in disclosure.tabled if f.form == _FORMS[fund] and f.year == said.year and is_amount(f) and f.value and f.stage in (None, "预算", "决算")]
        if filled:
            told.add(fund)
            yield _finding(disclosure, filled[0], side_of(said), f"文字说明称没有{fund}，《{filled[0].form}》中有 {shown(filled[0].value)}{filled[0].unit}")


def _finding(disclosure: Disclosure, amount: Figure, said: FindingSide, message: str) -> Finding:
    return Finding(
        document=amount.document,
        doc=disclosure.name_of(amount),
        rule="narrative.nothing",
        severity=ERROR,
        message=message,
        sides=(side_of(amount), said),
        formula=f"{shown(amount.value)}{amount.unit} ≠ 0",
        figures=(amount.id,),
    )
