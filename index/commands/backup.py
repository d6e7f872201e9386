"""``python -m index backup FILE`` and ``restore FILE``: the index and the feedback in one checked file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Add both commands."""
    for name, run, told in (
        ("backup", run_backup, "把当前索引和用户反馈备份为一个文件（写完后校验）"),
        ("restore", run_restore, "用备份恢复索引（校验后一步切换；原来的一代保留）"),
    ):
        command = subparsers.add_parser(name, help=told)
        command.add_argument("file", type=Path, metavar="FILE", help="备份文件")
        command.add_argument("--store", type=Path, default=Path(os.environ.get("WENZHANG_STORE", "store")), metavar="DIR", help="索引所在的文件夹（默认 store）")
        command.set_defaults(run=run)


def run_backup(options: argparse.Namespace) -> int:
    """Write the backup, say what it holds."""
    from index.store.backup import backup

    manifest = backup(options.store, options.file)
    size = options.file.stat().st_size / 1e6
    print(f"已备份索引 {manifest.generation}（{manifest.counts['documents']} 个文件）：{options.file}，{size:.1f} MB，已校验")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Restore, say what answers now."""
    from index.store.backup import restore

    manifest, feedback = restore(options.file, options.store)
    told = "，用户反馈也已恢复" if feedback else "；用户反馈未改动"
    print(f"已恢复为索引 {manifest.generation}（{manifest.counts['documents']} 个文件）{told}")
    return 0
