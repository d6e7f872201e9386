"""Which units belong to a department, and which offices it has inside: the sentence that lists them and the list that follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import HAN, normal
from qa.passages.matching import ranked
from qa.passages.pieces import Piece
from qa.passages.segments import is_numbered
from qa.passages.statements import Statement
from qa.passages.wanted import Wanted

_UNITS = re.compile(r"下属(?:预算)?单位|预算单位|所属(?:事业)?单位|下辖|编制范围|派出机构|汇总(?:预算|决算)|二级单位|管理[^。；]{0,30}(?:局|馆|办公室)")
_OFFICES = re.compile(r"内设机构|处室|科室|内设|下设")
_HEADING = re.compile(r"机构设置|单位构成|所属单位|机构|职能|职责|概况")
_LISTS = re.compile(r"[、]|分别|包括|[一二三四五六七八九十\d]+\s*(?:个|家)")
_MANAGED = re.compile(r"归口|代管|管理")
_UNIT_NAME = re.compile(r"(?:局|院|中心|所|馆|社|站|队|校|学院|办公室|委员会|处|协会|本级|宾馆|公司|医院|机关)(?:[）)】]|（[^）]*）)?\s*(?:[；;。]|$)")


_INSIDE = re.compile(rf"(?:其中)?的?(?P<body>[{HAN}]{{3,14}}?(?:局|处|办公室|中心|部|室|科|队))(?:下面|底下|下边|里面|内部|下)(?:又|还|都)?(?:分|设|有|含)")
_LEFT_OUT = re.compile(r"(?:其中,?|但|上述单位|以上单位)?(?:不含|不包括|不包含|未包括|未纳入|没有纳入|剔除)|[^。]{2,40}(?:未纳入|不纳入|不在其内|除外)")
_ITS_PARTS = re.compile(r"[（(](?:内设|下设|含|包括|分设|下辖)")


def units(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The sentences that list subordinate units, with the numbered items or table rows that follow."""
    managed = bool(re.search(r"归口|代管|管理哪", wanted.text))
    return _listed(statements, wanted, re.compile(r"管理") if managed else _UNITS, managed)


def offices(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The sentence that lists the offices inside the body; of a body inside it, what stands in brackets behind its name."""
    inner = _INSIDE.search(normal(wanted.text))
    if inner:
        for s in statements:
            plain = normal(s.text)
            at = plain.find(inner["body"])
            if s.origin == "prose" and at >= 0 and _ITS_PARTS.match(plain[at + len(inner["body"]) :]):
                return [Piece(s, 1.0)]
    return _listed(statements, wanted, _OFFICES, False)


def _listed(statements: Sequence[Statement], wanted: Wanted, telling: re.Pattern[str], managed: bool) -> list[Piece]:
    def bonus(s: Statement) -> float:
        if s.origin != "prose" or not telling.search(s.text):
            return -2.0
        extra = 0.15 * len(set(telling.findall(s.text)))
        if any(_HEADING.search(h) for h in s.section_path):
            extra += 0.3
        if _LISTS.search(s.text):
            extra += 0.15
        if managed and re.search(r"管理[^。；，]{0,40}(?:局|馆|办公室|中心|院)", s.text):
            extra += 0.4
        return extra

    matches = ranked(statements, wanted, bonus=bonus, keep=4)
    pieces: list[Piece] = []
    for match in matches[:2]:
        if pieces and match.score < 0.75 * pieces[0].score:
            continue
        pieces.append(Piece(match.statement, match.score))
    extra = [p for piece in pieces for p in (*following(statements, piece), *_left_out(statements, piece))]
    kept = {id(p.statement) for p in pieces}
    return pieces + [p for p in extra if id(p.statement) not in kept]


def _left_out(statements: Sequence[Statement], piece: Piece) -> list[Piece]:
    """The sentences right after a list, in its paragraph, that say what is not counted in (不含某宾馆): without them the list says too much."""
    head = piece.statement
    later = [s for s in statements if s.document == head.document and s.paragraph == head.paragraph and s.paragraph is not None and s.order > head.order]
    found: list[Piece] = []
    for s in later[:2]:
        if not _LEFT_OUT.match(normal(s.text)):
            break
        found.append(Piece(s, piece.score))
    return found


def following(statements: Sequence[Statement], piece: Piece) -> list[Piece]:
    """The items of a list that a sentence announces with a colon: numbered paragraphs, or the rows of the table after it."""
    head = piece.statement
    if not head.text.rstrip().endswith(("：", ":")):
        return []
    same = [s for s in statements if s.document == head.document]
    items: list[Piece] = []
    for s in (s for s in same if s.origin == "prose" and s.order > head.order):
        if s.section_path != head.section_path or not (is_numbered(s.text.lstrip("- ")) or (items and _UNIT_NAME.search(s.text))):
            break
        items.append(Piece(s, piece.score))
    if items:
        return items[:30]
    rows: dict[int, Statement] = {}
    for s in (s for s in same if s.origin == "row" and s.section_path == head.section_path and s.page >= head.page):
        rows.setdefault(s.row or 0, s)
    return [Piece(s, piece.score) for _, s in sorted(rows.items()) if not re.search(r"序号|单位名称", s.row_label)][:30]
