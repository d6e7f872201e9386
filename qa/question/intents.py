"""What kind of reaction a question wants: figures, sentences, names, a definition, yes or no, or a polite refusal."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.lexicon import phrases
from qa.model import Intent
from qa.question.why import asks_why, explains_change

_MUCH = re.compile(r"多少|几(?!乎|家|个部门|项工作|点)|多大|百分之|占比|比例|比重|合计|总额|几倍|差额|相差|平均|排名|排序|最高|最低|最多|最少|增幅|降幅|数额|金额|得分|各值")
_ASKED_FIGURE = re.compile(r"多少(?!年)|(?<!哪)几[倍次辆人个项件期位名]|(?:有|出|了|共|达到?)几家|几家[?,。]|百分之几")
_YES = re.compile(r"(?:吗|(?<![什怎这那多要])么|没有|没)[?。!]*$|(?:吗|(?<![什怎这那多要])么)[?,]")
_WHERE_MOST = re.compile(r"(?:花|用|投|砸)(?:在|到)(?:了)?(?:哪|什么|啥)[^,。?!]{0,6}最")  # 花在哪最多 ranks the items
# what a question ends in that asks for the meaning of the thing named right before
_MEANS = r"(?:这个词|一词|这项|这一项)?(?:到底|究竟|具体|又)?(?:是|指)(?:的)?(?:是)?(?:个)?(?:啥|什么|哪些(?:钱|费用|支出|收入|资金|内容)|哪种钱|哪部分钱)(?:钱|意思|概念|东西)?[?。!]*$"


@lru_cache(maxsize=32)
def _pattern(group: str, value: str | None = None) -> re.Pattern[str]:
    words = [w for key, ws in phrases()[group].items() if value in (None, key) for w in ws]
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)), re.IGNORECASE)


def says(group: str, text: str, value: str | None = None) -> bool:
    """Whether the text holds a phrase of a word class of the lexicon (of one value of it)."""
    return bool(_pattern(group, value).search(text))


_ALL_THERE_IS = re.compile(
    r"(?:请问|目前|现在|这里|里面|库里|系统里|你们?|一共|总共|都)*有(?:哪些|哪几个|多少个?|几个)(?:部门|单位|机构|年份|年度)(?:[和与、](?:部门|单位|机构|年份|年度))*(?:的)?(?:数据|资料|文件|预算|决算|公开)*[?？呢啊呀]?"
)


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
    if (says("meta", text) or (_ALL_THERE_IS.fullmatch(text) and not has_department)) and not has_measure:
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
    if has_measure and operated and _WHERE_MOST.search(text) and not asks_reason(text):
        return Intent.FIGURE
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


def asks_meaning(text: str, mention: str) -> bool:
    """Whether the question ends in asking what the very thing named is (机关运行经费到底是啥, 财政专户管理资金指哪些钱)."""
    return bool(mention) and bool(re.search(re.escape(mention) + _MEANS, text))


def asks_reason(text: str) -> bool:
    """Whether the question asks why."""
    return says("intent_text", text, "reason") or asks_why(text)
