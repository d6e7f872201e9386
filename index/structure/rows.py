"""The row tree: what each row is called, from its outermost parent down, and its subject code.

Three kinds of trees occur: by code (类 款 项 in three columns or in one), by columns (each label column is a level, blanks go on with the
label above), and by numbering (一、 （一） 1. 其中：) in a single label column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.model import Cell
from index.structure.headers import Group, Layout, Role
from index.structure.joined import Joined
from index.structure.vocabulary import (
    CODE,
    CODE_AND_NAME,
    LEVEL_HEADER,
    NUMBERING,
    NUMBERING_STYLES,
    OF_WHICH,
    PLAIN_TOTAL,
    TOTAL,
)
from index.text import normal

_UNIT_END = re.compile(
    r"(?:局|厅|委|办|院|中心|站|所|队|会|校|园|馆|处|社|团|部|署|机关|本级|公司|大学|学院|中学|小学|办公室|委员会|支队|总队|大队|基地|科|室|台|场|段|行|库)"
    r"(?:[(（][^)）]*[)）])?$"
)
_NO_UNIT = re.compile(r"经费|项目|资金|补助|专项|工作|建设|奖|费$|支出|收入|拨款|预算")
_TOP_LABEL = re.compile(r"^(?:上年|结转下年|年初|年末|使用|用事业基金|结余|收入|支出|本年|当年|动用)")
_NEVER_BELOW_VEHICLES = re.compile(r"^(?:公务接待|因公出国|会议费|培训费)")


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row of a group is called: path from the outermost parent, code, unit and project in force."""

    path: tuple[str, ...]
    code: str | None = None
    unit: str | None = None
    project: str | None = None


@dataclass(slots=True)
class _State:
    code_parts: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    columns: dict[int, str] = field(default_factory=dict)
    numbered: list[tuple[int, str]] = field(default_factory=list)
    seen_styles: set[int] = field(default_factory=set)
    last: tuple[str, ...] = ()
    last_numbered: bool = False
    of_which: tuple[str, ...] | None = None
    after_total: bool = False


def row_labels(table: Joined, layout: Layout, group: Group) -> dict[int, RowLabel]:
    """The label of each body row in one group of columns."""
    origin = table.origin()
    state = _State()
    coded = any(layout.roles[c] is Role.CODE for c in group.labels) and _has_codes(table, layout, group)
    several = sum(layout.roles[c] is not Role.CODE for c in group.labels) > 1
    labels: dict[int, RowLabel] = {}
    for row in range(layout.header_rows, table.rows):
        texts = _texts(origin, row, group, layout)
        if not any(texts.values()):
            labels[row] = RowLabel((), None, state.unit)
        elif coded:
            labels[row] = _by_code(texts, layout, state)
        else:
            labels[row] = _by_words(texts, layout, state, several)
    return labels


def _has_codes(table: Joined, layout: Layout, group: Group) -> bool:
    columns = {c for c in group.labels if layout.roles[c] is Role.CODE}
    return any(c.row >= layout.header_rows and c.column in columns and CODE.match(_code_text(c.text)) for c in table.cells)


def _code_text(text: str) -> str:
    return re.sub(r"[\s\-.·]", "", text)


def _texts(origin: dict[tuple[int, int], Cell], row: int, group: Group, layout: Layout) -> dict[int, str]:
    """Label text per label column of a row. A cell that spans columns counts once, in its first column of this group."""
    texts: dict[int, str] = {}
    taken: set[tuple[int, int]] = set()
    for column in group.labels:
        cell = origin.get((row, column))
        if cell is None or (cell.row, cell.column) in taken or LEVEL_HEADER.match(cell.text):
            continue
        taken.add((cell.row, cell.column))
        is_word = not CODE.match(_code_text(cell.text))
        if cell.column != column and not is_word:
            continue
        texts[column] = cell.text
    return texts


def is_total(text: str) -> bool:
    """Whether a label is that of a total over the whole table or side (合计, 收入总计, 本年支出合计, 当年收入小计)."""
    plain = re.sub(r"\s", "", normal(text))
    plain = NUMBERING.sub("", plain)
    return bool(TOTAL.match(plain) or PLAIN_TOTAL.match(plain) or re.match(r"^(?:当年|本年)(?:收入|支出)(?:小计|合计)$", plain))


def _by_code(texts: dict[int, str], layout: Layout, state: _State) -> RowLabel:
    codes = [(c, _code_text(texts.get(c, ""))) for c in sorted(texts) if layout.roles[c] is Role.CODE]
    words = {c: t for c, t in texts.items() if t and not (layout.roles[c] is Role.CODE and CODE.match(_code_text(t)))}
    project = next((t for c, t in words.items() if layout.roles[c] is Role.PROJECT), None)
    unit = next((t for c, t in words.items() if layout.roles[c] is Role.UNIT), None)
    names = [t for c, t in words.items() if layout.roles[c] in (Role.LABEL, Role.CODE)]
    name = "".join(names)
    if unit:
        state.unit = unit
    code = _joined_code([t for _, t in codes], state) if any(t and CODE.match(t) for _, t in codes) else None
    if code is None:
        return _uncoded(name or project or unit or "", project if name else None, state)
    if len(code) not in (3, 5, 7) and _UNIT_END.search(name):
        return _uncoded(name, project, state)
    ancestors = [state.names[p] for p in (code[:3], code[:5]) if len(p) < len(code) and p in state.names]
    if name:
        state.names[code] = name
    path = [*([state.unit] if state.unit else []), *ancestors, *([name] if name else []), *([project] if project else [])]
    return RowLabel(tuple(path), code, state.unit, project)


def _uncoded(name: str, project: str | None, state: _State) -> RowLabel:
    """A row without code in a coded table: the total, a unit's subtotal, or a line of its own."""
    if is_total(name):
        state.unit = None
        return RowLabel((name,))
    if _UNIT_END.search(name) and not NUMBERING.match(name) and project is None:
        state.unit = name
        state.names = {}
        state.code_parts = []
        return RowLabel((name,), None, name)
    path = [*([state.unit] if state.unit else []), name, *([project] if project else [])]
    return RowLabel(tuple(p for p in path if p), None, state.unit, project)


def _joined_code(parts: list[str], state: _State) -> str:
    """类, 款 and 项 as one code; levels to the left that are blank go on from the row above; columns of full codes give the longest."""
    filled = [p for p in parts if CODE.match(p)]
    if len(parts) == 1 or len(max(filled, key=len)) >= 5:
        return max(filled, key=len)
    first = next(i for i, p in enumerate(parts) if CODE.match(p))
    whole = [*(state.code_parts[:first] if first and len(state.code_parts) >= first else []), *filled]
    state.code_parts = whole
    return "".join(whole)


def _by_words(texts: dict[int, str], layout: Layout, state: _State, several: bool) -> RowLabel:
    words = {c: t for c, t in texts.items() if layout.roles[c] is not Role.CODE or not CODE.match(_code_text(t))}
    columns = [c for c in words if layout.roles[c] in (Role.LABEL, Role.CODE)]
    project = next((t for c, t in words.items() if t and layout.roles[c] is Role.PROJECT), None)
    unit = next((t for c, t in words.items() if t and layout.roles[c] is Role.UNIT), None)
    if several or len(words) > 1:
        label = _by_columns(words, state)
        columns_left = {c: t for c, t in state.columns.items() if t in label}
        project = project or next((t for c, t in columns_left.items() if layout.roles[c] is Role.PROJECT), None)
        unit = unit or next((t for c, t in columns_left.items() if layout.roles[c] is Role.UNIT), None)
        return RowLabel(label, None, unit, project)
    text = next(iter(words.values()), "")
    if found := CODE_AND_NAME.match(text):
        code, name = found[1], text[found.end() :].strip()
        ancestors = [state.names[p] for p in (code[:3], code[:5]) if len(p) < len(code) and p in state.names]
        state.names[code] = name
        state.last, state.last_numbered = (name,), False
        return RowLabel((*ancestors, name), code)
    if not columns and not project and unit:
        return RowLabel((unit,), None, None if is_total(unit) else unit)
    if _names_projects(layout, words) and is_unit_name(text):
        state.unit = text
        return RowLabel((text,), None, text)
    path = _by_numbering(text, state)
    if is_total(text):
        state.unit = None
    return RowLabel((*([state.unit] if state.unit else []), *path), None, unit or state.unit, project)


def is_unit_name(text: str) -> bool:
    """Whether a label reads like the name of a body, not of an item or project."""
    return bool(_UNIT_END.search(text)) and len(text) >= 4 and not _NO_UNIT.search(text) and not NUMBERING.match(text)


def _names_projects(layout: Layout, words: dict[int, str]) -> bool:
    """Whether the single label column lists projects or units, so that a body's name begins its part of the table."""
    return any(re.search(r"项目名称|单位|部门", "".join(layout.paths[c][-1:])) for c in words)


def _by_columns(words: dict[int, str], state: _State) -> tuple[str, ...]:
    filled = [c for c in sorted(words) if words[c]]
    first = filled[0]
    if is_total(words[first]) and (first == min(words) or not state.columns):
        state.columns = {}
        return (words[first],)
    for column in filled:
        if state.columns.get(column) != words[column]:
            state.columns = {c: t for c, t in state.columns.items() if c < column}
        state.columns[column] = words[column]
    deepest = filled[-1]
    return tuple(state.columns[c] for c in sorted(state.columns) if c <= deepest)


def _by_numbering(text: str, state: _State) -> tuple[str, ...]:
    if is_total(text):
        state.numbered, state.of_which, state.last, state.last_numbered, state.after_total = [], None, (text,), False, True
        return (text,)
    if OF_WHICH.match(normal(text)) and not NUMBERING.match(text):
        parent = state.of_which if state.of_which is not None and not state.last_numbered else state.last
        state.of_which = parent
        state.last_numbered = False
        label = re.sub(r"^(?:其\s*中|#)\s*[:：]?\s*", "", text)
        return (*parent, label)
    found = NUMBERING.match(text)
    path = _numbered(text, found, state) if found else _unnumbered(text, state)
    state.last, state.last_numbered = path, bool(found)
    return path


def _numbered(text: str, found: re.Match[str], state: _State) -> tuple[str, ...]:
    style = next(i for i, s in enumerate(NUMBERING_STYLES) if found[s])
    number = found[NUMBERING_STYLES[style]]
    restart = number in ("一", "1", "①") and style in state.seen_styles and not state.last_numbered and len(state.last) == 1 and not is_total(state.last[0])
    if restart:
        state.numbered = [(-1, state.last[0])]
    state.numbered = [(s, t) for s, t in state.numbered if s < style]
    state.seen_styles.add(style)
    state.numbered.append((style, text))
    state.of_which = None
    return tuple(t for _, t in state.numbered)


def _unnumbered(text: str, state: _State) -> tuple[str, ...]:
    if state.of_which is not None:
        vehicles = state.of_which and "公务用车" in state.of_which[-1] and _NEVER_BELOW_VEHICLES.match(text)
        if not vehicles and not _TOP_LABEL.match(text):
            return (*state.of_which, text)
        state.of_which = None
    if state.numbered and not _TOP_LABEL.match(text):
        return (*(t for _, t in state.numbered), text)
    state.numbered = []
    return (text,)
