"""Building the index from the web app: in a child process, under the index's own lock, one at a time, its progress to be asked for."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import BadInput
from index.work import Work

log = logging.getLogger(__name__)
LONGEST = 6 * 3600.0  # seconds; a build that takes longer is ended
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class State:
    """``running``; ``read`` of ``to_read`` files so far; ``message`` and ``failures`` (path, reason) of the last build, in Chinese."""

    running: bool = False
    read: int = 0
    to_read: int = 0
    seconds: int = 0
    message: str = ""
    failures: tuple[tuple[str, str], ...] = ()
    number: int = 0

    @property
    def ok(self) -> bool:
        """Whether the last build came to its end."""
        return not self.message.startswith("没有完成")


class Builder:
    """Runs builds and removals of one store. Thread-safe. ``ended`` is called with the state after each."""

    def __init__(self, store: Path, ended: Callable[[State], None] = lambda _: None) -> None:
        self.store, self._ended = store.absolute(), ended
        self._lock = threading.Lock()
        self._state = State()
        self._started = 0.0

    def start(self, paths: Sequence[Path], remove: Sequence[str] = (), to_read: int = 0) -> None:
        """Begin: take documents (ids) out, then build ``paths`` (none: nothing is built). Raises ``BadInput`` while another one runs."""
        with self._lock:
            if self._state.running:
                raise BadInput("正在更新索引，请等它完成。")
            self._state = State(running=True, to_read=to_read, number=self._state.number + 1)
            self._started = time.monotonic()
        job = {"store": str(self.store), "paths": [str(p) for p in paths], "remove": list(remove)}
        threading.Thread(target=self._run, args=(job,), name="build", daemon=True).start()

    def state(self) -> State:
        """How it stands."""
        now = self._state
        if not now.running:
            return now
        done = len(list(Work(self.store).folder.glob("*.read")))
        seconds = int(time.monotonic() - self._started)
        return State(True, min(done, now.to_read) if now.to_read else done, now.to_read, seconds, number=now.number)

    def _run(self, job: dict[str, Any]) -> None:
        message = "没有完成：程序异常终止，原有索引未受影响。"
        failures: tuple[tuple[str, str], ...] = ()
        try:
            answer = _child(job)
            message, failures = answer["message"], tuple((str(p), str(r)) for p, r in answer["failures"])
        except subprocess.TimeoutExpired:
            message = "没有完成：用时太长，已经停止，原有索引未受影响。"
        except Exception:
            log.exception("a build could not be run")
        done = State(False, 0, 0, int(time.monotonic() - self._started), message, failures, self._state.number)
        try:
            self._ended(done)
        except Exception:
            log.exception("after a build")
        self._state = done


def _child(job: dict[str, Any]) -> dict[str, Any]:
    """Run the job in a process of its own, which knows no password. Its last line is the answer."""
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_PASSWORD")}
    environment["PYTHONPATH"] = os.pathsep.join(p for p in (str(ROOT), environment.get("PYTHONPATH", "")) if p)
    command = [sys.executable, "-m", "qa.web.rebuild"]
    ran = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, timeout=LONGEST, env=environment, check=False)
    if ran.returncode != 0:
        log.error("a build ended with %s: %s", ran.returncode, ran.stderr[-2000:])
    answer: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return answer


def work(job: dict[str, Any]) -> dict[str, Any]:
    """What the child does: the answer has ``message`` and ``failures``; expected errors become a message."""
    from index.errors import WenzhangError
    from index.pipeline import build, remove

    said: list[str] = []
    failures: list[tuple[str, str]] = []
    try:
        if job["remove"]:
            said.append(f"移除了{len(remove(job['remove'], job['store']))}份文件")
        if job["paths"]:
            summary = build(job["paths"], job["store"], progress=False)
            told = (("新收录", summary.added), ("更新", summary.changed), ("移除", summary.removed), ("内容重复", summary.duplicates))
            said += [f"{name}{count}份" for name, count in told if count]
            failures = [(f.path, f.reason) for f in summary.failures]
    except WenzhangError as error:
        return {"message": f"没有完成：{error}", "failures": failures}
    return {"message": f"完成：{'，'.join(said) or '没有变化'}。", "failures": failures}


if __name__ == "__main__":
    import index.privacy  # noqa: F401

    print(json.dumps(work(json.load(sys.stdin)), ensure_ascii=True))
