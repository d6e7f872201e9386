"""The same tasks as :mod:`index.pool`, on a Ray cluster: ``WENZHANG_RAY`` is its address (``auto``, ``host:6379``, ``ray://host:10001``) or ``local``.

Workers read files and write what they read into the work folder of the store, so all machines must see both under the same paths (a network
share). A task that crashes or runs too long costs its file, as in the pool of processes; memory is bounded by Ray, not by us.
"""

from __future__ import annotations

import faulthandler
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from index.errors import BadInput, IndexUnavailable
from index.tasks import Failed, Task

SECONDS = 120.0  # one file
GRACE = 5.0  # seconds that an interrupted task has to end
AHEAD = 4  # tasks a core that the cluster has in hand


def address() -> str:
    """The cluster that the environment asks for; empty: none."""
    return os.environ.get("WENZHANG_RAY", "").strip()


def run(function: Callable[..., Any], tasks: Iterable[Task], *, seconds: float | None = None) -> Iterator[tuple[Any, Any]]:
    """Call ``function(*arguments)`` for every (key, arguments) on the cluster; yields (key, result or ``Failed``) as they end."""
    ray = _connected()
    remote = ray.remote(num_cpus=1, max_retries=0)(_bounded)
    waiting: deque[Task] = deque(tasks)
    at_work: dict[Any, Any] = {}
    most = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
    while waiting or at_work:
        while waiting and len(at_work) < most:
            key, arguments = waiting.popleft()
            at_work[remote.remote(function, SECONDS if seconds is None else seconds, arguments)] = key
        done, _ = ray.wait(list(at_work), num_returns=1)
        for task in done:
            yield at_work.pop(task), _result(ray, task)


class _Late(BaseException):
    """The time of a task is over; no ``Exception``, so that no reader takes it for trouble with its file."""


def _bounded(function: Callable[..., Any], seconds: float, arguments: tuple[Any, ...]) -> Any:
    """A task within its time: what hangs in Python is interrupted, what hangs in a library's own code ends with its process."""
    signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)
        try:
            return function(*arguments)
        except _Late:
            return Failed("读取超时，已跳过（文件过大或已损坏）")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()


def _late(*_: object) -> None:
    raise _Late


def _result(ray: Any, task: Any) -> Any:
    try:
        return ray.get(task)
    except (ray.exceptions.OutOfMemoryError, MemoryError):
        return Failed("读取时内存不足，已跳过（文件过大）")
    except ray.exceptions.RayError:
        return Failed("读取时程序异常终止，已跳过（文件可能已损坏或过大）")


def _connected() -> Any:
    try:
        import ray
    except ImportError as error:
        raise BadInput("使用 Ray 需要安装：pip install 'wenzhang[ray]'") from error
    if not ray.is_initialized():
        where = address()
        quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False, "include_dashboard": False if where == "local" else None}
        try:
            ray.init(address=where, **{name: value for name, value in quiet.items() if value is not None})
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise IndexUnavailable(f"Ray 集群“{where}”无法连接，请先启动它") from error
    return ray
