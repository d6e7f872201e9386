"""``python -m eval baselines GOLD... --documents PATH...``: the evidence in the context, ours beside the usual recipes."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from eval.baselines import compare, with_evidence
from eval.retrieve import gold_files
from eval.source import document_files, memory_index


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("baselines", help="与通用做法对比：证据是否在上下文里")
    command.add_argument("gold", type=Path, nargs="+", help="标准问题（JSONL）")
    command.add_argument("--documents", type=Path, nargs="+", required=True, help="文件或目录")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a recipe."""
    golds, started = with_evidence(gold_files(options.gold)), time.perf_counter()
    index = memory_index(options.documents)
    for ceiling in compare(golds, document_files(options.documents), index, time.perf_counter() - started):
        print(ceiling.line(), flush=True)
    return 0
