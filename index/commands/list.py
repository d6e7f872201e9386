"""``python -m index list [--store DIR] [--json]``: what is indexed."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("list", help="列出已建立索引的文件")
    command.add_argument("--store", type=Path, default=Path(os.environ.get("WENZHANG_STORE", "store")), metavar="DIR", help="索引所在的文件夹（默认 store）")
    command.add_argument("--json", action="store_true", help="以 JSON 输出")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a document."""
    from index.store import open_index

    opened = open_index(options.store)
    try:
        records = opened.documents()
    finally:
        opened.close()
    if options.json:
        rows = [
            {
                "id": r.id,
                "file_name": r.file_name,
                "path": r.path,
                "title": r.identity.title,
                "department": r.identity.department,
                "aliases": list(r.identity.aliases),
                "fiscal_year": r.identity.fiscal_year,
                "kind": r.identity.kind,
                "scope": r.identity.scope,
                "pages": r.page_count,
                "superseded_by": r.superseded_by,
                "warnings": list(r.warnings),
            }
            for r in records
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for r in records:
        who = r.identity
        year = f"{who.fiscal_year}年" if who.fiscal_year else "年份不明"
        old = "（已被新版本取代）" if r.superseded_by else ""
        print(f"{r.id[:12]}  {who.department}  {year}  {who.kind or '类别不明'}  {who.scope}  {r.page_count}页  {r.file_name}{old}")
    return 0
