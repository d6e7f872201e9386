"""Names as compared in look-ups: one key per label, and which labels say nothing of their own (合计, 预算数, 金额 ...)."""

from __future__ import annotations

import re
from functools import lru_cache

from index.measures import canonical
from index.text import normal, only_han

_LEVEL = re.compile(r"[(（](?:类|款|项|小计|合计|总计|万元|元|%)[)）]")
_TAIL = re.compile(r"(?:小计|合计|总计)$")
_PUNCT = re.compile(r"[\s()（）\[\]《》<>\-:：、,，.。;；/·•*]")
_NEUTRAL = re.compile(
    r"^(?:合计|总计|小计|共计|总额|金额|数额|数|总数|预算数|决算数|预算|决算|预算金额|决算金额|预算总额|年度预算总额|支出预算|收入预算|支出决算|收入决算"
    r"|本年预算数?|本年决算数?|当年预算数?|年度预算|全年预算|预算资金|资金总额|金额合计|合计金额|预算数合计|资金来源|支出|收入|科目|项目|项目名称|科目名称|名称|内容"
    r"|本年数|本期数|本年合计|支出功能分类|支出经济分类|支出功能分类科目|支出经济分类科目|经济分类|功能分类|按功能分类|按支出功能分类|按用途|支出用途|科目编码"
    r"|单位万元|数量|类款项|备注|本级|其中|\d{4}年(?:度)?(?:预算|决算)?数?)$"
)


@lru_cache(maxsize=65536)
def key(label: str) -> str:
    """The form in which two labels are compared: the canonical name without brackets and punctuation; 费用 is 费, 合计 behind falls away."""
    text = canonical(label)
    text = text if only_han(text) else _PUNCT.sub("", _LEVEL.sub("", normal(text)))
    shorter = _TAIL.sub("", text)
    text = shorter if len(shorter) >= 2 else text
    return re.sub(r"费用$", "费", text)


_FILLER = re.compile(r"安排的?|的|资金$")
_FUND_NAME = re.compile(r"拨款|预算|基金|经营|资金|^(?:基本|项目|本年|当年|上缴上级|经营|其他|支出)")


@lru_cache(maxsize=65536)
def loose(name: str) -> str:
    """A key without filler words, and without a 支出 behind the name of a subject: 一般公共服务支出 and 一般公共服务 are one."""
    text = _FILLER.sub("", name)
    shorter = text.removesuffix("支出")
    return shorter if len(shorter) >= 4 and not _FUND_NAME.search(shorter) else text


@lru_cache(maxsize=65536)
def neutral(label: str) -> bool:
    """Whether a label adds nothing to the meaning of a number: 合计, 预算数, 金额 and their like, or no label at all."""
    text = _PUNCT.sub("", _LEVEL.sub("", normal(canonical(label))))
    return not text or bool(_NEUTRAL.match(text)) or text.isdigit()
