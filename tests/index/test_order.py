"""Which file of a disclosure stands: the newer one of two that hold the same, never one of two that hold different parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.model import DocumentRecord
from index.store.order import superseded
from tests.index.made import document

BOTH, TABLES, PROSE = (True, True), (True, False), (False, True)


def record(name: str, published: date | None = None, year: int = 2024) -> DocumentRecord:
    base = document("甲局", year).record
    return replace(base, id=name, file_name=f"{name}.pdf", identity=replace(base.identity, publication_date=published))


def outcome(parts: dict[str, tuple[bool, bool]], *records: DocumentRecord) -> dict[str, str | None]:
    return {r.id: r.superseded_by for r in superseded(list(records), parts)}


def test_text_and_tables_of_one_disclosure_do_not_compete() -> None:
    found = outcome({"文": PROSE, "表": TABLES}, record("文", date(2024, 1, 1)), record("表", date(2024, 2, 1)))
    assert found == {"文": None, "表": None}


def test_a_correction_and_a_later_publication_supersede() -> None:
    assert outcome({"原": BOTH, "更正": BOTH}, record("原"), record("更正")) == {"原": "更正", "更正": None}
    dated = outcome({"旧": BOTH, "新": BOTH}, record("旧", date(2024, 1, 1)), record("新", date(2024, 2, 1)))
    assert dated == {"旧": "新", "新": None}


def test_where_nothing_tells_which_is_newer_both_stand() -> None:
    assert outcome({"一": BOTH, "二": BOTH}, record("一"), record("二", date(2024, 2, 1))) == {"一": None, "二": None}


def test_a_correction_of_the_tables_alone_leaves_the_whole_disclosure() -> None:
    assert outcome({"原": BOTH, "更正表": TABLES}, record("原"), record("更正表")) == {"原": None, "更正表": None}


def test_other_years_never_compete() -> None:
    assert outcome({"去年": BOTH, "更正": BOTH}, record("去年", year=2023), record("更正")) == {"去年": None, "更正": None}
