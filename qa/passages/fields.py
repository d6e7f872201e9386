"""A field of a project: its policy basis, allocation, period, payer, standard, goal, completion ... from blocks and forms, else from prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text import normal
from qa.passages.asks import FieldKind
from qa.passages.matching import Match, printed_numbers, ranked
from qa.passages.pieces import LONGEST, Piece, extended, focused
from qa.passages.statements import Statement, grams
from qa.passages.wanted import Wanted

_BY_NAME = 1.2  # the question holds the project's name whole
_ENOUGH_OF_PROSE = 0.22
_CLEARLY = 0.12
_BOTH_PLACES = re.compile(r"表(?!彰|现|示|决|达)|一致|矛盾|又叫|两处|前后|对得上|对不上")
_ANNOUNCES = re.compile(r"(?:发现|存在)的?(?:主要)?问题|下一步|改进措施|取得的?(?:主要)?成效")
_ENOUGH_OF_PROJECT = 0.34  # share of a project's name (rare features counting more) that the question must hold


def projects(statements: Sequence[Statement], wanted: Wanted) -> dict[str, float]:
    """The project names of the documents and how well the question names each (0..1 and more); amounts quoted in it count too."""
    by_project: dict[str, list[Statement]] = {}
    for s in statements:
        if s.project:
            by_project.setdefault(s.project, []).append(s)
    names = {name: grams(name) for name in by_project}
    rarity = {g: 1 / sum(g in other for other in names.values()) for gs in names.values() for g in gs}
    said = grams(wanted.text)
    before = [n for n, features in zip(wanted.names, wanted.name_grams, strict=True) if len(features & said) < 0.3 * len(features)]
    asked = said | grams(" ".join(before))  # what only the talk before named counts as said, too
    plain = normal(" ".join([wanted.text, *before]))
    scores = {}
    for name, features in names.items():
        whole = sum(rarity[g] for g in features) or 1.0
        score = sum(rarity[g] for g in features & asked) / min(whole, max(2.0, sum(1 for g in asked if g in rarity)))
        if wanted.phrases and any(p in normal(name) for p in wanted.phrases):
            score += 0.6
        if normal(name) in plain:
            score += 1.0
        if wanted.numbers:
            printed = [
                n
                for s in by_project[name]
                if re.search(r"规模|总额|金额|预算", s.label + s.context)
                for n in printed_numbers(normal(s.text + s.row_label))
            ]
            score += 0.5 * any(n.equals(p) for n in wanted.numbers for p in printed)
        scores[name] = score
    return scores


def field_pieces(statements: Sequence[Statement], wanted: Wanted, field: FieldKind) -> list[Piece]:
    """The statements that fill the field for the project asked about, best first; prose that says it where there is no such block."""
    if listed := announced(statements, wanted, field):
        return listed
    known = projects(statements, wanted)
    best = max(known.values(), default=0.0)
    chosen = {name for name, score in known.items() if best >= _ENOUGH_OF_PROJECT and score >= 0.92 * best}
    labelled = [s for s in statements if s.label and field.label.search(s.label) and (s.project in chosen or (not chosen and len(known) == 1))]
    prose = _prose(statements, wanted, field, chosen)
    if labelled:
        block = max(
            m.coverage for m in ranked(statements, wanted, bonus=lambda s: 0.0 if s in labelled else -2.0, keep=3) or [Match(labelled[0], 0.0, 0.0)]
        )
        if best >= _BY_NAME or not (prose and _says_more(prose[0], block, labelled, wanted)):
            return _labelled(labelled, wanted, field)
    if not (field.prose or field.announces):
        return []  # a name, a period, a payer: stands in its field or nowhere
    return [extended(focused(Piece(m.statement, m.score), wanted.grams), statements) for m in prose[:1] if m.coverage >= _ENOUGH_OF_PROSE]


def _says_more(prose: Match, block: float, labelled: Sequence[Statement], wanted: Wanted) -> bool:
    """Whether prose outside the blocks holds clearly more of the question than the block, or what the question quotes and the block does not."""
    if prose.statement.project and prose.statement.project == labelled[0].project:
        return False
    near = {normal(s.project + s.text) for s in labelled}
    quoted = any(p in normal(prose.statement.text) and not any(p in n for n in near) for p in wanted.phrases)
    return quoted or prose.coverage > block + _CLEARLY


def announced(statements: Sequence[Statement], wanted: Wanted, field: FieldKind) -> list[Piece]:
    """A list that a sentence announces (发现的问题：一是…；二是…), whole up to the next announcement."""
    if not field.announces:
        return []
    for s in statements:
        if (
            s.origin != "prose"
            or s.project
            or not (found := field.announces.search(s.text))
            or not re.search("[一1]是|[（(]1|1[.．、]", s.text[found.end() : found.end() + 40])
        ):
            continue
        items = [s]
        for other in statements:
            if other.document == s.document and other.paragraph == s.paragraph and other.order > s.order:
                if _ANNOUNCES.search(other.text):
                    break
                items.append(other)
        return [Piece(replace(s, text="", span=None), 1.0)] if not items else [_joined(items)]
    return []


def _joined(items: Sequence[Statement]) -> Piece:
    """Neighbouring statements of a paragraph as one quotation."""
    first, last = items[0], items[-1]
    text = "".join(s.text for s in items)
    span = (first.span[0], last.span[1]) if first.span and last.span else None
    return Piece(replace(first, text=text, span=span), 1.0, longest=2 * LONGEST)


def _labelled(labelled: Sequence[Statement], wanted: Wanted, field: FieldKind) -> list[Piece]:
    """One piece a field, in document order; texts of forms that say the same again are left out."""
    matches = {id(m.statement): m.score for m in ranked(labelled, wanted, keep=40)}
    prose = [s for s in labelled if s.origin == "prose"]
    forms = [s for s in labelled if s.origin == "form"]
    pieces: list[Piece] = []
    both = bool(_BOTH_PLACES.search(wanted.text))
    for s in [*prose, *forms] if both else prose or forms:
        same = [p for p in pieces if len(s.grams & p.statement.grams) > 0.85 * len(s.grams)]
        if same and not (both and all(normal(s.text) not in normal(p.statement.text) for p in same)):
            continue
        pieces.append(Piece(s, 1.0 + matches.get(id(s), 0.0), lead=s.label if s.origin == "form" and len(s.label) < 16 else ""))
    if field.name in ("用途", "目标", "补贴范围", "受益") and prose and forms:
        extra = max(forms, key=lambda s: matches.get(id(s), 0.0))
        if matches.get(id(extra), 0.0) > 0.3:
            pieces.append(Piece(extra, 0.9, lead=extra.label if len(extra.label) < 16 else ""))
    return pieces[:3]


def _prose(statements: Sequence[Statement], wanted: Wanted, field: FieldKind, chosen: set[str]) -> list[Match]:
    def bonus(s: Statement) -> float:
        extra = 0.0
        if field.prose and field.prose.search(s.text):
            extra += 0.3
        if s.label and field.label.search(s.label):
            extra += 0.25
        if s.project and s.project in chosen:
            extra += 0.2
        if field.name == "用途" and s.origin == "form":
            extra -= 0.1
        return extra

    matches = ranked(statements, wanted, bonus=bonus, keep=30)
    saying = [m for m in matches if field.prose and field.prose.search(m.statement.text)]
    if field.name == "构成":
        return saying
    return sorted(matches, key=lambda m: -m.score)
