"""Tables that the contents or the numbering promise and the files do not hold; tables that are empty without a word why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.audit.disclosure import Disclosure
from index.audit.verdict import ERROR, NOTE
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.model import Table
from index.structure.forms import form_of
from index.text import normal

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、．]|(?:公开|附)?表?\d{1,2}表?[:：]?)")
_PAGE = re.compile(r"[.…·\s]*\d*$")
_NUMBER = re.compile(r"(\d+)(?!.*\d)")
_CHINESE = "零一二三四五六七八九十"
_FUND_FORMS = {
    "政府性基金表": "政府性基金",
    "国有资本经营表": "国有资本经营",
    "三公经费表": "三公",
    "结转结余表": "结转",
    "委托业务费表": "委托业务费",
    "政府采购表": "采购",
}


def missing_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Missing and silently empty tables."""
    yield from _listed(disclosure)
    yield from _numbers(disclosure)
    yield from _empty(disclosure)


def _listed(disclosure: Disclosure) -> Iterator[Finding]:
    """Titles in the contents whose table is nowhere in the disclosure. Where none is, the tables are a file of their own: one note."""
    present = [t for _, t in disclosure.tables]
    forms = {t.form for t in present} | {form_of("", t.column_paths, tuple(p[-1] for p in t.row_paths if p)) for t in present}
    forms.discard(None)
    for doc in disclosure.documents:
        listed = list(_contents(doc))
        if not listed:
            continue
        outside = normal("".join(_outside(disclosure)))
        absent = [(title, page, line) for title, page, line in listed if form_of(title) not in forms and normal(title) not in outside]
        if len(absent) == len(listed):
            side = FindingSide("", "", absent[0][1], absent[0][2])
            yield _finding(doc, "missing.all", NOTE, f"目录列出 {len(listed)} 张表，文件中没有，可能另附", (side,))
            continue
        for title, page, line in absent:
            yield _finding(doc, "missing.table", ERROR, f"目录列有“{title}”，文件中没有这张表", (FindingSide("", "", page, line),))


def _contents(doc: ReadDocument) -> Iterator[tuple[str, int, str]]:
    """Titles of tables in the contents: (title, page, line as printed). Lines that break inside a title are joined."""
    contents = {s.ordinal for s in doc.structured.sections if s.is_contents}
    lines = [p for p in doc.structured.paragraphs if p.section in contents]
    for at, line in enumerate(lines):
        text = _PAGE.sub("", normal(line.text))
        following = _PAGE.sub("", normal(lines[at + 1].text)) if at + 1 < len(lines) else ""
        if _ORDINAL.match(text) and not text.endswith("表") and following.endswith("表") and not _ORDINAL.match(following):
            text += following
        title = _ORDINAL.sub("", text)
        if _ORDINAL.match(text) and title.endswith("表") and len(title) > 3 and not re.search("部门预算表$|部门决算表$|公开表$|报表$", title):
            yield title, line.page, line.text


def _outside(disclosure: Disclosure) -> Iterator[str]:
    for doc in disclosure.documents:
        contents = {s.ordinal for s in doc.structured.sections if s.is_contents}
        yield from (s.title for s in doc.structured.sections if not s.is_contents)
        yield from (p.text for p in doc.structured.paragraphs if p.section not in contents)
        yield from (t.title + (t.note or "") for t in doc.structured.tables)


def number_of(table: Table) -> int | None:
    """The number of a table: 表3, 公开03表, 公开表十二."""
    text = normal(table.number or "")
    found = _NUMBER.search(text)
    if found:
        return int(found[1])
    chinese = re.search(r"[一二三四五六七八九十]+", text)
    if not chinese:
        return None
    word = chinese.group()
    tens, _, ones = word.rpartition("十")
    return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0) if "十" in word else _CHINESE.index(word)


def _numbers(disclosure: Disclosure) -> Iterator[Finding]:
    """A gap in the numbering of the tables of a file."""
    for doc in disclosure.documents:
        numbered = [(n, t) for t in doc.structured.tables if (n := number_of(t)) is not None]
        numbers = [n for n, _ in numbered]
        if len(set(numbers)) < 4 or numbers != sorted(numbers):
            continue
        outside = normal("".join(_outside(disclosure)))
        for (low, first), (high, second) in pairwise(numbered):
            told = any(re.search(rf"(?:表|公开)0?{n}(?!\d)", outside) for n in range(low + 1, high))
            if 1 < high - low <= 3 and not told:
                names = "、".join(f"表{n}" for n in range(low + 1, high))
                sides = tuple(FindingSide("", "", t.page, f"{t.number} {t.title}", t.ordinal) for t in (first, second))
                yield _finding(doc, "missing.number", ERROR, f"表号不连续：{first.number}之后是{second.number}，缺{names}", sides)


def _empty(disclosure: Disclosure) -> Iterator[Finding]:
    """A table without a figure that neither a note nor the prose explains."""
    prose = normal("".join(_outside(disclosure)))
    for doc, table in disclosure.tables:
        if not table.is_empty or table.note or (table.form or "").startswith("绩效"):
            continue
        word = _FUND_FORMS.get(table.form or "")
        if word is None or re.search(
            rf"(?:无|没有|未安排|不涉及|空)[^。]{{0,30}}{word}|{word}[^。]{{0,30}}(?:无|没有|未安排|为空|为0|0万元|0\.00)", prose
        ):
            continue
        if any("空" in c.text or "无" in c.text for c in table.cells):
            continue
        side = FindingSide("", "", table.page, table.title, table.ordinal)
        yield _finding(doc, "missing.note", NOTE, f"“{table.title}”没有数字，也没有说明原因", (side,))


def _finding(doc: ReadDocument, rule: str, severity: str, message: str, sides: tuple[FindingSide, ...]) -> Finding:
    return Finding(document=doc.record.id, doc=doc.record.file_name, rule=rule, severity=severity, message=message, sides=sides)
