"""``python -m index tables FILE... [--base DIR] --output PRED.json``: the raw tables of files, page by page."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from index.errors import BadInput, WenzhangError
from index.raw import RawDocument, RawTable
from index.reading import read

Rows = list[list[str | None]]


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("tables", help="导出文件中的原始表格（JSON：文件 → 页码 → 表格 → 行）")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="要读取的文件")
    command.add_argument("--base", type=Path, help="结果中的文件名相对于此文件夹（默认只写文件名）")
    command.add_argument("--output", type=Path, required=True, help="结果文件（JSON）")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read every file and write its tables; files that cannot be read are named, the others are written all the same."""
    result: dict[str, dict[str, list[Rows]]] = {}
    failed = 0
    for path in options.files:
        try:
            document = read(path)
        except WenzhangError as error:
            print(f"错误：{error}", file=sys.stderr)
            failed += 1
            continue
        for warning in document.warnings:
            print(f"提示：{path.name}：{warning}", file=sys.stderr)
        result[_key(path, options.base)] = tables_by_page(document)
    try:
        options.output.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"无法写入“{options.output}”") from error
    count = sum(len(tables) for pages in result.values() for tables in pages.values())
    print(f"{len(result)} 个文件，{count} 个表格，结果写入 {options.output}")
    return 1 if failed else 0


def tables_by_page(document: RawDocument) -> dict[str, list[Rows]]:
    """Page number (as text) -> the grids of its tables in reading order; pages without tables are left out."""
    pages = {str(page.number): [block.grid() for block in page.blocks if isinstance(block, RawTable)] for page in document.pages}
    return {number: tables for number, tables in pages.items() if tables}


def _key(path: Path, base: Path | None) -> str:
    if base is None:
        return path.name
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
