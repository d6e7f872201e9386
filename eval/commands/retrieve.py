"""``python -m eval retrieve GOLD... [--store DIR | --documents PATH...] [--mode words|meaning|hybrid|plain|all]``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, get_args

from eval.retrieve import Mode, evaluate, gold_files
from eval.source import add_source, open_source


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("retrieve", help="检索评测：标准问题的证据是否在前几段之中")
    command.add_argument("gold", type=Path, nargs="+", help="标准问题（JSONL）")
    command.add_argument("--mode", choices=[*get_args(Mode), "all"], default="hybrid", help="检索方式；plain 为不分篇章的 512 词窗口基线")
    command.add_argument("-k", type=int, default=5, help="取前几段（默认 5）")
    command.add_argument("--missed", action="store_true", help="列出没有找到证据的问题")
    add_source(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a mode."""
    gold, index = gold_files(options.gold), open_source(options)
    for mode in get_args(Mode) if options.mode == "all" else [options.mode]:
        result = evaluate(gold, index, mode=mode, k=options.k)
        print(result.line())
        if options.missed:
            for found in result.found:
                if not all(found.hits):
                    print(f"  {found.id}  {sum(found.hits)}/{len(found.hits)}  {found.question}")
    return 0
