"""From marks to operands: which measure scopes which, and which stand side by side.

``A里的B`` and ``AB``: A scopes B. ``A和B``: side by side, both scoped by what went before. ``A占B``: B is the whole. ``A(B)``: B says A again.
``按B平均``: B is what it is divided by. ``不含B``: B is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qa.linking.spans import Mark
from qa.linking.vocabulary import Link

_BESIDE = re.compile(
    r"^(?:分别)?(?:的|数|项目|资金|经费|支出|预算)?(?:和|与|及|以及|、|跟|同|还有|或|或者|,|\+|加|加上|,和|,以及|,还有|对比|比|和其|减去|减|上?还是)(?:它的|其|其中的|上年的)?$"
)
# 甲加乙的合计，与经济科目丙差多少: what closes the sum before the next operand
_AGAINST = re.compile(
    r"^的?(?:[两二三四]项|[两二]者)?的?(?:合计|之和|总和|加起来|相加)(?:数|额)?,?(?:再|去|的)?(?:和|与|跟|同|比|减去?|扣掉)(?:功能|经济|政府|分类|科目|里|的)*$"
    r"|^,?(?:再)?(?:减去?|加上?|和|与|跟|比)(?:功能|经济|分类|科目)+$"
)
_INSIDE = re.compile(r"(?:里面|当中|其中|里|中|内|下|的|下面|部分|这块|方面|安排|花在|用在|花到|用于|包括|包含|所属|项下|口径|:|对应)")
_SCOPES = re.compile(r"^(?:预算|决算|支出|项目|资金|经费)?(?:里面|当中|其中|里|中|内)")
_TOPIC = re.compile(r"^(?:一共|总共|共|分别)?$")
_STOP = re.compile(r"[。?!;]")
_ASKS = re.compile(r"多少|几|哪|是不是|有没有|分别|百分")
_TABLE = re.compile(r"^(?:预算|决算|支出|收入|总体|情况|明细|财政拨款|绩效目标|绩效自评|自评|绩效|总)*表")
_WHOLE_AFTER = re.compile(r"^(?:数|人数)?(?:来|去)?(?:平均|平摊|均摊|分摊|摊|均分|分下来|算下来)")
_BY = re.compile(r"(?:按照?|除以)[^,。?!;]{0,10}$")
_OF_WHOLE = re.compile(r"(?:占|除以)(?:了|到)?(?:它|其|全部|整个|当年|本年|同期|总)?(?:的)?$")
_PART_IS = re.compile(r"有?(?:百分之(?:几|多少)|几成|多大比例|多少比例|多大一?部分|几分之几)的?(?:钱|资金|经费)?(?:是|用于|用在|花在|属于|用来|给了?)")
_OF_IT = re.compile(r"^的?(?:百分之|几成|多少倍|几倍|几分之)")
_EXAMPLES = re.compile("(?:等等?|之类|这类|那类|这些|那些|这样|这种)的?")
_LISTED = re.compile("[、,和与及]")
_EACH = re.compile("各|分别|哪")
_BOUGHT_FOR = frozenset({"采购金额", "采购预算", "采购数额", "采购总额", "采购额", "采购支出"})
_SHARE_BESIDE = re.compile("^(?:的)?(?:占比|比重|占的比[重例])(?=和|与|跟|及|、|比)")  # 甲占比和乙占比 are side by side
_CODE_GAPS = frozenset({"", "-", ":", "科目"})
_LEFT_OUT = re.compile(r"(?:不含|不包括|不算|除去|扣除|剔除|除了)$")
_ASIDE = frozenset({"不含", "不包括", "不算", "除了"})
_REMAINS = re.compile(r"^[^。?!;]{0,6}(?:剩|余下|还有(?:多少|几)|之后|以后|后(?!续)|的话)")


@dataclass(slots=True)
class Operand:
    """A measure that the question asks for or computes with; ``scopes``: the measures that contain it, outermost first."""

    mark: Mark
    link: Link
    mention: str
    scopes: list[Operand] = field(default_factory=list)
    whole: bool = False
    table: bool = False  # names a table: scopes what follows, is asked for itself only where nothing else is


def operands(text: str, cover: Sequence[Mark]) -> list[Operand]:
    """The question's operands in order, each with its scopes."""
    marks = _weighty(text, [m for m in cover if m.group == "measure"])
    found: list[Operand] = []
    scopes: list[Operand] = []
    previous: Mark | None = None
    seen: Mark | None = None  # the last mark at all, where the last operand was said again
    for place, mark in enumerate(marks):
        if _is_left_out(text, mark):
            continue
        heading = _heads_next(text, mark, marks[place + 1 : place + 2])
        here = Operand(mark, mark.value, text[mark.start : mark.end], table=bool(_TABLE.match(text[mark.end :])))
        gap = _SHARE_BESIDE.sub("", _gap(text, cover, seen if heading else previous, mark))
        if previous is None:
            here.whole = bool(_OF_WHOLE.search(text[: mark.start]))
        elif not (heading and not gap) and _says_again(found, here, gap, text):
            seen = mark
            continue
        elif found and gap in {"的", ")的"} and here.mention in _BOUGHT_FOR and found[-1].link.names != here.link.names:
            found[-1].scopes.insert(0, here)  # 会议服务的采购金额: what is bought is asked
            previous = seen = mark
            continue
        elif _STOP.search(gap):
            scopes = []
        elif _BY.search(gap) and _WHOLE_AFTER.match(text[mark.end :]):
            here.whole, scopes = True, []
        elif found and found[-1].table and not here.table:
            scopes = [*found[-1].scopes, found.pop()]
        elif _BESIDE.match(gap) or _AGAINST.match(gap) or (not gap and _leaves(found[-1] if found else None, here)):
            scopes = list(found[-1].scopes) if found else scopes
        elif found and _PART_IS.search(gap):
            found[-1].whole, scopes = True, [*found[-1].scopes, found[-1]]
        elif "占" in gap or "除以" in gap or "相当于" in gap or (gap in {"是", "为", "等于"} and _OF_IT.match(text[mark.end :])):
            here.whole, scopes = True, []
        elif found and (not gap or _SCOPES.match(gap) or (_INSIDE.search(gap) and not _ASKS.search(gap)) or _TOPIC.match(gap) or (gap == "(" and text[mark.end : mark.end + 1] == ")")):
            here.whole = found[-1].whole and gap in {"", "的", "里的", "中的"}
            scopes = [*found[-1].scopes, found.pop()]
        here.scopes = list(scopes)
        found.append(here)
        previous = seen = mark
    return _wholes_last(text, _once(_without_examples(text, found)))


def _without_examples(text: str, found: list[Operand]) -> list[Operand]:
    """甲、乙这些丙 is one item, 丙, with examples; where each is asked (各多少), its examples inside it."""
    for place in range(1, len(found)):
        between = [text[a.mark.end : b.mark.start] for a, b in pairwise(found[: place + 1])]
        if not _EXAMPLES.fullmatch(between[-1]):
            continue
        first = place - 1
        while first and _LISTED.fullmatch(between[first - 1]):
            first -= 1
        examples, item = found[first:place], found[place]
        if not _EACH.search(text[item.mark.end :]):
            return [*found[:first], *found[place:]]
        for example in examples:
            example.scopes.append(item)
        return [*found[:place], *found[place + 1 :]]
    return found


def left_out(text: str, cover: Sequence[Mark]) -> tuple[str, ...]:
    """The items that the question leaves out (不含公积金), with the words that say so."""
    marks = [m for m in cover if m.group == "measure" and m.value.how != "weak"]
    said = [(m, found[0]) for m in marks if _is_left_out(text, m) and (found := _LEFT_OUT.search(text[: m.start]))]
    return tuple(word + text[m.start : m.end] for m, word in said if word != "除了")


def _heads_next(text: str, mark: Mark, after: Sequence[Mark]) -> bool:
    """Whether a code belongs to the name right behind it (基本支出302-28工会经费), not to what stands before."""
    return mark.value.code is not None and any(m.value.code is None and text[mark.end : m.start] in _CODE_GAPS for m in after)


def _is_left_out(text: str, mark: Mark) -> bool:
    """Whether the item is named only to be left out; what is taken away (扣除甲后还剩) is an operand."""
    word = _LEFT_OUT.search(text[: mark.start])
    return word is not None and (word[0] in _ASIDE or not _REMAINS.search(text[mark.end :]))


def _leaves(left: Operand | None, right: Operand) -> bool:
    """Two items of one kind written together (水费电费) stand side by side."""
    return left is not None and left.link.concept is not None and right.link.concept is not None and left.mention[-1] == right.mention[-1] == "费"


def _once(found: list[Operand]) -> list[Operand]:
    """Each operand once: what is named again later (占三公经费的…按三公经费小计) is the same operand, and a whole if it was one once."""
    kept: list[Operand] = []
    for operand in found:
        twin = next((k for k in kept if k.link.names == operand.link.names and k.link.code == operand.link.code and k.link.names), None)
        if twin is None or (operand.scopes and twin.scopes and [s.mention for s in operand.scopes] != [s.mention for s in twin.scopes]):
            kept.append(operand)
        else:
            twin.whole = twin.whole or operand.whole
    return kept


def _weighty(text: str, marks: list[Mark]) -> list[Mark]:
    """Without the weak words where anything better was named: 在职人员一共多少人 is about 在职人员 only."""
    strong = [m for m in marks if m.value.how != "weak"]
    wholes = " ".join(name for m in strong for name in m.value.names)
    counted = [m for m in marks if m.value.how == "weak" and not any(_near(text, m, s) for s in strong) and _placed(m, wholes)]
    return sorted([*strong, *counted], key=lambda m: m.start)


def _placed(weak: Mark, wholes: str) -> bool:
    """A part (服务) stands for the measure only where its whole (政府采购) is named too, or nothing else is."""
    part_of = weak.value.concept.part_of if weak.value.concept else None
    return part_of is None or not wholes or part_of in wholes


def _near(text: str, weak: Mark, strong: Mark) -> bool:
    """Whether the weak word only repeats what a strong one asks: any at all for money, the same unit in the same clause for counted things."""
    if weak.end <= strong.start and _STOP.search(text[weak.end : strong.start]):
        return False
    concept, other = weak.value.concept, strong.value.concept
    if concept is None or concept.part_of is not None:
        return concept is None
    if concept.aspect != "count":
        return True
    return other is not None and other.unit == concept.unit


def _wholes_last(text: str, found: list[Operand]) -> list[Operand]:
    """Denominators (按在职人数平均) behind numerators."""
    for operand in found:
        before = text[max(0, operand.mark.start - 3) : operand.mark.start]
        if (("按" in before or "除以" in before) and _WHOLE_AFTER.match(text[operand.mark.end :])) or re.search(r"平均到?每[个位名]?$|每$|人均按", before):
            operand.whole = True
    if all(o.whole for o in found):
        return found
    return [o for o in found if not o.whole] + [o for o in found if o.whole]


def _says_again(found: list[Operand], here: Operand, gap: str, text: str) -> bool:
    """Whether ``here`` only names the last operand again, more formally or in brackets; the better name is kept."""
    if not found:
        return False
    last = found[-1]
    same = last.link.concept is not None and last.link.concept == here.link.concept
    bracketed = (gap.endswith("(") and text[here.mark.end : here.mark.end + 1] in {")", ""}) or "也就是" in gap or gap.endswith(("即", "叫", "叫做"))
    code = here.link.code is not None or last.link.code is not None
    if code and len(gap) <= 1:
        found[-1] = replace(last, link=replace(last.link, code=here.link.code)) if here.link.code else replace(here, link=replace(here.link, code=last.link.code), scopes=last.scopes)
        return True
    if _BESIDE.match(gap) and not bracketed:
        return False
    if (same and last.mention != here.mention) or (bracketed and last.link.how in {"synonym", "weak", "part", "alike"}):
        if bracketed or here.link.how == "exact":
            found[-1] = replace(last, mark=here.mark, link=here.link, mention=here.mention)
        return True
    return last.link.names == here.link.names and last.link.code == here.link.code and not code and "占" not in gap


def _gap(text: str, cover: Sequence[Mark], left: Mark | None, right: Mark) -> str:
    """The text between two measures without years, departments, kinds and amounts."""
    if left is None:
        return ""
    pieces, cursor = [], left.end
    for mark in cover:
        if left.end <= mark.start and mark.end <= right.start and (mark.group in {"year", "department", "place", "amount", "docno", "form"} or _is_kind(mark)):
            pieces.append(text[cursor : mark.start])
            cursor = mark.end
    return "".join([*pieces, text[cursor : right.start]])


def _is_kind(mark: Mark) -> bool:
    return mark.group == "word" and any(group in {"kind", "scope"} for group, _ in mark.value)
