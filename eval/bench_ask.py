"""How fast answers come: each gold question once, in one process; and the first answer of a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.gold import Gold, Prediction
from eval.predict import prediction
from eval.score import Score, score
from eval.timing import Latency, memory_now, memory_peak
from index.errors import BadInput
from index.store import Index
from qa.engine import Engine
from qa.model import Turn


@dataclass(frozen=True, slots=True)
class AskSpeed:
    """A run over gold questions: all, by type, and how right the answers were. ``cpu``: processor time, whatever else the machine does."""

    all: Latency
    cpu: Latency
    by_type: dict[str, Latency]
    score: Score
    memory_mb: int

    def lines(self) -> list[str]:
        """The result for people."""
        kinds = [f"  {kind:13s} {latency.line()}" for kind, latency in sorted(self.by_type.items())]
        return [f"作答：{self.all.line()}；内存 {self.memory_mb} MB", f"  处理器时间：{self.cpu.line()}", *kinds, self.score.line()]


def ask_speed(golds: Sequence[Gold], index: Index) -> AskSpeed:
    """Ask every question once, its history first; times are of the question alone."""
    engine = Engine(index)
    times: dict[str, list[float]] = defaultdict(list)
    cpu: list[float] = []
    given: dict[str, Prediction] = {}
    for gold in golds:
        turns: tuple[Turn, ...] = ()
        for earlier in gold.history:
            turns += (Turn(question=earlier, answer=engine.ask(earlier, turns)),)
        started, busy = time.perf_counter(), time.process_time()
        answer = engine.ask(gold.question, turns)
        elapsed = (time.perf_counter() - started) * 1000
        cpu.append((time.process_time() - busy) * 1000)
        times[gold.type].append(elapsed)
        given[gold.id] = Prediction.model_validate(prediction(gold.id, answer, elapsed))
    together = Latency.of([t for kind in times.values() for t in kind])
    return AskSpeed(together, Latency.of(cpu), {kind: Latency.of(t) for kind, t in times.items()}, score(golds, given), memory_now())


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A fresh process: seconds until the index was open (imports and verification included), until the first answer, and its memory."""

    opened: float
    answered: float
    second_ms: float
    memory_mb: int

    def line(self) -> str:
        """The result for people."""
        return (
            f"新进程：{self.opened:.2f} 秒打开索引，{self.answered:.2f} 秒得到第一个回答，第二个 {self.second_ms:.0f} 毫秒；内存 {self.memory_mb} MB"
        )


def first_answer(store: Path, questions: Sequence[str]) -> FirstAnswer:
    """Start an interpreter that opens the store and answers the first two of the questions. Raises ``BadInput`` where it fails."""
    code = "import sys; from eval.bench_ask import _child; _child(*sys.argv[1:])"
    started = time.time()
    run = subprocess.run([sys.executable, "-c", code, str(store), str(started), *list(questions)[:2]], capture_output=True, text=True, check=False)
    if run.returncode:
        raise BadInput(f"新进程没有作答：{run.stderr.strip().splitlines()[-1:] or run.returncode}")
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return FirstAnswer(**told)


def _child(store: str, started: str, *questions: str) -> None:
    from index.store import open_index

    engine = Engine(open_index(Path(store)))
    opened = time.time() - float(started)
    engine.ask(questions[0])
    answered = time.time() - float(started)
    again = time.perf_counter()
    engine.ask(questions[-1])
    second = (time.perf_counter() - again) * 1000
    print(json.dumps(asdict(FirstAnswer(opened, answered, second, memory_peak()))))
