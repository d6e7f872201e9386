"""Numbers in a question that are no years: amounts, thresholds, how many, the k-th, how many decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.numbers import NUMBER, parse_chinese_number
from qa.linking.spans import Mark

_N = r"([一二两三四五六七八九十]{1,3}|\d{1,3})"
_MONEY = r"(?:亿元|千万元|百万元|万元|亿|万块钱|万块|万|块钱|块|元)"
_COUNTER = rf"(?:{_MONEY}|%|辆|人|个|次|名|家|分|倍)"
_QUANTITY = rf"({NUMBER.pattern}|[一二两三四五六七八九十百千万]+)[来多几]?({_COUNTER})"
_AMOUNT = re.compile(rf"({NUMBER.pattern})({_MONEY}|%|辆|人|个|次|倍|名|家|分|件|期|平方米)?")
_WORDS = {
    ">=": ("≥", ">=", "大于或等于", "不低于", "不少于", "不小于", "大于等于", "至少", "以上"),
    "<=": ("≤", "<=", "小于或等于", "不超过", "不高于", "不多于", "小于等于", "至多", "没有超过", "没超过", "未超过", "超不过", "没过", "以内"),
    ">": (">", "超过", "高于", "大于", "多于", "超出", "高过", "大过", "破了", "上了", "过了"),
    "<": ("<", "低于", "少于", "小于", "不足", "不到", "没到", "未到", "没有到", "不满", "未满", "没满", "小过", "够不上"),
    "=": ("=", "等于", "正好是", "刚好是"),
}
_COMPARATORS = {word: sign for sign, words in _WORDS.items() for word in words}
_COMPARE = re.compile(rf"({'|'.join(sorted(_COMPARATORS, key=len, reverse=True))})了?{_QUANTITY}")
_ZERO = re.compile(r"(?:为|是|等于)(?:零|0)(?![.\d])(?=的|元|万元|[?。,]|$|吗)")
_EXACTLY = re.compile(r"(?<=[率分])(?:都|均)?(?:为|是|达到?|等于)?(100)(%|分)(?=的|\)|,|$)|(满分)(?:\(?100分\)?)?(?!是|为|多少)")
_NOT_EVEN = re.compile(rf"连{_QUANTITY}(?:都|也)(?:不到|没到|没有|不足|不满|没花到|够不上)")
_AFTERS = {**dict.fromkeys(("及以上", "以上", "往上", "朝上", "开外", "打底"), ">="), **dict.fromkeys(("及以下", "以下", "以内", "之内", "往下", "之下"), "<=")}
_AFTER = re.compile(rf"{_QUANTITY}({'|'.join(_AFTERS)})")
_TOP = re.compile(
    rf"(?:排(?:名|在)?)?前{_N}(?:位|名|项|个|大|家|笔|高|多|类|条)?(?!年|一年|期)|(?:最[高大多贵]|金额最[高大多]|花钱最多|开支最大)的{_N}(?:个|项|家|笔|大|类|位|块)"
    rf"|(?:最[低小少]|最便宜|金额最[低小少]|花钱最少)的{_N}(?:个|项|家|笔|类|位)|(?:最[高大多低小少])的(?:是哪|哪){_N}(?:个|项|家|笔)|{_N}(?:个|项|家|笔)最[高大多低小少]|top-?{_N}"
)
_FORMER = re.compile("前一[家个项笔位](?!最)")  # 前一家相当于后一家: of two that were talked of
_KTH = re.compile(rf"第{_N}(?:高|多|大|位|名)(?!部分)|第{_N}(?:低|少|小)|倒数第{_N}|次[高大多]|(?:排名?|位列|位居)第{_N}(?!部分)|第{_N}(?=的(?:支出|项目|科目|部门|单位))")
_DECIMALS = re.compile(rf"(?:保留|精确到|取|四舍五入到|小数点后)?(?:到)?(?:小数点后)?{_N}位(?:小数)?(?=数|[),。;]|$|,|、)|(?:保留|取|精确到|小数点后)?{_N}位小数")
_TO_UNIT = re.compile(r"(?:四舍五入到|精确到|取整到|保留到)(亿元|万元|元|整数|个位|百分位|十分位)|取整|保留整数|四舍五入取整")
_PLACES = {"百分位": 2, "十分位": 1}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on amounts: ``>`` 100 万元."""

    comparator: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Top:
    """How many, or which one (``kth``), from which end (None: not said here)."""

    count: int | None = None
    kth: int | None = None
    order: str | None = None


def numeral_marks(text: str) -> list[Mark]:
    """Marks of the groups ``threshold``, ``top``, ``decimals``, ``amount``."""
    marks = []
    for found in _COMPARE.finditer(text):
        value = _decimal(found[2])
        marks.append(Mark(found.start(), found.end(), "threshold", Threshold(_COMPARATORS[found[1]], value, _unit(found[3]))))
    for found in _AFTER.finditer(text):
        marks.append(Mark(found.start(), found.end(), "threshold", Threshold(_AFTERS[found[3]], _decimal(found[1]), _unit(found[2]))))
    for found in _ZERO.finditer(text):
        marks.append(Mark(found.start(), found.end(), "threshold", Threshold("=", Decimal(0), ""), 1.1))
    for found in _NOT_EVEN.finditer(text):
        marks.append(Mark(found.start(), found.end(), "threshold", Threshold("<", _decimal(found[1]), _unit(found[2])), 1.1))
    for found in _EXACTLY.finditer(text):
        marks.append(Mark(found.start(), found.end(), "threshold", Threshold("=", Decimal(100), found[2] or "分"), 1.1))
    for found in _TOP.finditer(text):
        if _FORMER.match(text, found.start()):
            continue
        low = any(c in found[0] for c in "低小少便")
        high = any(c in found[0] for c in "高大多贵")
        marks.append(Mark(found.start(), found.end(), "top", Top(count=_first(found), order="asc" if low else "desc" if high else None), 1.2))
    for found in _KTH.finditer(text):
        low = any(c in found[0] for c in "低小少倒")
        marks.append(Mark(found.start(), found.end(), "top", Top(kth=_first(found) or 2, order="asc" if low else "desc"), 1.2))
    for found in _DECIMALS.finditer(text):
        marks.append(Mark(found.start(), found.end(), "decimals", _first(found), 1.1))
    for found in _TO_UNIT.finditer(text):
        marks.append(Mark(found.start(), found.end(), "decimals", _PLACES.get(found[1] or "", 0), 1.1))
    for found in _AMOUNT.finditer(text):
        marks.append(Mark(found.start(), found.end(), "amount", (_decimal(found[1]), _unit(found[2] or "")), 0.8))
    return marks


def _first(found: re.Match[str]) -> int | None:
    digits = next((g for g in found.groups() if g), None)
    return int(_decimal(digits)) if digits else None


def _decimal(text: str) -> Decimal:
    plain = text.replace(",", "")
    if NUMBER.fullmatch(plain):
        return Decimal(plain)
    return parse_chinese_number(plain) or Decimal(0)


def _unit(text: str) -> str:
    return {"亿": "亿元", "万": "万元", "万块": "万元", "万块钱": "万元", "块钱": "元", "块": "元"}.get(text, text)
