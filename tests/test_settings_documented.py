"""Every environment variable that the program reads is in the operators' table, and the other way round; deployment files set only such."""

from __future__ import annotations

import re
from dataclasses import fields

from qa.generate.settings import ModelSettings
from qa.web.settings import Settings
from tests.conftest import ROOT

NOT_READ = {"max_tokens"}  # a constant of the language model's settings
NAME = re.compile(r"WENZHANG_[A-Z][A-Z_]*[A-Z]")


def read_in_code() -> set[str]:
    """Names that stand in the code (not only in a docstring's sentence), and those made of fields."""
    names = {f"WENZHANG_{f.name.upper()}" for f in fields(Settings)} | {f"WENZHANG_LLM_{f.name.upper()}" for f in fields(ModelSettings) if f.name not in NOT_READ}
    for path in [ROOT / "app.py", *(p for room in ("index", "qa", "eval") for p in (ROOT / room).rglob("*.py"))]:
        names |= set(re.findall(r"""["'](WENZHANG_[A-Z_]*[A-Z])["']""", path.read_text(encoding="utf-8")))
    return names


def documented() -> set[str]:
    rows = [line.split("|")[1] for line in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `WENZHANG")]
    return {name for row in rows for name in NAME.findall(row)}


def test_every_variable_is_documented() -> None:
    assert read_in_code() == documented()


def test_deployment_files_set_known_variables_only() -> None:
    for name in ("Dockerfile", "compose.yaml", "deploy/wenzhang.service"):
        assert set(NAME.findall((ROOT / name).read_text(encoding="utf-8"))) <= documented(), name
