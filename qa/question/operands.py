"""From marks to operands: which measure scopes which, and which stand side by side.

``A里的B`` and ``AB``: A scopes B. ``A和B``: side by side, both scoped by what went before. ``A占B``: B is the whole. ``A(B)``: B says A again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.lexicon import phrases
from qa.linking.spans import Mark
from qa.linking.vocabulary import Link

_BESIDE = re.compile(r"^(?:分别)?(?:的)?(?:和|与|及|以及|、|跟|同|还有|或|或者|,|\+|加|加上|,和|,以及|,还有|两项和|对比|比|和其)(?:它的|其|其中的)?$")
_INSIDE = re.compile(r"(?:里面|当中|其中|里|中|内|下|的|下面|部分|这块|方面|安排|用于|包括|包含|所属|项下|口径|表)")
_STOP = re.compile(r"[。?!;]")


@dataclass(slots=True)
class Operand:
    """A measure that the question asks for or computes with; ``scopes``: the measures that contain it, outermost first."""

    mark: Mark
    link: Link
    mention: str
    scopes: list[Operand] = field(default_factory=list)
    whole: bool = False  # stands after 占 or 除以: the denominator

    @property
    def is_fund(self) -> str | None:
        """The fund that this word says, where it says one."""
        return next((fund for fund, words in phrases()["fund"].items() if self.mention in words), None)


def operands(text: str, cover: Sequence[Mark]) -> list[Operand]:
    """The question's operands in order, each with its scopes."""
    found: list[Operand] = []
    scopes: list[Operand] = []
    previous: Mark | None = None
    for mark in (m for m in cover if m.group == "measure"):
        here = Operand(mark, mark.value, text[mark.start : mark.end])
        gap = _gap(text, cover, previous, mark)
        if previous is None:
            pass
        elif _says_again(found, here, gap, text):
            continue
        elif _STOP.search(gap):
            scopes = []
        elif _BESIDE.match(gap):
            scopes = list(found[-1].scopes) if found else scopes
        elif "占" in gap or "除以" in gap:
            here.whole, scopes = True, []
        elif found and (not gap or _INSIDE.search(gap)) and not _asks(gap):
            scopes = [*found[-1].scopes, found.pop()]
        here.scopes = list(scopes)
        found.append(here)
        previous = mark
    return found


def _asks(gap: str) -> bool:
    """Whether the stretch between two measures asks after the first, so that the second is asked for beside it."""
    return bool(re.search(r"多少|几|哪|是不是|有没有|分别|百分", gap))


def _says_again(found: list[Operand], here: Operand, gap: str, text: str) -> bool:
    if not found:
        return False
    last = found[-1]
    same = last.link.concept is not None and last.link.concept == here.link.concept
    bracketed = (gap.endswith("(") and text[here.mark.end : here.mark.end + 1] in {")", ""}) or "也就是" in gap or gap[-1:] == "即"
    if same and not _BESIDE.match(gap) and last.mention != here.mention:
        if bracketed or here.link.how == "exact":
            found[-1] = replace(last, mark=here.mark, link=here.link, mention=here.mention)
        return True
    if bracketed and last.link.how in {"synonym", "weak"}:
        found[-1] = replace(last, mark=here.mark, link=here.link, mention=here.mention)
        return True
    return last.link.names == here.link.names and last.link.code == here.link.code and not _BESIDE.match(gap)


def _gap(text: str, cover: Sequence[Mark], left: Mark | None, right: Mark) -> str:
    """The text between two measures without years, departments and kinds."""
    if left is None:
        return ""
    pieces, cursor = [], left.end
    for mark in cover:
        if left.end <= mark.start and mark.end <= right.start and (mark.group in {"year", "department"} or _is_kind(mark)):
            pieces.append(text[cursor : mark.start])
            cursor = mark.end
    return "".join([*pieces, text[cursor : right.start]])


def _is_kind(mark: Mark) -> bool:
    return mark.group == "word" and any(group in {"kind", "scope"} for group, _ in mark.value)
