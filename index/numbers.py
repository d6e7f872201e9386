"""Numbers as printed in disclosures and typed in questions: exact ``Decimal`` in, exact ``Decimal`` out. No floats anywhere.

Units of money are 元, 千元, 万元, 百万元, 亿元 (``MONEY``: factor to 元); a stroke (万元/人) says per what and does not change the unit.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MONEY: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
DIGITS: dict[str, int] = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
}
_SCALE = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(r"[-+−－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_AMOUNT = re.compile(r"^(?P<open>[(（])?(?P<sign>[-+−－])?(?P<body>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?P<close>[)）])?(?P<percent>%)?$")
_EMPTY = {"", "-", "--", "—", "——", "–", "/", "无", "空", "…"}


class Amount(NamedTuple):
    """A printed number: its value, how many decimals were printed, and whether a percent sign followed."""

    value: Decimal
    decimals: int
    percent: bool


def parse_amount(text: str) -> Amount | None:
    """The number that a table cell holds, or None where it holds none (text, dash, blank).

    ``(12.3)`` is negative; full-width digits and signs are read; thousands separators must stand in place.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    if plain in _EMPTY:
        return None
    found = _AMOUNT.match(plain)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    body = found["body"].replace(",", "")
    value = Decimal(body)
    if found["sign"] in {"-", "−", "－"} or found["open"]:
        value = -value
    return Amount(value, len(body.partition(".")[2]), bool(found["percent"]))


def parse_chinese_number(text: str) -> Decimal | None:
    """``二〇二四`` -> 2024, ``三百二十`` -> 320, ``十五`` -> 15, ``两万`` -> 20000, ``一点五`` -> 1.5; None where it is no numeral."""
    if not text:
        return None
    whole, _, fraction = text.partition("点")
    if fraction and not all(c in DIGITS for c in fraction):
        return None
    if all(c in DIGITS for c in whole) and whole:
        value = Decimal("".join(str(DIGITS[c]) for c in whole))
    else:
        parsed = _scaled(whole)
        if parsed is None:
            return None
        value = Decimal(parsed)
    return value + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction)) if fraction else value


def _scaled(text: str) -> int | None:
    total, section, digit = 0, 0, None
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in _SCALE:
            section += (1 if digit is None else digit) * _SCALE[char]
            digit = None
        elif char in _BIG:
            section += digit or 0
            if not section:
                return None
            total, section, digit = (total + section) * _BIG[char] if _BIG[char] > 10_000 else total + section * _BIG[char], 0, None
        else:
            return None
    return total + section + (digit or 0)


def convert(value: Decimal, unit: str, wanted: str) -> Decimal:
    """``value`` in ``unit`` expressed in ``wanted``; both must be money units. Raises ``KeyError`` otherwise."""
    return value * MONEY[unit.split("/")[0]] / MONEY[wanted.split("/")[0]]


def is_money(unit: str | None) -> bool:
    """Whether the unit is one of money (万元/人 counts)."""
    return bool(unit) and (unit or "").split("/")[0] in MONEY


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up, as people and disclosures do (Python rounds half to even)."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def plain(value: Decimal, decimals: int | None = None) -> str:
    """The figure as written in an answer: no exponent, thousands separators, ``decimals`` places or as exact as it is."""
    if decimals is not None:
        return f"{rounded(value, decimals):,f}"
    return f"{value:,f}"
