"""One command line for ``python -m index`` and ``python -m eval``: commands found by name in a package, errors in one line.

Exit status 0, 1 (bad input, said in one Chinese line on standard error), 2 (usage, by argparse).
"""

from __future__ import annotations

import index.privacy  # noqa: F401  isort: skip  (first: silences what is loaded later)

import argparse
import importlib
import pkgutil
import sys
from types import ModuleType

from index.errors import WenzhangError


def parser_of(commands: ModuleType, prog: str, description: str) -> argparse.ArgumentParser:
    """All commands of a package: each of its modules adds its own through ``add(subparsers)``."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}").add(subparsers)
    return parser


def run(parser: argparse.ArgumentParser, arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; the exit status."""
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except WenzhangError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        return 1
