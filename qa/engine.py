"""The engine: one question in, one :class:`Answer` out. Deterministic; the same question on the same index gives the same answer.

    from index.store import open_index
    from qa.engine import Engine
    Engine(open_index("store")).ask("昌吉市科技局2024年三公经费是多少？").answer
"""

from __future__ import annotations

import gc
import importlib
import logging
import re
import time
from collections.abc import Iterator, Sequence

from index.errors import BadInput
from index.store import Index
from index.text import clean
from qa import rows
from qa.answer import figures as figured
from qa.answer import small
from qa.answer.absent import not_found
from qa.answer.composition import asks_composition, composed_answer
from qa.answer.compound import completed, joined
from qa.answer.evidence import guarded
from qa.answer.former import with_former_names
from qa.answer.moving import asks_movers, write_movers
from qa.answer.ordering import gap_first, strangers_apart
from qa.answer.reading import scored_projects
from qa.answer.scopes import with_scope_notes
from qa.answer.sheet import Sheet
from qa.answer.stages_by_row import asks_stages_by_row, write_stages_by_row
from qa.answer.staging import whole_compared
from qa.counted.answering import counted
from qa.counted.of_project import of_project
from qa.lookup import Catalogue, Found, catalogue
from qa.lookup.scope import scoped
from qa.model import Answer, Intent, Operation, Query, Turn
from qa.passages.asks import Kind, asks_for_prose, asks_of, asks_only_why
from qa.passages.factors import factored, one_factor
from qa.passages.listings import listed
from qa.passages.unit_count import unit_count
from qa.projects import answering as projects
from qa.projects.namesakes import of_its_year
from qa.projects.wish import counted_in_kind
from qa.question.compound import parts_of
from qa.question.intents import says

LONGEST_QUESTION = 1000
_log = logging.getLogger(__name__)
_MOVES = {"change": Operation.DIFFERENCE, "rate": Operation.GROWTH}
_PATIENT = (50_000, 20, 20)  # an answer over ten thousand departments makes some hundred thousand values: the usual 700 look through them again and again
_PROSE = {Intent.TEXT, Intent.DEFINITION, Intent.LIST, Intent.BOOLEAN}

_STILL = re.compile(r"还(?:有|在|安排|保留)[^，。？?]{0,8}(?:吗|没)|(?:取消|停)了(?:吗|没)")


class Engine:
    """Answers questions from one opened index. Safe to share between threads that only ask."""

    def __init__(self, index: Index) -> None:
        self.index = index
        if 0 < gc.get_threshold()[0] < _PATIENT[0]:
            gc.set_threshold(*_PATIENT)

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question, ``history`` being the conversation so far, oldest first. Never raises for what a user types."""
        start = time.perf_counter()
        answer = strangers_apart(gap_first(self._by_parts(text, self._ask(text, history), history), text), text)
        answer = with_former_names(with_scope_notes(answer, catalogue(self.index)), catalogue(self.index))
        return answer.model_copy(update={"elapsed_ms": round((time.perf_counter() - start) * 1000, 3), "generation": self.index.generation})

    def stream(self, text: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Pieces of the answer's text as they become known, then, last and always, the answer: here the answer alone."""
        yield self.ask(text, history)

    def answer(self, query: Query) -> Answer:
        """The answer to a question that was understood elsewhere: by a form, or with the help of a language model."""
        cat = catalogue(self.index)
        query = query.model_copy(update={"unread": ()})  # whoever understood it took all of its words
        return (rows.answer(query, cat) or self._answered(query, cat)).model_copy(update={"generation": self.index.generation})

    def _ask(self, text: str, history: Sequence[Turn]) -> Answer:
        question = clean(text).strip()
        if not question:
            return Answer(status="declined", answer="请输入问题，例如：某部门某年的“三公”经费是多少？")
        if len(question) > LONGEST_QUESTION:
            return Answer(status="declined", answer=f"问题太长（{len(question)}字），请精简到{LONGEST_QUESTION}字以内。")
        understand = importlib.import_module("qa.question").understand
        try:
            query: Query = understand(question, history, self.index)
        except BadInput as error:
            return Answer(status="declined", answer=str(error))
        cat = catalogue(self.index)
        if query.intent is Intent.CHITCHAT:
            return small.chitchat(query, Sheet(self.index), cat)
        if query.intent is Intent.DECLINE:
            return small.declined(query, Sheet(self.index), cat)
        if query.intent is Intent.META:
            return small.meta(query, Sheet(self.index), cat)
        over_rows = rows.answer(query, cat)
        if over_rows is not None:
            return over_rows
        talk = [turn.question for turn in history]
        return rows.guarded(counted(query, cat, history) or of_project(query, cat, talk) or self._answered(query, cat, talk), query, cat)

    def _by_parts(self, text: str, whole: Answer, history: Sequence[Turn]) -> Answer:
        """The answer to a question of several asks, completed by the answers to each of them, asked one after the other."""
        parts = parts_of(text)
        if len(parts) < 2 or whole.complete or whole.query is None or len(text) > LONGEST_QUESTION:
            return whole
        if whole.status == "answered" and (asks_stages_by_row(whole.query) or asks_movers(whole.query) or rows.took(whole)):
            return whole
        turns, answers = list(history), []
        for part in parts:
            answers.append(self._ask(part, turns))
            turns.append(Turn(question=part, answer=answers[-1]))
        return completed(whole, answers)

    def _answered(self, query: Query, cat: Catalogue, talk: Sequence[str] = ()) -> Answer:
        """Figures where the question wants figures, prose where it wants prose; the other one where the first has nothing."""
        query = of_its_year(scored_projects(whole_compared(query)), cat, talk)
        barred = self._out_of_scope(query, cat)
        if barred is not None:
            return barred
        by_factor = factored(query, self.index)
        if by_factor is not None:
            return by_factor
        of_project = None if asks_only_why(query) or "reason" in query.aspects else projects.answer(query, cat, talk)
        if of_project is not None:
            return of_project
        if asks_only_why(query):
            query = query.model_copy(update={"intent": Intent.TEXT, "operation": Operation.NONE, "also": (), "aspects": ("reason",)})
        if not asks_for_prose(query) or query.intent is Intent.LIST or _names_asked(query):
            under_heading = listed(query, self.index)
            if under_heading is not None:
                return under_heading
        if asks_composition(query) and query.intent is not Intent.DEFINITION and not asks_for_prose(query):
            sheet = Sheet(self.index)
            if composed_answer(query, sheet, cat):
                return guarded(sheet.answer("answered", query), query)
        if asks_stages_by_row(query):
            sheet = Sheet(self.index)
            if write_stages_by_row(query, sheet, cat):
                return guarded(sheet.answer("answered", query), query)
        if asks_movers(query):
            sheet = Sheet(self.index)
            if write_movers(query, sheet, cat):
                return guarded(sheet.answer("answered", query), query)
            if query.operation is Operation.RANK:  # by how much items moved; the largest amount is no answer
                return Answer(status="not_found", answer="公开文件没有逐项写出这些科目的增减，也没有可供逐项比较的另一年度的表。", query=query)
        of_first = self._use_of_first(query, cat)
        if of_first is not None:
            return of_first
        wants_prose = query.intent in {Intent.TEXT, Intent.DEFINITION} or (query.intent is Intent.LIST and _wants_names(query))
        if asks_for_prose(query) and not (query.over == "projects" and query.intent is Intent.FIGURE):
            return self._counted(query, self._prose(query, also_missing=True), cat) or figured.answer(query, Sheet(self.index), cat)
        if wants_prose:
            return self._counted(query, self._prose(query), cat) or figured.answer(query, Sheet(self.index), cat)
        answer = self._figures(query, cat)
        if answer.status == "not_found" and query.intent is Intent.FIGURE and query.operation is Operation.NONE:
            answer = one_factor(query, self.index) or unit_count(query, self.index) or answer
        if answer.status == "not_found" and (query.intent in _PROSE or (query.unread and _STILL.search(query.text))):
            prose = self._prose(query)
            if prose is not None and prose.status == "answered":
                return prose
        if answer.status == "answered" and "reason" in query.aspects:
            return self._with_reason(answer, query)
        return answer

    def _figures(self, query: Query, cat: Catalogue) -> Answer:
        """The guarded answer from figures; a change or rate that nobody prints is computed from the two years."""
        answer = counted_in_kind(guarded(figured.answer(query, Sheet(self.index), cat), query), query)
        moved = {m.aspect for m in query.measures} & _MOVES.keys()
        if answer.status != "not_found" or len(moved) != 1 or query.operation is not Operation.NONE:
            return answer
        plain = tuple(m.model_copy(update={"aspect": "amount"}) for m in query.measures)
        computed = query.model_copy(update={"measures": plain, "operation": _MOVES[moved.pop()]})
        again = guarded(figured.answer(computed, Sheet(self.index), cat), query)
        computed_one = again.status == "answered" and any(f.derived for f in again.figures)
        return again if computed_one or again.status == "clarify" else answer  # clarify: of which year

    def _out_of_scope(self, query: Query, cat: Catalogue) -> Answer | None:
        """The answer to a question about departments or years that the index has not, else None."""
        where = scoped(query, cat)
        if where.unknown and not where.places:
            return not_found(query, Found((), where.unknown), Sheet(self.index), cat)
        if query.departments and where.places and not any(p.own or p.later for p in where.places):
            return not_found(query, figured.look_up(query, cat), Sheet(self.index), cat)
        return None

    def _prose(self, query: Query, also_missing: bool = False) -> Answer | None:
        """The answer in the document's own sentences, or None where that room finds nothing (with ``also_missing``: its not-found answer)."""
        try:
            prose = importlib.import_module("qa.passages").prose
        except (ImportError, AttributeError):
            _log.debug("no passages room")
            return None
        answer: Answer = prose(query, self.index)
        return answer if also_missing or answer.status in {"answered", "clarify"} else None

    def _use_of_first(self, query: Query, cat: Catalogue) -> Answer | None:
        """最大的那笔是干什么用的: what comes first, and what the document says that it is for; None where nothing is ranked or its use not asked."""
        if query.operation is not Operation.RANK or query.intent is not Intent.TEXT or not says("intent_text", query.text, "use"):
            return None
        one = query if query.top_n or query.kth else query.model_copy(update={"top_n": 1})
        first = figured.answer(one.model_copy(update={"intent": Intent.FIGURE, "aspects": ()}), Sheet(self.index), cat)
        if first.status != "answered" or not first.figures or len(query.departments) != 1:
            return None
        year = f"{query.years[0]}年" if len(query.years) == 1 else ""
        use = self._ask(f"{query.departments[0].department or ''}{year}“{first.figures[0].label}”是用来干什么的？", ())
        told = joined(first, use) if use.status == "answered" and not use.figures else first
        return told.model_copy(update={"query": query})

    def _counted(self, query: Query, prose: Answer | None, cat: Catalogue) -> Answer | None:
        """The names in prose with their number, where that was asked as well (内设几个处室？叫什么) and the document gives one."""
        counted = tuple(m for m in query.measures if m.aspect == "count")
        if prose is not None and prose.status == "answered" and not query.measures and (units := unit_count(query, self.index)) is not None:
            return joined(units, prose)
        if prose is None or prose.status != "answered" or not counted or not re.search(r"(?<!哪)几|多少", query.text):
            return prose
        figures = figured.answer(query.model_copy(update={"measures": counted, "intent": Intent.FIGURE, "operation": Operation.NONE}), Sheet(self.index), cat)
        return joined(figures, prose) if figures.status == "answered" and len(figures.figures) == 1 else prose

    def _with_reason(self, answer: Answer, query: Query) -> Answer:
        """The figures' answer with the sentences of the reason behind it."""
        reason = self._prose(query.model_copy(update={"intent": Intent.TEXT}))
        if reason is None or reason.status != "answered":
            return answer
        return joined(answer, reason)


def _names_asked(query: Query) -> bool:
    """Whether sentences are asked for that list units, offices or duties, and nothing of a reason."""
    return "reason" not in query.aspects and asks_of(query)[0].kind in {Kind.UNITS, Kind.OFFICES, Kind.DUTY, Kind.GENERAL}


def _wants_names(query: Query) -> bool:
    """Whether a list question asks for names: nothing to measure, or only how many there are (哪几个科室)."""
    return all(m.aspect == "count" for m in query.measures) and query.operation is Operation.NONE
