"""The words of a question against one table: which of its labels, marks, columns and names they say, and what of the question stays unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.text import normal
from qa.lexicon import phrases
from qa.linking.spans import Mark
from qa.lookup.composed import parts_of
from qa.lookup.names import key, neutral
from qa.rows.model import Ask, RowTable
from qa.rows.words import row_words

Kind = Literal["row", "mark", "column", "form", "bundle"]
_JOINTS = re.compile("[和与及、的]")
_TITLE = re.compile(r"(?:\d{4}年?度?|部门|预算|决算|支出|收入|情况|明细|总体|[一二三四五六七八九十]+、|公开\d*表?:?|[()（）])")
SHORT = 2
BUNDLES = (key("公用经费"), key("人员经费"))  # containers by definition where a table has no such row or column


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the table: its key, and what it names there."""

    key: str
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of the question that says one or several names of the table (集中采购: 政府集中采购, 部门集中采购)."""

    start: int
    end: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a table explains a question: its names in the order said, and the stretches that nothing explains."""

    table: RowTable
    hits: tuple[Hit, ...]
    left: tuple[str, ...]

    @property
    def said(self) -> int:
        """How many characters the table's names explain."""
        return sum(h.end - h.start for h in self.hits)


def vocabulary(table: RowTable) -> Mapping[str, tuple[Term, ...]]:
    """From each way to say it to the names of the table."""
    kinds: dict[str, set[Kind]] = {}
    for row in table.rows:
        for k in row.keys:
            kinds.setdefault(k, set()).add("row")
        for mark in row.marks:
            kinds.setdefault(mark, set()).add("mark")
        for figure in row.figures:
            for head in figure.column_path:
                if not neutral(head):
                    kinds.setdefault(key(head), set()).add("column")
    tops = {r.keys[0] for r in table.rows if r.keys}
    for bundle in BUNDLES:
        if bundle not in kinds and tops & {key(p) for p in parts_of(bundle)}:
            kinds[bundle] = {"bundle"}
    terms = {k: Term(k, frozenset(v)) for k, v in kinds.items() if len(k) >= SHORT}
    said: dict[str, list[Term]] = {}

    def add(word: str, term: Term) -> None:
        if len(word) >= SHORT and term not in said.setdefault(word, []):
            said[word].append(term)

    for k, term in terms.items():
        for word in _ways(k):
            add(word, term)
    form = Term(table.form, frozenset({"form"}))
    for word in (*row_words()["forms"].get(table.form, ()), table.form, table.form.removesuffix("表"), _TITLE.sub("", normal(table.title)).removesuffix("表")):
        add(normal(word), form)
    for fund, words in phrases()["fund"].items():
        if fund == table.fund or fund in normal(table.title) or (fund == "财政拨款" and table.fund == "一般公共预算"):
            for word in words:
                add(word, form)
    return {word: tuple(found) for word, found in said.items()}


def _ways(name: str) -> Iterable[str]:
    """The ways to say a name: whole, without joints, without 支出 behind it, and those of the lexicon."""
    ways = {name, _JOINTS.sub("", name)}
    if name.endswith("支出") and len(name) > 4:
        ways.add(name.removesuffix("支出"))
    for group in ("items", "marks"):
        for official, words in row_words()[group].items():
            if key(official) == name or (group == "marks" and name.startswith(official)) or (official == "集中采购" and name.endswith(official)):
                ways.update(words)
    return ways


@lru_cache(maxsize=1)
def filler() -> re.Pattern[str]:
    """Words that leave a question what it is, and words for rows."""
    words = {w for group in ("filler", "noun") for ws in row_words()[group].values() for w in ws}
    words |= {w for ws in row_words()["dims"].values() for w in ws}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def match(table: RowTable, ask: Ask, cover: Sequence[Mark]) -> Match:
    """See module. Longer names are found first; what the question's own linking says of a stretch counts as one of the table's names too."""
    words = vocabulary(table)
    text, open_ = ask.text, [not u for u in ask.used]
    found: list[Hit] = []
    links = [m for m in cover if m.group == "measure" and m.value.how != "weak"]
    longest = max(map(len, words), default=0)
    stretches: list[tuple[int, int, tuple[Term, ...]]] = []
    for start in range(len(text)):
        for end in range(start + SHORT, min(len(text), start + longest) + 1):
            if (terms := words.get(text[start:end])) is not None:
                stretches.append((start, end, terms))
    keyed = {t.key: t for ts in words.values() for t in ts}
    for m in links:
        terms = tuple(dict.fromkeys(keyed[k] for n in m.value.names if (k := key(n)) in keyed))[:1]
        if m.value.code:
            terms = tuple(keyed[r.keys[-1]] for r in table.rows if r.code == m.value.code and r.keys[-1] in keyed)[:1] or terms
        if terms:
            stretches.append((m.start, m.end, terms))
    for start, end, terms in sorted(stretches, key=lambda s: (s[0] - s[1], s[0])):
        if all(open_[start:end]):
            found.append(Hit(start, end, terms))
            for i in range(start, end):
                open_[i] = False
    rest = "".join(c if o else "|" for c, o in zip(text, open_, strict=True))
    left = tuple(p for p in _HAN_RUN.findall(filler().sub("|", rest)))
    return Match(table, tuple(sorted(found, key=lambda h: h.start)), left)


_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}|\d[\d.,]*")
