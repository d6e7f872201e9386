"""Which departments a question names, found against the index's own documents.

Also finds organisations that no document is of (克拉玛依市科学技术局): saying so is the right answer then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.model import DocumentRecord
from index.text import normal
from qa.lexicon import phrases, sounds
from qa.linking.frames import all_framed
from qa.linking.names import LEVELS, FullName, assembly_forms, fits, last_characters, place_forms, short_bodies, split_name
from qa.linking.spans import Mark
from qa.lookup.former import FormerNames

_LONGEST = 30
_LONGEST_WORD = 12
_SUFFIX = re.compile(
    "局|厅|委员会|委办|发改委|卫健委|国资委|纪委|政法委|宣传部|组织部|统战部|办公室|办公厅|检察院|法院|科协|作协|残联|文联|妇联|工商联|协会|联合会|总工会"
    "|人民政府|管委会|管理委员会|政协|人大常委会|大学|学院|医院|中学|小学|幼儿园|党校|研究院|研究所|街道办事处|镇政府|乡政府|监狱|海关"
)
_BARE = re.compile(
    "(?:财政|民政|发展和改革|发展改革|经济和信息化|自然资源和规划|规划和自然资源|林业和草原|教育和体育|教育|公安|司法|审计|税务|统计|水利|农业农村|交通运输|交通|人社|人力资源和社会保障|自然资源|生态环境|环保|住建|住房和城乡建设|应急管理|市场监管|市场监督管理"
    "|文旅|文化和旅游|卫健|卫生健康|医保|医疗保障|科技|科学技术|工信|工业和信息化|商务|林业|体育|信访|退役军人事务|城管|气象|档案|机关事务管理|粮食|国土|规划|旅游|广电)(?:局|厅|委员会|委)"
)
_BARE_LEVEL = re.compile("自治[区州县旗]|全[省市州县区国]|本[省市州县区]|各[省市州县区]")
_ZONE = re.compile(
    r"^(?:经济技术|高新技术产业|高新技术|经济|高新|产业|工业|综合保税|循环经济|旅游度假)(?:开发区|园区|区)"
)  # says no place: every city may have one
_PLAIN_ENDING = re.compile(r"(?:中学|小学校?|学校|幼儿园|医院|卫生院|保健院|管理站|集中区|开发区|园区|示范区)$")
_RECEIVER = re.compile("(?:划|拨|转|交|付|支付|发|让|移交|划转|返还)?给了?$")
_STOP = set(
    "了过归的和与跟及或在把按据对给让请问查比从到向就是这那哪几各全本我你他她它们家个里中下上去说其有用为由以,.、。?!;:()[]0123456789年月日预算决问想看要"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a mention of a department may mean: names of departments of the index, best first; none: unknown there."""

    mention: str
    departments: tuple[str, ...]
    decided: bool


class Directory:
    """The departments of an index, ready for finding mentions. Built once an index generation."""

    def __init__(self, documents: Iterable[DocumentRecord]) -> None:
        documents = list(documents)
        self.names: dict[str, FullName] = {}
        self.records: dict[str, list[DocumentRecord]] = {}  # all documents of a department, superseded ones too
        exact: dict[str, dict[str, None]] = {}  # names in order; as lists, asked whether they hold a name, they would take time by its square
        self.places: dict[str, set[str]] = {}
        for document in documents:
            identity = document.identity
            name = identity.department
            if name not in self.names:
                self.names[name] = split_name(normal(name))
            self.records.setdefault(name, []).append(document)
            for alias in {name, identity.department_as_written, *identity.aliases}:
                exact.setdefault(normal(alias), {})[name] = None
            for tail in _tails(self.names[name].text):
                exact.setdefault(tail, {})[name] = None
            for short in assembly_forms(name):
                exact.setdefault(short, {})[name] = None
            for place in (*self.names[name].places, identity.region or ""):
                for form in place_forms(normal(place)):
                    self.places.setdefault(form, set()).add(name)
        self.exact: dict[str, list[str]] = {alias: list(names) for alias, names in exact.items()}
        for former, departments in FormerNames(documents).names().items():
            self.exact.setdefault(former, []).extend(departments)
        self.ends = {char for full in self.names.values() for char in last_characters(full)} | {alias[-1] for alias in self.exact if alias}
        self.holders: dict[str, set[str]] = {}
        for name, full in self.names.items():
            for char in full.text:
                self.holders.setdefault(char, set()).add(name)
        self._words = {w for full in self.names.values() for w in short_bodies(full.body)} | {form for form in self.places if len(form) >= 3 and form[-1] in LEVELS}
        self._sounding = {word.translate(sounds()): word for word in self._words}
        self._lookup = lru_cache(maxsize=20_000)(self._look_up)

    def documents_of(self, departments: Iterable[str | None]) -> list[DocumentRecord]:
        """The documents of some departments."""
        return [record for name in departments for record in self.records.get(name or "", ())]

    @cached_property
    def years(self) -> frozenset[int]:
        """The fiscal years that there are."""
        return frozenset(r.identity.fiscal_year for records in self.records.values() for r in records if r.identity.fiscal_year)

    def marks(self, text: str) -> list[Mark]:
        """Every stretch of ``text`` that may name a department, known or not."""
        found = [mark for end in range(2, len(text) + 1) if text[end - 1] in self.ends for mark in self._ending_at(text, end)]
        places = [Mark(m.start(), m.end(), "place", form, 0.9) for form in self.places if form in text for m in re.finditer(re.escape(form), text)]
        return [*found, *self._unknown(text, found), *places]

    def spelled(self, text: str) -> str:
        """The text with words of department names that were typed by sound put right (检查院 -> 检察院, 昌及市 -> 昌吉市): as long as before."""
        sound = text.translate(sounds())
        for start in range(len(text) - 2):
            for end in range(start + 3, min(len(text), start + _LONGEST_WORD) + 1):
                word = self._sounding.get(sound[start:end])
                stretch = text[start:end]
                if word is not None and stretch not in self._words and stretch[-1] == word[-1] and 3 * sum(a != b for a, b in zip(stretch, word, strict=True)) <= end - start:
                    text = text[:start] + word + text[end:]
        return text

    def _ending_at(self, text: str, end: int) -> list[Mark]:
        marks = []
        for start in range(max(0, end - _LONGEST), end - 1):
            mention = text[start:end]
            names = self._lookup(mention)
            if names:
                marks.append(Mark(start, end, "department", Found(mention, names, len(names) == 1), 1.6))
        return marks

    def _look_up(self, mention: str) -> tuple[str, ...]:
        exact = self.exact.get(mention, [])
        if len(mention) < 3 and not exact:
            return ()  # two characters name a body only where it is called so: 委会 of 管委会 is none
        if len(exact) == 1 and len(mention) > 3:
            return tuple(exact)
        pool: set[str] | None = None
        for char in set(mention):
            holders = self.holders.get(char, set())
            pool = set(holders) if pool is None else pool & holders
            if not pool:
                break
        scored = {name: fits(mention, self.names[name]) for name in pool or ()}
        scored.update({name: 1.0 if len(exact) == 1 else 0.9 for name in exact})
        return tuple(name for name, score in sorted(scored.items(), key=lambda item: (-item[1], item[0])) if score > 0)

    def _unknown(self, text: str, known: list[Mark]) -> list[Mark]:
        """Organisations by their ending whose place or body no known department has."""
        marks = []
        for pattern in (_SUFFIX, _BARE):
            for found in pattern.finditer(text):
                start, end = _run_start(text, found.start(), found.end()), found.end()
                if known and _RECEIVER.search(text[:start]):
                    continue  # 划给了省纪委: who gets it is not who is asked about
                inside = [m for m in known if m.end == end and m.start >= start]
                if any(m.start == start and m.end < end and m.value.decided for m in known):
                    continue
                if inside:
                    longest = min(inside, key=lambda m: m.start)
                    if longest.start == start or not self._extends(text[start : longest.start], text[longest.start : end]):
                        continue
                placed = any(c in LEVELS for c in text[start + 1 : end - 2]) and not _BARE_LEVEL.match(text[start:end])
                if not placed:
                    if pattern is not _BARE or inside:
                        continue
                    start = found.start()
                if end - start >= 3:
                    marks.append(Mark(start, end, "department", Found(text[start:end], (), False), 1.2))
        return marks

    def _extends(self, prefix: str, mention: str) -> bool:
        """Whether what stands before a known mention makes it another organisation: 江苏省|财政局, 南京|市科技局; not 新疆|昌吉市科技局."""
        placed = any(c in LEVELS for c in _ZONE.sub("", mention)[1:-2])
        if placed or all_framed(prefix):
            return False  # 是否纳入|省委办公厅
        if any(prefix == form or prefix.endswith(form) for form in self.places):
            return not any(fits(prefix_form + mention, full) for prefix_form in (prefix,) for full in self.names.values())
        return prefix[-1] in LEVELS or (mention[0] in LEVELS and len(prefix) >= 2)

    def in_region(self, text: str) -> list[tuple[str, set[str]]]:
        """The regions named in ``text``, in full or short (昌吉州 for 昌吉回族自治州, 乌鲁木齐 for 乌鲁木齐市), with the departments there."""
        hits: dict[str, set[str]] = {}
        for form, names in self.places.items():
            if form not in text:  # there are thousands of places, and a pattern of each costs more than all else
                continue
            for found in re.finditer(re.escape(form), text):
                following = text[found.end() : found.end() + 1]
                if form[-1] in LEVELS or following not in LEVELS or not following:
                    hits.setdefault(form, set()).update(names)
        longest = [form for form in hits if not any(form != other and form in other for other in hits)]
        return [(form, hits[form]) for form in longest]


def _tails(name: str) -> list[str]:
    """What is left of a school's, hospital's or zone's name without its front: 渝东中学 of 重庆市巴蜀渝东中学."""
    found = _PLAIN_ENDING.search(name)
    if found is None:
        return []
    last = min(found.start() - 1, 4) if found[0].endswith("区") else found.start() - 1  # 经济开发区 alone names none
    return [name[start:] for start in range(1, last)]


def _joins(text: str, at: int) -> bool:
    """Whether 和 at ``at`` is a part of a name (某区发展和改革委员会): what stands before it has a place in front and is no body by itself."""
    if text[at] not in "和与及":
        return False
    start = at
    while start > 0 and text[start - 1] not in _STOP and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    before = text[start:at]
    whole = [m for m in _SUFFIX.finditer(before) if m.end() == len(before)]
    return not whole and before[-1:] not in LEVELS and any(c in LEVELS for c in before[1:-1])


def _run_start(text: str, start: int, end: int) -> int:
    """Where the run of name characters that ends at ``end`` begins; leading verbs (列出, 请问) are no part of a name."""
    while start > 0 and (text[start - 1] not in _STOP or _joins(text, start - 1)) and "\u4e00" <= text[start - 1] <= "\u9fff" and end - start < _LONGEST:
        start -= 1
    moved = True
    while moved:
        moved = False
        for verb in phrases()["lead"]["verb"]:
            if text.startswith(verb, start) and end - start - len(verb) >= 3:
                start, moved = start + len(verb), True
    return start
