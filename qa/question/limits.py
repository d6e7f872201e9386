"""Operands that only say where the others stand: 只看基本支出, 基本支出列, 列入项目支出的那一部分, 基本支出，科目30102津贴补贴.

Such an operand is no second thing asked for: it becomes a scope of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.linking.vocabulary import GENERIC
from qa.question.operands import Operand

_FUND = "(?:财政拨款|一般公共预算|政府性基金(?:预算)?|全口径)?的?"
_BEFORE = re.compile(
    rf"(?:[只仅光单就](?:看|算|统计|计|要|取|查|限于?|包括|包含|含|限)|限于|局限于|限定(?:在|为|于)?|列入|计入|纳入|列进|算入|算进|列支?在|算在|归在|放在|记在|列支于|体现在|反映在){_FUND}$"
)
_AFTER = re.compile(
    r"^(?:支出|预算|决算)?(?:数|金额)?(?:这|那)?(?:一)?(?:列|栏)(?!为|入|示|支|出|举)|^(?:的)?(?:口径|范围)(?:下|里|内|的)?(?![是有])|^(?:里面|里|中|内)?的?(?:那|这)(?:一)?(?:部分|块|列|栏)(?:[是有为的]|$|[,。?])"
)
_LABEL = re.compile(r"^[,:;]?的?(?:其中)?的?(?:部门)?(?:预算)?(?:支出)?(?:经济|功能)?(?:分类)?(?:科目|编码|代码|项目|名称|明细)+(?:编码|代码|名称|为|是)?[:]?\d*$")
_SPELLED = re.compile(r"(?:-+|:|\(|\((?:即|包括)|,?(?:也就是|即|包括))(?:说)?")
_BESIDE = re.compile(r"^(?:、|和|与|及|加|,|\+|以及|加上)")
_SEVERAL = re.compile(r"均|每|摊|倍|各|分别|以及|和|与|跟|及|、|还有|加|减|占|比|除|÷|合计|哪|谁")
_ASKED = re.compile(r"多少|几|金额|数额")
CONTAINERS = frozenset({"基本支出", "项目支出", "财政拨款支出", "一般公共预算支出", "三公经费", "政府采购", "政府采购预算", "机关运行经费", "人员经费", "公用经费"})


def limited(text: str, found: Sequence[Operand]) -> list[Operand]:
    """The operands, those that only limit the others put among their scopes. Unchanged where all of them or none do."""
    found = _untitled(text, found)
    limits = [o for o in found if not o.whole and _limits(text, o)]
    if limits and len(limits) < len(found):
        kept = [o for o in found if o not in limits]
        for operand in kept:
            operand.scopes += [s for limit in limits for s in (*limit.scopes, limit) if s not in operand.scopes and s.link.names != operand.link.names]
        return kept
    return _led(text, list(found))


def _limits(text: str, operand: Operand) -> bool:
    start = min((s.mark.start for s in operand.scopes if s.mark.start < operand.mark.start and operand.mark.start - s.mark.end <= 1), default=operand.mark.start)
    return bool(_BEFORE.search(text[:start]) or _BEFORE.search(text[: operand.mark.start]) or _AFTER.match(text[operand.mark.end :]))


def _untitled(text: str, found: Sequence[Operand]) -> Sequence[Operand]:
    """Without the name of a list that is then spelled out: 家底--房屋、车辆和其他资产--总共值多少 asks for the things listed."""
    if len(found) < 3:
        return found
    first, second, third = found[:3]
    spelled = _SPELLED.fullmatch(text[first.mark.end : second.mark.start]) and _BESIDE.match(text[second.mark.end : third.mark.start])
    counted = first.link.concept is not None and first.link.concept.aspect == "count"
    return found[1:] if spelled and not first.whole and not counted else found


def _led(text: str, found: list[Operand]) -> list[Operand]:
    """A container in front of one item, as forms and scripts write it: 基本支出，经济科目30102津贴补贴，金额."""
    if len(found) != 2 or found[0].whole or found[1].whole:
        return found
    first, second = found
    gap = text[first.mark.end : second.mark.start]
    contains = any(name in CONTAINERS for name in first.link.names) and not any(name in CONTAINERS for name in second.link.names)
    labelled = bool(_LABEL.match(gap)) or (second.link.code is not None and len(gap) <= 2)
    plain = gap in {",", ":", ";"} and not _SEVERAL.search(text) and len(_ASKED.findall(text)) <= 1
    if contains and (labelled or plain) and second.mention not in GENERIC:
        second.scopes = [*first.scopes, first, *second.scopes]
        return [second]
    return found
