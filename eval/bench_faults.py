"""Builds that are killed at random moments: the index that was there goes on answering, and the next build makes it whole. Nothing is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from eval.madeup.make import Wanted, make
from index.pipeline import build
from index.store import open_index

_CODE = "import sys; from index.pipeline import build; build([sys.argv[1]], sys.argv[2], progress=False)"


@dataclass(frozen=True, slots=True)
class Kills:
    """How many builds were killed, in how many cases the old index (or the finished new one) answered, and in how many the next build healed it."""

    killed: int
    finished: int
    answered: int
    healed: int

    @property
    def whole(self) -> bool:
        """Whether nothing was ever lost."""
        return self.answered == self.killed and self.healed == self.killed + self.finished

    def line(self) -> str:
        """The result for people."""
        return f"杀死 {self.killed} 次（另有 {self.finished} 次在此之前已建成）：原有索引照常回答 {self.answered} 次，下一次建立后完好 {self.healed} 次"


def content(store: Path) -> tuple[object, ...]:
    """What an index says, whatever its generation."""
    index = open_index(store)
    try:
        shas = [record.id for record in index.documents()]
        return (
            index.documents(), tuple(index.figures()), [c for sha in shas for c in index.chunks(sha)], index.search_words("公务接待费", 50),
            index.search_meaning("公务接待费", 50), index.measure_names(), tuple(index.findings()),
        )  # fmt: skip
    finally:
        index.close()


def kills(count: int, seed: int = 1) -> Kills:
    """Kill ``count`` builds that add documents to an index, each at a random moment, and look what is left."""
    chance, killed, finished, answered, healed = random.Random(f"kills-{seed}"), 0, 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="wenzhang-faults-") as scratch:
        files = make(Path(scratch) / "made", Wanted(3, 2023, 2, seed), "tab")
        folder, rest = Path(scratch) / "files", len(files) // 2
        folder.mkdir()
        for path in files[:rest]:
            (folder / path.name).write_bytes(path.read_bytes())
        first = Path(scratch) / "first"
        build([folder], first, progress=False)
        before = content(first)
        for path in files[rest:]:
            (folder / path.name).write_bytes(path.read_bytes())
        whole, longest = _undisturbed(folder, first, Path(scratch) / "whole")
        for number in range(count):
            store = _copy(first, Path(scratch) / f"store-{number}")
            if _killed(folder, store, chance.uniform(0.3, 1.0) * longest):
                killed += 1
                answered += content(store) in (before, whole)  # whole: killed after the switch, on the way out
            else:
                finished += 1
            build([folder], store, progress=False)
            healed += content(store) == whole
    return Kills(killed, finished, answered, healed)


def _copy(store: Path, target: Path) -> Path:
    subprocess.run(["cp", "-a", str(store), str(target)], check=True)
    return target


def _undisturbed(folder: Path, first: Path, store: Path) -> tuple[tuple[object, ...], float]:
    """What the finished index says, and how long its build takes."""
    _copy(first, store)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _CODE, str(folder), str(store)], check=True)
    return content(store), time.perf_counter() - started


def _killed(folder: Path, store: Path, after: float) -> bool:
    """Start a build and kill it after so many seconds; false where it was done before."""
    process = subprocess.Popen([sys.executable, "-c", _CODE, str(folder), str(store)], stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return process.returncode == -signal.SIGKILL
