"""No figure for a question of which something was not understood, unless the evidence of the answer itself speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.text import normal
from qa.answer.claims import claimed
from qa.model import Answer, AnswerFigure, Citation, Intent, Operation, Query
from qa.question.unread import stands_in

_SENTENCE = re.compile("[。;；]")
_EACH = re.compile("分别|各(?:是|有|为)?(?:多少|几)|哪几[项块笔样个]")
_PARTS = re.compile("其中|包括|主要用于|主要是")


def guarded(answer: Answer, query: Query) -> Answer:
    """The answer as it is, or not_found where its evidence says nothing of words that were not used (``Query.unread``)."""
    if answer.status == "answered" and _restated(answer, query):
        return Answer(status="not_found", answer=f"{answer.answer}\n文件没有给出所问的各项。", query=query, citations=answer.citations, suggestions=answer.suggestions)
    if answer.status != "answered" or not answer.figures or not query.unread:
        return answer
    evidence = _evidence(answer)
    missing = [piece for piece in query.unread if not stands_in(piece, evidence)]
    if not missing:
        return answer
    line = f"公开文件中没有找到“{'”“'.join(missing)}”这一项，可能未公开，也可能是另一种叫法。"
    return Answer(status="not_found", answer=line, query=query, suggestions=answer.suggestions)


def _restated(answer: Answer, query: Query) -> bool:
    """Whether the only figure is the one that the question states itself, and its parts are what was asked for (结转3万，分别啥，各多少)."""
    plain = query.intent is Intent.FIGURE and query.operation is Operation.NONE and len(answer.figures) == 1
    return plain and bool(_EACH.search(query.text)) and answer.figures[0].value in claimed(query)


def _evidence(answer: Answer) -> str:
    """What the answer and its citations say, in normal form; of a paragraph only what is said of the figures."""
    labels = (part for c in answer.citations for part in (_said(c, answer.figures), c.row or "", c.column or "", c.table or "", c.section or "", c.title))
    return normal("\n".join((*labels, answer.answer)))


def _said(citation: Citation, figures: Sequence[AnswerFigure]) -> str:
    """The quote; of prose the sentence with a figure of the answer, up to the list of its parts where the figure stands before it."""
    if citation.paragraph is None or citation.table_ordinal is not None:
        return citation.quote
    numbers = list(_printed(figures))
    sentences = [s for s in _SENTENCE.split(citation.quote) if any(n in s.replace(",", "") for n in numbers)]
    return "。".join(_before_parts(s, numbers) for s in sentences) or citation.quote


def _before_parts(sentence: str, numbers: Sequence[str]) -> str:
    parts = _PARTS.search(sentence)
    if parts is None:
        return sentence
    head = sentence[: parts.start()]
    behind = sentence[parts.end() :].replace(",", "")
    return head if any(n in head.replace(",", "") for n in numbers) and not any(n in behind for n in numbers) else sentence


def _printed(figures: Iterable[AnswerFigure]) -> Iterable[str]:
    """The figures as a document may print them, without thousands separators."""
    for figure in figures:
        plain = f"{abs(figure.value):f}"
        yield plain.rstrip("0").rstrip(".") if "." in plain else plain
