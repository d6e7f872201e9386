"""The guard: which sentences of a model may reach the user. What cannot be proved by the cited evidence is dropped.

A sentence passes when its citation marks are valid and, in the evidence that they name (or among the computed figures):
every number stands with the same value and unit (元, 万元, 亿元 are converted), beside the same words and in the same direction;
every year, document number and organisation stands; nothing is affirmed that is denied there; most of its words occur; and there are no
links, markup or foreign words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.numbers import MONEY
from qa.generate.bodies import foreign_body
from qa.generate.quantities import HAN, Quantity, flat, quantities, strange_numerals
from qa.model import AnswerFigure

MARK = re.compile(r"\[(\d{1,3})\]")
LEAST = 8  # characters of a sentence that may stand for being verbatim
SUPPORT = 0.55  # share of a sentence's pairs of characters that the evidence must hold
BESIDE = 0.6  # the same of the words beside a number
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]*[\[(〔]\d{4}[\])〕]第?\d+号")
_DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日")
_RELATIVE_YEAR = re.compile("去年|今年|明年|前年|上年|本年|当年|次年|下年|往年|近年|历年")
_YEAR = re.compile(r"(\d{4})年")
_BOUND_BEFORE = re.compile("(?:不?(?:超过|足|低于|高于|少于|多于|大于|小于|到)|逾|近|约|至少|至多|最多|最少|仅|[<>≤≥]=?)$")
_BOUND_AFTER = re.compile("^.{0,2}?(以上|以下|以内|以外|左右|余|多)")
_MARKUP = re.compile(r"https?:|www\.|\]\(|[<>`#$\\|{}]|!\[|\*\*|@")
_LATIN = re.compile(r"[A-Za-z0-9.+-]*[A-Za-z][A-Za-z0-9.+-]*")
_UP, _DOWN = re.compile("增|升|上涨|提高|上调|扩大|多于|高于"), re.compile("减|降|压缩|下调|缩|少于|低于")
_WAY = re.compile("(?:增加|新增|调增|增长|上升|上调|提高|扩大|减少|调减|下降|下调|降低|压减|压缩|缩减|精简)")
_NEGATION = re.compile("没有|并无|未曾|尚未|未|无|不")
_CHANGE = re.compile(r"(?:[比较与跟同](?:上年|去年|前年|上一年|年初)(?:预算数?|决算数?)?(?:相比)?|同比)|增加|减少|增长|下降|上升|降低|提高|压减|增幅|降幅|变动|占比?|比重")
_GENERIC = re.compile("预算数?|决算数?|支出|收入|资金|经费|费用|金额|安排|总额|实际")
_FILLER = str.maketrans("", "", "的了为是共约达计合在于及和与其中个全年度有")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one citation proves: its text (as the deterministic answer shows it), its title, and other names of its department."""

    text: str
    title: str = ""
    names: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Everything that may be said from it, in ``flat`` form."""
        return "|".join([*self.called, *map(flat, self.text.split("\n"))])

    @property
    def called(self) -> tuple[str, ...]:
        """The title and the department's names, in ``flat`` form."""
        return tuple(flat(name) for name in (self.title, *self.names) if name)


def reasons_against(sentence: str, evidence: Sequence[Evidence], figures: Sequence[AnswerFigure] = ()) -> list[str]:
    """Why a sentence may not be shown, in English for the log; empty: it may. ``evidence[n - 1]`` is what mark ``[n]`` names."""
    numbers = [int(n) for n in MARK.findall(sentence)]
    if not numbers or not all(1 <= n <= len(evidence) for n in numbers):
        return ["citation marks missing or invalid"]
    said = flat(MARK.sub("", sentence))
    disclosures: dict[tuple[str, ...], list[Evidence]] = {}
    for n in dict.fromkeys(numbers):
        disclosures.setdefault(evidence[n - 1].called, []).append(evidence[n - 1])
    # One disclosure must prove the whole sentence: else one department's number could be said of another's.
    judgements = [_judged(said, "|".join(e.whole for e in cited), sorted(called, key=len, reverse=True), figures) for called, cited in disclosures.items()]
    return min(judgements, key=len)


def _judged(said: str, there: str, names: Sequence[str], figures: Sequence[AnswerFigure]) -> list[str]:
    """The same of texts in ``flat`` form, without marks; ``names`` are those of the departments cited."""
    against = []
    if _MARKUP.search(said):
        against.append("markup or link")
    if strange_numerals(said):
        against.append("numerals that cannot be read")
    if any(word not in there for word in _LATIN.findall(said)):
        against.append("foreign word")
    papers = [m.span() for m in _DOCUMENT_NUMBER.finditer(said)]
    if any(said[a:b] not in there for a, b in papers):
        against.append("document number")
    known = quantities(there)
    own = [q for q in quantities(said) if not any(a <= q.start < b for a, b in papers)]
    verbatim = len(said) >= LEAST and re.search(rf"(?:^|[,。;:、|)]){re.escape(said.rstrip('。;!'))}(?:[,。;、|(]|$)", there)
    for i, q in enumerate(own):
        proofs = _same(q, known, there)
        proved = bool(proofs) and (bool(verbatim) or q.dated or q.value is None)  # verbatim: what a number is said of needs no more proof
        proved = proved or any(_year_fits(said, q, there, known[k], names) and _beside(own, i, known, k, names) for k in proofs)
        if not (proved or _computed(q, figures)):
            against.append(f"number {q.literal}")
    if any(date not in there for date in (*_DATE.findall(said), *_RELATIVE_YEAR.findall(said))):
        against.append("date")
    body = foreign_body(said, there)
    if body:
        against.append(f"organisation {body}")
    if _contradicts(said, there):
        against.append("denied in the evidence, or denies it")
    if _share(said, there) < SUPPORT:
        against.append("not supported")
    return against


def _same(q: Quantity, known: Sequence[Quantity], there: str) -> list[int]:
    """The positions of the evidence's quantities of the same value and unit; of a numeral without a value, [0] where it stands literally."""
    if q.value is None:
        return [0] if len(q.literal) > 1 and q.literal in there else []
    return [i for i, k in enumerate(known) if k.value == q.value and k.unit == q.unit]


def _beside(own: Sequence[Quantity], position: int, known: Sequence[Quantity], at: int, names: Sequence[str]) -> bool:
    """Whether the words around two equal quantities are about the same: what leads to the number, else what follows; and up or down alike."""
    q, k = own[position], known[at]
    before = _last_clause(_without(q.before, names))
    if bool(_UP.search(before)) != bool(_UP.search(k.before)) or bool(_DOWN.search(before)) != bool(_DOWN.search(k.before)):
        return False
    if ("占" in before) != ("占" in _last_clause(k.before)):
        return False
    if _bound(q) != _bound(k):
        return False
    around = _subject(known, at) + "|" + k.after
    words = before if _pairs(before) or "占" in before else q.after
    bare = _CHANGE.sub("|", words)
    if not _pairs(bare) and words != bare:  # only 比上年减少: the change is of what was named before
        bare = _CHANGE.sub("|", _without(_subject(own, position), names))
    special = _GENERIC.sub("|", bare)
    return _share(special if _pairs(special) else bare, around) >= BESIDE


def _bound(q: Quantity) -> tuple[str, str]:
    """What makes a number a limit: 不超过 before it, 以上 after it."""
    before, after = _BOUND_BEFORE.search(q.before), _BOUND_AFTER.search(q.after)
    return (before.group() if before else "", after[1] if after else "")


def _year_fits(said: str, q: Quantity, there: str, k: Quantity, names: Sequence[str]) -> bool:
    """Whether the year last named before a quantity is the one last named before its proof; where that names none, one of the title's."""
    year = _YEAR.findall(said[: q.start])[-1:]
    sentence = re.split(r"[。;|]", there[: k.start])[-1]
    proved = _YEAR.findall(sentence)[-1:] or [y for name in names for y in _YEAR.findall(name)]
    return not year or year[0] in proved


def _subject(known: Sequence[Quantity], at: int) -> str:
    """The words that lead to a quantity; those of the one before it, too, where they only tell of a change (比上年减少)."""
    words = known[at].before
    while at and not _pairs(_CHANGE.sub("|", words)):
        at -= 1
        words = known[at].before + words
    return words


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, "|")
    return text


def _last_clause(before: str) -> str:
    """The clause that leads to the number; the one before it where that says nothing."""
    clauses = [c for c in re.split(r"[,、:：。|「」()]", before) if _pairs(c) or c == "占"]
    return clauses[-1] if clauses else ""


def _computed(q: Quantity, figures: Sequence[AnswerFigure]) -> bool:
    """Whether a quantity is one of the computed figures, named by its label."""
    for figure in figures:
        scale, unit = (MONEY[figure.unit], "元") if figure.unit in MONEY else (Decimal(1), figure.unit)
        if q.value == figure.value * scale and q.unit == unit[: len(q.unit) or None] and _share(_last_clause(q.before), flat(figure.label)) >= BESIDE:
            return True
    return False


def _contradicts(said: str, there: str) -> bool:
    """Whether the sentence denies what the evidence does not, or affirms what the evidence only denies."""
    if _NEGATION.search(said) and not _NEGATION.search(there):
        return True
    for found in _NEGATION.finditer(there):
        denied = there[found.end() : found.end() + 2]
        if not HAN.fullmatch(denied) or len(denied) < 2 or denied not in said:
            continue
        if _affirms(said, denied) and not _affirms(there, denied):
            return True
    return _turned(said, there) or any(_affirms(there, d) and not _denies(there, d) for d in _denied(said))


def _turned(said: str, there: str) -> bool:
    """Whether what rises in the evidence falls in the sentence, or the other way round (人员增加 -> 人员减少, 压缩批次 -> 增加批次)."""
    for found in _WAY.finditer(said):
        up = bool(_UP.search(found.group()))
        for beside, pattern in ((said[max(0, found.start() - 2) : found.start()], "{}({})"), (said[found.end() : found.end() + 2], "({1}){0}")):
            if len(beside) < 2 or not HAN.fullmatch(beside):
                continue
            ways = {bool(_UP.search(m[1])) for m in re.finditer(pattern.format(re.escape(beside), _WAY.pattern), there)}
            if ways and up not in ways:
                return True
    return False


def _denied(text: str) -> list[str]:
    """The pairs of characters right after a negation."""
    after = (text[m.end() : m.end() + 2] for m in _NEGATION.finditer(text))
    return [pair for pair in after if len(pair) == 2 and HAN.fullmatch(pair)]


def _denies(text: str, pair: str) -> bool:
    return any(_negated(text, m.start()) for m in re.finditer(re.escape(pair), text))


def _affirms(text: str, pair: str) -> bool:
    """Whether the pair stands somewhere without a negation right before it."""
    return any(not _negated(text, m.start()) for m in re.finditer(re.escape(pair), text))


def _negated(text: str, at: int) -> bool:
    return bool(_NEGATION.search(text[max(0, at - 4) : at]))


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring Han characters, fillers left out."""
    return {run[i : i + 2] for run in HAN.findall(text.translate(_FILLER)) for i in range(len(run) - 1)}


def _share(words: str, there: str) -> float:
    """The share of the words' pairs that stand there; 0 for none."""
    pairs = _pairs(words)
    return len(pairs & _pairs(there)) / len(pairs) if pairs else 0.0
