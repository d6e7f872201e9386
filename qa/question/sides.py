"""Income against spending, and what is left at a year's end, in the words of people written out as the items of the tables.

``支出超过收入多少`` asks 支出总计 against 收入总计; ``2022年底账上还结转了多少钱`` asks 年末结转和结余, not what was carried over into that year.
``涨得最猛的是哪家`` ranks bodies by their growth.
"""

from __future__ import annotations

import re

_AGAINST = re.compile(
    r"(?<=[年的,、\s])(?:总)?(?P<one>收入|支出)(?:总计|合计)?(?P<how>比|超过|超出|大于|高于|多于|低于|少于|小于|不够|抵不上)(?:总)?(?P<two>收入|支出)(?:总计|合计)?"
    r"(?P<more>多|高|大|少|低|小)?(?:出|了)*(?=多少|几)"
)
_YEAR_END = re.compile(
    r"(?<=\d年)(?:年度?)?[底末](?:的时候|时|账上|账面上?|手里|还|共|一共|有|又|总共)*"
    r"(?:结转|结余|剩下?|没花完)(?:和结余)?(?:下来|到下年|给下一?年)?(?:了|的)*(?:钱|资金)?(?=多少|是|有|几|[?？]|$)"
)
_FASTEST = re.compile(r"(?:涨|增|升|增长|增加|上升)得?(?:幅)?最(?:猛|快|凶|狠|厉害)(?:的)?(?:是)?(?=哪家|谁|哪个(?:部门|单位)|哪一家)")
_LESS = frozenset(("低于", "少于", "小于", "不够", "抵不上"))


def sides_written_out(text: str) -> str:
    """See module. ``text``: the question in normal form."""
    return _FASTEST.sub("增幅最高的是", _YEAR_END.sub("年末结转和结余", _AGAINST.sub(_against, text)))


def _against(found: re.Match[str]) -> str:
    one, two, how, more = found["one"], found["two"], found["how"], found["more"]
    if one == two:
        return found[0]
    word = more or ("少" if how in _LESS else "多")
    return f"{one}总计比{two}总计{word}"
