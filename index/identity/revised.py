"""Disclosures that call themselves the newer version of another: 更正, 修订, 勘误 ... in the file name or on the cover."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.text import normal

REVISED = re.compile(r"更正|修订|更新(?!局|中心|办|处|改造|项目|工作|科|股|公司)|勘误|订正|重新公开|补充公开|重新公布")
_COVER_LINES = 8
_LONGEST = 48  # characters of a title; a sentence that speaks of 修订 (依据修订后的办法) marks nothing
_OF_LAWS = re.compile(r"《[^》]*》|[（(]\d{4}年?(?:修订|修正)[）)]|修订(?:后的|案|版的)?(?:办法|条例|规定|预算法|会计制度)")


def revision_of(lines: Iterable[str]) -> str | None:
    """The word by which one of the first titles calls the disclosure a newer version (更正, 修订), or None."""
    for line in list(lines)[:_COVER_LINES]:
        plain = _OF_LAWS.sub("", normal(line))
        found = REVISED.search(plain) if len(plain) <= _LONGEST and re.search("预算|决算|公开|说明|公告|^[（(]?(?:更正|修订|勘误|订正)", plain) else None
        if found:
            return found.group()
    return None
