"""Headings and the contents page: which lines head what follows, and on which level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Line, Section
from index.structure.joined import Joined
from index.structure.vocabulary import NUMBERING, NUMBERING_STYLES
from index.text import normal, squeeze

_LEVEL = {style: i + 1 for i, style in enumerate(NUMBERING_STYLES)}
_SENTENCE_END = ("。", "；", "，", "：", ";", ",", ":", "、")
_MAX_HEADING = 48
_DOTS = re.compile(r"(?:\.{3,}|…{1,}|·{3,}|-{4,}|_{4,})\s*\d{0,4}\s*$|\s{2,}\d{1,4}$")
_CONTENTS = re.compile(r"^目录$")
_MARKDOWN = re.compile(r"^#{1,6}\s+")
_PLAIN_HEADING = re.compile(r"^(?:名词解释|专业名词解释|名称解释|部门概况|单位概况|附件|附表)$")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the outline says of one block of the stream: a heading of a level, a line of the contents page, or neither."""

    level: int | None = None
    contents: bool = False
    title: str = ""
    lines: int = 1


def heading_level(text: str) -> int | None:
    """Level by numbering (第X部分 1, 一、 2, （一） 3, 1. 4, (1) 5, ① 6); None where the text has none or ends like a sentence."""
    plain = squeeze(text)
    if len(plain) > _MAX_HEADING or plain.endswith(_SENTENCE_END) or "。" in plain:
        return None
    found = NUMBERING.match(plain)
    if found is None:
        return 1 if _PLAIN_HEADING.match(normal(plain)) else None
    if found.end() == len(plain) and not found["part"]:
        return None
    return _LEVEL[next(s for s in NUMBERING_STYLES if found[s])]


def contents_lines(blocks: list[Line | Joined]) -> set[int]:
    """Indexes of the lines of the contents page: 目录, its entries up to where the first entry comes again, and lines with dot leaders."""
    found: set[int] = set()
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if isinstance(block, Line) and _CONTENTS.match(normal(_MARKDOWN.sub("", block.text))):
            end = _contents_end(blocks, i)
            found.update(range(i, end))
            i = end
            continue
        if isinstance(block, Line) and re.search(r"(?:\.{5,}|…{3,}|·{5,})\s*\d{1,4}\s*$", block.text):
            found.add(i)
        i += 1
    return found


def _entry(text: str) -> str:
    return re.sub(r"\d{1,4}$", "", normal(_DOTS.sub("", _MARKDOWN.sub("", text.strip("-*• ")))))


def _contents_end(blocks: list[Line | Joined], start: int) -> int:
    entries: list[str] = []
    for i in range(start + 1, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Line):
            return _before_caption(blocks, start, i, entries)
        entry = _entry(block.text)
        if entry in entries and (entry == entries[0] or NUMBERING.match(entry)):
            return i
        if entries and entry and len(entry) >= 6 and entries[0].startswith(entry[:12]):
            return i
        if len(block.text) > 60 or block.text.rstrip().endswith("。"):
            return max(start + 1, i - 1)
        entries.append(entry)
    return len(blocks)


def _before_caption(blocks: list[Line | Joined], start: int, table: int, entries: list[str]) -> int:
    """A table follows: the contents ends with its page (a contents page that is itself a table has none after it)."""
    page = blocks[start].page
    end = start + 1
    for i in range(start + 1, table):
        if blocks[i].page == page:
            end = i + 1
    return end


def marks(blocks: list[Line | Joined], used: set[int]) -> dict[int, Mark]:
    """Heading and contents marks by block index; ``used`` are caption lines of tables, which are neither."""
    contents = contents_lines(blocks)
    out: dict[int, Mark] = {i: Mark(contents=True) for i in contents}
    right = right_margins(blocks)
    skip = -1
    for i, block in enumerate(blocks):
        if i <= skip or not isinstance(block, Line) or i in used or i in contents:
            continue
        mark = _mark(blocks, i, used, right)
        if mark is not None:
            out[i] = mark
            skip = i + mark.lines - 1
    return _without_lists(blocks, out, used)


def right_margins(blocks: list[Line | Joined]) -> dict[int, float]:
    """Right edge of the text per page, from the boxes; pages without boxes are absent."""
    right: dict[int, float] = {}
    for block in blocks:
        if isinstance(block, Line) and block.box is not None:
            right[block.page] = max(right.get(block.page, 0.0), block.box.x1)
    widest = sorted(right.values())
    usual = widest[len(widest) // 2] if widest else 0.0
    return {page: max(x, usual) if x > usual * 0.7 else usual for page, x in right.items()}


def is_full(line: Line, right: dict[int, float], width: float = 0.0) -> bool:
    """Whether a line fills the text width, so that its sentence may go on in the next line."""
    if line.box is not None:
        glyph = max(8.0, min(22.0, line.size or 12.0))
        return line.box.x1 >= right.get(line.page, 0.0) - 2.2 * glyph
    return display_width(line.text) >= width * 0.85 if width else False


def display_width(text: str) -> float:
    """Width in Han characters: ASCII counts half."""
    return sum(0.5 if c.isascii() else 1.0 for c in text.strip())


def _mark(blocks: list[Line | Joined], i: int, used: set[int], right: dict[int, float]) -> Mark | None:
    line = blocks[i]
    assert isinstance(line, Line)
    text = squeeze(_MARKDOWN.sub("", line.text))
    markdown = _is_markdown(line)
    level = heading_level(text)
    if level is None:
        return Mark(3, title=text) if markdown and len(text) <= _MAX_HEADING and not text.endswith("。") else None
    if markdown:
        return Mark(level, title=text)
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    rest = _rest_of_heading(line, following, i + 1 in used, level, right)
    if rest:
        return Mark(level, title=text + rest, lines=2)
    if level > 1 and is_full(line, right) and isinstance(following, Line) and heading_level(following.text) is None and i + 1 not in used:
        return None
    return Mark(level, title=text)


def _is_markdown(line: Line) -> bool:
    return bool(_MARKDOWN.match(line.text)) or (line.box is None and line.size is not None)


def _rest_of_heading(line: Line, following: Line | Joined | None, is_used: bool, level: int, right: dict[int, float]) -> str:
    """The second printed line of a heading too long for one: short, unnumbered, no sentence; for 第X部分 centred, else after a full line."""
    if not isinstance(following, Line) or is_used or following.page != line.page:
        return ""
    text = squeeze(following.text)
    if heading_level(text) is not None or NUMBERING.match(text) or len(text) > 24 or text.endswith(_SENTENCE_END) or "。" in text:
        return ""
    if line.box is None or following.box is None:
        return ""
    if level == 1:
        centred = following.box.x0 > line.box.x0 + 8 and following.box.x1 < line.box.x1 + 12
        return text if centred and re.search(r"说明$|表$|概况$|情况$|解释$", text) else ""
    ends = re.search(r"(?:说明|情况|表|目标|安排|依据)$", text)
    return text if ends and is_full(line, right) and following.box.y0 - line.box.y1 < 2.5 * (line.box.y1 - line.box.y0) else ""


def _without_lists(blocks: list[Line | Joined], found: dict[int, Mark], used: set[int]) -> dict[int, Mark]:
    """Numbered lines that head nothing and stand in a run of one level are a list, not headings (three or more 一、, two or more （一） or 1.)."""
    heads = [i for i in sorted(found) if found[i].level is not None]
    out = dict(found)
    run: list[int] = []

    def close() -> None:
        least = 2 if run and (found[run[0]].level or 0) >= 3 else 3
        if len(run) >= least:
            for j in run:
                del out[j]
        run.clear()

    for n, i in enumerate(heads):
        level = found[i].level or 0
        end = heads[n + 1] if n + 1 < len(heads) else len(blocks)
        is_empty = all(j in used for j in range(i + found[i].lines, end)) and not any(isinstance(blocks[j], Joined) for j in range(i, end))
        if run and found[run[0]].level != level:
            close()
        if level > 1 and is_empty:
            run.append(i)
        else:
            close()
    close()
    return out


def sections_of(blocks: list[Line | Joined], found: dict[int, Mark]) -> tuple[tuple[Section, ...], dict[int, int]]:
    """The sections, and the section of each block. Section 0 is the cover: what stands before the first heading."""
    first = blocks[0].page if blocks else 1
    sections = [Section(0, 0, "", (), first)]
    owner: dict[int, int] = {}
    stack: list[int] = [0]
    contents: int | None = None
    for i, block in enumerate(blocks):
        mark = found.get(i)
        if mark is not None and mark.contents:
            if contents is None:
                contents = len(sections)
                sections.append(Section(contents, 1, "目录", ("目录",), block.page, None, True))
            owner[i] = contents
            continue
        if mark is not None and mark.level is not None:
            while sections[stack[-1]].level >= mark.level:
                stack.pop()
            parent = sections[stack[-1]]
            section = Section(len(sections), mark.level, mark.title, (*parent.path, mark.title), block.page, parent.ordinal if parent.ordinal else None)
            sections.append(section)
            stack.append(section.ordinal)
        owner[i] = stack[-1]
    return tuple(sections), owner
