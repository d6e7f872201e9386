"""Talking to the endpoint, through LlamaIndex's ``OpenAILike``: streamed, within one time limit, with few retries and a rest after failures.

The reply is read in a thread of its own, because a per-read time-out does not bound an endpoint that drips bytes.
"""

from __future__ import annotations

import logging
import queue
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any, Protocol

from index.errors import BadInput, ModelFailed
from qa.generate.settings import ModelSettings

log = logging.getLogger(__name__)
AT_ONCE = 8  # replies read at the same time; more callers get the deterministic answer
LONGEST_REPLY = 8_000  # characters
FAILURES = 3  # in a row, after which the endpoint is left alone
REST = 30.0  # seconds for which it is
_DONE = object()


class Model(Protocol):
    """What reads and words: :class:`Endpoint`, or a stand-in."""

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The reply in pieces. Raises ``ModelFailed`` when it does not come, not in time, or not to its end."""


class Endpoint:
    """An OpenAI-compatible endpoint. Safe to share between threads. Raises ``BadInput`` where the library is not installed."""

    def __init__(self, settings: ModelSettings) -> None:
        try:  # now, not at the first question: importing takes seconds, which no time limit should count
            from llama_index.llms.openai_like import OpenAILike
        except ImportError as error:
            raise BadInput("使用语言模型须先安装 llama-index-llms-openai-like（pip install 'wenzhang[llm]'）") from error
        self._library = OpenAILike
        self._tls = ssl.create_default_context()
        self.settings = settings
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._failed = 0
        self._rest_until = 0.0

    def stream(self, system: str, user: str) -> Iterator[str]:
        """See :class:`Model`."""
        if time.monotonic() < self._rest_until:
            raise ModelFailed("语言模型刚刚连续出错，暂停使用")
        deadline = time.monotonic() + self.settings.timeout
        try:
            yield from self._tried(system, user, deadline)
        except ModelFailed as error:
            log.warning("the language model failed: %s", error)
            self._count(failed=True)
            raise
        self._count(failed=False)

    def _count(self, *, failed: bool) -> None:
        with self._lock:
            self._failed = self._failed + 1 if failed else 0
            if self._failed >= FAILURES:
                self._rest_until, self._failed = time.monotonic() + REST, 0

    def _tried(self, system: str, user: str, deadline: float) -> Iterator[str]:
        """One attempt after the other, until something came."""
        for attempt in range(self.settings.retries + 1):
            started = False
            try:
                for piece in self._once(system, user, deadline):
                    started = True
                    yield piece
                return
            except ModelFailed:
                left = deadline - time.monotonic()
                if started or attempt == self.settings.retries or left <= 0:
                    raise
                time.sleep(min(0.2 * 2**attempt, left))

    def _once(self, system: str, user: str, deadline: float) -> Iterator[str]:
        """The pieces of one reply until the deadline."""
        import httpx

        if not self._slots.acquire(timeout=max(0.0, min(1.0, deadline - time.monotonic()))):
            raise ModelFailed("语言模型正忙")
        seconds = max(0.05, deadline - time.monotonic())
        client = httpx.Client(verify=self._tls, timeout=httpx.Timeout(seconds, connect=min(5.0, seconds)))
        pieces: queue.Queue[object] = queue.Queue()
        stop = threading.Event()
        threading.Thread(target=self._read, args=(client, system, user, pieces, stop), daemon=True, name="language-model").start()
        length = 0
        try:
            while True:
                piece = _next(pieces, deadline)
                if piece is _DONE:
                    return
                length += len(str(piece))
                if length > LONGEST_REPLY:
                    raise ModelFailed("语言模型的回复过长")
                yield str(piece)
        finally:
            stop.set()
            client.close()

    def _read(self, client: Any, system: str, user: str, pieces: queue.Queue[object], stop: threading.Event) -> None:
        """Put the reply's pieces into the queue, then ``_DONE`` or the error. A reply without its end mark was cut off."""
        try:
            finish = None
            for part in self._chat(client, system, user):
                if stop.is_set():
                    return
                choices = getattr(part.raw, "choices", None)
                finish = (choices[0].finish_reason if choices else None) or finish
                if part.delta:
                    pieces.put(part.delta)
            pieces.put(_DONE if finish == "stop" else ModelFailed(f"语言模型的回复不完整（{finish or '中断'}）"))
        except Exception as error:  # the library raises many kinds; each means that there is no reply
            log.debug("no reply", exc_info=True)
            pieces.put(ModelFailed(f"语言模型没有回复（{type(error).__name__}）"))
        finally:
            self._slots.release()

    def _chat(self, client: Any, system: str, user: str) -> Any:
        from llama_index.core.llms import ChatMessage

        model = self._library(
            model=self.settings.model,
            api_base=self.settings.base_url,
            api_key=self.settings.api_key or "none",  # else the library takes OPENAI_API_KEY, which is not meant for this endpoint
            is_chat_model=True,
            context_window=32_768,
            max_tokens=self.settings.max_tokens,
            temperature=0.0,
            timeout=self.settings.timeout,
            max_retries=0,
            http_client=client,
        )
        return model.stream_chat([ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)])


def _next(pieces: queue.Queue[object], deadline: float) -> object:
    try:
        piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise ModelFailed("语言模型超时") from None
    if isinstance(piece, ModelFailed):
        raise piece
    return piece
