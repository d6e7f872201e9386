"""Words that point back at things talked of: 上述三项, 这两笔, 比它, 比刚才的差旅费."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.model import MeasureRef, Operation, Query

_ITEMS = re.compile(r"[这那]([两二三四五六七八九十几]|\d)(?:项|个|笔|样|块|类|种|个数|者)|(?:它们|二者|两者|这些项目|这几项|这些)")
_ABOVE = re.compile(
    r"(?:上述|(?<![\d元万亿个岁次])以上|上面|前面|刚才|前述)(?:说的|问的|提到的|这|那)*"
    r"(?:([两二三四五六七八九十]|\d)(?:项|个|笔|样|块|类|种|者)?|这些|那些)?(?:项目|费用|支出|里|中|当中|之中)?"
)
_THAN_IT = re.compile("(?:比|跟)(?:它|前者|(?:前面|上面|刚才|上一)(?:那|的|这|个|项|笔)|那个|那笔|那项)(?=[多少高低大小差比贵的])")
_THAN_ITEM = "(?:比|较)(?:刚才|前面|上面|上述|那个|那笔|的)*{}(?:多|少|高|低|大|小|贵)"
_TWO_SIDED = {Operation.DIFFERENCE, Operation.RATIO, Operation.COMPARE}


def pointing_back(text: str) -> re.Match[str] | None:
    """The words that mean several items talked of before; group 1 is their number where it is said."""
    return _ITEMS.search(text) or _ABOVE.search(text)


def set_against(own: Sequence[MeasureRef], last: Query, query: Query, text: str) -> tuple[MeasureRef, ...]:
    """The two operands where one item is set against the one talked of last (福利费呢，比它多几万), in the order of the comparison; else ()."""
    if len(own) != 1 or query.operation not in _TWO_SIDED or query.departments or len(query.years) > 1:
        return ()
    others = [m for m in last.measures if m.role == "operand" and (m.names, m.qualifiers) != (own[0].names, own[0].qualifiers)]
    if not others:
        return ()
    if _THAN_IT.search(text):
        return (own[0], others[0])
    if re.search(_THAN_ITEM.format(re.escape(own[0].mention)), text):
        return (others[0], own[0])
    return ()
