"""``python -m index check [PATH... | --store DIR] [--json]``: what disclosures say against themselves."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from index.document import ReadDocument
from index.errors import BadInput, WenzhangError
from index.findings import Finding


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("check", help="核查公开文件：合计、勾稽关系、文字与表格、百分比、缺表等是否一致")
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="文件或文件夹（不给出时核查索引中的全部文件）")
    command.add_argument("--store", type=Path, default=Path(os.environ.get("WENZHANG_STORE", "store")), metavar="DIR", help="索引所在的文件夹（默认 store）")
    command.add_argument("--json", action="store_true", help="以 JSON 输出")
    command.add_argument("--sums", action="store_true", help="列出表格中全部合计关系的相符比例和不符之处（须给出文件或文件夹）")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the findings. Status 0 whether or not there are any; files that cannot be read are named."""
    from index.audit.report import as_json, as_lines

    if options.sums:
        return _sums(options.paths)
    found = _of_paths(options.paths) if options.paths else _of_store(options.store)
    if options.json:
        print(json.dumps([as_json(f) for f in found], ensure_ascii=False, indent=1))
        return 0
    for line in as_lines(found):
        print(line)
    counts = [(name, sum(f.severity == name for f in found)) for name in ("错误", "舍入", "提示")]
    print(f"{chr(10) if found else ''}共 {len(found)} 条：" + "，".join(f"{name} {count}" for name, count in counts))
    return 0


def _of_store(store: Path) -> list[Finding]:
    from index.store import open_index

    opened = open_index(store)
    try:
        names = {r.id: i for i, r in enumerate(opened.documents())}
        return sorted(opened.findings(), key=lambda f: names.get(f.document, 0))
    finally:
        opened.close()


def _sums(paths: list[Path]) -> int:
    """The self-check of the files. Status 1 where a sum fails and no finding says why."""
    from index.audit import findings_of_all
    from index.audit.selfcheck import lines_of, self_check

    documents = _read(paths)
    result = self_check(documents, findings_of_all(documents))
    for line in lines_of(result):
        print(line)
    return 1 if result.unexplained else 0


def _of_paths(paths: list[Path]) -> list[Finding]:
    from index.audit import findings_of_all

    return findings_of_all(_read(paths))


def _read(paths: list[Path]) -> list[ReadDocument]:
    from index.document import read_one
    from index.sources import find

    sources = find(paths)
    for failure in sources.failures:
        print(f"错误：{failure.path}：{failure.reason}", file=sys.stderr)
    documents: list[ReadDocument] = []
    for path in sources.files.values():
        try:
            documents.append(read_one(path))
        except WenzhangError as error:
            print(f"错误：{path}：{error}", file=sys.stderr)
    if not documents:
        raise BadInput("没有可核查的文件")
    return documents
