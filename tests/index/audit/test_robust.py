"""A rule that meets a strange document finds nothing there; it neither divides by nil nor stops a build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import index.audit
from index.audit import findings_of
from index.audit.disclosure import Disclosure
from index.document import read_one
from index.findings import Finding

PROSE = """# 清溪县示范局2024年度部门决算

## 第一部分 三公经费决算情况说明

清溪县示范局2024年度“三公”经费支出决算0.00万元，其中：因公出国（境）费支出决算0.00万元，占0.00%；公务接待费支出决算0.00万元，占0.00%。
公务用车购置费支出0万元，公务用车运行维护费支出0万元，占0%。预算绩效管理按规定执行。
"""


def test_shares_of_nothing_are_not_recomputed(tmp_path: Path) -> None:
    path = tmp_path / "示例.txt"
    path.write_text(PROSE, encoding="utf-8")
    assert findings_of([read_one(path)]) == []


def test_a_failing_rule_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "示例.txt"
    path.write_text(PROSE, encoding="utf-8")

    def broken(_: Disclosure) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(index.audit, "CHECKS", (broken, *index.audit.CHECKS))
    assert findings_of([read_one(path)]) == []
