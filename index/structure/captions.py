"""What stands around a table: title, number, unit and department line above it, the note below it."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.raw import Line
from index.structure.joined import Joined
from index.structure.vocabulary import (
    CAPTION_DEPARTMENT,
    CAPTION_NUMBER,
    CAPTION_UNIT,
    EMPTY_TABLE,
    MONEY_IN_BRACKETS,
    NOTE,
    TITLE_END,
)
from index.text import squeeze

_REACH = 9
_TITLE_LENGTH = 60
_NOTE_LINES = 6


@dataclass(slots=True)
class Caption:
    """The lines that belong to a table; ``used`` are their indexes in the stream."""

    title: str = ""
    number: str | None = None
    unit: str | None = None
    department: str | None = None
    note: str | None = None
    used: set[int] = field(default_factory=set)


def caption_of(blocks: list[Line | Joined], at: int) -> Caption:
    """Title, number, unit, department and note of the table at index ``at``; what the reader already knows is kept."""
    table = blocks[at]
    assert isinstance(table, Joined)
    caption = Caption(title=squeeze(table.raw.title or "").replace("\n", ""), number=table.raw.number, unit=table.raw.unit)
    _above(blocks, at, caption)
    _inside_unit(table, caption)
    caption.note = _below(blocks, at)
    return caption


def _above(blocks: list[Line | Joined], at: int, caption: Caption) -> None:
    pending = ""  # text of a line whose beginning stands above it
    for i in range(at - 1, max(-1, at - 1 - _REACH), -1):
        line = blocks[i]
        if not isinstance(line, Line):
            break
        text = squeeze(line.text)
        if NOTE.match(text):
            break
        if _take_fields(text, caption):
            if pending and caption.department:
                caption.department, pending = caption.department + pending, ""
            caption.used.add(i)
        elif caption.title and not pending:
            break
        elif TITLE_END.search(text + pending) and len(text + pending) <= _TITLE_LENGTH and len(text + pending) >= 3 and not text.endswith(("。", "；", "：", "，")):
            caption.title = text + pending
            pending = ""
            caption.used.add(i)
        elif not caption.title and len(text) <= 8 and not text.endswith(("。", "；", "：")):
            pending = text + pending
            caption.used.add(i)
        else:
            break
    if pending and not caption.title:
        caption.used -= {i for i in caption.used if isinstance(line := blocks[i], Line) and squeeze(line.text) and squeeze(line.text) in pending}


def _take_fields(text: str, caption: Caption) -> bool:
    """Reads unit, department and number out of one line; true where the line is nothing but these."""
    taken = False
    if found := CAPTION_UNIT.search(text):
        caption.unit = caption.unit or found[1]
        taken = len(text) <= 80
    if found := CAPTION_DEPARTMENT.match(text):
        name = found["name"].strip()
        if not CAPTION_UNIT.match(text) and name:
            caption.department = caption.department or name
            taken = True
    first = text.split(" ")[0]
    if CAPTION_NUMBER.match(text) or (taken and CAPTION_NUMBER.match(first)):
        caption.number = caption.number or (text if CAPTION_NUMBER.match(text) else first).replace(" ", "")
        taken = True
    return taken


def _inside_unit(table: Joined, caption: Caption) -> None:
    """Unit in the title or in the header cells: (万元), 单位：万元."""
    if caption.unit:
        return
    texts = [caption.title, *(c.text for c in sorted(table.cells, key=lambda c: (c.row, c.column)) if c.row < 3)]
    for text in texts:
        found = MONEY_IN_BRACKETS.search(text) or CAPTION_UNIT.search(text)
        if found:
            caption.unit = found[1]
            return


def _below(blocks: list[Line | Joined], at: int) -> str | None:
    lines: list[str] = []
    for block in blocks[at + 1 : at + 1 + _NOTE_LINES]:
        if not isinstance(block, Line):
            break
        text = squeeze(block.text)
        starts = bool(NOTE.match(text) or (EMPTY_TABLE.search(text) and len(text) <= 120))
        if not lines and not starts:
            break
        if lines and (lines[-1].endswith(("。", "）", ")")) or TITLE_END.search(text) or CAPTION_NUMBER.match(text)):
            break
        lines.append(text)
    return "".join(lines) or None
