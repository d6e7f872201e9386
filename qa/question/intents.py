"""What kind of reaction a question wants: figures, sentences, names, a definition, yes or no, or a polite refusal."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.lexicon import phrases
from qa.model import Intent

_MUCH = re.compile(r"多少|几(?!乎|家|个部门|项工作)|多大|百分之|占比|比例|比重|合计|总额|总计|几倍|差额|相差|平均|排名|排序|最高|最低|最多|最少|增幅|降幅|数额|金额|得分")
_YES = re.compile(r"(?:吗|么|没有|没)[?。!]*$|(?:吗|么)[?,]")
_QUESTION = re.compile(r"[?]|吗|呢|多少|几|什么|哪|怎|为何|是否|有没有|谁")


@lru_cache(maxsize=32)
def _pattern(group: str, value: str | None = None) -> re.Pattern[str]:
    words = [w for key, ws in phrases()[group].items() if value in (None, key) for w in ws]
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)), re.IGNORECASE)


def says(group: str, text: str, value: str | None = None) -> bool:
    """Whether the text holds a phrase of a word class of the lexicon (of one value of it)."""
    return bool(_pattern(group, value).search(text))


def declined(text: str, *, linked: bool) -> str | None:
    """The category for which the question must be declined, or None. ``linked``: it names a measure or department of the index."""
    for category in ("injection", "private", "prediction", "opinion", "advice"):
        if says("decline", text, category):
            return category
    return "domain" if not linked and says("decline", text, "domain") else None


def intent_of(text: str, *, has_measure: bool, has_department: bool) -> Intent:
    """The intent of a question that is not declined. Where several fit, the main one: a reason asked beside a figure stays an aspect."""
    linked = has_measure or has_department
    if says("meta", text) and not has_measure:
        return Intent.META
    if not linked and says("chitchat", text) and len(text) <= 25:
        return Intent.CHITCHAT
    if says("intent_definition", text):
        return Intent.DEFINITION
    much = bool(_MUCH.search(text))
    if _reason_first(text) or (says("intent_text", text) and not much):
        return Intent.TEXT
    yes = says("intent_boolean", text) or bool(_YES.search(text))
    if yes and not re.search(r"分别|各.{0,6}多少|^.*[?,].*多少", text):
        return Intent.BOOLEAN
    if says("intent_list", text) and not has_measure:
        return Intent.LIST
    if much or has_measure:
        return Intent.FIGURE
    if says("intent_list", text):
        return Intent.LIST
    return Intent.TEXT


def _reason_first(text: str) -> bool:
    """A reason is the main ask where no figure is asked, or where the number said is part of the statement (少了42万元,原因是什么)."""
    if not says("intent_text", text, "reason") and not says("intent_text", text, "basis"):
        return False
    return not re.search(r"(?:多少|几)(?!年)", text)
