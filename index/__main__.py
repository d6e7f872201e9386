"""``python -m index COMMAND``. Exit status 0, 1 (bad input, one line), 2 (usage)."""

from __future__ import annotations

import sys

import index.commands
from index.commandline import parser_of, run


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    return run(parser_of(index.commands, "python -m index", "读取预决算公开文件，建立和维护索引"), arguments)


if __name__ == "__main__":
    sys.exit(main())
