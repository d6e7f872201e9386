"""How fast an index is built: pages a second over all stages, and how long each stage takes.

The stages of reading run in child processes side by side; they are timed on a sample, one file after the other in this process.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.timing import Stages, disk, memory_peak, processor_seconds
from index.pipeline import build

READING = {
    "读取": "index.reading:read",
    "结构": "index.structure:structure",
    "身份": "index.identity:identify",
    "数字": "index.figures:figures_of",
    "段落": "index.document:chunks_of",
    "审计": "index.checking:alone",
    "装配": "index.store.packing:pack",
    "保存读取结果": "index.work:Work.keep",
}
STORING = {
    "复制上一代": "index.store.generations:copy_tree",
    "装入读取结果": "index.work:Work.load",
    "向量计算": "index.embedding.component:EmbedPassages.__call__",
    "向量入库": "index.store.building:Generation._embed",
    "数据入库": "index.store.building:Generation.store_packed",
    "全局整理": "index.store.building:Generation.settle",
    "审计": "index.pipeline:audited",
    "审计入库": "index.store.building:Generation.set_findings",
    "关键词索引": "index.store.words:WordSearch.of_words",
    "写关键词索引": "index.store.words:WordSearch.save",
    "自检": "index.store.building:Generation._check",
    "封存": "index.store.generations:seal",
    "发布": "index.pipeline:_publish",
}
SAMPLE = 40


@dataclass(frozen=True, slots=True)
class BuildSpeed:
    """One build. ``seconds`` by the clock, ``cpu`` of all processes together, ``own_cpu`` of the building process alone.

    ``reading``: pages a processor second by stage, on a sample; ``storing``: processor seconds by stage, in the building process.
    """

    files: int
    failed: int
    pages: int
    seconds: float
    cpu: float
    own_cpu: float
    counts: dict[str, int]
    disk_mb: int
    memory_mb: int
    child_memory_mb: int
    storing: dict[str, float]
    reading: dict[str, float] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The result for people."""
        head = (
            f"{self.files} 个文件（{self.failed} 个未能读取），{self.pages} 页，{self.seconds:.1f} 秒，{self.pages / self.seconds:.1f} 页/秒；"
            f"处理器 {self.cpu:.1f} 秒（主进程 {self.own_cpu:.1f}），每处理器秒 {self.pages / self.cpu:.1f} 页；"
            f"数字 {self.counts['figures']}，段落 {self.counts['chunks']}；磁盘 {self.disk_mb} MB，内存 {self.memory_mb} MB（读取进程 {self.child_memory_mb} MB）"
        )
        told = sum(self.storing.values())
        stages = sorted({**self.storing, "其他": max(0.0, self.own_cpu - told)}.items(), key=lambda s: -s[1])
        written = "主进程各阶段（处理器秒）：" + "，".join(f"{name} {seconds:.1f}" for name, seconds in stages if seconds >= 0.05)
        read = "读取各阶段（每处理器秒页数，抽样）：" + "，".join(f"{name} {speed:.0f}" for name, speed in self.reading.items())
        return [head, written, read] if self.reading else [head, written]


def build_speed(paths: Sequence[Path], store: Path | None = None, sample: int = SAMPLE, progress: bool = False) -> BuildSpeed:
    """Build once into ``store`` (a temporary one where None) and time it. Raises what the build raises."""
    with tempfile.TemporaryDirectory(prefix="wenzhang-bench-") as scratch:
        target = store or Path(scratch) / "store"
        stages, started, cpu, own = Stages(), time.perf_counter(), processor_seconds(), time.process_time()
        with stages.watching(STORING):
            summary = build(paths, target, progress=progress)
        seconds, cpu, own = time.perf_counter() - started, processor_seconds() - cpu, time.process_time() - own
        generation = target / "generations" / summary.generation
        size, memory, children = disk(generation), memory_peak(), memory_peak(children=True)
    return BuildSpeed(
        files=summary.found,
        failed=len(summary.failures),
        pages=summary.pages_read,
        seconds=seconds,
        cpu=cpu,
        own_cpu=own,
        counts=summary.counts,
        disk_mb=size,
        memory_mb=memory,
        child_memory_mb=children,
        storing=stages.seconds,
        reading=reading_speed(paths, sample) if sample else {},
    )


def reading_speed(paths: Sequence[Path], most: int = SAMPLE) -> dict[str, float]:
    """Pages a second and core of each stage of reading, over up to ``most`` files taken evenly."""
    from index import checking
    from index.document import read_one
    from index.errors import WenzhangError
    from index.sources import find
    from index.store import packing
    from index.work import Work

    files = sorted(find(paths).files.items(), key=lambda item: str(item[1]))
    chosen = files[:: max(1, len(files) // most)][:most]
    stages, pages = Stages(), 0
    with tempfile.TemporaryDirectory(prefix="wenzhang-bench-") as scratch:
        work = Work(Path(scratch))
        _warm(chosen[0][1])
        with stages.watching(READING):
            for sha, path in chosen:
                try:
                    doc = read_one(path)
                except WenzhangError:
                    continue
                work.keep(sha, packing.pack(doc, checking.alone(doc)))
                pages += doc.record.page_count
    total = sum(stages.seconds.values())
    return {name: pages / seconds for name, seconds in [*stages.seconds.items(), ("合计", total)] if seconds}


def _warm(path: Path) -> None:
    from index.document import read_one
    from index.errors import WenzhangError

    try:
        read_one(path)
    except WenzhangError:
        return
