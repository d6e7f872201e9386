"""Follow-ups about several turns at once: 三家加一块儿, 谁最少, 排个序, 哪个多, 人均多少元.

A streak is the run of last turns that ask the same of one slot after another (三公经费 of A, then of B, then of C). What is asked of "them"
without naming them is asked of the whole streak; a per-head question takes the last amount and the last number of heads talked of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.numbers import parse_chinese_number
from qa.linking.vocabulary import Linker
from qa.model import DepartmentRef, Intent, MeasureRef, Operation, Query
from qa.question.heads import spent_on
from qa.question.intents import says

_PAIR = re.compile("^(?:那么?|这?[两二]个)?(?:哪个|谁|哪家|哪项|哪边|哪[一]?年)[^,。?]{0,6}[多高大少低小]|^(?:那么?)?(?:相差|差|多|少|高|低)(?:了)?多少")
_MOVED = re.compile("^(?:那么?|又|这)?[多少]了?(?:几|多少)个?(?:点|百分)|^(?:那么?|又|这)?(?:涨|掉|跌|降|升|增|减|变)[^,。?]{0,4}(?:多少|几|没有|吗)")
_CORRECTING = re.compile("[问说要指]的?是|不是.*是|换成|改成|说错|应该是")
_WEAK_SUM = re.compile("^(?:那么?|这样)?(?:[两二三四五六七八九]?(?:个|项|者|笔|家|年|样)?)(?:一共|总共|共|合计|拢共|统共|加起来)")
_COUNTED = re.compile(r"([两二三四五六七八九十]|\d)(?:个|项|者|笔|家|年|样|种|块)")
_TOTAL = re.compile("(?:一共|总共|合计|拢共)(?:要|需要)?(?:花|用|支出)了?")
_INNER = re.compile("哪[一]?项|哪个项目|哪些项目|哪个科目|其中|里面|哪[一]?块|哪笔|科目|项目|指标")
_FORMER = re.compile("前者|前一[家个项笔]|前面(?:那|的)?一?[家个项笔]|第一[家个项笔](?!高|多|大)")
_LATTER = re.compile("后者|后一[家个项笔]|后面(?:那|的)?一?[家个项笔]|第二[家个项笔](?!高|多|大)")
_AGAINST = (("百分|几成|占|比例|比重", Operation.SHARE), ("倍", Operation.RATIO), ("多|少|差|高|低", Operation.DIFFERENCE))
_FOLDS = {Operation.RANK, Operation.SUM, Operation.MEAN, Operation.COMPARE, Operation.DIFFERENCE, Operation.TREND}


@dataclass(frozen=True, slots=True)
class Streak:
    """The slot along which the last turns differ, and those turns in order."""

    slot: str
    turns: tuple[Query, ...]


def streak(past: Sequence[Query]) -> Streak | None:
    """The run of last turns that differ in one slot only, the same slot from turn to turn; None where there are not two."""
    turns = [past[-1]]
    slot = ""
    for before in reversed(past[:-1]):
        differing = [s for s in ("departments", "years", "measures") if _of(before, s) != _of(turns[0], s)]
        if len(differing) != 1 or (slot and differing[0] != slot):
            break
        slot = differing[0]
        turns.insert(0, before)
    return Streak(slot, tuple(turns)) if len(turns) > 1 else None


def fill_streak(filled: dict[str, Any], query: Query, past: Sequence[Query], text: str) -> None:
    """What the new question does to the things of the streak, where it names nothing of its own."""
    if filled.get("over") == "departments" and not query.measures and query.operation is Operation.NONE and (said := _said(query, text)) is not None:
        filled["operation"], filled["intent"] = said, Intent.FIGURE
        return
    run = streak(past)
    if run is not None and _FORMER.search(text) and _LATTER.search(text) and not query.departments:
        _fill_pair(filled, query, run, text)
        return
    if query.measures and all(_TOTAL.fullmatch(m.mention) for m in query.measures) and _COUNTED.search(text):
        query = query.model_copy(update={"measures": (), "years": ()})
    if run is None or query.measures or query.departments or query.years or filled.get("over") == "departments":
        return
    moved = run.slot == "years" and bool(_MOVED.search(text)) and not _CORRECTING.search(past[-1].text)
    pair = moved or (bool(_PAIR.search(text)) and query.operation is not Operation.RANK)
    operation = Operation.DIFFERENCE if pair else _said(query, text)
    if operation is None or (_INNER.search(text) and run.slot != "measures"):
        return
    counted = _COUNTED.search(text)
    number = int(parse_chinese_number(counted[1]) or 2) if counted else 2 if pair else len(run.turns)
    filled.update(_collected(run.slot, run.turns, number))
    filled["operation"], filled["intent"] = operation, Intent.FIGURE
    filled["also"] = (Operation.COMPARE,) if pair and not moved else tuple(op for op in query.also if op in _FOLDS)
    if operation is Operation.RANK:
        filled["order"] = query.order


def _fill_pair(filled: dict[str, Any], query: Query, run: Streak, text: str) -> None:
    """前一家相当于后一家的百分之几: the last two of the streak against each other, in the order said."""
    former, latter = _FORMER.search(text), _LATTER.search(text)
    assert former is not None
    assert latter is not None
    filled.update(_collected(run.slot, run.turns, 2))
    if latter.start() < former.start():
        filled[run.slot] = filled[run.slot][::-1]
    operation = next((op for words, op in _AGAINST if re.search(words, text)), query.operation)
    filled.update({"operation": operation, "intent": Intent.FIGURE, "top_n": None, "order": None, "also": ()})


def _said(query: Query, text: str) -> Operation | None:
    if query.operation in _FOLDS:
        return query.operation
    if says("operation", text, "sum") or _WEAK_SUM.search(text):
        return Operation.SUM
    plain_mean = query.operation is Operation.PER_HEAD and not re.search("人均|每", text)
    return Operation.MEAN if plain_mean or says("operation", text, "mean") else None


def _collected(slot: str, turns: Sequence[Query], number: int) -> dict[str, Any]:
    """The last ``number`` different values of the slot, in the order talked of, and what the operation then runs over."""
    values = list({_of_one(value): value for turn in turns for value in _values(turn, slot)}.values())[-number:]
    over = slot if slot != "measures" else None
    same = {} if slot == "measures" else {"measures": turns[0].measures}
    return {**same, slot: tuple(values), "over": over, "aspects": ()}


def fill_per_head(filled: dict[str, Any], query: Query, past: Sequence[Query], said: MeasureRef | None, linked: Linker) -> None:
    """人均多少: the last amount talked of by the number of heads named, else by the last number of heads talked of.

    ``said``: the heads that the unit behind 每 means (每平米): these, as they were talked of, else by themselves.
    """
    if query.operation is not Operation.PER_HEAD or query.departments:
        return
    spoken = [m for turn in reversed(past) for m in turn.measures if turn.operation in {Operation.NONE, Operation.PER_HEAD}]
    named = [m for m in query.measures if m.score > 0.5]
    amount = next((m for m in [*named, *spoken] if m.aspect == "amount"), None)
    sure = [m for m in named if m.aspect == "count"]
    defaulted = [m for m in sure if m.role == "whole" and m.mention == m.names[0]]
    counted = [m for m in [*(m for m in sure if m not in defaulted), *spoken, *defaulted] if m.aspect == "count"]
    heads = next((m for m in counted if said is None or set(m.names) & set(said.names)), said)
    amount = amount or (spent_on(heads, linked) if heads is not None else None)
    if amount is not None and heads is not None:
        filled["measures"] = (amount.model_copy(update={"role": "operand"}), heads.model_copy(update={"role": "whole"}))
        filled["operation"], filled["intent"] = Operation.PER_HEAD, Intent.FIGURE


def _of(query: Query, slot: str) -> tuple[object, ...]:
    return tuple(_of_one(value) for value in _values(query, slot))


def _values(query: Query, slot: str) -> tuple[object, ...]:
    """What a turn has in the slot; of measures those asked for, not what they were shares of."""
    values: tuple[object, ...] = getattr(query, slot)
    return tuple(v for v in values if not isinstance(v, MeasureRef) or v.role == "operand")


def _of_one(value: object) -> object:
    if isinstance(value, MeasureRef):
        return value.names or value.mention, value.qualifiers
    return (value.department or value.mention) if isinstance(value, DepartmentRef) else value
