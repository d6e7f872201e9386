"""What kind of reaction a question wants: figures, sentences, names, a definition, yes or no, or a polite refusal."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.lexicon import phrases
from qa.model import Intent

_MUCH = re.compile(r"多少|几(?!乎|家|个部门|项工作|点)|多大|百分之|占比|比例|比重|合计|总额|几倍|差额|相差|平均|排名|排序|最高|最低|最多|最少|增幅|降幅|数额|金额|得分|各值")
_ASKED_FIGURE = re.compile(r"多少(?!年)|(?<!哪)几[倍次辆人个项件期位名]|(?:有|出|了|共|达到?)几家|几家[?,。]|百分之几")
_YES = re.compile(r"(?:吗|(?<![什怎这那多要])么|没有|没)[?。!]*$|(?:吗|(?<![什怎这那多要])么)[?,]")
_WHY = re.compile(
    r"怎么(?:会|就|突然|一下|还|又)|怎么.{0,8}(?:这么|那么)(?:少|多|低|高|大|小)|怎么.{0,6}(?:少|多|低|高|降|涨)了|(?:怎么|咋)(?:都|也)?(?:没(?!关系)|不|未)|凭啥|咋(?:会|就|还|又|这么|那么)|"
    r"(?:怎么|咋)[^,。?;]{0,12}(?:没了|没有了|取消了|不见了|归零|清零|变成0)"
)
# 怎么解释 of a change or of a shortfall asks why; of a term it asks what it means.
_EXPLAINED = re.compile(r"(?:怎么|如何|作何|做何|有何|给(?:了|出)?(?:的|什么)?)解释|(?:怎么|如何)说明(?:的|原因)?|解释(?:是|了)?什么")
_TO_EXPLAIN = re.compile(
    r"(?:多|少|涨|降|增|减|跌|升|翻|缩|砍|压)(?:加|少|长|低|掉)?了|增加|减少|增长|下降|上涨|大增|大减|偏差|差异|差距|变化|变动|"
    r"没(?:有)?(?:完成|花完|用完|达标|达到|做到)|未(?:完成|达标|达到)|只(?:花|用|完成|执行|做)|才(?:花|用|完成|执行)|超(?:支|出|过)|不足|扣(?:了|分)|执行率|完成率"
)


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


def intent_of(text: str, *, has_measure: bool, has_department: bool, enumerable: bool = False, operated: bool = False) -> Intent:
    """The intent of a question that is not declined. Where several fit, the main one: a reason asked beside a figure stays an aspect.

    ``enumerable``: the measure is one of things that have names (科室, 下属单位); ``operated``: an operation on figures is asked.
    """
    linked = has_measure or has_department
    if says("meta", text) and not has_measure:
        return Intent.META
    if not linked and says("chitchat", text) and len(text) <= 25:
        return Intent.CHITCHAT
    if says("intent_definition", text) and not _ASKED_FIGURE.search(text) and not explains_change(text):
        return Intent.DEFINITION
    figure = bool(_ASKED_FIGURE.search(text))
    yes = says("intent_boolean", text) or bool(_YES.search(text))
    listed = says("intent_list", text)
    if figure and not (enumerable and listed):
        return Intent.FIGURE
    if enumerable and listed:
        return Intent.LIST
    if asks_reason(text) or says("intent_text", text, "basis") or says("intent_text", text, "use"):
        return Intent.TEXT
    if yes and not operated:
        return Intent.BOOLEAN
    if operated and has_measure:
        return Intent.FIGURE
    if says("intent_text", text):
        return Intent.TEXT
    if yes:
        return Intent.BOOLEAN
    if _MUCH.search(text) or (has_measure and not listed):
        return Intent.FIGURE
    return Intent.LIST if listed else Intent.TEXT


def asks_reason(text: str) -> bool:
    """Whether the question asks why."""
    return says("intent_text", text, "reason") or bool(_WHY.search(text)) or explains_change(text)


def explains_change(text: str) -> bool:
    """Whether an explanation is asked of a change or a shortfall (多了1600万，怎么解释), not of a term."""
    return bool(_EXPLAINED.search(text) and _TO_EXPLAIN.search(text))
