"""Yes or no, dates, persons, mentions, agreement of places, and whatever has no kind of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normal
from qa.passages.matching import Match, ranked
from qa.passages.pieces import Piece, extended, focused
from qa.passages.statements import Statement, grams
from qa.passages.wanted import Wanted

_NEGATIVE = re.compile(
    r"没有(?:使用|安排)?|未安排|均未|未发生|不含|未使用|未设|无(?!法|论|关|人机|形|线|偿|障)|空表|不存在|(?<![\d.])0(?:\.0+)?\s*(?:万元|个|人|辆|次|批)|为零|零元"
)
_ASKED_EMPTY = re.compile(r"空的|空表|空白|(?:是不是|是否)[^，。？]{0,12}(?:没有|为零|为0|没)|没有[^，。？]{0,16}(?:吗|吧)")
_DUTY_HEADING = re.compile(r"职能|职责")
_NAMES = re.compile(r"名称$|预算单位|主管部门|实施单位|依据$")
_TELLS = re.compile(r"目标|完成情况|分配")
_ALL_DUTIES = r"(?:主要|基本|核心|全部)?(?:工作)?(?:职责|职能|任务)|负责|哪些|什么|有哪|是什么|列出|介绍|一下|请问|部门|单位|方面|工作|管理"
MOST_DUTIES = 20
_ENOUGH = 0.3
_SAME_BUSINESS = 0.3  # share of the question's own words that a duty must hold to be about the same business
_OFFICIALESE = frozenset({"职责", "职能", "负责", "管理", "管不", "不管", "归管", "这类", "类事"})


def general(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The one or two statements that hold most of what the question says."""
    matches = ranked(statements, wanted, bonus=_telling, keep=6)
    if not matches or matches[0].coverage < _ENOUGH:
        return []
    pieces = [extended(focused(Piece(matches[0].statement, matches[0].score), wanted.grams), statements)]
    for other in matches[1:]:
        near = other.score > 0.85 * matches[0].score
        if near and len(other.statement.grams & matches[0].statement.grams) < 0.5 * len(other.statement.grams):
            pieces.append(extended(focused(Piece(other.statement, other.score), wanted.grams), statements))
            break
    return pieces


def _telling(statement: Statement) -> float:
    """A field that names a thing tells nothing of it; goals and results tell most."""
    if _NAMES.search(statement.label):
        return -0.4
    return 0.1 if _TELLS.search(statement.label) else 0.0


def existence(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """Whether there is such a thing: the statement about it, and 有 or 没有 by what it says."""

    def bonus(s: Statement) -> float:
        if s.origin == "form":
            return -0.3
        extra = 0.15 if _NEGATIVE.search(s.text) else 0.0
        return extra + (0.1 if re.search(r"安排|支出|使用|空表|预算", s.text) else 0.0)

    matches = [m for m in ranked(statements, wanted, bonus=bonus, keep=6) if m.coverage >= 0.25]
    if not matches:
        return []
    piece = _judged(matches[0], wanted)
    others = [_judged(m, wanted) for m in matches[1:4] if m.score > 0.8 * matches[0].score]
    more = [p for p in others if p.verdict == piece.verdict and len(p.statement.grams & piece.statement.grams) < 0.8 * len(p.statement.grams)]
    return [piece, *more[:1]]


def _judged(match: Match, wanted: Wanted) -> Piece:
    """The verdict is read from the clause that names the thing, not from its neighbours."""
    negative = bool(_NEGATIVE.search(_clause_about(match.statement.text, wanted)))
    no, yes = ("是的，没有", "不是，有") if _ASKED_EMPTY.search(wanted.text) else ("没有", "有")
    return Piece(match.statement, match.score, verdict=no if negative else yes)


def _clause_about(text: str, wanted: Wanted) -> str:
    """The clause (between commas) that shares most with the question; ties go to the one with a number or a negation."""
    best, found = -1.0, text
    for clause in re.finditer(r"[^，。；：]+[，。；：]?", text):
        score = sum(wanted.grams.get(g, 0.0) for g in grams(clause[0])) + 0.3 * bool(_NEGATIVE.search(clause[0]) or re.search(r"\d", clause[0]))
        if score > best:
            best, found = score, clause[0]
    return found


def duty_check(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The duty that covers what is asked, with 是; nothing where no listed duty does."""
    duties = [s for s in statements if s.origin == "prose" and any(_DUTY_HEADING.search(h) for h in s.section_path)]
    named = [g for g, weight in wanted.grams.items() if weight == 1.0 and g not in _OFFICIALESE and g not in wanted.understood]
    matches = [m for m in ranked(duties, wanted, keep=3) if sum(g in m.statement.grams for g in named) >= _SAME_BUSINESS * len(named)]
    kept = [m for m in matches if m.score > 0.8 * matches[0].score][:2]
    return [focused(Piece(m.statement, m.score, verdict=_may(wanted)), wanted.grams) for m in kept if m.coverage >= 0.2]


def _may(wanted: Wanted) -> str:
    return "可以，这是公开文件列明的职责" if re.search(r"(?<!职)(?<!功)能|可以|可不可以|有权|权力", wanted.text) else "是的，属于该部门的职责"


def duties(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The duties asked about: the ones that match a subject named in the question, else all of them from the first on."""
    listed = [s for s in statements if s.origin == "prose" and any(_DUTY_HEADING.search(h) for h in s.section_path)]
    if not listed:
        return []
    matches = ranked(listed, wanted, keep=4)
    asked = re.sub(_ALL_DUTIES, "", normal(wanted.text))
    subject = [g for g, weight in wanted.grams.items() if weight == 1.0 and g not in _OFFICIALESE and g not in wanted.understood and g in asked]
    if subject and matches and matches[0].coverage > 0.35:
        return [focused(Piece(m.statement, m.score), wanted.grams) for m in matches if m.score > 0.75 * matches[0].score][:3]
    own = [s for s in listed if s.document == listed[0].document]
    return [Piece(s, 1.0, cut=_first_clause(s.text)) for s in own if not s.text.rstrip().endswith(("：", ":"))][:MOST_DUTIES]


def _first_clause(text: str) -> tuple[int, int]:
    """The span of the first clause that says something."""
    found = re.match(r"\s*.{8,}?(?=[，。；;,])", text)
    return (0, found.end()) if found else (0, len(text))


def mentions(statements: Sequence[Statement], wanted: Wanted, words: Sequence[str]) -> list[Piece]:
    """Every statement that holds one of the words, the one that says most of the rest first; at most two a document."""
    holding = [s for s in statements if any(w in normal(s.text) for w in words)]
    by_document: dict[str, list[Match]] = {}
    for match in ranked(holding, wanted, keep=10_000):
        by_document.setdefault(match.statement.document, []).append(match)
    return [Piece(m.statement, m.score) for found in by_document.values() for m in found[:2]]


def agreement(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The places that speak of the thing, each from another section."""
    pieces: list[Piece] = []
    for match in ranked(statements, wanted, keep=10):
        place = (match.statement.section_path, match.statement.table)
        if match.coverage < 0.25 or any((p.statement.section_path, p.statement.table) == place for p in pieces):
            continue
        pieces.append(Piece(match.statement, match.score))
    return pieces[:3]
