"""All marks on a question, and the cover that reads them best."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from qa.lexicon import phrases
from qa.linking.bounded import bounded_marks
from qa.linking.residue import residue_marks
from qa.linking.spans import Mark, best_cover
from qa.linking.street import money_marks
from qa.linking.vocabulary import GENERIC, Link, Linker, Vocabulary, substrings
from qa.question.classes import classes_written_out
from qa.question.cleaning import Cleaned
from qa.question.forms import form_marks
from qa.question.numerals import numeral_marks
from qa.question.sides import sides_written_out
from qa.question.years import year_marks

_SCORES = {"exact": 1.25, "synonym": 1.15, "weak": 0.7, "typo": 1.1, "part": 1.0, "alike": 0.8, "code": 1.3}
_COVER_GROUPS = ("kind", "scope", "fund", "stage", "aspect", "operation", "extreme", "unit", "level", "over", "order", "negative")
_GLUED = re.compile("[费款库展票站位型船]|费用|经费|补贴|补助|改革")
_HALVES = re.compile(r"(?P<head>[\u4e00-\u9fff]{2,6})(?:里面?|中|当中)?[,:](?P<halves>[\u4e00-\u9fff]{2,6}(?:[、和与及][\u4e00-\u9fff]{2,6}?)+)(?=各|分别|多少|几|是)")
_STEMS = re.compile(r"(?P<stems>(?:[\u4e00-\u9fff]{2,4}、){1,7}[\u4e00-\u9fff]{2,4}?)(?P<count>这?[两二三四五六七八九](?:样|项|笔|块|类|种))?(?:费用|经费|开支|花销|的钱)")
_CODE = re.compile(r"(?<![\d.\[])([1-3]\d{2}(?:-?\d{2}){0,2})(?![\d.%年号万亿元个人名位辆家次件台套笔期天]|项(?!下)|\])")


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, tuple[tuple[str, str], ...]], int]:
    table: dict[str, list[tuple[str, str]]] = {}
    for group in _COVER_GROUPS:
        for value, words in phrases()[group].items():
            for word in words:
                table.setdefault(word, []).append((group, value))
    return {word: tuple(pairs) for word, pairs in table.items()}, max(map(len, table))


def expanded(question: Cleaned, linked: Linker) -> Cleaned:
    """Words that stand for two measures written out (水电费 -> 水费和电费), unless the index has an item of that very name."""
    text = linked.directory.spelled(question.text)
    for long, shorts in phrases()["expand"].items():
        for short in shorts:
            if short in text and short not in linked.vocabulary.exact and not question.quoted:
                text = text.replace(short, long)
    if not question.quoted:
        for name, others in phrases()["same"].items():
            for other in others:
                if other in text and other not in linked.vocabulary.exact and not linked.vocabulary.holding(other, 1) and linked.vocabulary.holding(name, 1):
                    text = text.replace(other, name)
        text = fees_spelled(spelled_out(classes_written_out(sides_written_out(text)), linked), linked)
    return question if text == question.text else replace(question, text=text)


def spelled_out(text: str, linked: Linker) -> str:
    """A list of first halves behind the word that completes them (编制，行政、行政附属、事业各多少) written out, where all of them are items of the index."""
    for found in _HALVES.finditer(text):
        head, halves = found["head"], re.split("[、和与及,]", found["halves"])
        for cut_ in range(len(head) - 1):
            word = head[cut_:]
            if all(half and (link := linked.vocabulary.exact.get(half + word)) is not None and link.known for half in halves):
                return text[: found.start("head") + cut_] + "、".join(half + word for half in halves) + text[found.end("halves") :]
    return text


def fees_spelled(text: str, linked: Linker) -> str:
    """办公、印刷、邮电、差旅四样费用 written out (办公费、印刷费 …), where every one of them is an item of the index by that name."""
    for found in _STEMS.finditer(text):
        stems = found["stems"].split("、")
        lead = next((n for n in range(len(stems[0]) - 1) if _fee(stems[0][n:], linked)), 0)  # 2026年办公: the year's word is no part of it
        names = [_fee(stem, linked) for stem in (stems[0][lead:], *stems[1:])]
        if all(names):
            return text[: found.start() + lead] + "、".join(names) + (found["count"] or "") + text[found.end() :]
    return text


def _fee(stem: str, linked: Linker) -> str:
    """The item that a stem names with 费, or by itself; "" where there is none."""
    known = (w for w in (stem + "费", stem) if (link := linked.vocabulary.exact.get(w)) is not None and link.known and link.how != "weak")
    return next(known, "")


def word_marks(text: str) -> list[Mark]:
    """Marks of group ``word``; the value lists all (class, value) pairs that the phrase has in the lexicon."""
    words, longest = _words()
    return [Mark(a, b, "word", words[s], 0.65 if all(g == "unit" for g, _ in words[s]) else 1.0) for a, b, s in substrings(text, longest) if s in words]


def measure_marks(text: str, linked: Linker, context: str = "") -> list[Mark]:
    """Marks of group ``measure``: names of the index and words of the lexicon that stand in the text."""
    vocabulary = linked.vocabulary
    marks = []
    for start, end, stretch in substrings(text, vocabulary.longest):
        link = vocabulary.exact.get(stretch) or _without_filler(stretch, vocabulary)
        if link is not None and link.how in {"weak", "beside"} and link.concept is not None and link.concept.near and not any(w in text + context for w in link.concept.near):
            continue
        if stretch[-1] == "用" and text[end : end + 1] in {"于", "在", "到", "来"} and stretch[:-1] in vocabulary.exact:
            continue  # 培训费用于: 培训费 is used for
        if link is not None and link.how == "weak" and len(stretch) == 1 and _GLUED.match(text[end : end + 2]):
            continue
        if link is not None and link.how == "beside":
            link = replace(link, how="synonym")
        if link is not None and not (stretch in GENERIC and link.concept is None):
            marks.append(Mark(start, end, "measure", link, _SCORES[link.how] if link.known or link.concept is None else _SCORES[link.how] - 0.1))
    return marks


def _without_filler(stretch: str, vocabulary: Vocabulary) -> Link | None:
    """A long name of the index written with 的 inside (授予小微企业的合同金额): it is that name, and none that is only like it."""
    plain = stretch.replace("的", "", 1)
    if len(plain) < 7 or plain == stretch or stretch[-1] == "的" or stretch[0] == "的":
        return None
    link = vocabulary.exact.get(plain)
    return link if link is not None and link.known else None


def slip_marks(text: str, cover: Sequence[Mark], linked: Linker) -> list[Mark]:
    """Measures typed wrong, in what the cover left open."""
    covered = [m for m in cover if m.group in {"department", "year", "measure", "docno", "form"}]
    marks = []
    for start, end, stretch in substrings(text, 14):
        if end - start >= 3 and not any(m.start < end and start < m.end for m in covered):
            link = linked.vocabulary.slip(stretch)
            if link is not None:
                marks.append(Mark(start, end, "measure", link, _SCORES["typo"]))
    return marks


def code_marks(text: str) -> list[Mark]:
    """Subject codes written as numbers (2050201, 30211)."""
    return [Mark(m.start(), m.end(), "measure", Link((), None, "code", False, m[1].replace("-", "")), _SCORES["code"]) for m in _CODE.finditer(text)]


_READ: OrderedDict[tuple[int, Cleaned], tuple[Linker, list[Mark]]] = OrderedDict()


def read_marks(question: Cleaned, linked: Linker) -> list[Mark]:
    """The best cover of the question, with what it left over linked by parts and likeness (the last few are kept: several rooms read a question)."""
    known = _READ.get((id(linked), question))
    if known is not None and known[0] is linked:
        return known[1]
    marks = _read(question, linked)
    _READ[id(linked), question] = linked, marks
    while len(_READ) > 16:
        _READ.popitem(last=False)
    return marks


def _read(question: Cleaned, linked: Linker) -> list[Mark]:
    text = question.text
    own = (year_marks, numeral_marks, word_marks, code_marks, form_marks, linked.directory.marks)
    marks = [*(mark for of in own for mark in of(text)), *measure_marks(text, linked, question.context), *bounded_marks(text, linked.vocabulary), *money_marks(text, linked.vocabulary)]
    cover = best_cover(marks)
    slips = slip_marks(text, cover, linked)
    cover = best_cover([*cover, *slips]) if slips else cover
    more = residue_marks(text, cover, linked.vocabulary, question.quoted)
    return best_cover([*cover, *more]) if more else cover
