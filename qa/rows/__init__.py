"""Questions over the rows of a table: ranked, counted, filtered, listed, added up. :func:`answer` is the entry point.

A question is taken only where every word of it is understood: its words of closed classes (:mod:`qa.rows.asking`) say what to do, and one table of the
documents asked explains all others (:mod:`qa.rows.matching`). Everything else is left to the general look-up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answer.sheet import Sheet
from qa.answer.suggest import suggestions
from qa.linking.spans import Mark
from qa.linking.vocabulary import linker
from qa.lookup.catalogue import Catalogue
from qa.lookup.scope import scoped
from qa.model import Answer, Intent, Query
from qa.question.cleaning import cleaned
from qa.question.marking import expanded, read_marks
from qa.rows.asking import ask_of
from qa.rows.between import write_between
from qa.rows.choosing import PROJECTS, choose
from qa.rows.folding import write
from qa.rows.guard import checked
from qa.rows.model import Ask, Chosen
from qa.rows.moves import write_moves
from qa.rows.projects import of_projects

__all__ = ["answer", "guarded", "took"]

_NOTE = "按行回答"
_OTHER = {Intent.DEFINITION, Intent.META, Intent.CHITCHAT, Intent.DECLINE}
_NO_PROJECTS = re.compile("项目支出|支出项目|明细项目|收入项目|项目[名编](?:称|码)|(?<=结转)项目")
_CHANGES = {"change", "rate", "reason", "consistency", "date"}
_OTHER_ASPECTS = {"change", "rate", "reason", "consistency", "date", "target", "actual", "last", "score", "weight"}


def guarded(answer: Answer, query: Query, cat: Catalogue) -> Answer:
    """An answer of the other rooms, refused where it says a whole for its rows."""
    if answer.status != "answered" or len(query.departments) != 1 or len(query.years) > 1 or took(answer):
        return answer
    return checked(answer, _read(query, cat)[0], query)


def _read(query: Query, cat: Catalogue) -> tuple[Ask, Sequence[Mark]]:
    linked = linker(cat.index)
    question = expanded(cleaned(query.text), linked)
    cover = read_marks(question, linked)
    return ask_of(question, cover, ()), cover


def answer(query: Query, cat: Catalogue) -> Answer | None:
    """See module."""
    aspects = {m.aspect for m in query.measures} | set(query.aspects)
    if query.intent in _OTHER or not query.text or len(query.stages) > 1 or len(query.departments) > 1 or len(query.years) > 2:
        return None
    places = [p for p in scoped(query, cat).places if p.own]
    if len(places) != 1 and len(query.years) < 2:
        return None
    ask, cover = _read(query, cat)
    if ask.by is None and "项目" in _NO_PROJECTS.sub("", ask.text):
        ask = replace(ask, by=PROJECTS)
    if not _asks(ask):
        return None
    sheet = Sheet(cat.index)
    one = len(places) == 1 and len(query.years) < 2
    if (one and write_moves(query, ask, places[0], cat, sheet)) or write_between(query, ask, cover, cat, sheet):
        return _done(query, sheet, cat)
    if not one:
        return None
    chosen = None if aspects & _OTHER_ASPECTS or query.over == "indicators" else choose(places[0], ask, cover, cat)
    if chosen is None and not (aspects - ({"rate"} if "执行率" in ask.text else set())) & _CHANGES:
        chosen = of_projects(query, ask, places[0], cat)
    if chosen is None or not _fits(ask, chosen):
        return None
    if not write(ask, chosen, places[0], sheet):
        return None
    return _done(query, sheet, cat)


def _done(query: Query, sheet: Sheet, cat: Catalogue) -> Answer:
    sheet.suggestions.extend(suggestions(query, (), cat))
    return sheet.answer("answered", query.model_copy(update={"notes": (*query.notes, _NOTE)}))


def took(answer: Answer) -> bool:
    """Whether an answer was given here, so that all of the question is answered."""
    return answer.query is not None and _NOTE in answer.query.notes


def _asks(ask: Ask) -> bool:
    """Whether anything is asked that runs over rows."""
    return bool(ask.folds or ask.bounds)


def _fits(ask: Ask, chosen: Chosen) -> bool:
    """Whether what is asked makes sense of these rows: a plain amount of one row is the look-up's, a sum needs several."""
    number = len(chosen.lines) if chosen.restricted or chosen.named else None
    if ask.stated is not None and number is not None and number != ask.stated and not ask.bounds:
        return False
    if len(chosen.named) > 1 and not ask.has("place", "sum"):
        return False
    if ask.has("top", "bottom", "kth", "last", "sort", "place") or ask.bounds:
        return True
    apart = chosen.restricted or ask.by or chosen.groups
    if ask.has("mean") and len(chosen.lines) > 1:
        return True
    if ask.has("sum"):
        return bool(apart) or (len(chosen.named) == 1 and len(chosen.lines) > 1) or (ask.has("count") and ask.things)
    if ask.has("count"):
        return bool(apart) or ask.things
    return ask.has("list") and bool(apart)
