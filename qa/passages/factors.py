"""The factors inside a reason (主要原因是甲增加3万元，乙减少2万元): all with their amounts, those that went one way, the amount of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.model import DocumentRecord
from index.store import Index
from index.text import normal, squeeze
from qa.model import Answer, AnswerFigure, Citation, Query
from qa.passages.pieces import Piece, citation_of
from qa.passages.reasons import head_and_reason, reasons
from qa.passages.scope import groups, scope_of, title_of
from qa.passages.statements import Statement, grams, statements_of
from qa.passages.wanted import wanted

_ALL = re.compile(
    r"因素[^。？]{0,8}(?:分别|各)|一增一减|(?:分别|各)(?:自)?(?:影响|带来|造成|拉动|拉低)[^。？]{0,6}(?:多少|几)|(?:因素|影响)[^，。？]{0,10}(?:多少|几)万?元"
)
_WHICH = re.compile(
    r"哪[些几][^，。？]{0,3}(?:专项|经费|项目)[^，。？]{0,10}?(?P<way>增加|新增|增长|涨|加|减少|压减|减)|(?P<way2>增加|新增|涨|加|减少|压减|减)(?:的|了)(?:是)?(?:有)?哪[些几]"
)
_TOLD = re.compile(r"说明|写|列出|提到|列了|解释|原因")
_FOLLOWS = re.compile(r"^\s*(?:同时|此外|另外|另一方面|而|其次|再次|还有|以及|并且)")
_CLAUSE = re.compile(r"(?:[^，。；;,]|(?<=\d),(?=\d))+[，。；;,]?")
_AMOUNT = re.compile(r"(?<![\d.,])(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|万(?![人次辆册亩]))")
_UP = re.compile(r"增加|增长|新增|上升|提高|追加")
_DOWN = re.compile(r"减少|下降|压减|降低|削减")
_BARE = re.compile(r"^(?:[，、\s]|这一因素|该因素|此因素|因此|相应|较上年|比上年|部门|预算|支出|同时|也|共|合计)*(?:增加|减少|增长|下降)")
_NET = re.compile(r"增减相抵|相抵后|合计|总计|综合以上")
_ASKS_CHANGE = re.compile(r"增(?!设)|多了|加了|添了|减|少了|涨|降|划转|划给|划出|划走|分流")
_ANOTHER_YEAR = re.compile(r"上年|去年|以前年度|20\d\d\s*年")
_LEADS = re.compile(r"^(?:主要)?(?:的)?原因(?:一)?(?:是|为|：|:)|^(?:由于|因为|因|同时|此外|另外|而|其中)[，,]?|^(?:[一二三四五]是|[(（]?\d[)）.、])")
_SHARED = 0.8  # of a name's features that a clause must hold to be of it
_LEAST_NAME = 4  # characters


@dataclass(frozen=True, slots=True)
class Factor:
    """One clause with an amount: its words, which way it goes (1 up, -1 down, 0 unsaid), the amount as printed."""

    text: str
    way: int
    value: Decimal
    unit: str
    new: bool = False


def factored(query: Query, index: Index) -> Answer | None:
    """The factors, where the question asks for all of them or for those that went one way; else None."""
    text = normal(query.text)
    which = _WHICH.search(text) if _TOLD.search(text) else None
    if not which and not (_ALL.search(text) and re.search(r"为[什啥何]|原因|因素|为什么", text)):
        return None
    scope = scope_of(query, index)
    if not scope.named or len(scope.documents) > 8:
        return None
    way = 0 if not which else -1 if "减" in (which["way"] or which["way2"]) else 1
    lines: list[str] = []
    figures: list[AnswerFigure] = []
    citations: list[Citation] = []
    for group in groups(query, scope):
        found = _told(query, index, group)
        if not found:
            continue
        whole, factors = found
        kept = [f for f in factors if not way or f.way == way]
        if not kept or (not way and len(kept) < 2):
            continue
        record = next(r for r in group if r.id == whole.document)
        citations.append(citation_of(Piece(whole, 1.0), index, record))
        mark = f"[{len(citations)}]"
        lines.append(
            f"{title_of(record)}写明：\n「{squeeze(whole.text)}」{mark}\n其中写有金额的{'因素' if not way else '增加项' if way > 0 else '减少项'}有{len(kept)}项："
        )
        lines += [f"- {f.text}" for f in kept]
        figures += [_figure(f) for f in kept]
    if not lines:
        return None
    return Answer(
        status="answered", answer="\n".join(lines), figures=tuple(figures), citations=tuple(citations), query=query, generation=index.generation
    )


def one_factor(query: Query, index: Index) -> Answer | None:
    """The amount of one thing that only the reason of a change names (新增…专项经费200万元), where all places agree on it."""
    names = [n for m in query.measures if m.aspect in ("amount", "change") for n in (m.mention, *m.names[:1]) if len(n) >= _LEAST_NAME]
    scope = scope_of(query, index)
    if not names or not scope.named or len(scope.documents) > 8 or len(groups(query, scope)) != 1:
        return None
    change = bool(_ASKS_CHANGE.search(normal(query.text)))
    moved = any(m.aspect == "change" for m in query.measures)
    found: list[tuple[DocumentRecord, Statement, Factor]] = []
    for record in scope.documents:
        for s in statements_of(index, record.id):
            if s.origin == "prose" and head_and_reason(s.text):
                found += [
                    (record, s, f)
                    for f in factors_of(s.text)
                    if (change or f.new or not f.way) and (f.way or not moved) and _is(f, s, names, record, query)
                ]
    if not found or len({(f.value, f.unit, r.identity.fiscal_year) for r, _, f in found}) != 1:
        return None
    record, statement, factor = found[0]
    cited = citation_of(Piece(statement, 1.0), index, record)
    line = f"{title_of(record)}在说明增减原因时写明：「{factor.text}」[1]。"
    return Answer(status="answered", answer=line, figures=(_figure(factor),), citations=(cited,), query=query, generation=index.generation)


def _told(query: Query, index: Index, group: Sequence[DocumentRecord]) -> tuple[Statement, list[Factor]] | None:
    """The sentence of the reason asked about, with those of its paragraph that go on, and its factors."""
    drop = [d.mention for d in query.departments] + [d.department for d in query.departments if d.department]
    question = wanted(query.text, drop=drop, names=[n for m in query.measures for n in (m.mention, *m.names[:2]) if n])
    statements = [s for r in group for s in statements_of(index, r.id) if s.origin != "row"]
    for piece in reasons(statements, question)[:1]:
        if piece.statement.origin == "prose" and not piece.verdict:
            whole = continued(piece.statement, statements)
            return whole, factors_of(whole.text)
    return None


def continued(first: Statement, statements: Sequence[Statement]) -> Statement:
    """The statement with the sentences of its paragraph that go on with its reason (同时，…)."""
    whole = first
    for s in sorted(
        (s for s in statements if s.document == first.document and s.paragraph == first.paragraph and s.order > first.order), key=lambda s: s.order
    ):
        if s.span is None or whole.span is None or not _FOLLOWS.match(s.text):
            break
        whole = replace(whole, text=whole.text + s.text, span=(whole.span[0], s.span[1]))
    return whole


def factors_of(text: str) -> list[Factor]:
    """The factors of a sentence with a reason, in order; the net effect is none."""
    split = head_and_reason(text)
    return list(_factors(text[split[1][0] :])) if split else []


def _factors(text: str) -> Iterator[Factor]:
    before: list[str] = []
    for clause in _CLAUSE.findall(text):
        said = clause.strip("，。；;, ")
        amounts = list(_AMOUNT.finditer(said))
        if not amounts:
            before = [*before[-1:], said] if not clause.endswith(("；", "。", ";")) else []
            if clause.endswith("。") and not _NET.search(said):
                before = []
            continue
        if len(amounts) == 1 and not _NET.search(said):
            words = "，".join([*before, said]) if _BARE.match(said) else said
            way = 1 if _UP.search(said) else -1 if _DOWN.search(said) else 0
            unit = "万元" if amounts[0]["unit"].startswith("万") else amounts[0]["unit"]
            yield Factor(_LEADS.sub("", _LEADS.sub("", squeeze(words))), way, Decimal(amounts[0]["value"].replace(",", "")), unit, "新增" in said)
        before = []


def _is(factor: Factor, s: Statement, names: Sequence[str], record: DocumentRecord, query: Query) -> bool:
    """Whether the factor is what is asked: named, of the document's own year, and all else that is named stands in its sentence."""
    if _ANOTHER_YEAR.search(factor.text) and str(record.identity.fiscal_year) not in factor.text:
        return False
    others = [m for m in query.measures if not any(_names(factor, n) for n in (m.mention, *m.names[:1]))]
    plain = normal(s.text + "".join(s.section_path))
    return any(_names(factor, n) for n in names) and all(any(normal(n) in plain for n in (m.mention, *m.names[:1])) for m in others)


def _names(factor: Factor, name: str) -> bool:
    own = grams(name.replace("的", ""))
    return bool(own) and len(own & grams(factor.text)) >= _SHARED * len(own)


def _figure(factor: Factor) -> AnswerFigure:
    return AnswerFigure(label=factor.text[:40], value=factor.value, unit=factor.unit)
