"""What a question about a project wants, read from its words alone: clauses with the units they ask in, and which values of an indicator.

The words of performance management are from 《项目支出绩效评价管理办法》 (财预〔2020〕10号): 指标值, 实际完成值, 分值, 得分, 偏差.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.numbers import is_money
from index.text import HAN, normal
from qa.model import Answer, Query
from qa.units import alike

_CUT = re.compile(r"[,，;；。?？!！:：]|--+|[\n]")
_UNITS = (
    r"平方米|个百分点|百分点|工作日|人次|场次|班次|课时|学时|小时|分钟|公里|万元|亿元|万|亿|元|块钱|块|天|日|场|次|期|届|人|名|位|家|户|份|篇|项|条|件|座|辆|台|套|册|本|亩|吨|批|支|"
    r"只|处|间|所|村|分(?!之|别|配|类|项|工|清|开)|钱|经费|资金|款|月|周|年|个"
)
_ASKED = re.compile(rf"(?<!哪)(?:几|多少)(?:多)?(?:个(?=(?:小时|月|工作日|课时|学时|百分点|人|亿|场次|班次)))?({_UNITS})?")
_PERCENT = re.compile(r"百分之(?:几|多少)|几成|百分比|%")
_IN_BRACKETS = re.compile(rf"\(单位?:?({_UNITS}|%)\)|\(({_UNITS}|%)\)")
_MONEY_WORDS = {"钱": "元", "块": "元", "块钱": "元", "经费": "元", "资金": "元", "款": "元", "万": "万元", "亿": "亿元"}
_FAMILIES = (
    frozenset({"次", "场", "场次", "期", "届", "班", "班次", "批"}),
    frozenset({"人", "人次", "名", "位"}),
    frozenset({"家", "户", "所", "个"}),
    frozenset({"份", "篇", "项", "条", "件", "本", "册", "个", "支"}),
    frozenset({"座", "处", "个"}),
    frozenset({"天", "日", "工作日"}),
    frozenset({"课时", "学时"}),
    frozenset({"%", "百分点", "个百分点"}),
)

_LAST = re.compile(r"比(?:上(?:一)?(?:个)?年|去年)(?:的)?(?=实际|完成|做到|达到|办)|(?<!比)上(?:一)?(?:个)?年(?!结转|结余)|去年|前一?年|头一年|历史值|往年")
_WEIGHT = re.compile(r"权重|分值|满分|值(?:多少|几)分|占(?:多少|几)分")
_SCORE = re.compile(r"得分|得了?(?:多少|几)分|拿了?(?:到)?(?:多少|几)分|打了?(?:多少|几)分|评了?(?:多少|几)分|扣了?(?:多少|几)?分")
_ACTUAL = re.compile(r"实际|最后|最终|到底|结果|完成值|完成了|完成多少|完成几|做到了|办成了|干成|落实了|达到了|真正|花了|花掉|用了|做了|办了|搞了|超了?(?:几|多少)|多了(?:几|多少)")
_FORM_NAMES = re.compile(r"绩效(?:目标)?(?:申报|自评)?表|自评表|目标表|(?:整体|项目|年度|的|支出)*绩效(?:目标|指标)")
_TARGET = re.compile(
    r"指标值|目标|预期|今年定|定多少|定(?:了|的是)?几|原定|原先|原本|计划|打算|定的|定了|定在|要求|最少|至少|最低|起码|不少于|不低于|最多|不超过|上限|下限|封顶|限额|标准是"
    r"|(?:要|得|应|须|需|将|准备|拟)(?:达到|做到|完成|讲|办|搞|建|培训|组织|开展|举办|签|参加|参与|走|引|播|发|制作|立项|在|花|多少|几)|设定|规定|不能(?:超过|低于|少于)|别超过|(?:要|得|应|须|准备|拟|打算|计划)[^,，实]{0,7}(?:多少|几)"
)
_BOTH = re.compile(r"(?:完成|达到)(?:了)?(?:目标|要求|指标|任务)(?:了)?(?:没|吗|没有)|达标|超额|超没超|突破|(?:比|离|距)(?:目标|指标|计划|上限|预期)|目标和实际|实际和目标")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the question between stops. ``units``: the units that it asks in; ``aspects``: the values that its words name."""

    text: str
    units: tuple[str, ...]
    aspects: tuple[str, ...]
    beside: frozenset[str] = frozenset()  # the words of two characters at its question words


@dataclass(frozen=True, slots=True)
class Wish:
    """The question as normal text and its clauses."""

    text: str
    clauses: tuple[Clause, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """All units asked in."""
        return tuple(dict.fromkeys(u for c in self.clauses for u in c.units))

    @property
    def aspects(self) -> tuple[str, ...]:
        """All values named, in the order said."""
        return tuple(dict.fromkeys(a for c in self.clauses for a in c.aspects))


def wish_of(text: str, year: int | None = None) -> Wish:
    """The wish in a question; ``year`` is the fiscal year of the document asked, so that the year before is known as 上年."""
    plain = normal(text)
    parts = [p for p in _CUT.split(plain) if p]
    named = [aspects_in(_FORM_NAMES.sub("", p), year) for p in parts]
    if not any(named):
        named = [aspects_in(p, year) for p in parts]  # 绩效目标 is the only word that says which value
    return Wish(plain, tuple(Clause(p, units_in(p), aspects, _beside(p)) for p, aspects in zip(parts, named, strict=True)))


_COSTS = re.compile(r"成本|费用|花了|花费|金额|花多少")


def _beside(text: str) -> frozenset[str]:
    """培训几场 -> 培训, 几个国家 -> 国家: the words before 几 and 多少, and behind their units."""
    found: set[str] = set()
    for mark in _ASKED.finditer(text):
        found.add(re.sub(r"[了要搞的]+$", "", text[max(0, mark.start() - 4) : mark.start()])[-2:])
        found.add(text[mark.end() : mark.end() + 2])
    return frozenset(w for w in found if len(w) == 2)


def units_in(text: str) -> tuple[str, ...]:
    """The units that a stretch of a question asks in: 几个小时 -> 小时, 多少钱 -> 元."""
    found = [_MONEY_WORDS.get(m[1], m[1]) for m in _ASKED.finditer(text) if m[1]]
    found += ["元"] if not found and _COSTS.search(text) and re.search(r"多少|几", text) else []
    found += ["%"] if _PERCENT.search(text) else []
    found += [_MONEY_WORDS.get(u, u) for m in _IN_BRACKETS.finditer(text) if (u := m[1] or m[2])]
    return tuple(dict.fromkeys("%" if "百分点" in u else u for u in found))


def aspects_in(text: str, year: int | None) -> tuple[str, ...]:
    """The values of an indicator that a stretch names, in the order said."""
    places: dict[str, int] = {}
    last = _LAST.search(text)
    if last is None and year is not None and re.search(rf"{year - 1}年", text) and re.search(r"完成|实际|达到|做到|历史", text):
        last = re.search(rf"{year - 1}年", text)
    for name, found in (("last", last), ("weight", _WEIGHT.search(text)), ("score", _SCORE.search(text)), ("actual", _ACTUAL.search(text)), ("target", _TARGET.search(text))):
        if found:
            places[name] = found.start()
    if _BOTH.search(text):
        places.setdefault("actual", 90)
        places.setdefault("target", 91)
    if "last" in places and "actual" in places:
        del places["actual"]  # 上一年实际做到
    return tuple(sorted(places, key=lambda a: places[a]))


def fits(unit: str, asked: Sequence[str]) -> bool | None:
    """Whether a value of this unit can answer what is asked in these units; None where nothing was asked in a unit that tells."""
    asked = [u for u in asked if u != "分"]
    telling = [u for u in asked if u != "个"]
    if not asked:
        return None
    if any(_same(unit, u) for u in asked):
        return True
    if not telling:
        return None if unit and not is_money(unit) and unit != "%" else False
    return False


def _same(unit: str, asked: str) -> bool:
    return alike(unit, asked) or any(unit in kind and asked in kind for kind in _FAMILIES)


def content(text: str) -> str:
    """The Han characters of a text only."""
    return re.sub(rf"[^{HAN}]", "", text)


_COUNTED = frozenset(["次", "场", "场次", "小时", "天", "人次", "课时", "学时", "册", "座", "篇", "期", "届", "份", "户", "分钟", "公里", "亩"])


def counted_in_kind(answer: Answer, query: Query) -> Answer:
    """No money for an answer where only 次, 小时, 座 ... were asked: the item was not found then, only what it belongs to."""
    text = normal(query.text)
    for measure in query.measures:
        text = text.replace(normal(measure.mention), "|")
    asking = "，".join(p for p in _CUT.split(text) if re.search(r"多少|几", p))
    units = units_in(asking) or (("%",) if re.search(r"满意度|率(?:是|为|有|达|要|定|多少|几)", asking) else ())
    if answer.status != "answered" or not answer.figures or not units or not set(units) <= _COUNTED or re.search(r"元|钱|万|亿|费|资金|花", asking):
        return answer
    if any(not is_money(f.unit) for f in answer.figures):
        return answer
    line = f"公开文件中没有找到所问的以“{'”“'.join(units)}”计的数据，可能未公开，也可能是另一种叫法。"
    return Answer(status="not_found", answer=line, query=query, suggestions=answer.suggestions)
