"""``python -m eval audit``: planted faults found, false alarms on clean made-up disclosures."""

from __future__ import annotations

import argparse
from typing import Any

from eval.madeup.make import SUFFIX, TEMPLATES


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("audit", help="在虚构文件中埋入错误，检验核查功能的检出率和误报率")
    command.add_argument("--departments", type=int, default=4, help="部门数（默认 4）")
    command.add_argument("--years", type=int, default=2, help="年数（默认 2）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.add_argument("--format", choices=sorted(SUFFIX), default="tab", help="文件格式（默认 tab）")
    command.add_argument("--template", choices=TEMPLATES, default="mixed", help="文件样式（默认 mixed）")
    command.add_argument("--missed", type=int, default=0, metavar="N", help="列出前 N 个未检出的错误")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print recall by kind and in all, and false alarms a document."""
    from eval.auditing import measured
    from eval.madeup.make import Wanted

    score = measured(Wanted(options.departments, 2023, options.years, seed=options.seed, template=options.template), options.format, options.seed)
    for kind, count in sorted(score.planted.items()):
        print(f"{kind:<16} 检出 {score.found[kind]} / {count}")
    for fault in score.missed[: options.missed]:
        print(f"未检出 {fault.kind} {fault.made.name}：{fault.was} → {fault.mark}")
    for finding in score.alarms:
        print(f"误报 {finding.doc} {finding.rule} {finding.message}")
    print(f"埋入 {sum(score.planted.values())} 处，检出率 {score.recall:.1%}；{score.clean} 份无错文件，误报每份 {score.alarms_each:.3f} 条")
    return 0
