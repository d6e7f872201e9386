"""``python -m qa ask "…" [--json] [--store DIR]``: one question, one answer with its sources."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from index.errors import WenzhangError
from qa.model import Answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Exit status 0: answered; 1: bad input or no index (said in one line); 2: usage."""
    parser = argparse.ArgumentParser(prog="python -m qa", description="向部门预算、决算公开文件提问。")
    verbs = parser.add_subparsers(dest="verb", required=True)
    ask = verbs.add_parser("ask", help="提一个问题；给出多个则作为一次连续的对话")
    ask.add_argument("question", nargs="+")
    ask.add_argument("--json", action="store_true", help="以 JSON 输出完整的答案")
    ask.add_argument("--store", default=os.environ.get("WENZHANG_STORE", "store"), help="索引所在的文件夹")
    options = parser.parse_args(arguments)
    try:
        answer = _asked(options.question, options.store)
    except WenzhangError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    print(json.dumps(answer.to_json(), ensure_ascii=False, indent=1) if options.json else shown(answer))
    return 0


def _asked(questions: Sequence[str], store: str) -> Answer:
    from index.store import open_index
    from qa.factory import engine_from_environment
    from qa.model import Turn

    index = open_index(store)
    try:
        engine = engine_from_environment(index)
        history: list[Turn] = []
        for question in questions:
            answer = engine.ask(question, history)
            history.append(Turn(question=question, answer=answer))
        return answer
    finally:
        index.close()


def shown(answer: Answer) -> str:
    """The answer as lines for a terminal: how it was understood, the text, the sources."""
    lines = [f"理解为：{answer.query.explained()}"] if answer.query and answer.query.explained() else []
    lines.append(answer.answer)
    for number, c in enumerate(answer.citations, start=1):
        place = " ".join(part for part in (f"第{c.page}页" if c.page else "", c.table or c.section or "", c.row or "") if part)
        lines.append(f"  [{number}] {c.title}（{c.doc}）{place}：{c.quote[:120]}")
    lines.extend(f"  ※ {check.message}" for check in answer.checks)
    lines.extend(f"  · {note}" for note in answer.notes)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
