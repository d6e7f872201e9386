"""Reads the numbers of paragraphs in order, keeping what was named before: item, parents, comparison base, year, project.

The reader makes plain ``Reading`` values; ``index.figures.narrative`` turns them into figures.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.figures.brackets import Brackets, lists_parts, of_another_kind
from index.figures.changes import Base, Change, base_in, change_in, done_of, is_flat, share_of
from index.figures.clauses import Span, heading_of, name_before_colon, noun_after, phrase_before, purpose_at, run_in, sentences
from index.figures.ledger import Ledger
from index.figures.naming import Name, Namer, canonical, counted, procured, staff_moved, vehicles, visits
from index.figures.quantities import CUT_NUMBER, Quantity, quantities
from index.figures.reasons import Reasons
from index.figures.segments import COMPARISON, clauses, compares_again, segments
from index.figures.setting import Setting, label_in, project_in, without_label
from index.figures.standstill import flat, nothing
from index.figures.state import Item, Reading
from index.figures.statements import buys_no_cars, nothing_in
from index.figures.unread import doubt_after, unread_amounts
from index.model import Aspect
from index.text import normal

_ATTRIBUTE = re.compile(r"^(?:总)?(?P<what>(?:账面)?价值|原值|净值|涉及(?:财政性?|预算|项目)*(?:资金|金额|拨款)(?:合计)?)(?:为|共|共计|合计)?$")
_STOCK = re.compile(r"截[至止](?:到)?(?P<year>\d{4})年")
_PARTS = re.compile(r"其中|(?<=[出入计])中$|(?<!主要)(?<!内容)包括$")
_OPENS_LIST = re.compile(r"其中$|(?<!主要)(?<!内容)包括$")
_MUTE_LABELS = frozenset({"资金执行时间", "设立的政策依据", "项目名称"})
_PURPOSE_FIRST = re.compile(r"^\s*(?:全部|主要)?用于(?P<what>[^，,。；;\d]{0,12}(?:\d{4}\s*年)?[^，,。；;\d]{2,40})")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.．、]|[（(][一二三四五六七八九十\d]+[)）])")
_FURTHER = re.compile(r"^\s*(?:同时|另外|再加上|综合|[二三四五六]是)")
_MOVED = re.compile(r"^(?:增加|减少|新增|追加|压减|调增|调减)了?[^数]{2,}")
_OF_THE_ABOVE = re.compile(r"^(?:累计|全年|每月|每年|每周|每季度)|(?:播出|播放|发行|发放|覆盖|参加|服务)$|^(?:参会|参训|参加|培训)?(?:人员)?(?:人数|天数)$")
_LAST_YEAR = re.compile(r"^(?:上年度?|去年|上一年度?)(?!度?(?:财政拨款)?(?:结转|结余|末))")
_ROW_OF_NUMBERS = re.compile(r"(?:(?<![\d〔])\d[\d,.]*%?\s+){3,}\d")
_PATH = re.compile(r"\((?:类|款|项)\)")
_COMPARED = re.compile(r"^(?P<what>.{2,30}?)(?:与|同|比|较)(?:\d{4}年|上|去|年初|全年)[^与]{0,12}$")


class Reader:
    """Reads one document's paragraphs; ``year`` is the disclosure's fiscal year, ``budget`` whether it is a 预算."""

    def __init__(self, namer: Namer, year: int | None, *, budget: bool = False) -> None:
        self._namer = namer
        self._book = Ledger(namer, year, budget=budget)
        self._reasons = Reasons(namer, self._book)
        self._brackets = Brackets()

    def enter(self, setting: Setting) -> None:
        """Begin a section."""
        self._book.enter(setting)

    def read(self, ordinal: int, text: str) -> list[Reading]:
        """The readings of one paragraph, in order."""
        book, state = self._book, self._book.state
        book.out, book.paragraph = [], ordinal
        book.planned = book.budget and "决算" not in text and "完成" not in text
        if state.setting.silent:
            return []
        self._blocks(text)
        state.begin(text)
        self._cut_path(text)
        label = run_in(text)
        if label and not state.project:
            book.begin_run_in(label)
        if state.label in _MUTE_LABELS or _ROW_OF_NUMBERS.search(text):
            return []
        found = quantities(text)
        unread = unread_amounts(text, found)
        named_from: int | None = None
        for sentence in sentences(text):
            inside = [q for q in found if sentence.start <= q.start < sentence.end]
            near = named_from is not None and sentence.end - named_from <= 400
            book.quote = Span(named_from, sentence.end) if near and named_from is not None else sentence
            state.parents, state.nested = state.list_parents, False
            self._brackets.reset()
            carried, told = state.item.name.measure if state.item else "", len(book.out)
            if _FURTHER.match(text[sentence.start : sentence.end]) and any(r.reason for r in book.out):
                self._reasons.why(text, sentence, inside)
                continue
            for main, why in segments(text, sentence):
                self._main(text, main, [q for q in inside if main.start <= q.start < main.end])
                if why is not None:
                    self._reasons.why(text, why, [q for q in inside if why.start <= q.start < why.end])
            for at in (at for at in unread if sentence.start <= at < sentence.end):
                if doubt_after(at, book.out[told:], carried):
                    state.item = None
            if not inside and named_from is None and state.item is not None and state.item.paragraph == ordinal:
                named_from = sentence.start
        state.carried = "" if re.search(r"[。；;：:！？]\s*$", text) else re.split(r"[，,；;：:。、]", text)[-1]
        return book.out

    def _cut_path(self, text: str) -> None:
        """The heading above was a class path that this paragraph completes: …（类）某事务 + （款）某项（项）."""
        head = re.match(r"^[\s─—\d-]*(?P<rest>[^:：，,。\d]{0,40})", text)
        carried = self._book.state.carried
        if head and _PATH.search(normal(carried)) and _PATH.search(normal(head["rest"])):
            name = self._namer.read(carried + head["rest"])
            if name.measure:
                self._book.name_item(name)

    def _blocks(self, text: str) -> None:
        state = self._book.state
        project = project_in(text)
        if project:
            state.project, state.item, state.lists = project, None, []
        label = label_in(text)
        if label is not None:
            state.item = None
        if label is None and state.project and state.label == "资金分配情况":
            return
        state.label = label

    # ------------------------------------------------------------ statements

    def _main(self, text: str, main: Span, inside: list[Quantity]) -> None:
        state = self._book.state
        state.base = None
        self._brackets.next_statement(state)
        before: list[Quantity] = []
        reached = main.start
        purpose = purpose_at(text, main.start, main.end)
        listed: int | None = None  # where 主要包括 opens a list of parts
        if purpose is not None and lists_parts(text, purpose, main.end, inside):
            listed, purpose = purpose, None
        again = False  # the purpose has ended: figures are stated again
        for quantity in inside:
            phrase = phrase_before(text, main.start, quantity.start, before)
            again = again or (purpose is not None and compares_again(text, purpose, phrase))
            if purpose is not None and quantity.start > purpose and before and not again:
                self._reasons.aside(text, phrase, quantity, main.end)
                before.append(quantity)
                reached = quantity.end
                continue
            if listed is not None and quantity.start > listed:
                self._parents(Name("", generic=True))
                listed = None
            self._enclosed(text[reached : phrase.start], text[phrase.start : phrase.end], quantity, before)
            lead = self._lead(text, Span(reached, phrase.start))
            before.append(quantity)
            self._number(text, phrase, lead, quantity, main.end)
            reached = quantity.end
        self._brackets.close(text[reached : main.end], state)
        self._rest(text, Span(reached, main.end))
        if purpose is not None:
            self._reasons.give_purpose(COMPARISON.split(text[purpose : main.end], maxsplit=1)[0].strip(" ，,；;。"))

    def _enclosed(self, between: str, words: str, quantity: Quantity, before: list[Quantity]) -> None:
        """Brackets and 其中 between two numbers: what they hold are parts of the item told before; another kind of thing is no part."""
        state = self._book.state
        if self._brackets.holds_parts(between, words, before, state, self._book.paragraph):
            self._parents(Name("", generic=True))
        if of_another_kind(quantity, state):
            state.parents = ()

    def _lead(self, text: str, span: Span) -> str:
        """Take in the clauses between two numbers; returns those that belong to the next number's name (由…中标的)."""
        state, kept = self._book.state, ""
        for clause in clauses(text, span):
            plain = normal(clause)
            stock = _STOCK.search(plain)
            if stock:
                state.year = int(stock["year"])
            base = base_in(plain)
            if base:
                state.base = base
                self._compared(plain)
                continue
            if _PATH.search(plain):
                self._named_path(clause)
                continue
            for what in nothing_in(plain):
                nothing(self._book, self._namer, text, what, clause, span)
            named = self._namer.read(re.sub(r"其中.*$|中$|包括$", "", clause))
            if _PARTS.search(plain):
                self._parents(named if "其中" not in plain else Name("", generic=True))
                kept = ""
                continue
            if re.match(r"^(?:在.+中|由.+的|.+的)$", plain):
                kept += plain
            if named.year and re.match(r"^[^,]{0,30}\d{4}年(?:度|部门预算)?", plain):
                state.year = named.year
        return kept

    def _compared(self, plain: str) -> None:
        """A clause that only says what is compared (收入支出总体与上年相比): its subject is what the next change speaks of."""
        subject = _COMPARED.match(plain)
        if subject and not re.search(r"其中|决算数$|预算数$", subject["what"]):
            self._book.subject(subject["what"])

    def _named_path(self, clause: str) -> None:
        """A clause that names a class path: the item of what follows; a lone class (公共安全（类）) heads the items below it."""
        name, item = self._namer.read(clause), self._book.state.item
        completes = item is not None and item.paragraph == self._book.paragraph and re.match(r"^\(?[^()]*\((?:款|项)\)", normal(clause))
        if completes and item is not None and item.name.rooted and name.measure == item.name.measure:
            return
        if name.measure:
            self._book.name_item(name)
            if re.search(r"\(类\)(?:支出)?$", normal(clause)):
                self._book.state.heads = (name.measure,)

    def _parents(self, named: Name) -> None:
        """What follows are parts of what was named: of ``named`` itself, or of the last item."""
        state = self._book.state
        if named.measure:
            state.parents, state.parent_fund, state.nested = (named.measure,), named.fund, True
        elif state.item is not None:
            state.parents = tuple(dict.fromkeys((*state.parents[:1], state.item.name.measure)))
            state.nested = True
            if state.item.name.fronted:
                state.open_list((state.item.name.measure,))
        state.open_readings = []

    def _rest(self, text: str, span: Span) -> None:
        """Clauses after the last number: standstill, nothing arranged, a class path, 其中."""
        state = self._book.state
        for clause in clauses(text, span):
            plain = normal(clause)
            base = base_in(plain)
            state.base = base or state.base
            if is_flat(plain, after_base=state.base is not None and state.base.last_year and base is None):
                flat(self._book, text, clause, span)
                continue
            for what in nothing_in(plain):
                nothing(self._book, self._namer, text, what, clause, span)
            if _PATH.search(plain):
                self._named_path(clause)
            elif _OPENS_LIST.search(plain) and state.item is not None and re.search(r"(?:[：:]|其中)\s*$", text):
                named_here = state.item.paragraph == self._book.paragraph
                state.open_list(() if not named_here else state.parents[:1] if state.nested else (state.item.name.measure,))
            stock = _STOCK.search(plain)
            if stock:
                state.year = int(stock["year"])

    # ------------------------------------------------------------ one number

    def _number(self, text: str, phrase: Span, lead: str, quantity: Quantity, limit: int) -> None:
        words = text[phrase.start : phrase.end]
        carried = self._book.state.carried
        if (
            carried
            and not text[: phrase.start].strip(" ─—-0123456789")
            and (not words or (_PATH.search(normal(carried)) and _PATH.search(normal(words))))
        ):
            if CUT_NUMBER.search(carried):
                return  # 增加350.<< and 10万元 on the next line: one number that noise cut
            words = carried + re.sub(r"^[\s─—\d-]+", "", words)
        moved = staff_moved(words) if quantity.unit in ("人", "名") else None
        if moved:
            self._book.add(quantity, quantity.value * moved[1], moved[0], Aspect.CHANGE, 0.9)
            return
        done = done_of(words) if quantity.is_percent else None
        if quantity.is_percent and normal(words) == "的":
            done = self._book.state.whole
        share = share_of(words) if quantity.is_percent else None
        change = change_in(words)
        counts = not quantity.is_money and not quantity.is_percent
        if done:
            self._of_item(quantity, Aspect.SHARE if done.startswith(("完成", "占")) else Aspect.RATE, (done,))
        elif share:
            self._share(quantity, share)
        elif change and quantity.unit != "倍" and not (counts and noun_after(text, quantity.end, limit) and self._book.state.item is None):
            self._change(quantity, change)
        else:
            self._amount(text, words, lead, quantity, limit, phrase.start)

    def _share(self, quantity: Quantity, share: tuple[str, str]) -> None:
        own = self._namer.read(share[0])
        if own.measure:
            self._book.name_item(own)
        parents = self._book.state.parents
        whole = canonical(self._namer.read(share[1]).measure or share[1]) if share[1] else (parents[-1] if parents else "")
        self._of_item(quantity, Aspect.SHARE, (f"占{whole}",) if whole else ())

    def _of_item(self, quantity: Quantity, aspect: Aspect, more: tuple[str, ...]) -> None:
        state = self._book.state
        if state.item is None:
            reading = self._book.add(quantity, quantity.value, state.setting.topic or "", aspect, 0.3)
            reading.qualifiers, reading.fund = more, state.setting.fund
            return
        self._book.add_of(state.item, quantity, quantity.value, aspect, self._book.sureness(state.item, quantity, aspect, more), more)

    def _change(self, quantity: Quantity, change: Change) -> None:
        book, state = self._book, self._book.state
        if change.base:
            state.base = Base(change.base, change.base_year, bool(change.base_year) or change.base.startswith(("上", "去")))
        item, base = book.subject(change.subject), state.base
        more = (f"比{base.text}",) if base is not None and (not base.last_year or base.carried_out or base.adjusted) else ()
        aspect = Aspect.RATE if quantity.is_percent else Aspect.CHANGE
        value = change.apply(quantity.value)
        if item is None:
            measure = self._namer.read(change.subject).measure or state.setting.topic or state.setting.fund or ""
            book.add(quantity, value, measure, aspect, 0.4).qualifiers = more
            return
        book.add_of(item, quantity, value, aspect, more=more)
        if aspect is Aspect.CHANGE and (not more or (base is not None and base.carried_out)):
            book.derive(item, value, quantity, base)

    def _amount(self, text: str, words: str, lead: str, quantity: Quantity, limit: int, phrase_start: int) -> None:
        book, state = self._book, self._book.state
        if buys_no_cars(normal(words)):  # …及单位价值200万元以上设备: the number only says which
            nothing(self._book, self._namer, text, "公务用车购置费", words, Span(phrase_start, limit))
            return
        if quantity.is_money and (book.whole_of(words, quantity) or book.other_year(words, quantity)):
            return
        attribute = _ATTRIBUTE.match(normal(words))
        if attribute and state.item is not None and quantity.is_money:
            what = re.sub("(?<=涉及)项目(?=预算)|合计|账面", "", attribute["what"]).replace("涉及预算资金", "涉及预算金额")
            name = replace(state.item.name, measure=canonical(state.item.name.measure.removesuffix("面积") + what), fund=None, stage=None)
            book.record(Item(name, (state.item.name.measure, *state.item.qualifiers), book.paragraph), quantity, 0.95, keep=False)
            return
        name, confidence = self._named(text, words, lead, quantity, limit)
        if name.generic and (own := self._namer.read(name_before_colon(text[:phrase_start]), keep_year=True)).measure:
            name = replace(own, year=name.year or own.year, stage=name.stage)
        if state.item is not None and state.item.amount is None and state.item.paragraph == book.paragraph and state.item.name.measure.endswith(name.measure):
            name = replace(name, measure=state.item.name.measure)  # under 机关运行经费情况, 运行经费 is that
        same_kind = state.item is not None and (state.item.amount is None or state.item.amount.is_money == quantity.is_money)
        if name.generic and not words.strip() and (told := heading_of(text[:phrase_start])):
            named = self._namer.read(told)
            name, confidence = (named, confidence) if named.measure else (name, min(confidence, 0.5))
        if name.generic and state.label and not same_kind:
            name = Name(canonical(state.label))
        if name.generic and name.whole and (state.item is None or book.begins_anew(text, phrase_start, name.whole)):
            name = replace(name, measure=canonical(name.whole), generic=False, fronted=True)
        if name.generic and state.item is not None:
            item = state.item
            if not same_kind and quantity.is_money and re.search("[批人]次$", item.name.measure):
                item = Item(replace(item.name, measure=canonical(re.sub("[批人]次$", "费", item.name.measure))), item.qualifiers, book.paragraph)
            if name.stage:
                item = Item(replace(item.name, stage=name.stage), item.qualifiers, book.paragraph)
            book.record_of_year(item, quantity, confidence if same_kind or name.stage else 0.5, name.year)
            return
        if not name.measure:
            name = replace(name, measure=state.label or state.setting.topic or "", generic=False)
            book.record(Item(name, (), book.paragraph), quantity, 0.3, keep=False)
            return
        if _MOVED.match(normal(words)) and not state.project:
            confidence = min(confidence, 0.5)
        if len(name.measure) > 28 and not name.qualifiers and not _NUMBERED.match(words) and not state.project:
            confidence = min(confidence, 0.55)
        last = _LAST_YEAR.match(normal(words)) is not None and state.year is not None
        above = state.item
        reading = book.record(book.name_item(name), quantity, min(confidence, 0.55) if last else confidence, keep=not last)
        if above is not None and above.paragraph == book.paragraph and not quantity.is_money and _OF_THE_ABOVE.search(normal(words)):
            reading.qualifiers = tuple(dict.fromkeys((*reading.qualifiers, above.name.measure)))
            state.item = above
        if last and state.year is not None:
            reading.year = state.year - 1

    def _named(self, text: str, words: str, lead: str, quantity: Quantity, limit: int) -> tuple[Name, float]:
        """The name that the words around a plain number give it, and how sure that is."""
        state = self._book.state
        plain = normal(words)
        in_list = _NUMBERED.match(words) is not None
        name = self._namer.read(without_label(words), keep_year=state.setting.keep_year and not state.setting.project and in_list)
        if lead and (name.generic or plain.endswith("金额")):
            return Name(canonical(lead + plain)), 0.8
        bought = procured(plain) if "政府采购" in (state.setting.topic, *state.parents) else None
        if bought:
            return replace(name, measure=canonical(bought), generic=False), 0.97
        after = noun_after(text, quantity.end, limit) if not quantity.is_money and not quantity.is_percent else ""
        if after:
            return counted(name, after, text[quantity.end : limit]), 0.75
        purpose = _PURPOSE_FIRST.match(text[quantity.end : limit])
        if purpose and quantity.is_money and (name.generic or not name.measure):
            return Name(canonical(purpose["what"])), 0.9
        if state.label and ((name.generic and state.item is None) or (state.label.endswith("人数") and quantity.unit in ("人", "名"))):
            return Name(canonical(state.label)), 0.95
        name = vehicles(name, quantity.unit, state.setting.topic)
        return visits(
            name, quantity.unit, state.item.name.measure if state.item else None
        ), 0.98 if quantity.is_money and not quantity.approximate else 0.9
