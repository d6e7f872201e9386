"""Paragraphs that a page break or a line layout cut in the middle of a sentence, read as one text.

Only for reading: a figure still names the paragraph that its number stands in. Page numbers that were caught between the
halves (``─ 7 ─``) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.model import Paragraph

_PAGE_NUMBER = r"\s*[─—–-]\s*\d{1,3}\s*[─—–-]\s*"
_FOOT = re.compile(rf"{_PAGE_NUMBER}$")
_HEAD = re.compile(rf"^{_PAGE_NUMBER}")
_ONLY_NUMBER = re.compile(r"^\s*(?:[─—–-]\s*)?\d{1,3}(?:\s*[─—–-])?\s*$")
_FINISHED = re.compile(r"[。；;：:！？!?]\s*$")
_NEW = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}\s*[、．.](?!\d)|[-*●■①-⑳])|^[^，,。；：:]{2,12}[：:]"
)
_CLOSED = re.compile(r"(?<![加少长降])[）)]\s*$")
_LEAST = 24
_MOST = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph inside a joined text: it begins at ``start`` there and at ``offset`` in the paragraph."""

    paragraph: Paragraph
    start: int
    offset: int


@dataclass(frozen=True, slots=True)
class Joined:
    """One text made of one or more paragraphs of one section."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def section(self) -> int:
        """The section that all pieces belong to."""
        return self.pieces[0].paragraph.section

    def where(self, position: int) -> tuple[Paragraph, int]:
        """Paragraph and offset in it of a position of the joined text."""
        piece = next(p for p in reversed(self.pieces) if p.start <= position or p.start == 0)
        return piece.paragraph, min(position - piece.start + piece.offset, len(piece.paragraph.text))


def joined(paragraphs: Iterable[Paragraph]) -> Iterator[Joined]:
    """Paragraphs in order, those that go on in the next one put together."""
    run: list[Paragraph] = []
    skipped = 0
    for paragraph in paragraphs:
        if _ONLY_NUMBER.match(paragraph.text):
            skipped += 1
            continue
        if run and not _goes_on(run, paragraph, skipped):
            yield _put_together(run)
            run = []
        run.append(paragraph)
        skipped = 0
    if run:
        yield _put_together(run)


def _goes_on(run: list[Paragraph], paragraph: Paragraph, skipped: int) -> bool:
    before = _FOOT.sub("", run[-1].text)
    if len(run) >= _MOST or run[-1].section != paragraph.section or paragraph.ordinal != run[-1].ordinal + 1 + skipped:
        return False
    return (
        len(before) >= _LEAST
        and not _FINISHED.search(before)
        and not _NEW.match(_HEAD.sub("", paragraph.text))
        and bool(re.search(r"[，。；：、]", before))
    )


def _put_together(run: list[Paragraph]) -> Joined:
    text, pieces = "", []
    for paragraph in run:
        head = _HEAD.match(paragraph.text)
        offset = head.end() if head else 0
        end = len(_FOOT.sub("", paragraph.text)) if len(run) > 1 else len(paragraph.text)
        pieces.append(Piece(paragraph, len(text), offset))
        text += paragraph.text[offset : max(end, offset)]
    return Joined(text, tuple(pieces))
