"""The whole that a share is of, where the question names only the part: the printed share, else the part's usual whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.model import Aspect
from qa.lexicon.wholes import WHOLES
from qa.lookup import Candidate, Catalogue, Slot, again
from qa.lookup.names import key, loose, neutral
from qa.model import MeasureRef, Query


def with_wholes(query: Query, slots: Sequence[Slot], cat: Catalogue) -> list[Slot]:
    """The slots, each followed by what its share needs: the printed share in front, or the whole behind."""
    out: list[Slot] = []
    for slot in slots:
        printed = again(slot, query, cat, aspect="share")
        whole = None if printed.best else _whole(slot, query, cat)
        if printed.best:
            out.append(printed.at(measure=slot.spot.measure.model_copy(update={"aspect": "share"})))
        out.append(slot)
        if whole is not None:
            out.append(whole)
    return out


def with_heads(slots: Sequence[Slot], cat: Catalogue) -> list[Slot]:
    """The slots of a project's money, each followed by the number of persons that the same project names, where it names one number."""
    out: list[Slot] = []
    for slot in slots:
        out.append(slot)
        if slot.best is None or not slot.best.figure.subject:
            continue
        view = cat.view(slot.best.record)
        subject = loose(key(slot.best.figure.subject))
        heads = [
            f
            for f in view.figures
            if f.unit in {"人", "名", "位"} and f.aspect in {Aspect.COUNT, Aspect.TARGET} and f.subject_kind == "项目" and _one_project(loose(key(f.subject)), subject)
        ]
        usual = Counter(f.value for f in heads).most_common(1)
        if usual and 2 * usual[0][1] > len(heads):
            heads = [f for f in heads if f.value == usual[0][0]]
            ref = MeasureRef(mention=heads[0].measure, names=(heads[0].measure,), aspect="count", role="whole")
            found = Slot(replace(slot.spot, measure=ref, aspect="count"), Candidate(heads[0], slot.best.record, 1.0, 10.0))
            out.append(found)
    return out


def _one_project(a: str, b: str) -> bool:
    """Whether two printed names are of one project: one holds the other, or they share their end."""
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= 5 and (shorter in longer or longer.endswith(shorter[-10:]))


def _whole(slot: Slot, query: Query, cat: Catalogue) -> Slot | None:
    if slot.best is None:
        return None
    own = {key(n) for n in slot.spot.measure.names} | ({key(slot.best.figure.measure)} if slot.best else set())
    for parts, wholes in WHOLES:
        if own & {key(p) for p in parts}:
            for name in wholes:
                ref = MeasureRef(mention=name, names=(name,), qualifiers=slot.spot.measure.qualifiers, fund=slot.spot.measure.fund)
                found = again(slot, query, cat, measure=ref, aspect="amount")
                if found.best:
                    return found
    return _containing(slot, query, cat)


def _containing(slot: Slot, query: Query, cat: Catalogue) -> Slot | None:
    """What the document itself says that the part belongs to: 执法执勤用车 of 车辆. Same kind of unit, and no smaller than the part."""
    assert slot.best is not None
    part = slot.best.figure
    for name in dict.fromkeys((*reversed(part.row_path[:-1]), *part.qualifiers)):
        if neutral(name) or key(name) == key(part.measure):
            continue
        ref = MeasureRef(mention=name, names=(name,), aspect=slot.spot.aspect)
        found = again(slot, query, cat, measure=ref)
        if found.best and found.best.figure.unit == part.unit and found.best.figure.value >= part.value and found.best.figure.id != part.id:
            return found
    return None
