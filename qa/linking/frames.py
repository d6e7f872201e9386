"""Words that only say how a question asks: those of ``frames.txt``, of the lexicon's classes, and what is made of them (各剩, 十几项)."""

from __future__ import annotations

import re
from functools import lru_cache

from index.tokens import plain_words
from qa.lexicon import frames, phrases

_GROUPS = (
    "function", "lead", "question", "intent_boolean", "intent_list", "intent_text", "intent_definition", "generic", "over", "negative", "order", "kind",
    "kind_weak", "aspect", "operation", "extreme", "unit", "level",
)
_COUNTER = "(?:[个位名人辆台套件份项条次回批场期家户笔样种类款块组篇册张本支间栋处座层度年月天周口部成倍]|小时|分钟|方面)?"
_NUMBERED = re.compile(f"[第前后头近每这那]?[一二两三四五六七八九十百千万亿半几数多零〇]+{_COUNTER}")
_PARTICLES = frozenset("的了着过吗呢吧里中内上下和与及各每是为有在共都也又就还多少几个项比占按把用花钱款年")
_BEFORE_VERBS = frozenset("各每共都又还没未不所")


def framed(word: str) -> bool:
    """Whether a word is a frame or made of frames; of lone characters only where they are particles (无人 is not 无 and 人)."""
    known, longest = _frames()
    if word in known or (len(word) > 1 and word[0] in _BEFORE_VERBS and framed(word[1:])):
        return True
    reached = [True, *[False] * len(word)]
    for start in range(len(word)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(word), start + longest) + 1):
            piece = word[start:end]
            if piece in known and (len(piece) > 1 or piece in _PARTICLES):
                reached[end] = True
        number = _NUMBERED.match(word, start)
        if number:
            reached[number.end()] = True
    return reached[-1]


@lru_cache(maxsize=1)
def _frames() -> tuple[frozenset[str], int]:
    known = frames() | {w for group in _GROUPS for words in phrases()[group].values() for w in words}
    return known, max(map(len, known))


def all_framed(text: str) -> bool:
    """Whether a stretch holds nothing but such words."""
    return all(framed(word) for word in plain_words(text))
