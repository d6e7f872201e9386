"""How figures are said in Chinese: whose, of which year and kind, what, and how much."""

from __future__ import annotations

import re
from decimal import Decimal

from index.model import Figure
from index.numbers import is_money, plain, rounded
from index.text import squeeze
from qa.compute.arithmetic import Quantity
from qa.lookup.match import PROJECT_TOTALS
from qa.lookup.model import Candidate, Slot
from qa.lookup.names import key, neutral
from qa.model import MeasureRef

ASPECTS = {
    "share": "占比",
    "change": "比上年增减",
    "rate": "比上年增减率",
    "target": "目标值",
    "actual": "实际完成值",
    "last": "上年完成值",
    "weight": "分值",
    "score": "得分",
    "standard": "标准",
}

_USUAL = re.compile(r"-?[\d,]+\.(\d{1,3})")


def decimals_of(figure: Figure) -> int:
    """How many decimals the document prints."""
    if (usual := _USUAL.fullmatch(figure.printed)) is not None:
        return len(usual[1])
    if figure.value == figure.value.to_integral() and re.search(r"\.0{4,}$", figure.printed.strip()):
        return 0
    text = figure.printed.strip().rstrip("%％元万亿千百)） ")
    tail = re.match(r"\d*", text.partition(".")[2])[0]  # type: ignore[index]
    if len(tail) > 4:  # the places of a spreadsheet's cell, not of the figure
        tail = tail.rstrip("0")
    return len(tail) if text else max(0, -int(figure.value.normalize().as_tuple().exponent))


def quantity(candidate: Candidate, unit: str | None = None) -> Quantity:
    """The figure as a quantity, in the unit asked for where both are money."""
    figure = candidate.figure
    return Quantity(figure.value, figure.unit, decimals_of(figure)).to(unit)


def said(q: Quantity) -> str:
    """``5.20万元``; a quotient of endless decimals is cut to four places."""
    unit = "" if q.unit in {"", "无"} else q.unit
    value = q.value if q.decimals is not None else trimmed(q.value)
    return f"{plain(value, q.decimals)}{unit}"


def trimmed(value: Decimal, most: int = 4) -> Decimal:
    """The value with at most ``most`` decimals and no trailing zeros."""
    short = rounded(value, most) if -int(value.as_tuple().exponent) > most else value
    return short.quantize(Decimal(1)) if short == short.to_integral() else short.normalize()


def said_amount(q: Quantity) -> str:
    """As :func:`said`; of no money it says that none was planned or spent."""
    return said(q) + ("（没有安排或发生）" if q.value == 0 and is_money(q.unit) else "")


def said_change(q: Quantity, *, more: str = "增加", less: str = "减少", same: str = "持平") -> str:
    """``增加0.59万元`` / ``减少3.05万元`` / ``持平``."""
    if q.value == 0:
        return same
    return (more if q.value > 0 else less) + said(Quantity(abs(q.value), q.unit, q.decimals))


def measure_name(ref: MeasureRef, figure: Figure | None) -> str:
    """The item as the answer calls it: the scope that was asked for, and the name under which the document has it."""
    own = squeeze(figure.measure) if figure else ref.names[0] if ref.names else ref.mention
    if figure and figure.subject_kind == "项目" and figure.subject and key(figure.measure) in PROJECT_TOTALS:
        return squeeze(figure.subject)
    asked = [*ref.qualifiers, *([ref.subject] if ref.subject else [])]
    main = next((n for n in ref.names if figure is not None and any(key(q) == key(n) for q in figure.qualifiers)), None)
    if main and figure is not None and figure.table is not None and key(own) not in {key(n) for n in ref.names}:
        return f"{own}的{main}"
    front = [q for q in asked if key(q) and key(q) not in key(own) and not neutral(q)]
    if figure and not front and figure.subject_kind in {"项目", "指标"} and figure.subject and key(figure.subject) not in key(own):
        front = [figure.subject]
    name = f"{'、'.join(dict.fromkeys(front))}中的{own}" if front else own
    return name if not own.startswith("三公") else name.replace("三公", "“三公”")


def aspect_word(aspect: str, figure: Figure | None = None) -> str:
    """What the number says of the item, empty for a plain amount or count."""
    if figure is not None and str(figure.aspect) in ASPECTS and aspect in {"amount", "count"}:
        return ASPECTS[str(figure.aspect)]
    return ASPECTS.get(aspect, "")


def whose(slot: Slot, *, department: bool = True, year: bool = True) -> str:
    """``昌吉市科学技术局2024年预算``; parts are left out where the answer said them already."""
    spoken = slot.best.year if slot.best else slot.spot.year
    kind = slot.spot.kind or ""
    parts = [slot.spot.body if department else ""]
    if year and spoken is not None:
        parts.append(f"{spoken}年{kind}")
    return "".join(parts)


def is_amount(figure: Figure) -> bool:
    """Whether the figure is money."""
    return is_money(figure.unit)
