"""The answer to a question about figures: look up, compute, say, check. :func:`answer` is the entry point."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from index.text import normal
from qa.answer.absent import gap_line, listed, not_found
from qa.answer.checks import add_checks
from qa.answer.clarify import ask_back, ask_department, needs_asking, offered
from qa.answer.composition import asks_composition, composed_answer
from qa.answer.consistency import asks_agreement, say_agreement, write_agreement
from qa.answer.judging import asks_all_equal, asks_comparability, asks_emptiness, asks_wholly, write_all_equal, write_comparability, write_wholly
from qa.answer.listing import container_only, without_containers, write_lines
from qa.answer.marking import split_by_marks
from qa.answer.proofs import asks_proof, asks_reached, write_proof, write_reached
from qa.answer.reading import ready, scored_projects
from qa.answer.residue import explain_difference
from qa.answer.sheet import Sheet
from qa.answer.suggest import suggestions
from qa.answer.wording import aspect_word, measure_name, quantity, said, whose
from qa.answer.yesno import asks_existence, write_denials, write_existence
from qa.compute.arithmetic import Quantity, total
from qa.compute.entries import Entry
from qa.compute.run import compute, fold
from qa.lookup import Candidate, Catalogue, Found, Slot, find
from qa.lookup.rows import rows_of
from qa.lookup.scope import scoped
from qa.lookup.wide import WIDE
from qa.model import Answer, Intent, Operation, Query

_log = logging.getLogger(__name__)
_COUNTED_TOO = re.compile(r"(?:一共|共|总共|都)?有?(?:几|多少)(?:个|项|笔)(?:项目|科目|专项|指标)?[^,，。？?]{0,4}[,，。？?;；]")
_COUNT_AND_TOTAL = re.compile(r"(?:几|多少)(?:个|项|笔)[^。?？]{0,30}(?:共|合计|涉及|总金额|加起来)[^,，。?？]{0,6}(?:多少|几)")
_NUMBER_ASKED = re.compile(r"多少|几(?!乎)")
_SIDE_BY_SIDE = re.compile(r"[和与、及,，;；]|还有|各|分别")
_MOVED_BY = re.compile(r"(?:减少|下降|压减|增加|增长|上升)(?:了|幅度|额)?(?:超过|不到|高于|低于|大于|小于|不足|达到?|在)?\d")  # a bound on how much rows moved, not on what they are
_OVER_ROWS = {"rows", "projects", "indicators"}


class _Misread(Exception):
    """A figure that was chosen by what it looks like is not the one that reading finds."""


def look_up(query: Query, cat: Catalogue, *, thorough: bool = False) -> Found:
    """The slots of a question."""
    return find(query, cat.index, thorough=thorough)


def answer(query: Query, sheet: Sheet, cat: Catalogue) -> Answer:
    """The answer from figures; status not_found where there are none."""
    sets_against = query.intent is Intent.BOOLEAN or asks_reached(query) or asks_proof(query) or asks_agreement(query)
    try:
        return _answer(query, sheet, cat, thorough=sets_against)
    except _Misread:
        _log.warning("figures chosen by their looks were not those read; answering again: %s", query.explained())
        return _answer(query, Sheet(cat.index), cat, thorough=True)


def _answer(query: Query, sheet: Sheet, cat: Catalogue, *, thorough: bool) -> Answer:
    if asks_composition(query) and composed_answer(query, sheet, cat):
        sheet.suggestions.extend(suggestions(query, (), cat))
        return sheet.answer("answered", query)
    query = scored_projects(query)
    if query.over in _OVER_ROWS or _ranks_rows(query) or _of_projects(query):
        done = _over_rows(query, sheet, cat)
        if done is not None:
            return done
    query = split_by_marks(ready(query), cat)
    if container_only(query):
        sheet.say(f"没有识别出“{query.measures[0].mention}”中要问的是哪一项，请换个说法再试。")
        return sheet.answer("not_found", query)
    found = without_containers(query, look_up(query, cat, thorough=thorough))
    if _asked_inside(query, found):
        return not_found(query, replace(found, slots=tuple(s for s in found.slots if not s.best)), sheet, cat)
    if needs_asking(query, found):
        _read(found, offered(found))
        return ask_back(query, found, sheet)
    if not query.departments and "departments" in found.open_axes and not found.filled:
        return _no_department(query, found, sheet, cat)
    sheet.beyond = found.beyond
    slots = _sole_reading(found)
    if write_lines(query, slots, sheet):
        sheet.suggestions.extend(suggestions(query, slots, cat))
        return sheet.answer("answered", query)
    if asks_reached(query) and write_reached(query, slots, sheet, cat):
        return sheet.answer("answered", query)
    empty = query.intent is Intent.BOOLEAN and asks_emptiness(query)
    if query.intent is Intent.BOOLEAN and not empty and asks_all_equal(query, slots) and write_all_equal(query, slots, sheet):
        return sheet.answer("answered", query)
    if asks_wholly(query, slots) and write_wholly(query, slots, sheet, cat):
        return sheet.answer("answered", query)
    if query.intent is Intent.BOOLEAN and ((asks_existence(query.text) and not asks_agreement(query)) or empty):
        return _existence(query, found, slots, sheet, cat)
    if asks_proof(query) and write_proof(query, slots, sheet, cat):
        return sheet.answer("answered", query)
    if asks_agreement(query) and write_agreement(query, slots, sheet, cat):
        return sheet.answer("answered", query)
    if not any(s.best for s in slots) or not compute(query, slots, sheet, cat):
        if not any(s.best for s in slots):
            return not_found(query, found, sheet, cat)
        _bare(query, slots, sheet)
    explain_difference(query, slots, sheet, cat)
    say_agreement(query, slots, sheet)
    if query.intent is Intent.BOOLEAN and asks_comparability(query):
        write_comparability(slots, sheet)
    _coverage(query, found, slots, sheet)
    _took(found, sheet)
    add_checks(_said(found, slots, sheet), sheet, cat)
    sheet.suggestions.extend(suggestions(query, slots, cat))
    return sheet.answer("answered", query)


def _said(found: Found, slots: Sequence[Slot], sheet: Sheet) -> list[Slot]:
    """The slots with a figure; of very many only those that the answer states one by one."""
    filled = [s for s in slots if s.best]
    if len(found.slots) + len(found.left_out) <= WIDE:
        return filled
    alone = {f.figure_ids[0] for f in sheet.figures if len(f.figure_ids) == 1}
    stated = [s for s in filled if s.best and s.best.figure.id in alone]
    return _read(found, stated)


def _read(found: Found, slots: Sequence[Slot]) -> list[Slot]:
    """The slots with all that their documents say of them. Raises :class:`_Misread` where one holds another figure than was chosen unread."""
    if found.read is None:
        return list(slots)
    read = found.read(slots)
    for known, slot in zip(slots, read, strict=True):
        if slot.best is None or known.best is None or (slot.best.figure.id, slot.best.figure.value) != (known.best.figure.id, known.best.figure.value):
            raise _Misread
    return read


def _asked_inside(query: Query, found: Found) -> bool:
    """项目支出新增了一笔某经费，安排了多少: one figure is asked, of the item that nothing prints; what it belongs to is no answer."""
    text = normal(query.text)
    mentions = list(dict.fromkeys(normal(m.mention) for m in query.measures if m.role == "operand"))
    if query.operation is not Operation.NONE or len(mentions) != 2 or len(_NUMBER_ASKED.findall(text)) != 1 or found.open_axes:
        return False
    outer, inner = sorted(mentions, key=lambda m: (text.find(m) < 0, text.find(m)))
    missing = [s for s in found.slots if not s.best and normal(s.spot.measure.mention) == inner]
    spoken = min(text.find(outer), text.find(inner)) >= 0  # else an item was said in other words
    between = text[text.find(outer) + len(outer) : text.find(inner)] if spoken else ""
    return bool(missing) and any(s.best for s in found.slots) and not _SIDE_BY_SIDE.search(between)


def _no_department(query: Query, found: Found, sheet: Sheet, cat: Catalogue) -> Answer:
    if len(cat.by_department) > 1 and not query.measures:
        return ask_department(query, list(cat.by_department), sheet)
    return not_found(query, found, sheet, cat)


def _ranks_rows(query: Query) -> bool:
    """Whether a ranking or a condition can only be of the rows below the item: one department, one year, one item."""
    single = len(query.departments) == 1 and len(query.years) <= 1 and len(query.measures) == 1 and not query.over
    return single and (query.operation is Operation.RANK or (query.operation in {Operation.FILTER, Operation.COUNT} and query.threshold is not None))


def _of_projects(query: Query) -> bool:
    """Whether projects are counted, filtered or averaged though no item is named: 超过3万元的项目有几个."""
    folds = {Operation.RANK, Operation.FILTER, Operation.COUNT, Operation.MEAN, Operation.PER_HEAD, Operation.SUM}
    return not query.measures and "项目" in query.text and query.operation in folds


def _sole_reading(found: Found) -> list[Slot]:
    """The slots to answer from: of an axis left open, only the places that have a figure."""
    if not found.open_axes:
        return list(found.slots)
    filled = list(found.filled)
    if not filled:
        return list(found.slots)
    first = filled[0].spot
    if "departments" in found.open_axes and len({s.spot.department for s in filled}) > 1:
        return filled
    if "years" in found.open_axes or "kinds" in found.open_axes:
        last = max((s.spot.year or 0) for s in filled)
        return [s for s in filled if (s.spot.year or 0) == last and s.spot.kind == first.kind] or filled
    return filled


def _bare(query: Query, slots: Sequence[Slot], sheet: Sheet) -> None:
    """The operands alone, where the operation itself could not be carried out; no figure is claimed as its result."""
    sheet.say("无法按所问方式计算，文件中的有关数据是：")
    for slot in slots:
        if slot.best:
            name = measure_name(slot.spot.measure, slot.best.figure)
            word = aspect_word(slot.spot.aspect, slot.best.figure)
            amount = said(quantity(slot.best, query.unit))
            sheet.say(f"{whose(slot)}的{name}{word}：{amount}{sheet.mark([slot.best])}。")


def _coverage(query: Query, found: Found, slots: Sequence[Slot], sheet: Sheet) -> None:
    """How many of the departments asked for have the item, and which have not."""
    empty = [s for s in found.slots if not s.best] if not found.open_axes else []
    departments = list(dict.fromkeys((*(s.spot.department for s in found.slots), *found.left_out)))
    have = {s.spot.department for s in found.filled} | set(found.left_out)
    lacking = [d for d in departments if d not in have]
    if len(departments) > 1 and (lacking or len(departments) > 3):
        tail = f"，{listed(lacking)}没有公开该项，或没有所问年度的文件" if lacking else ""
        sheet.say(f"（{len(departments)}个部门中{len(departments) - len(lacking)}个公开了该项{tail}。）")
    elif empty and len(departments) == 1:
        for line in dict.fromkeys(gap_line(s) for s in empty[:2] if s.spot.aspect == s.spot.measure.aspect):
            sheet.say(line)
    for name in found.unknown:
        sheet.say(f"收录的公开文件中没有“{name}”。")


def _took(found: Found, sheet: Sheet) -> None:
    """Which reading was taken where the question left something open."""
    filled = found.filled
    if found.open_axes and filled:
        slot = filled[-1] if "years" in found.open_axes else filled[0]
        sheet.notes.append(f"按{slot.spot.department}{slot.spot.year or ''}年{slot.spot.kind or ''}回答。")


def _existence(query: Query, found: Found, slots: Sequence[Slot], sheet: Sheet, cat: Catalogue) -> Answer:
    """有没有…: from the figures, and from the sentences that say there is none."""
    filled = [s for s in slots if s.best]
    if asks_emptiness(query):
        filled = [s for s in filled if s.best and s.best.figure.value != 0]
    if filled:
        compute(query.model_copy(update={"operation": Operation.NONE, "also": ()}), filled, sheet, cat)
        write_existence(filled, sheet)
    empty = [s for s in slots if not s.best]
    records = [r for p in scoped(query, cat).places for r in p.own if not filled or any(r.identity.department == s.spot.department for s in empty)]
    said_so = write_denials(query, records, sheet, cat)
    if not filled and not said_so:
        return not_found(query, found, sheet, cat)
    if not filled and asks_emptiness(query):
        sheet.lines.insert(0, "是，是空表。" if said_so == 1 else "是，都是空表，没有安排。")
    elif not filled:
        sheet.lines.insert(0, "没有。" if said_so == 1 else "都没有。")
    add_checks(filled, sheet, cat)
    sheet.suggestions.extend(suggestions(query, slots, cat))
    return sheet.answer("answered", query)


def _of_rows(query: Query) -> Query:
    """The operation as it is meant of rows: 平均每个 is their mean, 哪个最多 asks for one."""
    if query.operation is Operation.PER_HEAD:
        return query.model_copy(update={"operation": Operation.MEAN})
    if query.operation is Operation.RANK and not query.top_n and not query.kth and re.search(r"最", query.text) and not re.search(r"各|分别|排|依次|都", query.text):
        return query.model_copy(update={"top_n": 1})
    return query


def _count_and_total(entries: Sequence[Entry], sheet: Sheet) -> None:
    """有几个…的项目，共多少钱: their number and what they come to, before the projects one by one."""
    whole = total([e.quantity for e in entries])
    sources = [c for e in entries for c in e.sources]
    sheet.say(f"共{len(entries)}个项目，合计{said(whole)}{sheet.mark(sources)}。")
    sheet.figure("数量", Quantity(Decimal(len(entries)), "个", 0), sources, derived=True)
    sheet.figure("合计", whole, sources, derived=True)


def _coded(rows: list[tuple[str, Candidate]], query: Query) -> list[tuple[str, Candidate]]:
    """Where the rows of a level are listed, only those that bear a subject code."""
    if not query.level or query.operation is not Operation.NONE:
        return rows
    return [(label, c) for label, c in rows if c.figure.code]


def _over_rows(query: Query, sheet: Sheet, cat: Catalogue) -> Answer | None:
    """Rows of a table, projects or indicators: ranked, listed, counted or added."""
    places = [p for p in scoped(query, cat).places if p.own]
    if (query.over == "rows" and len(query.measures) > 1) or (query.threshold is not None and _MOVED_BY.search(normal(query.text))):
        return None
    if len({(p.department, p.year, p.kind) for p in places}) != 1:
        return None
    place = places[0]
    rows = _coded(rows_of(place, query, cat), query)
    if not rows:
        return None
    entries = [
        Entry(
            department=place.department,
            year=place.year,
            kind=place.kind or "",
            name=label,
            quantity=quantity(candidate, query.unit),
            sources=(candidate,),
            row=label,
            derived=candidate.figure.derived,
            group=(place.department, place.year, place.kind),
        )
        for label, candidate in rows
    ]
    if query.operation is Operation.RANK and _COUNTED_TOO.search(query.text):
        sheet.say(f"共{len(entries)}{'个项目' if query.over == 'projects' else '项'}。")
        sheet.figure("数量", Quantity(Decimal(len(entries)), "个", 0), [c for e in entries for c in e.sources], derived=True)
    if query.over == "projects" and query.operation in {Operation.NONE, Operation.SUM} and len(entries) > 1 and _COUNT_AND_TOTAL.search(query.text):
        _count_and_total(entries, sheet)
    if not fold(_of_rows(query), entries, sheet):
        return None
    sheet.suggestions.extend(suggestions(query, (), cat))
    return sheet.answer("answered", query)
