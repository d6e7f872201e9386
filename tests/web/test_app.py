"""The command: one clear line where it cannot start."""

from __future__ import annotations

from pathlib import Path

import pytest

import app
from tests.web.conftest import Sample


def test_no_index_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--store", str(tmp_path / "nothing")]) == 1
    said = capsys.readouterr().err.strip()
    assert "还没有索引" in said
    assert "\n" not in said


def test_wrong_setting_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WENZHANG_PORT", "http")
    assert app.main(["--store", str(tmp_path)]) == 1
    assert "WENZHANG_PORT" in capsys.readouterr().err


def test_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        app.main(["--nonsense"])
    assert stopped.value.code == 2


def test_sample_is_made_anew_only_where_it_is_of_no_use(sample: Sample, tmp_path: Path) -> None:
    assert app.usable(sample.store)
    assert not app.usable(tmp_path)
