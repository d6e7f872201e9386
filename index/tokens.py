"""Chinese text as words for keyword search: one function for index and query, so both always agree.

NFKC first (full-width digits), numbers kept whole without thousands separators, then jieba's search mode without HMM
(HMM glues 数+是 and is quadratic on unknown runs). A private ``jieba.Tokenizer`` with its cache in a folder of our own:
the default one trusts a file in /tmp that anybody can write.
"""

from __future__ import annotations

import logging
import os
import re
import stat
import sys
import tempfile
import threading
import unicodedata
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from index.text import clean

_PIECE = re.compile(r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?)|(?P<latin>[A-Za-z]+)|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff]+)")
STOP = frozenset("的了和与及或是在有为对等中上下个其之以于由从按将向就都而并也吗呢吧啊请问我你他它这那哪")
_REPEATED = 24  # characters: longer runs are sentences, which seldom come back
_start = threading.Lock()


def words(text: str) -> list[str]:
    """The search words of a text, in order, with repeats; compound words come with their parts. Unknown symbols are dropped."""
    found: list[str] = []
    for piece in _PIECE.finditer(unicodedata.normalize("NFKC", clean(text))):
        if number := piece["number"]:
            found.append(number.replace(",", ""))
        elif latin := piece["latin"]:
            found.append(latin.lower())
        else:
            run = piece["han"]
            found.extend(_cut(run) if len(run) <= _REPEATED else _freshly_cut(run))
    return found


@lru_cache(maxsize=1 << 16)
def _cut(run: str) -> tuple[str, ...]:
    """Labels of rows and columns, headings and phrases come back in every disclosure."""
    return _freshly_cut(run)


def _freshly_cut(run: str) -> tuple[str, ...]:
    return tuple(sys.intern(w) for w in _tokenizer().cut_for_search(run, HMM=False) if w not in STOP)


@lru_cache(maxsize=1 << 12)
def plain_words(run: str) -> tuple[str, ...]:
    """A run of Han characters cut into words, none left out and none twice."""
    return tuple(_tokenizer().cut(run, HMM=False))


def ready() -> None:
    """Load the dictionary now: children that are forked later have it."""
    _tokenizer()


def terms() -> list[str]:
    """Words of budget disclosures that jieba's dictionary lacks (``index/data/terms.txt``)."""
    lines = (resources.files("index") / "data" / "terms.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    with _start:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = str(cache_folder())
        tokenizer.initialize()
        for term in terms():
            tokenizer.add_word(term)
        return tokenizer


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """A folder for derived files that only this user can write: ``$WENZHANG_CACHE``, else the XDG cache, else a fresh temporary one."""
    base = os.environ.get("WENZHANG_CACHE") or os.environ.get("XDG_CACHE_HOME")
    home = os.environ.get("HOME")
    root = Path(base) if base else Path(home) / ".cache" if home else None
    if root is not None:
        folder = root / "wenzhang" / f"python{sys.version_info.major}.{sys.version_info.minor}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            state = folder.stat()
            if state.st_uid == os.getuid() and not stat.S_IMODE(state.st_mode) & 0o022 and os.access(folder, os.W_OK):
                return folder
        except OSError:
            pass
    return Path(tempfile.mkdtemp(prefix="wenzhang-"))
