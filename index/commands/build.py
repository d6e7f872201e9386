"""``python -m index build PATH... [--store DIR] [--json]``: index files and folders."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("build", help="建立或更新索引：没有变化的文件不重读，改动的替换旧版，删除的移除")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    command.add_argument("--store", type=Path, default=Path(os.environ.get("WENZHANG_STORE", "store")), metavar="DIR", help="索引所在的文件夹（默认 store）")
    command.add_argument("--quiet", action="store_true", help="不显示进度")
    command.add_argument("--json", action="store_true", help="以 JSON 输出小结")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, then say what was read and what was not. Status 0 also where some files could not be read: the others are indexed."""
    from index.pipeline import BuildSummary, Failure, build

    summary: BuildSummary = build(options.paths, options.store, progress=not options.quiet and sys.stderr.isatty())
    if options.json:
        print(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
        return 0
    counts = summary.counts
    print(
        f"索引 {summary.generation}：{counts['documents']} 个文件，{counts['pages']} 页，{counts['tables']} 个表格，"
        f"{counts['figures']} 个数字，{counts['chunks']} 个段落"
    )
    parts = [("新增", summary.added), ("更新", summary.changed), ("未变", summary.unchanged), ("移除", summary.removed), ("内容重复", summary.duplicates)]
    told = "，".join(f"{name} {count}" for name, count in parts if count)
    print(f"本次：{told or '没有变化'}；用时 {summary.seconds:.1f} 秒")

    def lines(title: str, failures: tuple[Failure, ...]) -> None:
        if failures:
            print(f"{title}（{len(failures)}）：", file=sys.stderr)
        for failure in failures:
            print(f"  {failure.path}：{failure.reason}", file=sys.stderr)

    lines("提示", summary.warnings)
    lines("未能读取", summary.failures)
    return 0
