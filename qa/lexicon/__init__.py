"""What the domain's words mean, as data: synonyms of measures, question words, decline categories, traditional characters.

The JSON files beside this module are the truth; this module only loads and indexes them. Names of departments are never listed here:
they come from the index (qa.linking.departments).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from index.text import normal


@dataclass(frozen=True, slots=True)
class Concept:
    """A measure of the domain. ``names``: what disclosures call it, the commonest first; ``say``: what people call it.

    ``aspect`` and ``unit``, where the concept fixes them (在职人员: count, 人); ``weak`` words link only where nothing longer does.
    """

    names: tuple[str, ...]
    say: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    aspect: str = "amount"
    unit: str | None = None
    part_of: str | None = None  # weak words that mean this only beside the whole (政府采购里，服务…)
    near: tuple[str, ...] = ()  # weak words count only in a question that says one of these
    beside: tuple[str, ...] = ()  # synonyms in such a question only (运行维护费 where cars are talked of)
    enumerable: bool = False  # asked with 哪些 it wants names, not a number


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """All concepts of ``measures.json``, in file order; texts in normal form (index.text.normal)."""
    found = []
    for entry in _load("measures.json"):
        texts: dict[str, Any] = {key: tuple(normal(word) for word in entry.get(key, ())) for key in ("names", "say", "weak", "beside")}
        extra: dict[str, Any] = {key: entry[key] for key in ("aspect", "unit") if key in entry}
        near = tuple(entry.get("near", ()))
        found.append(Concept(**texts, **extra, part_of=entry.get("of"), near=near, enumerable=bool(entry.get("list"))))
    return tuple(found)


@lru_cache(maxsize=1)
def phrases() -> dict[str, dict[str, tuple[str, ...]]]:
    """The word classes of ``words.json``: class -> value -> phrases in normal form."""
    return {group: {value: tuple(normal(w) for w in words) for value, words in values.items()} for group, values in _load("words.json").items()}


@lru_cache(maxsize=1)
def frames() -> frozenset[str]:
    """The words of ``frames.txt``: how a question asks, not what it asks of."""
    text = resources.files(__package__).joinpath("frames.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def sounds() -> dict[int, str]:
    """Table for ``str.translate``: common characters to one character a sound, so that words typed by sound compare equal (绩校 = 绩效).

    Sounds that many people do not tell apart (zh/z, ch/c, sh/s, -ng/-n after i and e) are one.
    """
    heads: dict[str, str] = {}
    table: dict[int, str] = {}
    for line in resources.files(__package__).joinpath("sounds.txt").read_text(encoding="utf-8").splitlines():
        sound, _, chars = line.partition(" ")
        for long, short in (("zh", "z"), ("ch", "c"), ("sh", "s")):
            sound = sound.replace(long, short, 1) if sound.startswith(long) else sound
        sound = sound[:-1] if sound.endswith(("ing", "eng")) else sound
        head = heads.setdefault(sound, chars[:1])
        for char in chars:
            table.setdefault(ord(char), head)
    return table


def _load(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
