"""Gold questions on made-up disclosures, answered from the facts: many wordings of every kind, deterministic by seed.

Each asker takes a random source and the facts (of one department over years, budgets and final accounts apart) and returns a gold line
or None where the facts hold no such question. The wordings are ours; no wording of the development questions is used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eval.madeup.facts import YearFacts
from eval.madeup.make import Disclosed, Wanted, disclosures
from index.numbers import rounded

GoldLine = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """All that was made: documents by department, year and kind."""

    all: Sequence[Disclosed]

    def of(self, department: str, kind: str) -> list[Disclosed]:
        """The documents of a department and kind by year."""
        return sorted((d for d in self.all if d.made.department == department and d.made.kind == kind), key=lambda d: d.made.year)

    def departments(self) -> list[str]:
        """All departments."""
        return sorted({d.made.department for d in self.all})


def money_items(facts: YearFacts, kind: str) -> list[tuple[str, Decimal]]:
    """(name, 万元) of what anyone may ask for, each name meaning one thing only in its document."""
    public = facts.three_public
    items = [
        ("基本支出", facts.basic), ("项目支出", facts.project_total), ("人员经费", facts.personnel), ("公用经费", facts.running), ("机关运行经费", facts.running),
        ("“三公”经费", public.total), ("公务接待费", public.reception), ("公务用车运行维护费", public.running), ("因公出国（境）费", public.abroad),
    ]  # fmt: skip
    items += [
        ("政府采购预算" if kind == "预算" else "政府采购支出", facts.procurement),
        ("政府采购服务", facts.services),
        ("政府采购货物", facts.goods),
    ]
    taken = {"住房公积金", "公务接待费", "公务用车运行维护费"}
    items += [(e.name, e.amount) for e in facts.economic if e.name not in taken]
    items += [(f.names[2], f.total) for f in facts.functional if f.names[2] not in taken]
    return items


def _document(d: Disclosed) -> str:
    return f"{d.made.name}.pdf"


def _gold(kind: str, question: str, documents: Sequence[Disclosed], **rest: Any) -> GoldLine:
    wanted = [rest["value"]] if "value" in rest else [v["value"] for v in rest.get("values", [])]
    quote = " ".join(f"{value:,.2f}" for value in wanted)
    evidence = [{"doc": _document(d), "locator": "", "quote": quote} for d in documents]
    whose = {"departments": sorted({d.made.department for d in documents}), "years": sorted({d.made.year for d in documents})}
    return {"question": question, "type": kind, "difficulty": "generated", "answerable": True, "evidence": evidence, **whose, **rest}


def _short(name: str) -> str:
    """How people call it: 科学技术局 -> 科技局."""
    name = re.sub(r"^中共(.{2,4}[市县区])委员会", r"\1委", name)
    return name.replace("科学技术局", "科技局").replace("文化和旅游局", "文旅局").replace("农业农村局", "农业农村局").replace("“三公”", "三公")


def _called(chance: random.Random, department: str) -> str:
    return chance.choice((department, _short(department)))


def lookup(chance: random.Random, world: World) -> GoldLine | None:
    """One figure of one document, in 万元 or 元."""
    d = chance.choice(world.all)
    name, value = chance.choice(money_items(d.facts, d.made.kind))
    who, year, kind = _called(chance, d.made.department), d.made.year, d.made.kind
    unit = chance.choice(("万元", "万元", "元"))
    asked = chance.choice(
        (
            f"{who}{year}年{kind}里{name}是多少{unit}？",
            f"{year}年{who}的{name}（{kind}数）有多少{unit}",
            f"想知道{who}{year}年度{kind}公开的{name}，单位用{unit}",
            f"{who} {year} {kind} {name} 多少{unit}",
        )
    )
    shown = value if unit == "万元" else value * 10_000
    return _gold("lookup", asked, [d], value=float(shown), unit=unit, tolerance=0.005 if unit == "万元" else 1)


def total(chance: random.Random, world: World) -> GoldLine:
    """The whole."""
    d = chance.choice(world.all)
    who, year = _called(chance, d.made.department), d.made.year
    if d.made.kind == "预算":
        asked = chance.choice(
            (f"{who}{year}年收支总预算一共多少万元？", f"{who}{year}年部门预算总盘子多大（万元）？", f"{year}年{who}预算收入总计是多少万元")
        )
    else:
        asked = chance.choice((f"{who}{year}年度决算收入总计多少万元？", f"{who}{year}年决算支出总计是多少万元"))
    return _gold("lookup", asked, [d], value=float(d.facts.total), unit="万元", tolerance=0.005)


def count(chance: random.Random, world: World) -> GoldLine:
    """Persons and vehicles."""
    d = chance.choice(world.all)
    who, year, kind = _called(chance, d.made.department), d.made.year, d.made.kind
    name, value, unit = chance.choice(
        (("在职人员", d.facts.staff.active, "人"), ("退休人员", d.facts.staff.retired, "人"), ("车辆", d.facts.vehicles, "辆"))
    )
    asked = chance.choice((f"{who}{year}年{kind}公开里{name}有多少{unit}？", f"按{year}年{kind}公开，{who}{name}共几{unit}"))
    return _gold("count", asked, [d], value=float(value), unit=unit, tolerance=0, years=[])  # budgets count at the end of the year before


def share(chance: random.Random, world: World) -> GoldLine:
    """Part of a whole in percent."""
    d = chance.choice(world.all)
    part, whole, a, b = chance.choice(
        (
            (d.facts.personnel, d.facts.basic, "人员经费", "基本支出"),
            (d.facts.project_total, d.facts.total, "项目支出", "支出总计"),
            (d.facts.three_public.reception, d.facts.three_public.total, "公务接待费", "三公经费"),
        )
    )
    who, year, kind = _called(chance, d.made.department), d.made.year, d.made.kind
    asked = chance.choice((f"{who}{year}年{kind}中{a}占{b}的百分之几？保留两位小数", f"{year}年{who}{kind}：{a}占{b}的比例是多少（%，两位小数）"))
    return _gold("compute", asked, [d], value=float(rounded(part / whole * 100, 2)), unit="%", tolerance=0.011)


def two_items(chance: random.Random, world: World) -> GoldLine | None:
    """Difference of two items of one document."""
    d = chance.choice(world.all)
    economic = [e for e in d.facts.economic if e.name not in {"住房公积金", "公务接待费", "公务用车运行维护费"}]
    first, second = chance.sample(economic, 2)
    if first.amount == second.amount:
        return None
    who, year, kind = _called(chance, d.made.department), d.made.year, d.made.kind
    asked = chance.choice(
        (f"{who}{year}年{kind}里{first.name}和{second.name}哪个多，差多少万元？", f"{year}年{who}{kind}，{first.name}与{second.name}相差多少万元")
    )
    values = [{"label": "差额", "value": float(abs(first.amount - second.amount)), "unit": "万元"}]
    return _gold("compare", asked, [d], values=values, tolerance=0.005)


def added(chance: random.Random, world: World) -> GoldLine:
    """Sum of named items."""
    d = chance.choice(world.all)
    economic = [e for e in d.facts.economic if e.name not in {"住房公积金", "公务接待费", "公务用车运行维护费"}]
    chosen = chance.sample(economic, chance.choice((2, 3)))
    who, year, kind = _called(chance, d.made.department), d.made.year, d.made.kind
    names = "、".join(e.name for e in chosen)
    asked = chance.choice((f"{who}{year}年{kind}的{names}加起来是多少万元？", f"把{who}{year}年{kind}里{names}几项合计一下，多少万元"))
    return _gold("aggregate", asked, [d], value=float(sum((e.amount for e in chosen), Decimal(0))), unit="万元", tolerance=0.005)


def trend(chance: random.Random, world: World) -> GoldLine | None:
    """One item over two or three years."""
    found = world.of(chance.choice(world.departments()), "预算")
    if len(found) < 2:
        return None
    picked = found[-chance.choice((2, min(3, len(found)))) :]
    name, pick = chance.choice(COMPARABLE)
    who = _called(chance, picked[0].made.department)
    first, last = picked[0].made.year, picked[-1].made.year
    asked = chance.choice((f"{who}{first}年到{last}年预算的{name}各年分别是多少万元？", f"{first}—{last}年{who}{name}预算逐年怎么变的"))
    values = [{"label": str(d.made.year), "value": float(pick(d.facts)), "unit": "万元"} for d in picked]
    return _gold("trend", asked, picked, values=values, tolerance=0.005)


COMPARABLE: tuple[tuple[str, Callable[[YearFacts], Decimal]], ...] = (
    ("“三公”经费", lambda f: f.three_public.total),
    ("项目支出", lambda f: f.project_total),
    ("基本支出", lambda f: f.basic),
    ("机关运行经费", lambda f: f.running),
    ("公务接待费", lambda f: f.three_public.reception),
)


def across(chance: random.Random, world: World) -> GoldLine | None:
    """The larger of some departments, or their sum."""
    departments = world.departments()
    if len(departments) < 3:
        return None
    chosen = chance.sample(departments, chance.choice((2, 3)))
    year = chance.choice(world.of(chosen[0], "预算")).made.year
    picked = [d for name in chosen for d in world.of(name, "预算") if d.made.year == year]
    name, pick = chance.choice(COMPARABLE)
    listed = "、".join(_called(chance, c) for c in chosen)
    values = {d.made.department: pick(d.facts) for d in picked}
    if len(set(values.values())) < len(values):
        return None
    if chance.random() < 0.5:
        whole = float(sum(values.values(), Decimal(0)))
        return _gold("aggregate", f"{listed}{year}年预算的{name}合计多少万元？", picked, value=whole, unit="万元", tolerance=0.005)
    best = max(values, key=lambda k: values[k])
    asked = chance.choice((f"{year}年{listed}中，哪家的{name}预算最高？各是多少万元？", f"比较{listed}{year}年预算{name}，谁最多、各多少"))
    labelled = [{"label": k, "value": float(v), "unit": "万元"} for k, v in values.items()]
    return _gold("rank", asked, picked, values=labelled, must_include=[[best, _short(best)]], tolerance=0.005)


def top_projects(chance: random.Random, world: World) -> GoldLine | None:
    """The largest projects."""
    d = chance.choice([d for d in world.all if d.made.kind == "预算"])
    if d.facts.carried and "表7" in {g.number for g in d.made.grids}:
        return None  # the carried-over part makes "the amount of a project" two things
    ordered = sorted(d.facts.projects, key=lambda p: -p.amount)
    if len({p.amount for p in ordered[:3]}) < 3:
        return None
    n = chance.choice((1, 2, 3))
    who, year = _called(chance, d.made.department), d.made.year
    number = "一两三"[n - 1]
    asked = f"{who}{year}年预算里金额最大的{number}个项目是什么，各多少万元？"
    values = [{"label": p.name, "value": float(p.amount), "unit": "万元"} for p in ordered[:n]]
    return _gold("rank", asked, [d], values=values, must_include=[[p.name] for p in ordered[:n]], tolerance=0.005)


def basis(chance: random.Random, world: World) -> GoldLine:
    """The policy basis of a project."""
    d = chance.choice([d for d in world.all if d.made.kind == "预算"])
    project = chance.choice(d.facts.projects)
    who, year = _called(chance, d.made.department), d.made.year
    asked = chance.choice((f"{who}{year}年“{project.name}”的设立依据是哪份文件？", f"{year}年{who}安排{project.name}，政策依据是什么文号？"))
    return _gold("text", asked, [d], must_include=[[project.basis.split("（")[1].rstrip("）")]])


def yes_no(chance: random.Random, world: World) -> GoldLine:
    """Was anything set aside for going abroad?"""
    d = chance.choice([d for d in world.all if d.made.kind == "预算"])
    who, year, value = _called(chance, d.made.department), d.made.year, d.facts.three_public.abroad
    asked = chance.choice((f"{who}{year}年预算有没有安排因公出国的钱？", f"{year}年{who}安排因公出国（境）费了吗"))
    words = [["有", "安排了", "是"], [f"{value:,.2f}"]] if value else [["没有", "未安排", "为0", "0.00"]]
    return _gold("boolean", asked, [d], must_include=words)


def missing(chance: random.Random, world: World) -> GoldLine:
    """Another year or a department that is not there."""
    d = chance.choice(world.all)
    name, _ = chance.choice(money_items(d.facts, d.made.kind))
    years = [x.made.year for x in world.all]
    where = _called(chance, d.made.department)
    asked = chance.choice(
        (
            f"{where}{max(years) + 3}年预算的{name}是多少万元？",
            f"{where}{min(years) - 5}年决算{name}多少？",
            f"玄圃市{d.facts.body.name.split(d.facts.body.place)[-1].removeprefix('委员会')}{d.made.year}年的{name}是多少？",
        )
    )
    return {"question": asked, "type": "unanswerable", "difficulty": "generated", "answerable": False, "evidence": []}


def follow_up(chance: random.Random, world: World) -> GoldLine | None:
    """A second question without its subject."""
    d = chance.choice(world.all)
    (first, _), (second, value) = chance.sample(money_items(d.facts, d.made.kind), 2)
    who, year, kind = _called(chance, d.made.department), d.made.year, d.made.kind
    asked = chance.choice((f"那{second}呢？", f"{second}又是多少万元？"))
    return _gold("followup", asked, [d], history=[f"{who}{year}年{kind}的{first}是多少万元？"], value=float(value), unit="万元", tolerance=0.005)


ASKERS = (lookup, lookup, lookup, total, count, share, two_items, added, trend, across, across, top_projects, basis, yes_no, missing, follow_up)


def questions(wanted: Wanted, number: int, seed: int, suffix: str = ".pdf") -> Iterator[GoldLine]:
    """``number`` gold lines on the disclosures that ``wanted`` makes; ``suffix``: of the files that the evidence names."""
    world, chance = World(list(disclosures(wanted))), random.Random(f"questions-{seed}")
    made = 0
    while made < number:
        line = chance.choice(ASKERS)(chance, world)
        if line is not None:
            made += 1
            for evidence in line["evidence"]:
                evidence["doc"] = evidence["doc"].removesuffix(".pdf") + suffix
            yield {"id": f"madeup-{seed}-{made:05d}", **line}
