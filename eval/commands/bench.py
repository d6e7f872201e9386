"""``python -m eval bench WHAT ...``: each benchmark is a module ``eval.bench_*``; this module gives them their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.bench_read import files_in, median_speed


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("bench", help="基准测试")
    benchmarks = command.add_subparsers(dest="benchmark", required=True, metavar="WHAT")
    add_read(benchmarks)


def add_read(benchmarks: Any) -> None:
    """``bench read PATH...``: pages a second."""
    command = benchmarks.add_parser("read", help="读取速度：每秒页数")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    command.add_argument("--rounds", type=int, default=3, help="重复次数，取中位数（默认 3）")
    command.set_defaults(run=run_read)


def run_read(options: argparse.Namespace) -> int:
    """Print the speed."""
    print(median_speed(files_in(options.paths), options.rounds).line())
    return 0
