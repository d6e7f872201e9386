"""Sentences of a paragraph and the phrase that stands before a number in its sentence. Pure text, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.figures.quantities import Quantity

_OPEN = "（(《〈〔[【"
_CLOSE = "）)》〉〕]】"
_BREAKS = "，,；;：:。！？!?\n"
_CAUSE = re.compile(
    r"(?<![^，,。；;\s])(?P<cause>(?:[^，,。；;]{0,24}?(?:的|变动|变化|增减|差异|增长|增加|下降|减少))?(?:其|主要|具体){0,2}原因\s*(?:为|是|在于|系|：|:|一是|：一是|是：|[\u4e00-\u9fff])|"
    r"主要(?:是|由于|因为|系|因)|(?:因|由于|系)(?!公|素|特|地|事|人|病|统)(?=[\u4e00-\u9fff]))"
)
_LIST = re.compile(r"主要是\s*(?P<name>[\u4e00-\u9fff（()）“”]{3,24}?)\s*\d[\d,.]*\s*[万亿]?元")
_NO_PART = re.compile(r"增|减|提高|上升|下降|调整|追加|新|由于|因|比|较|用于|支付|发放|安排|购|结转")
_LISTED = re.compile(
    r"^\s*(?:\d{1,2}\s*[.．、]|[（(][一二三四五六七八九十\d]+[）)]|\d{3}(?:\d{2}){0,2}(?=\D))\s*(?P<name>[^，。；：:]{3,40})[：:]\s*$"
)
_RUN_IN = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．])\s*"
    r"(?P<label>(?:[\u4e00-\u9fff“”\"]|[（(][境护][）)]){2,24}?)\s*[：:。](?=\s*\S.{5,})"
)
_PURPOSE = re.compile(r"(?<![^，,。；;\s])(?P<purpose>(?:主要|全部|用途：)?用于(?!以下|：)|主要包括|开支内容包括)")


_NOUN = re.compile(
    r"\s*(?P<noun>[\u4e00-\u9fff“”\"《][\u4e00-\u9fff“”\"《》（）()、]{1,23}?)"
    r"(?=\s*(?:[，,。；;：:、\d]|$|开展|进行|提出|参加|报名|在内|的|并|和|及|以|由|被|为|是|共))"
)


class Span(NamedTuple):
    """Half-open character range."""

    start: int
    end: int


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, full stops included; stops inside brackets do not cut (an unclosed bracket cuts after 120 characters)."""
    spans: list[Span] = []
    start, opened = 0, -1
    for position, char in enumerate(text):
        if char in _OPEN and opened < 0:
            opened = position
        elif char in _CLOSE or (opened >= 0 and position - opened > 120):
            opened = -1
        if (char in "。！？" and opened < 0) or char == "\n":
            spans.append(Span(start, position + 1))
            start = position + 1
    spans.append(Span(start, len(text)))
    return tuple(_trimmed(text, span) for span in spans if text[span.start : span.end].strip())


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def phrase_before(text: str, floor: int, at: int, earlier: Sequence[Quantity]) -> Span:
    """The phrase that leads to the quantity at ``at``: back to the last break, but not past ``floor`` or the quantity before.

    Breaks inside closed brackets do not count; a 、 breaks only after a quantity (``货物 3 万元、工程 0 万元``), as names hold 、 too.
    """
    floor = max([floor, *(q.end for q in earlier if q.end <= at)])
    depth, position = 0, at
    while position > floor:
        char = text[position - 1]
        if char in _CLOSE:
            depth += 1
        elif char in _OPEN:
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (char in _BREAKS or (char == "、" and _ends_quantity(text, position - 1, earlier))):
            break
        position -= 1
    return _trimmed(text, Span(position, at))


def _ends_quantity(text: str, at: int, earlier: Sequence[Quantity]) -> bool:
    return any(q.end <= at and not text[q.end : at].strip(" ）)") for q in earlier)


def name_before_colon(text: str) -> str:
    """What a numbered paragraph names before a colon (1.某项目：2023年预算安排 5 万元), "" where ``text`` is more or less than that."""
    found = _LISTED.match(text)
    return found["name"] if found else ""


def run_in(text: str) -> str:
    """The heading that a paragraph begins with (（一）收入预算：…, 3、财政拨款支出决算具体情况。…), without its number, "" where it has none."""
    found = _RUN_IN.match(text)
    return re.sub(r"(?:总体|具体|结构|安排|使用|变化|变动|增减)*(?:情况)?(?:说明)?$", "", found["label"]) if found else ""


def heading_of(text: str) -> str:
    """What the words before a colon at the end of ``text`` announce (…拨款规模变化情况：5 万元), "" where they announce parts or a reason."""
    found = re.search(r"(?:^|[。；;])\s*(?P<what>[^。；;：:，,]{4,40}?)(?:规模|总额)?(?:变化|安排|增减|变动)*情况[：:]\s*$", text)
    return found["what"] if found and not re.search("其中|如下|原因", found["what"]) else ""


def noun_after(text: str, at: int, limit: int) -> str:
    """The noun that directly follows a counted unit (``11 件`` 法规), or "" where a break, a number or a verb comes first."""
    found = _NOUN.match(text[at:limit])
    if not found:
        return ""
    noun = found["noun"].strip('“”"、 ')
    noun = noun.strip("（）()") if not re.search(r"[（(].+[）)]$", noun) else noun
    return "" if re.match(r"(?:等|用于|以上|以下|以内|左右|其中|增加|减少|增长|下降|因|比|与|较|和|及|均|之|的|价值|涉及)", noun) else noun


def cause_at(text: str, span: Span) -> int | None:
    """Where the reason (主要原因是…) begins inside the sentence, or None."""
    for found in _CAUSE.finditer(text, span.start, span.end):
        if not _lists(text[found.start("cause") : span.end]):
            return found.start("cause")
    return None


def _lists(text: str) -> bool:
    """Whether 主要是 tells the parts of the amount before it (主要是基本支出 30 万元，项目支出 5 万元), and no reason."""
    found = _LIST.match(text)
    return found is not None and not _NO_PART.search(found["name"])


def purpose_at(text: str, start: int, end: int) -> int | None:
    """Where the purpose (主要用于…, 主要包括…) begins between ``start`` and ``end``, or None."""
    found = _PURPOSE.search(text, start, end)
    return found.start("purpose") if found else None
