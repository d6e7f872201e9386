"""A sentence as statements and the reasons given for them."""

from __future__ import annotations

import itertools
import re

from index.figures.changes import change_in
from index.figures.clauses import Span, cause_at
from index.text import normal

COMPARISON = re.compile(r"[，,]\s*(?=(?:与|比|较|同)\s*(?:上年|去年|\d{4}\s*年))")
_OWN_FIGURE = re.compile(
    r"^[^,:《]{2,30}?(?:(?:(?:增加|减少|增长|下降)了?|(?:支出|费用?|决算|经费)(?:预算|决算|安排|数)*(?:为|共计|合计)?)\d[\d.,]*万?元"
    r"|(?:支出|费用?|经费)(?:预算|决算|安排)*数?为0(?=[,;。]|$)|(?:持平|(?:年初|全年)预算数?为?\d))"
)


def clauses(text: str, span: Span) -> list[str]:
    """The non-empty stretches between commas, colons and stops."""
    return [part for part in re.split(r"[，,；;：:。\n]+", text[span.start : span.end]) if part.strip()]


def segments(text: str, sentence: Span) -> list[tuple[Span, Span | None]]:
    """A sentence as (statement, reason) pairs: cut at ；, where what follows a reason is its continuation unless it states figures itself."""
    cuts = [sentence.start, *(m.end() for m in re.finditer("[；;]", text[: sentence.end]) if m.end() > sentence.start), sentence.end]
    out: list[tuple[Span, Span | None]] = []
    for start, end in itertools.pairwise(cuts):
        if start >= end:
            continue
        cause = cause_at(text, Span(start, end))
        last = out[-1] if out else None
        if last is not None and last[1] is not None and not _states(text[start:end]):
            out[-1] = (last[0], Span(last[1].start, end))
        elif cause is None:
            out.append((Span(start, end), None))
        else:
            out.append((Span(start, cause), Span(cause, end)))
    return out


def _states(segment: str) -> bool:
    plain = normal(segment)
    own = _OWN_FIGURE.match(plain)
    return own is not None and not re.match(r"^[一二三四五六七]是", plain)


def compares_again(text: str, purpose: int, phrase: Span) -> bool:
    """Whether a number behind a purpose is a comparison of the item again (主要用于…，与上年相比减少 5 万元)."""
    words = text[phrase.start : phrase.end]
    if re.search(r"(?:接待|团组|保有量)$", normal(words)) and not re.search("用于|用途", words):
        return True  # (主要用于…，)公务接待 2 批次: visits are counted after the purpose
    return change_in(words) is not None and COMPARISON.search(text, purpose, phrase.end) is not None
