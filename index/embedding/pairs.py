"""Pairs of question and passage made from disclosures, to train the built-in embedding on. No question of any test is among them.

A question is a heading, a table's row, or a sentence of the passage, asked plainly or in everyday words (``index/data/everyday.txt``).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

from index.document import ReadDocument
from index.model import Chunk

_NUMBERING = re.compile(r"^(第[一二三四五六七八九十]+部分|[（(]?[一二三四五六七八九十\d]+[）)、.．]|表\s*\d+)\s*")
_FIGURES = re.compile(r"[\d,.]+%?(万元|元|人|辆|台|个)?")
_SENTENCE = re.compile(r"[^。；\n]{8,}")
_ASKED = ("{}", "{}是多少", "{}有多少钱", "{}情况怎么样", "{}有哪些", "{}是什么", "{}为什么变化", "请问{}", "{}预算安排了多少", "{}怎么回事")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the passage that answers it. Passages of equal ``topic`` (the same heading in another year) are no wrong answers."""

    question: str
    passage: str
    topic: str


def everyday() -> list[tuple[tuple[str, ...], str]]:
    """What people say, and what disclosures write for it."""
    lines = (resources.files("index") / "data" / "everyday.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(tuple(said.split("、")), written) for said, written in rows]


def pairs_of(docs: Iterable[ReadDocument], seed: int) -> list[Pair]:
    """All pairs of some documents, in a fixed order."""
    chance = random.Random(seed)
    said = [(re.sub(r"[“”（）()]", "", written.split(" ")[0]), sayings) for sayings, written in everyday()]
    found = [pair for doc in docs for chunk in doc.chunks for pair in _of_chunk(chunk, said, chance)]
    for sayings, written in everyday():
        found += [Pair(word, written, written) for word in sayings] * 3
    return found


def _of_chunk(chunk: Chunk, said: list[tuple[str, tuple[str, ...]]], chance: random.Random) -> Iterator[Pair]:
    title = _NUMBERING.sub("", chunk.section_path[-1]) if chunk.section_path else ""
    topic = _FIGURES.sub("", title)
    if title and chunk.kind == "prose":
        yield Pair(_asked(_FIGURES.sub("", title) or title, chance), chunk.search_text, topic)
    if chunk.kind == "prose":
        sentences = _SENTENCE.findall(chunk.text)
        for sentence in chance.sample(sentences, min(3, len(sentences))):
            kept = chunk.search_text if chance.random() < 0.4 else chunk.search_text.replace(sentence, "")
            yield Pair(_thinned(_FIGURES.sub("", sentence), chance), kept, f"{topic}|{_FIGURES.sub('', sentence)[:12]}")
    else:
        lines = chunk.text.split("\n")
        head = _FIGURES.sub("", lines[0])
        for line in chance.sample(lines[1:], min(3, len(lines) - 1)):
            label = re.split(r"[：=（ ]", line.split("·")[-1])[0][:30]
            if len(label) >= 2:
                yield Pair(_asked(label, chance), chunk.search_text, f"{head}|{label}")
    plain = re.sub(r"[“”（）()]", "", chunk.text)
    for written, sayings in said:
        if written in plain:
            place = plain.index(written)
            around = _FIGURES.sub("", plain[max(0, place - 25) : place])[-12:] if chance.random() < 0.3 else ""
            yield Pair(_asked(around + chance.choice(sayings), chance), chunk.search_text, written)


def _asked(words: str, chance: random.Random) -> str:
    return chance.choice(_ASKED).format(words)


def _thinned(sentence: str, chance: random.Random) -> str:
    """A run of the sentence with some characters dropped, as people remember it."""
    start = chance.randrange(max(1, len(sentence) - 12))
    part = sentence[start : start + chance.randint(8, 24)]
    return "".join(c for c in part if chance.random() > 0.1)
