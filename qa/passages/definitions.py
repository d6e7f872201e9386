"""What a term means: its entry among the explanations of terms (名词解释), whole; else a sentence that defines it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import HAN, normal
from qa.model import Query
from qa.passages.matching import ranked
from qa.passages.pieces import Piece
from qa.passages.statements import Statement, field_of, grams
from qa.passages.wanted import Wanted

_SURE = 0.99  # likeness of an entry that is the very term asked for
_SHARED = 2  # things that both list: else one is no list, or of something else
GLOSSARY = re.compile(r"名词解释|名称解释|专业名词|名词说明|术语")
_ENTRY = re.compile(rf"^\s*[-*#]*\s*(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[)）、.．]\s*)?[“\"]?([{HAN}“”\"（）()、/A-Za-z]{{2,30}}?)[”\"]?\s*[：:]")
_ASKING = re.compile(
    r"什么意思|啥意思|指(?:的是)?什么|是指|怎么|如何|解释|理解|定义|界定|名词|含义|什么叫|何谓|啥叫|什么|这个|这一|概念|到底|究竟|公开(?:文件)?|里|中|的|是|说|词|请问|部门预算|部门决算|文件"
)


def definitions(statements: Sequence[Statement], wanted: Wanted, query: Query) -> list[Piece]:
    """The entry of the term asked for; nothing where the documents neither explain nor define it."""
    terms = _terms(query, wanted)
    entries = [(s, entry) for s in statements if (entry := _entry_of(s))]
    best: tuple[float, Statement] | None = None
    for statement, entry in entries:
        score = max((_likeness(term, entry) for term in terms), default=0.0)
        if score >= 0.6 and (best is None or score > best[0]):
            best = (score, statement)
    if best and best[0] >= _SURE:
        return [Piece(best[1], 1.0 + best[0])]
    clause = _clause(statements, [normal(t) for m in query.measures for t in (m.mention, *m.names[:1]) if t] or terms)
    if clause:
        return [clause]
    if best:
        return [Piece(best[1], 1.0 + best[0])]
    return _defined_in_prose(statements, wanted, terms)


def _terms(query: Query, wanted: Wanted) -> list[str]:
    """The words that may be the term: what is quoted, what the question's measures were called, else what is left of the question."""
    found = list(wanted.phrases)
    if not found:
        found += [m.mention for m in query.measures]
        found += [n for m in query.measures for n in m.names[:2]]
        if query.topic:
            found.append(query.topic)
    if not found:
        rest = query.text
        for d in query.departments:
            rest = rest.replace(d.mention, "，")
        rest = re.sub(r"(?:20\d\d)年?度?", "，", rest)
        found += [piece for piece in re.split(r"[，。？?、\s]+", _ASKING.sub("，", rest)) if len(piece) >= 2]
    return [normal(t) for t in found if t]


def _entry_of(statement: Statement) -> str:
    if statement.origin != "prose" or not any(GLOSSARY.search(h) for h in statement.section_path):
        return ""
    if statement.span and statement.span[0] > 0:
        return ""
    found = _ENTRY.match(statement.text)
    label, _ = field_of(statement.text)
    return normal(found[1] if found else label)


def _likeness(term: str, entry: str) -> float:
    """1 for the same term; less where one holds the other or most features agree."""
    if not term or not entry:
        return 0.0
    if term == entry:
        return 1.0
    a, b = grams(term), grams(entry)
    if not a or not b:
        return 0.0
    share = 2 * len(a & b) / (len(a) + len(b))
    return max(share, 0.62 if entry in term and len(entry) >= 3 else 0.0)


def _clause(statements: Sequence[Statement], terms: Sequence[str]) -> Piece | None:
    """A clause like ``公务接待费反映…`` inside the entry of another term."""
    for term in terms:
        if len(term) < 2:
            continue
        pattern = re.compile(
            r"(?:^|[，,。；;：:、中])" + r"\s*".join(map(re.escape, term.strip())) + r"[”\"]?(?:[（(][^）)]*[）)])?(?:反映|是指|指|包括|是用于|主要用于)"
        )
        for s in statements:
            if any(GLOSSARY.search(h) for h in s.section_path) and (found := pattern.search(s.text)):
                start = found.start() + (0 if s.text[found.start()] not in "，,。；;：:、中" else 1)
                end = min((e for e in (s.text.find(m, start) for m in "；;。") if e > 0), default=len(s.text) - 1) + 1
                return Piece(s, 1.0, cut=(start, end))
    return None


def contrasted(first: str, second: str, names: tuple[str, str]) -> str:
    """What each of two explanations lists that the other does not: one sentence, "" where both list the same."""
    a, b = _listed(first), _listed(second)
    lines: list[str] = []
    if len(set(a) & set(b)) < _SHARED:
        return ""
    for name, other, own, theirs in ((names[0], names[1], a, b), (names[1], names[0], b, a)):
        more = [item for item in own if item not in theirs]
        if more:
            lines.append(f"{name}比{other}多列了：{'、'.join(more)}。")
    return "".join(lines)


def _listed(text: str) -> list[str]:
    """The things that an explanation lists, without the words around them."""
    items = re.split(r"[、，,。；;：:]|以及|(?<=费)和|(?<=费)及", re.sub(r"\s", "", text))
    found = [re.sub(r"^.*(?:反映|是指|包括|规定(?:保留|开支)的|公务用车(?=[^购运]))", "", item) for item in items]
    return [word for item in found if len(word := re.sub(r"(?:费用)?等(?:方面)?(?:的)?支出$|等$", "", item)) >= 2]


def _defined_in_prose(statements: Sequence[Statement], wanted: Wanted, terms: Sequence[str]) -> list[Piece]:
    """A clause of an entry, or a sentence ``X是指…``."""
    clause = _clause(statements, terms)
    if clause:
        return [clause]
    matches = ranked(statements, wanted, bonus=lambda s: 0.3 if re.search(r"是指|指的是|指", s.text) and _mentions(s, terms) else -2.0, keep=1)
    return [Piece(m.statement, m.score) for m in matches if m.coverage > 0.5]


def _mentions(statement: Statement, terms: Sequence[str]) -> bool:
    plain = normal(statement.text)
    return any(t in plain for t in terms)
