"""Many users at once over HTTP on loopback: answers a second, how long they take, errors, and whether the server's memory stays where it was.

The server is a process of its own, as it is run for people; the users are threads of this one, each with a connection that stays open, each asking
the next question as soon as it has an answer.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from eval.timing import Latency
from index.errors import BadInput

WAIT = 120.0  # seconds until the server must answer
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Load:
    """A run. ``memory``: MB of the server when the users began, at half time and at the end; ``errors``: what was no answer, by kind."""

    users: int
    seconds: float
    latency: Latency
    p99: float
    errors: dict[str, int]
    memory: tuple[int, int, int]

    def lines(self) -> list[str]:
        """The result for people."""
        count = self.latency.count
        return [
            f"{self.users} 个用户，{self.seconds:.0f} 秒：{count} 个回答，每秒 {count / self.seconds:.1f} 个；{self.latency.line()}，p99 {self.p99:.0f} 毫秒",
            f"错误 {sum(self.errors.values())} 次{'（' + '，'.join(f'{k} {n}' for k, n in sorted(self.errors.items())) + '）' if self.errors else ''}；"
            f"服务器内存 开始 {self.memory[0]} MB，中间 {self.memory[1]} MB，结束 {self.memory[2]} MB",
        ]


@dataclass(slots=True)
class _Told:
    times: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)


def load(store: Path, questions: Sequence[str], users: int = 50, seconds: float = 300.0) -> Load:
    """Serve ``store`` and let the users ask for so long. Raises ``BadInput`` where the server does not start."""
    with serving(store) as (port, process):
        ask(port, questions[0])
        told = [_Told() for _ in range(users)]
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=_user, args=(port, questions, i, until, told[i]), daemon=True) for i in range(users)]
        first, started = resident(process.pid), time.monotonic()
        for thread in threads:
            thread.start()
        time.sleep(seconds / 2)
        middle = resident(process.pid)
        for thread in threads:
            thread.join()
        spent, last = time.monotonic() - started, resident(process.pid)
    times = sorted(t for one in told for t in one.times)
    errors: dict[str, int] = {}
    for one in told:
        for kind, count in one.errors.items():
            errors[kind] = errors.get(kind, 0) + count
    return Load(users, spent, Latency.of(times), times[max(0, int(len(times) * 0.99) - 1)] if times else 0.0, errors, (first, middle, last))


@contextmanager
def serving(store: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The web app on a free port of loopback, without limits a minute; ended with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "WENZHANG_RATE": "0", "WENZHANG_FEEDBACK_URL": "sqlite://"}
    command = [sys.executable, str(root / "app.py"), "--store", str(store), "--port", str(port)]
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + WAIT
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    raise BadInput("服务器没有启动，无法测试") from None
                time.sleep(0.2)
        yield port, process
    finally:
        process.kill()
        process.wait()


def ask(port: int, question: str, connection: http.client.HTTPConnection | None = None) -> int:
    """Ask once; the HTTP status. Raises ``OSError`` or ``http.client.HTTPException`` where there is no answer."""
    opened = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    opened.request("POST", "/api/ask", json.dumps({"question": question}).encode(), {"Content-Type": "application/json"})
    reply = opened.getresponse()
    body = reply.read()
    if reply.status == 200:
        json.loads(body)
    if connection is None:
        opened.close()
    return reply.status


def resident(pid: int) -> int:
    """Resident memory of a process in MB; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE >> 20
    except (OSError, IndexError, ValueError):
        return 0


def _user(port: int, questions: Sequence[str], number: int, until: float, told: _Told) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    at = number * 7919
    while time.monotonic() < until:
        started = time.perf_counter()
        try:
            status = ask(port, questions[at % len(questions)], connection)
            kind = "" if status == 200 else f"HTTP {status}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            kind = type(error).__name__
            connection.close()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        if kind:
            told.errors[kind] = told.errors.get(kind, 0) + 1
            time.sleep(0.05)
        else:
            told.times.append((time.perf_counter() - started) * 1000)
        at += 1
    connection.close()
