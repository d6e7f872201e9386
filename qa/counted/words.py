"""What a stretch of text says, in words of the counted domain: ``atoms`` (synonyms as one), ``numbers``, and the rest as it stands.

Both questions and the labels of facts are read with the same lexicon (``qa/lexicon/counted.json``), so that 在岗在编 and 在编在职人员 are one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from index.text import normal

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Said:
    """The content of a stretch of text; ``rest``: runs of Han characters that are neither atoms nor filler."""

    atoms: frozenset[str]
    numbers: frozenset[str]
    rest: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether it says nothing of its own."""
        return not self.atoms and not self.numbers and not self.rest


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    """The data of ``counted.json``; its texts in normal form."""
    data = json.loads(resources.files("qa.lexicon").joinpath("counted.json").read_text(encoding="utf-8"))
    data["atoms"] = {atom: [normal(w) for w in words] for atom, words in data["atoms"].items()}
    return dict(data)


@lru_cache(maxsize=1)
def _atoms() -> tuple[dict[str, str], re.Pattern[str]]:
    table = {word: atom for atom, words in lexicon()["atoms"].items() for word in words}
    return table, re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))


@lru_cache(maxsize=1)
def _filler() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(lexicon()["filler"], key=len, reverse=True))))


@lru_cache(maxsize=1 << 14)
def said(text: str, *, atoms: bool = True) -> Said:
    """The content of a text in normal form; without ``atoms`` all of it is ``rest``."""
    table, pattern = _atoms()
    known = frozenset(atom for found in pattern.finditer(text) for atom in table[found[0]].split("+")) if atoms else frozenset()
    rest = pattern.sub(" ", text) if atoms else text
    numbers = frozenset(_NUMBER.findall(rest))
    runs = tuple(run for run in _HAN_RUN.findall(_filler().sub(" ", _NUMBER.sub(" ", rest))) if len(run) > 1)
    return Said(known, numbers, runs)


def holds(text: str, run: str) -> bool:
    """Whether all pairs of neighbouring characters of the run stand in the text."""
    return all(run[i : i + 2] in text for i in range(len(run) - 1))


def share(text: str, run: str) -> float:
    """The share of the run's pairs of neighbouring characters that stand in the text."""
    return sum(run[i : i + 2] in text for i in range(len(run) - 1)) / max(len(run) - 1, 1)
