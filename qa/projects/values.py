"""What a form prints of the indicators asked for: target, actual, last year's, weight and score; how far from the target, and which of them is more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import Figure
from index.numbers import is_money
from index.text import squeeze
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity, UnitMismatch
from qa.lookup.model import Candidate
from qa.model import Query
from qa.projects.book import Item, Project
from qa.projects.linking import Hit

WORDS = {"target": "指标值", "actual": "实际完成值", "last": "上年完成值", "weight": "分值权重", "score": "得分", "amount": "金额", "count": "数量", "rate": "比率"}
_BOUNDS = (("不少于", re.compile(r"^\s*(?:≥|>=|＞=|&gt;=|\\geq|不少于|不低于|大于等于)")), ("不超过", re.compile(r"^\s*(?:≤|<=|＜=|\\leq|不超过|不高于|小于等于)")))
GAP = re.compile(
    r"(?<![至最能得不])(?:超|多|少|差|高|低)(?:出|过|花|用|完成|培训|讲|办)?了?(?:目标|指标|计划|预期)?(?:多少|几)|缺口|差距|相差|差了?(?:多少|几)|超额|差额"
)
_LEFT = re.compile(r"差额|相差|差(?:了)?多少|没(?:用|花|完成)|缺口|剩|结余")
_BETWEEN = re.compile(r"(?:比|跟|和|与|离|距)(?:原定|原来|年初|既定|绩效|预期)?(?:的)?(?:目标|指标|上限|下限|计划|预期|要求)|各比|超(?:出|过|额)?了?(?:多少|几)|缺口|没花到")
_WHICH = re.compile(r"哪(?:个|块|项|笔|一|种|类|样)?[^,，。?？]{0,8}(?:高|低|大|小|多|少|贵|强)|谁[^,，。?？]{0,8}(?:高|低|大|小|多|少)")
_LEAST = re.compile(r"哪[^,，。?？]{0,9}(?:低|小|少)|谁[^,，。?？]{0,9}(?:低|小|少)")
_SUM = re.compile(r"加起来|加一(?:块|起)|加在一(?:块|起)|加总|合计|总和|之和|相加|一共|总共|凑一块")
_ADDED = re.compile(r"加起来|加一(?:块|起)|加在一(?:块|起)|加总|总和|之和|相加|凑一块")
_CLAIM = re.compile(r"对吧|对吗|对不对|是吧|是吗|是不是|没错吧|有没有|[吗吧][?？]?$|了没有?|超没超|达标没|达没达")
_THAN_LAST = re.compile(r"比(?:上(?:一)?(?:个)?年|去年|前一年)[^,，。?？]{0,8}?(?:还|更|要)?([多高大少低小])(?:吗|么|[了些]?(?:没|不)|[?？]|$)")
_EXCEED = re.compile(r"突破|超|高于|多于")
_NOT = re.compile(r"没(?:有)?(?:突破|超|达|完成|到)|未(?:突破|超|达|完成)|都没")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an item, ready to be said."""

    item: Item
    aspect: str
    figure: Figure
    candidate: Candidate

    def quantity(self, unit: str | None) -> Quantity:
        """The value in the unit asked for, where both are money."""
        return quantity(self.candidate, unit if is_money(self.figure.unit) else None)


def bound(figure: Figure) -> str:
    """``不少于`` or ``不超过`` where the target is printed as a bound."""
    return next((word for word, mark in _BOUNDS if mark.search(figure.printed)), "")


def value_of(project: Project, item: Item, aspect: str) -> Value | None:
    """The value of an aspect, or None where the document has none."""
    figure = item.of(aspect)
    return Value(item, aspect, figure, Candidate(figure, project.record, 1.0, 10.0)) if figure is not None else None


def title(project: Project) -> str:
    """``某局2024年预算的“某项目”``: whose form it is."""
    who = project.record.identity
    year = f"{who.fiscal_year}年" if who.fiscal_year else ""
    return f"{who.department}{year}{who.kind or ''}" + (f"的“{bare(project.name)}”" if project.name else "的部门整体绩效")


def bare(name: str) -> str:
    """A name without the marks that would stand within other quotation marks."""
    name = re.sub(r"[“”\"]", "", squeeze(name))
    return re.sub(r"[(（][^()（）]*$", "", name)  # a bracket that a cut left open


def spoken(value: Value, unit: str | None) -> str:
    """``指标值不少于50课时``."""
    amount = said(value.quantity(unit))
    if value.item.kind == "part":
        return amount
    if value.item.kind == "goal":
        return f"{'实际完成情况' if value.item.done else '总体目标'}写明{amount}"
    return f"{WORDS.get(value.aspect, '')}{bound(value.figure) if value.aspect == 'target' else ''}{amount}"


def write_values(query: Query, hits: Sequence[Hit], aspects: Sequence[str], sheet: Sheet) -> bool:
    """The values asked for, one line an item, then what is to be said of them. False where the document lacks one of them."""
    rows: list[tuple[Hit, list[Value]]] = []
    for hit in hits:
        values = [v for a in aspects if (v := value_of(hit.project, hit.item, a))]
        if len(values) < len(aspects):
            return False
        rows.append((hit, values))
    results = _results(query, rows)
    if results is None:
        return False
    for label, q, sources in results:
        sheet.figure(label, q, sources, derived=True)
    for hit, values in rows:
        name = bare(hit.item.name)
        where = title(hit.project)
        sheet.say(f"{where}的{name}：{'，'.join(spoken(v, query.unit) for v in values)}{sheet.mark([v.candidate for v in values])}。")
        for v in values:
            sheet.figure(f"{name}{WORDS.get(v.aspect, '')}", v.quantity(query.unit).to_places(query.decimals if not results else None), [v.candidate])
    sheet.lines.extend(_sentences(query, rows, results))
    _verdict(query, rows, sheet)
    return True


_Result = tuple[str, Quantity, list[Candidate]]


def _results(query: Query, rows: Sequence[tuple[Hit, list[Value]]]) -> list[_Result] | None:
    """What is to be computed of the values; None where the question wants it and it cannot be."""
    text = query.text
    out: list[_Result] = []
    try:
        if _SUM.search(text) and len(rows) > 2 and all(len(v) == 2 for _, v in rows):
            return _sums_of_both(query, rows)
        if GAP.search(text):
            if all(len(v) == 2 for _, v in rows) and (len(rows) == 1 or _BETWEEN.search(text)):
                for hit, (a, b) in rows:
                    label = "差额" if len(rows) == 1 else f"{bare(hit.item.name)}差额"
                    out.append((label, _apart(a.quantity(query.unit), b.quantity(query.unit), query), [a.candidate, b.candidate]))
            elif len(rows) == 2:
                (_, one), (_, two) = rows
                out += [("差额", _apart(a.quantity(query.unit), b.quantity(query.unit), query), [a.candidate, b.candidate]) for a, b in zip(one, two, strict=True)]
            else:
                return None
        elif _SUM.search(text) and len(rows) > 1 and len({len(v) for _, v in rows}) == 1 and len(rows[0][1]) == 1:
            values = [v[0] for _, v in rows]
            out.append(("合计", sums.total([v.quantity(query.unit) for v in values]).to_places(query.decimals), [v.candidate for v in values]))
        elif _ADDED.search(text) and len(rows) == 1:
            return None  # only one of the things to be added was found
    except UnitMismatch:
        return None
    return out


def _sums_of_both(query: Query, rows: Sequence[tuple[Hit, list[Value]]]) -> list[_Result]:
    """Both values of several items added up each, and how far the sums are apart where that is asked (四块的指标值合计、实际合计、差额)."""
    out: list[_Result] = []
    for place in range(2):
        values = [v[place] for _, v in rows]
        whole = sums.total([v.quantity(query.unit) for v in values]).to_places(query.decimals)
        out.append((f"{WORDS.get(values[0].aspect, '')}合计", whole, [v.candidate for v in values]))
    if _LEFT.search(query.text):
        out.append(("差额", _apart(out[0][1], out[1][1], query), [*out[0][2], *out[1][2]]))
    return out


def _apart(a: Quantity, b: Quantity, query: Query) -> Quantity:
    gap = sums.difference(a, b)
    unit = "个百分点" if gap.unit == "%" else gap.unit
    return Quantity(abs(gap.value), unit, gap.decimals).to_places(query.decimals)


def _sentences(query: Query, rows: Sequence[tuple[Hit, list[Value]]], results: Sequence[_Result]) -> list[str]:
    """How far apart, what it comes to, and which is more."""
    lines: list[str] = []
    for label, q, sources in results:
        if label == "差额" and len(sources) > 2:
            lines.append(f"两个合计相差{said(q)}。")
        elif label.endswith("合计"):
            lines.append(f"{label}{said(q)}（{' + '.join(said(quantity(c, q.unit if is_money(q.unit) else None)) for c in sources)}）。")
        else:
            a, b = (quantity(c, query.unit if is_money(c.figure.unit) else None) for c in sources)
            high, low = (a, b) if sums.difference(a, b).value >= 0 else (b, a)
            lines.append(f"{label.removesuffix('差额') or '两者'}相差{said(q)}（{said(high)} − {said(low)}）。")
    if _WHICH.search(query.text) and len(rows) > 1:
        gaps = [q for label, q, _ in results if label.endswith("差额")] if len(results) == len(rows) else []
        measured = gaps or [values[-1].quantity(query.unit) for _, values in rows]
        pick = min if _LEAST.search(query.text) and not gaps else max
        best = pick(range(len(rows)), key=lambda n: sums.common(measured)[n].value if len({q.unit for q in measured}) > 1 else measured[n].value)
        what = "差额更大" if gaps else ("更少" if pick is min else "更高")
        lines.append(f"{bare(rows[best][0].item.name)}{what}。")
    return lines


def _set_beside_last(query: Query, rows: Sequence[tuple[Hit, list[Value]]], sheet: Sheet) -> bool:
    """是的 or 没有 in front, where the question asks whether this year's value is above or below last year's."""
    found = _THAN_LAST.search(query.text)
    if not found or len(rows) != 1 or len(rows[0][1]) != 2 or {v.aspect for v in rows[0][1]} - {"last"} not in ({"target"}, {"actual"}):
        return False
    now, last = sorted(rows[0][1], key=lambda v: v.aspect == "last")
    gap = sums.difference(now.quantity(query.unit), last.quantity(query.unit)).value
    asked_more = found[1] in "多高大"
    holds = gap > 0 if asked_more else gap < 0
    how = "持平" if not gap else f"{'更多' if gap > 0 else '更少'}"
    sheet.lines.insert(0, f"{'是的' if holds else '没有'}，{bare(rows[0][0].item.name)}的{WORDS[now.aspect]}与上年完成值相比{how}。")
    return True


def _verdict(query: Query, rows: Sequence[tuple[Hit, list[Value]]], sheet: Sheet) -> None:
    """对 or 不对 in front, where the question states that a target was met or passed."""
    if _set_beside_last(query, rows, sheet):
        return
    if not _CLAIM.search(query.text):
        return
    judged = [(bare(hit.item.name), verdict) for hit, values in rows if (verdict := _judged(values)) is not None]
    if not judged or len(judged) < len(rows):
        return
    exceed = bool(_EXCEED.search(query.text))
    words = []
    for name, (over, met, kind) in judged:
        words.append(f"{name}{('超过' if over else '没有超过')}{'上限' if kind == '不超过' else '目标'}" if exceed else f"{name}{'达到' if met else '没有达到'}目标")
    claim = [over if exceed else met for _, (over, met, _) in judged]
    denied = bool(_NOT.search(query.text))
    holds = all(c != denied for c in claim)
    tagged = bool(re.search(r"对吧|对吗|对不对|没错吧|是吧|是不是|是吗", query.text))
    lead = ("对" if holds else "不对") if tagged else ("是的" if holds else "没有")
    sheet.lines.insert(0, f"{lead}，{'，'.join(words)}。")


def _judged(values: Sequence[Value]) -> tuple[bool, bool, str] | None:
    """(passed the figure of the target, met the target, kind of bound) of an item whose target and actual are known."""
    by_aspect = {v.aspect: v for v in values}
    if not {"target", "actual"} <= by_aspect.keys():
        return None
    try:
        gap = sums.difference(by_aspect["actual"].quantity(None), by_aspect["target"].quantity(None)).value
    except UnitMismatch:
        return None
    kind = bound(by_aspect["target"].figure)
    return gap > Decimal(0), gap <= 0 if kind == "不超过" else gap >= 0, kind
