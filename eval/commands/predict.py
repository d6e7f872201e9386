"""``python -m eval predict GOLD --output PRED [--store DIR | --documents PATH...]``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.origins import Origins
from eval.predict import predict, questions, write
from eval.source import add_source, open_source


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("predict", help="批量作答")
    command.add_argument("gold", type=Path, help="问题（JSONL，只读 id、question、history）")
    command.add_argument("--output", type=Path, required=True, help="结果文件（JSONL）")
    add_source(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer every question and write one line each."""
    from qa.factory import engine_from_environment

    asked, index = list(questions(options.gold)), open_source(options)
    count = write(predict(engine_from_environment(index), asked, Origins(index)), options.output)
    print(f"{count} 个问题，结果写入 {options.output}")
    return 0
