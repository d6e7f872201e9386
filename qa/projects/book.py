"""The projects of a disclosure, each with everything that the document prints of it: indicators, goals, money and its parts.

A project stands in several places under slightly different names (项目支出表, 资金分配, 绩效目标表); :func:`projects_of` brings them together.
The department's own form (部门整体绩效目标表) counts as a project without name.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from index.model import Aspect, DocumentRecord, Figure
from index.store import Index
from index.text import normal, squeeze
from qa.lookup.catalogue import Catalogue
from qa.lookup.match import PROJECT_TOTALS, SUREST
from qa.lookup.names import key, neutral
from qa.passages.statements import Statement, statements_of
from qa.projects.names import alike, core, pairs, paper, years

Kind = Literal["indicator", "goal", "part", "source", "total", "carry", "rate", "score", "other"]
_KEPT = 256
_GOAL = re.compile(r"总体目标|预期目标|绩效目标|年度目标|完成情况")
_DONE = re.compile(r"完成情况")
_SOURCE = re.compile(r"^(?:当年)?(?:财政拨款|其他资金|上年结转资金|单位资金|自有资金|一般公共预算)")
_SAME_NAME = 0.45
_SHORTEST_NAME = 5
_MARKS = re.compile(r"[^\u3400-\u9fffa-zA-Z0-9]")


@dataclass(frozen=True)
class Item:
    """One thing that a form or block of a project says in figures: all its figures, by aspect (指标值, 实际完成值 ...) or stage."""

    name: str
    kind: Kind
    figures: tuple[Figure, ...]
    group: str = ""  # 产出指标 数量指标; 预期目标
    done: bool = False  # of a goal: what was done, not what was meant

    def of(self, aspect: str) -> Figure | None:
        """The figure of an aspect: target, actual, last, weight, score; ``amount`` is the plain one."""
        return next((f for f in self.figures if str(f.aspect) == aspect), None)

    @property
    def unit(self) -> str:
        """The unit of its value (not of its weight and score)."""
        return next((f.unit for f in self.figures if f.aspect not in {Aspect.WEIGHT, Aspect.SCORE}), "")

    @cached_property
    def grams(self) -> frozenset[str]:
        """The pairs of characters of the name, without its unit in brackets."""
        return pairs(re.sub(r"[(（][^()（）]{1,5}[)）]$", "", normal(self.name)))


@dataclass(frozen=True)
class Project:
    """See module. ``name`` as the form has it (blank for the department's own), ``text`` all that its blocks and forms say in words."""

    name: str
    names: tuple[str, ...]
    record: DocumentRecord
    items: tuple[Item, ...]
    text: str = field(default="", repr=False)
    whole: bool = False
    said: tuple[Statement, ...] = field(default=(), repr=False)  # the sentences of its blocks and forms, then those elsewhere that name it

    @cached_property
    def name_grams(self) -> frozenset[str]:
        """Pairs of characters of all its names' cores."""
        return frozenset().union(*(pairs(core(n)) for n in self.names))

    @cached_property
    def called(self) -> frozenset[str]:
        """Pairs of characters of all its names, whole."""
        return frozenset().union(*(pairs(n) for n in self.names))

    @cached_property
    def item_grams(self) -> frozenset[str]:
        """Pairs of characters of all items' names."""
        return frozenset().union(*(i.grams for i in self.items))

    @cached_property
    def text_grams(self) -> frozenset[str]:
        """Pairs of characters of its texts."""
        return pairs(self.text)

    def kind(self, *kinds: Kind) -> tuple[Item, ...]:
        """Its items of these kinds, in document order."""
        return tuple(i for i in self.items if i.kind in kinds)

    @property
    def assessed(self) -> bool:
        """Whether its form says what was reached (绩效自评表)."""
        return any(i.of("actual") for i in self.items)


_BOOKS: OrderedDict[tuple[int, str, str], tuple[Index, tuple[Project, ...]]] = OrderedDict()


def projects_of(record: DocumentRecord, cat: Catalogue) -> tuple[Project, ...]:
    """All projects of a document in reading order (the last ones made are kept)."""
    mark = (id(cat.index), cat.index.generation, record.id)
    known = _BOOKS.get(mark)
    if known is None or known[0] is not cat.index:
        known = _BOOKS[mark] = (cat.index, _made(record, cat))
        while len(_BOOKS) > _KEPT:
            _BOOKS.popitem(last=False)
    return known[1]


def _made(record: DocumentRecord, cat: Catalogue) -> tuple[Project, ...]:
    view = cat.view(record)
    groups: dict[tuple[str, frozenset[str]], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    own: list[Figure] = []
    for figure in view.figures:
        if figure.confidence < SUREST or not figure.column_known or figure.derived or not figure.subject:
            continue
        if figure.subject_kind in {"项目", "指标"} and key(figure.subject) not in view.own_names:
            groups[core(figure.subject), years(figure.subject)][figure.subject].append(figure)
        elif "绩效" in (figure.form or "") and (figure.subject_kind == "指标" or any(_GOAL.search(q) for q in figure.qualifiers)):
            own.append(figure)
    statements = tuple(s for s in statements_of(cat.index, record.id) if s.origin != "row")
    made = [_project(record, by_name, statements) for by_name in _joined(groups)]
    if own:
        said = tuple(s for s in statements if not s.project and s.origin == "form" and _GOAL.search(s.label))
        made.append(Project("", (), record, _items(own), " ".join(s.text for s in said), whole=True, said=said))
    return tuple(p for p in made if p.items)


def _joined(groups: dict[tuple[str, frozenset[str]], dict[str, list[Figure]]]) -> list[dict[str, list[Figure]]]:
    """The groups, two that are one project under two names (the same money, names nearly the same) put together."""
    kept: list[dict[str, list[Figure]]] = []
    for (name, said), by_name in groups.items():
        for other in kept:
            theirs = next(iter(other))
            same_year = not said or not years(theirs) or said == years(theirs)
            other_places = _forms(by_name).isdisjoint(_forms(other))
            if same_year and other_places and alike(name, core(theirs)) >= _SAME_NAME and _money(by_name) & _money(other):
                for subject, figures in by_name.items():
                    other.setdefault(subject, []).extend(figures)
                break
        else:
            kept.append({s: list(f) for s, f in by_name.items()})
    return kept


def _forms(by_name: dict[str, list[Figure]]) -> set[bool]:
    """Whether the group stands in performance forms (True), elsewhere (False), or both."""
    return {"绩效" in (f.form or "") for figures in by_name.values() for f in figures}


def _money(by_name: dict[str, list[Figure]]) -> set[str]:
    return {f"{f.value.normalize()}{f.unit}" for figures in by_name.values() for f in figures if f.value and _kind(f) == "total"}


def _project(record: DocumentRecord, by_name: dict[str, list[Figure]], statements: tuple[Statement, ...]) -> Project:
    names = tuple(dict.fromkeys(squeeze(n) for n in by_name))
    shortest = min(names, key=lambda n: ("设立" in n, len(n)))
    marks = {(core(n), years(n)) for n in by_name}
    own = [s for s in statements if s.project and (core(s.project), years(s.project)) in marks]
    said = (*own, *(s for s in statements if not s.project and _names(s, names)))
    return Project(shortest, names, record, _items([f for fs in by_name.values() for f in fs]), " ".join(dict.fromkeys(s.text for s in said)), said=said)


def _names(statement: Statement, names: tuple[str, ...]) -> bool:
    """Whether a sentence elsewhere names the project: by the core of its name, or by the number of the document that gave the money."""
    text = _MARKS.sub("", normal(statement.text))
    for name in names:
        years_said = years(name)
        if len(core(name)) >= _SHORTEST_NAME and core(name) in text and (not years_said or any(y in text for y in years_said)):
            return True
        if (number := paper(name)) and re.search(rf"20\d\d{number}", text) and any(f"{y}{number}" in text for y in re.findall(r"20\d\d", normal(name)[:30])):
            return True
    return False


def _items(figures: list[Figure]) -> tuple[Item, ...]:
    found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        kind = _kind(figure)
        if kind == "skip":
            continue
        found[kind, squeeze(figure.row_path[-1] if kind == "indicator" and figure.row_path else figure.measure), _place(figure, kind)].append(figure)
    return tuple(
        Item(name, kind, tuple(fs), place.split("|")[0] if kind in {"indicator", "goal"} else place, bool(_DONE.search(place)))  # type: ignore[arg-type]
        for (kind, name, place), fs in found.items()
    )


def _place(figure: Figure, kind: str) -> str:
    """What tells items of one name apart: the row of an indicator, the number of a goal, the form else; its group in front."""
    if kind == "indicator":
        return f"{' '.join(q for q in figure.qualifiers if '指标' in q)}|{figure.table}|{figure.row}"
    if kind == "goal":
        return f"{next(q for q in figure.qualifiers if _GOAL.search(q))}|{figure.value}|{figure.unit}"
    return figure.form or ""


def _kind(figure: Figure) -> str:
    form, name = figure.form or "", key(figure.measure)
    if figure.subject_kind == "指标":
        return "indicator"
    if "绩效" in form and any(_GOAL.search(q) for q in figure.qualifiers):
        return "goal"
    if form == "结转结余表":
        return "carry" if len(figure.column_path) <= 1 else "skip"
    if name == key(figure.subject) or name in PROJECT_TOTALS:
        column = figure.column_path[-1] if figure.column_path else ""
        return "total" if figure.aspect is Aspect.AMOUNT and (neutral(column) or "项目支出" in column or column == figure.measure) else "skip"
    if figure.aspect is Aspect.RATE and "执行率" in figure.measure:
        return "rate"
    if figure.aspect is Aspect.SCORE:
        return "score"
    if any("分配" in q for q in figure.qualifiers):
        return "part"
    if "绩效" in form and _SOURCE.match(figure.measure):
        return "source"
    return "other"
