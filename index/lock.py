"""One writer: an exclusive lock on the store, held by the operating system, so a dead process never leaves it behind."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import BadInput, IndexLocked

_held: set[Path] = set()  # record locks do not exclude two builds of one process
_guard = threading.Lock()


@contextmanager
def exclusive(store: Path) -> Iterator[None]:
    """Hold the store's lock. Raises ``IndexLocked`` at once where it is held, ``BadInput`` where the folder cannot be written.

    A record lock (``lockf``): the child processes that read files do not inherit it, so it ends with the builder even if they live on.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        handle = os.open(store / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BadInput(f"无法写入索引文件夹“{store}”：{error.strerror or error}") from error
    key = store.resolve()
    with _guard:
        taken = key in _held
        if not taken:
            _held.add(key)
    try:
        if taken:
            raise IndexLocked(f"本进程正在写入索引“{store}”，请等它结束后再试")
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            raise IndexLocked(f"另一个进程{f'（进程号 {holder}）' if holder else ''}正在写入索引“{store}”，请等它结束后再试") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        if not taken:
            with _guard:
                _held.discard(key)
            os.close(handle)  # closing any descriptor of the file would drop the lock, so only its holder closes
