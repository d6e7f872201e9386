"""Counts in one sentence: what is a list of parts and what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.audit.counts import wholes


def parts(text: str) -> list[tuple[int, list[int]]]:
    return [(int(whole[1]), [int(n) for _, n, _ in members]) for whole, members, _ in wholes(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("专家库专家 90 人，其中核心专家 10 人，行业专家 30 人，其他专家 55。", [(90, [10, 30, 55])]),
        ("实有人数40人，其中：在职25人，增加2人；退休15人；离休0人。", [(40, [25, 15, 0])]),
        ("车辆12辆，价值300万元。", []),
        ("培训班3次，其中线上培训班1次。", []),
        ("完成任务80项，占全部任务的90%，其中重点任务。", []),
    ],
)
def test_parts_of_a_count(text: str, found: list[tuple[int, list[int]]]) -> None:
    assert parts(text) == found


def test_the_quote_ends_with_the_last_part() -> None:
    (whole, members, quote), *_ = wholes("甲库专家90人，其中高级10人，中级80人，另聘顾问若干。")
    assert whole == ("甲库专家", Decimal(90), "人")
    assert len(members) == 2
    assert quote.endswith("中级80人")
