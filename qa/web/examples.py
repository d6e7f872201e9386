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
    """(kind, question), round robin over documents."""
    records = _spread([d for d in index.documents() if d.superseded_by is None and d.identity.fiscal_year and d.identity.kind])
    common = _common(index, records)
    for turn, record in enumerate(records):
        who = record.identity
        here = f"{who.department}{who.fiscal_year}年{who.kind}"
        names = common[turn % len(common) :] + common[: turn % len(common)] if common else []
        if len(names) < 2:
            continue
        yield "figure", f"{here}的{names[0]}是多少？"
        yield "change", f"{here}的{names[1]}比上年增减多少，原因是什么？"
        yield "share", f"{here}中，{names[0]}占{names[1]}的百分之几？"
        yield "rank", f"{who.fiscal_year}年{who.kind}中，哪个部门的{names[0]}最高？"
        yield "duty", f"{who.department}的主要职责是什么？"


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
    """Measures that most of these documents have in money, short names first among equals."""
    seen: Counter[str] = Counter()
    for record in records:
        amounts = {f.measure for f in index.figures(documents=[record.id]) if f.aspect is Aspect.AMOUNT and f.value and f.subject_kind == "部门"}
        seen.update(name for name in amounts if 3 <= len(name) <= _LONGEST_NAME)
    return [name for name, _ in sorted(seen.items(), key=lambda item: (-item[1], len(item[0]), item[0]))][:12]
