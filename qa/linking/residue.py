"""Measures that no exact word names: parts of names, names said in other words, names typed wrong.

What the cover left over is cut into noun phrases; each is sought as a part of an index name, then by likeness.
Decisions are cautious: several different names stay ``alternatives``, and nothing is linked below the thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.text import normal
from qa.lexicon import phrases
from qa.linking.spans import Mark
from qa.linking.vocabulary import GENERIC, Link, Vocabulary

_BREAK = re.compile(r"[,。?;:!()\[\]\"]|--+")
_EDGE = re.compile(
    r"^(?:\d{4}年?度?|同一?时期的?|同一年的?|同年的?|同期的?|其中|关于|那|这|该|此|各|每|共|都|的|[和与及或、在]|里面?|表中|表里|按|叫|也就是|即)+"
    r"|(?:里面|当中|其中|之中|以及|上面|方面|[的上中里内和与及或、是有共各呢数]|这块|(?<!第)[两二三四五六七八九十]大?(?:块|项|样|笔|类|种|者)|一项|这项|这个|这些)+$"
)
_AFFIX = re.compile(r"^\d{4}年度?|^提前下达|(?:项目)?(?:专项)?(?:资金|经费|项目|专项|数量|次数|个数|场次|数|费用?|金额|预算|支出|情况|数额|面积|长度|率|比例)$")
_TAIL, _MANY = 4, 5
_COUNTER = re.compile("[条个项家笔名位辆台次份期场篇类种]")
_JOINED = re.compile("[和与及、]|上?还是")
_COUNTING = re.compile(r"多少[^万亿元块钱?,。]|几[^倍万亿]|指标|目标|完成值|达到")
_INDICATOR = re.compile(r"(?:数量|数|率|度|次数|人数|个数|场次|人次|时间|情况)$")
# What is asked for inside a scope (基本支出里的…是多少) is not the scope, even where nothing is called so.
_SCOPED = re.compile(r"(?:里面|当中|其中|里|中|内|下)(?:的|,)?$|的$")
_ASKED = re.compile(r"(?:预算|决算|金额|经费|数额|数|总额|共|总共|一共|合计|分别|各|到底|又|大概|大约|应该|实际)*(?:是|为|有)?(?:多少|(?<!哪)几[个人辆家次项件期位名])")
# Words before a measure that leave it what it is.
NEUTRAL = re.compile(
    "账上的?|账面上|同一时期|同时期|同一年|同年|同期|冬天|冬季|夏天|夏季|平时|平常|一年到头|扣掉|扣去|减去|减掉|刨去|刨掉|刨除|去掉|加上|不含|不包括|不算|扣除|剔除|除去|除了|全年|全部|全口径|部门|单位|本级|机关|局里|厅里|委里|院里|整体|当年|年度|本年|上年|今年|财政|一般公共预算|相关|所有|总的|预算|决算|实际|公开|发放|支付|缴纳|支出|收入|本|该|其|大概|差不多|"
    "添置|购置|置办|新买|新添|采买|行政|事业|政府|公务|职工|人员|干部|日常|主要|具体|详细|合计|当中|关于|名下|自己|他们|我们|那笔|这笔|拨付|批复|下达|拨的|列支|开支|花销|以及|还有|另外|包括|其他|其它|[付交花用买看查算问给拿领开]"
)
_ITEM = re.compile("(?:费|费用|经费|资金|支出|补贴|补助|工资|收入|奖金|公积金|车|津贴|保险|税|租金|利息|年金)$")
_HAN = re.compile("[\u4e00-\u9fff]+$")
# 三大块, 那两笔, 四个行动's 四个: how many parts are meant, not an item
COUNTED = re.compile(r"(?:那|这|其)?(?:[一二两三四五六七八九十几\d]+)(?:大)?(?:个|块|笔|类|种|样|项|部分|方面|家|位|名|辆|台|条|件|份|处|张|口子)?")
# what a document is quoted to say (“增长30%”, “增加878.93万元”) is a statement, never the name of an item
_STATED = re.compile(r"(?:[增减升降涨跌占达为是到了长加少]|^)\d[\d,.]*(?:%|万元|亿元|元|倍|个百分点)")
_WORTH = {"part": 1.3, "alike": 0.9, "said": 1.0}
_LIKE = 0.62
MEMBERS = re.compile(r"(?:名称|名字|名)(?:里|中)?(?:带|含|有|包含)(?:有)?|(?:带|含)有?[^,。]{0,20}字样")


@lru_cache(maxsize=2)
def _cutting(verbs: bool) -> re.Pattern[str]:
    words = sorted((w for kind, ws in phrases()["function"].items() for w in ws if verbs or kind != "verb"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=1)
def _stages() -> frozenset[str]:
    """Words that say a stage (年初预算数): never an item, though names of the index hold them (完成年初预算)."""
    return frozenset(w for words in phrases()["stage"].values() for w in words)


_HOW_MANY = re.compile("(?:了|有|的)?(?:多少|几)[件个次人名家台套篇场期份条项批](?=[、,。?;:呢啊呀]|$)")
INSTANCED = re.compile("(?:[这那之一](?:类|种)|这样|那样|这些|那些|等等?)的?$")
_BESIDE_STAGE = re.compile("[比与和跟较同离差距额数的]|相比|相差|对比|比起来?")


def _is_stage(phrase: str) -> bool:
    """Whether a phrase is a stage and nothing but words that compare (比年初预算, 和年初预算差在哪's 年初预算差)."""
    if phrase in _stages():
        return True
    stage = next((w for w in sorted(_stages(), key=len, reverse=True) if w in phrase), "")
    return bool(stage) and not _BESIDE_STAGE.sub("", phrase.replace(stage, "", 1))


def residue_marks(text: str, cover: Sequence[Mark], vocabulary: Vocabulary, quoted: Sequence[tuple[int, int]]) -> list[Mark]:
    """Measure marks for what the cover did not explain. Overlaps with the cover's own measures are for the next cover to settle."""
    found: list[Mark] = []
    every, counting = bool(MEMBERS.search(text)), bool(_COUNTING.search(text))
    for (start, end), whole in _phrases(text, cover, quoted):
        inside = [m for m in cover if m.group == "measure" and m.start < end and start < m.end]
        phrase = text[start:end]
        if any(m.start <= start and end <= m.end for m in [*inside, *found]) or phrase in GENERIC or _is_stage(phrase) or COUNTED.fullmatch(phrase) or _two_items(phrase, vocabulary):
            continue
        within_quotes = any(a <= start and end <= b for a, b in quoted)
        exactly = (start, end) in quoted
        if (within_quotes and not exactly) or (exactly and _STATED.search(phrase)):
            continue
        link = linked(phrase, vocabulary, least=2 if exactly else 3, every=every, counting=counting)
        if link is None and len(phrase) == 2 and not whole and not inside and _HOW_MANY.match(text[end:]) and not NEUTRAL.fullmatch(phrase):
            held = tuple(n for n in vocabulary.holding(phrase, 12) if n not in GENERIC)  # 继续审议几件、预备几件: the unit asked decides between them
            link = Link(held, None, "part") if held else None
        if link is None and exactly and len(phrase) >= 4 and not inside:
            link = Link((), None, "said", known=False)
        if link is None and inside and INSTANCED.search(text[start : inside[-1].start]):
            continue  # examples before the item (打电话寄信这类邮电费) make no other item of it
        if (link is None or link.how == "alike") and not whole and _narrowed(phrase, start, end, text, inside):
            link = Link((), None, "said", known=False, alternatives=inside[-1].value.names[:3])
            found.append(Mark(start, end, "measure", link, 1.4))
            continue
        if link is None and not inside and not whole and _ASKED.match(text[end:]) and _SCOPED.search(text[:start]) and len(phrase) >= 3:
            link = Link((), None, "said", known=False)
        if link is None or (link.how == "alike" and (whole or not _covers(link.names[0], text, inside))):
            continue
        found.append(Mark(start, end, "measure", link, _WORTH[link.how]))
    return found


def _two_items(phrase: str, vocabulary: Vocabulary) -> bool:
    """Whether the phrase joins two things that are both called something by themselves (畜牧养殖班和棉花种植培训)."""
    if phrase in vocabulary.exact:
        return False
    sides = _JOINED.split(phrase)
    if len(sides) > 1 and all((link := vocabulary.exact.get(side)) is not None and link.known for side in sides):
        return True  # 会议费、培训费 are these two, though an item "三公"经费、会议费、培训费 holds their names
    if vocabulary.holding(phrase, 1):
        return False
    for joint in _JOINED.finditer(phrase):
        left, right = phrase[: joint.start()], phrase[joint.end() :]
        links = [linked(side, vocabulary) for side in (left, right)]
        if all(links) and any(link is not None and link.how == "part" for link in links):
            return True
    return False


def cut(text: str) -> list[str]:
    """A stretch that no mark covers, cut at punctuation, function words and joints into what may be noun phrases."""
    pieces = [text[a:b] for a, b in _split(text, 0, len(text), _BREAK)]
    for pattern in (_cutting(True), _JOINED):
        pieces = [piece[a:b] for piece in pieces for a, b in _split(piece, 0, len(piece), pattern)]
    return [piece.strip() for piece in pieces if piece.strip()]


def main_phrase(text: str, cover: Sequence[Mark]) -> str | None:
    """The longest noun phrase that was left over: what the question is about where nothing could be linked."""
    pieces = [text[start:end] for (start, end), whole in _phrases(text, cover, ()) if not whole]
    return next((p for p in pieces if len(p) >= 3 and p not in GENERIC and not COUNTED.fullmatch(p) and re.search("[\u4e00-\u9fff]{2}", p)), None)


def _narrowed(phrase: str, start: int, end: int, text: str, inside: Sequence[Mark]) -> bool:
    """Whether words before a measure make it another item (编外人员经费 is not 人员经费) that nothing in the index is called."""
    if not inside or inside[-1].end != end or len(inside) > 1 or "还是" in phrase:
        return False
    before = _cutting(True).sub("", NEUTRAL.sub("", text[start : inside[-1].start]))
    least = 1 if inside[-1].value.how == "weak" else 2
    return bool(_ITEM.search(phrase)) and len(before) >= least and bool(_HAN.match(before)) and inside[-1].value.how != "code"


def _covers(name: str, text: str, inside: Sequence[Mark]) -> bool:
    """Whether a name found by likeness holds all that was already linked there, and much more; else the sure links stand."""
    held = [text[m.start : m.end] for m in inside if m.value.how != "weak"]
    return all(h in normal(name) for h in held) and len(normal(name)) >= 1.5 * sum(map(len, held))


def linked(phrase: str, vocabulary: Vocabulary, *, least: int = 3, every: bool = False, counting: bool = True, document: str | None = None) -> Link | None:
    """What a noun phrase names: index names that contain it, else those most like it; None where nothing is near enough.

    ``every``: the phrase stands for all names that hold it. ``counting``: a number of things may be meant, so indicators are as good as items.
    ``document``: the number of a document that the name must hold, where any does.
    """
    if len(phrase) < least:
        return None
    holders = [n for n in vocabulary.holding(phrase, 30) if n not in GENERIC]
    if not counting and not _INDICATOR.search(phrase):
        holders.sort(key=lambda n: bool(_INDICATOR.search(n)))
    if document is not None:
        holders = [n for n in holders if re.search(rf"(?<!\d){document}", normal(n))] or holders
    if not holders and len(_core(phrase)) >= 4:
        holders = [n for n in vocabulary.woven(phrase) if n not in GENERIC]
    if holders:
        same = holders if every else [n for n in holders if _core(n) == _core(holders[0])]
        if not every and len(phrase) <= _TAIL and len({_core(n) for n in holders}) >= _MANY and all(n.endswith(phrase) for n in holders):
            return None  # 工作经费 stands behind the names of very many things and tells none of them
        return Link(tuple(same[:12]), None, "part", alternatives=tuple(n for n in holders if n not in same)[:8])
    if len(phrase) < 4:
        return None
    near = [(n, score) for n, score in vocabulary.alike(phrase) if len(normal(n)) >= 0.6 * len(_core(phrase))]
    if not near or near[0][1] < _LIKE:
        return None
    best = near[0][1]
    same = [n for n, score in near if score >= best - 0.02 and _core(n) == _core(near[0][0])]
    return Link(tuple(same), None, "alike", alternatives=tuple(n for n, score in near if n not in same and score > 0.45)[:6])


def _core(name: str) -> str:
    name = re.sub(r"(?<=[^()（）]{3})[（(][^()（）]*[)）]$", "", name)
    previous = None
    while previous != name:
        previous, name = name, _AFFIX.sub("", name)
    return name


def _phrases(text: str, cover: Sequence[Mark], quoted: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], bool]]:
    """Candidate noun phrases as spans, longest first: runs between blocking marks and punctuation, whole (flagged) and cut at function words."""
    runs = []
    cursor = 0
    for mark in [m for m in cover if _blocks(m)] + [None]:
        stop = mark.start if mark else len(text)
        runs += _split(text, cursor, stop, _BREAK)
        cursor = mark.end if mark else stop
    gaps = [(max(a, m.end), b) for a, b in runs for m in cover if m.group == "measure" and a <= m.start < m.end < b]
    gaps += [(a, min(b, m.start)) for a, b in runs for m in cover if m.group == "measure" and a < m.start < b]
    runs += [gap for gap in dict.fromkeys(gaps) if _ITEM.search(text[slice(*gap)].rstrip("的")) and not any(m.group == "measure" and m.start < gap[1] and gap[0] < m.end for m in cover)]
    spans: dict[tuple[int, int], bool] = dict.fromkeys(quoted, False)
    for start, end in runs:
        pieces = [*_split(text, start, end, _cutting(False)), *_split(text, start, end, _cutting(True))]
        parts = [*pieces, *(s for p in pieces for s in _split(text, *p, _JOINED))]
        for piece in [*parts, (start, end)]:
            trimmed = _trim(text, *piece)
            if trimmed[1] - trimmed[0] >= 2:
                spans.setdefault(trimmed, piece not in parts)
    return sorted(spans.items(), key=lambda s: (s[0][0] - s[0][1], s[0][0]))


def _blocks(mark: Mark) -> bool:
    if mark.group == "word":
        return not all(group in {"fund", "stage", "negative"} for group, _ in mark.value)
    return mark.group in {"department", "place", "form", "year", "top", "decimals", "threshold", "docno", "amount"}


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    spans, cursor = [], start
    for found in pattern.finditer(text, start, end):
        if found.start() > cursor:
            spans.append((cursor, found.start()))
        cursor = found.end()
    if cursor < end:
        spans.append((cursor, end))
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if start and (text[start - 1] in "几两" or text[start - 1].isdigit()) and (counter := _COUNTER.match(text, start, end)):
        start = counter.end()  # 几条三级指标: the counting word is no part of the name
    while True:
        found = _EDGE.search(text[start:end])
        if not found or found.end() == found.start():
            return start, end
        if found.start() == 0:
            start += found.end()
        else:
            end = start + found.start()
