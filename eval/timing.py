"""Clocks of the benchmarks: latencies as percentiles, time spent in named functions, memory of this process."""

from __future__ import annotations

import importlib
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Latency:
    """Times of one kind of call, in milliseconds."""

    count: int
    median: float
    p95: float
    worst: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Latency:
        """Of milliseconds in any order; of none: zeros."""
        if not times:
            return cls(0, 0.0, 0.0, 0.0)
        ordered = sorted(times)
        p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
        return cls(len(ordered), round(statistics.median(ordered), 1), round(p95, 1), round(ordered[-1], 1))

    def line(self) -> str:
        """The figures for people."""
        return f"{self.count} 次，中位 {self.median:.1f} 毫秒，p95 {self.p95:.1f} 毫秒，最慢 {self.worst:.1f} 毫秒"


def timed(calls: Sequence[Callable[[], object]]) -> tuple[Latency, Latency]:
    """Call each once: by the clock, and in processor time of this process."""
    clock, busy = [], []
    for call in calls:
        started, worked = time.perf_counter(), time.process_time()
        call()
        clock.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return Latency.of(clock), Latency.of(busy)


@dataclass(slots=True)
class Stages:
    """Processor seconds spent in functions by this process; a stage inside another is taken off the outer one.

    Processor time, because the clock also counts what else the machine does.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    _inner: list[float] = field(default_factory=list)

    @contextmanager
    def watching(self, places: dict[str, str]) -> Iterator[Stages]:
        """Time each ``stage -> "module:name"`` (or ``module:Class.method``) while the block runs; only calls of the main thread count."""
        put_back: list[tuple[Any, str, Any]] = []
        for stage, place in places.items():
            owner, name = _owner(place)
            held = owner.__dict__[name]
            put_back.append((owner, name, held))
            plain = held.__func__ if isinstance(held, classmethod) else held
            wrapped = self._wrapped(stage, plain)
            setattr(owner, name, classmethod(wrapped) if isinstance(held, classmethod) else wrapped)
        try:
            yield self
        finally:
            for owner, name, held in reversed(put_back):
                setattr(owner, name, held)

    def _wrapped(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                return function(*arguments, **named)
            started = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                spent = time.process_time() - started
                own = spent - self._inner.pop()
                self.seconds[stage] = self.seconds.get(stage, 0.0) + own
                if self._inner:
                    self._inner[-1] += spent

        return call


def _owner(place: str) -> tuple[Any, str]:
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    return owner, name


def processor_seconds() -> float:
    """Processor time so far of this process and its ended children."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def memory_now() -> int:
    """Resident memory of this process in MB (the highest so far where the system does not tell)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return memory_peak()
    return pages * resource.getpagesize() // MB


def memory_peak(children: bool = False) -> int:
    """The highest resident memory so far in MB, of this process or of the largest of its ended children."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(who).ru_maxrss // 1024


def disk(folder: Path) -> int:
    """Size of all files below a folder in MB."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) // MB
