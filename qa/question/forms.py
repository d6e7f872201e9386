"""Tables that a question names (部门支出总表, 一般公共预算支出表): each says a fund and perhaps a part of the budget, and is asked for nothing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.structure.forms import form_of
from qa.linking.spans import Mark
from qa.linking.vocabulary import Linker
from qa.model import MeasureRef

_FORM = re.compile(
    r"(?P<no>(?:公开)?(?:表\d{1,2}|\d{1,2}表))?(?:部门|单位)?(?P<fund>一般公共预算(?:财政拨款)?|财政拨款|政府性基金(?:预算)?(?:财政拨款)?|国有资本经营预算(?:财政拨款)?)?"
    r"(?:三公经费、会议费(?:、|和|及)培训费)?(?P<part>基本支出|项目支出|三公经费|机关运行经费|政府采购)?(?:收入支出|收支|收入|支出)?(?:预算|决算)?(?:总体)?(?:情况)?(?:绩效(?:目标|自评))?(?:总|明细|公开)?表(?!\d{1,2}(?!\d)|[明示彰决达])"
)
_FUNDS = (("一般公共预算", "一般公共预算"), ("财政拨款", "财政拨款"), ("政府性基金", "政府性基金预算"), ("国有资本", "国有资本经营预算"))


@dataclass(frozen=True, slots=True)
class Form:
    """What a table's name says: its fund (全口径 where it names none), the part of the budget, and whether it is a performance form."""

    name: str
    fund: str | None
    part: str | None


def form_marks(text: str) -> list[Mark]:
    """Marks of group ``form``: names of tables of at least four characters."""
    marks = []
    for found in _FORM.finditer(text):
        if len(found[0]) < 3 or not re.search("收|支|预算|决算|采购|三公|绩效", found[0]):
            continue
        fund = next((name for word, name in _FUNDS if (found["fund"] or "").startswith(word)), "全口径")
        marks.append(Mark(found.start(), found.end(), "form", Form(found[0], fund, found["part"]), 1.3))
    return marks


def scoped_by_forms(measures: list[MeasureRef], cover: Sequence[Mark]) -> list[MeasureRef]:
    """One table named: the measures take its fund and part. Several with one measure (两张表里的数): the measure once a table."""
    forms = list({m.value.name: m.value for m in cover if m.group == "form" and "绩效" not in m.value.name}.values())
    plain = [replace(form, fund=None if form.fund == "全口径" else form.fund) for form in forms]
    if len(plain) > 1 and len(measures) == 1:
        return [_in_table(_scoped(measures[0], form), form) for form in plain]
    return [_scoped(m, plain[0]) for m in measures] if len(plain) == 1 else measures


def _in_table(measure: MeasureRef, form: Form) -> MeasureRef:
    """The measure as that kind of table prints it, whatever other tables say: two tables are set against each other."""
    kind = form_of(form.name)
    return measure if kind is None or form.part else measure.model_copy(update={"qualifiers": (*measure.qualifiers, kind)})


def of_named_form(cover: Sequence[Mark], linked: Linker) -> list[MeasureRef]:
    """What a table's name says that it is of (机关运行经费支出预算表): the item whose rows are meant where none is named besides."""
    parts = {m.value.part for m in cover if m.group == "form" and m.value.part}
    link = linked.vocabulary.exact.get(next(iter(parts))) if len(parts) == 1 else None
    return [MeasureRef(mention=next(iter(parts)), names=link.names, score=0.9)] if link is not None and link.known else []


def _scoped(measure: MeasureRef, form: Form) -> MeasureRef:
    fund = measure.fund or form.fund
    part = (form.part,) if form.part and form.part not in measure.names and form.part not in measure.qualifiers else ()
    return measure.model_copy(update={"fund": fund, "qualifiers": (*measure.qualifiers, *part)})
