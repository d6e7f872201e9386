"""Keeps the items that a section names and writes down its readings: amounts, changes, last year's derived amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from index.figures.changes import Base, base_amount, last_amount, moved_from, moved_to, whole_with_amount
from index.figures.clauses import Span
from index.figures.naming import Name, Namer, canonical
from index.figures.quantities import Quantity
from index.figures.setting import Setting, setting_of
from index.figures.state import Item, Reading, State
from index.model import Aspect
from index.numbers import convert

_TOGETHER = {"收支总计": ("收入总计", "支出总计"), "财政拨款收支总计": ("财政拨款收入", "财政拨款支出")}
_ANAPHORIC = frozenset({"收支总计", "财政拨款收支总计", "财政拨款支出", "财政拨款收入", "一般公共预算支出"})
_SIDES = frozenset({"收入总计", "支出总计"})
_STANDARD = re.compile(r"标准$|人均|单价$|^平均每")
_OF_THREE = re.compile(r"出国|公务|接待|用车|车辆|团组|批次|人次")
_STANDARD_LABELS = frozenset({"补贴标准", "补助标准"})


class Ledger:
    """The memory of a reader and the readings that it has made of the present paragraph (``out``)."""

    def __init__(self, namer: Namer, year: int | None, *, budget: bool = False) -> None:
        self.namer = namer
        self.year = year
        self.budget = budget
        self.planned = budget  # a 预算 that speaks of no 决算 here: its 年初预算数 is the figure itself
        self.state = State(setting_of(None), year)
        self.paragraph = -1
        self.quote = Span(0, 0)
        self.out: list[Reading] = []

    def enter(self, setting: Setting) -> None:
        """Begin a section: what was named before no longer counts."""
        self.state = State(setting, self.year, project=setting.project, heads=setting.heads)
        self.paragraph = -1
        self.state.carried = setting.cut_path or ""
        if setting.item:
            self.name_item(self.namer.read(setting.item))

    # ------------------------------------------------------------ items

    def name_item(self, name: Name) -> Item:
        """Make ``name`` the item spoken of, below the parents that headings, lists and 其中 give it."""
        state = self.state
        if name.fronted:
            state.parents, state.lists = (), []
        heads = () if name.rooted else tuple(canonical(h) for h in state.heads if canonical(h) not in (*name.qualifiers, name.measure))
        parents = tuple(p for p in state.parents if p != name.measure and p not in heads and not (p == "车辆" and "设备" in name.measure))
        qualifiers = (*heads, *name.qualifiers) if name.qualifiers else (*heads, *parents)
        topic = state.setting.topic
        if topic and topic not in (*qualifiers, name.measure) and (topic != "三公经费" or _OF_THREE.search(name.measure)):
            qualifiers = (*qualifiers, topic)
        if state.label and state.project and state.label != name.measure:
            qualifiers = (*qualifiers, state.label)
        item = Item(replace(name, fund=name.fund or state.parent_fund or state.setting.fund), qualifiers, self.paragraph)
        state.item = state.items[name.measure] = item
        if name.year and name.year != state.year and self.year is not None and abs(name.year - self.year) <= 3:
            state.year = name.year
        return item

    def begin_run_in(self, label: str) -> None:
        """A paragraph that begins with a heading of its own ((一)收入预算：2024 年预算数 5 万元) speaks of what that names, not of the item before."""
        name = self.namer.read(label)
        if name.generic and name.whole:
            name = replace(name, measure=canonical(name.whole), generic=False, fronted=True)
        self.state.item = None
        if name.measure:
            self.name_item(name)

    def subject(self, words: str) -> Item | None:
        """The item that the words before a change speak of: the present one, one named earlier in the section, or a new one."""
        state = self.state
        name = self.namer.read(words) if words else Name("", generic=True)
        item = state.item
        if name.generic and name.whole and item is not None and item.name.measure in _SIDES and name.whole in state.items:
            state.item = state.items[name.whole]  # after the spending, 收入 speaks of the income again
            return state.item
        whole = state.items.get(name.whole) if name.generic and name.whole else None
        if whole is not None and whole.paragraph == self.paragraph and whole.amount is not None:
            state.item = whole  # after its parts, 收入 speaks of the whole that the paragraph told first
            return whole
        if name.generic or not name.measure:
            return item
        if item is not None and item.name.measure == name.measure:
            return item
        if item is not None and item.paragraph == self.paragraph and {name.measure, item.name.measure} <= _ANAPHORIC:
            return item
        known = state.items.get(name.measure) or self._both_sides(name)
        if known is not None:
            state.item = known
            return known
        return self.name_item(name)

    def _both_sides(self, name: Name) -> Item | None:
        """收支总计 where the section gave 收入总计 and 支出总计 and both are equal."""
        parts = [self.state.items.get(part) for part in _TOGETHER.get(name.measure, ())]
        amounts = [part.amount for part in parts if part is not None and part.amount is not None]
        if len(amounts) != 2 or amounts[0].value != amounts[1].value:
            return None
        return Item(replace(name, fund=name.fund or self.state.setting.fund), (), self.paragraph, amounts[0])

    def whole_of(self, words: str, quantity: Quantity) -> bool:
        """Write down the amount of a whole that stands before a share (完成年初预算 100 万元的 80%); else False. The item stays."""
        found, item = whole_with_amount(words), self.state.item
        if found is None or item is None:
            return False
        note, name = found
        self.state.whole = note
        if note.startswith("完成"):
            stage = "年初预算" if "年初" in name else "全年预算" if "全年" in name else "预算"
            self.record(Item(replace(item.name, stage=stage), item.qualifiers, self.paragraph), quantity, 0.97, keep=False)
            return True
        whole = self.namer.read(name)
        if whole.measure:
            self.record(Item(whole, (), self.paragraph), quantity, 0.9, keep=False)
        return True

    def other_year(self, words: str, quantity: Quantity) -> bool:
        """Write down an amount printed for another year, where the words before it say so; else False.

        与 2023 年预算 100 万元相比 …, 由 2023 年的 100 万元增加到 2024 年的 120 万元.
        """
        start, end, base = moved_from(words), moved_to(words), base_amount(words)
        item, now = self.subject(start[0]) if start else self.subject(base.lead) if base is not None and base.lead else self.state.item, self.state.year
        if item is not None and now is not None and item.paragraph == self.paragraph and last_amount(words):
            self.record(item, quantity, 0.9, keep=False).year = now - 1
            return True
        if item is None or now is None or (start is None and end is None and base is None):
            return False
        year = now
        if start:
            year = start[1]
        elif end is not None:
            year = end or now
        elif base is not None:
            self.state.base = base
            year = base.year or now - 1
        self.record(item, quantity, 0.9, keep=False).year = year
        return True

    def begins_anew(self, text: str, at: int, whole: str = "") -> bool:
        """Whether the words at ``at`` begin a paragraph after one that told its item's amount: 支出预算 5 万元 speaks of the whole there.

        So does a sentence that begins with the whole of the other side (…其他收入 0 万元。支出预算 5 万元).
        """
        item = self.state.item
        if item is not None and item.name.measure in _SIDES and item.amount is not None and re.search(r"[。；;]\s*$", text[:at]):
            return True  # 收入预算 …。支出预算 5 万元: the other side begins
        if item is not None and item.amount is not None and text[:at].rstrip().endswith("。") and "支出" in whole and item.name.measure.endswith("收入"):
            return True
        told = item is not None and item.paragraph not in (-1, self.paragraph) and item.amount is not None
        return told and not self.state.carried and not self.state.project and not text[:at].strip()

    # ------------------------------------------------------------ readings

    def add(self, quantity: Quantity, value: Decimal, measure: str, aspect: Aspect, confidence: float) -> Reading:
        """Write down a reading of ``quantity`` with this value; the caller fills in what else it knows."""
        if quantity.approximate:
            confidence = min(confidence, 0.8)
        reading = Reading(quantity.start, quantity.end, self.quote, quantity.printed, value, quantity.unit, measure, (), aspect)
        reading.year, reading.confidence, reading.project = self.state.year, confidence, self.state.project
        self.out.append(reading)
        self.state.open_readings.append(reading)
        return reading

    def add_of(self, item: Item, quantity: Quantity, value: Decimal, aspect: Aspect, confidence: float = 0.97, more: tuple[str, ...] = ()) -> Reading:
        """A reading that speaks of ``item``."""
        reading = self.add(quantity, value, item.name.measure, aspect, confidence)
        reading.qualifiers = tuple(dict.fromkeys((*item.qualifiers, *more)))
        reading.fund = item.name.fund if quantity.is_money or quantity.is_percent else None
        return reading

    def sureness(self, item: Item, quantity: Quantity, aspect: Aspect, more: tuple[str, ...]) -> float:
        """How sure a share is. An item has one share of a whole in a sentence: a second number is of something whose amount was not read."""
        told = (r for r in self.out if aspect is Aspect.SHARE and (r.measure, r.aspect, r.quote) == (item.name.measure, aspect, self.quote))
        return 0.4 if any(set(more) <= set(r.qualifiers) and r.value != quantity.value for r in told) else 0.97

    def record(self, item: Item, quantity: Quantity, confidence: float, *, keep: bool = True) -> Reading:
        """The item's own amount or count; ``keep``: later changes start from it."""
        if self.planned and item.name.stage == "年初预算" and item.name.year in (None, self.year):
            item = replace(item, name=replace(item.name, stage=None))
        aspect = Aspect.AMOUNT if quantity.is_money else Aspect.OTHER if quantity.is_percent else Aspect.COUNT
        if quantity.unit == "倍":
            aspect, confidence = Aspect.OTHER, 0.5
        if quantity.unit == "分":
            aspect = Aspect.SCORE
        if "/" in quantity.unit or _STANDARD.search(item.name.measure) or self.state.label in _STANDARD_LABELS:
            aspect = Aspect.STANDARD
        reading = self.add_of(item, quantity, quantity.value, aspect, confidence)
        reading.stage = item.name.stage
        if keep and item.name.stage in (None, "决算"):
            item.amount = quantity
            if self.state.item is not None:
                self.state.item.amount = quantity
        return reading

    def record_of_year(self, item: Item, quantity: Quantity, confidence: float, year: int | None) -> None:
        """The item's amount, where the words before it may print another year than the one spoken of (2025年度预算 3.84 万元)."""
        state = self.state
        if year is not None and year == self.year:
            state.year = year
        other = year is not None and state.year is not None and year != state.year and abs(year - state.year) <= 3
        reading = self.record(item, quantity, confidence, keep=not other)
        if other:
            reading.year = year

    def derive(self, item: Item, change: Decimal, quantity: Quantity, base: Base | None) -> None:
        """Last year's amount from this year's and the change, where both are money; in the unit of this year's."""
        year = self.state.year
        if item.amount is None or year is None or not (quantity.is_money and item.amount.is_money) or "/" in quantity.unit + item.amount.unit:
            return
        unit = item.amount.unit
        value = item.amount.value - convert(change, quantity.unit, unit)
        if value < 0:
            return
        word = "增加" if change >= 0 else "减少"
        reading = self.add_of(item, quantity, value, Aspect.AMOUNT, 0.85)
        reading.unit = unit
        reading.year = base.year if base is not None and base.year else year - 1
        reading.stage = "执行数" if base is not None and base.carried_out else None
        than = "上年" if reading.year == year - 1 else f" {reading.year} 年"
        reading.derivation = f"由 {year} 年 {item.amount.value} {unit}、比{than}{word} {abs(change)} {quantity.unit}推得"
        if not change:
            reading.derivation = f"由 {year} 年 {item.amount.value} {unit}、与上年持平推得"
