"""Marks of a text that was not finished: numbers without their first digits, places left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.audit.disclosure import Disclosure
from index.audit.verdict import NOTE
from index.document import ReadDocument
from index.findings import Finding, FindingSide

_UNIT = r"(?:亿元|万元|元|%|％|平方米|人次|人|辆|个)"
_HEADLESS = re.compile(rf"(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十])[.．](?P<rest>\d+)\s*(?P<unit>{_UNIT})")
_BLANK = re.compile(
    rf"(?P<x>[X×Ⅹ]{{2,}}|[xX]{{1,6}}|[*＊]{{2,}}|_{{2,}})(?=\s*{_UNIT}|(?:单位|部门|局|项目)(?:[，。、：]|$))|[（(【{{]\s*(?:待填|待补充|请填写|填写说明|单位名称)[^）)】}}]{{0,12}}[）)】}}]"
)
_AROUND = 24


def broken_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Places of the prose and of cells where something is missing."""
    for doc in disclosure.documents:
        contents = {s.ordinal for s in doc.structured.sections if s.is_contents}
        for paragraph in doc.structured.paragraphs:
            if paragraph.section not in contents:
                yield from _in(doc, paragraph.text, FindingSide("", "", paragraph.page, "", paragraph=paragraph.ordinal))
        for table in doc.structured.tables:
            for cell in table.cells:
                if len(cell.text) > 4:
                    yield from _in(doc, cell.text, FindingSide("", "", cell.page, "", table.ordinal, cell.row, cell.column))


def _in(doc: ReadDocument, text: str, place: FindingSide) -> Iterator[Finding]:
    for found in _HEADLESS.finditer(text):
        whole = _elsewhere(doc, found["rest"], found["unit"])
        yield _finding(doc, "missing.digits", text, found, place, f"数字不完整：“{found.group()}”缺少小数点前的数字" + (f"（本文件他处为 {whole}{found['unit']}）" if whole else ""))
    for found in _BLANK.finditer(text):
        yield _finding(doc, "missing.blank", text, found, place, f"“{found.group()}”处没有填写")


def _elsewhere(doc: ReadDocument, rest: str, unit: str) -> str | None:
    """The number with these decimals and this unit that the document prints elsewhere, where it is only one."""
    pattern = re.compile(rf"(?<![\d.])(\d+\.{rest})\s*{re.escape(unit)}")
    known = {m for p in doc.structured.paragraphs for m in pattern.findall(p.text)}
    return known.pop() if len(known) == 1 else None


def _finding(doc: ReadDocument, rule: str, text: str, found: re.Match[str], place: FindingSide, message: str) -> Finding:
    quote = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    side = FindingSide(found.group().strip(".．"), "", place.page, quote, place.table, place.row, place.column, place.paragraph)
    return Finding(document=doc.record.id, doc=doc.record.file_name, rule=rule, severity=NOTE, message=message, sides=(side,))
