"""The word classes of ``lexicon/rows.json``, for questions over the rows of tables: class -> value -> phrases in normal form."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

from index.text import normal


@lru_cache(maxsize=1)
def row_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """See module."""
    found = json.loads(resources.files("qa.lexicon").joinpath("rows.json").read_text(encoding="utf-8"))
    return {group: {value: tuple(normal(w) for w in words) for value, words in values.items()} for group, values in found.items()}
