"""Tables that run over a page become one table again.

A piece continues the table before it when nothing but a page break (or a repeated caption) stands between them and their columns fit:
same edges, or edges that are a part of the other's (a tail without the inner spans). Text forms have no edges; there a table without a title
of its own whose header repeats the last one's goes on with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from index.model import Cell
from index.raw import Line, RawTable
from index.structure.joined import Joined, cell_text, from_raw, without_rows
from index.structure.stream import Block
from index.structure.vocabulary import CAPTION_DEPARTMENT, CAPTION_NUMBER, CAPTION_UNIT, CODE, NUMBERING, PLAIN_TOTAL, TITLE_END, TOTAL
from index.text import normal, squeeze

_EDGE = 2.5
_OUTER = 4.0
_CONTINUED = re.compile(r"续表|[(（]续[)）]|^续\d*$")


def join_tables(blocks: list[Block]) -> list[Line | Joined]:
    """The stream with every run of table pieces as one :class:`Joined`; captions repeated between pieces go away."""
    out: list[Line | Joined] = []
    pending: list[Line] = []
    for block in blocks:
        if not isinstance(block, RawTable):
            pending.append(block)
            continue
        before = out[-1] if out and isinstance(out[-1], Joined) else None
        joined = _continued(before, pending, block) if before is not None else None
        if joined is not None:
            out[-1] = joined
        else:
            out.extend(pending)
            out.append(from_raw(block))
        pending = []
    out.extend(pending)
    return [_without_empty_tail(b) if isinstance(b, Joined) else b for b in out]


def _continued(base: Joined, between: list[Line], piece: RawTable) -> Joined | None:
    if piece.number is not None or (piece.title is not None and piece.title != base.raw.title):
        return None
    if base.raw.form is not None and piece.form is not None and base.raw.form != piece.form:
        return None
    if piece.column_edges and base.edges:
        return _continued_ruled(base, between, piece)
    if piece.columns != base.columns or any(not _is_caption(line.text) for line in between):
        return None
    header = _repeated_header(base, piece)
    if not header and (between or piece.header_rows or _has_own_title(piece) or not any(_has_amount(row) for row in _first_rows(piece)[:1])):
        return None
    return _append(base, piece, header, tuple(range(piece.columns + 1)))


def _continued_ruled(base: Joined, between: list[Line], piece: RawTable) -> Joined | None:
    if piece.page != base.last_page + 1:
        return None
    if _has_own_title(piece):
        return None
    header = _repeated_header(base, piece)
    if between and not (header and all(_is_caption(line.text) or _same_title(line.text, base) for line in between)):
        return None
    edges = _common_edges(base.edges, piece.column_edges)
    if edges is None:
        return None
    return _append(_remap(base, edges), piece, header, tuple(_index(edges, x) for x in piece.column_edges))


def _is_caption(text: str) -> bool:
    text = squeeze(text)
    return bool(CAPTION_UNIT.search(text) or CAPTION_DEPARTMENT.match(text) or CAPTION_NUMBER.match(text) or _CONTINUED.search(text))


def _same_title(text: str, base: Joined) -> bool:
    return bool(_CONTINUED.search(text)) or (bool(TITLE_END.search(squeeze(text))) and base.raw.title is not None and normal(text) == normal(base.raw.title))


def _has_own_title(piece: RawTable) -> bool:
    """A first row of one cell over all columns that ends with 表 (tables that carry their title inside)."""
    first = [c for c in piece.cells if c.row == 0]
    return len(first) == 1 and piece.columns > 1 and bool(TITLE_END.search(cell_text(first[0].text)))


def _repeated_header(base: Joined, piece: RawTable) -> int:
    """How many first rows of the piece repeat the first rows of the base, text for text; 0 where the header is not repeated."""
    base_rows, piece_rows = _first_rows(base.raw), _first_rows(piece)
    n = 0
    while n < min(len(base_rows), len(piece_rows)) and base_rows[n] == piece_rows[n] and any(base_rows[n]) and not _has_amount(base_rows[n]):
        n += 1
    return n if n and any(not CODE.match(t) for row in piece_rows[:n] for t in row if t) else 0


def _has_amount(texts: tuple[str, ...]) -> bool:
    return any(re.search(r"\d[.,]\d", t) or (CODE.match(t) and len(t) >= 3) for t in texts)


def _first_rows(piece: RawTable) -> list[tuple[str, ...]]:
    """The texts of up to six first rows of a piece, in normal form."""
    rows: list[list[tuple[int, str]]] = [[] for _ in range(min(6, piece.rows))]
    for cell in piece.cells:
        if cell.row < len(rows):
            rows[cell.row].append((cell.column, normal(cell_text(cell.text))))
    return [tuple(text for _, text in sorted(row)) for row in rows]


def _last_row(base: Joined) -> dict[int, Cell]:
    """The cells that reach the last row, by column (pieces are appended in order, so they are near the end)."""
    found: dict[int, Cell] = {}
    for cell in reversed(base.cells):
        if cell.row + cell.row_span == base.rows:
            found[cell.column] = cell
        elif cell.row < base.rows - 200:
            break
    return found


def _common_edges(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...] | None:
    """The finer of the two edge lists where one is contained in the other and the outer edges agree; else None."""
    if abs(a[0] - b[0]) > _OUTER or abs(a[-1] - b[-1]) > _OUTER:
        return None
    fine, coarse = (a, b) if len(a) >= len(b) else (b, a)
    if all(any(abs(x - y) <= _EDGE for y in fine) for x in coarse[1:-1]):
        return fine
    return None


def _index(edges: tuple[float, ...], x: float) -> int:
    i = bisect_left(edges, x)
    return min((j for j in (i - 1, i) if 0 <= j < len(edges)), key=lambda j: abs(edges[j] - x))


def _remap(table: Joined, edges: tuple[float, ...]) -> Joined:
    if len(edges) == len(table.edges):
        return table
    at = [_index(edges, x) for x in table.edges]
    cells = tuple(replace(c, column=at[c.column], column_span=at[c.column + c.column_span] - at[c.column]) for c in table.cells)
    return replace(table, columns=len(edges) - 1, cells=cells, edges=edges)


def _append(base: Joined, piece: RawTable, header: int, at: tuple[int, ...]) -> Joined:
    """The base with the piece's rows below it, less its repeated header; ``at`` maps the piece's column edges to the base's."""
    new = without_rows(from_raw(piece), set(range(header)))
    cells = [
        replace(c, column=at[c.column], column_span=max(1, at[c.column + c.column_span] - at[c.column])) for c in new.cells
    ]
    kept = list(base.cells)
    first = [c for c in cells if c.row == 0]
    drop_first = bool(first) and not any(c.text for c in first)
    if not header and not drop_first and _cut_inside_a_row(base, first):
        kept = _mended(base, first)
        drop_first = True
    if drop_first and all(c.row_span == 1 for c in first):
        cells = [replace(c, row=c.row - 1) for c in cells if c.row > 0]
        new = replace(new, rows=new.rows - 1)
    shifted = tuple(replace(c, row=c.row + base.rows) for c in cells)
    return replace(base, rows=base.rows + new.rows, last_page=new.last_page, cells=tuple(kept) + shifted)


def _cut_inside_a_row(base: Joined, first: list[Cell]) -> bool:
    """Whether the first row of the next page is the rest of a row cut by the page break.

    It has text, no number, and no code or ordinal of its own; and either its column numbers its labels (八、…) or it has a word that ends
    the label above it (当年收入|小计), or it is a fragment that cannot begin a label.
    """
    filled = [c for c in first if c.text]
    if not filled or any(c.value is not None for c in first):
        return False
    above = _last_row(base)
    for cell in filled:
        last = above.get(cell.column)
        if last is None or not last.text or NUMBERING.match(cell.text) or CODE.match(cell.text):
            return False
        if TOTAL.match(normal(last.text)):
            return False
        if not (_numbers_its_labels(base, cell.column) or PLAIN_TOTAL.match(cell.text) or _open_end(last.text) or len(cell.text) <= 2):
            return False
    return True


def _numbers_its_labels(base: Joined, column: int) -> bool:
    texts = [c.text for c in base.cells if c.column == column and c.text and c.value is None]
    return len(texts) >= 3 and sum(bool(NUMBERING.match(t)) for t in texts) >= 0.6 * len(texts)


def _open_end(text: str) -> bool:
    """Whether a label breaks off inside brackets or after a joining word."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")") or text.endswith(("及", "和", "与", "、", "的"))


def _mended(base: Joined, first: list[Cell]) -> list[Cell]:
    rest = {c.column: c for c in first if c.text}
    return [
        replace(c, text=c.text + rest[c.column].text) if c.row + c.row_span == base.rows and c.column in rest else c for c in base.cells
    ]


def _without_empty_tail(table: Joined) -> Joined:
    """Pages with nothing but one empty row add nothing: an empty last row of a table over several pages is dropped."""
    if table.page == table.last_page:
        return table
    last = table.row_cells(table.rows - 1)
    if last and not any(c.text for c in last) and last[0].page == table.last_page:
        return without_rows(table, {table.rows - 1})
    return table
