"""What is asked of the rows, done and written: the largest, the k-th, how many, together, on average, where one of them stands.

In: :class:`~qa.rows.model.Ask` and the lines of :class:`~qa.rows.model.Chosen`. Out: lines and figures on the sheet. Nothing is rounded but means and shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.numbers import is_money
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup.model import Candidate
from qa.lookup.names import key
from qa.lookup.scope import Place
from qa.rows.model import Ask, Bound, Chosen, Fold, Line

LONGEST = 24  # lines that are written out at most
_MARKED = 12  # places cited of a number of rows
_PICKS = {"top", "bottom", "kth", "last"}


@dataclass(frozen=True, slots=True)
class Item:
    """A line with its amount and the places that it was read from (none: a blank cell)."""

    label: str
    amount: Quantity
    sources: tuple[Candidate, ...]
    beside: tuple[tuple[str, Candidate], ...] = ()
    note: str = ""
    fell: bool = False  # the amount is by how much it fell: its figure is negative, as everywhere


def items_of(lines: Sequence[Line], chosen: Chosen, unit: str | None) -> list[Item]:
    """The lines as amounts in one unit, blank ones as nothing; lines of one name are told apart by what is above them."""
    base = next((f.unit for ln in lines for f in ln.figures), "万元")
    several = {ln.label for ln in lines if sum(o.label == ln.label for o in lines) > 1}
    found = []
    for line in lines:
        sources = tuple(Candidate(f, chosen.table.record, 1.0, 10.0) for f in line.figures)
        amounts = [quantity(c) for c in sources]
        amount = sums.total(amounts) if amounts else Quantity(Decimal(0), base, 0)
        parents = [p for p in line.path[:-1] if key(p) != key(line.label)]
        label = f"{parents[-2] if len(parents) > 2 else parents[-1]}的{line.label}" if line.label in several and parents else line.label
        beside = tuple((name, Candidate(f, chosen.table.record, 1.0, 10.0)) for name, f in line.beside)
        found.append(Item(label, amount.to(unit or base), sources, beside))
    return found


def passes(item: Item, bound: Bound) -> bool:
    """Whether an amount satisfies a condition; a bound in another kind of unit is never satisfied."""
    if bound.unit and is_money(bound.unit) != is_money(item.amount.unit):
        return False
    value = item.amount.to(bound.unit or None).value
    return {
        ">": value > bound.value, ">=": value >= bound.value, "<": value < bound.value, "<=": value <= bound.value, "=": value == bound.value, "!=": value != bound.value,
    }[bound.sign]  # fmt: skip


def write(ask: Ask, chosen: Chosen, place: Place, sheet: Sheet) -> bool:
    """Write what is asked. False where the rows cannot give it."""
    units = {f.unit for ln in chosen.lines for f in ln.figures}
    if any(b.unit and b.unit not in units and not (is_money(b.unit) and all(is_money(u) for u in units)) for b in ask.bounds):
        return False
    head = f"{place.department}{place.year or ''}年{place.kind or ''}{chosen.head}"
    if chosen.groups:
        return _by_group(ask, chosen, head, sheet)
    items = items_of(chosen.lines, chosen, ask.unit)
    blank = any(b.sign == "=" and not b.value for b in ask.bounds)
    items = [i for i in items if i.sources or blank]
    kept = [i for i in items if all(passes(i, b) for b in ask.bounds)]
    if not items or (not kept and not ask.bounds):
        return False
    if ask.has("place"):
        return _placed(chosen, kept, head, sheet)
    picks = [f for f in ask.folds if f.kind in _PICKS]
    if (picks or ask.has("sort")) and len(kept) < 2 and not (ask.by and kept):
        return False
    if picks and max(f.n for f in picks) > len(kept):
        return False
    return _folded(ask, chosen, items, kept, picks, head, sheet)


def write_items(ask: Ask, chosen: Chosen, items: list[Item], head: str, sheet: Sheet) -> bool:
    """Write what is asked of items that were made elsewhere (differences of two years)."""
    kept = [i for i in items if all(passes(i, b) for b in ask.bounds)]
    picks = [f for f in ask.folds if f.kind in _PICKS]
    if not (picks or ask.bounds or ask.has("count", "sum", "list", "sort")) or (not kept and picks):
        return False
    if not kept:
        sheet.say(f"{head}：没有符合的。")
        sheet.figure("数量", Quantity(Decimal(0), "项", 0), (), derived=True)
        return True
    cut = [f if f.n <= len(kept) else replace(f, n=len(kept)) for f in picks]
    return _folded(replace(ask, folds=tuple(f for f in ask.folds if f.kind != "gap")), chosen, items, kept, cut, head, sheet)


def _folded(ask: Ask, chosen: Chosen, items: list[Item], kept: list[Item], picks: list[Fold], head: str, sheet: Sheet) -> bool:
    shown: list[Item] = []
    listed = False
    if ask.has("count") and (ask.bounds or not picks or not _of_picks(ask, picks)):
        _count(ask, chosen, kept, items, head, sheet)
    order = next((f.order for f in ask.folds if f.kind == "sort"), "desc")
    for fold in picks:
        found = _picked(fold, kept, order)
        shown += [i for i in found if i not in shown]
        _write_pick(fold, found, order, head, sheet)
    if not picks and ask.has("sort"):
        shown, listed = sorted(kept, key=lambda i: -i.amount.value if order == "desc" else i.amount.value), True
        sheet.say(f"{head}{'从高到低' if order == 'desc' else '从低到高'}：")
        _lines(shown, sheet, numbered=True)
    together = shown if _of_picks(ask, picks) else kept
    if ask.has("sum", "share", "mean", "gap"):
        _whole(ask, chosen, together, kept, head, sheet, first=not ask.has("count") and not (picks and ask.has("list")))
        if ask.has("share"):
            _share(ask, chosen, shown or together, kept, sheet)
    if not picks and not listed and (ask.has("list") or ask.bounds or len(kept) <= 3 or ask.by):
        if not (ask.has("count", "sum") or sheet.lines):
            sheet.say(f"{head}：")
        _lines(kept, sheet, as_figures=ask.has("list") or not ask.has("count"))
    return bool(sheet.figures) or (bool(ask.bounds) and not kept)


def _of_picks(ask: Ask, picks: Sequence[Fold]) -> bool:
    """Whether what is added, averaged or counted are the ones picked (前三名合计): several are picked, and that is said before."""
    several = [f for f in picks if f.n > 1 and f.kind in {"top", "bottom"}] or (list(picks) if len(picks) > 1 and all(f.kind in {"kth", "last"} for f in picks) else [])
    after = [f for f in ask.folds if f.kind in {"sum", "mean", "share", "gap"}]
    return bool(several) and bool(after) and after[-1].at > several[0].at


def _picked(fold: Fold, kept: Sequence[Item], order: str) -> list[Item]:
    """The items of one pick; those as large as the last one of several count with it. 第一 in a list from low to high is the lowest."""
    low = fold.kind in {"bottom", "last"} or (order == "asc" and fold.kind in {"top", "kth"})
    ranked = sorted(kept, key=lambda i: i.amount.value if low else -i.amount.value)
    if fold.kind in {"kth", "last"}:
        return [i for i in ranked if i.amount.value == ranked[fold.n - 1].amount.value]
    return [i for n, i in enumerate(ranked) if n < fold.n or i.amount.value == ranked[fold.n - 1].amount.value]


def _write_pick(fold: Fold, found: Sequence[Item], order: str, head: str, sheet: Sheet) -> None:
    low = fold.kind in {"bottom", "last"} or (order == "asc" and fold.kind in {"top", "kth"})
    if fold.kind in {"kth", "last"} or len(found) == 1:
        rank = f"第{fold.n}{'低' if low else '高'}" if fold.n > 1 or fold.kind in {"kth", "last"} else _most(head, low)
        names = "、".join(f"{i.label}，{said(i.amount)}{i.note}{sheet.mark(i.sources)}" for i in found)
        sheet.say(f"{head}{rank}的是{names}。")
        for i in found:
            _state(i, sheet)
        return
    sheet.say(f"{head}{_most(head, low)}的{len(found)}项：")
    _lines(found, sheet, numbered=True)


def _most(head: str, low: bool) -> str:
    """最高 of amounts, 最多 of what was added or saved."""
    moved = head.endswith(("增加", "减少", "变动"))
    return ("最少" if low else "最多") if moved else "最低" if low else "最高"


def _lines(found: Sequence[Item], sheet: Sheet, *, numbered: bool = False, as_figures: bool = True) -> None:
    for n, i in enumerate(found[:LONGEST], 1):
        amount = said(i.amount) if i.sources else "没有数字"
        parts = f"（{' + '.join(said(quantity(c)) for c in i.sources)}）" if 1 < len(i.sources) <= 6 and not i.note else ""
        sheet.say(f"{f'{n}. ' if numbered else '- '}{i.label}：{amount}{parts}{i.note}{sheet.mark(i.sources)}")
        if as_figures and i.sources:
            _state(i, sheet)
    if len(found) > LONGEST:
        sheet.say(f"……共{len(found)}项。")


def _state(item: Item, sheet: Sheet) -> None:
    """The figure of an item, and what else is asked of it."""
    amount = Quantity(-item.amount.value, item.amount.unit, item.amount.decimals) if item.fell else item.amount
    sheet.figure(item.label, amount, item.sources, derived=len(item.sources) > 1)
    for name, source in item.beside:
        sheet.say(f"{item.label}的{name}：{said(quantity(source))}{sheet.mark([source])}。")
        sheet.figure(f"{item.label}{name}", quantity(source), [source])


def _count(ask: Ask, chosen: Chosen, kept: Sequence[Item], items: Sequence[Item], head: str, sheet: Sheet) -> None:
    noun = "个" if ask.by else "项"
    condition = "、".join(_condition(b) for b in ask.bounds)
    sources = [c for i in kept for c in i.sources] or ([Candidate(chosen.whole, chosen.table.record, 1.0, 10.0)] if chosen.whole is not None else [])
    beyond = f"（所查共{len(items)}{noun}）" if ask.bounds else ""
    sheet.say(f"{head}{f'{condition}的' if condition else ''}共{len(kept)}{noun}{beyond}{sheet.mark(sources[:_MARKED])}。")
    sheet.figure("数量", Quantity(Decimal(len(kept)), noun, 0), [c for i in kept for c in i.sources], derived=True)


def _condition(bound: Bound) -> str:
    words = {">": "超过", ">=": "不少于", "<": "不到", "<=": "不超过", "=": "等于", "!=": "不为"}
    return "有金额" if bound.sign == "!=" and not bound.value else "没有金额" if bound.sign == "=" and not bound.value else f"{words[bound.sign]}{bound.value.normalize():f}{bound.unit}"


def _whole(ask: Ask, chosen: Chosen, together: Sequence[Item], kept: Sequence[Item], head: str, sheet: Sheet, *, first: bool) -> None:
    """The sum, mean, range or share of the items, as asked."""
    with_sources = [i for i in together if i.sources]
    if not with_sources:
        return
    sources = [c for i in with_sources for c in i.sources]
    whole = sums.total([i.amount for i in with_sources])
    formula = " + ".join(said(i.amount) for i in with_sources[:LONGEST])
    if ask.has("sum"):
        total = whole.to_places(ask.decimals)
        sheet.say(f"{head}{len(with_sources)}项合计{said(total)}（{formula}）{sheet.mark(sources)}。")
        sheet.figure("合计", total, sources, derived=True, first=first)
    if ask.has("mean"):
        mean = sums.mean([i.amount for i in with_sources]).to_places(2 if ask.decimals is None else ask.decimals)
        sheet.say(f"{head}{len(with_sources)}项平均{said(mean)}（合计{said(whole)} ÷ {len(with_sources)}）{sheet.mark(sources)}。")
        sheet.figure("平均", mean, sources, derived=True, first=first)
    if ask.has("gap") and len(with_sources) > 1:
        high, low = max(with_sources, key=lambda i: i.amount.value), min(with_sources, key=lambda i: i.amount.value)
        gap = sums.difference(high.amount, low.amount)
        sheet.say(f"{high.label}与{low.label}相差{said(gap)}（{said(high.amount)} − {said(low.amount)}）。")
        sheet.figure("差额", gap, (*high.sources, *low.sources), derived=True, first=True)


def _share(ask: Ask, chosen: Chosen, part: Sequence[Item], kept: Sequence[Item], sheet: Sheet) -> None:
    """What share of the printed total (else of all rows) the items picked are."""
    part = [i for i in part if i.sources]
    if not part:
        return
    whole = sums.total([i.amount for i in part])
    base = Candidate(chosen.whole, chosen.table.record, 1.0, 10.0) if chosen.whole is not None else None
    of = quantity(base) if base is not None else sums.total([i.amount for i in kept if i.sources])
    if not of.value or of.to(whole.unit).value < whole.value:
        return
    share = sums.share(whole, of).to_places(2 if ask.decimals is None else ask.decimals)
    sources = [*(c for i in part for c in i.sources), *([base] if base is not None else [])]
    sheet.say(f"{'、'.join(i.label for i in part[:3])}{'等' if len(part) > 3 else ''}占{chosen.head}{said(of)}的{said(share)}{sheet.mark(sources[-1:])}。")
    sheet.figure("占比", share, sources, derived=True, first=True)


def _by_group(ask: Ask, chosen: Chosen, head: str, sheet: Sheet) -> bool:
    """Each mark that the question names, with the number and sum of its rows."""
    for name, lines in chosen.groups:
        items = [i for i in items_of(lines, chosen, ask.unit) if i.sources and all(passes(i, b) for b in ask.bounds)]
        if not items:
            return False
        sources = [c for i in items for c in i.sources]
        total = sums.total([i.amount for i in items])
        sheet.say(f"{name}：{len(items)}项，合计{said(total)}（{' + '.join(said(i.amount) for i in items[:LONGEST])}）{sheet.mark(sources)}。")
        if ask.has("count"):
            sheet.figure(f"{name}数量", Quantity(Decimal(len(items)), "项", 0), sources, derived=True)
        sheet.figure(f"{name}合计", total, sources, derived=True)
    sheet.lines.insert(0, f"{head}：")
    return True


def _placed(chosen: Chosen, kept: Sequence[Item], head: str, sheet: Sheet) -> bool:
    """Where the items named stand among all."""
    ranked = sorted((i for i in kept if i.sources), key=lambda i: -i.amount.value)
    there = [i for i in ranked if key(i.label) in chosen.named]
    if not there or len(there) != len(chosen.named):
        return False
    for item in there:
        rank = 1 + sum(o.amount.value > item.amount.value for o in ranked)
        sheet.say(f"{head}共{len(ranked)}项，{item.label}{said(item.amount)}{sheet.mark(item.sources)}，排第{rank}。")
        sheet.figure(f"{item.label}名次", Quantity(Decimal(rank), "名", 0), item.sources, derived=True)
        sheet.figure(item.label, item.amount, item.sources)
    return True
