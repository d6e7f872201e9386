"""Work on untrusted files in child processes: bounded in time and memory; a crash or a hang costs one file, never the run.

PDFium is not thread-safe, so reading is parallel by processes only.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from index import ray_pool
from index.tasks import Failed, Task

SECONDS = 120.0  # one file; a real disclosure takes one or two
MEMORY = 4 << 30  # bytes of address space of one child
AHEAD = 4  # tasks that a child has in hand, so that it goes on while this process is busy with results
_LOOK = 1.0  # seconds between a waiting child's looks at whether its parent still lives


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Any
    tasks: deque[Task] = field(default_factory=deque)  # given and not answered; the child is at the first
    deadline: float = 0.0


def run(
    function: Callable[..., Any], tasks: Iterable[Task], *, workers: int | None = None, seconds: float | None = None
) -> Iterator[tuple[Any, Any]]:
    """Call ``function(*arguments)`` for every (key, arguments) in child processes; yields (key, result or :class:`Failed`) as they end.

    With ``WENZHANG_RAY`` on a cluster (:mod:`index.ray_pool`). A child that crashes or hangs costs the task that it was at; those that it had in hand besides are given to another.
    """
    if ray_pool.address():
        yield from ray_pool.run(function, tasks, seconds=seconds)
        return
    waiting = _Tasks(tasks)
    limit = SECONDS if seconds is None else seconds
    crew: list[_Worker] = []
    try:
        for task in waiting.some(workers or max(1, os.cpu_count() or 1)):
            crew.append(_give(_start(function), task, limit))
        for _ in range(AHEAD - 1):
            for worker, task in zip(crew, waiting.some(len(crew)), strict=False):
                _give(worker, task, limit)
        while crew:
            for worker in _settled(crew):
                result = _result(worker)
                key, _ = worker.tasks.popleft()
                worker.deadline = time.monotonic() + limit
                if isinstance(result, Failed) or not worker.process.is_alive():
                    waiting.back(worker.tasks)
                    _end(worker)
                    crew.remove(worker)
                    crew += [_give(_start(function), task, limit) for task in waiting.some(1)]
                else:
                    for task in waiting.some(AHEAD - len(worker.tasks)):
                        _give(worker, task, limit)
                    if not worker.tasks:
                        _end(worker)
                        crew.remove(worker)
                yield key, result
    finally:
        for worker in crew:
            _end(worker)


class _Tasks:
    """Tasks that wait, those that came back first."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._returned: deque[Task] = deque()
        self._rest = iter(tasks)

    def some(self, count: int) -> list[Task]:
        """The next tasks, at most so many."""
        found: list[Task] = []
        while len(found) < count and (task := self._returned.popleft() if self._returned else next(self._rest, None)) is not None:
            found.append(task)
        return found

    def back(self, tasks: Iterable[Task]) -> None:
        """Take tasks back that were given and not done."""
        self._returned.extend(tasks)


def _start(function: Callable[..., Any]) -> _Worker:
    method = "fork" if threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(function, theirs, os.getpid()), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, task: Task, seconds: float) -> _Worker:
    if not worker.tasks:
        worker.deadline = time.monotonic() + seconds
    worker.tasks.append(task)
    with contextlib.suppress(OSError):  # a child that died: it is told as the result of the task that it was at
        worker.pipe.send(task[1])
    return worker


def _settled(crew: list[_Worker]) -> list[_Worker]:
    """Workers that answered, died, or ran out of time."""
    ready = multiprocessing.connection.wait([w.pipe for w in crew], timeout=max(0.0, min(w.deadline for w in crew) - time.monotonic()))
    now = time.monotonic()
    return [w for w in crew if w.pipe in ready or now >= w.deadline]


def _result(worker: _Worker) -> Any:
    if not worker.pipe.poll():
        return Failed("读取超时，已跳过（文件过大或已损坏）")
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return Failed("读取时程序异常终止，已跳过（文件可能已损坏或过大）")


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _work(function: Callable[..., Any], pipe: Any, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        while not pipe.poll(_LOOK):
            if os.getppid() != parent:
                return
        try:
            arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            result = function(*arguments)
        except MemoryError:
            result = Failed("读取时内存不足，已跳过（文件过大）")
        pipe.send(result)
