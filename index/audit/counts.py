"""Counts that do not add up in one sentence: 专家 800 人，其中核心 30 人，产业 358 人，其他 442 人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, shown
from index.audit.verdict import ERROR
from index.document import ReadDocument
from index.findings import Finding, FindingSide
from index.text import normal

_UNITS = "人次|批次|场次|人|名|辆|台|个|项|家|户|套|件|次|期|篇|所|处"
_WHOLE = re.compile(
    rf"(?P<name>[\u4e00-\u9fff（）()]{{2,20}}?)(?:共有?|共计|合计|总数为?|为)?(?P<n>\d[\d,]*)(?P<unit>{_UNITS})[,，(（;；]?其中[:：]?(?P<rest>[^。]*)"
)
_PART = re.compile(rf"^(?P<name>[\u4e00-\u9fff（）()\-]{{1,24}}?)(?:共有?|共计|为)?(?P<n>\d[\d,]*)(?P<unit>{_UNITS})?(?:$|[)）])")
_MOVED = re.compile(r"增加|减少|增长|下降|占|比上年|同比|超过|不少于|以上|左右|截至|完成|达到")
_CLOSED = (("在职", "退休"), ("在职", "离退休"), ("编制", "事业"))


def count_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Wholes with their parts in one sentence, in paragraphs and in the cells of forms."""
    for doc in disclosure.documents:
        contents = {s.ordinal for s in doc.structured.sections if s.is_contents}
        for paragraph in doc.structured.paragraphs:
            if paragraph.section not in contents:
                for whole, parts, quote in wholes(paragraph.text):
                    yield from _checked(doc, whole, parts, FindingSide("", "", paragraph.page, quote, paragraph=paragraph.ordinal))
        for table in doc.structured.tables:
            for cell in table.cells:
                if len(cell.text) > 20 and "其中" in cell.text:
                    for whole, parts, quote in wholes(cell.text):
                        yield from _checked(doc, whole, parts, FindingSide("", "", cell.page, quote, table.ordinal, cell.row, cell.column))


Named = tuple[str, Decimal, str]


def wholes(text: str) -> Iterator[tuple[Named, list[Named], str]]:
    """(whole, parts, quote) of each such sentence; the parts end at the first clause that is no 'name number unit'."""
    plain = normal(text)
    for found in _WHOLE.finditer(plain):
        parts: list[Named] = []
        end = found.start("rest")
        for clause in re.finditer(r"[^,，、;；]+", found["rest"]):
            part = _PART.match(clause.group())
            if part is None or (part["unit"] or found["unit"]) != found["unit"] or _MOVED.search(part["name"]):
                if parts and _MOVED.match(clause.group()):
                    continue
                break
            parts.append((part["name"], Decimal(part["n"].replace(",", "")), found["unit"]))
            end = found.start("rest") + clause.end()
        if len(parts) >= 2 and not _MOVED.search(found["name"][-4:]):
            yield (found["name"], Decimal(found["n"].replace(",", "")), found["unit"]), parts, plain[found.start() : end]


def _checked(doc: ReadDocument, whole: Named, parts: list[Named], place: FindingSide) -> Iterator[Finding]:
    """More parts than the whole contradict it; fewer do only where the last is 其他 or the parts are known to be all."""
    total = sum((n for _, n, _ in parts), Decimal(0))
    names = "".join(name for name, _, _ in parts)
    closed = parts[-1][0].startswith(("其他", "其它")) or any(all(word in names for word in words) for words in _CLOSED)
    if total == whole[1] or (total < whole[1] and not closed):
        return
    unit = whole[2]
    yield Finding(
        document=doc.record.id,
        doc=doc.record.file_name,
        rule="count.sum",
        severity=ERROR,
        message=f"“{whole[0]}”为 {shown(whole[1])}{unit}，其中各项之和为 {shown(total)}{unit}",
        sides=(
            FindingSide(shown(whole[1]), unit, place.page, place.quote, place.table, place.row, place.column, place.paragraph),
            FindingSide(shown(total), unit, place.page, place.quote, place.table, place.row, place.column, place.paragraph),
        ),
        difference=shown(whole[1] - total),
        tolerance="0",
        formula=" + ".join(shown(n) for _, n, _ in parts) + f" = {shown(total)} ≠ {shown(whole[1])}",
    )
