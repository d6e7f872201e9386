"""Which fact an ask means: all of its words must be explained by the fact, and no other fact may be meant as well.

A later ask may leave its item out: then it is of the item before it (一共几辆、值多少), or of the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.numbers import is_money
from qa.counted.asks import Ask, fits
from qa.counted.facts import Fact
from qa.counted.words import Said, holds, lexicon, share

_NEAR = 0.3
_STEP = 0.05
_OF_MONEY = re.compile("支出|收入|经费|拨款|结余|预算|费$")
_VALUED = frozenset({"价值", "金额"})
_AMOUNTS = _VALUED | {"全年预算", "年初预算", "执行"}


def meant(ask: Ask, facts: Sequence[Fact], before: Sequence[Fact]) -> Fact | None:
    """The fact that the ask means, ``before`` being those meant by the asks before it; None where none or several fit."""
    fitting = [f for f in facts if _countable(ask, f)]
    if ask.content.empty or (ask.content.atoms <= _VALUED and not ask.content.rest and not ask.content.numbers):
        of_last = _of_the_last(ask, fitting, before) if before else None
        return of_last or (_best(ask.topic, fitting, before, None) if ask.topic is not None else None)
    return _best(ask.content, fitting, before, ask.topic)


def _best(content: Said, fitting: Sequence[Fact], before: Sequence[Fact], topic: Said | None) -> Fact | None:
    """The fact that explains the words and says least besides; None where several do that state different things."""
    graded = sorted(((_grade(content, f, before, topic) + _about(topic, f), f) for f in fitting if explained(content, f)), key=lambda g: -g[0])
    return _decided([f for grade, f in graded if grade >= graded[0][0] - _STEP]) if graded else None


def explained(content: Said, fact: Fact) -> bool:
    """Whether all words are said by the fact's label, clause or parents."""
    implied = frozenset(lexicon()["implied"])
    atoms = content.atoms <= fact.context.atoms | implied
    numbers = content.numbers <= fact.context.numbers
    own = bool(content.atoms & (fact.own.atoms | fact.context.atoms) or content.numbers & fact.own.numbers or any(holds(fact.clause, run) for run in content.rest))
    return atoms and numbers and own and all(holds(fact.clause, run) for run in content.rest)


def _countable(ask: Ask, fact: Fact) -> bool:
    """Whether unit and aspect agree: money for money, a change only where one is asked."""
    figure = fact.figure
    if (str(figure.aspect) == "change") != ask.changed:
        return False
    if is_money(figure.unit):
        named = fact.own.atoms - frozenset(lexicon()["implied"]) <= ask.content.atoms
        return ask.money and (named or bool(ask.content.atoms & _AMOUNTS) or not ask.content.atoms)
    if ask.unit is None and any(_OF_MONEY.search(run) for run in ask.content.rest):
        return False  # 本年支出多少: no number of things
    if ask.money or (figure.unit == "分") != (ask.unit == "分" or bool(ask.content.atoms & {"得分", "平均"})):
        return False
    return fits(ask.unit, figure.unit)


def _grade(content: Said, fact: Fact, before: Sequence[Fact], topic: Said | None = None) -> float:
    """How well the words meet the label: what it says besides counts against it, a place near the last fact for it."""
    implied = frozenset(lexicon()["implied"])
    hits = len(content.atoms & fact.own.atoms) + len(content.numbers & fact.own.numbers)
    hits += sum(any(holds(own, run) for own in fact.own.rest) for run in content.rest)
    unsaid = fact.own.atoms - content.atoms - implied - (topic.atoms if topic is not None else frozenset())
    excess = len(unsaid) + 0.5 * sum(not any(holds(run, own) or holds(own, run) for run in content.rest) for own in fact.own.rest)
    near = _NEAR * any(_beside(fact, b) for b in before) + _NEAR * any(fact.belongs_to(b) or fact.figure.measure == b.figure.measure for b in before)
    return hits - 0.5 * excess + near


def _about(topic: Said | None, fact: Fact) -> float:
    """A fact of what the preface speaks of is nearer."""
    if topic is None:
        return 0.0
    said = [atom in fact.context.atoms for atom in topic.atoms] + [share(fact.clause, run) for run in topic.rest]
    return _NEAR * sum(said) / max(len(said), 1)


def _beside(fact: Fact, other: Fact) -> bool:
    return fact.figure.document == other.figure.document and fact.figure.paragraph == other.figure.paragraph


def _of_the_last(ask: Ask, fitting: Sequence[Fact], before: Sequence[Fact]) -> Fact | None:
    """The fact that an ask without words of its own means: an attribute of the last item, else the only one of its sentence, else the item that the last is of."""
    last = before[-1]
    if not ask.money and last in fitting and ask.unit is not None:
        return last  # 还有离休的吗，有几位: how many of them
    new = [f for f in fitting if _beside(f, last) and all(f.figure.id != b.figure.id for b in before)]
    if ask.changed:
        return _decided([f for f in fitting if f.figure.measure == last.figure.measure and _beside(f, last)])
    attributes = [f for f in new if last.figure.measure in f.figure.qualifiers[:1] or f.figure.measure in last.figure.qualifiers[:1]]
    if attributes:
        return _decided(attributes)
    if ask.money and not new:
        return _decided([f for f in fitting if f.own.atoms and f.own.atoms <= last.own.atoms and f.figure.section_path == last.figure.section_path])
    ahead = [f for f in new if f.place < last.place]
    if ahead and not ask.money and ask.unit is not None:
        return _decided([f for f in new if fits(ask.unit, f.figure.unit)][:1] if len(new) == 1 else ahead[-1:])
    return _decided(new)


def _decided(facts: Sequence[Fact]) -> Fact | None:
    """The first, where all state the same."""
    if not facts:
        return None
    stated = {(f.figure.value, is_money(f.figure.unit)) for f in facts}
    return facts[0] if len(stated) == 1 else None
