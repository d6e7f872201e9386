"""The words that measures are linked by: every name the index carries, and the lexicon's synonyms for them.

Built once an index generation. Look-up is by hash of substrings, so its cost grows with the question, not with the index.
"""

from __future__ import annotations

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from index.store import Index
from index.text import normal
from qa.lexicon import Concept, concepts, phrases, sounds
from qa.linking.departments import Directory

_LONGEST = 40
_DATED = re.compile(r"^20\d\d年度?")
_PAPER = re.compile(r"(?:自评表|目标表|情况表|预算表|决算表|总表|情况说明)$")
_NUMERIC = re.compile(r"^[<>=≥≤]*[\d.,]+(?:[%万亿]?[\u4e00-\u9fff]{0,2})$")
# Headings of columns and rows that name no item of their own.
GENERIC = frozenset(phrases()["generic"]["heading"])


@dataclass(frozen=True, slots=True)
class Link:
    """What a stretch of the question may mean: names in the index, best first. ``concept`` where the lexicon knows it."""

    names: tuple[str, ...]
    concept: Concept | None = None
    how: str = "exact"  # exact | synonym | weak | beside | typo | part | code
    known: bool = True  # at least one of the names stands in the index
    code: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(slots=True)
class Vocabulary:
    """See module. ``exact``: normal text -> link; ``grams``: bigram -> names that hold it; ``weight``: its rarity."""

    exact: dict[str, Link] = field(default_factory=dict)
    names: list[tuple[str, str, int]] = field(default_factory=list)  # (normal, as in the index, figures)
    grams: dict[str, list[int]] = field(default_factory=dict)
    longest: int = 2
    sounding: dict[str, tuple[str, ...]] = field(default_factory=dict)  # sound of a word -> the words of ``exact`` that sound so
    shortened: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a word of the lexicon without one character -> such words

    @classmethod
    def of(cls, counted: dict[str, int], *, whole: bool = True) -> Vocabulary:
        """The vocabulary over the index's names (name -> number of figures). Not ``whole``: for seeking parts of names only."""
        self = cls()
        as_written: dict[str, str] = {}
        for name, count in sorted(counted.items(), key=lambda item: -item[1]):
            key = normal(name)
            if len(key) < 2 or key in as_written or _PAPER.search(key):
                continue
            as_written[key] = name
            self.names.append((key, name, count))
        if whole:
            self._add_names(as_written)
            self._add_concepts(as_written)
            self._add_slips()
        for position, (key, _, _) in enumerate(self.names):
            if key in GENERIC or len(key) > 2 * _LONGEST:
                continue
            for gram in {key[i : i + 2] for i in range(len(key) - 1)}:
                self.grams.setdefault(gram, []).append(position)
        self.longest = min(_LONGEST, max((len(key) for key in self.exact), default=2))
        return self

    def _add_names(self, as_written: dict[str, str]) -> None:
        """Index names by their text; one that begins with a year (2024年…资金) by what follows, so that the year stays a year."""
        dated: dict[str, list[str]] = {}
        for key, name in as_written.items():
            head = _DATED.match(key)
            if head and len(key) - head.end() >= 4:
                dated.setdefault(key[head.end() :], []).append(name)
            elif key not in GENERIC and 2 < len(key) <= _LONGEST and not _NUMERIC.match(key) and not key.startswith("占"):
                self.exact[key] = Link((name,))
        for stem, names in dated.items():
            own = self.exact[stem].names if stem in self.exact else ()
            self.exact[stem] = Link((*own, *names))

    def _add_concepts(self, as_written: dict[str, str]) -> None:
        """Give every word of the lexicon its link. A word that two concepts use belongs to the one that it heads."""
        for head in (True, False):
            for concept in concepts():
                known = tuple(dict.fromkeys(as_written[n] for n in concept.names if n in as_written))
                for word in concept.names[:1] if head else concept.names[1:]:
                    held = self.exact.get(word)
                    if held is None or held.concept is None:
                        own = (as_written[word],) if word in as_written else ()
                        self.exact[word] = Link(tuple(dict.fromkeys((*own, *known))) or concept.names[:3], concept, "exact", bool(known))
        for concept in concepts():
            known = tuple(dict.fromkeys(as_written[n] for n in concept.names if n in as_written))
            for how, words in (("synonym", concept.say), ("weak", concept.weak), ("beside", concept.beside)):
                for word in words:
                    held = self.exact.get(word)
                    if held is not None and held.concept is None and how == "synonym":
                        self.exact[word] = Link(tuple(dict.fromkeys((*held.names, *known))), concept)
                    elif held is None or not held.known:
                        self.exact[word] = Link(known or concept.names[:3], concept, how, bool(known))

    def _add_slips(self) -> None:
        """How words are typed wrong: by sound (three characters and more), or with a character missing (official words of five and more)."""
        table = sounds()
        for word, link in self.exact.items():
            if len(word) >= 3 and link.known and link.how not in {"weak", "beside"} and len(word) <= 14:
                sound = word.translate(table)
                self.sounding[sound] = (*self.sounding.get(sound, ()), word)
            if link.concept is not None and link.known and link.how == "exact" and len(word) >= 5:
                for i in range(1, len(word) - 1):
                    short = word[:i] + word[i + 1 :]
                    if short not in self.exact and word not in self.shortened.get(short, ()):
                        self.shortened[short] = (*self.shortened.get(short, ()), word)

    def slip(self, text: str) -> Link | None:
        """The one thing that a mistyped word can mean, or None where it means several or nothing."""
        words = self.sounding.get(text.translate(sounds()), ()) if len(text) >= 3 else ()
        words = words or self.shortened.get(text, ())
        links = {self.exact[w].names: self.exact[w] for w in words if w != text}
        if len(links) != 1:
            return None
        link = next(iter(links.values()))
        return Link(link.names, link.concept, "typo", link.known, link.code, link.alternatives)

    def woven(self, text: str, limit: int = 20) -> list[str]:
        """Names in which ``text`` stands in order, in runs of two characters and more (驻村工作经费 in 访惠聚驻村工作专项经费), shortest first."""
        if len(text) < 5:
            return []
        postings = [self.grams.get(text[i : i + 2], []) for i in (0, len(text) - 2)]
        hits = [self.names[i] for i in set(postings[0]) & set(postings[1]) if _weaves(text, self.names[i][0])]
        return [name for _, name, _ in sorted(hits, key=lambda n: (len(n[0]), -n[2]))[:limit]]

    def rarity(self, gram: str) -> float:
        """Inverse document frequency of a bigram over the names."""
        return math.log(1 + len(self.names) / (1 + len(self.grams.get(gram, ()))))

    def holding(self, part: str, limit: int = 20) -> list[str]:
        """Names of the index that contain ``part``, those with the least besides first."""
        if len(part) < 2:
            return []
        postings = [self.grams.get(part[i : i + 2], []) for i in range(len(part) - 1)]
        shortest = min(postings, key=len)
        hits = [self.names[i] for i in shortest if part in self.names[i][0]]
        return [name for _, name, _ in sorted(hits, key=lambda n: (len(n[0]), -n[2]))[:limit]]

    def alike(self, text: str, limit: int = 8) -> list[tuple[str, float]]:
        """Names by the share of their bigrams (weighted by rarity) that ``text`` holds, and of the text's that they hold; best first."""
        grams = {text[i : i + 2] for i in range(len(text) - 1)}
        total = sum(self.rarity(g) for g in grams) or 1.0
        shared: Counter[int] = Counter()
        for gram in grams:
            postings = self.grams.get(gram, ())
            if len(postings) < 3000:
                for position in postings:
                    shared[position] += self.rarity(gram)  # type: ignore[assignment]
        scored = []
        for position, weight in shared.most_common(60):
            key, name, _ = self.names[position]
            whole = sum(self.rarity(key[i : i + 2]) for i in range(len(key) - 1)) or 1.0
            scored.append((name, 0.65 * weight / whole + 0.35 * weight / total))
        return sorted(scored, key=lambda item: (-item[1], item[0]))[:limit]


def _weaves(short: str, long: str, runs: int = 3) -> bool:
    """Whether ``short`` is found in ``long`` in order, cut into at most ``runs`` runs of two characters and more."""
    if short in long:
        return True
    if runs < 2:
        return False
    for cut in range(len(short) - 2, 1, -1):
        place = long.find(short[:cut])
        if place >= 0 and _weaves(short[cut:], long[place + cut :], runs - 1):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Linker:
    """All that linking needs of one index generation."""

    directory: Directory
    vocabulary: Vocabulary


_CACHE: OrderedDict[tuple[int, str], tuple[Index, Linker]] = OrderedDict()
_LOCK = Lock()


def linker(index: Index) -> Linker:
    """The linker of this index, made at its first question and kept for the generation."""
    key = (id(index), index.generation)
    with _LOCK:
        held = _CACHE.get(key)
        if held is not None and held[0] is index:
            return held[1]
    made = Linker(Directory(index.documents()), Vocabulary.of(index.measure_names()))
    with _LOCK:
        _CACHE[key] = (index, made)
        while len(_CACHE) > 3:
            _CACHE.popitem(last=False)
    return made


def substrings(text: str, longest: int) -> Iterable[tuple[int, int, str]]:
    """All stretches of ``text`` up to ``longest`` characters: (start, end, stretch)."""
    size = len(text)
    for start in range(size):
        for end in range(start + 1, min(size, start + longest) + 1):
            yield start, end, text[start:end]
