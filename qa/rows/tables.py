"""The tables of a document as rows: labels, marks and figures of each row together. Made once a document and kept."""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict

from index.model import DocumentRecord, Figure, Table
from index.store import Index
from index.text import squeeze
from qa.lookup.catalogue import Catalogue, View
from qa.lookup.match import SUREST
from qa.lookup.names import key, neutral
from qa.rows.model import Row, RowTable

_KEPT = 128
_ENUMERATED = re.compile(r"^[一二三四五六七八九十]+[、.．]|^[(（][一二三四五六七八九十\d]+[)）]|(?<=[\u4e00-\u9fff])[A-Z]$")
_SUMMED = re.compile(r"(?:合计|小计|总计|共计)$")
_LABELS = {"label", "project", "unit", "attribute"}
_TABLES: OrderedDict[tuple[int, str, str], tuple[Index, tuple[RowTable, ...]]] = OrderedDict()


def tables_of(record: DocumentRecord, cat: Catalogue) -> tuple[RowTable, ...]:
    """The tables of a document that have rows with figures, in order (the last documents' are kept)."""
    mark = (id(cat.index), cat.index.generation, record.id)
    known = _TABLES.get(mark)
    if known is None or known[0] is not cat.index:
        known = _TABLES[mark] = (cat.index, _made(record, cat))
        while len(_TABLES) > _KEPT:
            _TABLES.popitem(last=False)
    else:
        _TABLES.move_to_end(mark)
    return known[1]


def plain_label(label: str) -> str:
    """A label without its number and letter: ``一、货物A`` -> ``货物``."""
    return _ENUMERATED.sub("", _ENUMERATED.sub("", squeeze(label)))


def _made(record: DocumentRecord, cat: Catalogue) -> tuple[RowTable, ...]:
    view = cat.view(record)
    by_table: dict[int, list[Figure]] = defaultdict(list)
    for figure in view.figures:
        if figure.table is not None and figure.column_known and figure.row_path and "绩效" not in (figure.form or "") and figure.confidence >= SUREST:
            by_table[figure.table].append(figure)
    made = []
    for table in cat.index.tables(record.id):
        figures = by_table.get(table.ordinal)
        if figures and table.form:
            made.append(_table(record, table, figures, view))
    return tuple(made)


def _table(record: DocumentRecord, table: Table, figures: list[Figure], view: View) -> RowTable:
    labels = [c for c, role in enumerate(table.roles) if role in _LABELS]
    heads = {c: key(table.column_paths[c][-1]) for c in labels if c < len(table.column_paths) and table.column_paths[c]}
    several = len(set(heads.values())) > 2
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.column in heads and cell.text.strip() and cell.value is None:
            texts[cell.row][cell.column] = squeeze(cell.text)
    columns: dict[str, set[int]] = defaultdict(set)  # the text of a label -> the columns where it stands
    for row in texts.values():
        for column, text in row.items():
            columns[key(text)].add(column)
    marks = {c for c in labels if table.roles[c] == "attribute"}
    known = {key(text): text for row in texts.values() for c, text in row.items() if c in marks}
    by_row: dict[tuple[int, tuple[str, ...]], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_row[figure.row or 0, figure.row_path].append(figure)
    codes: dict[tuple[int, tuple[str, ...]], str | None] = {}
    for place, path, code in _blank(table):
        by_row.setdefault((place, path), [])
        codes.setdefault((place, path), code)
    rows = []
    for (place, path), found in sorted(by_row.items(), key=lambda item: item[0][0]):
        if neutral(path[-1]) or key(path[-1]) in view.own_names or _SUMMED.search(path[-1]):
            continue
        own = {k for k in known if any(k in {key(q) for q in f.qualifiers} for f in found) or k in {key(t) for t in texts.get(place, {}).values()}}
        dims = _headed(path, columns, heads) if several else {}
        dims.update({heads[c]: known[k] for k in own for c in columns[k] & marks if several})
        code = next((f.code for f in found if f.code), None) or codes.get((place, path))
        kind = next((f.subject_kind for f in found), "部门")
        rows.append(Row(path, tuple(key(plain_label(p)) for p in path), code, tuple(found), frozenset(own), dims, kind))
    fund = next((f.fund for f in figures if f.fund), "") or ""
    return RowTable(record, table.ordinal, table.form or "", table.title, fund, tuple(rows), tuple(dict.fromkeys(heads.values())) if several else ())


def _headed(path: tuple[str, ...], columns: dict[str, set[int]], heads: dict[int, str]) -> dict[str, str]:
    """The labels of a path by the headings that they stand under; they run from left to right (办公设备购置 may be both a programme and an account)."""
    dims: dict[str, str] = {}
    last = -1
    for label in path:
        column = min((c for c in columns.get(key(label), ()) if c > last), default=None)
        if column is not None:
            dims[heads[column]], last = label, column
    return dims


def _blank(table: Table) -> list[tuple[int, tuple[str, ...], str | None]]:
    """All labelled rows, also those without any figure, of side-by-side groups too: place, path, code."""
    if table.group_row_paths:
        return [(r, path, table.group_row_codes.get((r, c))) for (r, c), path in table.group_row_paths.items() if path]
    codes = table.row_codes
    return [(r, path, codes[r] if r < len(codes) else None) for r, path in enumerate(table.row_paths) if r >= table.header_rows and path]


def total_of(table: RowTable, cat: Catalogue) -> list[Figure]:
    """The figures of the table's own total rows, topmost first."""
    view = cat.view(table.record)
    tops = [f for f in view.figures if f.table == table.ordinal and f.column_known and len(f.row_path) == 1]
    return [f for f in tops if neutral(f.row_path[0]) or key(f.row_path[0]) in view.own_names]
