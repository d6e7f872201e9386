"""Other ways to read a measure where its names as asked find nothing: looser spelling, the money's scope said as part of the name,
and the further words of the question as the item itself. Each way is worth less than the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qa.lookup.catalogue import View
from qa.lookup.match import HOLLOW, Wanted
from qa.lookup.names import key, loose
from qa.units import alike

_FUND_FRONT = re.compile(r"^(?P<fund>一般公共预算(?:财政拨款)?|政府性基金预算(?:财政拨款)?|国有资本经营预算(?:财政拨款)?|财政拨款|全口径)(?P<rest>.{2,})$")
_WHOLE = re.compile(r"^(?:收支|收入支出|收入和支出|收、支)$")
_COSTLY = 0.06
_HALF = 4  # characters of a name in a row: enough to say that it was meant


def variants(view: View, wanted: Wanted) -> Iterator[Wanted]:
    """The readings of a measure after the plain one, the nearest first."""
    spelled = _loosely(view, wanted)
    if spelled is not None:
        yield spelled
    parted = _fund_apart(wanted)
    if parted is not None:
        yield parted
    if wanted.qualifiers:
        yield from turned(wanted)
        yield from _fewer(wanted)
    holding = _holding(view, wanted) or _counted(view, wanted)
    if holding is not None:
        yield holding


def _fewer(wanted: Wanted) -> Iterator[Wanted]:
    """Without the further words that were only guessed. Of those that the question says in part (a project by half its name) the one
    that it says most of stays: without it the figure would be another body's."""
    spoken = tuple(q for q in wanted.qualifiers if q in wanted.text or q in wanted.bound)
    guessed = [q for q in wanted.qualifiers if q not in spoken]
    if not guessed or any(n in HOLLOW for n, _ in wanted.names):
        return
    said = {q: sum(q[i : i + 2] in wanted.text for i in range(len(q) - 1)) for q in guessed if _half_said(q, wanted)}
    kept = (max(said, key=lambda q: said[q]),) if said and not spoken else ()
    if len(kept) < len(guessed):
        yield replace(wanted, names=tuple((n, w - _COSTLY) for n, w in wanted.names), qualifiers=(*spoken, *kept))


def _half_said(word: str, wanted: Wanted) -> bool:
    """Whether the question says a stretch of the word that is not the item's own name."""
    pieces = [word[i : i + _HALF] for i in range(len(word) - _HALF + 1)]
    return any(p in wanted.text and not any(p in name for name, _ in wanted.names) for p in pieces)


def _loosely(view: View, wanted: Wanted) -> Wanted | None:
    """The names of this document that differ from those asked only in filler (安排的, 资金) or a 支出 behind."""
    names: dict[str, float] = {}
    known = dict(wanted.names)
    for name, worth in wanted.names:
        for other in view.loosely.get(loose(name), ()):
            if other not in known and other.startswith("其他") == name.startswith("其他"):
                names.setdefault(other, worth - _COSTLY)
    return replace(wanted, names=tuple(names.items())) if names else None


def _holding(view: View, wanted: Wanted) -> Wanted | None:
    """The one longer name of this document that holds the name asked for: 涉及财政性资金 in 实行绩效目标管理的项目涉及财政性资金."""
    for name, worth in wanted.names:
        if len(name) >= 6 or (len(name) >= 3 and wanted.aspect == "count"):
            anywhere = len(name) >= 6
            longer = {t.measure for t in view.terms if t.measure != name and not t.measure.startswith("其他") and (t.measure.endswith(name) or (anywhere and name in t.measure))}
            if len(longer) == 1:
                return replace(wanted, names=((longer.pop(), worth - 2 * _COSTLY),))
    return None


def _counted(view: View, wanted: Wanted) -> Wanted | None:
    """The longer name of the things counted in the unit asked for: 科普活动 in 场次 is 组织开展科普活动（场次）, whatever 科普活动 costs."""
    if not wanted.count_unit or wanted.count_unit == "%":
        return None
    for name, worth in wanted.names:
        if len(name) < 3:
            continue
        counted = [t.measure for f, t in zip(view.figures, view.terms, strict=True) if name in t.measure and f.unit and alike(f.unit, wanted.count_unit)]
        longer = {measure: re.sub(rf"{wanted.count_unit}$", "", measure) for measure in counted}
        if len(set(longer.values())) == 1 and not any(n.startswith("其他") for n in longer):
            return replace(wanted, names=tuple((n, worth - 2 * _COSTLY) for n in sorted(longer)))
    return None


def fund_apart(names: Iterable[str]) -> set[str]:
    """The names that are left where the money's scope stands before them."""
    rests = {found["rest"] for name in names if (found := _FUND_FRONT.match(name))}
    return {key(other) for rest in rests for other in (rest, *(("收入", "支出") if _WHOLE.match(rest) else ()))}


def _fund_apart(wanted: Wanted) -> Wanted | None:
    """财政拨款收支总计 -> 收支总计 (or 收入总计, 支出总计) of 财政拨款."""
    if wanted.fund:
        return None
    names: dict[str, float] = {}
    fund = None
    for name, worth in wanted.names:
        found = _FUND_FRONT.match(name)
        if found and (fund is None or fund == found["fund"]):
            fund = found["fund"]
            rest = found["rest"]
            for other in (rest, *(("收入", "支出") if _WHOLE.match(rest) else ())):
                names.setdefault(key(other), worth - _COSTLY)
    if fund is None:
        return None
    short = fund.removesuffix("财政拨款") if fund != "财政拨款" else fund
    return replace(wanted, names=tuple(names.items()), fund=short)


def turned(wanted: Wanted) -> Iterator[Wanted]:
    """A further word of the question as the item, and the item as a further word: 采购金额 of 物业管理服务."""
    main = wanted.names[0][0] if wanted.names else ""
    for word in reversed(wanted.qualifiers):
        others = tuple(q for q in (*wanted.qualifiers, main) if q and q != word)
        yield replace(wanted, names=((word, 1.0 - 2 * _COSTLY),), qualifiers=tuple(dict.fromkeys(others)), code=None, strict=True)
