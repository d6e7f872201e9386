"""Example questions made from what is indexed, each tried: only those that the engine answers are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from index.model import Aspect, DocumentRecord
from index.store import Index
from qa.engine import Engine

LOOKED_AT = 8  # documents that the examples are made from
SHOWN = 4
_LONGEST_NAME = 10


def examples(engine: Engine, index: Index) -> list[str]:
    """At most :data:`SHOWN` questions of different kinds and departments that have an answer."""
    found: list[str] = []
    kinds: Counter[str] = Counter()
    for kind, question in _candidates(index):
        if kinds[kind] == 0 and question not in found and engine.ask(question).status == "answered":
            found.append(question)
            kinds[kind] += 1
        if len(found) == SHOWN:
            break
    return found


def _candidates(index: Index) -> Iterator[tuple[str, str]]:
    """(kind, question): for every kind the documents in turn, beginning with another department each time."""
    records = _spread([d for d in index.documents() if d.superseded_by is None and d.identity.fiscal_year and d.identity.kind])
    common = _common(index, records)
    if not common:
        return
    for number, kind in enumerate(("figure", "change", "rank", "duty")):
        start = number % len(records)
        for turn, record in enumerate([*records[start:], *records[:start]]):
            yield kind, _question(kind, record, common[(number + turn) % len(common)])


def _question(kind: str, record: DocumentRecord, name: str) -> str:
    who = record.identity
    here = f"{who.department}{who.fiscal_year}年{who.kind}"
    return {
        "figure": f"{here}的{name}是多少？",
        "change": f"{here}的{name}比上年增减多少，原因是什么？",
        "rank": f"{who.fiscal_year}年{who.kind}中，哪个部门的{name}最高？",
        "duty": f"{who.department}的主要职责是什么？",
    }[kind]


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


def _common(index: Index, records: list[DocumentRecord]) -> list[str]:
    """Measures that most of these documents have in money, those that they speak of most often first."""
    documents: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    for record in records:
        amounts = [f.measure for f in index.figures(documents=[record.id]) if f.aspect is Aspect.AMOUNT and f.value and f.subject_kind == "部门"]
        names = [name for name in amounts if 3 <= len(name) <= _LONGEST_NAME and not name.endswith(("合计", "总计", "小计"))]
        documents.update(set(names))
        mentions.update(names)
    return sorted(documents, key=lambda name: (-documents[name], -mentions[name], name))[:12]
