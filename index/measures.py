"""Canonical names of measures: one name for what documents print in many ways.

``canonical`` works on text alone and is idempotent. ``official`` corrects slips in names where the code is known
(206 04 技术与开发 -> 技术研究与开发), from 《政府收支分类科目》 in ``data/subjects.txt``; names of other years are kept.
"""

from __future__ import annotations

import json
import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

from index.text import clean, only_han

_ORDINAL = "一二三四五六七八九十百"
_NUMBERING = re.compile(
    rf"^(?:[{_ORDINAL}]+[、．.]|[（(][{_ORDINAL}]+[）)]|\d{{1,2}}[、．](?!\d)|\d{{1,2}}\.(?![\d])|[（(]\d{{1,2}}[）)]|[①②③④⑤⑥⑦⑧⑨⑩]|[-*•·#]+)"
)
_OF_WHICH = re.compile(r"^(?:其中|加|减|注)[:：]")
_CODE_IN_FRONT = re.compile(r"^\d{3}(?:\d{2}){0,2}(?=[\u4e00-\u9fff])")
_LEVEL = re.compile(r"（(?:类|款|项|目)级?）")
_TAIL = re.compile(r"(?:（(?:小计|合计|总计|单位：.{0,4}|(?:人民币)?(?:亿|百万|万|千)?元|辆|台|套|个|人|人次|批次|平方米|%)）)+$")
_SUM = re.compile(r"(?:小计|合计)$")
_FIXED = ("本年收入合计", "本年支出合计")
_QUOTES = re.compile("[“”„‟\"'‘’「」『』《》〈〉]")
_SLIP = 0.72


@lru_cache(maxsize=1 << 16)
def canonical(label: str) -> str:
    """The canonical name of a printed label: numbering, 其中：, level words, quotes and blanks dropped, synonyms made one. Idempotent."""
    text, before, same = label, None, _same()
    while text != before:
        before = text
        if not only_han(text):  # nothing of the following is in a name of Han characters alone, and most names are that
            text = _plain(text)
            text = _OF_WHICH.sub("", _NUMBERING.sub("", text)) or text
            text = _CODE_IN_FRONT.sub("", text)
            text = _TAIL.sub("", text) or text
            text = _last_level(text)
        text = same.get(text, text)
        if text not in _FIXED and len(text) > 4:
            text = _SUM.sub("", text)
    return text


def _plain(label: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean(label)))
    text = _QUOTES.sub("", text)
    text = text.replace("(", "（").replace(")", "）").replace("[", "（").replace("]", "）").replace(":", "：").replace(",", "，").replace(";", "；")
    return _balanced(re.sub(r"（）", "", text).strip("：，；。"))


def _balanced(text: str) -> str:
    """Without a bracket at the end that nothing opens, or at the start that nothing closes (glyphs of a neighbour, cut labels)."""
    while text.endswith("）") and text.count("）") > text.count("（"):
        text = text[:-1]
    while text.startswith("（") and text.count("（") > text.count("）"):
        text = text[1:]
    return text


def _last_level(text: str) -> str:
    """一般公共服务支出（类）财政事务（款）行政运行（项） -> 行政运行: a whole path names its last item."""
    parts = [p for p in _LEVEL.split(text) if p]
    if not parts or len(_LEVEL.findall(text)) == 0:
        return text
    return parts[-1] if text.endswith("）") and _LEVEL.search(text[-4:]) else "".join(parts) if len(parts) == 1 else text


def levels(label: str) -> tuple[str, ...]:
    """The canonical names of a path printed in one piece: 科学技术支出（类）科技条件与服务（款）… -> its items, outermost first."""
    return tuple(canonical(p) for p in _LEVEL.split(_plain(label)) if p)


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    table = json.loads(files("index").joinpath("data/measures.json").read_text(encoding="utf-8"))["same"]
    return {other: name for name, others in table.items() for other in others}


@lru_cache(maxsize=1)
def subjects() -> dict[str, tuple[str, ...]]:
    """Subject codes -> official names, today's first, then those of earlier years."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("index").joinpath("data/subjects.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, names = line.partition(" ")
            found[code] = tuple(names.split("|"))
    return found


def official(code: str | None, label: str) -> str:
    """The canonical name of a coded row: as printed where it is official for some year, else the official name that it misspells."""
    name = canonical(label)
    names = [canonical(n) for n in subjects().get(code or "", ())]
    if not names or name in names or not name:
        return name
    best = max(names, key=lambda n: SequenceMatcher(None, n, name, autojunk=False).ratio())
    return best if SequenceMatcher(None, best, name, autojunk=False).ratio() >= _SLIP else name


def name_of_code(code: str) -> str | None:
    """Today's official name of a subject code, or None where the code is not in the list."""
    names = subjects().get(re.sub(r"[\s\-]", "", code))
    return names[0] if names else None
