"""Many users for minutes over HTTP on loopback: answers a second, how long they take, errors, and whether the server's memory stays where it was.

The server is a process of its own, as it is run for people; each user asks the next question as soon as the last one is answered.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from eval.crowd import Connection, Crowd, crowd, until
from index.errors import BadInput

WAIT = 120.0  # seconds until the server must answer
EVERY = 1.0  # seconds between two looks at the memory
WINDOW = 60.0  # seconds at the beginning and the end that are compared
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Soak:
    """A run. ``memory``: resident MB of the server every second, the first one before the users began; ``processor``: seconds that it took."""

    crowd: Crowd
    memory: tuple[int, ...]
    processor: float = 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """Mean memory of the first and the last minute (of shorter runs: third), the moments before the users began left out."""
        asked = self.memory[1:] or self.memory
        window = max(1, min(int(WINDOW / EVERY), len(asked) // 3))
        return statistics.fmean(asked[:window]), statistics.fmean(asked[-window:])

    def lines(self) -> list[str]:
        """The result for people."""
        first, last = self.ends
        seconds = min(WINDOW, self.crowd.seconds / 3)
        memory = (
            f"服务器内存 开始 {self.memory[0]} MB；前 {seconds:.0f} 秒平均 {first:.0f} MB，后 {seconds:.0f} 秒平均 {last:.0f} MB"
            f"（{last - first:+.0f}），最高 {max(self.memory)} MB"
        )
        each = 1000 * self.processor / max(1, self.crowd.latency.count)
        return [*self.crowd.lines(), memory, f"服务器处理器时间 {self.processor:.0f} 秒，每个回答 {each:.1f} 毫秒（与机器上的其他工作无关）"]


@dataclass(slots=True)
class Watch:
    """Looks at a process's memory until the block ends."""

    pid: int
    seen: list[int] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watching(self) -> Iterator[list[int]]:
        """What was seen so far, growing while the block runs."""
        self.seen.append(resident(self.pid))
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        try:
            yield self.seen
        finally:
            self._done.set()
            thread.join()

    def _watch(self) -> None:
        while not self._done.wait(EVERY):
            self.seen.append(resident(self.pid))


def load(store: Path, questions: Sequence[str], users: int = 50, seconds: float = 300.0) -> Soak:
    """Serve ``store`` and let the users ask for so long. Raises ``BadInput`` where the server does not start."""
    with serving(store) as (port, process):
        host = f"127.0.0.1:{port}"
        ask(Connection(host), questions[0])
        with Watch(process.pid).watching() as memory:
            before, end = processor_of(process.pid), time.monotonic() + seconds
            found = crowd(host, ask, [until(end, questions, number * 7919) for number in range(users)])
            spent = processor_of(process.pid) - before
    return Soak(found, tuple(memory), spent)


def ask(connection: Connection, question: str, _: int = 0) -> None:
    """Ask once over the API. Raises as :meth:`Connection.json`."""
    connection.json("POST", "/api/ask", {"question": question})


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


def resident(pid: int) -> int:
    """Resident memory of a process in MB; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE >> 20
    except (OSError, IndexError, ValueError):
        return 0


def processor_of(pid: int) -> float:
    """Processor seconds of a process so far; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0
