"""Items said in street words: a general word for money behind a stem (工会的钱, 日常公用开销).

No list of items is needed: the stem with one of the official endings (费, 经费, 支出 …) must be a name that the vocabulary knows.
"""

from __future__ import annotations

import re

from qa.lexicon import phrases
from qa.linking.spans import Mark
from qa.linking.vocabulary import GENERIC, Link, Vocabulary

_ENDINGS = ("经费", "费", "支出", "资金")
_LONGEST_STEM = 10
_SCORE = 1.15


def money_marks(text: str, vocabulary: Vocabulary) -> list[Mark]:
    """Marks for a stem and a general word for money that together mean an item of the index (工会的钱 -> 工会经费)."""
    marks = []
    for tail in _tails().finditer(text):
        if tail[0].endswith("用") and text[tail.end() : tail.end() + 1] in {"于", "在", "到", "来"}:
            continue  # 差旅费用于植树: 差旅费 is used for
        for start in range(max(0, tail.start() - _LONGEST_STEM), tail.start() - 1):
            link = _spent_on(text[start : tail.start()], vocabulary)
            if link is not None:
                marks.append(Mark(start, tail.end(), "measure", link, _SCORE))
    return marks


def _tails() -> re.Pattern[str]:
    words = phrases()["street"]["money"]
    return re.compile(rf"(?:上的|方面的|这块的?|那块的?|那笔|这笔|的)?(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})")


def _spent_on(stem: str, vocabulary: Vocabulary) -> Link | None:
    """The item of money that a stem names with one of the official endings, or by itself."""
    if stem in GENERIC or not re.fullmatch("[\u4e00-\u9fff]+", stem):
        return None
    for word in (*(stem + ending for ending in _ENDINGS), stem):
        link = vocabulary.exact.get(word)
        if link is None or not link.known or link.how in {"weak", "beside"} or word in GENERIC:
            continue
        if link.concept is not None and link.concept.aspect == "amount":
            return Link(link.names, link.concept, "synonym")
    return None
