"""Words that set a number against another one: rise and fall, share, completion, standstill, and the base they compare with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.text import normal

_UP = "(?<=[数年算])多|增加|增长|上升|提高|增幅|上浮|上涨|调增|多支出|增支|扩大|净增|(?<!新)增"
_DOWN = "(?<=[数年算])少|减幅|减少|下降|降低|降幅|下浮|压减|压缩|缩减|核减|调减|减支|减|降"
_BOTH = r"(?:增加|增长|上升)\((?:减少|下降|降低)\)|(?:减少|下降|降低)\((?:增加|增长|上升)\)|增减"
_DIRECTION = re.compile(
    r"(?P<lead>.*?)(?:各自|各|分别|均|共|总计|合计|相应|同比|净|统一|累计|则)*"
    rf"(?:(?P<both>{_BOTH})|(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|为|达|约|额为|额|率为|率|幅度为|幅度|比例为)?$"
)
ASIDE = re.compile(r"(?<=年)\([^()\d]{2,8}\)|\((?:疫情|改革|调整|机构)[^()]{0,6}\)")  # 比2019年（疫情前）
_BASE = re.compile(
    r"(?:与|同|比|较)(?P<what>(?:\d{4}年(?:度)?|上年度?|上一年度?|去年|上年同期|年初|全年|本年)?(?:部门)?(?:年初|财政)?(?:预算执行|预算|决算|执行|支出|收入|安排)?(?:数|数额)?)"
    r"(?:相比|比较|对比|对比看|相较)?[,，]?"
)
_THAN = re.compile(
    r"^(?P<lead>.*?)(?:本年数?|今年|预算数)?(?:(?P<up>大于|高于|多于|超过)|(?P<down>小于|低于|少于))(?P<what>上年度?|去年|\d{4}年度?)(?:部门)?(?:预算|决算|支出)?数?$"
)
_SHARE = re.compile(r"^(?P<lead>.*?)(?:占比|占(?:到)?(?P<whole>.*?)(?:的)?(?:比例|比重|比率|百分比)?)(?:为|达|达到|约)?$")
_DONE = re.compile(r"(?:完成|占)(?P<base>(?:当年|全年|年初|调整|支出|年度|本年)*(?:预算|计划|预算数|目标任务|年度任务))的?$")
_GAP = re.compile(r"(?P<what>预决算差异率|差异率|执行率|完成率|预算执行率)(?:为|达|是)?$")
SAME_SCOPE = "同口径"
_ALIKE = re.compile(r"(?:按照?|在)?(?:同|可比|同一)口径(?:下|计算)?")
_FLAT = re.compile(r"持平|(?:保持)?一致(?:无差异)?|无变化|相同|相等|没有变化|未发生变化|不变|无增减|等于上")
_FLAT_LAST = re.compile(
    r"(?:与|同|比|较)(?:上年度?|上一年度?|去年|\d{4}年度?)(?:部门)?(?:预算|决算)?数?(?:相比|比较)?,?(?:基本|保持|均)?|同比(?:基本)?|支出决算(?:基本)?持平|预算(?:基本)?持平|等于上年"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A rise or fall announced by the phrase before a number. ``sign`` +1, -1, or 0 for "增加（减少）"; ``subject``: text before the words of change.

    ``base``: what it is compared with as printed ("" where the phrase does not say), ``base_year`` where a year is printed.
    """

    sign: int
    subject: str
    base: str
    base_year: int | None

    def apply(self, value: Decimal) -> Decimal:
        """The signed change."""
        return -abs(value) if self.sign < 0 else value


@dataclass(frozen=True, slots=True)
class Base:
    """A comparison base. ``last_year``: it is the year before (or a printed year) and not this year's own budget.

    ``lead``: the words before it, where they name what is compared.
    """

    text: str
    year: int | None
    last_year: bool
    lead: str = ""

    @property
    def carried_out(self) -> bool:
        """Whether last year's money as carried out is meant (比2023年执行数), not its budget."""
        return self.last_year and "执行" in self.text

    @property
    def adjusted(self) -> bool:
        """Whether last year's money was made comparable first (同口径): then it is not the amount that last year printed."""
        return SAME_SCOPE in self.text


def moved_from(phrase: str) -> tuple[str, int] | None:
    """(subject, year) where the phrase announces where a change began: 基本支出由 2023 年的."""
    found = re.match(r"^(?P<what>.*?)[由从](?P<year>\d{4})年(?:度)?的?$", normal(phrase))
    return (found["what"], int(found["year"])) if found else None


def moved_to(phrase: str) -> int | None:
    """The year (0 where none is printed) where the phrase announces where a change ended: 增加到 2024 年的; None where it does not."""
    found = re.match(rf"^(?:{_UP}|{_DOWN})(?:到|至)(?:(?P<year>\d{{4}})年(?:度)?)?的?$", normal(phrase))
    return int(found["year"] or 0) if found else None


def base_amount(phrase: str) -> Base | None:
    """The base whose own amount follows the phrase: 与 2023 年预算 (100 万元相比)."""
    found = re.match(
        r"^(?P<lead>[^,:]{0,24}?)(?:与|同|比|较)(?P<what>(?:上年度?|去年|(?P<year>\d{4})年(?:度)?)(?:部门)?(?:年初)?(?:收入|支出|收支)?总?(?:预算|决算|执行|支出)?数?的?)$", normal(phrase)
    )
    return Base(found["what"], int(found["year"]) if found["year"] else None, True, found["lead"]) if found else None


def last_amount(phrase: str) -> bool:
    """Whether the phrase before a number says no more than that it is last year's (…，上年 110 万元，增加 10 万元)."""
    return re.match(r"^(?:上年度?|去年|上一年度?)(?:部门)?(?:年初)?(?:预算|决算|执行|支出)?数?(?:为|是)?$", normal(phrase)) is not None


def base_in(phrase: str) -> Base | None:
    """The last comparison base that a phrase names (与上年相比, 比 2023 年度, 与年初预算相比), or None."""
    found = [m for m in _BASE.finditer(ASIDE.sub("", normal(phrase))) if m["what"]]
    if not found:
        return None
    what = found[-1]["what"]
    year = re.search(r"\d{4}", what)
    last = bool(year) or bool(re.match(r"上|去", what))
    return Base(what, int(year.group()) if year else None, last)


def change_in(phrase: str) -> Change | None:
    """The change that the phrase before a number announces, or None where it is no change."""
    text = ASIDE.sub("", normal(phrase))
    than = _THAN.match(text)
    if than:
        printed = re.match(r"\d{4}", than["what"])
        return Change(1 if than["up"] else -1, than["lead"].strip(",:"), than["what"], int(printed.group()) if printed else None)
    found = _DIRECTION.match(text)
    if not found:
        return None
    alike = _ALIKE.search(found["lead"])
    lead = _ALIKE.sub("", found["lead"])
    base = base_in(text)
    subject = _BASE.sub("", lead) if base else lead
    sign = 0 if found["both"] else 1 if found["up"] else -1
    subject = re.sub(r"^(?:相比|对比|相较|比较)", "", subject.strip(",:")).strip(",:")
    if alike:
        return Change(sign, subject, f"{base.text if base else '上年'}{SAME_SCOPE}", base.year if base else None)
    return Change(sign, subject, base.text if base else "", base.year if base else None)


def share_of(phrase: str) -> tuple[str, str] | None:
    """(text before, the whole) where the phrase announces a share (占本年支出合计的), the whole "" where none is printed; else None."""
    text = normal(phrase)
    if _DONE.search(text):
        return None
    found = _SHARE.match(text)
    return (found["lead"].strip(",:"), (found["whole"] or "").strip()) if found else None


def done_of(phrase: str) -> str | None:
    """The base of a degree of completion (完成年初预算的) or the name of a printed gap (预决算差异率), else None."""
    text = normal(phrase)
    found = _DONE.search(text)
    if found:
        return f"完成{found['base']}"
    gap = _GAP.search(text)
    return gap["what"] if gap else None


def whole_with_amount(phrase: str) -> tuple[str, str] | None:
    """(note of the share, name of the whole) where the whole's own amount follows: 完成年初预算 (100 万元的 80%), 占支出总额 (…)."""
    text = normal(phrase)
    found = re.match(r"^完成(?:了)?(?P<base>(?:当年|全年|年初|调整|年度)*预算)数?$", text)
    if found:
        return f"完成{found['base']}", found["base"]
    found = re.match(r"^占(?:到)?(?P<whole>[^,]{2,24})$", text)
    return (f"占{found['whole']}", found["whole"]) if found else None


def is_flat(clause: str, *, after_base: bool = False) -> bool:
    """Whether a clause says that an item stands as in the year before (与上年持平, 与上年预算数一致, 与上年相同).

    ``after_base``: the clause before named last year (与上年相比，收支总计持平).
    """
    text = normal(clause)
    return (
        bool(_FLAT.search(text))
        and (after_base or bool(_FLAT_LAST.search(text)))
        and not re.search(r"决算数?与(?:年初)?预算数?|与全年预算|保有量", text)
    )


def flat_subject(clause: str) -> str:
    """The text before the words of a standstill: 财政拨款收支总计 of 财政拨款收支总计持平, "" of 与上年持平."""
    return re.sub(
        r"(?:本年数?)?(?:与|同|比|较|等于)(?:上年度?|上一年度?|去年|\d{4}年度?).*$|(?:同比)?(?:基本|均)?(?:持平|保持一致|一致|相同|无变化).*$",
        "",
        normal(clause),
    ).strip(",")
