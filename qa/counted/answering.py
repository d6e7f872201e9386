"""The answer to a question of counted things, where all of its asks are met by facts of one disclosure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.counted.asks import Asked, asked, joints_in, may_ask
from qa.counted.facts import Fact, facts_of
from qa.counted.matching import meant
from qa.counted.shares import Share, joins, retired, shared
from qa.counted.words import Said, said, share
from qa.counted.writing import Met, write_choice, write_met
from qa.lookup.catalogue import Catalogue
from qa.lookup.scope import Place, scoped
from qa.model import Answer, Intent, Operation, Query, Turn

_INTENTS = {Intent.FIGURE, Intent.LIST, Intent.TEXT, Intent.BOOLEAN}
_OPERATIONS = {Operation.NONE, Operation.SUM, Operation.FILTER, Operation.PER_HEAD, Operation.MEAN, Operation.RATIO}  # 总共多少辆, 20万元以上的, 平均几分: words of one ask
_SUMMED = re.compile("加起来|加一起|加在一起|相加|之和|总和|合起来|加总|求和|合到一|凑")
_YEAR = re.compile(r"(?:20)?\d\d年(?:度|末|底|的)?|20\d\d|(?<![比较与跟和同])[去今上本]年(?:度|末|底)?")
_ASIDE = re.compile("[（(]([\u4e00-\u9fff]{2,6})[)）]")
_KINDS = re.compile("部门(?:预算|决算)")
MOST = 8
MOSTLY = 0.6  # of a preface's words that the facts' sentences hold


def counted(query: Query, cat: Catalogue, history: Sequence[Turn] = ()) -> Answer | None:
    """The answer, or None where any ask is not met, or anything else is asked. Which of several disclosures is meant is asked back where they differ."""
    if query.intent not in _INTENTS or query.operation not in _OPERATIONS or _SUMMED.search(query.text):
        return None
    if "reason" in query.aspects or not may_ask(query.text):
        return None
    where = scoped(query, cat)
    if where.unknown or not set(where.open_axes) <= {"kinds", "years"} or (len(where.places) > 1 and not where.open_axes):
        return None
    places = [place for place in where.places[:MOST] if place.own or place.later]
    found = [m for place in places if (m := _met(query, place, cat, history)) is not None]
    if not found:
        return _worth_nothing(query, places[0], cat, history) if len(places) == 1 else None
    done = query.model_copy(update={"operation": Operation.NONE})
    differ = len({m.values for m in found}) > 1
    answer = write_choice(found, done, Sheet(cat.index), where.open_axes) if differ else write_met(found[0], done, Sheet(cat.index))
    return answer.model_copy(update={"complete": True})


def _worth_nothing(query: Query, place: Place, cat: Catalogue, history: Sequence[Turn]) -> Answer | None:
    """它们各值多少 of things that were counted and of which no worth is told: that, and never their number once more."""
    facts = [f for record in (*place.own, *place.later) for f in facts_of(record, cat)]
    before = [f for f in _last(facts, history) if not is_money(f.figure.unit)]
    wants = asked(query.text, _understood(query, place))
    if not before or wants is None or len(wants.asks) != 1 or "价值" not in wants.asks[0].content.atoms or wants.asks[0].content.atoms != {"价值"}:
        return None
    if any(f.belongs_to(b) and is_money(f.figure.unit) for f in facts for b in before):
        return None
    names = "”“".join(dict.fromkeys(f.figure.measure for f in before))
    return Answer(status="not_found", answer=f"公开文件中没有写明“{names}”的价值。", query=query)


def _met(query: Query, place: Place, cat: Catalogue, history: Sequence[Turn]) -> Met | None:
    """What meets the asks of the question in one disclosure, else in the next year's that speaks of this year too; None where any is not met."""
    own = [f for record in place.own for f in facts_of(record, cat)]
    later = [f for record in place.later for f in facts_of(record, cat) if query.years and f.figure.year in query.years]
    point = next((note.removeprefix("时点:")[:4] for note in query.notes if note.startswith("时点:")), None)
    choices = [own, [*own, *later]] if point is None else [[f for f in (*own, *later) if str(f.figure.year) == point]]
    for facts in choices:
        wants = asked(query.text, _understood(query, place), joints_in(f.clause for f in facts)) if facts else None
        if wants is not None and 1 <= len(wants.asks) <= MOST and (met := _all_met(wants, place, facts, history)) is not None:
            return met
    return None


def _understood(query: Query, place: Place) -> list[str]:
    """The words of the question that say whose and when: they ask nothing."""
    names = [n for d in query.departments for n in (d.mention, d.department) if n]
    names += [m[0] for m in _ASIDE.finditer(query.text) if m[1] in _ground(place)]
    return [*names, *(m[0] for m in _YEAR.finditer(query.text)), *(m[0] for m in _KINDS.finditer(query.text))]


def _all_met(wants: Asked, place: Place, facts: Sequence[Fact], history: Sequence[Turn]) -> Met | None:
    ground = _ground(place)
    before = _last(facts, history)
    met: list[Fact] = []
    found: list[Fact | Share] = []
    for ask in (replace(a, content=_without(a.content, ground)) for a in wants.asks):
        fact = shared(ask, facts, [*before, *met]) if joins(ask) else meant(ask, facts, [*before, *met]) or retired(ask, facts)
        if fact is None:
            return None
        found.append(fact)
        met += [fact] if isinstance(fact, Fact) else []
    if not all(_in_context(_without(p, ground), met or before) for p in wants.prefaces):
        return None
    whether = _whether(wants, facts, found) if wants.whether else None
    if wants.whether and whether is None:
        return None
    return Met(place, tuple(dict.fromkeys(found)), whether)


def _whether(wants: Asked, facts: Sequence[Fact], found: Sequence[Fact | Share]) -> Fact | None:
    """The fact that says whether there are any (有没有车？机要车几辆): of what was asked about, which need not be the first that is counted."""
    first = found[0] if isinstance(found[0], Fact) else None
    if not wants.prefaces or wants.asks[0].content.empty:
        return first
    return meant(replace(wants.asks[0], content=wants.prefaces[0], unit=None), facts, ())


def _ground(place: Place) -> str:
    """The names of the department and its region: what a question says of them asks nothing."""
    identity = (*place.own, *place.later)[0].identity
    return " ".join((identity.department, identity.region or "", *identity.aliases))


def _without(content: Said, ground: str) -> Said:
    """The words without pieces of the department's own name and region."""
    return Said(content.atoms, content.numbers, tuple(run for run in content.rest if run not in ground))


def _last(facts: Sequence[Fact], history: Sequence[Turn]) -> list[Fact]:
    """The facts that the last answer stated."""
    stated = {i for turn in history[-1:] for f in turn.answer.figures for i in f.figure_ids}
    return [f for f in facts if f.figure.id in stated]


def _in_context(preface: Said, met: Sequence[Fact]) -> bool:
    """Whether what a preface says is what the facts met are about."""
    text = normal("".join("".join((f.clause, f.figure.quote, *f.figure.qualifiers, *f.figure.section_path)) for f in met))
    atoms = frozenset(a for f in met for a in f.context.atoms) | said(text).atoms
    return preface.atoms <= atoms and preface.numbers <= said(text).numbers and all(share(text, run) >= MOSTLY for run in preface.rest)
