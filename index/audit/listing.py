"""What the prose lists or classifies against the cells of the table: an item named that is empty there, 基本支出 that is 项目支出 there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.audit.disclosure import Disclosure, row_quote
from index.audit.verdict import ERROR, NOTE
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.measures import canonical, levels
from index.model import Paragraph, Table
from index.text import normal

_LISTED = re.compile(r"(?P<head>人员经费|公用经费)[^。；;]{0,24}?(?:主要包括|包括|主要用于)[:：]?(?P<items>[^。；;]+)")
_KIND = re.compile(r"(?P<path>[^。]{4,60}（项）)[。：:，]?(?:主要用于[:：]?)(?P<use>[^。]*?)(?P<kind>基本支出|项目支出)。")


def listing_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Contradictions of this kind in every file."""
    basic = [(doc, t) for doc, t in disclosure.tables if t.form == "基本支出表" and t.roles]
    functional = [(doc, t) for doc, t in disclosure.tables if t.form in ("一般公共预算支出表", "财政拨款支出表") and t.roles]
    for doc in disclosure.documents:
        for paragraph in doc.structured.paragraphs:
            for found in _LISTED.finditer(normal(paragraph.text)):
                yield from _empty_items(doc, paragraph, found, basic)
            for found in _KIND.finditer(paragraph.text):
                yield from _other_kind(doc, paragraph, found, functional)


def _rows(table: Table) -> dict[str, list[tuple[int, int, bool]]]:
    """Canonical name -> (row, label column, whether one of its group's values is more than nil)."""
    found: dict[str, list[tuple[int, int, bool]]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows or cell.value is not None or table.roles[cell.column] != "label" or not cell.text:
            continue
        values = [c for c in table.cells if c.row == cell.row and c.value and (table.label_columns[c.column] in (None, cell.column))]
        found.setdefault(canonical(cell.text), []).append((cell.row, cell.column, bool(values)))
    return found


def _empty_items(doc: ReadDocument, paragraph: Paragraph, found: re.Match[str], tables: list[tuple[ReadDocument, Table]]) -> Iterator[Finding]:
    """人员经费…主要包括：A、B、C where the table has a row B without an amount, and filled rows beside it."""
    names = [canonical(re.sub("等$", "", n)) for n in re.split("[、，,]", found["items"])]
    for _, table in tables:
        rows = _rows(table)
        filled = sum(any(full for _, _, full in places) for places in rows.values())
        empty = [n for n in names if n in rows and len(n) >= 3 and not any(full for _, _, full in rows[n])]
        if not empty or filled < 5 or len(empty) > 3 or len(names) < 4:
            continue
        row, column, _ = rows[empty[0]][0]
        quote = next((q for q in re.findall("[^。]+。?", paragraph.text) if normal(empty[0]) in normal(q)), paragraph.text)
        yield Finding(
            document=doc.record.id,
            doc=doc.record.file_name,
            rule="narrative.listed",
            severity=ERROR,
            message=f"文字说明的{found['head']}列有“{'、'.join(empty)}”，《{table.title}》中该科目没有金额",
            sides=(
                FindingSide("、".join(empty), "", paragraph.page, quote, paragraph=paragraph.ordinal),
                FindingSide("", table.unit or "", table.page, row_quote(table, row), table.ordinal, row, column),
            ),
            formula=f"{'、'.join(empty)}：文字有，表中为空",
        )
        return


def _other_kind(doc: ReadDocument, paragraph: Paragraph, found: re.Match[str], tables: list[tuple[ReadDocument, Table]]) -> Iterator[Finding]:
    """An item said to be 基本支出 whose amount stands under 项目支出 alone, or the other way round."""
    names = levels(found["path"])
    name = names[-1] if names else ""
    other = "项目支出" if found["kind"] == "基本支出" else "基本支出"
    for _, table in tables:
        columns = {normal(p[-1]): c for c, p in enumerate(table.column_paths) if p and table.roles[c] == "value"}
        rows = [r for r in range(table.header_rows, table.rows) if table.row_paths[r] and canonical(table.row_paths[r][-1]) == name]
        if len(rows) != 1 or {"基本支出", "项目支出"} - columns.keys():
            continue
        values = {c.column: c for c in table.cells if c.row == rows[0] and c.value}
        if columns[found["kind"]] in values or columns[other] not in values:
            return
        cell = values[columns[other]]
        yield Finding(
            document=doc.record.id,
            doc=doc.record.file_name,
            rule="narrative.kind",
            severity=NOTE,
            message=f"“{name}”文字说明为{found['kind']}，《{table.title}》中全部列在{other}",
            sides=(
                FindingSide(found["kind"], "", paragraph.page, found.group(), paragraph=paragraph.ordinal),
                FindingSide(f"{cell.value:f}", table.unit or "万元", cell.page, row_quote(table, cell.row), table.ordinal, cell.row, cell.column),
            ),
            formula=f"{found['kind']} ≠ {other}",
        )
        return
