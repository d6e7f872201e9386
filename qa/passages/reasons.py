"""Why an amount changed, why something was not reached: the sentence that states it, with its reason to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text import normal
from qa.passages.fields import projects
from qa.passages.matching import Match, printed_numbers, ranked
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
_NO_DIRECTION = re.compile(r"多少|(?<=[\d一二两三四五六七八九十百千万])多|减免|高新|提高|高质量|中小|少数民族|少年")
_NO_CHANGE = re.compile(r"(?:增加|减少|增长|下降)\s*0(?:\.0+)?\s*(?:万元|%)|差异率\s*0(?:\.0+)?\s*%|持平|一致|相等|相同|无变化|没有变化|无差异|无增减")
_ONE_CHANGE = re.compile(r"(?:上年|去年|20\d\d\s*年)[^。；]{0,24}(?:增加|减少|增长|下降|持平|一致|相等|相同|无变化)|(?:增加|减少|增长|下降)\s*[\d,.]+")
_PURPOSE = re.compile(r"主要(?:用于|是用于|反映|包括|含)[^。；]*")
_PERFORMANCE = re.compile(r"得分|执行率|花完|用完|没花|不到位|分(?:数)?(?:这么|那么)?低|扣分|指标|完成|办成|做成|自评|绩效|偏差")
_SHORT_HEAD = 12  # characters before the marker: less than that names nothing (发现的问题及原因：…)
_MUCH = 0.5  # of the question's own words, where its item is not named in the sentence
_ALL_MONEY = re.compile(r"钱|总的|总额|总体|整体|全部|盘子")
_A_WHOLE = re.compile(r"总计|总体|总预算|总决算|收支|收入支出|支出合计")
_SOME = 0.25  # where the question names no item
_CHANGE_WORDS = frozenset(
    {"减少", "增加", "下降", "增长", "上年", "去年", "比上", "预算", "决算", "支出", "收入", "主要", "原因", "年预", "年决", "变化"}
)
_PROJECT = 0.5
_LEAST = 0.12  # of the question's words, headings included
_OTHER_REASON_WEIGHT = 0.88  # a second statement is added when it scores this near to the first and gives another reason


def reasons(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The best statement with a reason for what the question names; a second one where it gives another reason for the same thing.

    Where the change of a whole is stated without a reason of its own, its items' reasons are what the document offers.
    """
    project = _project(statements, wanted)
    matches = ranked(statements, wanted, bonus=lambda s: _bonus(s, wanted, project), keep=60)
    matches = [m for m in matches if _about(m, wanted, project)]
    whole = _whole(statements, wanted)
    if whole and (not matches or whole.score > matches[0].score - 0.35):
        items = _items(statements, whole, wanted)
        if items:
            return items
    named = bool(matches) and (bool(project) or matches[0].statement.origin == "form" or _named(_head(matches[0].statement.text), wanted) > 0)
    if not named and (own := _unexplained(statements, wanted)):
        return [_premise(_piece(own), wanted)]
    if not matches or matches[0].coverage < _LEAST:
        return []
    best = matches[0]
    pieces = [_premise(_piece(best), wanted)]
    if best.statement.origin == "form":
        return pieces + _beside(best, matches[1:])
    for other in matches[1:4]:
        if other.score >= _OTHER_REASON_WEIGHT * best.score and _differs(best, other) and wanted.numbers == ():
            pieces.append(_piece(other))
            break
    return pieces


def _unexplained(statements: Sequence[Statement], wanted: Wanted) -> Match | None:
    """The sentence on the very item asked about that says how it changed and gives no reason: what the document has, where nothing else names the item."""

    def bonus(s: Statement) -> float:
        told = s.origin == "prose" and (_NO_CHANGE.search(s.text) or _DOWN.search(s.text) or _UP.search(s.text))
        return 0.0 if told and not MARKER.search(s.text) and not s.text.rstrip().endswith(("：", ":", "其中，")) and _named(_head(s.text), wanted) else -2.0

    found = ranked(statements, wanted, bonus=bonus, keep=1)
    return found[0] if found else None


def _premise(piece: Piece, wanted: Wanted) -> Piece:
    """The piece with a word on it where the document says another direction than the question does (为什么少了: it grew, or stayed as it was)."""
    said = _NO_DIRECTION.sub("", wanted.text)
    down, up = bool(_ASKED_DOWN.search(said)), bool(_ASKED_UP.search(said))
    text = piece.statement.text
    split = head_and_reason(text)
    head = text[: split[1][0]] if split and split[1][0] > _SHORT_HEAD else text
    if down == up or piece.statement.origin != "prose" or not _named(_head(text), wanted) or not _ONE_CHANGE.search(head):
        return piece
    asked = "减少" if down else "增加"
    if _NO_CHANGE.search(head):
        return replace(piece, verdict=f"文件写的是没有变化，并不是{asked}")
    says_down, says_up = bool(_DOWN.search(head)), bool(_UP.search(head))
    if says_down in (says_up, down):
        return piece
    return replace(piece, verdict=f"文件写的是{'减少' if says_down else '增加'}，并不是{asked}")


def _head(text: str) -> str:
    """What a sentence speaks of: all before its reason, without what the money is for."""
    split = head_and_reason(text)
    return _PURPOSE.sub("", text[: split[1][0]] if split and split[1][0] > _SHORT_HEAD else text)


def _beside(best: Match, others: Sequence[Match]) -> list[Piece]:
    """Further reasons in the same form that fit as well: each indicator that fell short has its own."""
    near = [
        m
        for m in others
        if m.statement.table == best.statement.table and m.statement.document == best.statement.document and m.score >= 0.85 * best.score
    ]
    kept: list[Match] = []
    for match in near:
        if all(len(match.statement.grams & m.statement.grams) < 0.8 * len(match.statement.grams) for m in [best, *kept]):
            kept.append(match)
    return [_piece(m) for m in kept[:2]]


def _about(match: Match, wanted: Wanted, project: str) -> bool:
    """Whether the statement speaks of the item or the project asked about; a question without an item must share more of its words."""
    if project and match.statement.project == project:
        return True
    statement = match.statement
    features = statement.grams | statement.context_grams
    if wanted.numbers:
        printed = printed_numbers(normal(statement.text))
        if any(n.equals(p) for n in wanted.numbers for p in printed):
            return True
    if any(len(name & features) >= 0.6 * len(name) for name in wanted.name_grams if name):
        return True
    if not wanted.name_grams and _ALL_MONEY.search(wanted.text):
        return bool(_A_WHOLE.search(statement.text))
    own = [g for g, weight in wanted.grams.items() if weight == 1.0 and g not in wanted.understood and g not in _CHANGE_WORDS]
    share = sum(g in features for g in own) / len(own) if own else 1.0
    return share >= (_MUCH if wanted.name_grams else _SOME)


def _project(statements: Sequence[Statement], wanted: Wanted) -> str:
    """The project that the question names, where it does."""
    known = projects(statements, wanted)
    name = max(known, key=lambda n: known[n], default="")
    return name if name and known[name] >= _PROJECT else ""


def _whole(statements: Sequence[Statement], wanted: Wanted) -> Match | None:
    """The statement of a change that says no reason and goes on to its items (…，其中：)."""

    def bonus(s: Statement) -> float:
        if (
            s.origin != "prose"
            or not s.text.rstrip().endswith(("其中：", "其中:", "其中，"))
            or MARKER.search(s.text)
            or not (_DOWN.search(s.text) or _UP.search(s.text))
        ):
            return -2.0
        return 0.3 + _named(s.text, wanted) + _direction(s.text, wanted.text)

    found = [m for m in ranked(statements, wanted, bonus=bonus, keep=10) if m.coverage >= _LEAST and _about(m, wanted, "")]
    return found[0] if found else None


def _items(statements: Sequence[Statement], whole: Match, wanted: Wanted) -> list[Piece]:
    """The whole, then those of its items that changed the way the question says and have a reason."""
    head = whole.statement
    own = [s for s in statements if s.document == head.document and s.paragraph == head.paragraph and s.order > head.order]
    changed = [
        s for s in own if (split := head_and_reason(s.text)) and not _NO_CHANGE.search(s.text) and _direction(s.text[: split[0][1]], wanted.text) >= 0
    ]
    return [Piece(s, whole.score) for s in [head, *changed][:5]] if changed else []


def head_and_reason(text: str) -> tuple[Span, Span] | None:
    """The spans before and from the first reason marker, or None where no reason is given."""
    found = MARKER.search(text)
    return ((0, found.start()), (found.start(), len(text))) if found else None


def _bonus(statement: Statement, wanted: Wanted, project: str) -> float:
    split = head_and_reason(statement.text)
    form_reason = statement.origin == "form" and ("原因" in statement.label or re.search(r"因|未能|导致|撤离", statement.text))
    if not split and not form_reason:
        return -2.0
    if statement.origin == "form":
        own = 0.4 if project and statement.project == project else 0.0
        fits = own or _PERFORMANCE.search(wanted.text) or _named(statement.row_label, wanted)
        return own + _named(statement.row_label, wanted) + (0.35 if fits else -0.2)
    assert split is not None
    head = statement.text[: split[1][0]] if split[1][0] > _SHORT_HEAD and not statement.text.startswith("导致", split[1][0]) else statement.text
    bonus = 0.3 + _states(head, wanted)
    if not wanted.name_grams and _ALL_MONEY.search(wanted.text) and _A_WHOLE.search(head):
        bonus += 0.4
    return bonus + _named(_PURPOSE.sub("", head), wanted) + _direction(head, wanted.text) - (0.1 if _PERFORMANCE.search(wanted.text) else 0.0)


def _states(head: str, wanted: Wanted) -> float:
    """What it is worth that the amount named in the question is what the sentence is of, and no detail of its reason."""
    if not wanted.numbers:
        return 0.0
    printed = printed_numbers(normal(head))
    return 0.15 if any(n.equals(p) for n in wanted.numbers for p in printed) else -0.15


def _named(head: str, wanted: Wanted) -> float:
    """What it is worth that the sentence speaks of the very item asked about (not only its reason mentions it)."""
    features = grams(head)
    return 0.35 if any(name and len(name & features) >= 0.8 * len(name) for name in wanted.name_grams) else 0.0


def _direction(head: str, question: str) -> float:
    said = _NO_DIRECTION.sub("", question)
    down, up = bool(_ASKED_DOWN.search(said)), bool(_ASKED_UP.search(said))
    if _NO_CHANGE.search(head) and (down or up or "差" in question):
        return -0.3
    if down == up:
        return 0.0
    says_down, says_up = bool(_DOWN.search(head)), bool(_UP.search(head))
    if says_down == says_up:
        return 0.0
    return 0.15 if says_down == down else -0.25


def _piece(match: Match) -> Piece:
    return Piece(match.statement, match.score, lead="")


def _differs(one: Match, other: Match) -> bool:
    a, b = (grams(m.statement.text[(head_and_reason(m.statement.text) or ((0, 0), (0, 0)))[1][0] :]) for m in (one, other))
    return len(a & b) < 0.4 * max(1, min(len(a), len(b)))
