"""Passages: what is in them, how long they are, and that their names do not depend on chance."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.chunks import LONGEST, chunks_of
from index.model import Paragraph
from index.tables_text import table_passages
from tests.index.made import document, structured


def test_prose_and_table_become_passages_with_their_place_in_front() -> None:
    doc = document()
    prose = [c for c in doc.chunks if c.kind == "prose"]
    table = next(c for c in doc.chunks if c.kind == "table")
    assert any("主要职能" in " ".join(c.section_path) and "统筹推进" in c.text for c in prose)
    assert all(c.search_text.startswith("示例市甲局 2024年 部门预算") for c in doc.chunks)
    assert "表3 部门支出总体情况表（单位：万元）" in table.text
    assert "行政运行（2060101）：合计=206.89；项目支出=0.10" in table.text
    assert (table.first_row, table.last_row, table.page) == (1, 1, 2)


def test_contents_page_gives_no_passage() -> None:
    assert not any("一、主要职能 1" in c.text for c in document().chunks)


def test_names_are_deterministic_and_unique() -> None:
    first, second = document().chunks, document().chunks
    assert [c.id for c in first] == [c.id for c in second]
    assert len({c.id for c in first}) == len(first)
    assert not {c.id for c in first} & {c.id for c in document("乙局").chunks}


@given(st.lists(st.text("职能预算，。；、0123", min_size=1, max_size=1500), min_size=1, max_size=5))
def test_no_character_is_lost_and_no_passage_is_longer_than_allowed(texts: list[str]) -> None:
    doc = structured("长")
    doc = replace(doc, paragraphs=tuple(Paragraph(i, 2, t, 1, 1) for i, t in enumerate(texts)), tables=())
    chunks = chunks_of(doc, document().record.identity)
    assert "".join(c.text for c in chunks).replace("\n", "") == "".join(t.strip() for t in texts)
    assert all(len(c.text) <= LONGEST + 5 for c in chunks)


def test_long_table_repeats_its_title_in_every_run_of_rows() -> None:
    table = structured("表").tables[0]
    rows = 60
    cells = tuple(replace(c, row=r, text=f"{c.text}{'项目' * 5 if c.column == 0 else ''}") for r in range(1, rows) for c in table.cells if c.row == 1)
    long = replace(table, rows=rows, cells=cells, row_paths=((),) + (("行政运行",),) * (rows - 1), row_codes=(None,) * rows, group_row_paths={})
    passages = list(table_passages(long))
    assert len(passages) > 1
    assert all(p.text.startswith("表3 部门支出总体情况表（单位：万元）") for p in passages)
    assert [p.first_row for p in passages][1:] == [p.last_row + 1 for p in passages][:-1]
