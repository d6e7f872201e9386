"""Quantities in running text: numbers that count or measure something, with unit and place.

Identifiers are no quantities: years, dates, document numbers (〔2023〕75 号), ordinals (第 17 届), telephone numbers, thresholds
inside a name (单价 50 万元以上大型设备 0 台). A number whose print is broken ("邱桃玉.39 万元/人") is left out, never mended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.numbers import MONEY, parse_chinese_number

PERCENT = frozenset({"%", "个百分点", "‰"})
_MONEY_UNIT = r"亿元|千万元|百万元|万元|千元|元|万(?![元人册件次户亩平辆台个家名里公份场株只头立吨千字套]|\s*[元人])"
_COUNT_UNIT = (
    r"万人次|人次|批次|场次|平方米|平方公里|公里|课时|人天|台\s*[（(]\s*[套件]\s*[）)]|套\s*[（(]\s*台\s*[）)]|万人|万册|万件|万份|万户|万亩|"
    r"㎡|人(?![民均才员大工类事数口文社])|名(?![称单义额])|位(?!于|置|居)|辆|台(?!账|阶)|套|个(?!月|工作日|小时|百分点|年度|人|体|别)|家(?!庭|具|长|级)|"
    r"项(?![目）)])|项(?=目)|件|次(?!年|日|月)|场(?!所|地|馆)|期(?!间|末|初|限)|批(?!准|复|次)|篇|部(?![门委分长队署])|份|册|处(?![室长级理])|座|"
    r"亩|户(?!外)|所(?!有|在|属)|间(?!接)|张|条(?!件|例)|起(?![来草诉])|倍|天|吨|幅|株|头|只(?!有|能)|支(?!出|付|持)|分(?![别析类配管钟局])"
)
_UNIT = rf"(?P<unit>个百分点|%|％|‰|{_MONEY_UNIT}|{_COUNT_UNIT})(?P<per>\s*/\s*(?:人|年|月|次|天|日|户|亩|个|家|件|场|辆|台|平方米|学时|课时)(?:[·.]?(?:年|月|次|天))?)?"
_NUMBER = r"(?P<number>(?:\d{1,3}(?:[,，]\d{3})+(?=[.\s万亿元]|$)|\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
_QUANTITY = re.compile(rf"(?<![\d.,．A-Za-z第№#=＝≥≤<>＞＜])(?P<sign>[-−－](?=\d))?{_NUMBER}(?![\d])\s*(?P<approx>余|多|几)?\s*{_UNIT}")
_PLAIN = re.compile(rf"(?<![\d.,．A-Za-z第№#〔\[【]){_NUMBER}(?=\s*(?:[，,。；;、）)]|$))")
_CHINESE = re.compile(
    r"(?:共计|合计|共|下设|设有|内设|下属|所属)\s*(?P<number>[一二三四五六七八九十两]{1,4})\s*(?P<unit>家|个|名|辆|台)(?!月|工作日)"
)
_NOUGHT = re.compile(r"(?<=[费用出算金置])数?(?:均)?[为是]\s*(?P<number>零)\s*(?P<unit>万元|元)?(?=[，,。；;、]|$)")
_THRESHOLD = re.compile(r"^\s*(?:[（(]含[^）)]{0,6}[）)])?\s*(?:及|或)?(?:以上|以下|以内|以外|之上|\s*[（(]含[）)])(?P<rest>[^，,。；;：:]{0,40})")
_APPROXIMATE_AFTER = re.compile(r"^\s*(?:左右|上下|以上|以内|以下)")
CUT_NUMBER = re.compile(r"[\u4e00-\u9fff]\d+\.[^\w\u4e00-\u9fff]{0,4}$")
_INDICATOR = re.compile(r"[=＝≥≤<>＞＜]\s*$|[\d%]\s+$")
_COUNTED_NOUN = re.compile(r"(?:编制数?|人数|数量|总数)(?:为|是|共)?\s*$")
_ZERO_NOUN = re.compile(r"(?:费|费用|经费|支出|购置|预算|资金)数?(?:为|是)\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at ``[start, end)``; ``number_end`` is where the digits stop. ``approximate``: 余, 多, 左右, 以上 was printed.

    ``guessed_unit``: the unit was not printed beside the number (编制数 16).
    """

    start: int
    end: int
    number_end: int
    value: Decimal
    unit: str
    printed: str
    approximate: bool = False
    guessed_unit: bool = False

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money (万元/人 counts)."""
        return self.unit.split("/")[0] in MONEY

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit in PERCENT


def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of ``text`` in order, identifiers and thresholds left out."""
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(text):
        quantity = _measured(text, match)
        if quantity is not None:
            found.append(quantity)
    taken = [(q.start, q.end) for q in found]
    for match in (*_PLAIN.finditer(text), *_CHINESE.finditer(text)):
        if any(start < match.end("number") and match.start("number") < end for start, end in taken):
            continue
        extra = _chinese(match) if match.re is _CHINESE else _unitless(text, match)
        if extra is not None:
            found.append(extra)
            taken.append((extra.start, extra.end))
    found += [_nought(match) for match in _NOUGHT.finditer(text)]
    return tuple(sorted(found, key=lambda q: q.start))


def _measured(text: str, match: re.Match[str]) -> Quantity | None:
    if _INDICATOR.search(text[max(0, match.start() - 4) : match.start()]) or CUT_NUMBER.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    after = text[match.end() :]
    threshold = _THRESHOLD.match(after)
    if threshold and re.search(r"\d", threshold["rest"]):
        return None
    unit = _unit_name(match["unit"], match["per"])
    value = Decimal(re.sub("[,，]", "", match["number"]))
    start = match.start("number")
    if match["sign"] and not re.search(r"\d\s*$", text[: match.start()]):
        value, start = -value, match.start()
    approximate = bool(match["approx"]) or bool(_APPROXIMATE_AFTER.match(after))
    return Quantity(start, match.end(), match.end("number"), value, unit, text[start : match.end()], approximate)


def _unit_name(unit: str, per: str | None) -> str:
    unit = re.sub(r"\s+", "", unit).replace("％", "%").replace("(", "（").replace(")", "）")
    if unit == "万":
        unit = "万元"
    return {"㎡": "平方米"}.get(unit, unit) + (re.sub(r"\s+", "", per) if per else "")


def _unitless(text: str, match: re.Match[str]) -> Quantity | None:
    before = text[: match.start()]
    value = Decimal(re.sub("[,，]", "", match["number"]))
    if _COUNTED_NOUN.search(before):
        unit = "人"
    elif value == 0 and _ZERO_NOUN.search(before):
        unit = "万元"
    else:
        return None
    return Quantity(match.start(), match.end(), match.end(), value, unit, match.group(), guessed_unit=True)


def _nought(match: re.Match[str]) -> Quantity:
    printed = match.group()[match.start("number") - match.start() :]
    return Quantity(match.start("number"), match.end(), match.end("number"), Decimal(0), match["unit"] or "万元", printed, guessed_unit=not match["unit"])


def _chinese(match: re.Match[str]) -> Quantity | None:
    value = parse_chinese_number(match["number"])
    if value is None:
        return None
    return Quantity(
        match.start("number"), match.end("unit"), match.end("number"), value, match["unit"], match.group()[match.start("number") - match.start() :]
    )
