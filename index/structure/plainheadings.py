"""Headings without a number: 名词解释, 2026年部门预算编制说明, 某局（部门）主要职能. Told by their last words and by how they stand on the page.

Many disclosures number the contents page only; where such a heading is missed, all that follows belongs to the section before it (a
glossary, most often, of which nothing is read).
"""

from __future__ import annotations

import re

from index.raw import Line
from index.structure.joined import Joined
from index.structure.vocabulary import NUMBERING
from index.text import normal, squeeze

_COVER_LINES = 3
_LONGEST = 44
_TAIL = re.compile(
    r"(?:主要职[能责]|部门职[能责]|单位职[能责]|机构设置(?:情况)?|机构(?:和|及)?人员(?:情况|构成)|(?:部门|单位|预算单位)构成(?:情况)?|(?:部门|单位)?基本情况|"
    r"概况|(?:情况|编制|公开|安排)的?说明|名词解释|名词说明|(?:预算|决算)(?:公开)?(?:报表|表格|套表|公开表)|(?:部门|单位)(?:预算|决算)表|绩效目标(?:情况)?|其他(?:重要|相关|有关)?事项(?:的?情况)?(?:的?说明)?)$"
)
_NO_TITLE = re.compile(r"[，。；：:、？！,;?!]|^(?:详见|见|根据|按照|现将|以下|如下|包括|其中|具体|上述|经|为|对|由|在|从|附)|\d\.\d|的(?:主要职[能责]|基本情况|概况)$")
_GLOSSARY = re.compile(r"名词解释|名称解释|名词说明|专业名词")
_OF_MONEY = re.compile(r"(?:说明|情况|预算表|决算表|情况表)$")


def is_plain_title(text: str) -> bool:
    """Whether a whole line reads like a heading without number: short, no sentence, ending in the words that such headings end in."""
    plain = normal(squeeze(text))
    return 3 <= len(plain) <= _LONGEST and bool(_TAIL.search(plain)) and not _NO_TITLE.search(plain)


def plain_titles(blocks: list[Line | Joined], taken: set[int], full: dict[int, bool]) -> set[int]:
    """Indexes of lines that are headings without a number. ``taken``: lines that are something else; ``full``: lines that fill the text width."""
    sizes = sorted(b.size for b in blocks if isinstance(b, Line) and b.size is not None and b.box is not None and len(b.text) >= 16)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    edges = _edges(blocks)
    found = set()
    for i, block in enumerate(blocks):
        if i < _COVER_LINES or i in taken or not isinstance(block, Line) or not is_plain_title(block.text):
            continue
        if _stands_out(block, usual, edges) or not (full.get(i, False) or (i - 1 not in taken and _goes_on(blocks, i, full))):
            found.add(i)
    return found


def echoes(text: str, entries: list[str]) -> bool:
    """Whether a line is the first heading of the text rather than an entry of the contents page: it ends like the first numbered entry there
    (某局（部门）主要职能 after 一、部门主要职能) and has no number itself."""
    plain = normal(squeeze(text))
    if len(entries) < 3 or not is_plain_title(text) or NUMBERING.match(plain):
        return False
    first = next((e for e in entries if NUMBERING.match(e)), entries[0])
    bare = re.sub(r"^(?:部门|单位)", "", NUMBERING.sub("", first).strip())
    return len(bare) >= 3 and plain.endswith(bare) and plain != first


def leaves_glossary(title: str, path: tuple[str, ...]) -> bool:
    """Whether a numbered heading below a glossary is no entry of it (一、2026年“三公”经费预算情况说明): the glossary ended unseen."""
    return any(_GLOSSARY.search(normal(t)) for t in path) and bool(_OF_MONEY.search(normal(title))) and not _GLOSSARY.search(normal(title))


def _goes_on(blocks: list[Line | Joined], i: int, full: dict[int, bool]) -> bool:
    """Whether the line before runs into this one."""
    before = blocks[i - 1]
    return isinstance(before, Line) and full.get(i - 1, False) and not squeeze(before.text).endswith(("。", "；", "！", "？"))


def _edges(blocks: list[Line | Joined]) -> tuple[float, float] | None:
    """Left and right edge of the text: the outermost usual ones, where boxes are known."""
    boxes = [b.box for b in blocks if isinstance(b, Line) and b.box is not None and len(b.text) >= 16]
    if not boxes:
        return None
    left, right = sorted(b.x0 for b in boxes), sorted(b.x1 for b in boxes)
    return left[len(left) // 10], right[-1 - len(right) // 10]


def _stands_out(line: Line, usual: float, edges: tuple[float, float] | None) -> bool:
    """Larger than the text, or centred on the page."""
    if line.box is None:
        return False
    if usual and line.size is not None and line.size >= 1.15 * usual:
        return True
    if edges is None:
        return False
    left, right = line.box.x0 - edges[0], edges[1] - line.box.x1
    return left > 3 * (line.size or 12.0) and abs(left - right) < 0.12 * (edges[1] - edges[0])
