"""``python -m index remove NAME|ID... [--store DIR]``: take documents out of the index; the files themselves stay."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("remove", help="从索引中移除文件（不删除文件本身）")
    command.add_argument("names", nargs="+", metavar="NAME", help="文件名、路径或编号（见 list）")
    command.add_argument("--store", type=Path, default=Path(os.environ.get("WENZHANG_STORE", "store")), metavar="DIR", help="索引所在的文件夹（默认 store）")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Remove and name what was removed."""
    from index.pipeline import remove

    for record in remove(options.names, options.store):
        print(f"已移除：{record.file_name}（{record.identity.title}）")
    return 0
