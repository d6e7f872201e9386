"""What an answer states as its figures: the difference before what it was made of, and none where one side of a comparison is not in the index."""

from __future__ import annotations

import re

from index.text import normal
from qa.model import Answer

_GAP = re.compile(r"(?:多|少|差|高|低|贵|大|小)(?:出|了|到)*(?:多少|几)(?!个?(?:项目|部门|单位|指标|人|家|条|点|百分点|成|倍))|相差|差距|差额|差多少")
_LABELS = ("差额", "增减额")


def gap_first(answer: Answer, text: str) -> Answer:
    """The answer with its difference in front, where ``text`` asks for one and the answer states one; else the answer as it is."""
    if len(answer.figures) < 2 or not _GAP.search(normal(text)):
        return answer
    gaps = [f for f in answer.figures if f.derived and f.label in _LABELS]
    if len(gaps) != 1 or answer.figures[0] is gaps[0]:
        return answer
    return answer.model_copy(update={"figures": (gaps[0], *(f for f in answer.figures if f is not gaps[0]))})


_AGAINST = re.compile(r"比|和|与|跟|同|及|哪家|谁|相差|合计|一共|加起来")


def strangers_apart(answer: Answer, text: str) -> Answer:
    """A body that no document is of set against another (某州科技局比乌鲁木齐市科技局高多少): the comparison was not found, whatever is known of the other."""
    query = answer.query
    if query is None or answer.status != "answered" or len(query.departments) < 2 or not _GAP.search(normal(text)) or not _AGAINST.search(text):
        return answer
    strangers = [d.mention for d in query.departments if d.department is None and not d.alternatives]
    if not strangers or len(query.departments) - len(strangers) != 1:
        return answer  # of several that are known the comparison stands, and says which is missing
    line = f"收录的公开文件中没有“{'”“'.join(strangers)}”，无法比较。"
    return answer.model_copy(update={"status": "not_found", "answer": line, "figures": (), "citations": (), "checks": ()})
