"""An answer as something to keep: the address that asks it again, plain text, a Markdown document, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from qa.model import Answer
from qa.web.links import evidence_link, place_of, where


def answer_query(turns: Sequence[str]) -> str:
    """The query that asks this again, with what was asked before."""
    return urlencode([*(("h", t) for t in turns[:-1]), ("q", turns[-1])])


def plain(answer: Answer) -> str:
    """The answer with its sources as plain text, for copying."""
    lines = [re.sub(r"\*\*|`", "", answer.answer)]
    lines += [f"[{n}] {where(c)}（{c.doc}）：{c.quote}" for n, c in enumerate(answer.citations, start=1)]
    return "\n".join(lines)


_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_NOTE = re.compile(r"\[(\d{1,3})\]")


def markdown(question: str, answer: Answer, base: str) -> str:
    """The answer as a Markdown document: question, reading, text with footnotes, each with file, page, verbatim quote and address.

    Text of documents and users is escaped: no markup of theirs, no link but to this site (``base``).
    """
    parts = [f"# {escaped(question)}"]
    if answer.query and (line := answer.query.explained()):
        parts.append(f"理解为：{escaped(line)}")
    parts += [_paragraph(line, len(answer.citations)) for line in answer.answer.split("\n") if line.strip()]
    parts += [f"核对：{escaped(check.message)}" for check in answer.checks]
    for number, c in enumerate(answer.citations, start=1):
        parts.append(f"[^{number}]: {escaped(where(c))}（{escaped(c.doc)}）：“{escaped(c.quote)}” <{base}{evidence_link(place_of(c))}>")
    return "\n\n".join(parts) + "\n"


def _paragraph(line: str, citations: int) -> str:
    """A line with its marks as footnotes; bold and list marks of the answer stay, all other markup is escaped."""
    item = re.match(r"\s*(?:\d{1,3}\. |- )?", line)
    start = item.end() if item else 0
    pieces = re.split(r"(\*\*|\[\d{1,3}\])", line[start:])
    shown = [p if p == "**" else f"[^{m[1]}]" if (m := _NOTE.fullmatch(p)) and 1 <= int(m[1]) <= citations else escaped(p) for p in pieces]
    return line[:start] + "".join(shown)


def escaped(words: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))


ANSWER_HEAD = ("名称", "数值", "单位", "出处", "原文", "文件", "页", "链接")


def answer_rows(answer: Answer, base: str) -> Iterator[list[str | int | Decimal | None]]:
    """The figures of an answer; then its citations, each with file, page and address."""
    for figure in answer.figures:
        yield [figure.label, figure.value, figure.unit, "由出处中的数字计算" if figure.derived else "", "", "", None, ""]
    for number, c in enumerate(answer.citations, start=1):
        yield [f"[{number}]", None, "", where(c), c.quote, c.doc, c.page, base + evidence_link(place_of(c))]
