"""``python -m index COMMAND``. Exit status 0, 1 (bad input, one line), 2 (usage)."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import index.commands
import index.privacy
from index.errors import WenzhangError


def parser() -> argparse.ArgumentParser:
    """All commands: each module of ``index.commands`` adds its own through ``add(subparsers)``."""
    main_parser = argparse.ArgumentParser(prog="python -m index", description="读取预决算公开文件，建立和维护索引")
    subparsers = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in pkgutil.iter_modules(index.commands.__path__):
        importlib.import_module(f"index.commands.{module.name}").add(subparsers)
    return main_parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except WenzhangError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
