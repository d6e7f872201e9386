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
from qa.web.searching import Filters, Searcher
from qa.web.settings import Settings

log = logging.getLogger(__name__)
RECHECK_SECONDS = 2.0
# One of each kind that loads something of its own: look-ups, sentences by words and by meaning over all documents.
FIRST_QUESTIONS = ("你好", "哪个部门的公务接待费最高？", "什么是机关运行经费？")


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
        self._now = _opened(open_index())
        self._reopening = False

    @property
    def index(self) -> Index:
        """The generation that answers now."""
        return self._fresh().index

    @property
    def searcher(self) -> Searcher:
        """Search over the generation that answers now."""
        return self._fresh().searcher

    def _fresh(self) -> _Open:
        """The open index; looks for a newer one every few seconds, which is opened and warmed aside while the old one answers."""
        if self._current is None or time.monotonic() - self._checked < RECHECK_SECONDS or not self._lock.acquire(blocking=False):
            return self._now
        try:
            changed = False
            if time.monotonic() - self._checked >= RECHECK_SECONDS and not self._reopening:
                self._checked = time.monotonic()
                changed = self._current() != self._now.index.generation
            if changed:
                self._reopening = True
                threading.Thread(target=self._reopen, name="reopen", daemon=True).start()
        except WenzhangError:
            log.exception("the store cannot be looked at; going on with %s", self._now.index.generation)
        finally:
            self._lock.release()
        return self._now

    def take_newest(self) -> None:
        """Open and warm the newest generation now, and go on with it."""
        self._reopen()

    def _reopen(self) -> None:
        """Take the new generation. One that cannot be opened leaves the old one answering, which is closed when its last answer is done."""
        try:
            new = _opened(self._open_index())
            _warm(new)
            self._now = new
        except WenzhangError:
            log.exception("the new generation cannot be opened; going on with %s", self._now.index.generation)
        except Exception:
            log.exception("the new generation cannot be used; going on with %s", self._now.index.generation)
        finally:
            self._reopening = False

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
        _warm(self._now)

    def examples(self) -> list[str]:
        """Questions that the index answers, made once a generation."""
        now = self._fresh()
        _make_examples(now)
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


def _opened(index: Index) -> _Open:
    return _Open(index, engine_from_environment(index), Searcher(index))


def _make_examples(opened: _Open) -> None:
    if not opened.examples:
        opened.examples.extend(examples(Engine(opened.index), opened.index))


def _warm(opened: _Open) -> None:
    """Ask what loads everything a first question needs; no language model is asked."""
    engine = Engine(opened.index)
    for question in FIRST_QUESTIONS:
        engine.ask(question)
    _make_examples(opened)
    opened.searcher.passages(Filters(q="经费"))
