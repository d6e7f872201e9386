"""Why an amount changed, why something was not reached: the sentence that states it, with its reason to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.passages.matching import Match, ranked
from qa.passages.pieces import Piece
from qa.passages.segments import Span
from qa.passages.statements import Statement, grams
from qa.passages.wanted import Wanted

MARKER = re.compile(
    r"(?:主要|具体|其中)?(?:的)?原因(?:分析)?(?:一)?(?:是|为|：|:|，)|主要(?:是)?(?:因为|由于|因|系|是)|(?:由于|因为|鉴于|考虑)|"
    r"因(?!公|此|私)[^，。]{4,}|导致|为此|系因|所致|不再安排|统计口径"
)
_DOWN = re.compile(r"减少|下降|降低|压减|压缩|降幅|少于|小于|低于")
_UP = re.compile(r"增加|增长|上升|提高|新增|大于|高于")
_ASKED_DOWN = re.compile(r"少|减|降|压|低|砍|缩|下滑|归零|变成0|为0")
_ASKED_UP = re.compile(r"多|增|涨|升|高|翻|上调|大增")
_NO_CHANGE = re.compile(r"(?:增加|减少|增长|下降)\s*0(?:\.0+)?\s*(?:万元|%)|持平|一致(?!无差异的)|无变化")
_PERFORMANCE = re.compile(r"得分|分(?:数)?(?:这么|那么)?低|扣分|指标|完成|办成|做成|自评|绩效|偏差")
_OTHER_REASON_WEIGHT = 0.88  # a second statement is added when it scores this near to the first and gives another reason


def reasons(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The best statement with a reason for what the question names; a second one where it gives another reason for the same thing."""
    matches = ranked(statements, wanted, bonus=lambda s: _bonus(s, wanted), keep=8)
    if not matches:
        return []
    best = matches[0]
    pieces = [_piece(best)]
    for other in matches[1:4]:
        if other.score >= _OTHER_REASON_WEIGHT * best.score and _differs(best, other) and wanted.numbers == ():
            pieces.append(_piece(other))
            break
    return pieces


def head_and_reason(text: str) -> tuple[Span, Span] | None:
    """The spans before and from the first reason marker, or None where no reason is given."""
    found = MARKER.search(text)
    return ((0, found.start()), (found.start(), len(text))) if found else None


def _bonus(statement: Statement, wanted: Wanted) -> float:
    split = head_and_reason(statement.text)
    form_reason = statement.origin == "form" and ("原因" in statement.label or re.search(r"因|未能|导致|撤离", statement.text))
    if not split and not form_reason:
        return -2.0
    if statement.origin == "form":
        return 0.35 if _PERFORMANCE.search(wanted.text) else -0.2
    assert split is not None
    head = statement.text[: split[1][0]]
    bonus = 0.3
    head_grams = grams(head)
    for name in wanted.name_grams:
        if name and len(name & head_grams) >= 0.8 * len(name):
            bonus += 0.35
            break
    bonus += _direction(head, wanted.text)
    if _PERFORMANCE.search(wanted.text):
        bonus -= 0.1
    return bonus


def _direction(head: str, question: str) -> float:
    down, up = bool(_ASKED_DOWN.search(question)), bool(_ASKED_UP.search(question))
    if down == up:
        return 0.0
    if _NO_CHANGE.search(head):
        return -0.3
    says_down, says_up = bool(_DOWN.search(head)), bool(_UP.search(head))
    if says_down == says_up:
        return 0.0
    return 0.15 if says_down == down else -0.25


def _piece(match: Match) -> Piece:
    return Piece(match.statement, match.score, lead="")


def _differs(one: Match, other: Match) -> bool:
    a, b = (grams(m.statement.text[(head_and_reason(m.statement.text) or ((0, 0), (0, 0)))[1][0] :]) for m in (one, other))
    return len(a & b) < 0.4 * max(1, min(len(a), len(b)))
