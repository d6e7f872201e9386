"""The PDF reader on the real disclosures: tables cell by cell, prose line by line, and no table where there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from index.raw import Line, RawDocument, RawTable
from index.reading import read


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, RawDocument]:
    corpus = shared / "corpus"
    return {path.relative_to(corpus).as_posix(): read(path) for path in sorted(corpus.rglob("*.pdf"))}


def truths(shared: Path, pattern: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((shared / "truth").glob(pattern))]


def squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def tables(document: RawDocument, page: int) -> list[RawTable]:
    return [block for block in document.pages[page - 1].blocks if isinstance(block, RawTable)]


def test_every_true_table_is_read_cell_by_cell(shared: Path, documents: dict[str, RawDocument]) -> None:
    wrong = []
    for truth in truths(shared, "f*.json"):
        found = tables(documents[truth["file"]], truth["page"])
        grid = [[squeezed(cell) for cell in row] for row in found[truth["index_on_page"]].grid()] if found else []
        if grid != [[squeezed(cell) for cell in row] for row in truth["rows"]]:
            wrong.append(truth["id"])
    assert not wrong


def test_spans_are_those_of_the_truth(shared: Path, documents: dict[str, RawDocument]) -> None:
    for truth in truths(shared, "f*.json"):
        grid = tables(documents[truth["file"]], truth["page"])[truth["index_on_page"]].grid()
        assert [[cell is None for cell in row] for row in grid] == [[cell is None for cell in row] for row in truth["rows"]], truth["id"]


def test_every_true_prose_page_is_read_line_by_line(shared: Path, documents: dict[str, RawDocument]) -> None:
    for truth in truths(shared, "text_*.json"):
        blocks = documents[truth["file"]].pages[truth["page"] - 1].blocks
        lines = [squeezed(block.text) for block in blocks if isinstance(block, Line)]
        assert lines == [squeezed(line) for line in truth["lines"]], truth["file"]


def test_prose_files_and_prose_pages_hold_no_table(shared: Path, documents: dict[str, RawDocument]) -> None:
    with_tables = sum(bool(tables(document, page.number)) for document in documents.values() for page in document.pages)
    # 127 pages hold ruled tables; one of them holds nothing but an empty row, which says nothing and is left out.
    assert (sum(len(document.pages) for document in documents.values()), with_tables) == (289, 126)


def test_nothing_in_the_corpus_is_complained_of(documents: dict[str, RawDocument]) -> None:
    assert {name: document.warnings for name, document in documents.items() if document.warnings} == {}


def test_boxes_and_edges_lie_on_the_page(documents: dict[str, RawDocument]) -> None:
    for document in documents.values():
        for page in document.pages:
            assert page.width
            assert page.height
            for block in page.blocks:
                boxes = [block.box] if isinstance(block, Line) else [cell.box for cell in block.cells]
                for box in boxes:
                    assert box
                    assert -30 <= box.x0 < box.x1 <= page.width + 30
                    assert -30 <= box.y0 < box.y1 <= page.height + 30
                if isinstance(block, RawTable):
                    assert len(block.column_edges) == block.columns + 1
                    assert list(block.column_edges) == sorted(block.column_edges)
