"""Which operations, aspects, order and unit a question asks for, out of its marked words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from qa.linking.spans import Mark
from qa.model import Operation
from qa.question.numerals import Threshold, Top

_PRIORITY = ("rank", "per_head", "share", "ratio", "difference", "mean", "growth", "sum", "compare", "trend", "previous")
_MANY_ROWS = re.compile(r"[两二三四五六七八九十\d](?:个|项|笔|家|类|条|块)(?:专项|项目|任务|资金)?[^,。?]{0,6}(?:合计|加起来|一共|总共|加在一起|总和|共计)")
_PLAIN_TOO = re.compile(
    r"多少[万亿]?[元块钱]{0,2}(?:钱)?[^?,。;]{0,4}[?,。;、].*(?:比上年|比去年|跟上|较上|同比|比上一年|与上年|和上年)|又?是多少[?,].*比|(?:金额|数额|各是|分别是?)多少[^占比]*$"
)
_PER_EACH = re.compile("人均|平摊|人头|均下来|一个?人多少|平均(?:到|每(?!年)|一(?!年))|每[人辆个名位家次件]|摊到|平均下来|按.{1,8}平均|均摊|家均|平均一家")
_PER_UNIT = re.compile(
    "每(?:一|个|名|位)*(?:平方米|平米|人次|批次|批|辆|台车|部车)[^,。?]{0,8}(?:多少|几[万元块])"
    r"|(?:\d+|[两三四五六七八九十]+)[个名位]?人[^。?]{0,12}每[个名位]?人[^,。?]{0,6}(?:多少|几)"
)
_WHO = re.compile("(?:谁|哪个|哪家|哪年|哪一年|哪边)[^,。?]{0,20}(?:多|高|大|少|低|小)(?![少])")
_HOW_MANY = re.compile("[有是共]?(?:几|多少)(?:个|家|项|笔)(?:部门|单位|项目)?[?。,]?|[几多]少?个")
# who planned or spent something: those whose figure is not 0
_WHO_HAS = re.compile("(?:哪些|哪几[个家]|[几多]少?[个家])(?:部门|单位)?[^,。?;]{0,3}?(?P<no>没有?|未|不)?再?(?:安排|编列|列支|发生|支出|花)(?:了|过|任何)?(?=[^,。?;了过多少]{2,})")
_EACH_BODY = re.compile("每一?[个家](?:部门|单位)")
_FUND_WORDS = re.compile("一般公共预算|政府性基金预算|国有资本经营预算")
_RATIO_ITEM = re.compile(r"(?:比例|比率|[^效]率)(?:实际|目标|指标)?(?:达到|是|为|值)?(?:了)?多少")
_HIGH = "最[高多大贵]|老大|榜首|第一|头名|冠军"
_LOW = "最[低少小]|最便宜|垫底|末位|倒数第一|最末|殿后|最后一名|末名"
_MOVED = re.compile(
    "(?:涨|(?<![花用吃砸烧])掉|跌|降|升|增|减|加|添|缩减?|压减|压|省|砍|下降|上升|增长|减少|增加|(?<=年)[多少]花)(?:掉)?了(?:多少|几)(?!个?百分)"
    "|净(?:增加?|减少?|多|少)了?(?:多少|几)(?!个?百分)"
    "|(?:增减|变动|变化)了?(?:多少|几)(?!个?百分)"
)
_SHARES_APART = re.compile("(?:占|比[重例]).{0,40}(?:差|高|低|多|少|降|升|增加|减少|变化|变动)(?:了|出)?(?:几|多少)个?百分点")
OF_PLAN = re.compile("(?:花|用|支出|执行|完成)(?:掉|了|完|到|出)*(?:了)?年初预算数?的?(?:百分之|几成|多大)")
_HOW_MUCH_OF = re.compile("占(?:了|到|去|掉|用)?(?:多少|几)(?:(?:万|亿|千)?(?:元|块|钱)|[名人位个辆台项件家])")  # 货物占了多少万元: an amount, no share
_NEWCOMER = re.compile("多出来?了?(?:一|这|那|几|个|的)(?!倍|成)")  # 多出来一个科目: something new, not by how much
_EXTREME_BOTH = re.compile(rf"(?:{_HIGH})[^。?]{{0,8}}(?:{_LOW})|(?:{_LOW})[^。?]{{0,8}}(?:{_HIGH})")


_ACROSS = re.compile(
    "(?:相当于|等于|只有|是)(?:了|到)?[^,。?]{0,24}的?(?:百分之(?:几|多少)|几成|多大比例|几分之几)"
    "|(?:前者.{0,12}后者|前一家.{0,12}后一家).{0,6}(?:百分之|几成|几分之)"
)
_ASK = re.compile("多少|(?<![十哪好])几(?!乎)")
_TOGETHER = re.compile("一共|总共|共计|总计|合计|累计|一起|合共|拢共|统共|通共|加")


@dataclass(slots=True)
class Words:
    """The words of the closed classes that the cover kept: class -> values in order of the text."""

    said: dict[str, list[str]] = field(default_factory=dict)
    top: Top | None = None
    threshold: Threshold | None = None
    decimals: int | None = None
    amounts: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)  # numbers of documents: 98号文
    ratio: bool = False  # an item that is itself a ratio is asked: 硕士以上学历的比例是多少

    def has(self, group: str, value: str | None = None) -> bool:
        """Whether a value of this class was said."""
        values = self.said.get(group, [])
        return bool(values) if value is None else value in values

    def first(self, group: str) -> str | None:
        """The first value said of this class."""
        return next(iter(self.said.get(group, [])), None)


def collect(text: str, cover: Sequence[Mark]) -> Words:
    """Sort the cover's words by class."""
    words = Words(ratio=bool(_RATIO_ITEM.search(text)))
    for mark in cover:
        if mark.group == "word":
            for group, value in mark.value:
                words.said.setdefault(group, []).append(value)
        elif mark.group == "form":
            plain = _FUND_WORDS.sub("", mark.value.name)
            words.said.setdefault("kind", []).extend(kind for kind in ("预算", "决算") if kind in plain)
        elif mark.group == "top":
            words.top = mark.value if words.top is None else words.top
        elif mark.group == "threshold":
            words.threshold = mark.value
            if mark.value.unit == "分":
                words.said.setdefault("aspect", []).append("score")
        elif mark.group == "decimals":
            words.decimals = mark.value
        elif mark.group in {"amount", "docno"}:
            (words.amounts if mark.group == "amount" else words.documents).append(text[mark.start : mark.end])
        elif mark.group == "measure" and re.search("合计$" if mark.value.how == "exact" else "总共|一共|合计", text[mark.start : mark.end]):
            words.said.setdefault("operation", []).append("sum_weak")
    if _MOVED.search(text):
        words.said.setdefault("aspect", []).append("change")
    has = _WHO_HAS.search(text)
    if has is not None and words.threshold is None and words.has("over", "departments") and not words.has("extreme"):
        words.threshold = Threshold("=" if has["no"] else ">", Decimal(0), "")
    return words


@dataclass(frozen=True, slots=True)
class Extent:
    """How many of each the question names; ``years`` counts 这几年 as several; ``stages`` 年初预算 and 决算."""

    departments: int
    years: int
    measures: int
    stages: int
    wholes: bool

    @property
    def several(self) -> bool:
        """Whether there is more than one of anything to put together."""
        return self.departments > 1 or self.years > 1 or self.measures > 1


def operations_of(text: str, words: Words, extent: Extent) -> tuple[list[Operation], bool]:
    """All operations asked, the main one first, and whether any was said; several departments or years alone mean compare or trend.

    Weak words (一共, 变化) count only where there is something to apply them to.
    """
    asked = [op for op in _PRIORITY if words.has("operation", op)]
    if "per_head" not in asked and _PER_UNIT.search(text) and not words.has("aspect", "standard"):
        asked.insert(0, "per_head")
    everyone = words.has("over", "departments") and not extent.departments
    if "per_head" in asked and (extent.several or everyone) and not _PER_EACH.search(text):
        asked = ["mean" if op == "per_head" else op for op in asked]
    if "per_head" in asked and not extent.departments and _EACH_BODY.search(text):
        asked = ["mean" if op == "per_head" else op for op in asked]
    if _WHO.search(text) and "compare" not in asked and extent.several and not words.has("extreme"):
        asked.append("compare")
    if "difference" not in asked and extent.several and "share" in asked and _SHARES_APART.search(text):
        asked.append("difference")
    if "difference" in asked and _NEWCOMER.search(text) and not re.search("差|少多少|多多少|高出|超", text):
        asked.remove("difference")
    if across(text, extent.departments):
        asked = ["share", *(op for op in asked if op not in {"growth", "share", "compare"})]
    if OF_PLAN.search(text) and "share" not in asked:
        asked = ["share", *(op for op in asked if op != "growth")]
    if "share" in asked and _HOW_MUCH_OF.search(text):
        asked.remove("share")
    rows = bool(_MANY_ROWS.search(text))
    if "sum" in asked and not (extent.several or rows):
        asked.remove("sum")
    if "trend" in asked and extent.years <= 1:
        asked.remove("trend")
    if "compare" in asked and not (extent.several or extent.stages > 1 or words.has("extreme")):
        asked.remove("compare")
    if "difference" in asked and words.has("aspect", "change") and not (extent.departments > 1 or extent.years > 1 or extent.measures > 1):
        asked.remove("difference")
    points = "share" in asked and bool(_SHARES_APART.search(text))  # 占比高几个百分点: two shares, and by how much they differ
    moved = words.has("aspect", "rate") and not OF_PLAN.search(text) and not across(text, extent.departments) and not points
    if moved and (extent.years > 1 or extent.stages > 1) and extent.departments <= 1 and not words.has("aspect", "change") and not extent.wholes:
        asked = ["growth", *(op for op in asked if op not in {"growth", "share"})]
    elif "growth" in asked and extent.years <= 1 and extent.stages <= 1 and extent.departments <= 1 and extent.measures <= 1:
        asked.remove("growth")
    if words.has("extreme") or words.top is not None:
        asked = ["rank", *(op for op in asked if op != "rank")]
    if extent.wholes and not {"share", "ratio", "per_head"} & set(asked):
        asked.insert(0, "share")
    if "per_head" in asked:
        asked = [op for op in asked if op != "ratio"]
    asked = _in_order(text, asked)
    if not asked and extent.years == 2 and extent.departments <= 1 and words.has("aspect", "change") and _MOVED.search(text):
        asked.append("difference")  # 比17年省了多少
    if words.threshold is not None and "rank" not in asked:
        asked.insert(0, "count" if _HOW_MANY.search(text) else "filter")
    if not asked and ((words.has("operation", "sum_weak") and extent.several and _adds_all(text)) or rows):
        asked.append("sum")
    if asked:
        return [Operation(op) for op in asked], True
    if extent.departments > 1:
        return [Operation.COMPARE], False
    return ([Operation.TREND] if extent.years > 1 else []), False


def across(text: str, departments: int) -> bool:
    """Whether one body's figure is asked as a share of another's (甲局的相当于乙局的百分之几)."""
    return departments == 2 and bool(_ACROSS.search(text)) and not re.search("各|分别|占", text)


def _adds_all(text: str) -> bool:
    """Whether 一共 is said of all that is asked: not of the first of several asks (编制总共多少，在岗多少), nor where each is asked for (各多少)."""
    asks = [found.start() for found in _ASK.finditer(text)]
    if re.search(r"各[是有为多]|各自|分别", text):
        return False
    return len(asks) < 2 or bool(_TOGETHER.search(text, asks[-2]))


def _in_order(text: str, asked: list[str]) -> list[str]:
    """Difference, ratio and share in the order in which they are asked (多多少，是几倍): the first is the main one."""
    free = {"difference": "多多少|少多少|差|高多少|低多少|多出|大多少|小多少|高出|超", "ratio": "倍|除以", "share": "占|比[重例]"}
    places = {op: found.start() for op, words in free.items() if op in asked and (found := re.search(words, text))}
    ordered = sorted(places, key=lambda op: places[op])
    return [ordered.pop(0) if op in places else op for op in asked]


def aspects_of(words: Words, text: str) -> list[str]:
    """The aspects asked, in the order of importance: those of performance tables, change, rate, and what is no figure."""
    said = words.said.get("aspect", [])
    aspects: list[str] = [a for a in ("target", "last", "actual", "score", "weight", "standard", "value") if a in said]
    rate = "rate" in said and not re.search(r"占.{0,16}百分之|占.{0,12}[的多]大?比[例重]|比例是", text)
    if "change" in said and not (rate and not _asks_amount(text)):
        aspects.append("change")
    if rate:
        aspects.append("rate")
    return aspects + [a for a in ("reason", "consistency", "date") if a in said]


def _asks_amount(text: str) -> bool:
    """Whether an amount of change is asked beside its rate: ...增加多少、增长百分之几."""
    rest = re.sub(r"百分之(?:多少|几)|多少个?百分点|几个百分点|[增降涨]幅是?多少|增长率各?[为是]?多少", "", text)
    return bool(re.search(r"多少|几(?!倍)|增减额|增加额|金额|差额|变动", rest))


def plain_asked(text: str) -> bool:
    """Whether the plain figure is asked as well as its change or share."""
    return bool(_PLAIN_TOO.search(text))


def both_ends(text: str) -> bool:
    """Whether the highest and the lowest are both asked for."""
    return bool(_EXTREME_BOTH.search(text))


def unit_of(words: Words) -> str | None:
    """The unit asked for; money before others, the first said (注意是元，不是万元)."""
    units = words.said.get("unit", [])
    if not units and words.ratio:
        return "%"
    money = [u for u in units if u in {"元", "万元", "亿元"}]
    return money[0] if money else (units[0] if units else None)
