"""Years and names in headings, titles and captions: another year than the disclosure's own, another department's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.audit.disclosure import Disclosure
from index.audit.verdict import ERROR
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.text import normal

_TOPIC = "部门|单位|收入|支出|收支|财政拨款|一般公共|政府性基金|国有资本|三公|机关运行|政府采购|预算|决算|项目支出|基本支出|上年结转|委托业务"
_YEAR = re.compile(rf"(?P<year>20\d\d)年度?(?P<rest>.{{0,14}}?)(?:{_TOPIC})")
_NUMBERED = re.compile(r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|表\d*|公开\d*表)")
_BODY_END = "局|厅|委员会|委|办公室|办公厅|办|院|部|协会|联合会|总工会|团委|妇联|中心|政府|大队|支队|总队|学校|大学|学院|公司"
_NAMED = re.compile(rf"^(?:关于)?(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{_BODY_END}))(?=20\d\d年)")


def name_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Headings and captions that carry a wrong year or another body's name."""
    for doc in disclosure.documents:
        yield from _years(doc)
        yield from _names(disclosure, doc)


def _headings(doc: ReadDocument) -> Iterator[tuple[str, FindingSide]]:
    for section in doc.structured.sections:
        if not section.is_contents and section.level <= 2:
            yield section.title, FindingSide("", "", section.page, section.title)
    for table in doc.structured.tables:
        if not (table.form or "").startswith("绩效"):
            yield table.title, FindingSide("", "", table.page, table.title, table.ordinal)


def _years(doc: ReadDocument) -> Iterator[Finding]:
    fiscal = doc.record.identity.fiscal_year
    if fiscal is None:
        return
    told: set[str] = set()
    for title, side in _headings(doc):
        plain = normal(title)
        years = {int(m["year"]) for m in _YEAR.finditer(plain)}
        if not years or fiscal in years or re.search("比|与|较|至|-|项目$|经费$|结转(?!结余)", plain) or plain in told:
            continue
        if _NUMBERED.match(plain) or side.table is not None:
            told.add(plain)
            yield _finding(doc, "name.year", f"标题“{title}”的年份与本文件（{fiscal}年）不一致", side, str(min(years)))


def _names(disclosure: Disclosure, doc: ReadDocument) -> Iterator[Finding]:
    who = doc.record.identity
    own = [normal(n) for n in (who.department, who.department_as_written, who.parent_department or "", *who.aliases) if n]
    units = {normal(u) for _, t in disclosure.tables for u in t.row_units if u}
    units |= {normal(c.text) for _, t in disclosure.tables if t.form == "单位构成表" for c in t.cells}
    contents = {s.ordinal for s in doc.structured.sections if s.is_contents}
    places = [(_NUMBERED.sub("", normal(s.title)), FindingSide("", "", s.page, s.title)) for s in doc.structured.sections if not s.is_contents]
    places += [
        (normal(p.text), FindingSide("", "", p.page, p.text[:60], paragraph=p.ordinal))
        for p in doc.structured.paragraphs
        if p.section not in contents
    ]
    told: set[str] = set()
    for text, side in places:
        found = _NAMED.match(text)
        if found and found["name"] not in told and _is_other(found["name"], own, units):
            told.add(found["name"])
            yield _finding(doc, "name.department", f"写有其他单位名称“{found['name']}”，本文件为{who.department}", side, found["name"])
    for table in doc.structured.tables:
        name = normal(table.department or "")
        if name and name not in told and _is_other(name, own, units) and re.search(rf"(?:{_BODY_END})$", name):
            told.add(name)
            side = FindingSide("", "", table.page, table.department or "", table.ordinal)
            yield _finding(doc, "name.department", f"《{table.title}》的编制部门写为“{table.department}”，本文件为{who.department}", side, name)


def _is_other(name: str, own: list[str], units: set[str]) -> bool:
    """Whether a name is none of the body's: short forms leave characters out, long forms add the place or the party."""
    if len(name) < 4 or re.search("本部门|我部门|本单位|我单位|财政部|国务院|各|该", name) or any(name in u or u in name for u in units):
        return False
    return not any(_within(name, o) or _within(o, name) for o in own)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in this order."""
    at = iter(long)
    return all(c in at for c in short)


def _finding(doc: ReadDocument, rule: str, message: str, side: FindingSide, value: str) -> Finding:
    who = doc.record.identity
    first = FindingSide(value, "", side.page, side.quote, side.table, side.row, side.column, side.paragraph)
    second = FindingSide(f"{who.department} {who.fiscal_year or ''}".strip(), "", 1, who.title)
    return Finding(document=doc.record.id, doc=doc.record.file_name, rule=rule, severity=ERROR, message=message, sides=(first, second))
