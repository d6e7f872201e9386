"""Headings and the contents page: which lines head what follows, and on which level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Section
from index.numbers import parse_chinese_number
from index.raw import Line
from index.structure.joined import Joined
from index.structure.plainheadings import echoes, leaves_glossary, plain_titles
from index.structure.vocabulary import NUMBERING, NUMBERING_STYLES
from index.text import normal, squeeze

_LEVEL = {style: i + 1 for i, style in enumerate(NUMBERING_STYLES)}
_SENTENCE_END = ("。", "；", "，", "：", ";", ",", ":", "、")
_MAX_HEADING = 48
_DOTS = re.compile(r"(?:\.{3,}|…{1,}|·{3,}|-{4,}|_{4,})\s*\d{0,4}\s*$|\s{2,}\d{1,4}$")
_CONTENTS = re.compile(r"^目录$")
_AMOUNT = re.compile(r"\d\.\d{2}(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)")
_HEADING_END = re.compile(r"(?:说明|情况|表|目标|安排|依据|拨款|支出|收入|变化)$")
_STRONG_END = re.compile(r"(?:说明|概况)$")
_PROJECT = re.compile(r"项目名称\s*[:：]")
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
    if len(plain) > _MAX_HEADING or plain.endswith(_SENTENCE_END) or "。" in plain or _AMOUNT.search(plain):
        return None
    found = NUMBERING.match(plain)
    if found is None:
        return 1 if _PLAIN_HEADING.match(normal(plain)) else None
    if found.end() == len(plain) and not found["part"]:
        return None
    if len(plain) > 20 and re.search("[，；]", re.sub(r"[（(][^（()）]*[)）]$", "", plain)):
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
        entry = _entry(block.text).rstrip("。.")
        if (entry in entries and (entry == entries[0] or NUMBERING.match(entry))) or echoes(block.text, entries):
            return i
        if entries and entry and len(entry) >= 6 and entries[0].startswith(entry[:12]):
            return i
        if len(block.text) > 60 or (block.text.rstrip().endswith("。") and not NUMBERING.match(squeeze(block.text))):
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
    right, width, cover = right_margins(blocks), usual_width(blocks), _first_numbered(blocks)
    plain = plain_titles(blocks, used | contents, {i: is_full(b, right, width) for i, b in enumerate(blocks) if isinstance(b, Line)})
    skip = -1
    for i, block in enumerate(blocks):
        if i <= skip or not isinstance(block, Line) or i in used or i in contents:
            continue
        mark = _mark(blocks, i, used, right, width, cover) or (Mark(1, title=squeeze(_MARKDOWN.sub("", block.text))) if i in plain else None)
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


def usual_width(blocks: list[Line | Joined]) -> float:
    """The width of a full line of text without boxes, in Han characters; 0 where lines are whole paragraphs."""
    widths = sorted(display_width(b.text) for b in blocks if isinstance(b, Line) and b.box is None)
    if len(widths) < 20:
        return 0.0
    full = widths[int(len(widths) * 0.9)]
    return full if widths[-1] <= 2.2 * full else 0.0


def _mark(blocks: list[Line | Joined], i: int, used: set[int], right: dict[int, float], width: float, cover: int) -> Mark | None:
    line = blocks[i]
    assert isinstance(line, Line)
    text = squeeze(_MARKDOWN.sub("", line.text))
    markdown = _is_markdown(line)
    level = heading_level(text)
    if level is None:
        return Mark(3, title=text) if markdown and _is_plain_title(text) and i > cover else None
    if markdown:
        return Mark(level, title=text)
    rest = [] if level > 1 and _STRONG_END.search(text) else _rest_of_heading(blocks, i, used, level, right, width)
    if rest:
        return Mark(level, title=text + "".join(rest), lines=1 + len(rest))
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    goes_on = isinstance(following, Line) and i + 1 not in used and NUMBERING.match(squeeze(following.text)) is None
    if level > 1 and goes_on and isinstance(following, Line) and _outdented(line, following):
        return None
    if level > 1 and goes_on and not _STRONG_END.search(text) and is_full(line, right, width):
        return None
    return Mark(level, title=text)


def _outdented(line: Line, following: Line) -> bool:
    """Whether the next line begins left of an indented one: it goes on with its paragraph."""
    if line.box is None or following.box is None or line.page != following.page:
        return False
    glyph = max(8.0, min(22.0, line.size or 12.0))
    return line.box.x0 - following.box.x0 > glyph and following.box.y0 - line.box.y1 < 2.5 * (line.box.y1 - line.box.y0)


def _is_plain_title(text: str) -> bool:
    """An unnumbered Markdown heading that is one: short, no sentence, no amount, no 年 in brackets."""
    return 2 <= len(text) <= 20 and not re.search(r"[：:，。；]|\d\.\d|^[(（].*[)）]$", text)


def _first_numbered(blocks: list[Line | Joined]) -> int:
    """Index of the first numbered heading: unnumbered ones before it are the cover."""
    return next((i for i, b in enumerate(blocks) if isinstance(b, Line) and heading_level(_MARKDOWN.sub("", b.text)) == 1), len(blocks))


def _is_markdown(line: Line) -> bool:
    return bool(_MARKDOWN.match(line.text)) or (line.box is None and line.size is not None)


def _rest_of_heading(blocks: list[Line | Joined], i: int, used: set[int], level: int, right: dict[int, float], width: float) -> list[str]:
    """Further printed lines of a heading too long for one: short, unnumbered, no sentence; after 第X部分 centred, else after a full line."""
    line = blocks[i]
    assert isinstance(line, Line)
    rest: list[str] = []
    for j in range(i + 1, min(i + 3, len(blocks))):
        before, following = blocks[j - 1], blocks[j]
        if not isinstance(following, Line) or not isinstance(before, Line) or j in used:
            break
        text = squeeze(following.text)
        if heading_level(text) is not None or NUMBERING.match(text) or len(text) > 40 or text.endswith(_SENTENCE_END) or "。" in text:
            break
        if not _heading_goes_on(before, following, text, level, right, width, bool(_PROJECT.search(line.text))):
            break
        rest.append(text)
    return rest


def _heading_goes_on(before: Line, following: Line, text: str, level: int, right: dict[int, float], width: float, project: bool) -> bool:
    if level == 1:
        if before.box is None or following.box is None or before.page != following.page:
            return False
        centred = following.box.x0 > before.box.x0 + 8 and following.box.x1 < before.box.x1 + 12
        return centred and len(text) <= 24 and bool(re.search(r"说明$|表$|概况$|情况$|解释$", text))
    if not is_full(before, right, width):
        return False
    if project:
        return not re.search("[：:]", text)
    if before.box is not None and following.box is not None and following.box.y0 - before.box.y1 > 2.5 * (before.box.y1 - before.box.y0):
        return False
    return len(text) <= 24 and bool(_HEADING_END.search(text))


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
        least = 2 if level >= 3 else 3
        if level > 1 and is_empty:
            run.append(i)
        elif level >= 3 and len(run) >= least and len(found[i].title) <= 40 and "：" not in found[i].title:
            run.append(i)  # the last item of a list has the text after the list for a body
            close()
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
    nested = _nested(found)
    for i, block in enumerate(blocks):
        mark = found.get(i)
        if mark is not None and mark.contents:
            if contents is None:
                contents = len(sections)
                sections.append(Section(contents, 1, "目录", ("目录",), block.page, None, True))
            owner[i] = contents
            continue
        if mark is not None and mark.level is not None:
            level = mark.level + (1 if i in nested else 0)
            while sections[stack[-1]].level >= level or leaves_glossary(mark.title, sections[stack[-1]].path):
                stack.pop()
            parent = sections[stack[-1]]
            section = Section(len(sections), level, mark.title, (*parent.path, mark.title), block.page, parent.ordinal if parent.ordinal else None)
            sections.append(section)
            stack.append(section.ordinal)
        owner[i] = stack[-1]
    return tuple(sections), owner


def _nested(found: dict[int, Mark]) -> set[int]:
    """Headings 一、 二、 … that count anew inside one of their own kind (三、 工作任务: 一、… 五、): they are its children."""
    out: set[int] = set()
    outer, inner = 0, 0
    for i in sorted(found):
        mark = found[i]
        if mark.level == 1:
            outer = inner = 0
        if mark.level != 2:
            continue
        number = _number(mark.title)
        if number is None:
            continue
        if inner and number == inner + 1:
            inner = number
            out.add(i)
        elif number == 1 and outer >= 1:
            inner = 1
            out.add(i)
        else:
            outer, inner = number, 0
    return out


def _number(title: str) -> int | None:
    found = NUMBERING.match(title)
    value = parse_chinese_number(found["cn"]) if found and found["cn"] else None
    return int(value) if value is not None else None
