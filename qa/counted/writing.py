"""How what meets the asks is said: a line each, or the disclosures to choose from where they state different numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said_change
from qa.answer.wording import said as said_amount
from qa.counted.facts import Fact
from qa.counted.shares import Share, write_share
from qa.lookup.model import Candidate
from qa.lookup.scope import Place
from qa.model import Answer, Choice, Query

_OPEN = {"years": "哪一年", "kinds": "预算还是决算"}


@dataclass(frozen=True, slots=True)
class Met:
    """What meets the asks in one disclosure, in the order asked. ``whether``: the fact that says whether there are any, where that was asked first."""

    place: Place
    found: tuple[Fact | Share, ...]
    whether: Fact | None = None

    @property
    def values(self) -> tuple[tuple[Decimal, str], ...]:
        """The numbers stated."""
        facts = [f for each in self.found for f in ((each,) if isinstance(each, Fact) else (each.whole, each.heads))]
        return tuple((f.figure.value, f.figure.unit) for f in facts)


def write_met(met: Met, query: Query, sheet: Sheet) -> Answer:
    """The answer from one disclosure."""
    if met.whether is not None:
        sheet.say("有。" if met.whether.figure.value else "没有。")
    for fact in met.found:
        if isinstance(fact, Share):
            write_share(fact, query, sheet)
            continue
        candidate = Candidate(fact.figure, fact.record, 1.0, 1.0)
        q = quantity(candidate, query.unit if len(met.found) == 1 else None)
        name, mark = fact.figure.measure, sheet.mark([candidate])
        if str(fact.figure.aspect) == "change":
            sheet.say(f"{_whose(fact, met.place)}的{name}比上年{said_change(q)}{mark}。")
            name += "比上年增减"
        else:
            sheet.say(f"{_whose(fact, met.place)}的{name}为{said_amount(q)}{mark}。")
        sheet.figure(name, q, [candidate])
    return sheet.answer("answered", query)


def write_choice(found: Sequence[Met], query: Query, sheet: Sheet, open_axes: Sequence[str]) -> Answer:
    """Which disclosure is meant, each with what it states."""
    sheet.say(f"请说明是{'、'.join(_OPEN[a] for a in open_axes if a in _OPEN)}的数据。收录的文件中有：")
    for met in found:
        place = met.place
        label = f"{place.department}{place.year or ''}年{place.kind or ''}"
        facts = [f for f in met.found if isinstance(f, Fact)]
        said = [f"{f.figure.measure}{said_amount(quantity(c))}{sheet.mark([c])}" for f in facts for c in (Candidate(f.figure, f.record, 1.0, 1.0),)]
        sheet.say(f"- {label}：{'，'.join(said)}")
        sheet.choices.append(Choice(label=label, question=f"{label}的{'、'.join(f.figure.measure for f in facts)}分别是多少？"))
    return sheet.answer("clarify", query)


def _whose(fact: Fact, place: Place) -> str:
    """截至2023年底，昌吉市科学技术局 / 昌吉市科学技术局2024年预算."""
    year = fact.record.identity.fiscal_year
    stands = fact.figure.year is not None and year is not None and fact.figure.year < year
    if stands:
        return f"截至{fact.figure.year}年底，{place.department}"
    return f"{place.department}{year or ''}年{fact.record.identity.kind or ''}"
