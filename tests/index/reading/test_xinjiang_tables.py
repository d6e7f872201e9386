"""Hand-checked truth of all tables of the four text disclosures that have them: every decidable cell right, none wrong.

``data/xinjiang_tables.txt``: a table opens with ``## file title``. A row is its code (or words of its label), then its value columns:
``.`` empty, ``?`` a value whose column cannot be decided (the row has it, marked unknown). In the side-by-side tables a row is the value of
the income side, ``/``, the code of the spending side and its values. The flattened files had their empty cells lost; what stands there was
worked out on paper from their sums; the tab-separated ones were compared cell by cell with the files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.raw import RawDocument, RawTable
from index.reading.plaintext import read_text

PAIRED = {"部门收支总体情况表", "财政拨款收支预算总体情况表"}
INCOME = ("一、", "一般公共预算拨款", "一般财力", "上级一般公共预算", "基金预算拨款", "政府性基金收入", "上级政府性基金", "国有资本经营预算拨款", "国有资本经营收入",
          "上级国有资本", "财政专户核拨", "单位资金", "事业收入", "上级补助收入", "附属单位上缴", "事业单位经营", "其他收入", "二、上年结转结余", "财政拨款结转", "一般公共预算拨款",
          "基金预算拨款", "国有资本经营预算拨款", "非财政拨款结转结余", "财政专户核拨", "单位资金")  # fmt: skip
FISCAL = ("一、财政拨款", "一般公共预算", "政府性基金预算", "国有资本经营预算")


def truth() -> dict[tuple[str, str], list[list[str]]]:
    found: dict[tuple[str, str], list[list[str]]] = {}
    for line in (Path(__file__).parent / "data" / "xinjiang_tables.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            _, file, title = line.split()
            rows = found.setdefault((file, title), [])
        else:
            rows.append(line.split())
    return found


TRUTH = truth()


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, RawDocument]:
    folder = shared / "corpus" / "xinjiang"
    return {path.name[:3]: read_text(path.read_bytes(), path.name) for path in sorted(folder.glob("00?_*.txt"))}


def tables_of(doc: RawDocument) -> list[RawTable]:
    return [block for page in doc.pages for block in page.blocks if isinstance(block, RawTable) and block.form is None]


def table_of(doc: RawDocument, title: str) -> RawTable:
    found = [table for table in tables_of(doc) if table.title == title]
    assert len(found) == 1
    return found[0]


def cells_of(table: RawTable, row: int) -> dict[int, tuple[str, bool]]:
    return {cell.column: (cell.text, cell.column_known) for cell in table.cells if cell.row == row and cell.text}


@pytest.mark.parametrize(("file", "title"), [key for key in TRUTH if key[1] not in PAIRED], ids=lambda part: part)
def test_rows_against_hand_checked_truth(documents: dict[str, RawDocument], file: str, title: str) -> None:
    table = table_of(documents[file], title)
    assert table.unit == "万元"
    assert table.number is not None
    header = table.header_rows or 0
    assert table.rows - header == len(TRUTH[file, title])
    for row, (key, *values) in enumerate(TRUTH[file, title], start=header):
        cells = cells_of(table, row)
        names = table.columns - len(values) if "?" not in "".join(values) else 5
        code = "".join(cells[c][0] for c in range(min(3, names)) if c in cells and cells[c][0].isdigit())
        assert key == code or key in " ".join(cells[c][0] for c in range(names) if c in cells), (key, cells)
        got = [cells.get(column, (".", True)) for column in range(names, table.columns)]
        unknown = [value[1:] for value in values if value.startswith("?")]
        assert [text for text, known in got if not known] == unknown, (key, cells)
        placed = [text if known else "." for text, known in got]
        if unknown:
            values = [values[0], *["."] * (len(placed) - 1)]
        assert placed == values, key


@pytest.mark.parametrize(("file", "title"), [key for key in TRUTH if key[1] in PAIRED], ids=lambda part: part)
def test_side_by_side_tables_against_hand_checked_truth(documents: dict[str, RawDocument], file: str, title: str) -> None:
    table = table_of(documents[file], title)
    header = table.header_rows or 0
    assert (table.unit, table.rows - header) == ("万元", len(TRUTH[file, title]))
    names = INCOME if title == "部门收支总体情况表" else FISCAL
    last = len(TRUTH[file, title]) - 1
    for at, (income, _, key, *values) in enumerate(TRUTH[file, title]):
        cells = cells_of(table, header + at)
        assert all(known for _, known in cells.values())
        texts = [cells.get(column, (".", True))[0] for column in range(table.columns)]
        assert (texts[1], texts[3:]) == (income, values), key
        assert texts[2].startswith(key)
        wanted = "收入总计" if at == last else names[at] if at < len(names) else "."
        assert wanted in texts[0]


def test_no_table_is_missing_and_none_is_made_up(documents: dict[str, RawDocument]) -> None:
    found = {(file, table.title) for file, doc in documents.items() for table in tables_of(doc)}
    assert found == set(TRUTH)
