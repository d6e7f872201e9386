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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

SECONDS = 120.0  # one file; a real disclosure takes one or two
MEMORY = 4 << 30  # bytes of address space of one child
_LOOK = 1.0  # seconds between a waiting child's looks at whether its parent still lives


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that gave no result; ``reason`` is a Chinese sentence."""

    reason: str


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Any
    key: Any = None
    deadline: float = 0.0


def run(
    function: Callable[..., Any], tasks: Iterable[tuple[Any, tuple[Any, ...]]], *, workers: int | None = None, seconds: float | None = None
) -> Iterator[tuple[Any, Any]]:
    """Call ``function(*arguments)`` for every (key, arguments) in child processes; yields (key, result or :class:`Failed`) as they end."""
    waiting = iter(tasks)
    limit = SECONDS if seconds is None else seconds
    crew: list[_Worker] = []
    try:
        for key, arguments in _first(waiting, workers or max(1, os.cpu_count() or 1)):
            crew.append(_give(_start(function), key, arguments, limit))
        while crew:
            for worker in _settled(crew):
                key, result = worker.key, _result(worker)
                alive = not isinstance(result, Failed) and worker.process.is_alive()
                crew.remove(worker)
                if not alive:
                    _end(worker)
                following = next(waiting, None)
                if following is not None:
                    crew.append(_give(worker if alive else _start(function), *following, limit))
                elif alive:
                    _end(worker)
                yield key, result
    finally:
        for worker in crew:
            _end(worker)


def _first(waiting: Iterator[tuple[Any, tuple[Any, ...]]], count: int) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for _ in range(count):
        task = next(waiting, None)
        if task is None:
            return
        yield task


def _start(function: Callable[..., Any]) -> _Worker:
    method = "fork" if threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(function, theirs, os.getpid()), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, key: Any, arguments: tuple[Any, ...], seconds: float) -> _Worker:
    worker.key, worker.deadline = key, time.monotonic() + seconds
    worker.pipe.send(arguments)
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
