"""Yes-or-no questions about figures: 有没有安排…, with the figure or the sentence that proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.model import DocumentRecord, Paragraph
from index.text import normal
from qa.answer.citing import cited_passage
from qa.answer.sheet import Sheet
from qa.lookup import Catalogue, Slot
from qa.lookup.names import key
from qa.model import MeasureRef, Query

_NONE = re.compile(r"未安排|没有安排|没有使用|未使用|未发生|无.{0,12}(?:支出|收入|预算|安排|拨款)|为空表|没有|不涉及|不再安排")
_EXIST = re.compile(r"有没有|有无|是否(?:有|安排|动用|使用|存在)|安排了?.{0,12}吗|用了.{0,12}吗|有.{0,12}吗|动用|花钱")
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")


def asks_existence(text: str) -> bool:
    """Whether the question asks if something is there at all."""
    return bool(_EXIST.search(normal(text)))


def write_existence(slots: Iterable[Slot], sheet: Sheet) -> None:
    """有 / 没有, from the values found: said before the figures themselves."""
    filled = [s for s in slots if s.best]
    zero = [s for s in filled if s.best and s.best.figure.value == 0]
    if len(filled) == len(zero):
        sheet.lines.insert(0, "没有。" if len(filled) == 1 else "都没有。")
    elif not zero:
        sheet.lines.insert(0, "有。" if len(filled) == 1 else "都有。")
    else:
        sheet.lines.insert(0, "有的有，有的没有：")


def denial(measure: MeasureRef, record: DocumentRecord, cat: Catalogue) -> tuple[Paragraph, str] | None:
    """The sentence of a document that says the item asked for is not there (没有使用政府性基金预算拨款安排的支出 ...)."""
    names = [key(n) for n in (*measure.names[:3], measure.mention) if len(key(n)) >= 2]
    best: tuple[Paragraph, str] | None = None
    for paragraph in cat.index.paragraphs(record.id):
        for sentence in _SENTENCE.findall(paragraph.text):
            plain = key(sentence)
            if _NONE.search(sentence) and any(n in plain for n in names) and (best is None or len(sentence) < len(best[1])):
                best = (paragraph, sentence.strip())
    return best


def write_denials(query: Query, records: Iterable[DocumentRecord], sheet: Sheet, cat: Catalogue) -> int:
    """One line for each document that says so; how many did."""
    count = 0
    for record in records:
        for found in dict.fromkeys(denial(m, record, cat) for m in query.measures):
            if not found:
                continue
            paragraph, sentence = found
            mark = sheet.mark_citation(cited_passage(paragraph, record, sentence))
            sheet.say(f"{record.identity.department}{record.identity.fiscal_year or ''}年：{sentence}{mark}")
            count += 1
    return count
