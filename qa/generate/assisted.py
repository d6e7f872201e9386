"""The engine with a language model beside it. Status, figures and citations are always those of the deterministic engine."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence

from index.errors import ModelFailed
from index.store import Index
from qa.engine import Engine
from qa.generate.endpoint import Model
from qa.generate.reading import reread, unread
from qa.generate.wording import Draft, rewritten, wordable, worded
from qa.model import Answer, Query, Turn

log = logging.getLogger(__name__)
READ = "问题由语言模型协助理解，请核对“理解为”一行是否符合您的意思。"
WORDED = "文字由语言模型根据所引原文整理，其中的数字、年份和名称都已与原文核对。"
REFUSED = "语言模型整理的文字没有通过与原文的核对，这里仍是原文摘录。"
DOWN = "语言模型暂时不可用，这里是系统直接给出的答案。"


class Assisted(Engine):
    """As :class:`qa.engine.Engine`; the model is asked only where the grammar could not read the question, or the answer is prose."""

    def __init__(self, index: Index, model: Model) -> None:
        super().__init__(index)
        self.model = model

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """See ``Engine.ask``. Waits for the model at most its time-out, twice."""
        return [part for part in self.stream(text, history) if isinstance(part, Answer)][-1]

    def stream(self, text: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Sentences that passed the guard as they come, then, last and always, the whole answer (it replaces what was shown)."""
        start = time.perf_counter()
        answer, failed = self._read(super().ask(text, history), history)
        if not failed and wordable(answer):
            draft = Draft()
            try:
                yield from worded(self.model, answer, self.index, draft)
            except ModelFailed:
                answer = noted(answer, DOWN)
            else:
                answer = noted(answer.model_copy(update={"answer": rewritten(answer, draft)}), WORDED) if draft.usable else noted(answer, REFUSED)
        yield answer.model_copy(update={"elapsed_ms": round((time.perf_counter() - start) * 1000, 3)})

    def _read(self, answer: Answer, history: Sequence[Turn]) -> tuple[Answer, bool]:
        """The answer to the question as the model reads it, where the grammar could not and the engine finds one; and whether the model failed."""
        if not unread(answer) or answer.query is None:
            return answer, False
        try:
            query: Query | None = reread(self.model, answer.query, history, self.index)
        except ModelFailed:
            return noted(answer, DOWN), True
        if query is None:
            return answer, False
        again = self.answer(query)
        return (noted(again, READ), False) if again.status in {"answered", "clarify"} else (answer, False)


def noted(answer: Answer, note: str) -> Answer:
    """The answer with one more note."""
    return answer.model_copy(update={"notes": (*answer.notes, note)})
