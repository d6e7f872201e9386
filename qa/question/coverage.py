"""Which words of a question its reading did not use though they narrow what is asked (三公经费 of 第一季度, 差旅费 for 植树).

Everything outside the marks is cut into words; words that only say how a question asks (``frames.txt``) are left out. What remains counts
where it stands in a place that narrows a measure: before or behind it, in brackets, inside it (里, 用于), or as the subject of the last ask.
Elsewhere it is talk. Whether the evidence of the answer speaks of it after all is decided where the answer is known (:mod:`qa.answer.evidence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.tokens import plain_words
from qa.linking.frames import framed
from qa.linking.spans import Mark

_HAN = re.compile("[\u4e00-\u9fff]+")
_THINGS = frozenset("角室馆站库网屋墙柜栏器楼员所队园场院线药书卡证机仪灯桥路票师")  # the end of a noun that the dictionary has not
_PLACES = frozenset("上下里中内外前后")
_M, _D, _Y, _X = "\ue000", "\ue001", "\ue002", "\ue003"  # a measure, a department, a year, and the words at hand, in the outline of a question
# a part of a year: no disclosure here is of less than one, but for its last day
_SEASON = re.compile(r"第?[一二三四1-4]季度?|[上下]半年|(?<![\d年])(?:\d{1,2}|[一二三四五六七八九十]{1,3})月份?(?!底|末|\d{1,2}[日号])|头[一二三四五六七八九十几]个月|每[月天日周]")
# money not yet paid, or new: another amount than that of the item
_STATE = r"(?:尚|还)?(?:未|没有?)(?:被)?(?:支付|付款?|花|用|拨付?|执行|使用|完成|下达|到位|结算|列支)[完掉出清]?的|新增的"
_STATE_OF = re.compile(f"({_STATE}){_M}|{_M}(?:中|里|里面|当中)*({_STATE})")
_INSTANCED = "(?:等等?|之类|这类|那类|这些|那些|这样|那样|这种|这一类|什么的)的?"
_LINK = "(?:的|方面的?|上的?|那[块笔个部]?分?的?|相关的?|有关的?|项目的?|产生的?|发生的?)?"
_BEFORE = "(?:的|中|里|里面|里头|当中|其中|之中|内|下|项下|,|被|由|受|已|正在?|有|用于|用来|用在|花在|给|向|对|购?买|采购|购置|修|建|办|搞|做|开展|举办|聘?请|印|租)"
_DOING = "(?:购?买|采购|购置|修建?|建|办|搞|做|开展|举办|聘?请|印|租)?"
_NOUN = "(?:那|这)?(?:部分|块|项|笔|一项|一块|方面)?(?:的)?(?:钱|费用|金额|数额|资金|经费|支出)?"
_ASKED = _NOUN + "(?:大概|大约|一共|总共|共计|共|总计|合计|分别|又|各|各自|到底|究竟|具体|实际|预算|决算|计划|打算|能)*(?:是|有|为|占|花了?|用了?|安排了?|列了?|支出|需要|要)*"
_MUCH = "(?:多少|几(?!乎)|多大|百分之)"
_NARROWS = tuple(
    re.compile(p)
    for p in (
        f"{_X}{_LINK}{_D}?{_Y}?{_M}",
        f"{_M}{_BEFORE}*{_X}{_ASKED}{_MUCH}",
        f"^(?:(?!{_MUCH}).)*{_M}{_BEFORE}*{_X}{_ASKED}(?:[,。?;)]|$)",
        rf"{_M}\([^()]{{0,4}}{_X}[^()]{{0,4}}\)",
        f"{_M}[^,。?;]{{0,6}}(?:里|中|内|当中|里面|里头|项下)[^,。?;{_M}]{{0,6}}{_X}",
        f"{_M}[^。?;]{{0,12}}(?:用于|用在|花在|用来|用到|花到|投向|投到|投在|包括|包含|哪些|什么){_DOING}{_X}",
        f"(?:用于|用在|花在|用来|用到|花到|投向|投到|投在){_DOING}{_X}[^。?;]{{0,8}}{_M}",
        f"[,(]{_DOING}{_X}{_ASKED}{_MUCH}",
        f"{_X}(?:花|用|安排|支|拨|列|掏|拿|投|付)[^,。?;]{{0,4}}{_MUCH}[^,。?;]{{0,2}}{_M}",
        f"(?:给|为|替){_DOING}{_X}[^,。?;]{{0,8}}{_MUCH}",
        f"(?:除去|除了|除掉|扣除|扣掉|减去|减掉|去掉|刨去|刨掉|刨除|剔除|不算|不含|不包括|撇开|抛开){_X}",
        f"{_M}(?:包含|包括|含)有?的?{_X}",
    )
)
_SAID_AGAIN = re.compile(f"{_X}(?:{_INSTANCED})|{_X}[(:]|[(:]{_X}[,、]")


def narrowing(text: str, cover: Sequence[Mark], mentions: Iterable[str] = ()) -> tuple[str, ...]:
    """The words that narrow what is asked and were not used, in order, each once. ``mentions``: what is asked, where no mark stands for it."""
    items = _items(text, cover, mentions)
    found = [text[a:b] for a, b in _left(text, cover) if _narrows(_outline(text, cover, items, a, b))]
    seasons = [m[0] for m in _SEASON.finditer(text) if not any(c.group in {"measure", "year", "form"} and c.start < m.end() and m.start() < c.end for c in cover)]
    states = [m[1] or m[2] for m in _STATE_OF.finditer(_outline(text, cover, items))]
    return tuple(dict.fromkeys((*found, *seasons, *states)))


def leftover(text: str, cover: Sequence[Mark]) -> tuple[str, ...]:
    """All words outside the marks that are no frames, wherever they stand, and parts of a year: what a follow-up adds to the question before it."""
    found = [text[a:b] for a, b in _left(text, cover)]
    return tuple(dict.fromkeys((*found, *(m[0] for m in _SEASON.finditer(text)))))


def _items(text: str, cover: Sequence[Mark], mentions: Iterable[str]) -> list[tuple[int, int]]:
    """Where what is asked stands: the marks of measures, and what was taken for one without a mark (支出 alone)."""
    spans = [(m.start, m.end) for m in cover if m.group == "measure"]
    for word in mentions:
        place = text.rfind(word) if word else -1
        if place >= 0 and not any(m.start < place + len(word) and place < m.end for m in cover if m.group in {"measure", "department", "year", "form"}):
            spans.append((place, place + len(word)))
    return spans


def _narrows(outline: str) -> bool:
    return not _SAID_AGAIN.search(outline) and any(p.search(outline) for p in _NARROWS)


def _left(text: str, cover: Sequence[Mark]) -> list[tuple[int, int]]:
    """The stretches outside the marks that are no frame: two characters and more, neighbours as one."""
    spans: list[tuple[int, int]] = []
    for start, end in _gaps(text, cover):
        for run in _HAN.finditer(text, start, end):
            for a, b in _unknown(run[0]):
                spans.append((run.start() + a, run.start() + b))
    return [(a, b) for a, b in spans if b - a >= 2]


def _gaps(text: str, cover: Sequence[Mark]) -> Iterable[tuple[int, int]]:
    cursor = 0
    for mark in cover:
        if mark.start > cursor:
            yield cursor, mark.start
        cursor = max(cursor, mark.end)
    if cursor < len(text):
        yield cursor, len(text)


@lru_cache(maxsize=1 << 12)
def _unknown(run: str) -> tuple[tuple[int, int], ...]:
    """Where a run of characters holds words that are no frame, as (start, end); neighbours as one, with a lone character behind (线上)."""
    spans: list[tuple[int, int]] = []
    cursor = 0
    for word in plain_words(run):
        end = cursor + len(word)
        beside = bool(spans) and spans[-1][1] == cursor
        lone = beside and (word in _THINGS or (word in _PLACES and spans[-1][1] - spans[-1][0] == 1))
        if lone or not framed(word):
            if beside:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((cursor, end))
        cursor = end
    return tuple(spans)


def _outline(text: str, cover: Sequence[Mark], items: Sequence[tuple[int, int]], start: int = 0, end: int = 0) -> str:
    """The question with its measures, departments, years and the words at hand each as one character."""
    signs = {"department": _D, "place": _D, "year": _Y, "amount": "", "docno": ""}
    spans = sorted([*((m.start, m.end, signs[m.group]) for m in cover if m.group in signs), *((a, b, _M) for a, b in items), *([(start, end, _X)] if end else [])])
    pieces, cursor = [], 0
    for a, b, sign in spans:
        pieces += [text[cursor:a], sign]
        cursor = b
    return "".join([*pieces, text[cursor:]])
