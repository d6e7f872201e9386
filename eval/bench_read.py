"""How fast files are read: pages a second on one core, text and tables together, by wall clock and by processor time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput
from index.raw import RawTable
from index.reading import load, read_bytes

SUFFIXES = frozenset({".pdf", ".txt", ".md", ".html", ".htm", ".docx", ".xlsx", ".xls"})


@dataclass(frozen=True, slots=True)
class ReadSpeed:
    """What one run read, and in how many seconds (``wall`` by the clock, ``cpu`` of this process)."""

    files: int
    pages: int
    tables: int
    wall: float
    cpu: float

    def line(self) -> str:
        """The result for people."""
        return (
            f"{self.files} 个文件，{self.pages} 页，{self.tables} 个表格；"
            f"{self.pages / self.wall:.0f} 页/秒（时钟），{self.pages / self.cpu:.0f} 页/秒（处理器时间），单进程单核，文字与表格一并读取"
        )


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The documents named, and those in the folders named, in order. Raises BadInput where there is none."""
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    if not found:
        raise BadInput("没有找到可读取的文件")
    return found


def read_speed(files: Sequence[Path]) -> ReadSpeed:
    """Read every file once; getting the bytes from disk is not counted. Raises what the reader raises."""
    contents = [(load(path), path.name) for path in files]
    read_bytes(*contents[0])  # imports and first use are not what is measured
    pages = tables = 0
    wall, cpu = time.perf_counter(), time.process_time()
    for data, name in contents:
        document = read_bytes(data, name)
        pages += len(document.pages)
        tables += sum(isinstance(block, RawTable) for page in document.pages for block in page.blocks)
    return ReadSpeed(len(files), pages, tables, time.perf_counter() - wall, time.process_time() - cpu)


def median_speed(files: Sequence[Path], rounds: int = 3) -> ReadSpeed:
    """The middle one of several runs, by processor time."""
    return sorted((read_speed(files) for _ in range(max(1, rounds))), key=lambda speed: speed.cpu)[max(1, rounds) // 2]
