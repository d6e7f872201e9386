"""Builds that are killed while they run: the index that was there goes on answering, and the next build makes it whole. Nothing is lost.

An undisturbed build is timed first; the moments are drawn uniformly over the whole of it, from its first step to the last one after the switch.
Every kill takes the whole process group, readers included. A build that had ended before its moment is drawn again and not counted.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from eval.madeup.make import Wanted, make
from index.errors import BadInput
from index.pipeline import build
from index.store import open_index
from index.store.catalog import catalog_of
from qa.engine import Engine

TENTHS = 10
DRAWS = 6  # draws for one kill, on average, before the clock is not to be trusted
MEASURED = 2  # undisturbed builds: the longest counts
QUESTIONS = ("各部门2024年公务接待费排名", "2023年项目支出最高的部门是哪个？")
_CODE = """
import sys, time
import chromadb, llama_index.core.ingestion, llama_index.vector_stores.chroma
from index import tokens
from index.embedding import load
from index.pipeline import build
load().query("x")
tokens.ready()
print("started", flush=True)
started = time.perf_counter()
build([sys.argv[1]], sys.argv[2], progress=False)
print(time.perf_counter() - started, flush=True)
"""


@dataclass(slots=True)
class Kills:
    """``seconds``: an undisturbed build; ``killed`` in each tenth of it; ``after``: kills after the switch; ``late``: drawn again, the build had ended.

    ``answered``: after how many kills the index said just what it had said (after the switch: what it should); ``healed``: after how many the next
    build left what an undisturbed one leaves.
    """

    seconds: float
    tenths: list[int] = field(default_factory=lambda: [0] * TENTHS)
    after: int = 0
    late: int = 0
    answered: int = 0
    healed: int = 0

    @property
    def killed(self) -> int:
        """All kills that hit a running build."""
        return sum(self.tenths)

    @property
    def whole(self) -> bool:
        """Whether nothing was ever lost."""
        return self.answered == self.healed == self.killed

    def lines(self) -> list[str]:
        """The result for people."""
        return [
            f"不受打扰的建立用时 {self.seconds:.2f} 秒；建立中杀死 {self.killed} 次（其中 {self.after} 次在换代之后；另有 {self.late} 次来得太晚，已重抽）",
            f"时刻分布（建立过程的每十分之一）：{' '.join(map(str, self.tenths))}",
            f"杀死后照常回答、内容不变 {self.answered} 次；下一次建立后完好 {self.healed} 次",
        ]


def content(store: Path) -> tuple[object, ...]:
    """What an index says, whatever its generation: all that is stored, what searches find, and answers."""
    index = open_index(store)
    try:
        shas = [record.id for record in index.documents()]
        parts = [(index.sections(sha), index.paragraphs(sha), index.tables(sha), index.chunks(sha)) for sha in shas]
        answers = [Engine(index).ask(question).model_copy(update={"elapsed_ms": 0, "generation": ""}) for question in QUESTIONS]
        return (
            index.documents(), tuple(index.figures()), parts, index.search_words("公务接待费", 50), index.search_meaning("公务接待费", 50),
            index.measure_names(), tuple(index.findings()), answers,
        )  # fmt: skip
    finally:
        index.close()


def kills(count: int, seed: int = 1, measured: int = MEASURED) -> Kills:
    """Kill ``count`` builds that add, change and delete documents of an index, and look what is left. ``measured``: undisturbed builds before.

    Raises ``BadInput`` where the machine is so uneven that most builds end before their moment.
    """
    chance = random.Random(f"kills-{seed}")
    with tempfile.TemporaryDirectory(prefix="wenzhang-faults-") as scratch:
        folder, first = Path(scratch) / "files", Path(scratch) / "first"
        _before(folder, Path(scratch) / "made", first, seed)
        before, name = content(first), catalog_of(first).current()
        whole, seconds = _undisturbed(folder, first, Path(scratch) / "whole", measured)
        result = Kills(seconds)
        while result.killed < count:
            if result.killed + result.late >= DRAWS * (count + 2):
                raise BadInput("建立的用时变化太大，多数在杀死之前就已结束；请在空闲的机器上再试")
            moment = chance.random()
            store = _copy(first, Path(scratch) / "store")
            if _killed(folder, store, moment * seconds):
                switched = catalog_of(store).current() != name
                result.tenths[int(moment * TENTHS)] += 1
                result.after += switched
                result.answered += content(store) == (whole if switched else before)
                build([folder], store, progress=False)
                result.healed += content(store) == whole and _tidy(store)
            else:
                result.late += 1
            subprocess.run(["rm", "-rf", str(store)], check=True)
    return result


def _before(folder: Path, made: Path, store: Path, seed: int) -> None:
    """An index over half of the files; then the folder changes: the rest comes, one goes, one is another."""
    files = make(made, Wanted(4, 2023, 2, seed), "tab")
    half = len(files) // 2
    folder.mkdir()
    for path in files[:half]:
        (folder / path.name).write_bytes(path.read_bytes())
    build([folder], store, progress=False)
    for path in files[half:]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / files[0].name).unlink()
    changed = folder / files[1].name
    changed.write_bytes(changed.read_bytes() + "\n本页无正文。\n".encode())


def _tidy(store: Path) -> bool:
    """Whether only the two newest generations are left, and no scraps."""
    return len(list((store / "generations").iterdir())) == 2 and not (store / "work").exists()


def _copy(store: Path, target: Path) -> Path:
    subprocess.run(["cp", "-a", str(store), str(target)], check=True)
    return target


def _undisturbed(folder: Path, first: Path, place: Path, measured: int) -> tuple[tuple[object, ...], float]:
    """What the finished index says, and how many seconds its build takes."""
    times = []
    for number in range(measured):
        store = _copy(first, place.with_name(f"{place.name}{number}"))
        done = subprocess.run([sys.executable, "-c", _CODE, str(folder), str(store)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        times.append(float(done.stdout.split()[-1]))
    return content(store), max(times)


def _killed(folder: Path, store: Path, after: float) -> bool:
    """Start a build and kill it and its readers so many seconds after its first step; false where it had ended before."""
    process = subprocess.Popen(
        [sys.executable, "-c", _CODE, str(folder), str(store)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdout
    with process.stdout:
        if process.stdout.readline() != b"started\n":
            raise BadInput("建立索引的进程没有启动，无法测试")
        time.sleep(after)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        ended = bool(process.stdout.read())
    return process.returncode == -signal.SIGKILL and not ended
