"""``python -m eval COMMAND``: predict, score, bench, retrieve, report. Exit status 0, 1 (bad input, one line), 2 (usage)."""

from __future__ import annotations

import sys

import eval.commands
from index.commandline import parser_of, run


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    return run(parser_of(eval.commands, "python -m eval", "评测：批量作答、评分、基准测试"), arguments)


if __name__ == "__main__":
    sys.exit(main())
