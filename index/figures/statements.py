"""Statements that something was not arranged or does not exist: "政府性基金预算未安排", "无政府性基金预算拨款和国有资本经营预算"."""

from __future__ import annotations

import re

_MONEY_NOUN = r"(?:预算|支出|收入|经费|资金|拨款|结转结余|结转和结余|结余|结转|费用?|购置|采购)"
_AFTER = re.compile(rf"^(?P<what>.{{2,40}}?{_MONEY_NOUN}(?:数)?)(?:均)?未(?:作|做)?安排$")
_BEFORE = re.compile(rf"(?:均)?未安排(?P<what>[^,]{{2,30}}?{_MONEY_NOUN})$")
_UNUSED = re.compile(r"没有(?:使用)?(?P<what>[^,]{2,30}?)(?:拨款)?安排的?(?P<side>支出|收入|预算)?$")
_NONE = re.compile(rf"(?:^|[^有])无(?P<what>[^,其任]{{2,60}}?(?:{_MONEY_NOUN}|下属预算单位|下属单位|所属单位|相关收支项目))(?:安排)?$")
_NO_CARS = re.compile(r"(?:未|没有|不)(?:安排|计划|打算)?(?:购置|采购|更新|购买)(?:公务用?车|车辆)")
_SCOPED = re.compile(r"上年及本年|\d{4}年与\d{4}年|均未")


def buys_no_cars(clause: str) -> bool:
    """Whether a normalised clause says that no cars are to be bought (未安排购置车辆及单位价值200万元以上…)."""
    return _NO_CARS.search(clause) is not None


def nothing_in(clause: str) -> tuple[str, ...]:
    """What a normalised clause says was not arranged (names as printed), nothing where it says no such thing."""
    if _SCOPED.search(clause) or "其他" in clause:
        return ()
    if buys_no_cars(clause):
        return ("公务用车购置费",)
    for pattern in (_AFTER, _BEFORE, _UNUSED, _NONE):
        found = pattern.search(clause)
        if found:
            what = re.sub(r"(?:相关收支项目|的)$", "", found["what"])
            if pattern is _UNUSED:
                what = (
                    re.sub(r"预算$", "", what)
                    if re.search("结转|结余", what)
                    else re.sub(r"(?:财政|拨款|预算)*$", "", what) + ("预算支出" if re.search("基金|经营", what) else found["side"] or "")
                )
            both = re.match(r"^(?P<whose>.+?)收入(?:和|、|及)支出(?:[及和、]结转.*)?$", what)
            if both:
                return (both["whose"] + "收入", both["whose"] + "支出")
            return tuple(part for part in re.split(r"和(?!结余|支出|就业|服务)|、(?!支出)", what) if len(part) > 1)
    return ()
