"""Reads the numbers of paragraphs in order, keeping what was named before: item, parents, comparison base, year, project.

The reader makes plain ``Reading`` values; ``index.figures.narrative`` turns them into figures.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.figures.changes import Base, Change, base_in, change_in, done_of, is_flat, share_of
from index.figures.clauses import Span, cause_at, noun_after, phrase_before, purpose_at, sentences
from index.figures.naming import Name, Namer, canonical, procured
from index.figures.quantities import Quantity, quantities
from index.figures.setting import Setting, project_in, setting_of
from index.figures.statements import nothing_in
from index.model import Aspect
from index.text import normal

_TOGETHER = {"收支总计": ("收入总计", "支出总计"), "财政拨款收支总计": ("财政拨款收入", "财政拨款支出")}
_ANAPHORIC = frozenset({"收支总计", "财政拨款收支总计", "财政拨款支出", "财政拨款收入", "一般公共预算支出"})
_ATTRIBUTE = re.compile(r"^(?:总)?(?P<what>价值|账面价值|原值|净值|涉及(?:财政性?|预算)*(?:资金|金额)(?:合计)?)(?:为|共|共计|合计)?$")
_STOCK = re.compile(r"截[至止](?:到)?(?P<year>\d{4})年")
_PARTS = re.compile(r"其中|(?<=[出入计])中$|(?<!主要)(?<!内容)包括$")
_LABEL = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十]+[)）])?\s*(?P<label>预算安排规模|资金分配情况|补贴人数|补助人数|补贴标准|补助标准|资金来源|资金执行时间|"
    r"项目承担单位|补贴范围|补贴方式|发放程序|设立的政策依据|受益人群和社会效益|项目名称)\s*[：:]"
)
_CAUSE_WORDS = re.compile(r"^.*?原因\s*(?:是|为|在于|系|：|:)?|^主要(?:是|由于|因为|系|因)|^(?:由于|因为?|系)")
_MUTE_LABELS = frozenset({"资金执行时间", "设立的政策依据", "项目名称"})
_PURPOSE_FIRST = re.compile(r"^\s*(?:全部|主要)?用于(?P<what>[^，,。；;\d]{2,40})")


@dataclass(slots=True)
class Item:
    """Something named, and its amount once read."""

    name: Name
    qualifiers: tuple[str, ...]
    paragraph: int
    amount: Quantity | None = None
    start: int = 0


@dataclass(slots=True)
class Reading:
    """One number read. ``value`` is signed; ``start``/``end`` in the paragraph, ``quote`` the span of its sentence; ``share_of`` etc. sit in ``notes``."""

    paragraph: int
    start: int
    end: int
    quote: Span
    printed: str
    value: Decimal
    unit: str
    measure: str
    qualifiers: tuple[str, ...]
    aspect: Aspect
    fund: str | None
    stage: str | None
    year: int | None
    confidence: float
    project: str | None = None
    reason: str | None = None
    derivation: str | None = None


@dataclass(slots=True)
class State:
    """What the reader remembers inside a section."""

    setting: Setting
    year: int | None
    item: Item | None = None
    parents: tuple[str, ...] = ()
    list_parents: tuple[str, ...] = ()
    parent_fund: str | None = None
    base: Base | None = None
    project: str | None = None
    label: str | None = None
    heads: tuple[str, ...] = ()
    carried: str = ""
    items: dict[str, Item] = field(default_factory=dict)
    open_readings: list[Reading] = field(default_factory=list)


class Reader:
    """Reads one document's paragraphs; ``year`` is the disclosure's fiscal year."""

    def __init__(self, namer: Namer, year: int | None) -> None:
        self._namer = namer
        self._year = year
        self._state = State(setting_of(None), year)
        self._out: list[Reading] = []

    def enter(self, setting: Setting) -> None:
        """Begin a section: what was named before no longer counts; a project block goes on until the next heading of its kind."""
        self._state = State(setting, self._year, project=setting.project, heads=setting.heads)
        if setting.item:
            self._name_item(-1, self._namer.read(setting.item))

    def read(self, ordinal: int, text: str) -> list[Reading]:
        """The readings of one paragraph, in order."""
        self._out = []
        state = self._state
        if state.setting.silent:
            return []
        self._blocks(text)
        state.open_readings = []
        state.parents = state.list_parents
        state.parent_fund = None
        if state.label in _MUTE_LABELS:
            return []
        found = quantities(text)
        named_from: int | None = None
        for sentence in sentences(text):
            inside = [q for q in found if sentence.start <= q.start < sentence.end]
            quote = self._quote(text, sentence, named_from)
            state.parents = state.list_parents
            self._sentence(ordinal, text, sentence, quote, inside)
            if not inside and state.item is not None and state.item.paragraph == ordinal:
                named_from = sentence.start if named_from is None else named_from
        state.carried = "" if re.search(r"[。；;：:！？]\s*$", text) else re.split(r"[，,；;：:。、]", text)[-1]
        return self._out

    def _blocks(self, text: str) -> None:
        state = self._state
        project = project_in(text)
        if project:
            state.project, state.item, state.parents, state.list_parents = project, None, (), ()
        label = _LABEL.match(text)
        state.label = label["label"] if label else (state.label if state.project and not label and state.label in ("资金分配情况",) else None)

    @staticmethod
    def _quote(text: str, sentence: Span, named_from: int | None) -> Span:
        if named_from is not None and sentence.end - named_from <= 400:
            return Span(named_from, sentence.end)
        return sentence

    # ------------------------------------------------------------ sentences and segments

    def _sentence(self, ordinal: int, text: str, sentence: Span, quote: Span, inside: list[Quantity]) -> None:
        for main, why in _segments(text, sentence):
            self._main(ordinal, text, main, quote, [q for q in inside if main.start <= q.start < main.end])
            if why is not None:
                self._why(ordinal, text, why, quote, [q for q in inside if why.start <= q.start < why.end])

    def _why(self, ordinal: int, text: str, why: Span, quote: Span, inside: list[Quantity]) -> None:
        reason = text[why.start : why.end].strip(" ，,；;。")
        readings = self._state.open_readings
        prefix = re.match(r"^(?P<what>.{2,30}?)(?:支出)?(?:预算|决算)?数?(?:小于|大于|低于|高于|比|较|增|减|与|变动)[^:是]*原因", normal(reason))
        about = self._namer.read(prefix["what"]).measure if prefix else ""
        if about and about in {r.measure for r in self._out}:
            readings = [r for r in self._out if r.measure == about]
        for reading in readings:
            if reading.reason is None and reading.measure == readings[-1].measure:
                reading.reason = reason
        self._state.open_readings = []
        before: list[Quantity] = []
        for quantity in inside:
            phrase = phrase_before(text, why.start, quantity.start, before)
            before.append(quantity)
            self._aside(ordinal, text, phrase, quantity, quote, why.end)

    def _aside(self, ordinal: int, text: str, phrase: Span, quantity: Quantity, quote: Span, limit: int) -> None:
        """A number inside a reason or purpose: kept with the nearest noun, never trusted as the item's own amount."""
        words = _CAUSE_WORDS.sub("", text[phrase.start : phrase.end])
        change = change_in(words)
        noun = noun_after(text, quantity.end, limit)
        own = self._namer.read(change.subject if change else words).measure
        measure = own or canonical(noun) or (self._state.item.name.measure if self._state.item else "")
        if not measure:
            return
        aspect = Aspect.AMOUNT if quantity.is_money else Aspect.OTHER if quantity.is_percent else Aspect.COUNT
        if change:
            aspect = Aspect.RATE if quantity.is_percent else Aspect.CHANGE
        value = change.apply(quantity.value) if change else quantity.value
        parent = (self._state.item.name.measure,) if self._state.item else ()
        self._add(ordinal, quantity, quote, value, measure, (*parent, "原因说明"), aspect, None, None, self._state.year, 0.45)

    def _main(self, ordinal: int, text: str, main: Span, quote: Span, inside: list[Quantity]) -> None:
        state = self._state
        state.base = None
        before: list[Quantity] = []
        reached = main.start
        purpose = purpose_at(text, main.start, main.end)
        for quantity in inside:
            if purpose is not None and quantity.start > purpose and _PURPOSE_FIRST.match(text[purpose:]) is not None and before:
                self._aside(ordinal, text, phrase_before(text, purpose, quantity.start, before), quantity, quote, main.end)
                before.append(quantity)
                continue
            phrase = phrase_before(text, main.start, quantity.start, before)
            lead = self._lead(ordinal, text, Span(reached, phrase.start), quote)
            before.append(quantity)
            self._number(ordinal, text, phrase, lead, quantity, quote, main.end)
            reached = quantity.end
        self._rest(ordinal, text, Span(reached, main.end), quote)
        if purpose is not None:
            self._give_purpose(text[purpose : main.end].strip(" ，,；;。"))

    def _give_purpose(self, words: str) -> None:
        for reading in reversed(self._state.open_readings):
            if reading.aspect is Aspect.AMOUNT and reading.reason is None:
                reading.reason = words
                return

    def _lead(self, ordinal: int, text: str, span: Span, quote: Span) -> str:
        """Take in the clauses between two numbers; returns those that belong to the next number's name (由…中标的)."""
        state, kept = self._state, ""
        for clause in _clauses(text, span):
            plain = normal(clause)
            stock = _STOCK.search(plain)
            if stock:
                state.year = int(stock["year"])
            base = base_in(plain)
            if base:
                state.base = base
                self._compared(ordinal, plain)
                continue
            if re.search(r"\((?:类|款|项)\)", plain):
                self._named_path(ordinal, clause)
                continue
            for what in nothing_in(plain):
                self._nothing(ordinal, text, what, clause, span, quote)
            named = self._namer.read(re.sub(r"其中.*$|中$|包括$", "", clause))
            if _PARTS.search(plain):
                self._parents(named if "其中" not in plain else Name("", generic=True))
                kept = ""
                continue
            if re.match(r"^(?:在.+中|由.+的|.+的)$", plain):
                kept += plain
            if named.year and not base and re.match(r"^[^,]{0,30}\d{4}年(?:度|部门预算)?", plain):
                state.year = named.year
        return kept

    def _compared(self, ordinal: int, plain: str) -> None:
        """A clause that only says what is compared (收入支出总体与上年相比): its subject is what the next change speaks of."""
        subject = re.match(r"^(?P<what>.{2,30}?)(?:与|同|比|较)(?:\d{4}年|上|去|年初|全年)[^与]{0,12}$", plain)
        if subject and not re.search(r"其中|决算数$|预算数$", subject["what"]):
            self._subject(ordinal, subject["what"])

    def _named_path(self, ordinal: int, clause: str) -> None:
        """A clause that names a class path: the item of what follows; a lone class (公共安全（类）) heads the items below it."""
        name = self._namer.read(clause)
        if name.measure:
            self._name_item(ordinal, name)
            if re.search(r"\(类\)(?:支出)?$", normal(clause)):
                self._state.heads = (name.measure,)

    def _parents(self, named: Name) -> None:
        """What follows are parts of what was named: of ``named`` itself, or of the last item."""
        state = self._state
        if named.measure:
            state.parents, state.parent_fund = (named.measure,), named.fund
        elif state.item is not None:
            state.parents = tuple(dict.fromkeys((*state.parents[:1], state.item.name.measure)))
            if state.item.name.fronted:
                state.list_parents = (state.item.name.measure,)
        state.open_readings = []

    def _rest(self, ordinal: int, text: str, span: Span, quote: Span) -> None:
        """Clauses after the last number: standstill, nothing arranged, a class path, 其中."""
        state = self._state
        for clause in _clauses(text, span):
            plain = normal(clause)
            base = base_in(plain)
            state.base = base or state.base
            if is_flat(plain, after_base=state.base is not None and state.base.last_year and base is None):
                self._flat(ordinal, text, clause, span, quote)
                continue
            for what in nothing_in(plain):
                self._nothing(ordinal, text, what, clause, span, quote)
            if re.search(r"\((?:类|款|项)\)", plain):
                self._named_path(ordinal, clause)
            elif re.search(r"其中$|(?<!主要)(?<!内容)包括$", plain) and state.item is not None and re.search(r"[：:]\s*$", text):
                state.list_parents = state.parents[:1] or (state.item.name.measure,)
            stock = _STOCK.search(plain)
            if stock:
                state.year = int(stock["year"])

    # ------------------------------------------------------------ one number

    def _number(self, ordinal: int, text: str, phrase: Span, lead: str, quantity: Quantity, quote: Span, limit: int) -> None:
        words = text[phrase.start : phrase.end]
        if not words and not text[: quantity.start].strip():
            words = self._state.carried
        done = done_of(words) if quantity.is_percent else None
        share = share_of(words) if quantity.is_percent else None
        change = change_in(words)
        if done:
            self._of_item(ordinal, quantity, quote, Aspect.SHARE if done.startswith("完成") else Aspect.RATE, quantity.value, (done,))
        elif share:
            self._share(ordinal, quantity, quote, share)
        elif change and not (not quantity.is_money and not quantity.is_percent and noun_after(text, quantity.end, limit) and not self._state.item):
            self._change(ordinal, quantity, quote, change, phrase)
        else:
            self._amount(ordinal, text, words, lead, quantity, quote, limit)

    def _share(self, ordinal: int, quantity: Quantity, quote: Span, share: tuple[str, str]) -> None:
        own = self._namer.read(share[0])
        if own.measure:
            self._name_item(ordinal, own)
        whole = canonical(self._namer.read(share[1]).measure or share[1]) if share[1] else (self._state.parents[-1] if self._state.parents else "")
        self._of_item(ordinal, quantity, quote, Aspect.SHARE, quantity.value, (f"占{whole}",) if whole else ())

    def _of_item(self, ordinal: int, quantity: Quantity, quote: Span, aspect: Aspect, value: Decimal, more: tuple[str, ...]) -> None:
        item = self._state.item
        if item is None:
            self._add(
                ordinal, quantity, quote, value, self._state.setting.topic or "", more, aspect, self._state.setting.fund, None, self._state.year, 0.3
            )
            return
        self._add(ordinal, quantity, quote, value, item.name.measure, (*item.qualifiers, *more), aspect, item.name.fund, None, self._state.year, 0.97)

    def _change(self, ordinal: int, quantity: Quantity, quote: Span, change: Change, phrase: Span) -> None:
        state = self._state
        if change.base:
            state.base = Base(change.base, change.base_year, bool(change.base_year) or change.base.startswith(("上", "去")))
        item = self._subject(ordinal, change.subject)
        base = state.base
        more = (f"比{base.text}",) if base is not None and not base.last_year else ()
        aspect = Aspect.RATE if quantity.is_percent else Aspect.CHANGE
        value = change.apply(quantity.value)
        if item is None:
            measure = self._namer.read(change.subject).measure or (state.setting.topic or "")
            self._add(ordinal, quantity, quote, value, measure, more, aspect, state.setting.fund, None, state.year, 0.4)
            return
        self._add(ordinal, quantity, quote, value, item.name.measure, (*item.qualifiers, *more), aspect, item.name.fund, None, state.year, 0.97)
        if aspect is Aspect.CHANGE and quantity.is_money and not more:
            self._derive(ordinal, item, value, quantity, quote, base)

    def _subject(self, ordinal: int, words: str) -> Item | None:
        state = self._state
        name = self._namer.read(words) if words else Name("", generic=True)
        if name.generic or not name.measure:
            return state.item
        item = state.item
        if item is not None and (
            item.name.measure == name.measure or (name.measure in _ANAPHORIC and item.name.measure in _ANAPHORIC and item.paragraph == ordinal)
        ):
            return item
        known = state.items.get(name.measure)
        if known is None and name.measure in _TOGETHER:
            parts = [state.items.get(part) for part in _TOGETHER[name.measure]]
            amounts = [part.amount for part in parts if part is not None and part.amount is not None]
            if len(amounts) == 2 and amounts[0].value == amounts[1].value:
                known = Item(replace(name, fund=name.fund or state.setting.fund), (), ordinal, amounts[0])
        if known is not None:
            state.item = known
            return known
        return self._name_item(ordinal, name)

    def _derive(self, ordinal: int, item: Item, change: Decimal, quantity: Quantity, quote: Span, base: Base | None) -> None:
        if item.amount is None or item.amount.unit != quantity.unit or self._state.year is None:
            return
        year = base.year if base is not None and base.year else self._state.year - 1
        value = item.amount.value - change
        if value < 0:
            return
        word = "增加" if change >= 0 else "减少"
        how = f"由 {self._state.year} 年 {item.amount.value} {quantity.unit}、比上年{word} {abs(change)} {quantity.unit}推得"
        reading = self._add(ordinal, quantity, quote, value, item.name.measure, item.qualifiers, Aspect.AMOUNT, item.name.fund, None, year, 0.85)
        reading.derivation = how

    def _amount(self, ordinal: int, text: str, words: str, lead: str, quantity: Quantity, quote: Span, limit: int) -> None:
        state = self._state
        attribute = _ATTRIBUTE.match(normal(words))
        if attribute and state.item is not None and quantity.is_money:
            what = re.sub("合计|账面", "", attribute["what"])
            name = replace(state.item.name, measure=canonical(state.item.name.measure.removesuffix("面积") + what), fund=None)
            self._record(ordinal, quantity, quote, Item(name, (state.item.name.measure, *state.item.qualifiers), ordinal), 0.95, keep=False)
            return
        name, confidence = self._named(text, words, lead, quantity, limit)
        own_kind = state.item is not None and (state.item.amount is None or state.item.amount.is_money == quantity.is_money)
        if name.generic and state.label and not own_kind:
            name = Name(canonical(state.label))
        if name.generic and state.item is not None:
            item = state.item
            confidence = confidence if own_kind else 0.5
            if name.stage:
                item = Item(replace(item.name, stage=name.stage), item.qualifiers, ordinal)
            self._record(ordinal, quantity, quote, item, confidence, keep=True)
            return
        if not name.measure:
            name, confidence = replace(name, measure=state.label or state.setting.topic or state.setting.fund or "", generic=False), 0.3
        self._record(ordinal, quantity, quote, self._name_item(ordinal, name), confidence, keep=True)

    def _named(self, text: str, words: str, lead: str, quantity: Quantity, limit: int) -> tuple[Name, float]:
        state = self._state
        plain = normal(words)
        name = self._namer.read(_LABEL.sub("", words), keep_year=state.setting.keep_year and not state.setting.project and _listed(words))
        if lead and (name.generic or plain.endswith("金额")):
            return Name(canonical(lead + (plain if plain else ""))), 0.8
        if state.setting.topic == "政府采购" and procured(plain):
            return replace(name, measure=procured(plain) or name.measure, generic=False), 0.97
        after = noun_after(text, quantity.end, limit) if not quantity.is_money and not quantity.is_percent else ""
        if after:
            return self._counted(name, after, text, quantity, limit), 0.75
        purpose = _PURPOSE_FIRST.match(text[quantity.end : limit])
        if purpose and quantity.is_money and (name.generic or not name.measure):
            return Name(canonical(purpose["what"])), 0.9
        if name.generic and state.label and state.item is None:
            return Name(canonical(state.label)), 0.95
        if not name.generic and quantity.unit in ("人次", "批次", "批") and not name.measure.endswith(("次", "人数", "批")):
            suffix = "人次" if quantity.unit == "人次" else "批次"
            return replace(name, measure=canonical(name.measure + suffix)), 0.95
        if name.generic and quantity.unit == "人次" and state.item is not None:
            return Name(canonical(re.sub("批次$", "", state.item.name.measure) + "人次")), 0.9
        return name, 0.98 if quantity.is_money and not quantity.approximate else 0.9

    @staticmethod
    def _counted(name: Name, after: str, text: str, quantity: Quantity, limit: int) -> Name:
        project = re.match(r"^项目(?P<verb>实行|纳入|编报|开展)(?P<rest>.+)$", after)
        if project:
            return Name(canonical(f"{project['verb']}{project['rest']}的项目"))
        verb = re.match(rf".{{0,3}}{re.escape(after)}[“”\"]?(?P<verb>(?:开展|进行)[\u4e00-\u9fff]{{2,6}})", text[quantity.end : limit])
        front = re.sub(r"^.*(?:及|的|，)", "", name.measure)
        front = re.sub(r"^(?:对|将|把|为|以|向|从|与.*联)", "", front if len(front) <= 8 else front[-4:])
        return Name(canonical(front + normal(after) + (verb["verb"] if verb else "")))

    # ------------------------------------------------------------ statements without a number

    def _flat(self, ordinal: int, text: str, clause: str, span: Span, quote: Span) -> None:
        state = self._state
        subject = re.sub(
            r"(?:本年数)?(?:与|同|比|较)(?:上年度?|上一年度?|去年|\d{4}年度?).*$|(?:基本|均)?(?:持平|保持一致|一致|相同|无变化).*$",
            "",
            normal(clause),
        ).strip(",")
        item = self._subject(ordinal, subject)
        if item is None:
            return
        at = text.find(clause, span.start, span.end)
        fake = Quantity(at, at + len(clause), at, Decimal(0), item.amount.unit if item.amount else "万元", clause.strip())
        if item.amount is not None and not item.amount.is_money:
            return
        self._add(ordinal, fake, quote, Decimal(0), item.name.measure, item.qualifiers, Aspect.CHANGE, item.name.fund, None, state.year, 0.9)
        if item.amount is not None:
            self._derive(ordinal, item, Decimal(0), replace(fake, unit=item.amount.unit), quote, base_in(normal(clause)))

    def _nothing(self, ordinal: int, text: str, what: str, clause: str, span: Span, quote: Span) -> None:
        at = max(text.find(clause, span.start, span.end), 0)
        name = self._namer.read(what)
        unit = "个" if re.search(r"单位$|机构$", what) else "万元"
        if not name.measure:
            return
        fund = name.fund or self._state.setting.fund
        fake = Quantity(at, at + len(clause), at, Decimal(0), unit, clause.strip())
        aspect = Aspect.AMOUNT if unit == "万元" else Aspect.COUNT
        self._add(ordinal, fake, quote, Decimal(0), name.measure, (), aspect, fund, name.stage, self._state.year, 0.9)

    # ------------------------------------------------------------ bookkeeping

    def _name_item(self, ordinal: int, name: Name) -> Item:
        state = self._state
        if name.fronted:
            state.parents, state.list_parents = (), ()
        qualifiers = name.qualifiers
        heads = () if name.rooted else tuple(canonical(h) for h in state.heads if canonical(h) not in (*qualifiers, name.measure))
        qualifiers = (*heads, *qualifiers) if qualifiers or heads else tuple(p for p in state.parents if p != name.measure)
        if state.setting.topic and state.setting.topic not in (*qualifiers, name.measure):
            qualifiers = (*qualifiers, state.setting.topic)
        if state.label and state.project and state.label != name.measure:
            qualifiers = (*qualifiers, state.label)
        item = Item(replace(name, fund=name.fund or state.parent_fund or state.setting.fund), qualifiers, ordinal)
        state.item = item
        state.items[name.measure] = item
        if name.year and name.year != state.year and self._year is not None and abs(name.year - self._year) <= 3:
            state.year = name.year
        return item

    def _record(self, ordinal: int, quantity: Quantity, quote: Span, item: Item, confidence: float, *, keep: bool) -> None:
        aspect = Aspect.AMOUNT if quantity.is_money else Aspect.OTHER if quantity.is_percent else Aspect.COUNT
        if quantity.unit == "分":
            aspect = Aspect.SCORE
        if "/" in quantity.unit or re.search(r"标准$|人均|单价$", item.name.measure) or self._state.label in ("补贴标准", "补助标准"):
            aspect = Aspect.STANDARD
        fund = item.name.fund if quantity.is_money else None
        self._add(
            ordinal, quantity, quote, quantity.value, item.name.measure, item.qualifiers, aspect, fund, item.name.stage, self._state.year, confidence
        )
        if keep and item.name.stage in (None, "决算"):
            item.amount = quantity
            if self._state.item is not None:
                self._state.item.amount = quantity

    def _add(
        self,
        ordinal: int,
        quantity: Quantity,
        quote: Span,
        value: Decimal,
        measure: str,
        qualifiers: tuple[str, ...],
        aspect: Aspect,
        fund: str | None,
        stage: str | None,
        year: int | None,
        confidence: float,
    ) -> Reading:
        if quantity.approximate:
            confidence = min(confidence, 0.8)
        reading = Reading(
            ordinal,
            quantity.start,
            quantity.end,
            quote,
            quantity.printed,
            value,
            quantity.unit,
            measure,
            tuple(dict.fromkeys(q for q in qualifiers if q)),
            aspect,
            fund,
            stage,
            year,
            confidence,
            self._state.project,
        )
        self._out.append(reading)
        self._state.open_readings.append(reading)
        return reading


def _listed(words: str) -> bool:
    return bool(re.match(r"^\s*(?:\d{1,2}\s*[.．、]|[（(][一二三四五六七八九十\d]+[)）])", words))


def _clauses(text: str, span: Span) -> list[str]:
    return [part for part in re.split(r"(?<![（(][^）)]{0})[，,；;：:。\n]+", text[span.start : span.end]) if part.strip()]


def _segments(text: str, sentence: Span) -> list[tuple[Span, Span | None]]:
    """A sentence as (statement, reason) pairs: cut at ；, where what follows a reason is its continuation unless it states figures itself."""
    cuts = [sentence.start, *(m.end() for m in re.finditer("[；;]", text[: sentence.end]) if m.end() > sentence.start), sentence.end]
    out: list[tuple[Span, Span | None]] = []
    for start, end in itertools.pairwise(cuts):
        if start >= end:
            continue
        cause = cause_at(text, Span(start, end))
        last = out[-1] if out else None
        if last is not None and last[1] is not None and not _states(text[start:end]):
            out[-1] = (last[0], Span(last[1].start, end))
        elif cause is None:
            out.append((Span(start, end), None))
        else:
            out.append((Span(start, cause), Span(cause, end)))
    return out


def _states(segment: str) -> bool:
    plain = normal(segment)
    own = re.match(r"^[^,:《]{2,30}?(?:(?:增加|减少|增长|下降|支出|费|决算|经费)(?:为|了)?\d[\d.,]*万?元|(?:持平|(?:年初|全年)预算数?为?\d))", plain)
    return own is not None and not re.match(r"^[一二三四五六七]是", plain)
