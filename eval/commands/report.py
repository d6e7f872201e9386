"""``python -m eval report GOLD PRED --output report.html [--before PRED]``, and the gate ``--at-least`` / ``--wrong-at-most`` for CI."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.gold import read_gold, read_lines, read_predictions
from eval.report import report
from eval.score import score


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("report", help="生成评测报告（HTML），可设门槛")
    command.add_argument("gold", type=Path, help="标准问题（JSONL）")
    command.add_argument("predictions", type=Path, help="作答结果（JSONL）")
    command.add_argument("--output", type=Path, help="报告写到哪个文件")
    command.add_argument("--before", type=Path, help="上一次的作答结果，用于对比")
    command.add_argument("--at-least", type=float, metavar="PERCENT", help="正确率低于此值则退出状态为 1")
    command.add_argument("--wrong-at-most", type=float, metavar="PERCENT", help="数字错误率高于此值则退出状态为 1")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the page, print the line of totals, hold the gate."""
    golds, predictions = read_gold(options.gold), read_predictions(options.predictions)
    result = score(golds, predictions)
    if options.output:
        raw = {line["id"]: line for line in read_lines(options.predictions)}
        before = read_predictions(options.before) if options.before else None
        options.output.write_text(report(golds, predictions, raw, before), encoding="utf-8")
    print(result.line())
    low = options.at_least is not None and result.share("right") * 100 < options.at_least
    wrong = options.wrong_at_most is not None and result.share("wrong_figure") * 100 > options.wrong_at_most
    return 1 if low or wrong else 0
