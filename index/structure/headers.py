"""The header of a table: how many rows it has, what stands over each column, and what each column is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from index.model import Cell
from index.numbers import parse_amount
from index.structure.joined import Joined
from index.structure.vocabulary import (
    ATTRIBUTE_HEADER,
    CODE,
    CODE_HEADER,
    HEADER_WORD,
    LABEL_HEADER,
    LEVEL_HEADER,
    PLAIN_TOTAL,
    PROJECT_HEADER,
    SERIAL_HEADER,
    STAR_ROW,
    TOTAL,
    UNIT_HEADER,
)
from index.text import normal

_MAX_HEADER = 8
_GROUP_START = re.compile(r"项目|科目|名称|功能|用途|分类|支出|收入|编码|代码|^类$|内容|单位")
_EMPTY_LABEL = re.compile(r"名称|^项目$|科目$|功能分类|用途$|内容$|品目|类别")


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    LABEL = "label"
    UNIT = "unit"
    PROJECT = "project"
    VALUE = "value"
    ATTRIBUTE = "attribute"
    SERIAL = "serial"


LABELS = (Role.CODE, Role.LABEL, Role.UNIT, Role.PROJECT)


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that belong together: labels on the left, their values on the right."""

    labels: tuple[int, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's header understood."""

    header_rows: int
    paths: tuple[tuple[str, ...], ...]
    roles: tuple[Role, ...]
    groups: tuple[Group, ...]


def layout_of(table: Joined) -> Layout:
    """Header rows, column paths, column roles and side-by-side groups of a table."""
    header = table.raw.header_rows if table.raw.header_rows is not None else count_header_rows(table)
    header = 0 if _starts_with_data(table) else min(header, table.rows)
    paths = _column_paths(table, header)
    roles, groups = _groups(_roles(table, header, paths), paths)
    return Layout(header, paths, roles, groups)


def _starts_with_data(table: Joined) -> bool:
    """Whether the first row is already a row of data (a subject code and an amount with decimals): the header was lost with a page or line."""
    texts = [c.text for c in table.row_cells(0) if c.text]
    return any(CODE.match(t) for t in texts) and any(re.fullmatch(r"-?[\d,]+\.\d{1,2}", t) for t in texts)


def count_header_rows(table: Joined) -> int:
    """How many first rows are header: rows reached by spans from row 0, rows with spanning texts, rows of header words, ordinal rows."""
    origin = table.origin()
    n = 1
    while n < min(table.rows, _MAX_HEADER):
        if _is_data(table, n):
            break
        if not _is_header(table, n, origin):
            rest = next((r for r in range(n, min(table.rows, n + 3)) if any(c.text for c in table.row_cells(r))), None)
            blank = not any(c.text for c in table.row_cells(n))
            if not (blank and rest is not None and rest != n and not _is_data(table, rest) and _is_header(table, rest, origin)):
                break
        n += 1
    return n if n < table.rows or table.rows == 1 else max(1, n)


def _is_data(table: Joined, row: int) -> bool:
    """Whether a row holds an amount, a subject code, or nothing but a total's label."""
    cells = [c for c in table.row_cells(row) if c.text]
    if _ordinals(cells):
        return False
    if any(_amount_like(c.text) or CODE.match(c.text) for c in cells):
        return True
    return bool(cells) and all(TOTAL.match(normal(c.text)) for c in cells) and len(cells) == 1


def _amount_like(text: str) -> bool:
    return parse_amount(text) is not None


def _ordinals(cells: list[Cell]) -> bool:
    """A row of column numbers: ※ ※ 1 2 3, 栏次 1 2 3, 1 2=3+4 …"""
    texts = [normal(c.text) for c in cells]
    if len(texts) < 2 or not all(STAR_ROW.match(t) for t in texts):
        return False
    numbers = [int(found[0]) for t in texts if (found := re.match(r"\d+", t))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1) if numbers else "※" in texts


def _is_header(table: Joined, row: int, origin: dict[tuple[int, int], Cell]) -> bool:
    cells = [c for c in table.row_cells(row) if c.text]
    if _ordinals(cells):
        return True
    reached = any((cell := origin.get((row, c))) is not None and cell.row < row and cell.text for c in range(table.columns))
    if reached and (cells or any(cell.row + cell.row_span > row + 1 for c in range(table.columns) if (cell := origin.get((row, c))) and cell.row < row)):
        return True
    if not cells:
        return False
    if any(c.column_span > 1 for c in cells) and not (len(cells) == 1 and cells[0].column_span == table.columns):
        return True
    if any(c.column_span > 1 for c in table.row_cells(row - 1) if c.text) and row == 1:
        return True
    return all(HEADER_WORD.match(normal(c.text)) for c in cells)


def _column_paths(table: Joined, header: int) -> tuple[tuple[str, ...], ...]:
    origin = table.origin()
    spanned = any(c.column_span > 1 or c.row_span > 1 for c in table.cells if c.row < header)
    skip = {r for r in range(header) if _ordinals([c for c in table.row_cells(r) if c.text])}
    paths = []
    for column in range(table.columns):
        path: list[str] = []
        for row in range(header):
            if row in skip:
                continue
            cell = origin.get((row, column))
            text = cell.text if cell is not None else ""
            if not text and not spanned:
                text = _from_left(origin, row, column, header, skip)
            if text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return tuple(paths)


def _from_left(origin: dict[tuple[int, int], Cell], row: int, column: int, header: int, skip: set[int]) -> str:
    """A header without spans: an empty cell with a header word below it belongs to the word on its left."""
    below = any(origin[(r, column)].text for r in range(row + 1, header) if r not in skip and (r, column) in origin)
    if not below:
        return ""
    for left in range(column - 1, -1, -1):
        cell = origin.get((row, left))
        if cell is not None and cell.text:
            return cell.text
    return ""


def _roles(table: Joined, header: int, paths: tuple[tuple[str, ...], ...]) -> list[Role]:
    body: list[list[str]] = [[] for _ in range(table.columns)]
    for cell in table.cells:
        if cell.row >= header and cell.text and cell.column_span == 1:
            body[cell.column].append(cell.text)
    roles: list[Role] = []
    for column in range(table.columns):
        before = roles[-1] if roles else None
        roles.append(_role(paths[column], body[column], before))
    if sum(r in (Role.LABEL, Role.CODE, Role.UNIT) for r in roles) == 0:
        roles = [Role.LABEL if r is Role.PROJECT else r for r in roles]
    return roles


def _role(path: tuple[str, ...], texts: list[str], before: Role | None) -> Role:
    leaf = normal(path[-1]) if path else ""
    whole = normal("".join(path))
    if SERIAL_HEADER.match(leaf):
        return Role.SERIAL
    codes = sum(bool(CODE.match(normal(t).replace("-", ""))) for t in texts)
    texts = [t for t in texts if not LEVEL_HEADER.match(t)]
    if CODE_HEADER.search(leaf) and not codes:  # a sheet that shows its codes as amounts: 302.00
        codes = sum(bool(re.fullmatch(r"\d{3}(?:\d{2}){0,2}\.0+", normal(t))) for t in texts)
    if CODE_HEADER.search(leaf) and codes >= 0.6 * len(texts):
        return Role.SERIAL if re.search(r"单位|部门", leaf) else Role.CODE
    numbers = sum(parse_amount(t) is not None for t in texts)
    if texts and not leaf and codes == len(texts) and before in (None, Role.CODE):
        return Role.CODE
    if texts and codes == len(texts) and LABEL_HEADER.search(whole) and before in (None, Role.CODE, Role.SERIAL) and min(len(t) for t in texts) >= 3:
        return Role.CODE
    below = [t for t in texts if not PLAIN_TOTAL.match(normal(t))]
    if below and codes == len(below) and before in (None, Role.SERIAL) and any(CODE_HEADER.search(normal(word)) for word in path):
        return Role.CODE  # 类 whose word cannot be read, the total's name in it
    if texts and codes == len(texts) and before is Role.CODE and _are_code_parts(path, texts):
        return Role.CODE  # 款 or 项 whose word cannot be read
    if before is None and codes >= max(3, 0.5 * len(texts)) and _are_subjects(texts):
        return Role.CODE  # another table's codes below a header that names none: no amounts in any case
    if not texts:
        return _role_of_empty(leaf, before)
    if numbers >= 0.6 * len(texts) and leaf not in ("项目", "科目名称", "项目名称"):
        return Role.VALUE
    return _text_role(leaf)


def _are_code_parts(path: tuple[str, ...], texts: list[str]) -> bool:
    """Whether all texts are two digits, as 款 and 项 are: below a word for codes, or with noughts in front, which no amount has."""
    parts = all(re.fullmatch(r"\d{2}", normal(t)) for t in texts)
    return parts and (any(CODE_HEADER.search(normal(word)) for word in path) or any(t.startswith("0") for t in texts))


def _are_subjects(texts: list[str]) -> bool:
    """Whether all numbers among some texts are subject codes, of several levels (208, 20802, 2080201)."""
    codes = [t for t in map(normal, texts) if parse_amount(t) is not None]
    return all(CODE.match(c) and len(c) in (3, 5, 7) for c in codes) and len({len(c) for c in codes}) > 1


def _text_role(leaf: str) -> Role:
    if UNIT_HEADER.search(leaf) and "项目" not in leaf:
        return Role.UNIT
    if PROJECT_HEADER.search(leaf):
        return Role.PROJECT
    return Role.ATTRIBUTE if ATTRIBUTE_HEADER.search(leaf) else Role.LABEL


def _role_of_empty(leaf: str, before: Role | None) -> Role:
    if CODE_HEADER.search(leaf):
        return Role.CODE
    if before in (None, *LABELS, Role.SERIAL) and _EMPTY_LABEL.search(leaf):
        return _text_role(leaf)
    return Role.ATTRIBUTE if ATTRIBUTE_HEADER.search(leaf) or not leaf else Role.VALUE


def _groups(roles: list[Role], paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[Role, ...], tuple[Group, ...]]:
    """Side-by-side groups: a label column right of values begins a new one, if its header is that of labels."""
    groups: list[tuple[list[int], list[int]]] = [([], [])]
    for column, role in enumerate(roles):
        if role is Role.VALUE:
            groups[-1][1].append(column)
        elif role in LABELS:
            leaf = normal(paths[column][-1]) if paths[column] else ""
            later = any(r is Role.VALUE for r in roles[column:])
            if groups[-1][1]:
                if not (later and _GROUP_START.search(leaf)):
                    roles[column] = Role.ATTRIBUTE
                    continue
                groups.append(([], []))
            groups[-1][0].append(column)
    for labels, _ in groups:
        others = [c for c in labels if roles[c] in (Role.CODE, Role.UNIT) or (roles[c] is Role.LABEL and paths[c])]
        for column in labels:
            if roles[column] is Role.PROJECT and (len(groups) > 1 or not others):
                roles[column] = Role.LABEL
    return tuple(roles), tuple(Group(tuple(labels), tuple(values)) for labels, values in groups)
