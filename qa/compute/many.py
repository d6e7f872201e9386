"""Operations on many figures: sum, mean, rank, filter, count, compare, trend. Coverage and mixed years or kinds are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from index.numbers import is_money, parse_chinese_number
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import said, said_amount, said_change
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.compute.entries import Entry, axes_of, full_label, label_of
from qa.compute.pairs import computed_pair, in_points, in_time, write_difference
from qa.lexicon import phrases
from qa.lookup.names import key
from qa.model import Operation, Query
from qa.question.operations import plain_asked
from qa.units import alike

LONGEST_LIST = 12
_TAKEN = re.compile("减去|减掉|扣除|扣掉|扣去|刨去|刨掉|刨除|去掉|除去|剔除|减")
_EACH = re.compile("各|分别|多少[^?？]*多少")
_TERMS = re.compile(r"([两二三四五六七八九十]|(?<!\d)\d{1,2})(?:大)?(?:项|笔|块|类|样|种)(?!级)")  # how many things the question says are to be added
_HOW_MANY = re.compile(r"(?:几|多少)(?:个|项|家)")


def mixed(entries: Sequence[Entry]) -> str:
    """A sentence where years or kinds are mixed across departments, else "": such figures are not directly comparable."""
    if len({e.department for e in entries}) < 2:
        return ""
    years, kinds = {e.year for e in entries}, {e.kind for e in entries if e.kind}
    if len(kinds) > 1:
        return "各数分属预算和决算（见各行），口径不同，不宜直接比较，仅供参考。"
    if len(years) > 1:
        return "各数年度不同（见各行），直接比较仅供参考。"
    return ""


def fewer_than_said(entries: Sequence[Entry], query: Query) -> bool:
    """甲、乙、丙三块里最大的比最小的多几万, of which only two were found: what is said of some is not true of all."""
    folds = {Operation.RANK, Operation.COMPARE, Operation.DIFFERENCE, Operation.MEAN}
    if not folds & {query.operation, *query.also} or len(query.measures) < 2 or any(m.role == "whole" for m in query.measures):
        return False
    said = [int(parse_chinese_number(m[1]) or 0) for m in _TERMS.finditer(normal(query.text))]
    return len(said) == 1 and said[0] > max(2, len({e.measure_rank for e in entries})) and not query.top_n


def in_order(entries: Sequence[Entry], order: str) -> list[Entry]:
    """Entries by value; ties keep their order. Entries whose unit does not fit the first one's are left out."""
    base = entries[0].quantity.unit if entries else ""
    fitting = [(e.quantity.to(base).value, e) for e in entries if alike(e.quantity.unit, base)]
    return [e for _, e in sorted(fitting, key=lambda pair: -pair[0] if order == "desc" else pair[0])]


def write_rank(entries: Sequence[Entry], query: Query, sheet: Sheet) -> None:
    """The entries in order, cut to what was asked: top n, the k-th, the highest, the lowest."""
    order = query.order or "desc"
    ranked = in_order(entries, order)
    axes = axes_of(entries)
    shown = ranked
    if query.kth:
        shown = ranked[query.kth - 1 : query.kth]
    elif query.top_n:
        shown = ranked[: query.top_n]
        shown += [e for e in ranked[query.top_n :] if shown and e.quantity.value == shown[-1].quantity.value]
    axes = tuple(a for a in axes if a != "measure" or len({e.row or e.name for e in shown}) > 1 or not set(axes) - {"measure"}) or ("measure",)
    words = "从低到高" if order == "asc" else "从高到低"
    many = len(shown) > 1
    kind_said = len({(e.year, e.kind) for e in entries}) > 1
    parts = []
    for place, e in enumerate(shown[:LONGEST_LIST], start=query.kth or 1):
        when = f"（{e.year}年{e.kind}{'，推算' if e.derived else ''}）" if kind_said and e.year is not None else ""
        label = label_of(e, [a for a in axes if a not in {"year", "kind", "stage"} or not kind_said])
        parts.append(f"{f'{place}. ' if many else ''}{label}{when}：{said(e.quantity)}{sheet.mark(e.sources)}")
        sheet.figure(label_of(e, axes), e.quantity, e.sources, derived=e.derived)
    place_word = f"第{query.kth}{'低' if order == 'asc' else '高'}" if query.kth else ("最低" if order == "asc" else "最高")
    head = f"{title_of(entries, axes)}{words}：" if many else f"{title_of(entries, axes)}{place_word}的是"
    sheet.say(head + ("\n" if many else "") + "\n".join(parts) + ("" if many else "。"))
    if len(shown) + sheet.beyond > LONGEST_LIST:
        sheet.say(f"……共{len(shown) + sheet.beyond}项。")


def title_of(entries: Sequence[Entry], axes: Sequence[str]) -> str:
    """What is common to all entries: department, year and item as far as they do not differ."""
    e = entries[0]
    parts = []
    if "department" not in axes:
        parts.append(e.department)
    if "year" not in axes and e.year is not None and len({x.year for x in entries}) == 1:
        parts.append(f"{e.year}年")
    if "kind" not in axes and len({x.kind for x in entries}) == 1:
        parts.append(e.kind)
    if "measure" not in axes and len({x.name for x in entries}) == 1:
        parts.append(e.name)
    return "".join(parts)


def write_sum(entries: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    """The sum of all entries, first; then the parts. False where one figure stands among them twice, or the question counts more of them (三项合计)."""
    counted = [int(parse_chinese_number(m[1]) or 0) for m in _TERMS.finditer(normal(query.text))]
    ids = {tuple(c.figure.id for c in e.sources) for e in entries}
    if len(ids) < len(entries) or (len(counted) == 1 and 2 <= len(entries) < counted[0]):
        return False
    kinds = {e.sources[0].figure.subject_kind for e in entries if e.sources}
    if "项目" in kinds and len(kinds) > 1 and any(key(c.figure.measure) == "项目支出" for e in entries for c in e.sources):
        return False  # the total of the projects and some of them
    try:
        whole = sums.total([e.quantity for e in entries])
    except (UnitMismatch, ValueError):
        return False
    if query.decimals is not None:
        whole = whole.to_places(query.decimals)
    axes = axes_of(entries) or ("measure",)
    parts = " + ".join(f"{label_of(e, axes)}{said(e.quantity)}{sheet.mark(e.sources)}" for e in entries[:LONGEST_LIST])
    sheet.say(f"{title_of(entries, axes)}合计{said(whole)}（{parts}）。")
    sheet.figure("合计", whole, [c for e in entries for c in e.sources], derived=True, first=True)
    return True


def write_remainder(entries: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    """甲加乙减去丙和丁, 甲乙之和与丙差多少: one side less the other. False where the question does not say which is on which side."""
    text = _as_read(normal(query.text))
    if any(e.measure_rank >= len(query.measures) for e in entries):
        return False  # rows, not items that the question names
    ordered = sorted(entries, key=lambda e: text.find(normal(query.measures[e.measure_rank].mention)))
    kept, gone = sides(text, ordered, query)
    if not kept or not gone:
        return False
    try:
        rest = sums.difference(sums.total([e.quantity for e in kept]), sums.total([e.quantity for e in gone]))
    except (UnitMismatch, ValueError):
        return False
    if query.decimals is not None:
        rest = rest.to_places(query.decimals)
    plus = " + ".join(f"{e.name}{said(e.quantity)}{sheet.mark(e.sources)}" for e in kept)
    minus = " − ".join(f"{e.name}{said(e.quantity)}{sheet.mark(e.sources)}" for e in gone)
    less = "" if rest.value >= 0 else f"，即少{said(Quantity(-rest.value, rest.unit, rest.decimals))}"
    sheet.say(f"{title_of(entries, ('measure',))}：{plus} − {minus} = {said(rest)}{less}。")
    sheet.figure("余额", rest, [c for e in entries for c in e.sources], derived=True, first=True)
    return True


def _as_read(text: str) -> str:
    """The question with the words written out that its measures were read from (水电费 -> 水费和电费)."""
    for group in ("expand", "same"):
        for long, shorts in phrases()[group].items():
            for short in shorts:
                text = text if long in text else text.replace(short, long)
    return text


def sides(text: str, ordered: Sequence[Entry], query: Query) -> tuple[list[Entry], list[Entry]]:
    """The items before and after the word that sets them against each other; nothing where none or several could be it.

    That word is one of taking away, else 比, else the joint behind a sum (甲加乙的合计，与丙), else the first joint where the sum is closed at the end (甲与乙、丙之和).
    """
    mentions = [normal(query.measures[e.measure_rank].mention) for e in ordered]
    places = [text.find(m) for m in mentions]
    if min(places) < 0:
        return [], []
    taking = _TAKEN.search(text)
    handed = text.find("把")  # 甲把乙和丙扣掉
    if taking and 0 <= handed < taking.start() and places[0] < handed < places[-1] < taking.start():
        cut = sum(p < handed for p in places)
        return list(ordered[:cut]), list(ordered[cut:])
    if taking:
        cut = sum(p < taking.start() for p in places)
        return list(ordered[:cut]), list(ordered[cut:])
    gaps = [text[places[i] + len(mentions[i]) : places[i + 1]] for i in range(len(places) - 1)]
    for against in (re.compile("(?<!占)比(?![重例])"), re.compile("(?:合计|之和|总和|加起来|相加)[^和与跟同]*[和与跟同]")):
        found = [i for i, gap in enumerate(gaps) if against.search(gap)]
        if len(found) == 1:
            return list(ordered[: found[0] + 1]), list(ordered[found[0] + 1 :])
    added = [bool(re.search("[加+]", gap)) for gap in gaps]
    if added.count(False) == 1 and True in added and re.search("[和与跟同]", gaps[added.index(False)]):
        return list(ordered[: added.index(False) + 1]), list(ordered[added.index(False) + 1 :])
    closed = re.search("合计|之和|总和|加起来|相加", text[places[-1] :])
    if closed and re.search("[与跟同和]", gaps[0]) and not re.search("[加+]", gaps[0]):
        return list(ordered[:1]), list(ordered[1:])
    return [], []


def write_mean(entries: Sequence[Entry], query: Query, sheet: Sheet) -> bool:
    """The mean of all entries, first."""
    try:
        middle = sums.mean([e.quantity for e in entries])
    except (UnitMismatch, ValueError):
        return False
    middle = middle.to_places(query.decimals if query.decimals is not None else 2)
    axes = axes_of(entries) or ("measure",)
    parts = "、".join(f"{label_of(e, axes)}{said(e.quantity)}{sheet.mark(e.sources)}" for e in entries[:LONGEST_LIST])
    sheet.say(f"{title_of(entries, axes)}平均为{said(middle)}（{parts}，共{len(entries)}项）。")
    sheet.figure("平均", middle, [c for e in entries for c in e.sources], derived=True, first=True)
    return True


def write_compare(entries: Sequence[Entry], query: Query, sheet: Sheet) -> None:
    """All side by side, which is more, and by how much; times and shares where asked."""
    axes = axes_of(entries) or ("measure",)
    if set(axes) == {"year"} or ("year" in axes and len({e.department for e in entries}) == 1 and "measure" not in axes):
        write_trend(entries, query, sheet)
        return
    ranked = in_order(entries, query.order or "desc")
    shown = [a for a in axes if a != "measure" or "department" not in axes or len({e.row or e.name for e in entries}) > 1]
    for e in ranked:
        sheet.say(f"{full_label(e)}为{said_amount(e.quantity)}{sheet.mark(e.sources)}。")
        sheet.figure(label_of(e, axes), e.quantity, e.sources, derived=e.derived)
    if len(ranked) < 2:
        return
    first, last = ranked[0], ranked[-1]
    if first.quantity.to(last.quantity.unit).value == last.quantity.value:
        sheet.say("两者相同。" if len(ranked) == 2 else "各项相同。")
    else:
        word = ("高" if is_money(first.quantity.unit) or first.quantity.unit == "%" else "多") if (query.order or "desc") == "desc" else "低"
        sheet.say(f"{label_of(first, shown)}最{word}。" if len(ranked) > 2 else f"{label_of(first, shown)}更{word}。")
        write_difference(first, last, query, sheet, first=query.operation is Operation.DIFFERENCE and not _EACH.search(query.text))
    if Operation.RATIO in (query.operation, *query.also):
        result = computed_pair(Operation.RATIO, first, last, query)
        if result is not None:
            sheet.say(f"{label_of(first, shown)}是{label_of(last, shown)}的{said(result.quantity)}。")
            sheet.figure("倍数", result.quantity, result.sources, derived=True)


def write_trend(entries: Sequence[Entry], query: Query, sheet: Sheet) -> None:
    """Item by item over the years, with the change from the first to the last and the direction."""
    by_series: dict[tuple[str, int, str | None], list[Entry]] = {}
    for e in entries:
        by_series.setdefault((e.department, e.measure_rank, e.row), []).append(e)
    for series in by_series.values():
        ordered = in_time(series)
        head = f"{ordered[0].department}{ordered[0].row or ordered[0].name}："
        parts = "；".join(f"{e.year}年{e.kind}{said(e.quantity)}{'（推算）' if e.derived else ''}{sheet.mark(e.sources)}" for e in ordered)
        sheet.say(f"{head}{parts}。")
        for e in ordered:
            sheet.figure(f"{e.year}年" if len(by_series) == 1 else f"{e.row or e.name}{e.year}年", e.quantity, e.sources, derived=e.derived)
        _direction(ordered, query, sheet)


def _direction(ordered: Sequence[Entry], query: Query, sheet: Sheet) -> None:
    if len(ordered) < 2 or not alike(ordered[0].quantity.unit, ordered[-1].quantity.unit):
        return
    values = [e.quantity.to(ordered[0].quantity.unit).value for e in ordered]
    gap = sums.difference(ordered[-1].quantity, ordered[0].quantity)
    rising = all(a <= b for a, b in pairwise(values))
    falling = all(a >= b for a, b in pairwise(values))
    steady = all(a != b for a, b in pairwise(values))  # 810, 810, 729 does not fall every year
    word = "持平" if rising and falling else "" if not steady else ("逐年上升" if rising and len(values) > 2 else "逐年下降" if falling and len(values) > 2 else "")
    total = said_change(in_points(gap))
    rate = computed_pair(Operation.GROWTH, ordered[0], ordered[-1], query) if gap.unit != "%" else None
    tail = f"，{said_change(rate.quantity, more='增长', less='下降')}" if rate is not None and gap.value else ""
    if word != "持平":
        highest = max(ordered, key=lambda e: e.quantity.to(ordered[0].quantity.unit).value)
        peak = f"，其中{highest.year}年最高" if len(ordered) > 2 else ""
        sheet.say(f"{word + '，' if word else ''}{ordered[0].year}年到{ordered[-1].year}年{total}{tail}{peak}。")
        asked = _moved_only(ordered, query)
        sheet.figure("增减额", gap, (*ordered[0].sources, *ordered[-1].sources), derived=True, first=asked == "change")
        if rate is not None:
            sheet.figure("增减幅度", rate.quantity, rate.sources, derived=True, first=asked == "rate")
    else:
        sheet.say("各年持平。")


def _moved_only(ordered: Sequence[Entry], query: Query) -> str | None:
    """Of two years whose change alone is asked (2026年比2025年少了多少): change or rate, which then comes first."""
    rank = ordered[0].measure_rank
    aspect = query.measures[rank].aspect if rank < len(query.measures) else None
    return aspect if len(ordered) == 2 and aspect in {"change", "rate"} and not _EACH.search(query.text) and not plain_asked(normal(query.text)) else None


_SUM_SAID = re.compile(r"占[^。?]{0,40}?(?:[+＋加]|之和|总和|合计|总数|总额|几项|[三四五两]项)")


def write_share_of_sum(entries: Sequence[Entry], query: Query, sheet: Sheet) -> bool | None:
    """The item in front of 占 as a share of a whole that is said as a sum (占甲、乙、丙三项合计的多少). None: not so asked."""
    text = normal(query.text)
    found = _SUM_SAID.search(text)
    if not found:
        return None
    if any(e.measure_rank >= len(query.measures) for e in entries):
        return None
    ahead = [e for e in entries if 0 <= text.find(normal(query.measures[e.measure_rank].mention)) < found.start()]
    if len(ahead) != 1:
        return None
    behind = text[found.start() :]
    part = ahead[0]
    listed = [e for e in entries if e is not part]
    again = _stem(normal(query.measures[part.measure_rank].mention)) in behind
    items = [part, *listed] if again or not re.search(r"另|其他|其余", behind) else listed
    try:
        whole = sums.total([e.quantity for e in items])
        share = sums.share(part.quantity, whole).to_places(query.decimals if query.decimals is not None else 2)
    except (UnitMismatch, ValueError, ZeroDivisionError):
        return False
    terms = " + ".join(f"{e.name}{said(e.quantity)}{sheet.mark(e.sources)}" for e in items)
    sheet.say(f"{title_of(entries, ('measure',))}：{part.name}{said(part.quantity)}，占{len(items)}项合计{said(whole)}的{said(share)}（{terms}）。")
    sheet.figure(f"{part.name}占比", share, [c for e in items for c in e.sources], derived=True, first=True)
    return True


def _stem(mention: str) -> str:
    """The first two characters of a name: under these it is named again."""
    return mention[:2]


def passes(value: Decimal, query: Query) -> bool:
    """Whether a value satisfies the question's threshold (none: it is not zero)."""
    if query.threshold is None:
        return value != 0
    sign = query.comparator or ">="
    return {
        ">": value > query.threshold,
        ">=": value >= query.threshold,
        "<": value < query.threshold,
        "<=": value <= query.threshold,
        "=": value == query.threshold,
        "==": value == query.threshold,
    }.get(sign, value >= query.threshold)


_SUMMED_TOO = re.compile(r"(?:加起来|加在一起|加一块|合计|总和|总共|一共|合起来|共计|总金额)[^，,。？?]{0,8}(?:多少|几)")


def write_filter(entries: Sequence[Entry], query: Query, sheet: Sheet) -> None:
    """Those that satisfy the condition, with their values; for a count its number first. Other kinds of unit than the threshold's are left out."""
    unit = query.unit if is_money(query.unit) else None
    entries = [e for e in entries if unit is None or is_money(e.quantity.unit)]
    kept = [e for e in entries if passes(e.quantity.to(unit).value, query)]
    axes = axes_of(entries) or ("measure",)
    counted = Operation.COUNT in (query.operation, *query.also) or bool(_HOW_MANY.search(query.text))
    noun = "家" if "department" in axes else "个" if "项目" in query.text else "项"
    if counted:
        sheet.figure("数量", Quantity(Decimal(len(kept)), noun, 0), [c for e in kept for c in e.sources], derived=True)
    if counted or len(kept) > 3:
        sheet.say(f"{title_of(kept or entries, axes) if entries else ''}：共{len(kept)}{noun}" + ("" if kept else "。"))
    short = len(kept) > 3
    for e in kept[: 2 * LONGEST_LIST]:
        line = f"- {label_of(e, axes)}：{said(e.quantity)}{sheet.mark(e.sources)}" if short else f"{full_label(e)}为{said(e.quantity)}{sheet.mark(e.sources)}。"
        sheet.say(line)
        sheet.figure(label_of(e, axes), e.quantity, e.sources, derived=e.derived)
    if len(kept) > 2 * LONGEST_LIST:
        sheet.say(f"……共{len(kept)}{noun}。")
    if len(kept) > 1 and _SUMMED_TOO.search(query.text) and len({is_money(e.quantity.unit) for e in kept}) == 1:
        whole = sums.total([e.quantity for e in kept])
        sources = [c for e in kept for c in e.sources]
        sheet.say(f"{len(kept)}{noun}合计{said(whole)}{sheet.mark(sources)}。")
        sheet.figure("合计", whole, sources, derived=True)
    taken = {id(e) for e in kept}
    rest = [e for e in entries if id(e) not in taken]
    if rest and (not kept or len(rest) <= 3) and len(rest) <= LONGEST_LIST:
        zero = all(e.quantity.value == 0 for e in rest)
        words = "、".join(dict.fromkeys(label_of(e, axes) for e in rest))
        sheet.say(f"{words}{'为0，没有安排' if zero else '不在其中'}{sheet.mark([c for e in rest for c in e.sources])}。")
