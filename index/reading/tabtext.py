"""Text whose tables are lines of tab-separated cells, with Markdown headings and HTML left-overs between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.raw import Line, RawTable
from index.reading.forms import is_performance
from index.reading.markup import cell_text, prose_line
from index.reading.tabheader import Grid, headed
from index.text import normal

_UNIT = re.compile(r"(?:金额)?单位[:：]\s*([百千万亿]*元)")
_OWNER = re.compile(r"^(?:编制|预算|填报|公开)?(?:部门|单位)(?:名称)?[(（]?[^:：)）]{0,6}[)）]?[:：](?!\s*[百千万亿]*元)")
_NUMBER = re.compile(r"^(?:公开)?表?\s*[0-9一二三四五六七八九十]{1,3}\s*表?$")
_YEAR = re.compile(r"^[(（]?\s*20\d\d\s*年?度?\s*[)）]?$")
_TITLE_END = re.compile(r"表(?:[(（][^()（）]{1,12}[)）])?$")
_SEPARATOR = re.compile(r"^:?-{2,}:?$")


@dataclass
class _Preamble:
    """What stands right above a table: its number, title, unit; ``taken`` lines of the prose are spent on it."""

    number: str | None = None
    title: str | None = None
    unit: str | None = None
    owner: bool = False
    taken: int = 0
    keep: list[Line] = field(default_factory=list)


def blocks_of(text: str) -> tuple[Line | RawTable, ...]:
    """Lines and tables in reading order, all on page 1. Pieces of one table (page break, repeated header) are joined."""
    blocks: list[Line | RawTable] = []
    rows: list[list[str]] = []
    piece: _Piece | None = None
    for raw in [*text.split("\n"), ""]:
        if "\t" in raw.rstrip("\n") and raw.strip():
            rows.append([cell_text(cell) for cell in raw.split("\t")])
            continue
        if rows:
            piece = _place(blocks, piece, rows)
            rows = []
        if raw.strip():
            words, size = prose_line(raw)
            if words:
                blocks.append(Line(words, 1, size=size))
    if piece is not None:
        blocks[piece.at] = headed(piece.grid())
    return tuple(blocks)


@dataclass
class _Piece:
    """A table that may still grow: where it stands among the blocks, and its rows so far."""

    at: int
    preamble: _Preamble
    rows: list[list[str]]

    @property
    def width(self) -> int:
        return max(len(row) for row in self.rows)

    @property
    def performance(self) -> str | None:
        return is_performance(self.preamble.title or "")

    def grid(self) -> Grid:
        """The rows made equally long, with what the lines above told."""
        width = self.width
        rows = tuple(tuple(row) + ("",) * (width - len(row)) for row in self.rows)
        return Grid(rows, 1, self.preamble.number, self.preamble.title, self.preamble.unit, self.performance)


def _place(blocks: list[Line | RawTable], last: _Piece | None, rows: list[list[str]]) -> _Piece:
    """Join the rows to the table before them or open a new one."""
    rows = [row for row in rows if not all(_SEPARATOR.match(cell) or not cell for cell in row) or not any(row)]
    preamble = _read_preamble(blocks)
    if last is not None and preamble.title is None and preamble.number is None:
        adjoining = last.at + 1 + preamble.taken == len(blocks)
        if adjoining and rows and max(map(len, rows)) <= last.width:
            if preamble.taken:
                del blocks[-preamble.taken :]
            _extend(last, rows)
            return last
    if last is not None:
        blocks[last.at] = headed(last.grid())
    if preamble.taken:
        del blocks[-preamble.taken :]
    blocks.extend(preamble.keep)
    piece = _Piece(len(blocks), preamble, rows or [[""]])
    blocks.append(RawTable(1, 0, 0, ()))
    return piece


def _extend(last: _Piece, rows: list[list[str]]) -> None:
    header = _repeated_header(last.rows, rows)
    if header:
        last.rows.extend(rows[header:])
        return
    if last.performance and _is_tail(last.rows, rows[0]):
        tail = rows.pop(0)
        above = last.rows[-1]
        above.extend([""] * (len(tail) - len(above)))
        for column, text in enumerate(tail):
            if text:
                above[column] = cell_text(f"{above[column]} {text}")
    last.rows.extend(row for row in rows if any(row))


def _repeated_header(before: list[list[str]], rows: list[list[str]]) -> int:
    """How many leading rows repeat the header of the table before."""
    same = 0
    for old, new in zip(before, rows, strict=False):
        if [normal(cell) for cell in old if cell] != [normal(cell) for cell in new if cell]:
            break
        same += 1
    return same


def _is_tail(before: list[list[str]], row: list[str]) -> bool:
    """Whether the first row after a page break ends the row before it: its weight (a number) already stands above."""
    weight = next((c for head in before for c, cell in enumerate(head) if re.fullmatch(r"(指标)?分值(权重)?|权重", cell)), None)
    if weight is None or weight >= len(before[-1]):
        return False
    return bool(before[-1][weight]) and not (weight < len(row) and row[weight])


def _read_preamble(blocks: list[Line | RawTable]) -> _Preamble:
    """Read upwards from the table: unit, owner, year, title, number, each at most once, until something else stands there."""
    found = _Preamble()
    taken: list[Line] = []
    for block in reversed(blocks[-7:]):
        if not isinstance(block, Line):
            break
        text = block.text
        unit = _UNIT.search(text)
        if unit and len(text) < 60 and found.unit is None and found.title is None:
            found.unit = unit[1]
            found.owner = found.owner or bool(_OWNER.match(text))
        elif _OWNER.match(text) and len(text) < 60 and found.title is None:
            found.owner = True
        elif _YEAR.match(text) and found.title is None:
            pass
        elif found.title is None and _TITLE_END.search(normal(text)) and len(text) <= 45 and not re.search(r"[，。；：]", text):
            found.title = text
        elif found.number is None and _NUMBER.match(text) and found.title is not None:
            found.number = re.sub(r"\s+", "", text)
            taken.append(block)
            break
        else:
            break
        taken.append(block)
    found.taken = len(taken)
    found.keep = [line for line in reversed(taken) if _OWNER.match(line.text) or _YEAR.match(line.text)]
    return found
