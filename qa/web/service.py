"""What every page and endpoint uses: answers, documents, evidence. Reopens the index when a new generation is there."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import BadInput, WenzhangError
from index.model import DocumentRecord, Paragraph, Table
from index.store import Index
from index.text import clean
from qa.engine import Engine
from qa.factory import engine_from_environment
from qa.model import Answer, Turn
from qa.web.examples import examples
from qa.web.searching import Searcher
from qa.web.settings import Settings

log = logging.getLogger(__name__)
RECHECK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Open:
    index: Index
    engine: Engine
    searcher: Searcher
    examples: list[str] = field(default_factory=list)


class Service:
    """Thread-safe. ``open_index`` opens the current generation; ``current`` names it cheaply (None: the index never changes)."""

    def __init__(self, open_index: Callable[[], Index], settings: Settings, current: Callable[[], str] | None = None) -> None:
        self.settings = settings
        self._open_index = open_index
        self._current = current
        self._lock = threading.Lock()
        self._checked = time.monotonic()
        index = open_index()
        self._now = _Open(index, engine_from_environment(index), Searcher(index))

    @property
    def index(self) -> Index:
        """The generation that answers now."""
        return self._fresh().index

    @property
    def searcher(self) -> Searcher:
        """Search over the generation that answers now."""
        return self._fresh().searcher

    def _fresh(self) -> _Open:
        """The open index; looks for a newer one every few seconds. A generation that cannot be opened leaves the old one answering."""
        if self._current is None or time.monotonic() - self._checked < RECHECK_SECONDS:
            return self._now
        with self._lock:
            if time.monotonic() - self._checked < RECHECK_SECONDS:
                return self._now
            self._checked = time.monotonic()
            try:
                if self._current() != self._now.index.generation:
                    index = self._open_index()
                    self._now = _Open(index, engine_from_environment(index), Searcher(index))  # the old one is closed when its last answer is done
            except WenzhangError:
                log.exception("the new generation cannot be opened; going on with %s", self._now.index.generation)
        return self._now

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question. Raises ``BadInput`` for an empty or over-long one."""
        return self._fresh().engine.ask(self._checked_text(question), tuple(history)[-self.settings.max_history :])

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """As :meth:`ask`: sentences that a language model writes, as they come (where one is configured), then the answer."""
        return self._fresh().engine.stream(self._checked_text(question), tuple(history)[-self.settings.max_history :])

    def _checked_text(self, question: str) -> str:
        text = clean(question).strip()
        if not text:
            raise BadInput("请先输入问题。")
        if len(text) > self.settings.max_question:
            raise BadInput(f"问题太长了（{len(text)} 字），请控制在 {self.settings.max_question} 字以内。")
        return text

    def ask_after(self, question: str, earlier: Sequence[str]) -> Answer:
        """Answer a question after the user's earlier ones, oldest first, which are asked again. Raises as :meth:`ask`."""
        turns: list[Turn] = []
        for before in list(earlier)[-self.settings.max_history :]:
            turns.append(Turn(question=before, answer=self.ask(before, turns)))
        return self.ask(question, turns)

    def warm(self) -> None:
        """Load what the first question would have to wait for."""
        self.examples()
        self.ask("你好")

    def examples(self) -> list[str]:
        """Questions that the index answers, made once a generation."""
        now = self._fresh()
        if not now.examples:
            now.examples.extend(examples(now.engine, now.index))
        return now.examples

    def documents(self) -> list[DocumentRecord]:
        """What is indexed."""
        return list(self.index.documents())

    def document(self, identifier: str) -> DocumentRecord:
        """One document. Raises ``BadInput`` where there is none."""
        for record in self.index.documents():
            if record.id == identifier:
                return record
        raise BadInput("没有这份文件。")

    def table(self, document: str, ordinal: int) -> Table:
        """One table of a document. Raises ``BadInput``."""
        self.document(document)
        for table in self.index.tables(document):
            if table.ordinal == ordinal:
                return table
        raise BadInput("没有这张表。")

    def paragraph(self, document: str, ordinal: int) -> Paragraph:
        """One paragraph of a document. Raises ``BadInput``."""
        self.document(document)
        for paragraph in self.index.paragraphs(document):
            if paragraph.ordinal == ordinal:
                return paragraph
        raise BadInput("没有这一段。")

    def page_picture(self, document: str, page: int, boxes: Sequence[tuple[float, float, float, float]]) -> bytes:
        """PNG of a page with boxes marked. Raises ``BadInput`` where the file is no PDF or lies here no longer."""
        from index.model import Box
        from index.reading.render import page_png

        record, path = self.document(document), self.index.source_path(document)
        if record.format != "pdf" or path is None:
            raise BadInput("这份文件没有页面图像。")
        if not 1 <= page <= record.page_count:
            raise BadInput(f"页码应在 1 到 {record.page_count} 之间。")
        return page_png(Path(path), page, [Box(*box) for box in boxes])
