"""Marks -> slots of the Query: departments, measures, years, kind. One function a slot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normal
from qa.lexicon import phrases
from qa.linking.departments import Found
from qa.linking.frames import framed
from qa.linking.names import LEVELS
from qa.linking.residue import INSTANCED, MEMBERS
from qa.linking.spans import Mark
from qa.linking.vocabulary import Link, Linker
from qa.model import DepartmentRef, MeasureRef
from qa.question.operands import Operand
from qa.question.operations import Words
from qa.question.years import YearWord

_EVERY = re.compile(r"各(?![自是有多为占个项类])|[这那]?几家|哪几?家|哪些|各家|各个?部门|所有|全部|[三四五六七八九十]家|几个")
_SEVERAL = re.compile("[两二三四五六七八九十]家|[两二三四五六七八九十几]个(?:部门|单位)|各(?:部门|单位|家)|哪家|哪个(?:部门|单位)|哪些(?:部门|单位)|所有(?:部门|单位)")
_PLACE_ALONE = re.compile("(?:那么?|换成|换|再看看?|再查|看看|改成|和|跟|与)?@(?:的|那边|那里|这边)?(?:又|也)?(?:呢|比呢|怎么样|是?多少|有多少)?[?。!]*")
FUND_NAMES = re.compile("一般公共预算|政府性基金预算|国有资本经营预算|预算单位|预算执行|预算外|年初预算")
_PROJECT = re.compile("(?:资金|经费|项目|专项|计划|基金|费)$")
_SCORE = {"exact": 1.0, "synonym": 0.95, "code": 1.0, "part": 0.85, "typo": 0.8, "alike": 0.6, "weak": 0.6}


def department_refs(text: str, cover: Sequence[Mark], linked: Linker) -> tuple[DepartmentRef, ...]:
    """The departments in the order named; a mention of several is narrowed by the region said elsewhere, or spread where all are meant."""
    refs: list[DepartmentRef] = []
    for mark in (m for m in cover if m.group == "department"):
        found: Found = mark.value
        names = _narrowed(list(found.departments), text[: mark.start] + "|" + text[mark.end :], linked)
        if len(names) > 1 and _EVERY.search(text):
            refs += [DepartmentRef(mention=found.mention, department=name) for name in names]
        elif len(names) == 1:
            refs.append(DepartmentRef(mention=found.mention, department=names[0]))
        else:
            refs.append(DepartmentRef(mention=found.mention, department=None, alternatives=tuple(names)))
    if any(r.department for r in refs):
        refs = [r for r in refs if not _is_inner(r)]
    refs = refs or _by_region(text, linked)
    decided = {r.department for r in refs if r.department}
    unique: dict[str, DepartmentRef] = {}
    for ref in refs:
        if ref.department is None and decided & set(ref.alternatives):
            continue
        unique.setdefault(ref.department or ref.mention, ref)
    return tuple(unique.values())


def _is_inner(ref: DepartmentRef) -> bool:
    """An unknown body without a place beside a known department (省委办公厅的信访局) is a part of it."""
    return ref.department is None and not ref.alternatives and not any(c in LEVELS for c in ref.mention)


def of_inner_body(cover: Sequence[Mark], departments: Sequence[DepartmentRef], measures: list[MeasureRef]) -> list[MeasureRef]:
    """The measures of a part of a department: its name limits them."""
    if not any(d.department for d in departments):
        return measures
    bodies = [m.value.mention for m in cover if m.group == "department" and not m.value.departments and not any(c in LEVELS for c in m.value.mention)]
    if not bodies:
        return measures
    if not measures:
        return [MeasureRef(mention=bodies[0], names=(), subject=bodies[0], score=0.5)]
    return [m.model_copy(update={"subject": bodies[0]}) for m in measures]


def _narrowed(names: list[str], rest: str, linked: Linker) -> list[str]:
    if len(names) < 2:
        return names
    near = [inside for _, inside in linked.directory.in_region(rest)]
    return [n for n in names if any(n in inside for inside in near)] or names


def _by_region(text: str, linked: Linker) -> list[DepartmentRef]:
    """Where only a place is named: the departments there (昌吉州2023年……自评表), all of them where several are asked for (江苏三家单位)."""
    places = linked.directory.in_region(text)
    if places and _SEVERAL.search(text):
        region, names = max(places, key=lambda h: len(h[1]))
        return [DepartmentRef(mention=region, department=name) for name in sorted(names)]
    hits = [(form, names) for form, names in places if form[-1] in LEVELS or _PLACE_ALONE.fullmatch(text.replace(form, "@"))]
    if not hits:
        return []
    region, names = min(hits, key=lambda h: len(h[1]))
    if len(names) == 1:
        return [DepartmentRef(mention=region, department=next(iter(names)))]
    return [DepartmentRef(mention=region, department=None, alternatives=tuple(sorted(names)))]


def bound_kinds(text: str, cover: Sequence[Mark], refs: tuple[DepartmentRef, ...]) -> tuple[DepartmentRef, ...]:
    """Departments with a kind each: A局的预算总额和B局的决算总额. Else unchanged."""
    marks = [m for m in cover if m.group == "department"]
    if len(refs) < 2 or len(marks) != len(refs):
        return refs
    ends = [*(m.start for m in marks[1:]), len(text)]
    said = [{k for k in ("预算", "决算") if k in FUND_NAMES.sub("", text[m.end : end])} for m, end in zip(marks, ends, strict=True)]
    if any(len(kinds) != 1 for kinds in said) or len({min(k) for k in said}) < 2:
        return refs
    return tuple(ref.model_copy(update={"kind": min(kinds)}) for ref, kinds in zip(refs, said, strict=True))


def bound_years(cover: Sequence[Mark], refs: tuple[DepartmentRef, ...]) -> tuple[DepartmentRef, ...]:
    """Departments with years of their own: A局2026年和B局2024年, 2023年A局与2024年B局. Else unchanged."""
    order: list[tuple[str, int | str]] = []
    for mark in cover:
        if mark.group == "department":
            order.append(("d", mark.value.mention))
        elif mark.group == "year" and len(mark.value.years) == 1 and not mark.value.point:
            order.append(("y", mark.value.years[0]))
    shape = "".join(kind for kind, _ in order)
    if len(refs) < 2 or not re.fullmatch(r"(?:dy){2,}d?|(?:yd){2,}", shape) or len({y for k, y in order if k == "y"}) < 2:
        return refs
    pairs = [(order[i], order[i + 1]) for i in range(0, len(order) - 1, 2)]
    years = {(a if a[0] == "d" else b)[1]: (a if a[0] == "y" else b)[1] for a, b in pairs}
    return tuple(ref.model_copy(update={"years": (years[ref.mention],)}) if ref.mention in years else ref for ref in refs)


def bound_measures(cover: Sequence[Mark], refs: tuple[DepartmentRef, ...], measures: list[MeasureRef], found: Sequence[Operand]) -> list[MeasureRef]:
    """Measures of a department each: X of A against Y of B (A局…X…B局…Y). Else unchanged."""
    if len(refs) < 2 or len(measures) < 2 or len(measures) != len(found):
        return measures
    places = {id(o.mark): i for i, o in enumerate(found)}
    last: str | None = None
    owners: dict[int, str] = {}
    names = {ref.mention: ref.department for ref in refs}
    for mark in cover:
        if mark.group == "department":
            last = names.get(mark.value.mention)
        elif id(mark) in places and last is not None:
            owners[places[id(mark)]] = last
    if len(owners) != len(measures) or len(set(owners.values())) != len(measures):
        return measures
    return [m.model_copy(update={"department": owners[i]}) for i, m in enumerate(measures)]


def _cars_of(scope: Operand, link: Link) -> bool:
    """那么多公车，一年的运行维护费: the cars say whose running it is; they contain no money."""
    concept = scope.link.concept
    return concept is not None and concept.aspect == "count" and "车辆" in concept.names and any("车" in n for n in link.names)


def measure_ref(operand: Operand, linked: Linker) -> MeasureRef:
    """The operand as the Query carries it; scopes that say a fund go to ``fund``, the others to ``qualifiers``."""
    link, fund = _without_fund(operand.link, operand.mention, linked)
    qualifiers: list[str] = []
    bound: list[str] = []
    for scope in operand.scopes:
        scope_link, scope_fund = _without_fund(scope.link, scope.mention, linked)
        if _paid_to(scope, operand, linked) or _cars_of(scope, link):
            continue
        said = fund_said(scope.mention)
        fund = fund or said or scope_fund
        if not said and _binding(scope):
            qualifiers += [scope_link.names[0] if scope_link.names else scope.mention]
            bound += qualifiers[-1:] if _sure(scope_link) else []
    concept = link.concept
    if concept is not None and concept.aspect == "count" and "车辆" in concept.names and any("三公经费" in s.link.names for s in operand.scopes):
        link = linked.vocabulary.exact.get("公务用车购置及运行维护费", link)  # of the 三公 money, 公车 is what is spent on them
        concept = link.concept
    return MeasureRef(
        mention=operand.mention,
        names=link.names,
        qualifiers=tuple(qualifiers),
        bound=tuple(bound),
        fund=fund,
        code=link.code,
        aspect=concept.aspect if concept else "amount",
        role="whole" if operand.whole else "operand",
        alternatives=link.alternatives,
        score=_SCORE.get(link.how, 0.7),
    )


def spread(text: str, measures: list[MeasureRef]) -> list[MeasureRef]:
    """名称带“人才专项经费”的项目: one measure for every item that is called so."""
    if not MEMBERS.search(text) or len(measures) != 1 or len(measures[0].names) < 2:
        return measures
    groups: list[list[str]] = []
    for name in sorted(measures[0].names, key=len):
        plain = re.sub(r"\W", "", normal(name))
        home = next((g for g in groups if re.sub(r"\W", "", normal(g[0])) in plain), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return [measures[0].model_copy(update={"mention": names[0], "names": tuple(names), "score": 1.0}) for names in groups]


def by_document(numbers: Sequence[str], linked: Linker) -> list[MeasureRef]:
    """Items named only by the number of a document (昌州财教[2023]99号): the index names that hold it."""
    refs = []
    for number in numbers:
        held = linked.vocabulary.holding(re.sub(r"文件?$", "", number), 12)
        refs.append(MeasureRef(mention=number, names=tuple(held), score=0.85))
    return refs


def _binding(scope: Operand) -> bool:
    """Whether a scope surely limits what is asked: named exactly, or the name of a project; loose likenesses would only lose the answer."""
    how = scope.link.how
    named = (scope.mention, *scope.link.names[:1])
    return how not in {"part", "alike", "said"} or (how != "alike" and any(_PROJECT.search(name) for name in named))


def _sure(link: Link) -> bool:
    """Whether a scope is surely the one name that stands for it: an index name as said, or persons (whose names all mean the same)."""
    return link.how in {"exact", "typo"} or (link.how == "synonym" and link.concept is not None and link.concept.aspect == "count")


def _paid_to(scope: Operand, operand: Operand, linked: Linker) -> bool:
    """Whether the scope is persons and the item what such persons are paid by its own name (给离休老同志发的离休费): it limits nothing."""
    if scope.link.concept is None or scope.link.concept.aspect != "count":
        return False
    persons = linked.vocabulary.exact.get(operand.mention.removesuffix("费") + "人员")
    return operand.mention[:2] == scope.mention[:2] or (operand.mention.endswith("费") and persons is not None and persons.concept is not None)


def loose_scopes(operands: Sequence[Operand]) -> tuple[str, ...]:
    """What is said to contain an item and is too loosely linked to limit it: the evidence must speak of it."""
    said = (s.mention for o in operands for s in o.scopes if not fund_said(s.mention) and not _binding(s))
    return tuple(dict.fromkeys(m for m in said if not framed(m) and not INSTANCED.search(m)))


def fund_said(mention: str) -> str | None:
    """The fund that these words say by themselves (财政拨款), where they say one."""
    return next((fund for fund, words in phrases()["fund"].items() if mention in words), None)


def _without_fund(link: Link, mention: str, linked: Linker) -> tuple[Link, str | None]:
    """A name that begins with a fund (一般公共预算基本支出) also as the plain measure of that fund."""
    for fund, words in phrases()["fund"].items():
        for word in sorted(words, key=len, reverse=True):
            rest = linked.vocabulary.exact.get(mention[len(word) :]) if mention.startswith(word) else None
            if rest is not None:
                return Link(tuple(dict.fromkeys((*link.names, *rest.names))), rest.concept, link.how, True), fund
    return link, None


def year_slots(text: str, cover: Sequence[Mark], measures: Sequence[Operand], fiscal: frozenset[int]) -> tuple[tuple[int, ...], list[YearWord], list[str]]:
    """Years said as numbers, the relative ones, and notes. A year that belongs to a project's name (2021年…资金) gives way to another year."""
    years: list[int] = []
    named: list[int] = []
    relative: list[YearWord] = []
    notes: list[str] = []
    for mark in (m for m in cover if m.group == "year"):
        word: YearWord = mark.value
        if text[: mark.start].endswith(("不是", "不要", "不看")) and len(word.years) == 1:
            continue
        if len(word.years) == 1 and _in_name(text, mark, measures):
            named.append(word.years[0])
            continue
        years += [y for y in word.years if y not in years]
        if word.since is not None:
            years += [y for y in sorted(fiscal) if y >= word.since and y not in years] or [word.since]
        if word.point:
            notes.append(f"时点:{word.years[0]}年底")
        if word.source:
            notes.append(f"来源年份:{word.years[0]}")
        if not word.years and word.since is None:
            relative.append(word)
    years += [y for y in named if not years and y in fiscal]
    return tuple(years), relative, notes


def asked_years(text: str, years: tuple[int, ...], notes: list[str], *, previous: bool) -> tuple[tuple[int, ...], list[str], bool]:
    """Of 按2024年公开倒推2023年 only 2023 is asked; the newer one says where to count back from. Also whether one is to count back."""
    sources = [int(note.rpartition(":")[2]) for note in notes if note.startswith("来源年份:")]
    notes = [note for note in notes if not note.startswith("来源年份:")]
    alone = bool(sources) and len(re.findall(f"{sources[0]}|(?<!\\d){sources[0] % 100}年", text)) == 1  # said as the source only
    back = len(years) == 2 and bool(sources) and max(years) == sources[0] and (alone or not re.search("比|增长|变化|和|与|跟", text))
    if not (previous or back) or len(years) != 2 or (not (alone and back) and re.search(r"各|分别|多少.+多少", text)):
        return years, notes, previous
    return (min(years),), [*notes, f"来源年份:{max(years)}"], True


def _in_name(text: str, year: Mark, measures: Sequence[Operand]) -> bool:
    """Whether the year stands before a measure (or what contains it) whose index name begins with it."""
    said = normal(text[year.start : year.end])
    named = [o for m in measures for o in (m, *m.scopes)]
    return any(o.mark.start == year.end and any(normal(n).startswith(said) for n in o.link.names) for o in named)


def with_dated_names_first(text: str, operand: Operand, cover: Sequence[Mark]) -> Operand:
    """The operand with the index name of the very year that stands before it first."""
    before = next((text[m.start : m.end] for m in cover if m.group == "year" and m.end == operand.mark.start), None)
    if before is None or len(operand.link.names) < 2:
        return operand
    names = sorted(operand.link.names, key=lambda n: not normal(n).startswith(before))
    operand.link = Link(tuple(names), operand.link.concept, operand.link.how, operand.link.known, operand.link.code, operand.link.alternatives)
    return operand


def kind_of(words: Words, measures: Sequence[MeasureRef]) -> str | None:
    """预算 or 决算 as said; else as the measure's words imply (收支总预算), else as the verbs do (准备花, 实际花了). None where both are said."""
    said = list(dict.fromkeys(words.said.get("kind", [])))
    if said:
        return said[0] if len(said) == 1 else None
    implied = [next((k for k in ("预算", "决算") if k in FUND_NAMES.sub("", m.mention)), None) for m in measures]
    known = {k for k in implied if k}
    of_each = len({m.department for m in measures}) > 1
    return known.pop() if len(known) == 1 and not (of_each and None in implied) else None
