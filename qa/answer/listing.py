"""Items that come in several: rows of one name under different projects, the parts of a whole, and an item inside another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text import normal
from qa.answer.composition import asks_composition
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import many
from qa.compute.entries import Entry, entry_of
from qa.lookup import Found, Slot
from qa.lookup.lines import line_labels, lines_of
from qa.lookup.match import HOLLOW
from qa.lookup.names import key
from qa.model import Operation, Query
from qa.question.intents import says

_ALL = re.compile(r"合计|一共|总共|共计|加起来|加在一起|总和|之和|共(?:多少|安排|有)")
_INSIDE = r"(?:里面|里头|里|中|当中|之中|内|项下|下面|下|的)"


_RESIDUE = re.compile(
    r"(?:多少|几|是|为|有|各|分别|安排|花|用|一共|总共|合计|共计|总计|预算|决算|支出|收入|数|金额|总额|元|万|亿|钱|的|了|在|呢|吗|要|打算|准备|主要|公开|给出|请问|请|占|比|最|哪|什么|为什么)"
)


def container_only(query: Query) -> bool:
    """Whether the one item that was understood is only where the item asked for is looked for: 基本支出里的某某 with 某某 not understood."""
    if query.operation is not Operation.NONE or len(query.measures) != 1 or query.over or query.aspects or asks_composition(query):
        return False
    measure, text = query.measures[0], normal(query.text)
    if key(measure.names[0] if measure.names else "") in HOLLOW and not re.search(r"[支收预决总]", measure.mention):
        bought = re.search(r"(?:买|建|修|办|印|请|租|换)(?:的|了)?.{0,12}" + re.escape(normal(measure.mention)), text)
        if bought:
            return True
    found = re.search(re.escape(normal(measure.mention)) + r"(?:里面的?|里头的?|里的?|中的|当中的?|之中的?|项下的?)", text) if measure.mention else None
    if not found:
        return False
    rest = re.split(r"[,，。?？;；(（]", text[found.end() :])[0]
    for word in (*measure.qualifiers, *measure.names, measure.fund or "", measure.subject or "", *(d.mention for d in query.departments)):
        rest = rest.replace(normal(word), "") if word else rest
    asked = re.split(r"是多少|为多少|多少|是几|有几|几", rest)[0]
    return len(_RESIDUE.sub("", asked)) >= 2


def write_lines(query: Query, slots: Sequence[Slot], sheet: Sheet) -> bool:
    """All rows that bear the name asked for, where they are several: each, or their sum where that is asked. False: only one row."""
    filled = [s for s in slots if s.best]
    if len(filled) != 1 or query.operation not in {Operation.NONE, Operation.SUM, Operation.RANK}:
        return False
    rows = lines_of(filled[0])
    if not rows:
        return False
    base = entry_of(filled[0], query)
    entries: list[Entry] = [base.at(quantity=quantity(c, query.unit), sources=(c,), row=label) for c, label in zip(rows, line_labels(rows), strict=True)]
    if query.operation is Operation.RANK:
        many.write_rank(entries, query, sheet)
        return True
    if query.operation is Operation.SUM or _ALL.search(normal(query.text)) or says("operation", normal(query.text), "sum"):
        return many.write_sum(entries, query, sheet)
    ref = query.measures[0]
    name = ref.names[0] if ref.names else base.name
    sheet.say(f"{base.department}{f'{base.year}年' if base.year is not None else ''}{base.kind}“{name}”分列在{len(entries)}处：")
    for e in entries:
        sheet.say(f"- {e.row}：{said(e.quantity)}{sheet.mark(e.sources)}")
        sheet.figure(e.row or e.name, e.quantity, e.sources, derived=e.derived)
    return True


def without_containers(query: Query, found: Found) -> Found:
    """The slots less those of an item that only says where another one is looked for: 政府采购里的服务 asks for 服务."""
    if len(query.measures) < 2 or query.operation is not Operation.NONE:
        return found
    text = normal(query.text)
    dropped = set()
    for slot in found.slots:
        outer = slot.spot.measure
        follows = re.search(re.escape(normal(outer.mention)) + _INSIDE, text) if outer.mention else None
        for inner in found.slots:
            if inner.best and follows and inner.spot.measure != outer and text.find(normal(inner.spot.measure.mention)) >= follows.end():
                names = {key(n) for n in outer.names}
                if names & {key(q) for q in inner.best.figure.qualifiers}:
                    dropped.add(outer.mention)
    return replace(found, slots=tuple(s for s in found.slots if s.spot.measure.mention not in dropped)) if dropped else found
