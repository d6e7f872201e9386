"""Several asks in one question: the answer to the whole, completed by the answers to its parts where it left some of them out.

The whole is read first, since its asks may lean on each other (哪个多？多多少？是几倍？). What it states stays, unless the parts state all of it and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from index.numbers import convert, is_money
from qa.model import Answer, AnswerFigure, Intent, Operation
from qa.question.intents import says

_QUOTE = re.compile(r"「([^」]+)」")
LONGEST = 600  # characters: a quotation that makes the answer longer than this is not added to an answer that stands
_VERDICT = re.compile("有|没有|是|不|否|对|可以|一致")
_EACH = re.compile(r"[各每]|分别")
_WHICH = re.compile("谁|哪一?(?:个|家|项|年|边|样|块|类)")
_MUCH = re.compile("多少|几|百分|各")
_SAID = re.compile("([三四五六七八九])大?(?:样|项|笔|块|类|种)(?!级)")
NO_WAY = "无法按所问方式计算"
_MARK = re.compile(r"\[(\d+)\]")


def completed(whole: Answer, parts: Sequence[Answer]) -> Answer:
    """The best answer to a question of several asks. ``parts``: the answers to each, in order, as in a conversation."""
    answered = [p for p in parts if p.status == "answered" and not _undecided(p)]
    if not answered or whole.status == "declined":
        return whole
    if whole.status != "answered":
        computed = [p for p in parts[1:] if _leans(p) and p.query is not None and p.query.operation is not Operation.NONE]
        doubtful = [p for p in parts if p.figures and _leans(p) and p not in computed] or (computed and not parts[0].figures)
        apart = len(answered) == len(parts) and not doubtful
        return merged(parts).model_copy(update={"query": whole.query}) if apart else _firm(whole, parts)
    if len(answered) == len(parts) and (_years_apart(whole, parts) or _independent(whole, parts)):
        return merged(parts).model_copy(update={"query": whole.query})
    stated = _values(whole.figures)
    offered = _values(f for p in answered for f in p.figures)
    enough = len(stated) >= _expected(answered)
    missing = [p for p in answered if _adds(p, whole, stated) and not (enough and p.figures)]
    if stated and not enough and len(answered) == len(parts) and stated <= offered:
        done = merged([p for p in parts if p.figures]).model_copy(update={"query": whole.query})
        done = done.model_copy(update={"checks": whole.checks or done.checks})
        missing = [p for p in missing if not p.figures]
    else:
        done = whole
    if whole.answer.startswith(NO_WAY) and _more_said(whole):
        missing = [p for p in missing if not (p.figures and _leans(p))]  # what leans on operands that were not all there
    for part in missing:
        longer = joined(done, part)
        done = longer if len(longer.answer) <= LONGEST or part.figures else done
    return done


def _more_said(whole: Answer) -> bool:
    """Whether the question speaks of more items (四样费用) than were read."""
    said = _SAID.search(whole.query.text) if whole.query is not None else None
    return whole.query is not None and said is not None and "三四五六七八九".index(said[1]) + 3 > len(whole.query.measures)


def _years_apart(whole: Answer, parts: Sequence[Answer]) -> bool:
    """还安排2018年的吗？2017年多少: each part asks something of its own of a year of its own, and no development over the years is asked for."""
    query = whole.query
    if query is None or query.operation is not Operation.TREND or says("operation", query.text) or says("aspect", query.text):
        return False
    years = [p.query.years for p in parts if p.query is not None and "years" not in p.query.inherited]
    kinds = {p.query.intent for p in parts if p.query is not None}
    return len(years) == len(parts) == len(set(years)) and all(len(y) == 1 for y in years) and Intent.BOOLEAN in kinds


def _firm(whole: Answer, parts: Sequence[Answer]) -> Answer:
    """Of a whole that could not be answered, the parts that stand by themselves, and what was not found of the others; the whole where the first does not."""
    kept = [p for p in parts if p.figures and p.status == "answered" and not _leans(p) and not _undecided(p)]
    lacking = [p for p in parts if p.status == "not_found" and not _leans(p)]
    if not kept or kept[0] is not parts[0] or len(kept) + len(lacking) < len(parts):
        return whole
    done = merged(kept)
    said = [line for p in lacking for line in p.answer.split("\n")[:1]]
    return done.model_copy(update={"query": whole.query, "answer": "\n".join([done.answer, *said])})


def _independent(whole: Answer, parts: Sequence[Answer]) -> bool:
    """Whether each part asks for figures of an item of its own, and they ask for different things to be done: no one operation answers them all."""
    if whole.query is None or any(not p.figures or _leans(p) for p in parts):
        return False
    asked = {p.query.operation for p in parts if p.query is not None}
    return len(asked) > 1 or whole.query.operation not in asked


def _leans(part: Answer) -> bool:
    """Whether the part names no item of its own: where the whole could not be read, what it leans on is doubtful."""
    return part.query is None or not part.query.measures or "measures" in part.query.inherited


def _expected(parts: Sequence[Answer]) -> int:
    """How many figures the parts ask for: of each, all that it got where each is asked (各多少), else one; parts that got the same figures count once,
    parts that ask only which one (哪家更多) for none."""
    sets: dict[frozenset[tuple[bool, Decimal]], int] = {}
    for part in parts:
        values = frozenset(_values(part.figures))
        each = part.query is not None and _EACH.search(part.query.text)
        if values and not _only_which(part):
            sets[values] = max(sets.get(values, 0), len(values) if each else 1)
    return sum(sets.values())


def _only_which(part: Answer) -> bool:
    """Whether a part asks which of two is more and for no amount: the figures that it shows are beside the point."""
    query = part.query
    return query is not None and query.operation is not Operation.RANK and bool(_WHICH.search(query.text)) and not _MUCH.search(query.text)


def _undecided(part: Answer) -> bool:
    """Whether yes or no was asked and only a figure was found."""
    return part.query is not None and part.query.intent is Intent.BOOLEAN and bool(part.figures) and not _VERDICT.match(part.answer)


def _adds(part: Answer, whole: Answer, stated: set[tuple[bool, Decimal]]) -> bool:
    """Whether a part says something that the whole answer does not: another figure, or a quotation."""
    if part.figures:
        return not _values(part.figures) <= stated
    quoted = _QUOTE.findall(part.answer)
    return bool(quoted) and not all(q in whole.answer for q in quoted)


def _values(figures: Iterable[AnswerFigure]) -> set[tuple[bool, Decimal]]:
    """The figures without their labels: money in 元, and without sign (减少 5 is stated as -5 or 5)."""
    return {(is_money(f.unit), abs(convert(f.value, f.unit, "元")) if is_money(f.unit) else abs(f.value)) for f in figures}


def merged(answers: Sequence[Answer]) -> Answer:
    """Answers as one: texts below each other without repeated lines, citation marks renumbered, figures in order without repeats,
    those that only say yes or no (有没有花) behind those that were asked for."""
    first = answers[0]
    for second in answers[1:]:
        first = joined(first, second)
    doubts = {(f.label, f.value) for a in answers if a.query is not None and a.query.intent is Intent.BOOLEAN for f in a.figures}
    return first.model_copy(update={"figures": tuple(sorted(first.figures, key=lambda f: (f.label, f.value) in doubts))})


def joined(first: Answer, second: Answer) -> Answer:
    """Two answers as one; status and query are the first's."""
    places = {c: n for n, c in enumerate(first.citations, 1)}
    added = [c for c in second.citations if c not in places]
    places.update({c: len(first.citations) + n for n, c in enumerate(added, 1)})
    numbers = {n: places[c] for n, c in enumerate(second.citations, 1)}
    text = _MARK.sub(lambda m: f"[{numbers.get(int(m[1]), int(m[1]))}]", second.answer)
    said = set(first.answer.split("\n"))
    lines = [line for line in text.split("\n") if line not in said]
    known = {(f.label, f.value, f.unit) for f in first.figures}
    return first.model_copy(
        update={
            "answer": "\n".join([first.answer, *lines]),
            "citations": (*first.citations, *added),
            "figures": (*first.figures, *(f for f in second.figures if (f.label, f.value, f.unit) not in known)),
            "checks": (*first.checks, *(c for c in second.checks if c.message not in {x.message for x in first.checks})),
            "suggestions": tuple(dict.fromkeys((*first.suggestions, *second.suggestions))),
            "notes": tuple(dict.fromkeys((*first.notes, *second.notes))),
        }
    )
