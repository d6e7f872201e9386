"""``python -m eval madeup FOLDER``: made-up disclosures, clearly marked 示例."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.madeup.make import SUFFIX, TEMPLATES, Wanted, make


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("madeup", help="生成虚构的示例公开文件")
    command.add_argument("folder", type=Path, help="写到哪个目录")
    command.add_argument("--departments", type=int, default=4, help="部门数（默认 4）")
    command.add_argument("--first-year", type=int, default=2023, help="起始年度（默认 2023）")
    command.add_argument("--years", type=int, default=3, help="年数（默认 3）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.add_argument("--format", choices=sorted(SUFFIX), default="pdf", help="文件格式（默认 pdf）")
    command.add_argument("--workers", type=int, default=1, help="进程数（默认 1）")
    command.add_argument("--template", choices=TEMPLATES, default="mixed", help="样式（默认 mixed；further 为其他省市的样式和各类单位）")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files and say how many."""
    wanted = Wanted(options.departments, options.first_year, options.years, options.seed, template=options.template)
    paths = make(options.folder, wanted, options.format, options.workers)
    print(f"{len(paths)} 个示例文件，写入 {options.folder}")
    return 0
