"""What the name of a project comes to: its core, without years, document numbers and the words that all such names have."""

from __future__ import annotations

import re
from functools import lru_cache

from index.text import HAN, normal

_PAPER = re.compile(r"^[^\d\[\]]{2,8}\[?(?:20)?\d{2,4}\]?\d{1,4}号(?:文件?)?-?")
_AFTER = re.compile(r"设立的政策依据.*$|的通知$")
_YEAR = re.compile(r"(?<!\d)20\d{2}年?度?(?!\d)")
_SHORT_YEAR = re.compile(r"\([^()]*(?:年项目|结转)[^()]*\)$")
_FRONT = re.compile(r"^(?:关于|提前下达|调整下达|追加|下达|拨付|预拨|-|第[一二三四]批)+")
_TAIL = re.compile(r"(?:项目|专项|工作|资金|经费|预算|补助|支出|费用|\((?:自有资金|非财政拨款|上年结转资金?)\))+$")
_MARKS = re.compile(rf"[^{HAN}a-zA-Z0-9]")


@lru_cache(maxsize=1 << 14)
def core(name: str) -> str:
    """``提前下达2024年中央“三区”科技人才支持计划预算`` -> ``中央三区科技人才支持计划``; a name of such words only stays whole."""
    text = _SHORT_YEAR.sub("", _AFTER.sub("", _PAPER.sub("", normal(name))))
    text = _FRONT.sub("", _YEAR.sub("", text))
    shorter = _TAIL.sub("", text)
    return _MARKS.sub("", shorter if len(shorter) >= 2 else text)


@lru_cache(maxsize=1 << 14)
def cores(name: str) -> tuple[str, ...]:
    """The cores by which a project is called: of the whole name, of the part behind a dash, and of what stands in brackets."""
    plain = normal(name)
    pieces = [plain.rsplit("-", 1)[-1]] if "-" in plain else []
    pieces += [found for found in re.findall(r"\(([^()]{4,})\)", plain) if not re.search(r"资金|结转|年项目|第.批|拨款", found)]
    return tuple(dict.fromkeys([core(name), *(c for piece in pieces if len(c := core(piece)) >= 4)]))


@lru_cache(maxsize=1 << 14)
def years(name: str) -> frozenset[str]:
    """The years that tell a project from its namesakes (2021年…资金, 2026年…资金); the year of a document's number is none."""
    return frozenset(re.findall(r"20\d{2}(?=年)", _PAPER.sub("", normal(name))))


@lru_cache(maxsize=1 << 14)
def paper(name: str) -> str:
    """The number of the document that gave the money (``98号``), "" where the name has none."""
    found = _PAPER.match(normal(name))
    return re.search(r"\d{1,4}号", found[0][-12:])[0] if found else ""  # type: ignore[index]


@lru_cache(maxsize=1 << 16)
def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of the runs of Han characters; Latin words and numbers with letters whole."""
    found: set[str] = set()
    for run in re.findall(rf"[{HAN}]+|[a-z]+", normal(text).lower()):
        found.update((run[i : i + 2] for i in range(len(run) - 1)) if len(run) > 1 else (run,))
    return frozenset(found)


def alike(one: str, other: str) -> float:
    """How much two names share (0..1, Dice over pairs of characters)."""
    a, b = pairs(one), pairs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
