"""Does a figure answer a measure that was asked for, and how well? Pure functions over one document's :class:`View`.

A figure fits where every word of the question is among its names, and where its own telling labels (row, column) are all words of the
question or say nothing of their own: 项目支出 is the total's cell in the column 项目支出, not that of 行政运行.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Aspect, Figure
from index.numbers import is_money
from qa.lookup.catalogue import Terms, View
from qa.lookup.forms import main_place, narrowness
from qa.lookup.model import Candidate
from qa.lookup.names import key, neutral
from qa.model import MeasureRef
from qa.units import alike

NAME_STEP = 0.025
SUREST = 0.6  # figures less certain than this are never stated
_FUND_WORDS = ("一般公共预算", "财政拨款", "政府性基金", "国有资本经营", "财政专户", "单位资金", "非财政拨款", "全口径")
_ANY_THING = frozenset({"个", "项", "家", "只", "件", "份", "处", ""})
_PRINTED = {Aspect.SHARE, Aspect.CHANGE, Aspect.RATE}
_INDICATOR = {Aspect.TARGET, Aspect.ACTUAL, Aspect.LAST, Aspect.WEIGHT, Aspect.SCORE}
_STOCK = ("截至", "截止", "年底", "年末", "12月31日", "月末", "国有资产", "资产占有", "资产占用")
_LINES = frozenset({"政府采购表", "政府购买服务表", "项目支出表", "委托业务费表", "结转结余表"})
PROJECT_TOTALS = frozenset(key(n) for n in ("预算安排规模", "年度预算总额", "项目支出合计", "资金总额", "年度资金总额"))
PROJECT_SCORES = frozenset(key(n) for n in ("总分", "总得分", "自评得分", "评价得分", "得分", "自评总分"))
_MONEY_NAMES = ("资金", "经费", "费", "支出", "收入", "拨款", "工资", "补贴", "津贴")
_REACHED = re.compile(r"实际|完成了|达到了|做到|用了")
_DATE = re.compile(r"20\d\d年度?的?")
_CARRIED = re.compile("结转|结余|上年|去年|剩|没花|未用|没用")
_REST = re.compile("其[他它余]")
_DOCUMENT_NUMBER = re.compile(r"^.{0,12}?(\d+号)文?件?$")
# 《政府收支分类科目》: the classes of a 基本支出表 that are for persons, and those for running the office
_CLASSES = {
    key("人员经费"): frozenset({key("工资福利支出"), key("对个人和家庭的补助")}),
    key("公用经费"): frozenset({key("商品和服务支出"), key("资本性支出")}),
}
_ALL_OF = re.compile("(?:财政|当年)*(?:拨款)?(?:支出|收入|规模)?(?:合计)?")
HOLLOW = frozenset({"支出", "收入", "收支", "预算", "决算", "支出预算", "收入预算", "部门预算", "部门决算", "预算支出", "财政"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure made ready for matching: its names as keys with grades, the further words, and what else must hold."""

    names: tuple[tuple[str, float], ...]
    qualifiers: tuple[str, ...]
    fund: str | None
    code: str | None
    aspect: str
    subject: str | None
    year: int | None
    stage: str | None
    kind: str | None
    unit_is_money: bool | None = None
    count_unit: str | None = None  # the unit of things that the question counts in: 辆, 次, %
    strict: bool = False  # further words must be among the figure's names: its sentence is not enough
    bound: frozenset[str] = frozenset()  # those of ``qualifiers`` that were surely named
    text: str = ""  # the question, as a key: words that stand in it were said, others were guessed


def wanted_of(ref: MeasureRef, aspect: str, *, year: int | None, stage: str | None, kind: str | None, unit: str | None = None, text: str = "") -> Wanted:
    """The measure of a question as :class:`Wanted`. The money of things that are counted is their 价值."""
    names: dict[str, float] = {}
    for rank, name in enumerate(ref.names):
        names.setdefault(key(name), 1.0 - NAME_STEP * rank)
    if aspect == "amount" and is_money(unit):
        for rank, name in enumerate(ref.names):
            names.setdefault(key(name) + "价值", 0.99 - NAME_STEP * rank)
    if not _REST.search(text) and not _REST.search(ref.mention):
        names = {n: worth for n, worth in names.items() if not n.startswith("其他")} or names  # the rest of a thing is not the thing
    if ref.mention:
        names.setdefault(key(ref.mention), 1.0 if not ref.names else 0.97)
    qualifiers = tuple(dict.fromkeys(k for q in ref.qualifiers if not neutral(q) and (k := key(q)) and k not in names and k not in HOLLOW))
    money = is_money(unit) if unit else None
    counted = unit if unit and not money and unit != "倍" and aspect not in {"share", "rate", "change"} else None
    return Wanted(tuple(names.items()), qualifiers, ref.fund, ref.code, aspect, ref.subject, year, stage, kind, money, counted, bound=frozenset(map(key, ref.bound)), text=key(text))


def candidates(view: View, wanted: Wanted) -> list[Candidate]:
    """All figures of the view that answer, best first (ties by document order)."""
    found: list[Candidate] = []
    for position in sorted(_positions(view, wanted)):
        figure = view.figures[position]
        if figure.confidence < SUREST:
            continue
        graded = _grade(view, figure, view.terms[position], wanted)
        if graded is not None:
            name, score = graded
            found.append(Candidate(figure, view.record, name, name * 10 + score))
    found.sort(key=lambda c: -c.score)
    return found


def of_subject(view: View, wanted: Wanted) -> list[Candidate]:
    """Figures of a project (or of its lines) where the name asked for is the project's; only where all of them print one value."""
    found = lines_of_subject(view, wanted)
    return sorted(found, key=lambda c: -c.score) if len({c.figure.value for c in found}) == 1 else []


def lines_of_subject(view: View, wanted: Wanted) -> list[Candidate]:
    """Figures of a project (or of its lines) where the name asked for is the project's, whatever they print."""
    found: list[Candidate] = []
    for position in sorted(_positions(view, wanted)):
        figure, terms = view.figures[position], view.terms[position]
        name = next((n for n, _ in wanted.names if n in terms.qualifiers or n == key(figure.subject)), None)
        if name is None or figure.form not in _LINES or figure.aspect is not Aspect.AMOUNT or not figure.column_known:
            continue
        if wanted.aspect == "amount" and _year_score(view, figure, wanted) is not None and _said(figure, terms, wanted) is not None:
            found.append(Candidate(figure, view.record, 0.85, 8.0 + 0.1 * len(figure.row_path)))
    return found


def _positions(view: View, wanted: Wanted) -> set[int]:
    places: set[int] = set()
    for name, _ in wanted.names:
        places.update(view.postings.get(name, ()))
    if wanted.code:
        places.update(view.by_code.get(wanted.code, ()))
    return places


def _grade(view: View, figure: Figure, terms: Terms, wanted: Wanted) -> tuple[float, float] | None:
    score = _aspect_score(figure, wanted)
    year = _year_score(view, figure, wanted)
    if score is None or year is None:
        return None
    hit, grade = _hit(figure, terms, wanted)
    if hit is None or (figure.form == "结转结余表" and hit != terms.measure and not _CARRIED.search(wanted.text)):
        return None  # 财政拨款的项目支出 is not what of it was carried over
    said = _said(figure, terms, wanted)
    left = _left_over(figure, terms, hit, wanted)
    if said is None or left is None:
        return None
    fund = _fund_score(figure, terms, wanted)
    if fund is None:
        return None
    score += year + said + left + fund + main_place(figure, hit)
    score -= 0.1 * len(figure.row_path)
    score -= (4.0 if figure.derived else 0.0) + (5.0 if not figure.column_known else 0.0) + (1.0 - figure.confidence)
    return grade, score


def _hit(figure: Figure, terms: Terms, wanted: Wanted) -> tuple[str | None, float]:
    """The best name of the question that the figure carries as its own (measure, row or column), and its grade."""
    best, grade = None, 0.0
    own = {terms.measure, terms.row, terms.column}
    for name, worth in wanted.names:
        if name in own and worth > grade:
            best, grade = name, worth
    if best is None and figure.subject_kind == "项目" and terms.measure in PROJECT_TOTALS:
        for name, worth in wanted.names:
            if name == key(figure.subject) and worth > grade:
                best, grade = terms.measure, worth
    if best is None and wanted.aspect == "score" and terms.measure in PROJECT_SCORES:
        for name, worth in wanted.names:
            if name == key(figure.subject) and worth > grade:
                best, grade = terms.measure, worth
    if best is None and wanted.code and figure.code == wanted.code:
        return terms.measure, 1.0
    if best is None and neutral(figure.measure):
        for name, worth in wanted.names:
            if name in terms.all and worth - 0.1 > grade:
                best, grade = name, worth - 0.1
    return best, grade


def _covers(label: str, names: Iterable[str]) -> bool:
    """Whether the label is one of the names or a part of one."""
    return any(label == n or (len(label) >= 2 and label in n) for n in names)


def _total_of(word: str, fund: str) -> bool:
    """Whether a word names all the money of a fund (一般公共预算当年拨款, 一般公共预算支出)."""
    return word.startswith(fund) and bool(_ALL_OF.fullmatch(word[len(fund) :]))


def _said(figure: Figure, terms: Terms, wanted: Wanted) -> float | None:
    """Are all further words of the question among the figure's names (or at least in its section or sentence)? None: no."""
    score = 0.0
    words = (*wanted.qualifiers, *((key(wanted.subject),) if wanted.subject else ()))
    numbers = [w for w in words if _DOCUMENT_NUMBER.match(w)]
    if len(numbers) > 1 and any(_DOCUMENT_NUMBER.match(n)[1] in key(figure.subject) for n in numbers):  # type: ignore[index]
        words = tuple(w for w in words if w not in numbers)
    for word in words:
        if word in terms.all:
            score += 1.0
        elif _covers(word, terms.all) or (figure.fund and (_covers(word, (key(figure.fund),)) or _total_of(word, key(figure.fund)))):
            score += 0.7
        elif word in _CLASSES and "基本支出" in (figure.form or "") and _CLASSES[word] & terms.all:
            score += 0.9
        elif _covers(word, (key(figure.form or ""),)) or any(word in key(s) for s in figure.section_path):
            score += 0.4
        elif len(word) >= 3 and word in key(figure.quote) and not wanted.strict:
            score += 0.2
        elif len(word) >= 6 and figure.table is None and not wanted.strict and word in key(_DATE.sub("", figure.quote)):  # 绩效自评的2024年度项目
            score += 0.1
        else:
            return None
    return score


def _fundlike(label: str) -> bool:
    return any(word in label for word in _FUND_WORDS)


def _left_over(figure: Figure, terms: Terms, hit: str, wanted: Wanted) -> float | None:
    """What the figure's own labels say that the question did not: None where that makes it another item, else a malus."""
    asked = {hit, *wanted.qualifiers, *((key(wanted.subject),) if wanted.subject else ())}
    malus = 0.0
    if terms.row and terms.row not in asked and terms.row != terms.measure and not _covers(terms.row, asked):
        return None
    if terms.row and terms.row == terms.measure and hit != terms.measure and not _covers(terms.row, asked):
        return None
    if terms.own_row:
        malus -= 2.0
    if terms.column and terms.column not in asked and terms.column != hit and not (terms.column == terms.measure and hit == terms.measure):
        malus -= 0.5 if _fundlike(terms.column) else 3.0
    if figure.subject_kind in {"项目", "指标"} and figure.subject:
        subject = key(figure.subject)
        if subject != hit and not _covers(subject, asked):
            malus -= 4.0
    if figure.subject_kind == "单位" and terms.row is None and figure.subject and key(figure.subject) in terms.all:
        malus -= 0.0 if _covers(key(figure.subject), asked) else 4.0
    if figure.table is None:
        extra = [q for q in terms.qualifiers if q not in asked and not _fundlike(q) and not _covers(q, asked)]
        malus -= min(2.0, 0.5 * len(extra))
    return malus


def _fund_score(figure: Figure, terms: Terms, wanted: Wanted) -> float | None:
    if not wanted.fund:
        return -narrowness(figure.fund)
    fund = figure.fund or ""
    if fund == wanted.fund:
        return 1.5
    names = (*terms.all, key(figure.form or ""), *(key(s) for s in figure.section_path))
    if any(key(wanted.fund) in n for n in names):
        return 1.0
    if wanted.fund == "财政拨款" and fund == "一般公共预算":
        return 0.0
    return None if fund else -1.0


def _aspect_score(figure: Figure, wanted: Wanted) -> float | None:
    has, want = str(figure.aspect), wanted.aspect
    if not _unit_fits(figure, wanted):
        return None
    if wanted.unit_is_money is True and has not in {"share", "rate"} and not is_money(figure.unit):
        return None
    if has == want:
        return 1.0
    if want == "amount":
        named = wanted.names[0][0] if wanted.names else ""
        if figure.aspect in {Aspect.SCORE, Aspect.WEIGHT} and key(figure.measure) == named and named.endswith(("得分", "分值", "权重", "评分")):
            return -1.0
        if figure.aspect in _PRINTED or figure.aspect in {Aspect.WEIGHT, Aspect.SCORE, Aspect.LAST}:
            return None
        if figure.aspect is Aspect.TARGET:
            return -1.0
        return -0.5 if figure.aspect is Aspect.ACTUAL and _REACHED.search(wanted.text) else -1.5
    if want == "count":
        return None if is_money(figure.unit) or figure.aspect in _PRINTED else (-0.5 if figure.aspect in _INDICATOR else 0.0)
    if want in {"actual", "target"} and figure.aspect in {Aspect.AMOUNT, Aspect.COUNT}:
        return -2.0
    return None


def _unit_fits(figure: Figure, wanted: Wanted) -> bool:
    """Of things counted (几辆, 多少次) only numbers of that unit; of a thing whose name is money's, only money."""
    if wanted.count_unit and figure.aspect not in _PRINTED:
        if is_money(figure.unit):
            return wanted.count_unit in _ANY_THING and wanted.aspect != "count"
        if wanted.count_unit not in _ANY_THING and figure.unit and not alike(figure.unit, wanted.count_unit):
            return figure.unit in _ANY_THING or figure.unit.startswith(wanted.count_unit)
    named = wanted.names[0][0] if wanted.names else ""
    if wanted.aspect == "amount" and not wanted.count_unit and named.endswith(_MONEY_NAMES):
        return is_money(figure.unit) or figure.unit == "" or figure.aspect in _PRINTED
    return True


def is_stock(figure: Figure) -> bool:
    """Whether the figure is a state at a date (截至2023年底), which a budget of the next year prints."""
    if figure.derived or figure.stage == "上年" or figure.aspect not in {Aspect.AMOUNT, Aspect.COUNT}:
        return False
    places = (figure.quote, *figure.qualifiers, *figure.section_path)
    return any(word in place for place in places for word in _STOCK)


def _year_score(view: View, figure: Figure, wanted: Wanted) -> float | None:
    """None where the number speaks of another year (or stage) than asked; else how well it fits."""
    fiscal = view.record.identity.fiscal_year
    year = wanted.year if wanted.year is not None else fiscal
    spoken = figure.year if figure.year is not None else fiscal
    of_last = wanted.aspect == "last" and year == fiscal and fiscal is not None and spoken == fiscal - 1
    if spoken != year and not of_last and not (year == fiscal and fiscal is not None and spoken == fiscal - 1 and is_stock(figure)):
        return None
    return _stage_score(view, figure, wanted)


def _stage_score(view: View, figure: Figure, wanted: Wanted) -> float | None:
    stage, kind = figure.stage or "", str(view.record.identity.kind or "")
    if wanted.stage and not stage and wanted.stage != kind and figure.aspect is Aspect.COUNT:
        return None
    if wanted.stage and wanted.stage == kind and stage in {"", kind}:
        return 0.5
    if wanted.stage:
        return 1.0 if stage and (stage in wanted.stage or wanted.stage in stage) else (None if stage or wanted.stage not in figure.quote else -1.0)
    if wanted.kind and kind and wanted.kind != kind:
        return 0.0 if wanted.kind in stage else None
    if kind == "预算" and "执行" in stage:  # last year's money as carried out, which a budget prints beside last year's budget
        return 1.5 if "执行" in wanted.text else 0.0 if wanted.kind == "决算" else -0.5
    if not stage or stage == kind or stage in {"本年", "当年", "决算数", "支出决算", "执行", "执行数", "全年执行数"}:
        return 0.0
    if "上年" in stage and (wanted.year is None or wanted.year == view.record.identity.fiscal_year):
        return None
    return -6.0 if kind == "决算" and "预算" in stage else -2.0
