"""A question as a list of asks: each with the words it asks by and the unit it asks in.

``编制多少名，在职和退休各几人`` -> 编制/名, 在职/人, 退休/人. What asks nothing is either an item of a list that the next ask completes, or a preface.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from index.text import normal
from qa.counted.words import Said, lexicon, said

MONEY = "万元"
_EQUALS = re.compile(r"[=＝:：]\s*[?？]")
_SPLIT = re.compile(r"(?P<clause>[,，。?？;；:：!！\n]+|以及|(?<![里中年内度上])还有|再加上|另外|其中|同时|此外)|(?P<list>[、/+|\s]+|和|(?<!参)与|(?<!涉)(?<!牵)(?<!普)及|跟(?!踪))")
_MARK = re.compile(
    r"(?:多少|(?<!十)好?几(?!乎|年来|天|年)|多大)(?P<unit>个钱|个亿|人次|批次|平方米|平方|平米|台\(套\)|台套|号人|个人|万元|万块|亿元|块钱|[名位人个辆台部件项家批拨次期场分套处平万元钱块])?"
)
_JOINT = re.compile("[\u4e00-\u9fff](?P<joint>[和与及])[\u4e00-\u9fff]")
_WHETHER_CHANGED = re.compile("(?:(?P<w>[增减涨降变])没(?P=w))|(?:有没有|是否)(?:增加|减少|变化|变动|增减)|(?:增加|减少|变化|变动)了?没有?$")
_PER = re.compile(
    r"(?:(?:平均|均摊|摊|合|分)(?:算?下来|到)?[^\d多少几]{0,2}?(?:每一?|一)|每一?)"
    r"(?P<of>批次|人次|平方米|平米|平|批|拨|辆|台|个人|人|名|位|期|家|个)(?=[^多少几]{0,6}(?:多少|几))"
)
_MONEY_WORDS = {"价值", "金额", "全年预算", "年初预算", "执行"}
_MONEY_UNITS = {"个钱", "个亿", "万元", "万块", "亿元", "块钱", "万", "元", "钱", "块"}
_PERSON = {"号人": "人", "个人": "人"}
_ASIDE = re.compile("(?<=[\u4e00-\u9fff])呢$")
_OTHERWISE = re.compile(
    "为什么|为何|为啥|原因|理由|怎么|咋|如何|谁|什么|啥|哪|是否|是不是|吗|没$|不$|超编|百分之|占比|比[例重]|[几多少]倍|几成|人均|最[多少高低大小]|相差|差多少|剩[下余]?|余下|其余的?(?!车)|超过|不到|依据|名单|分别叫"
)
_WHETHER = re.compile("有没有|有无|是不是有|是否有|(?:有|设了|安排了|编了|做了)[^几多少]*(?:吗|没|没有)$")
_WHETHER_WORDS = re.compile("有没有|有无|是不是有|是否有|吗$|没有?$")
_TOTAL = re.compile("^(?:总数|总量|数量|个数|人数|总计|合计|总人数)$")


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask. ``unit``: as asked, None where any; ``changed``: by how much it changed is asked; ``text``: its words as typed."""

    text: str
    content: Said
    unit: str | None
    changed: bool
    per: str | None = None  # the unit that it is divided by: 每辆, 平均一批
    topic: Said | None = None  # the nearest preface before it, which it is of where it has no words of its own

    @property
    def money(self) -> bool:
        """Whether money is asked for, by its unit or its words."""
        return self.unit == MONEY or (self.unit is None and bool(self.content.atoms & _MONEY_WORDS))


@dataclass(frozen=True, slots=True)
class Asked:
    """The asks of a question in order, and the words around them that ask nothing."""

    asks: tuple[Ask, ...]
    prefaces: tuple[Said, ...]
    whether: bool = False  # whether there are any is asked before how many


@dataclass(slots=True)
class _Segment:
    text: str
    listed: bool  # joined to the segment before it as an item of a list
    heads: bool = False  # a colon follows: it says what the asks are about


def may_ask(text: str) -> bool:
    """Whether a text can ask for quantities at all (cheap)."""
    return bool(_MARK.search(text) or _EQUALS.search(text)) or len(said(normal(text)).atoms) > 1


def asked(text: str, drop: Sequence[str], joints: Collection[str] = ()) -> Asked | None:
    """The asks of a question; None where it asks for anything else than quantities, or asks none.

    ``drop``: words already understood. ``joints``: what stands around 和 inside the names of the facts (定和修), where it joins no asks.
    """
    for word in sorted(drop, key=len, reverse=True):
        text = text.replace(word, " ")
    text = _WHETHER_CHANGED.sub("变动多少", _EQUALS.sub("多少，", text.replace("百万", "100万")))
    text = _JOINT.sub(lambda m: m[0].replace(m["joint"], "&") if m[0] in joints else m[0], text)
    segments = _cut(_segments(text))
    whether = bool(segments) and _WHETHER.search(segments[0].text) is not None
    if whether:
        segments[0].text = normal(_WHETHER_WORDS.sub("", segments[0].text))
    if any(_OTHERWISE.search(s.text) for s in segments):
        return None
    marks = [_MARK.search(s.text) for s in segments]
    if not any(marks) and not any(_ASIDE.search(s.text) for s in segments):
        return _bare(segments)
    asks: list[Ask] = []
    prefaces: list[Said] = []
    waiting: list[str] = []
    for segment, mark in zip(segments, marks, strict=True):
        if not segment.listed and waiting and mark is None:
            prefaces += [said(w) for w in waiting]
            waiting = []
        if segment.heads and mark is None:
            prefaces += [said(w) for w in (*waiting, segment.text)]
            waiting = []
            continue
        if mark is None and not _ASIDE.search(segment.text):
            waiting.append(segment.text)
            continue
        unit = _unit(mark["unit"]) if mark else None
        items, front = _listed(waiting, segment)
        prefaces += [said(w) for w in front]
        topic = next((p for p in reversed(prefaces) if not p.empty), None)
        asks += [_ask(item, unit, topic) for item in (*items, segment.text)]
        waiting = []
    for left in waiting:
        content = said(left)
        if _TOTAL.search(left) or content.atoms:
            asks.append(_ask(left, None, next(iter(prefaces[::-1]), None)))
        else:
            prefaces.append(content)
    return Asked(tuple(asks), tuple(p for p in prefaces if not p.empty), whether)


def _listed(waiting: list[str], segment: _Segment) -> tuple[list[str], list[str]]:
    """Of the segments before an ask, those that are items of its list, and the preface before them."""
    if not segment.listed:
        return [], waiting
    first = next((i for i, text in enumerate(waiting) if not said(text).empty or _TOTAL.search(text)), len(waiting))
    return waiting[first:], waiting[:first]


def _cut(segments: Sequence[_Segment]) -> list[_Segment]:
    """Segments that ask twice (几台又值多少) cut behind each of their question words, what follows the last left with it."""
    found: list[_Segment] = []
    for segment in segments:
        ends = [m.end() for m in _MARK.finditer(segment.text)][:-1]
        starts = [0, *ends]
        pieces = [segment.text[a:b] for a, b in zip(starts, [*ends, len(segment.text)], strict=True)]
        found += [replace(segment, text=piece, listed=segment.listed or i > 0) for i, piece in enumerate(pieces)]
    return found


def _bare(segments: Sequence[_Segment]) -> Asked | None:
    """Items written one after the other with no question word (编制 实有 在职): every one of them must say something counted."""
    items = [s.text for s in segments if not s.heads and not said(s.text).empty]
    if len(items) < 2 or not all(said(item).atoms for item in items):
        return None
    prefaces = tuple(said(s.text) for s in segments if s.heads and not said(s.text).empty)
    return Asked(tuple(_ask(item, None, prefaces[-1] if prefaces else None) for item in items), prefaces)


def _segments(text: str) -> list[_Segment]:
    found: list[_Segment] = []
    cursor, listed = 0, False
    for cut in [*_SPLIT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        piece = normal(text[cursor:end])
        if piece:
            found.append(_Segment(piece, listed and bool(found), cut is not None and (cut["clause"] or "")[:1] in {":", "："}))
        if cut:
            listed = cut["list"] is not None if piece else listed and cut["list"] is not None
            cursor = cut.end()
    return found


def _ask(text: str, unit: str | None, topic: Said | None = None) -> Ask:
    per = _PER.search(text)
    content = said(_MARK.sub(" ", _PER.sub(" ", text) if per else text))
    if content.atoms == {"面积"} and not content.rest:
        content, unit = Said(frozenset(), content.numbers, ()), "平方米"
    changed = "变动" in content.atoms
    if changed:
        content = Said(content.atoms - {"变动"}, content.numbers, content.rest)
    return Ask(text, content, unit, changed, _PERSON.get(per["of"], per["of"]) if per else None, topic)


def _unit(word: str | None) -> str | None:
    if word is None:
        return None
    return MONEY if word in _MONEY_UNITS else _PERSON.get(word, word)


def joints_in(names: Iterable[str]) -> frozenset[str]:
    """What stands around 和 inside names."""
    return frozenset(name[i - 1 : i + 2] for name in names for i, char in enumerate(name) if char in "和与及")


def plain_ask(text: str) -> str:
    """The words of an ask without its question word and unit."""
    return _MARK.sub(" ", text)


def fits(unit: str | None, of_fact: str) -> bool:
    """Whether a thing counted in the second unit can be asked for in the first; both not money."""
    plain = normal(of_fact)
    if unit is None:
        return True
    if unit == "个":
        return plain not in lexicon()["not_counted"]
    return plain in lexicon()["units"].get(unit, (unit,))
