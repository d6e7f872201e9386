"""剩下的车, 剩下的呢: what is left of the whole talked of without the parts talked of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from index.text import normal
from qa.linking.vocabulary import Linker
from qa.model import REST, Intent, MeasureRef, Operation, Query
from qa.question.streaks import streak

_CARS = re.compile("(?:剩下|余下|剩余|其余|另外|别的)(?:的|那|些|几|[一二两三四五六七八九十\\d])*[辆台部个]?(?:公务)?(?:用)?车")
_ANY = re.compile("^(?:那么?|这样)?(?:剩下|余下|其余|剩余)(?:来)?的?(?:那)?(?:部分|钱|呢|是|有|多少)")
_OF_WHOLE = re.compile("^(?:那么?|这样)?(?:剩下|余下|其余|剩余)的?")
_WORTH = re.compile("值|价|钱|万|元")


def fill_rest(filled: dict[str, Any], query: Query, past: Sequence[Query], text: str, linked: Linker) -> None:
    """The whole and its parts as operands, where the rest is asked of cars of which some kinds were talked of, or of an item and its part."""
    last = past[-1]
    if REST in last.notes and query.operation is Operation.PER_HEAD and not query.departments:
        _set(filled, query, [*_worths(_counted(last), linked), *_counted(last)], Operation.PER_HEAD)
        return
    kinds = [m for m in last.measures if m.role == "operand" and m.names]
    if _CARS.search(text) and kinds and all("用车" in m.names[0] or "车辆" in m.names[0] for m in kinds):
        cars = linked.vocabulary.exact.get("车辆")
        kinds = [m for m in kinds if cars is None or not set(m.names) & set(cars.names)]
        if cars is None or not kinds:
            return
        whole = MeasureRef(mention="车辆", names=cars.names, aspect="count", score=0.9)
        counted = [whole, *(m.model_copy(update={"aspect": "count", "names": tuple(n.removesuffix("价值") for n in m.names)}) for m in kinds)]
        if query.operation is Operation.PER_HEAD:
            _set(filled, query, [*_worths(counted, linked), *counted], Operation.PER_HEAD)
        else:
            _set(filled, query, _worths(counted, linked) if _WORTH.search(text) else counted, Operation.DIFFERENCE)
    elif _OF_WHOLE.search(text) and len(query.measures) == 1 and not query.departments and kinds:
        run = streak(past)
        turns = run.turns if run is not None and run.slot == "measures" else (last,)
        parts = [m for turn in turns for m in turn.measures if m.role == "operand" and m.names != query.measures[0].names]
        if parts:
            _set(filled, query, [query.measures[0], *parts], Operation.DIFFERENCE)
    elif _ANY.search(text) and not query.measures and len(past) > 1 and len(kinds) == 1:
        wholes = [m for m in past[-2].measures if m.role == "operand"]
        same = [d.department for d in past[-2].departments] == [d.department for d in last.departments] and past[-2].years == last.years
        if len(wholes) == 1 and same and wholes[0].names != kinds[0].names and wholes[0].aspect == kinds[0].aspect:
            _set(filled, query, [wholes[0], kinds[0]], Operation.DIFFERENCE)


def _set(filled: dict[str, Any], query: Query, measures: Sequence[MeasureRef], operation: Operation) -> None:
    filled.update({"measures": tuple(m.model_copy(update={"role": "operand"}) for m in measures), "operation": operation, "intent": Intent.FIGURE})
    filled.update({"also": (), "aspects": (), "unread": (), "notes": (*query.notes, REST)})


def _counted(query: Query) -> list[MeasureRef]:
    """The operands of an earlier question about the rest, as numbers of things."""
    return [m.model_copy(update={"aspect": "count", "names": tuple(n.removesuffix("价值") for n in m.names)}) for m in query.measures]


def _worths(counted: Sequence[MeasureRef], linked: Linker) -> list[MeasureRef]:
    """The worth of things that are counted."""
    found = []
    for measure in counted:
        names = tuple(n for name in measure.names if (link := linked.vocabulary.exact.get(normal(name) + "价值")) for n in link.names)
        found.append(measure.model_copy(update={"aspect": "amount", "names": names or tuple(f"{n}价值" for n in measure.names), "mention": f"{measure.mention}价值"}))
    return found
