"""The verdict on one answer, by the rules of the batch contract: value, unit, phrases, abstention, citation, each on its own.

Verdicts: ``right``; ``wrong_figure`` (a figure was stated as the answer and is not it: the worst); ``missed``; ``hallucinated``
(an unanswerable question was answered). Wording is never rewarded; a text longer than its limit is no answer.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from eval.gold import GivenFigure, Gold, Prediction, WantedFigure

MONEY = {"元": 1.0, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8}
PERCENT = {"%", "％", "百分之百", "百分比", "percent"}
REFUSALS = {"not_found", "declined", "clarify"}
DEFAULT_TOLERANCE = 0.005
EPSILON = 1e-9
_NUMBER = re.compile(r"[-+−]?\d+(?:,\d{3})*(?:\.\d+)?")
_BRACKETS = str.maketrans("〔〕【】", "[][]")


def comparable(text: str | None) -> str:
    """Text for containment: NFKC, no white space, no thousands separators, no quotes, one dash, one kind of square bracket."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    plain = re.sub(r"[“”„‟\"'‘’「」『』]", "", plain)
    return re.sub(r"[—–−-]+", "-", plain).translate(_BRACKETS)


def numbers(text: str | None) -> list[float]:
    """All numbers written in a text."""
    plain = unicodedata.normalize("NFKC", text or "").replace("−", "-")
    return [float(n.replace(",", "")) for n in _NUMBER.findall(plain)]


def verdict(gold: Gold, given: Prediction | None) -> str:
    """``right`` / ``wrong_figure`` / ``missed`` / ``hallucinated``."""
    if given is None:
        return "missed"
    if gold.type == "chitchat":
        return "right" if phrases_hold(gold, given.answer) and not given.figures else "missed"
    if not gold.answerable:
        return "right" if given.status in REFUSALS and not given.figures else "hallucinated"
    if gold.type == "ambiguous" and given.status == "clarify" and given.answer.strip():
        return "right"
    if given.status != "answered":
        return "missed"
    for check in (_main_value, _several_values):
        if (fault := check(gold, given)) is not None:
            return fault
    return "right" if phrases_hold(gold, given.answer) else "missed"


def _main_value(gold: Gold, given: Prediction) -> str | None:
    if gold.value is None:
        return None
    if not given.figures:
        return "missed"
    tolerance = DEFAULT_TOLERANCE if gold.tolerance is None else gold.tolerance
    wanted = WantedFigure(value=gold.value, unit=gold.unit, tolerance=tolerance)
    pool = given.figures if gold.values else given.figures[:1]
    if not any(same_figure(f, wanted, tolerance) for f in pool):
        return "wrong_figure"
    return None if written(gold.value, given.answer, tolerance) else "missed"


def _several_values(gold: Gold, given: Prediction) -> str | None:
    if not gold.values:
        return None
    if len(given.figures) > 3 * len(gold.values) + 3:
        return "missed"
    hits = [any(same_figure(f, w, _tolerance(w, gold)) for f in given.figures) for w in gold.values]
    if given.figures and not any(hits):
        return "wrong_figure"
    complete = all(hit or written(w.value, given.answer, DEFAULT_TOLERANCE) for hit, w in zip(hits, gold.values, strict=True))
    return None if complete else "missed"


def _tolerance(wanted: WantedFigure, gold: Gold) -> float:
    chosen = wanted.tolerance if wanted.tolerance is not None else gold.tolerance
    return DEFAULT_TOLERANCE if chosen is None else chosen


def same_figure(given: GivenFigure, wanted: WantedFigure, tolerance: float) -> bool:
    """Equal within the tolerance after bringing money to one unit; the sign is carried by the words, not compared."""
    if given.value is None or not _units_agree(given.unit, wanted.unit):
        return False
    got, unit, target = given.value, _bare(given.unit), _bare(wanted.unit)
    if unit in MONEY and target in MONEY:
        got = got * MONEY[unit] / MONEY[target]
    return abs(abs(got) - abs(wanted.value)) <= tolerance + EPSILON


def _bare(unit: str | None) -> str:
    return (unit or "").split("/")[0].strip()


def _units_agree(given: str | None, wanted: str | None) -> bool:
    a, b = _bare(given), _bare(wanted)
    return all((a in kind) == (b in kind) for kind in (MONEY, PERCENT) if a in MONEY or b in MONEY or kind is PERCENT)


def written(value: float, text: str, tolerance: float) -> bool:
    """Whether the text states the figure, in whichever money unit."""
    found = [abs(n) for n in numbers(text)]
    for factor in (1.0, 1e4, 1e-4, 1e8, 1e-8):
        target = abs(value) * factor
        slack = max(tolerance * factor, target * EPSILON) + EPSILON
        if any(abs(n - target) <= slack for n in found):
            return True
    return False


def phrases_hold(gold: Gold, answer: str) -> bool:
    """Of each group one phrase, none of the forbidden ones, and not longer than the limit."""
    text = comparable(answer)
    if len(text) > max(800, 6 * len(comparable(gold.answer)) + 400):
        return False
    if any(not any(comparable(str(p)) in text for p in group) for group in gold.must_include):
        return False
    return not any(comparable(str(p)) in text for p in gold.must_not_include)


def citation_verdict(gold: Gold, given: Prediction) -> tuple[bool, bool]:
    """(the right document is cited, a citation holds the evidence itself)."""
    if not gold.evidence:
        return True, True
    wanted_values = [gold.value] if gold.value is not None else [w.value for w in gold.values]
    document = exact = False
    for evidence in gold.evidence:
        for citation in given.citations:
            if _file(citation.doc) != _file(evidence.doc):
                continue
            document = True
            quote, want = comparable(citation.quote), comparable(evidence.quote)
            exact = exact or _overlap(quote, want) or bool(telling(quote) & telling(want))
            exact = exact or any(written(v, citation.quote or "", DEFAULT_TOLERANCE) for v in wanted_values)
    return document, exact


def _file(name: str | None) -> str:
    return comparable(name).rsplit("/", 1)[-1]


def telling(text: str) -> set[str]:
    """The numbers of a quote that tell it apart: at least three digits, years left out."""
    found = re.findall(r"\d+(?:\.\d+)?", comparable(text))
    return {n for n in found if len(n.replace(".", "")) >= 3 and not re.fullmatch(r"20\d\d", n)}


def _overlap(a: str, b: str) -> bool:
    need = min(10, len(a), len(b))
    if need < 6:
        return bool(b) and b in a
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b)).size >= need
