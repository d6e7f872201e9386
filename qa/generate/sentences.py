"""Cutting a growing reply into sentences, each with the citation marks that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_END = re.compile(r"[。！？；\n]+[”」』）)\"]*(?:\s*\[\d{1,3}\])*")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences as soon as each is whole: its end and what follows its marks have been seen. Blank ones are left out."""
    held = ""
    for piece in pieces:
        held += piece
        while (cut := _cut(held)) is not None:
            if held[:cut].strip():
                yield held[:cut].strip()
            held = held[cut:]
    yield from (s.strip() for s in _split(held) if s.strip())


def _cut(text: str) -> int | None:
    """Where the first sentence ends, or None while a mark may still follow."""
    found = _END.search(text)
    if not found:
        return None
    rest = text[found.end() :].lstrip()
    return found.end() if rest and not re.match(r"\[\d{0,3}$", rest) else None


def _split(text: str) -> Iterator[str]:
    at = 0
    for found in _END.finditer(text):
        yield text[at : found.end()]
        at = found.end()
    yield text[at:]
