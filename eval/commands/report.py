"""``python -m eval report GOLD [PRED] --output report.html``: a run as a page, and the gate ``--at-least`` / ``--wrong-at-most`` for CI.

Without PRED the questions are answered now (``--store`` or ``--documents``). With ``--documents`` the usual recipes are measured on the same
questions and files in the same run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.gold import Gold, Prediction, read_gold, read_lines, read_predictions
from eval.report import report
from eval.score import score
from eval.source import add_source, document_files, open_source
from index.errors import BadInput
from index.store import Index


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("report", help="生成评测报告（HTML），可设门槛")
    command.add_argument("gold", type=Path, help="标准问题（JSONL）")
    command.add_argument("predictions", type=Path, nargs="?", help="作答结果（JSONL）；不给则现在作答（须有 --store 或 --documents）")
    command.add_argument("--output", type=Path, help="报告写到哪个文件")
    command.add_argument("--before", type=Path, help="上一次的作答结果，用于并排对比")
    add_source(command, "用来作答、认定部门和年度；给了文件还会在同一批问题上测通用做法（LlamaIndex 默认做法、BM25、两者融合）")
    command.add_argument("--at-least", type=float, metavar="PERCENT", help="正确率低于此值则退出状态为 1")
    command.add_argument("--wrong-at-most", type=float, metavar="PERCENT", help="数字错误率高于此值则退出状态为 1")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer where asked to, write the page, print the line of totals, hold the gate."""
    golds = read_gold(options.gold)
    started = time.perf_counter()
    index = open_source(options) if options.documents or options.store else None
    built = time.perf_counter() - started
    if index is None and options.predictions is None:
        raise BadInput("没有作答结果，请给出 PRED，或用 --store、--documents 指明用什么作答")
    raw = read_lines(options.predictions) if options.predictions else _answered(options.gold, index)
    predictions = {line["id"]: Prediction.model_validate(line) for line in raw} if options.predictions is None else read_predictions(options.predictions)
    result = score(golds, predictions)
    if options.output:
        _write(options, golds, predictions, raw, index, built)
    print(result.line())
    low = options.at_least is not None and result.share("right") * 100 < options.at_least
    wrong = options.wrong_at_most is not None and result.share("wrong_figure") * 100 > options.wrong_at_most
    return 1 if low or wrong else 0


def _answered(gold: Path, index: Index | None) -> list[dict[str, Any]]:
    from eval.origins import Origins
    from eval.predict import predict, questions
    from qa.factory import engine_from_environment

    assert index is not None
    return list(predict(engine_from_environment(index), questions(gold), Origins(index)))


def _write(
    options: argparse.Namespace, golds: Sequence[Gold], predictions: dict[str, Prediction], raw: Sequence[dict[str, Any]], index: Index | None, built: float
) -> None:
    from eval.baselines import Ceiling, compare, with_evidence
    from eval.origins import known_files

    before = read_predictions(options.before) if options.before else None
    baselines: list[Ceiling] = []
    if options.documents and index is not None:
        baselines = list(compare(with_evidence(golds), document_files(options.documents), index, built))
        print("\n".join(one.line() for one in baselines))
    known = known_files(index) if index is not None else None
    page = report(golds, predictions, {line["id"]: line for line in raw}, before, baselines, known)
    options.output.write_text(page, encoding="utf-8")
