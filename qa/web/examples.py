"""Example questions made from what is indexed, each tried: only those that the engine answers with a source are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from index.model import DocumentRecord
from index.store import Index
from qa.engine import Engine
from qa.model import Answer

LOOKED_AT = 8  # documents that the examples are made from
SHOWN = 4
# What people look for first in a disclosure, by kind of question; which of these an index answers is tried.
KINDS: dict[str, tuple[str, ...]] = {
    "three_public": ("{who}{year}年{kind}的“三公”经费是多少？", "{who}{year}年{kind}的支出合计是多少？"),
    "reason": (
        "{who}{year}年{kind}的项目支出比上年增减多少，原因是什么？",
        "{who}{year}年{kind}的机关运行经费比上年增减多少，原因是什么？",
        "{who}{year}年{kind}的基本支出比上年增减多少，原因是什么？",
    ),
    "share": ("{who}{year}年{kind}的项目支出占总支出的百分之几？", "{who}{year}年{kind}的人员经费占基本支出的百分之几？"),
    "rank": ("{year}年{kind}中，哪个部门的“三公”经费最高？", "{year}年{kind}中，哪个部门的项目支出最高？"),
    "duty": ("{who}的主要职责是什么？",),
    "trend": ("{who}历年的公用经费是多少？",),
}
_REASON = ("原因", "由于", "因为")


def examples(engine: Engine, index: Index) -> list[str]:
    """At most :data:`SHOWN` questions of different kinds, each of another department as far as there are so many, that have an answer."""
    records = _spread([d for d in index.documents() if d.superseded_by is None and d.identity.fiscal_year and d.identity.kind])
    found: list[str] = []
    used: Counter[str] = Counter()
    for kind, patterns in KINDS.items():
        for record, question in _candidates(kind, patterns, records, used):
            if question not in found and _good(kind, engine.ask(question)):
                found.append(question)
                used[record.identity.department] += kind != "rank"
                break
        if len(found) == SHOWN:
            break
    return found


def _candidates(kind: str, patterns: Sequence[str], records: list[DocumentRecord], used: Counter[str]) -> Iterator[tuple[DocumentRecord, str]]:
    """Questions of a kind: every pattern over the documents, those of departments without an example first."""
    years = Counter((r.identity.fiscal_year, r.identity.kind) for r in records)
    ordered = sorted(records, key=lambda r: used[r.identity.department])
    if kind == "rank":  # a ranking wants a year with many departments
        many = [r for r in records if years[r.identity.fiscal_year, r.identity.kind] > 1]
        ordered = sorted(many, key=lambda r: -years[r.identity.fiscal_year, r.identity.kind])
    for pattern in patterns:
        for record in ordered:
            who = record.identity
            yield record, pattern.format(who=who.department, year=who.fiscal_year, kind=who.kind)


def _good(kind: str, answer: Answer) -> bool:
    """Whether an answer shows what the program can: a source, a figure that is not nothing, a reason where one was asked for."""
    if answer.status != "answered" or not answer.citations:
        return False
    if kind == "reason":
        return any(word in answer.answer for word in _REASON) and bool(answer.figures)
    if kind in {"rank", "trend"}:
        return sum(1 for f in answer.figures if f.value) > 1
    return kind == "duty" or (bool(answer.figures) and bool(answer.figures[0].value))


def _spread(records: list[DocumentRecord]) -> list[DocumentRecord]:
    """The newest document of each department, evenly over the index."""
    newest: dict[str, DocumentRecord] = {}
    for record in records:
        known = newest.get(record.identity.department)
        if known is None or (record.identity.fiscal_year or 0) >= (known.identity.fiscal_year or 0):
            newest[record.identity.department] = record
    chosen = list(newest.values())
    step = max(1, len(chosen) // LOOKED_AT)
    return chosen[::step][:LOOKED_AT]
