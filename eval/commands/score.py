"""``python -m eval score GOLD PRED``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.gold import read_gold, read_predictions
from eval.score import Failure, score


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("score", help="给作答结果评分")
    command.add_argument("gold", type=Path, help="标准问题（JSONL）")
    command.add_argument("predictions", type=Path, help="作答结果（JSONL）")
    command.add_argument("--failures", type=int, default=0, metavar="N", help="打印前 N 个失败的问题")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print failures, shares by type and the line of totals."""
    result = score(read_gold(options.gold), read_predictions(options.predictions))
    for failure in result.failures[: options.failures]:
        print(_described(failure))
    for kind, counts in sorted(result.by_type.items()):
        print(f"  {kind:13s} {counts.get('right', 0) / sum(counts.values()):6.1%}  " + " ".join(f"{k}={v}" for k, v in counts.items()))
    print(result.line())
    return 0


def _described(failure: Failure) -> str:
    gold, given = failure.gold, failure.given
    wanted = gold.value if gold.value is not None else [v.value for v in gold.values] or gold.must_include or "(not in the documents)"
    lines = [f"- [{failure.verdict}] {gold.id} ({gold.type}) {' → '.join([*gold.history, gold.question])}", f"    want {wanted} {gold.unit or ''}"]
    if given is not None:
        lines.append(f"    got  {given.status} {[(f.value, f.unit) for f in given.figures][:6]} {given.answer[:200]!r}")
    return "\n".join(lines)
