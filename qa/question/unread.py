"""What a reading left unused though it may change the answer: items named that nothing was linked to.

A bare figure given for a question of which half was not understood is the worst answer there is. The words found here go into
``Query.unread``; the engine then states no figure that was read without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.linking.residue import COUNTED, INSTANCED, NEUTRAL, cut
from qa.linking.spans import Mark
from qa.linking.vocabulary import GENERIC
from qa.model import MeasureRef
from qa.question.coverage import narrowing

_ITEM = re.compile(
    "(?:费用?|经费|资金|补贴|补助|工资|奖金|津贴|公积金|年金|保险|收入|支出|项目|专项|工程|设备|车辆?|基金|债务?|贷款|罚款|赔偿|捐款|结余|存款|利息|租金|房屋|土地|面积|人员|人数|专家|编制|机构|企业|数量|得分|指标|任务|比例)$"
)
# What is left of, or over, another figure: a new figure that no operation here computes.
_REST = re.compile(
    "(?:多出|高出|超出|少掉|剩下|余下)(?:来)?的?(?:那)?(?:部分|钱)(?=.{0,6}(?:占|是))|(?:剩下|余下|其余|剩余)的?(?:[那这]些|[那这]?几[个辆台项])?(?:车|房子?|设备|人|项目)(?=[^,。?]{0,8}(?:多少|几|值|什么|哪))"
)
# What a car is spent on: neither the number of cars nor the spending as a whole answers it.
_USES = re.compile("烧油|加油|油钱|油费|汽油|洗车|停车费?|过路费?|过桥费?")
_TWO_SIDES = re.compile("收入(?:和|与|及|、|占|支出)")
_SHORT = 4
_WEAK = 0.6  # score of a measure that only street words name
_HAN = re.compile("[\u4e00-\u9fff]+")
_PARTICLE = re.compile(
    "[共多中比各款项这上为报折加跟都下过汇真一重总更哪还又也就才只算能没给够差每数额度类级是有占到得和与及由向对于以内外前后间时等被把让使其它此那另再已曾将会可应须需"
    "涨降升跌增减变高低大小]"
)
_NOUN = re.compile("[税器款金楼馆站室员生所会队园场院线网药品书卡证机仪柜灯桥路票师]$|^[税器站馆室员楼机]")
_FRAME = re.compile("[中里带的年那加跟写过各都和与及或比占按对把给用从在向为人钱说讲问看算称叫即此]$|[写说列算]出$|(?:这些|那些|之类|这类|等等?)$")
_LEAD = re.compile(
    r"^每[名个人位辆台家次项年月]?|^来?了?(?:[一二两三四五六七八九十几\d]+|第[一二三四五六七八九十]+)(?:个|项|笔|家|类|种|块|年|万|只|条|张|辆|台)?|^(?:各|该|这|那|其|个|位|等|及|把|将|对|新|全|总|部)+|(?:各|等|及|之|总|共|数)+$"
)
_PLAIN = re.compile(
    "金额|比例|资金分配|公开|材料|文件|单位|部门|机关|说明|用途|名称|情况|总数|分别|全部|所有|其他|整个|各类|各项|有关|相关|预算|决算|支出|收入|经费|资金|项目|费用?|数量|一览|总体|内容|"
    "绩效|目标|增加|减少|变动|变化|计算|"
    "专项|中央|自治区|财政|本级|自治州|任务|人数|比例|指标|得分|实际|属于|主要|一般|当年|本年|去年|往年|今年|老百姓|普通|安排|用掉|花掉|使用|公共"
)


def unread(text: str, cover: Sequence[Mark], measures: Sequence[MeasureRef]) -> tuple[str, ...]:
    """The noun phrases outside the cover that name an item, and those of which only a part was read (服务器采购 as 服务).

    None where no measure was read at all: then the phrase itself is what is asked for.
    """
    if not measures:
        return ()
    asked = "|".join(m.mention for m in measures)
    found = []
    for before, mark, after in _between(text, cover):
        found += [piece for piece in cut(before) if core_of(piece) and piece not in asked]
        if mark is not None and mark.group == "measure":
            found += _compounds(text, mark, before, after)
            if text[: mark.end].endswith("费") and after.startswith("收入") and not _TWO_SIDES.match(after):
                found.append(text[mark.start : mark.end] + "收入")
    if all(m.aspect == "count" or m.score <= _WEAK for m in measures):
        found += [use[0] for use in _USES.finditer(text)]
    found += [phrase[0] for phrase in _REST.finditer(text)]
    found += [piece for piece in narrowing(text, cover, [m.mention for m in measures]) if not any(piece in other for other in found)]
    return tuple(dict.fromkeys(found))


def _between(text: str, cover: Sequence[Mark]) -> list[tuple[str, Mark | None, str]]:
    """Each mark with the uncovered text before and after it, and a last entry for the end."""
    starts = [*(m.start for m in cover), len(text)]
    ends = [0, *(m.end for m in cover)]
    gaps = [text[a:b] for a, b in zip(ends, starts, strict=True)]
    return [*((gaps[i], mark, gaps[i + 1]) for i, mark in enumerate(cover)), (gaps[-1], None, "")]


def _compounds(text: str, mark: Mark, before: str, after: str) -> list[str]:
    """The longer word that a measure is only a part of: what stands right beside it is neither a particle nor a word that says nothing."""
    mention = text[mark.start : mark.end]
    if mark.value.how == "code" or len(mention) > _SHORT:
        return []
    tail = next((piece for piece in cut(after)[:1] if after.startswith(piece)), "")
    head = next((piece for piece in cut(before)[-1:] if before.endswith(piece)), "")
    tail = "" if tail == "所" else tail  # 公用经费所占比重
    tail = tail if _says(tail) and not _PARTICLE.match(tail) and (_ITEM.search(tail) or _NOUN.search(tail)) else ""
    least = 1 if mark.value.how in {"synonym", "weak"} and len(mention) <= 2 else 2
    head = head if not INSTANCED.search(before) and _says(head, least) and not _FRAME.search(head) else ""
    return [head + mention + tail] if head or tail else []


def _says(piece: str, least: int = 1) -> bool:
    piece = re.sub("^(?:多?出)?来了?", "", piece)
    if not piece or COUNTED.fullmatch(piece):
        return False
    plain = _PLAIN.sub("", NEUTRAL.sub("", _LEAD.sub("", piece)))
    return len(plain) >= least and bool(_HAN.fullmatch(plain)) and piece not in GENERIC


def core_of(piece: str) -> str:
    """What a noun phrase says beside that it is an item (驻村 of 驻村工作经费, 引智 of 引智项目); "" where it is no item, or says nothing more."""
    if piece in GENERIC or not _ITEM.search(piece):
        return ""
    core = _LEAD.sub("", piece)
    core = _PLAIN.sub("", NEUTRAL.sub("", _ITEM.sub("", core)))
    return core if re.fullmatch("[\u4e00-\u9fff]{2,}", core) else ""


def stands_in(piece: str, evidence: str) -> bool:
    """Whether the evidence of an answer (normal form) holds what the phrase says."""
    if piece.endswith("费收入"):
        return piece in evidence  # what is taken as a fee is not what is spent on it
    core = core_of(piece) or piece
    return core in evidence or all(core[i : i + 2] in evidence for i in range(len(core) - 1))
