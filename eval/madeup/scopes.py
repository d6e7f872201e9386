"""One department in three disclosures of a year: 部门汇总 (with its unit), 单位本级 (without it) and the subordinate unit's own.

The summary's figures are the sums of the other two, item by item, so that whoever adds all three, or takes one for another, is found out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.madeup.budget import budget
from eval.madeup.document import Grid, Heading, Made, Text
from eval.madeup.facts import Economic, Functional, Project, Staff, ThreePublic, YearFacts, series
from eval.madeup.make import Wanted, bodies_of
from eval.madeup.names import Body
from eval.madeup.provincial import provincial

Block = Heading | Text | Grid
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Scoped:
    """The three disclosures of a department and year with what is true of each."""

    whole: Made
    own: Made
    unit: Made
    whole_facts: YearFacts
    own_facts: YearFacts
    unit_facts: YearFacts

    @property
    def all(self) -> tuple[Made, Made, Made]:
        """The three documents."""
        return self.whole, self.own, self.unit


def scoped_disclosures(wanted: Wanted) -> Iterator[Scoped]:
    """Department by department, year by year."""
    years = range(wanted.first_year - 1, wanted.first_year + wanted.years)
    for body in bodies_of(wanted):
        unit = Body(f"{body.place}{body.trade.topics[0]}服务中心", body.place, body.trade)
        own = [replace(f, carried=ZERO) for f in series(body, years, wanted.seed)]
        units = series(unit, years, wanted.seed + 1)
        whole = [together(a, b) for a, b in zip(own, units, strict=True)]
        manner = provincial if wanted.template == "provincial" else budget
        for i in range(1, len(own)):
            yield Scoped(
                _summary(manner(whole[i], whole[i - 1]), unit.name), _alone(manner(own[i], own[i - 1]), f"{body.name}（本级）", ""),
                _alone(manner(units[i], units[i - 1]), unit.name, body.name), whole[i], own[i], units[i],
            )  # fmt: skip


def together(own: YearFacts, unit: YearFacts) -> YearFacts:
    """The department with its unit: every item the sum of both."""
    a, b = own.three_public, unit.three_public
    functional = {f.code: f for f in own.functional}
    for f in unit.functional:
        known = functional.get(f.code)
        functional[f.code] = f if known is None else Functional(f.code, f.names, known.basic + f.basic, known.project + f.project)
    economic = {e.code: e for e in own.economic}
    for e in unit.economic:
        economic[e.code] = Economic(e.code, e.name, e.amount + (economic[e.code].amount if e.code in economic else ZERO))
    return replace(
        own,
        functional=tuple(functional[c] for c in sorted(functional)),
        economic=tuple(economic[c] for c in sorted(economic)),
        projects=(*own.projects, *_apart(own.projects, unit.projects)),
        transfer=own.transfer + unit.transfer,
        carried=own.carried + unit.carried,
        three_public=ThreePublic(a.abroad + b.abroad, a.purchase + b.purchase, a.running + b.running, a.reception + b.reception),
        goods=own.goods + unit.goods,
        works=own.works + unit.works,
        services=own.services + unit.services,
        staff=Staff(own.staff.posts + unit.staff.posts, own.staff.active + unit.staff.active, own.staff.retired + unit.staff.retired),
        vehicles=own.vehicles + unit.vehicles,
        vehicle_value=own.vehicle_value + unit.vehicle_value,
        floor_area=own.floor_area + unit.floor_area,
    )


def _apart(own: tuple[Project, ...], unit: tuple[Project, ...]) -> Iterator[Project]:
    """The unit's projects under names of their own."""
    names = {p.name for p in own}
    for project in unit:
        yield replace(project, name=f"中心{project.name}") if project.name in names else project


def _summary(made: Made, unit: str) -> Made:
    """The disclosure of the department as a whole, which names its unit."""

    def told(text: str) -> str:
        said = f"从预算单位构成看，纳入{made.department}{made.year}年部门预算编制范围的单位包括：{made.department}本级、{unit}。"
        return text.replace(f"{made.department}无下属预算单位，", said).replace("本部门无下属单位。", said)

    return replace(made, blocks=_worded(made.blocks, told))


def _alone(made: Made, name: str, parent: str) -> Made:
    """The disclosure of one body alone: 单位预算, under its name (with 本级 where it is the department itself), and its superior where it has one."""

    def told(text: str) -> str:
        plain = text.replace("部门预算", "单位预算").replace("部门收入", "单位收入").replace("部门概况", "单位概况").replace("本部门", "本单位")
        return plain.replace(f"{made.department}{made.year}年单位预算公开", f"{name}{made.year}年单位预算公开")

    blocks = list(_worded(made.blocks, told))
    if parent:
        blocks.insert(1, Text(f"主管部门：{parent}"))
    return replace(made, name=f"示例_{name}_{made.year}年单位预算", title=told(made.title), blocks=tuple(blocks))


def _worded(blocks: tuple[Block, ...], told: object) -> tuple[Block, ...]:
    assert callable(told)
    return tuple(replace(b, text=told(b.text)) if isinstance(b, Heading | Text) else b for b in blocks)
