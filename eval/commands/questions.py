"""``python -m eval questions OUTPUT``: gold questions on the disclosures that ``madeup`` makes with the same options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.madeup.make import SUFFIX, TEMPLATES, Wanted
from eval.madeup.questions import questions
from eval.predict import write


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("questions", help="为虚构的示例公开文件生成标准问题")
    command.add_argument("output", type=Path, help="写到哪个文件（JSONL）")
    command.add_argument("--number", type=int, default=300, help="问题数（默认 300）")
    command.add_argument("--departments", type=int, default=4, help="部门数（默认 4）")
    command.add_argument("--first-year", type=int, default=2023, help="起始年度（默认 2023）")
    command.add_argument("--years", type=int, default=3, help="年数（默认 3）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.add_argument("--format", choices=sorted(SUFFIX), default="pdf", help="示例文件的格式：出处里的文件名以此为准（默认 pdf）")
    command.add_argument("--template", choices=TEMPLATES, default="mixed", help="样式（默认 mixed；further 为其他省市的样式和各类单位）")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the questions."""
    wanted = Wanted(options.departments, options.first_year, options.years, options.seed, template=options.template)
    count = write(questions(wanted, options.number, options.seed, SUFFIX[options.format]), options.output)
    print(f"{count} 个问题，写入 {options.output}")
    return 0
