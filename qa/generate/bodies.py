"""The organisations that a text names: each must stand in the evidence, to the letter or under a name that the index gives it."""

from __future__ import annotations

import re

_SUFFIX = re.compile(
    "局|厅|委员会|发改委|卫健委|国资委|纪委|监委|政法委|宣传部|组织部|统战部|办公室|检察院|法院|科协|作协|残联|文联|妇联|工商联|协会|联合会|总工会"
    "|政府|管委会|政协|人大|党委|大学|学院|医院|中学|小学|幼儿园|党校|研究院|研究所|街道办|公司|集团|中心|银行|监狱|海关|支队|大队|委办"
)
_BEFORE = frozenset("由向在和与及为是对按从到经给被把将即含的等其该本各,.、。;:()[]!?「」|")
_PRONOUN = re.compile("[该本我各贵]$")
_REGION = re.compile(r"[\u4e00-\u9fff]{2,4}(?:省|自治区|自治州|市|州|县|盟|旗)")


def foreign_body(text: str, evidence: str) -> str | None:
    """The first organisation or place in ``text`` that ``evidence`` does not name, or None. Both in ``flat`` form."""
    for found in _SUFFIX.finditer(text):
        start, end = found.span()
        if _PRONOUN.search(text[:start]) or not _named(text, start, end, evidence):
            if _PRONOUN.search(text[:start]):
                continue
            return text[max(0, start - 6) : end]
    for found in _REGION.finditer(text):
        if not any(text[k : found.end()] in evidence for k in range(found.start(), found.end() - 2)):
            return found.group()
    return None


def _named(text: str, start: int, end: int, evidence: str) -> bool:
    """Whether the longest stretch up to ``end`` that the evidence holds is a whole name: nothing of a name stands before it."""
    if text[start:end] not in evidence:
        return False
    while start > 0 and text[start - 1 : end] in evidence:
        start -= 1
    return start == 0 or text[start - 1] in _BEFORE or not "\u4e00" <= text[start - 1] <= "\u9fff"
