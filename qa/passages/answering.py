"""From a question in prose to an :class:`Answer`: documents, kinds of ask, pieces, wording, citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import DocumentRecord
from index.store import Index
from index.text import normal
from qa.model import Answer, Choice, Citation, Query, Status
from qa.passages import attributes, bodies, definitions, facts, fields, membership, reasons
from qa.passages.asks import Ask, Kind, asks_of
from qa.passages.matching import knows_phrases
from qa.passages.pieces import Piece, citation_of
from qa.passages.retrieval import retrieve
from qa.passages.scope import Scope, groups, scope_of, title_of
from qa.passages.statements import Statement, statements_of
from qa.passages.wanted import Wanted, wanted

_DIFFER = re.compile("多列|少列|多了|少了|多写|少写|不同|不一样|差别|区别|差异|多出")
_MANY = 24  # documents: above this the passages to read are proposed by retrieval
_MOST_PIECES = 8
_SCANNED = 300  # documents read whole for a word
_ALL_CHUNKS = 1_000_000
_MOST_TEXT = 680  # characters quoted in one answer, shared by its parts
_LEAST_TEXT = 160
_JUDGED = frozenset({Kind.DUTY_CHECK, Kind.EXISTENCE, Kind.MEMBERSHIP, Kind.REASON})  # kinds of ask whose pieces carry a word of our own before the quotation
_ROWS = frozenset({Kind.AGREEMENT, Kind.UNITS})  # kinds of ask that read table rows, too


@dataclass(frozen=True, slots=True)
class Part:
    """What one department's documents say to the question."""

    department: str
    pieces: tuple[Piece, ...]
    ask: Ask


def prose(query: Query, index: Index) -> Answer:
    """The documents' own sentences that answer the question, with citations; ``not_found`` with what there is instead."""
    asks = asks_of(query)
    if asks[0].kind is Kind.PRIVATE:
        return Answer(status="declined", answer="个人的电话、住址等联系信息不予提供；可以查询部门预算、决算公开文件中的收支、项目和职能等内容。", query=query)
    scope = scope_of(query, index)
    if not scope.documents:
        return _not_found(query, index, scope, scope.missing)
    if asks[0].kind is Kind.DATE:
        return _dates(query, index, scope)
    question = wanted(query.text, drop=_understood(query), names=_names(query))
    if asks[0].kind is Kind.ATTRIBUTE:
        return _attributes(query, index, scope, question)
    if asks[0].kind is Kind.MENTION:
        return _mentioned(query, index, scope, question)
    parts = [part for group in groups(query, scope) for part in _parts(query, index, group, asks, question)]
    if not parts:
        return _not_found(query, index, scope, scope.missing)
    if not scope.named and asks[0].kind in (Kind.REASON, Kind.FIELD, Kind.EXISTENCE) and (unsure := _unsure(query, scope, index, parts)):
        return unsure
    return _answered(query, index, scope, parts)


def _attributes(query: Query, index: Index, scope: Scope, question: Wanted) -> Answer:
    """A name, an age, a brand: the sentence that gives it, else that the documents do not disclose it."""
    asked = attributes.asked_attributes(query.text)
    records = {r.id: r for r in scope.documents}
    ids = list(scope.ids) if len(scope.ids) <= _MANY else list(dict.fromkeys(c.document for c in retrieve(query.text, index, 20, scope.ids)))
    found = [s for d in ids for s in attributes.telling(statements_of(index, d), question, asked)]
    names = "、".join(a.name for a in asked)
    if not found:
        titles = "、".join(dict.fromkeys(title_of(r) for r in scope.documents[:4])) if scope.named else "收录的公开文件"
        return Answer(status="not_found", answer="\n".join([*scope.missing, f"{titles}中没有披露所问的{names}。"]), query=query, generation=index.generation)
    piece = Piece(found[0], 1.0)
    record = records[found[0].document]
    text = f"{title_of(record)}写明：\n「{piece.shown}」[1]"
    return Answer(status="answered", answer=text, citations=(citation_of(piece, index, record),), query=query, generation=index.generation)


def _understood(query: Query) -> list[str]:
    return [d.mention for d in query.departments] + [d.department for d in query.departments if d.department]


def _names(query: Query) -> list[str]:
    return [n for m in query.measures for n in (m.mention, *m.names[:2]) if n]


def _parts(query: Query, index: Index, group: Sequence[DocumentRecord], asks: Sequence[Ask], question: Wanted) -> list[Part]:
    statements = _statements(query, index, group, any(a.kind in _ROWS for a in asks))
    parts, used = [], set()
    for ask in asks:
        pieces = [p for p in _pieces(ask, statements, question, query) if (p.statement.document, p.statement.order) not in used]
        used |= {(p.statement.document, p.statement.order) for p in pieces}
        if pieces:
            department = next(r.identity.department for r in group if r.id == pieces[0].statement.document)
            parts.append(Part(department, tuple(pieces), ask))
    return parts


def _statements(query: Query, index: Index, group: Sequence[DocumentRecord], rows: bool) -> list[Statement]:
    """All statements of a few documents; of many, those of the documents that retrieval proposes. Newer documents come first."""
    if len(group) > _MANY:
        chunks = retrieve(query.text, index, 20, [r.id for r in group])
        documents = list(dict.fromkeys(c.document for c in chunks))
    else:
        documents = [r.id for r in group]
    return [s for d in documents for s in statements_of(index, d) if s.origin != "row" or rows]


def _each_measure(query: Query, question: Wanted) -> list[Wanted]:
    """The question once for each thing it names, so that each gets its own answer."""
    if len(query.measures) < 2:
        return [question]
    others = {m.mention for m in query.measures}
    return [wanted(query.text, drop=[*_understood(query), *(others - {m.mention})], names=[m.mention, *m.names[:2]]) for m in query.measures]


def _without_glossary(statements: Sequence[Statement]) -> list[Statement]:
    """Explanations of terms name everything and say nothing of this department's money."""
    return [s for s in statements if not any(definitions.GLOSSARY.search(h) for h in s.section_path)]


def _pieces(ask: Ask, statements: list[Statement], question: Wanted, query: Query) -> list[Piece]:
    if ask.kind is Kind.DEFINITION:
        return definitions.definitions(statements, question, query)
    everything, statements = statements, _without_glossary(statements)
    of_what = ask.field is not None and ask.field.name == "构成"
    if not knows_phrases(statements, question):
        return definitions.definitions(everything, question, query) if of_what else []
    match ask.kind:
        case Kind.MEMBERSHIP:
            return membership.membership(statements, question)
        case Kind.REASON:
            return reasons.reasons(statements, question)
        case Kind.FIELD if ask.field is not None:
            found = fields.field_pieces(statements, question, ask.field)
            return found or (definitions.definitions(everything, question, query) if of_what else [])
        case Kind.UNITS:
            return bodies.units(statements, question)
        case Kind.OFFICES:
            return bodies.offices(statements, question)
        case Kind.DUTY_CHECK:
            return facts.duty_check(statements, question)
        case Kind.DUTY:
            return facts.duties(statements, question)
        case Kind.EXISTENCE:
            return [p for part in _each_measure(query, question) for p in facts.existence(statements, part)]
        case Kind.AGREEMENT:
            return facts.agreement(statements, question)
        case _:
            return facts.general(statements, question)


def _answered(query: Query, index: Index, scope: Scope, parts: Sequence[Part]) -> Answer:
    records = {r.id: r for r in scope.documents}
    citations: list[Citation] = []
    lines: list[str] = []
    for part in parts:
        record = records[part.pieces[0].statement.document]
        lines.append(_headline(part, record, part.ask.kind is not Kind.DUTY_CHECK or len(scope.departments()) < 2 or not scope.named))
        left = max(_LEAST_TEXT, _MOST_TEXT // len(parts))
        for number, piece in enumerate(part.pieces[: facts.MOST_DUTIES if part.ask.kind is Kind.DUTY else _MOST_PIECES]):
            left -= len(piece.shown)
            if number and left < 0:
                lines.append("……")
                break
            citations.append(citation_of(piece, index, records[piece.statement.document]))
            lead = f"{piece.lead}：" if piece.lead else ""
            lines.append(f"{lead}「{piece.shown}」[{len(citations)}]" + (piece.note or ""))
    lines = [*_contrast(query, parts), *_summary(parts), *_duty_summary(parts, scope), *lines, *scope.missing]
    return Answer(status="answered", answer="\n".join(lines), citations=tuple(citations), query=query, generation=index.generation)


def _contrast(query: Query, parts: Sequence[Part]) -> list[str]:
    """Two explanations of one term asked to be set against each other: what the one lists beyond the other."""
    if len(parts) != 2 or any(p.ask.kind is not Kind.DEFINITION for p in parts) or not _DIFFER.search(query.text):
        return []
    line = definitions.contrasted(parts[0].pieces[0].shown, parts[1].pieces[0].shown, (parts[0].department, parts[1].department))
    return [line] if line else []


def _headline(part: Part, record: DocumentRecord, alone: bool = True) -> str:
    title = title_of(record)
    verdicts = list(dict.fromkeys(p.verdict for p in part.pieces if p.verdict))
    if part.ask.kind in _JUDGED and len(verdicts) == 1 and alone:
        return f"{verdicts[0]}。{title}写明："
    return f"{title}写明："


def _summary(parts: Sequence[Part]) -> list[str]:
    """One line over all departments asked: who has it and who has not."""
    judged = [(p.department, p.pieces[0].verdict) for p in parts if p.ask.kind is Kind.EXISTENCE and p.pieces[0].verdict]
    if len({d for d, _ in judged}) < 2:
        return []
    without = [d for d, v in judged if v.startswith(("没有", "是的，没有"))]
    having = [d for d, _ in judged if d not in without]
    if not having:
        return [f"{len(without)}个部门都没有。"]
    return ["；".join(f"{word}：{'、'.join(dict.fromkeys(names))}" for word, names in (("有", having), ("没有", without)) if names) + "。"]


def _duty_summary(parts: Sequence[Part], scope: Scope) -> list[str]:
    """Of several departments asked whether something is among their duties: in whose it was found and in whose it was not."""
    having = list(dict.fromkeys(p.department for p in parts if p.ask.kind is Kind.DUTY_CHECK))
    asked = scope.departments()
    if not having or len(asked) < 2 or not scope.named:
        return []
    without = [d for d in asked if d not in having]
    if not without:
        return [f"{'、'.join(having)}的职责中都写了。"]
    return [f"不是都写了：只在{'、'.join(having)}的职责中找到，{'、'.join(without)}的公开文件中没有找到相应的职责。"]


def _unsure(query: Query, scope: Scope, index: Index, parts: Sequence[Part]) -> Answer | None:
    """No department was named and several documents could be meant: ask which, unless one matches far better."""
    departments = scope.departments()
    if len(departments) < 2:
        return None
    question = wanted(query.text, drop=_understood(query), names=_names(query))
    best: dict[str, float] = {}
    for department in departments[:_MANY]:
        for part in _parts(query, index, scope.of(department), asks_of(query)[:1], question):
            best[department] = max(best.get(department, 0.0), part.pieces[0].score)
    order = sorted(best.items(), key=lambda item: -item[1])
    if len(order) < 2 or order[1][1] < 0.85 * order[0][1]:
        return None
    choices = tuple(Choice(label=d, question=f"{d}{query.text}") for d, _ in order[:6])
    return Answer(status="clarify", answer="请问您问的是哪个部门？", choices=choices, query=query, generation=index.generation)


def _not_found(query: Query, index: Index, scope: Scope, missing: Sequence[str]) -> Answer:
    lines = list(missing)
    if scope.documents:
        titles = "、".join(dict.fromkeys(title_of(r) for r in scope.documents[:4]))
        what = next((m.mention for m in query.measures), query.topic.replace(" ", "、"))
        asked = f"“{what[:20]}”的解释" if asks_of(query)[0].kind is Kind.DEFINITION and what else "相关内容"
        lines.append(f"{titles}中没有找到{asked}。")
    return Answer(status="not_found", answer="\n".join(lines) or "没有找到相关内容。", query=query, generation=index.generation)


def _mentioned(query: Query, index: Index, scope: Scope, question: Wanted) -> Answer:
    """Which documents mention something: a full scan, with its coverage."""
    words = list(question.phrases) or _subject_words(query)
    found = facts.mentions([s for d in _holding(words, scope, index) for s in statements_of(index, d)], question, words)
    if not words or not found:
        said = "、".join(words)
        line = f"在{len(scope.documents)}份文件中没有找到提到“{said}”的内容。"
        return Answer(status="not_found", answer="\n".join([line, *scope.missing]), query=query, generation=index.generation)
    records = {r.id: r for r in scope.documents}
    documents = list(dict.fromkeys(p.statement.document for p in found))
    covered = len(scope.documents)
    lines = [f"查了{covered}份文件，其中{len(documents)}份提到“{'、'.join(words)}”："]
    citations: list[Citation] = []
    for document in documents[:12]:
        for piece in [p for p in found if p.statement.document == document]:
            citations.append(citation_of(piece, index, records[document]))
            lines.append(f"{title_of(records[document])}：「{piece.shown}」[{len(citations)}]")
    return Answer(status="answered", answer="\n".join([*lines, *scope.missing]), citations=tuple(citations), query=query, generation=index.generation)


def _holding(words: Sequence[str], scope: Scope, index: Index) -> list[str]:
    """The documents that may hold one of the words: all of a small index; of a large one those that keyword search finds it in, however many."""
    if len(scope.documents) <= _SCANNED:
        return list(scope.ids)
    found = {index.chunk(i).document for word in words for i, _ in index.search_words(word, _ALL_CHUNKS)}
    return [d for d in scope.ids if d in found]


def _subject_words(query: Query) -> list[str]:
    """What is mentioned: the words after 提到 or before 出现, else the question's topic."""
    found = re.search(r"(?:提到|提及|写到|写了|涉及|讲到|说到|用了|安排了|出现)(?:了|过)?[“\"]?([^，。？?“”\"了过的吗]{2,16})", query.text)
    words = [found[1]] if found and not re.match(r"哪|什么|谁", found[1]) else [query.topic] if query.topic else []
    return [normal(w) for w in words if w]


def _dates(query: Query, index: Index, scope: Scope) -> Answer:
    """When the disclosures were published, by the date that they bear; the earliest named where several are asked for."""
    dated = [(r, r.identity.publication_date) for r in scope.documents]
    known = sorted(((d, r) for r, d in dated if d), key=lambda item: (item[0], item[1].file_name))
    lines, citations = [], []
    for date, record in known:
        piece = _dated_piece(index, record, f"{date.year}", f"{date.month}", f"{date.day}")
        if piece:
            citations.append(citation_of(piece, index, record))
        mark = f"[{len(citations)}]" if piece else ""
        lines.append(f"{title_of(record)}：{date.year}年{date.month}月{date.day}日{mark}")
    lines += [f"{title_of(r)}：文件没有落款日期。" for r, d in dated if not d]
    if len(known) > 1 and known[0][0] < known[1][0]:
        lines.insert(0, f"{known[0][1].identity.department}最早，{known[0][0].month}月{known[0][0].day}日公开。")
    status: Status = "answered" if known else "not_found"
    return Answer(status=status, answer="\n".join([*lines, *scope.missing]), citations=tuple(citations), query=query, generation=index.generation)


def _dated_piece(index: Index, record: DocumentRecord, year: str, month: str, day: str) -> Piece | None:
    pattern = re.compile(rf"{year}\s*年\s*0?{month}\s*月\s*0?{day}\s*日")
    for statement in reversed(statements_of(index, record.id)):
        if statement.origin == "prose" and pattern.search(statement.text):
            return Piece(statement, 1.0)
    return None
