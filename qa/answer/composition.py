"""Answers that take a whole apart: its parts with their amounts, and the share of each where that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Aspect
from index.numbers import is_money
from index.text import normal, squeeze
from qa.answer.sheet import Sheet
from qa.answer.wording import measure_name, quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.compute.many import LONGEST_LIST
from qa.lookup import Candidate, Catalogue
from qa.lookup.match import candidates, is_stock, wanted_of
from qa.lookup.parts import Parts, adds_up, parts_of
from qa.lookup.rows import rows_of, uses_of
from qa.lookup.scope import Place, scoped
from qa.model import MeasureRef, Operation, Query

_INDICATOR = {Aspect.TARGET, Aspect.ACTUAL, Aspect.LAST, Aspect.WEIGHT, Aspect.SCORE}
_N = r"(?P<n>[两二三四五六七八九十]|\d{1,2})"
_ASKS = re.compile(
    r"由哪|哪(?:几|些|两|三|四)?(?:块|部分|个部分|笔|几笔|几项)|构成|组成|(?:都|分别)?是(?:些)?(?:什么|哪些|哪几种|啥)(?:样的)?(?:车|设备|资产|收入|支出|项目|东西|物品|货物|服务|品目)|(?:都|主要)?(?:包括|包含|含有?|分为|分成)(?:了)?(?:哪|什么|几)"
    r"|来源(?:都|主要)?(?:有|是|包括)?(?:哪|什么)|从哪(?:来|里来|儿来)|(?:花|用|投|拨)(?:在|到|于|给)(?:了)?(?:哪|什么|啥)|(?:买|采购|购买|购置|添置|置办)(?:的|了)?(?:都|主要)?(?:是)?(?:哪|什么|啥)[^。?？]{0,8}(?:各|分别|每|多少)|名(?:字|称)(?:和|、|及|与).{0,10}(?:钱|金额|资金|多少)|怎么(?:分|构成)|结构(?:是|如何|怎)|细分|拆开"
)
_PARTED = re.compile(rf"{_N}[大个小]?(?:块|部分|类|方面|大项|样|口子|用途|内容|笔|种)(?:内容|费用|钱|资金|支出|组成|经费)?(?:各|分别|都)")
_BY_FUNCTION = re.compile(r"功能|科目")
_EACH = re.compile(r"(?:各|分别)(?:自)?(?:占|的?比[重例]|是多少比)|占比(?:各|分别)|各占|分别占")
_NUMBER = re.compile(rf"{_N}(?:大)?(?:块|个|笔|项|类|部分|种|方面)")
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ANY_INCOME = re.compile(r"收入(?:的)?(?:来源|构成|结构|由|都)|(?:钱|资金|经费)(?:都|主要)?(?:是)?从哪|资金来源")


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    amount: Quantity
    source: Candidate


def asks_composition(query: Query) -> bool:
    """Whether the parts of one item are asked for (由哪几块组成, 都是什么车, 各占多少), not the item itself."""
    text = normal(query.text)
    if query.operation not in {Operation.NONE, Operation.SHARE, Operation.COMPARE} or query.aspects or query.threshold is not None:
        return False
    asked = [m for m in query.measures if m.role == "operand" or len(query.measures) == 1]
    if len({m.mention for m in asked}) != 1 and not (not query.measures and (_ANY_INCOME.search(text) or "支出" in text)):
        return False
    return bool(_ASKS.search(text) or _PARTED.search(text) or (_EACH.search(text) and len(query.departments) <= 1 and len(query.years) <= 1))


def composed_answer(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """Write the parts. False where the item stands nowhere with its parts, or where several places are meant."""
    places = [p for p in scoped(query, cat).places if p.own]
    measure = _whole(query)
    if measure is None:
        return False
    found = [(p, parts) for p in places if (parts := _parts(p, measure, query, cat)) is not None]
    if len({(p.department, p.year, p.kind) for p, _ in found}) != 1:
        return False
    place, parts = found[0]
    _write(place, measure, parts, query, sheet)
    return True


def _whole(query: Query) -> MeasureRef | None:
    measure = next((m for m in query.measures if m.role == "operand"), query.measures[0] if query.measures else None)
    if measure is None and _ANY_INCOME.search(normal(query.text)):
        return MeasureRef(mention="收入", names=("收入总计", "本年收入合计"))
    if measure is None and "支出" in query.text:
        return MeasureRef(mention="支出", names=("本年支出合计", "支出总计"))
    if measure is not None and not measure.names:
        return None
    return measure


def _number(text: str) -> int | None:
    found = [m["n"] for m in _NUMBER.finditer(text)]
    return next((int(n) if n.isdigit() else _DIGITS[n] for n in found), None)


def _parts(place: Place, measure: MeasureRef, query: Query, cat: Catalogue) -> Parts | None:
    number = _number(normal(query.text))
    functional = bool(_BY_FUNCTION.search(query.text))
    uses = uses_of(place, measure, cat)
    if len(uses) >= 2:
        return _with_whole(place, measure, uses, query, cat)
    found = None if query.over == "projects" else parts_of(place, measure, query, cat, number, functional=functional)
    if found is not None and found.exact:
        return found
    one = query.model_copy(update={"measures": (measure.model_copy(update={"role": "operand"}),), "operation": Operation.NONE})
    rows = _one_aspect(rows_of(place, one, cat), query)
    if len(rows) < 2 or any(c.figure.stage and "预算" in c.figure.stage and place.kind == "决算" for _, c in rows):
        return None
    return _with_whole(place, measure, rows, query, cat)


def _with_whole(place: Place, measure: MeasureRef, rows: list[tuple[str, Candidate]], query: Query, cat: Catalogue) -> Parts:
    """The rows with the printed figure of the item that they add up to, where there is one."""
    figures = [c.figure for _, c in rows]
    wanted = wanted_of(measure, "amount", year=place.year, stage=None, kind=query.kind, text=query.text)
    wholes = [c for record in place.own for c in candidates(cat.view(record), wanted) if adds_up(c.figure, figures)]
    return Parts(wholes[0] if wholes else rows[0][1], tuple(rows), bool(wholes))


def _one_aspect(rows: Sequence[tuple[str, Candidate]], query: Query) -> list[tuple[str, Candidate]]:
    """Of indicators only the planned (or, where asked, the reached) figures of money, those of cost before those of effect."""
    if not any(c.figure.aspect in _INDICATOR for _, c in rows):
        return list(rows)
    aspect = Aspect.ACTUAL if re.search(r"实际|完成|花了", query.text) else Aspect.TARGET
    kept = [(label, c) for label, c in rows if c.figure.aspect is aspect]
    return [(label, c) for label, c in kept if any("成本" in q for q in c.figure.qualifiers)] or kept


def _write(place: Place, measure: MeasureRef, parts: Parts, query: Query, sheet: Sheet) -> None:
    lines = [_Line(label, quantity(c, query.unit), c) for label, c in zip(_labels(parts), (c for _, c in parts.parts), strict=True)]
    total = quantity(parts.whole, query.unit) if parts.exact else _sum(lines)
    figure = parts.whole.figure
    name = measure_name(measure, figure) if parts.exact else (measure.names[0] if measure.names else measure.mention)
    stock = is_stock(figure) and parts.whole.year != parts.whole.record.identity.fiscal_year
    when = f"截至{parts.whole.year}年底，{place.department}" if stock else f"{place.department}{f'{place.year}年' if place.year else ''}{place.kind or ''}"
    mark = sheet.mark([parts.whole]) if parts.exact else ""
    noun = f"{len(lines)}项"
    head = f"{when}的{name}{'共' if parts.exact else '所列各项合计'}{said(total)}{mark}" if total else f"{when}的{name}"
    sheet.say(f"{head}，由{noun}组成：" if parts.exact else f"{head}，文件列出{noun}：")
    shares = _EACH.search(normal(query.text)) or Operation.SHARE in (query.operation, *query.also)
    for line in lines[: 2 * LONGEST_LIST]:
        share = sums.share(line.amount, total).to_places(query.decimals if query.decimals is not None else 2) if shares and total and total.value else None
        sheet.say(f"- {line.label}：{said(line.amount)}{f'，占{said(share)}' if share else ''}{sheet.mark([line.source])}")
        sheet.figure(line.label, line.amount, [line.source])
        if share:
            sheet.figure(f"{line.label}占比", share, [line.source, parts.whole], derived=True)
    if len(lines) > 2 * LONGEST_LIST:
        sheet.say(f"……共{len(lines)}项。")


def _labels(parts: Parts) -> list[str]:
    """The labels of the parts; of several called alike with what each belongs to."""
    plain = [squeeze(label) for label, _ in parts.parts]
    above = [squeeze(c.figure.row_path[-2]) if len(c.figure.row_path) > 1 else "" for _, c in parts.parts]
    return [f"{label}（{up}）" if up and plain.count(label) > 1 else label for label, up in zip(plain, above, strict=True)]


def _sum(lines: list[_Line]) -> Quantity | None:
    try:
        whole = sums.total([line.amount for line in lines])
    except (UnitMismatch, ValueError):
        return None
    return whole if is_money(whole.unit) or whole.value != Decimal(0) else None
