"""One subordinate unit under several spellings: 云岭市图书中心, 云岭图书中心, 云岭图书服务中心.

Spellings may differ in the class word of the place and in 服务 or 管理 before the last word. Names that stand in one table are units of
their own, however alike. Nothing is linked across documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.identity.aliases import bare_region
from index.identity.regions import split_name
from index.model import Figure, Structured
from index.text import normal

_ENDING = re.compile(r"(?P<stem>.+?)(?:服务|管理)?(?P<end>中心|站|所|院|馆|队)$")
_CLASS_WORD = "(?:市|州|县|区|旗|盟|地区|自治州|自治县)?"
_STEM = 3  # characters that a name has besides place and ending, so that 服务中心 alone is no name


def spelling_pattern(name: str) -> re.Pattern[str] | None:
    """Matches the spellings of a unit's name; None where the name is too bare to tell."""
    parts = split_name(normal(name))
    found = _ENDING.match(parts.organ)
    if found is None or len(found["stem"]) < _STEM:
        return None
    place = re.escape(bare_region(parts.regions[-1])) + _CLASS_WORD if parts.regions else ""
    return re.compile(f"{place}{re.escape(found['stem'])}(?:服务|管理)?{found['end']}")


def spelling_key(name: str) -> str:
    """Equal for the spellings of one unit's name: without the class word of its place and 服务 or 管理 before its last word."""
    parts = split_name(normal(name))
    found = _ENDING.match(parts.organ)
    organ = found["stem"] + found["end"] if found is not None and len(found["stem"]) >= _STEM else parts.organ
    return "".join(bare_region(r) for r in parts.regions) + organ


def same_unit(a: str, b: str) -> bool:
    """Whether two names can be spellings of one unit."""
    if normal(a) == normal(b):
        return True
    return any(pattern is not None and pattern.fullmatch(normal(other)) for pattern, other in ((spelling_pattern(a), b), (spelling_pattern(b), a)))


def with_linked_units(doc: Structured, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with one name a unit (the one that most of its figures have) and its other spellings, also those of the prose, as qualifiers."""
    tables: dict[str, set[int]] = {}
    counts: Counter[str] = Counter()
    for figure in figures:
        if figure.subject_kind == "单位" and not figure.subject.endswith("（本级）"):
            counts[figure.subject] += 1
            tables.setdefault(figure.subject, set()).add(-1 if figure.table is None else figure.table)
    if not counts:
        return list(figures)
    texts = [normal(p.text) for p in doc.paragraphs] + [normal(c.text) for t in doc.tables for c in t.cells]
    names: dict[str, tuple[str, tuple[str, ...]]] = {}
    for group in _groups(list(counts), tables):
        chief = max(group, key=lambda name: (counts[name], len(name)))
        others = sorted((_printed(group, texts) | set(group)) - {chief} - (set(counts) - set(group)))
        names |= {name: (chief, tuple(others)) for name in group}
    return [_named(figure, *names[figure.subject]) if figure.subject_kind == "单位" and figure.subject in names else figure for figure in figures]


def _groups(names: list[str], tables: dict[str, set[int]]) -> list[list[str]]:
    """Names of one unit each. A name that could be a spelling of two groups stays alone."""
    groups: list[list[str]] = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        fitting = [
            group for group in groups if any(same_unit(name, other) for other in group) and not any(tables[name] & tables[other] for other in group)
        ]
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            groups.append([name])
    return groups


def _printed(group: Iterable[str], texts: list[str]) -> set[str]:
    patterns = [pattern for name in group if (pattern := spelling_pattern(name)) is not None]
    return {found.group() for pattern in patterns for text in texts for found in pattern.finditer(text)}


def _named(figure: Figure, chief: str, others: tuple[str, ...]) -> Figure:
    old = (figure.subject,) if figure.subject != chief else ()
    return replace(figure, subject=chief, qualifiers=tuple(dict.fromkeys([*figure.qualifiers, *old, *others])))
