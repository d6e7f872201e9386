"""Things counted over a bound in their name: 单价100万元（含）以上设备, however the bound is written (一百万以上的设备).

The bound is part of the item, no condition on rows.
"""

from __future__ import annotations

import re
from decimal import Decimal

from index.numbers import NUMBER, parse_chinese_number
from qa.lexicon import Concept
from qa.linking.spans import Mark
from qa.linking.vocabulary import Link, Vocabulary

_BOUND = r"(?:单价|单台|单件|每台|价值)?(?:在|超过|达到|超)?(" + NUMBER.pattern + r"|[一二两三四五六七八九十百]+)万元?(?:人民币)?(?:\((?:含|包含)\))?(?:及)?"
_THING = r"(?:的)?(?:大型|大件|通用|专用|贵重|精密|高价|值钱|家伙|办公|固定|那些|这些|这种|这类|的)*(?:设备|仪器|装备|家当|大件|大家伙|机器)"
_SAID = re.compile(rf"{_BOUND}(?:以上|往上|开外|朝上)(?:\(含\))?{_THING}")
_NAMED = re.compile(rf"{_BOUND}以上{_THING}")


def bounded_marks(text: str, vocabulary: Vocabulary) -> list[Mark]:
    """Marks of group ``measure`` for such things; none where the index has no item with that bound."""
    marks = []
    for said in _SAID.finditer(text):
        held = [(key, name) for key, name, _ in vocabulary.names if (named := _NAMED.search(key)) and _value(named[1]) == _value(said[1])]
        buying = bool(re.search("购置|新购|购买|采购|买", text))
        names = tuple(name for key, name in sorted(held, key=lambda h: len(h[0])) if ("购置" in key) == buying)
        if names:
            concept = Concept(names=names, aspect="count", unit="台")
            marks.append(Mark(said.start(), said.end(), "measure", Link(names, concept), 1.6))
    return marks


def _value(number: str) -> Decimal | None:
    return Decimal(number.replace(",", "")) if NUMBER.fullmatch(number) else parse_chinese_number(number)
