"""The operation of a question, carried out on its slots and written on the sheet. :func:`compute` is the entry point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.staging import is_rate_of_plan
from qa.answer.wording import said, said_amount, said_change
from qa.compute import bundles, many, pairs
from qa.compute.arithmetic import Quantity
from qa.compute.binding import bound
from qa.compute.entries import Entry, axes_of, entries_of, full_label, given_entries, label_of
from qa.compute.missing import part_missing
from qa.compute.rest import asks_rest, write_rest
from qa.compute.wholes import with_heads, with_wholes
from qa.lookup import Catalogue, Slot, again
from qa.lookup.names import key
from qa.model import Operation, Query
from qa.question.operations import across

_EACH = re.compile("各|分别")
_EXACT_PLACES = 8
_ALL = 100  # percent
INNER = (Operation.SHARE, Operation.PER_HEAD, Operation.RATIO)
_MEASURED = {"target", "actual", "last"}
_OTHER_SIDE = (("目标|指标值|计划|预期", "target"), ("上年|去年", "last"), ("实际|完成", "actual"))
_ASKS_BOTH = re.compile(r"两年的?(?:数|金额)|各是?多少|分别是?多少|各为|多少.{1,16}多少")
FOLDS = (Operation.RANK, Operation.COMPARE, Operation.SUM, Operation.MEAN, Operation.FILTER, Operation.COUNT, Operation.TREND)


def compute(query: Query, slots: Sequence[Slot], sheet: Sheet, cat: Catalogue) -> bool:
    """Write the result of the question's operation. False where the figures for it are not there."""
    if part_missing(query, slots):
        return False
    slots = _with_neighbours(query, [s for s in bound(query, slots) if s.best], cat)
    shares = [s for s in slots if s.spot.aspect == "share"]
    if Operation.SHARE in (query.operation, *query.also) and shares and all(s.spot.measure.aspect == "share" for s in shares):
        return _printed_shares(query, shares, [s for s in slots if s not in shares], sheet)
    main = [s for s in slots if s.spot.aspect == s.spot.measure.aspect] or list(slots)
    entries = entries_of(main or slots, query)
    entries += given_entries(query, entries)
    taken = {id(s) for s in main}
    extra = entries_of([s for s in slots if id(s) not in taken], query)
    if not entries or many.fewer_than_said(entries, query):
        return False
    if asks_rest(query):
        return write_rest(entries, query, sheet)
    if not _operate(query, entries, sheet):
        return False
    _state(extra, sheet)
    if query.unit == "%" and query.operation is not Operation.RANK:
        _rate_first(sheet)
    return True


def _printed_shares(query: Query, shares: Sequence[Slot], amounts: Sequence[Slot], sheet: Sheet) -> bool:
    """Shares that the document prints: stated or folded, then the amounts that they are of."""
    entries = entries_of(shares, query)
    outer = next((op for op in (query.operation, *query.also) if op in FOLDS), None)
    if outer is not None and len(entries) > 1:
        return _outer(outer, entries, query, sheet)
    _state(entries, sheet)
    if len(shares) == 1:
        _state(entries_of(amounts[:1], query), sheet)
    return True


_SET_AGAINST = re.compile(r"(?<!占)比(?![重例])[^。?？]*?(?:多|少|高|低|大|小)(?:出|了)?(?:多少|几)|相差")


def fold(query: Query, entries: Sequence[Entry], sheet: Sheet) -> bool:
    """Carry out the question's operation over entries that are rows, projects or computed results."""
    return _operate(query, list(entries), sheet)


def _operate(query: Query, entries: list[Entry], sheet: Sheet) -> bool:
    operations = [op for op in dict.fromkeys((query.operation, *query.also)) if op is not Operation.NONE]
    inner = next((op for op in operations if op in INNER), None)
    outer = next((op for op in operations if op in FOLDS), None)
    axes = axes_of(entries)
    if outer is Operation.SUM and inner is Operation.SHARE and "department" not in axes:
        outer = None  # 甲加乙占丙的几成: what is added is the part, not the shares
    parted = any(m.role == "whole" for m in query.measures)  # shares of it are asked, no balance
    if Operation.DIFFERENCE in operations and not parted and len(entries) > 2 and axes == ("measure",):
        if many.write_remainder(entries, query, sheet):
            return True
        if Operation.SUM in operations and _SET_AGAINST.search(query.text):
            return False  # a sum set against another item: all of them added up is no answer
    in_time = axes == ("year",) or axes == ("stage",)
    if outer is Operation.SUM and (Operation.PREVIOUS in operations or (in_time and set(operations) & {Operation.DIFFERENCE, Operation.GROWTH})):
        outer = None
    if in_time and Operation.GROWTH in operations:
        inner = None
    diagonal = len(entries) == 2 and set(axes) >= {"measure", "department"}
    ranks = {e.measure_rank for e in entries}
    if inner is Operation.SHARE and len(ranks) >= 3 and len(axes) == 1 and (done := many.write_share_of_sum(entries, query, sheet)) is not None:
        return done
    pairwise = bool({Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO} & set(operations))
    several = len(ranks) >= 2 and len({e.group for e in entries}) > 1
    if Operation.SUM in operations and inner in {None, Operation.RATIO} and several and (outer is not Operation.SUM or pairwise or bundles.by_group(query)):
        return _by_group_sums(operations, entries, query, sheet)
    if inner and len(ranks) >= 2 and not diagonal:
        results = _inner(inner, entries, query)
        if results:
            return _fold_results(inner, outer, results, entries, query, sheet)
        return False
    if outer is not None and (len(entries) > 1 or outer in (Operation.FILTER, Operation.COUNT)):
        return _outer(outer, entries, query, sheet)
    if inner is Operation.PER_HEAD and len(entries) > 1 and "department" in axes and re.search(r"(?:每|平均一)(?:家|个?部门|个?单位)|家均", query.text):
        return many.write_mean(entries, query, sheet)
    if inner is Operation.PER_HEAD or (inner is Operation.SHARE and not in_time and axes != ("department",)):
        return False
    if outer in (Operation.RANK, Operation.MEAN) and len(entries) == 1:
        return False
    pair = inner or next((op for op in operations if op in (Operation.DIFFERENCE, Operation.GROWTH)), None)
    if pair is not None and len(entries) >= 2:
        return _pair(pair, operations, entries, query, sheet)
    if pair is not None and entries[0].aspect not in {"share", "change", "rate"}:
        return False
    _state(entries, sheet)
    return True


def _by_group_sums(operations: Sequence[Operation], entries: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    """每年甲与乙之和各多少, 哪家甲加乙最多: the items of each year or department added, then set side by side or ranked."""
    added = bundles.group_sums(entries)
    if not added:
        return False
    outer = next((op for op in operations if op in FOLDS and op is not Operation.SUM), None)
    outer = outer or (Operation.TREND if len({e.department for e in added}) == 1 else Operation.COMPARE)
    for e in added:
        sheet.say(f"{full_label(e)}：{e.formula} = {said(e.quantity)}{sheet.mark(e.sources)}。")
    pair = next((op for op in operations if op in (Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO)), None)
    if pair is not None and len(added) == 2:
        return _pair(pair, operations, added, query, sheet)
    if len(added) > 1:
        return _outer(outer, added, query, sheet)
    _state(added, sheet)
    return True


def _inner(operation: Operation, entries: Sequence[Entry], query: Query) -> list[Entry]:
    """The result of the inner operation for each department, year and kind that has both operands."""
    results = []
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    for group in groups.values():
        members = sorted(group, key=lambda e: e.measure_rank)
        wholes = [e for e in members if e.measure_rank < len(query.measures) and query.measures[e.measure_rank].role == "whole"]
        parts = [e for e in members if e not in wholes]
        if len(wholes) == 1 and len(parts) > 1 and operation in {Operation.SHARE, Operation.RATIO}:
            apart = bundles.asks_each(query) or Operation.RANK in (query.operation, *query.also)  # ranked among each other, not added
            together = None if apart else bundles.bundled(parts)
            results += [r for r in [together and pairs.computed_pair(operation, together, wholes[0], query)] if r is not None]
            if operation is Operation.SHARE and any(r.quantity.value > _ALL for r in results):
                return []  # more than the whole: they are no parts of it
            if results and Operation.SUM in query.also and Operation.RANK not in query.also:
                continue  # 甲与乙之和是丙的几倍: of both together only, and their quotients are never added up
            results += [r for p in parts if (r := pairs.computed_pair(operation, p, wholes[0], query)) is not None]
        elif len({e.measure_rank for e in members}) >= 2:
            second = next(e for e in members if e.measure_rank != members[0].measure_rank)
            result = pairs.computed_pair(operation, members[0], second, query)
            if result is not None:
                results.append(result)
    return results


def _fold_results(inner: Operation, outer: Operation | None, results: list[Entry], operands: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    if outer is None or len(results) == 1:
        further = {query.operation, *query.also} & {Operation.DIFFERENCE, Operation.COMPARE}
        if further and len(results) == 1 and len(operands) == 2:
            many.write_compare(operands, query.model_copy(update={"operation": Operation.COMPARE, "also": ()}), sheet)
        for r in results:
            pairs.write_result(r, sheet, first=False, whose=len({x.department for x in results}) > 1)
        apart = any(len({getattr(r, axis) for r in results}) == 2 for axis in ("department", "year", "measure_rank"))
        if outer is None and len(results) == 2 and apart and Operation.DIFFERENCE in (query.operation, *query.also):
            exact = results if query.decimals is not None else _inner(inner, operands, query.model_copy(update={"decimals": _EXACT_PLACES}))
            exact = [r.at(quantity=Quantity(r.quantity.value, r.quantity.unit)) for r in exact] if query.decimals is None else exact
            pairs.write_difference(exact[0], exact[1], query, sheet, first=not _EACH.search(query.text))  # each first, then by how much one is above the other
        return True
    return _outer(outer, [r.at(row=None) for r in results], query, sheet)


def _outer(outer: Operation, entries: list[Entry], query: Query, sheet: Sheet) -> bool:
    if outer in (Operation.SUM, Operation.MEAN):
        write = many.write_sum if outer is Operation.SUM else many.write_mean
        if not write(entries, query, sheet):
            return False
    elif outer is Operation.RANK:
        many.write_rank(entries, query, sheet)
    elif outer is Operation.TREND:
        many.write_trend(entries, query, sheet)
    elif outer is Operation.COMPARE:
        many.write_compare(entries, query, sheet)
    else:
        many.write_filter(entries, query, sheet)
    note = many.mixed(entries)
    if note:
        sheet.say(note)
    if outer is Operation.RANK and Operation.DIFFERENCE in query.also and len(entries) > 1:
        ranked = many.in_order(entries, "desc")
        pairs.write_difference(ranked[0], ranked[-1], query, sheet, first=True)
    return True


def _pair(operation: Operation, operations: Sequence[Operation], entries: list[Entry], query: Query, sheet: Sheet, *, whose: str = "", first: bool = True) -> bool:
    """Two (or, year by year, more) figures against each other along the first axis on which they differ."""
    axes = axes_of(entries)
    if not axes:
        return False
    if len(entries) > 2 and len(axes) > 1:
        return _pair_by_group(operation, operations, entries, query, sheet)
    if operation is Operation.DIFFERENCE and len(entries) > 2 and axes == ("measure",):
        return many.write_remainder(entries, query, sheet)
    a, b = entries[0], entries[-1]
    if axes == ("stage",) and _of_other_funds(a, b):
        return False  # what was planned of one fund, and what was spent in all
    if operation in (Operation.DIFFERENCE, Operation.GROWTH) and axes == ("year",):
        old, new = pairs.in_time(entries)[0], pairs.in_time(entries)[-1]
        pairs.write_operands([old, new], sheet, as_figures=bool(_ASKS_BOTH.search(query.text)))
        pairs.write_change(old, new, query, sheet, amount_first=first, whose=whose)
        if operation is Operation.GROWTH:
            _rate_first(sheet)
        return True
    if operation is Operation.DIFFERENCE:
        pairs.write_operands([a, b], sheet, as_figures=bool(_ASKS_BOTH.search(query.text)))
        pairs.write_difference(a, b, query, sheet)
        done = True
    else:
        if operation is Operation.GROWTH and "measure" in axes and "比" in query.text:
            a, b = b, a  # 甲比乙少百分之几: 乙 is what it is measured by
        result = pairs.computed_pair(operation, a, b, query)
        done = result is not None
        if result is not None:
            pairs.write_operands([a, b], sheet, as_figures=bool(_ASKS_BOTH.search(query.text)))
            sheet.say(f"{label_of(a, axes)}与{label_of(b, axes)}：{said(result.quantity)}（{result.formula}）。")
            sheet.figure(result.name, result.quantity, result.sources, derived=True, first=True)
    note = many.mixed([a, b])
    if done and note:
        sheet.say(note)
    for further in operations:
        if further is not operation and further in (Operation.RATIO, Operation.GROWTH, Operation.SHARE, Operation.DIFFERENCE):
            more = pairs.computed_pair(further, a, b, query)
            if more is not None:
                sheet.say(f"{more.name}：{said(more.quantity)}（{more.formula}）。")
                sheet.figure(more.name, more.quantity, more.sources, derived=True)
    return done


def _of_other_funds(a: Entry, b: Entry) -> bool:
    """Whether two stages were found under different names and of different funds."""
    if not a.sources or not b.sources:
        return False
    x, y = a.sources[0].figure, b.sources[0].figure
    return key(x.measure) != key(y.measure) and x.fund != y.fund and "全口径" in {x.fund, y.fund}


def _pair_by_group(operation: Operation, operations: Sequence[Operation], entries: list[Entry], query: Query, sheet: Sheet) -> bool:
    """Several pairs at once: one a department (years within it), or one an item."""
    by_department = len({e.department for e in entries}) > 1

    def mark(e: Entry) -> str:
        return e.department if by_department else f"{e.measure_rank}{e.row}"

    done = False
    for _, members in groupby(sorted(entries, key=mark), key=mark):
        group = list(members)
        if len(group) >= 2:
            whose = group[0].department if by_department else group[0].row or group[0].name
            done = _pair(operation, operations, group[:2] if len(axes_of(group)) > 1 else group, query, sheet, whose=whose, first=False) or done
    return done


def _rate_first(sheet: Sheet) -> None:
    """Put the rate in front of the amount where the rate is what was asked."""
    rates = [f for f in sheet.figures if f.unit == "%"]
    sheet.figures = rates + [f for f in sheet.figures if f.unit != "%"]


def _state(entries: Sequence[Entry], sheet: Sheet) -> None:
    """Each figure in one sentence."""
    axes = axes_of(entries)
    for e in entries:
        value = e.quantity
        if e.aspect == "change":
            sheet.say(f"{full_label(e).replace('的比上年增减', '')}比上年{said_change(value)}{sheet.mark(e.sources)}。")
        elif e.aspect == "rate":
            word = said_change(value, more="增长", less="下降")
            sheet.say(f"{full_label(e).replace('的比上年增减率', '')}比上年{word}{sheet.mark(e.sources)}。")
        else:
            why = e.sources[0].figure.derivation if e.derived and e.sources else e.formula or None
            sheet.say(f"{full_label(e)}为{said_amount(value)}{sheet.mark(e.sources)}{f'（{why}）' if why else ''}。")
        sheet.figure(label_of(e, axes) if axes else e.name, value, e.sources, derived=e.derived)


def _with_neighbours(query: Query, slots: list[Slot], cat: Catalogue) -> list[Slot]:
    """Slots that the operation needs beside those asked for: last year's value, or the printed change, of a single figure."""
    operations = {query.operation, *query.also}
    if Operation.PREVIOUS in query.also and len({s.spot.year for s in slots}) > 1:
        return slots
    if slots and Operation.PREVIOUS in operations and len({(s.spot.department, s.spot.measure.mention) for s in slots}) == 1:
        return _previous(query, slots, cat)
    slots = _printed_change(query, slots, cat) or slots
    of_each = len({s.spot.department for s in slots}) == len(slots)  # 甲2024年, 乙2026年: each by itself
    if not slots or (not of_each and len({s.spot.year for s in slots}) > 1):
        return slots
    slot = slots[0]
    single = len({(s.spot.department, s.spot.measure.mention) for s in slots}) == 1
    if Operation.DIFFERENCE in operations and single and slot.spot.aspect in _MEASURED:
        return _against_target(query, slots, cat)
    if Operation.PER_HEAD in operations and len({s.spot.measure.mention for s in slots}) == 1:
        return with_heads(slots, cat)
    if is_rate_of_plan(query):
        return slots
    if across(normal(query.text), len(query.departments)) and len({s.spot.measure.mention for s in slots}) == 1:
        return slots
    if Operation.SHARE in operations and len({s.spot.measure.mention for s in slots}) == 1 and slot.spot.aspect in {"amount", "count"}:
        return with_wholes(query, slots, cat)
    if operations & {Operation.DIFFERENCE, Operation.GROWTH} and single and len(slots) == 1 and not query.stages and slot.best and slot.spot.aspect in {"amount", "count"}:
        printed = _changes(slot, query, cat)
        if printed:
            return printed
    over_time = operations & {Operation.TREND, Operation.DIFFERENCE, Operation.GROWTH}
    if over_time and single and len(slots) == 1 and not query.stages and slot.best and slot.best.year is not None:
        before = again(slot, query, cat, year=slot.best.year - 1)
        if before.best:
            return [before, slot]
    return slots


def _changes(slot: Slot, query: Query, cat: Catalogue) -> list[Slot]:
    """The printed change, rate or both that the question's operations ask for; none where one of them is not printed."""
    operations = {query.operation, *query.also}
    wanted = [a for op, a in ((Operation.DIFFERENCE, "change"), (Operation.GROWTH, "rate")) if op in operations]
    printed = [found for a in wanted if (found := again(slot, query, cat, aspect=a)).best]
    return [_as_asked(s) for s in printed] if len(printed) == len(wanted) else []


def _printed_change(query: Query, slots: list[Slot], cat: Catalogue) -> list[Slot]:
    """What is printed of the step from one year to the next, where last year's amount is only derived from it: nothing is gained by subtracting
    it again (and rounding is, where this year's amount is taken from a table)."""
    operations = {query.operation, *query.also} - {Operation.NONE}
    if len(slots) != 2 or query.stages or not operations or operations - {Operation.DIFFERENCE, Operation.GROWTH}:
        return []
    old, new = sorted(slots, key=lambda s: s.spot.year or 0)
    same = (old.spot.department, old.spot.measure.mention, old.spot.aspect) == (new.spot.department, new.spot.measure.mention, new.spot.aspect)
    next_year = old.spot.year is not None and new.spot.year == old.spot.year + 1
    if not same or not next_year or old.best is None or new.best is None or not old.best.figure.derived or new.best.figure.derived:
        return []
    if re.search("各|分别|两年的?(?:数|金额)", query.text) or (Operation.GROWTH not in operations and re.search("百分之|率|幅|%|几成", query.text)):
        return []  # the rate is asked for as well: both follow from the two amounts
    return _changes(new, query, cat)


def _against_target(query: Query, slots: list[Slot], cat: Catalogue) -> list[Slot]:
    """What was reached and what was planned (or last year's), so that they can be set against each other; the first asked first."""
    other = next((a for words, a in _OTHER_SIDE if re.search(words, query.text) and a not in {s.spot.aspect for s in slots}), None)
    found = [again(slots[0], query, cat, aspect=other)] if other else []
    both = [s for s in (*slots, *found) if s.best]
    return [s.at(measure=s.spot.measure.model_copy(update={"aspect": s.spot.aspect})) for s in both]


def _previous(query: Query, slots: list[Slot], cat: Catalogue) -> list[Slot]:
    """Last year's value: the slot itself where it is derived already, else that of the year before."""
    if any(note.startswith("来源年份") for note in query.notes):
        return slots  # the year asked for is named; the other one only says where to count back from
    earliest = min(slots, key=lambda s: s.spot.year or 0)
    if len({s.spot.year for s in slots}) > 1 or len(query.years) > 1:
        return [earliest]
    slot = slots[0]
    named = slot.spot.year is not None and re.search(rf"(?:倒推|推算|反推).{{0,6}}{slot.spot.year}", query.text)
    if slot.best is None or slot.best.figure.derived or slot.best.year is None or named:
        return slots
    before = again(slot, query, cat, year=slot.best.year - 1)
    return [before] if before.best else slots


def _as_asked(slot: Slot) -> Slot:
    return slot.at(measure=slot.spot.measure.model_copy(update={"aspect": slot.spot.aspect}))
