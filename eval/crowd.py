"""Many users at once, each asking one question after the other: what both load benchmarks share.

Users are threads of this process; what they wait for is the server's work, not theirs. Each keeps a connection open, as a browser does.
"""

from __future__ import annotations

import http.client
import json
import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.timing import Latency

PATIENCE = 60.0  # seconds for one answer
BREATH = 0.05  # seconds that a user waits after an error


class Refused(Exception):
    """An answer that is none; the text says of which kind."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A run: ``latency`` and ``p99`` of whole answers in milliseconds, ``errors`` by kind, ``seconds`` from the first question to the last answer.

    ``busy``: the machine's load average when they began and ended; other work on it makes all of this slower.
    """

    users: int
    seconds: float
    latency: Latency
    p99: float
    errors: dict[str, int]
    busy: tuple[float, float]

    @property
    def failed(self) -> int:
        """How many questions got no answer."""
        return sum(self.errors.values())

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return self.latency.count / self.seconds if self.seconds else 0.0

    def lines(self) -> list[str]:
        """The result for people."""
        kinds = "，".join(f"{kind} {count} 次" for kind, count in sorted(self.errors.items()))
        return [
            f"{self.users} 个用户，{self.seconds:.0f} 秒，每秒 {self.a_second:.1f} 个回答；{self.latency.line()}，p99 {self.p99:.0f} 毫秒",
            f"错误 {self.failed} 次{f'（{kinds}）' if kinds else ''}；机器负荷 开始 {self.busy[0]:.1f}，结束 {self.busy[1]:.1f}",
        ]


class Connection:
    """A kept connection to ``host:port``; opened anew after an error."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._open: http.client.HTTPConnection | None = None

    def json(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """The answer's object. Raises :class:`Refused`, ``OSError`` or ``http.client.HTTPException``."""
        try:
            answer = self.request(method, path, body)
            found: dict[str, Any] = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            raise
        return found

    def request(self, method: str, path: str, body: object = None) -> http.client.HTTPResponse:
        """The answer, to be read to its end before the next request. Raises as :meth:`json`."""
        self._open = self._open or http.client.HTTPConnection(self._host, timeout=PATIENCE)
        sent = None if body is None else json.dumps(body).encode()
        self._open.request(method, path, sent, {"content-type": "application/json", "accept": "*/*"})
        answer = self._open.getresponse()
        if answer.status != 200:
            answer.read()
            raise Refused(f"HTTP {answer.status}")
        return answer

    def close(self) -> None:
        """Give the connection back."""
        if self._open is not None:
            self._open.close()
            self._open = None


@dataclass(slots=True)
class _User:
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def crowd(host: str, ask: Callable[[Connection, str, int], object], asked: Sequence[Iterable[str]]) -> Crowd:
    """Let users ask at the same time, one for each run of questions. ``ask`` gets the user's connection, the question and the user's number."""
    users = [_User() for _ in asked]
    threads = [threading.Thread(target=_use, args=(host, ask, run, number, users[number]), daemon=True) for number, run in enumerate(asked)]
    busy, started = os.getloadavg()[0], time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    times = sorted(t for user in users for t in user.times)
    errors = dict(sum((user.errors for user in users), Counter()))
    p99 = times[max(0, math.ceil(len(times) * 0.99) - 1)] if times else 0.0
    return Crowd(len(users), seconds, Latency.of(times), p99, errors, (busy, os.getloadavg()[0]))


def until(deadline: float, questions: Sequence[str], first: int) -> Iterable[str]:
    """Questions in turn, from the ``first`` on, until the monotonic clock is at ``deadline``."""
    while time.monotonic() < deadline:
        yield questions[first % len(questions)]
        first += 1


def _use(host: str, ask: Callable[[Connection, str, int], object], questions: Iterable[str], number: int, user: _User) -> None:
    connection = Connection(host)
    for question in questions:
        started = time.perf_counter()
        try:
            ask(connection, question, number)
        except (OSError, http.client.HTTPException, ValueError, KeyError, Refused) as error:
            user.errors[str(error) if isinstance(error, Refused) else type(error).__name__] += 1
            connection.close()
            time.sleep(BREATH)
        else:
            user.times.append((time.perf_counter() - started) * 1000)
    connection.close()
