"""From a question to the project it is about, and within that project's few names to the indicators (or parts of its money) it asks for.

The project is decided first, by its name, by what only its block says, by an amount or a document number; then an indicator by the characters
of its name (weighed by how rare they are among the names of these documents), the unit asked in and the kind of value, with a margin over the next.
"""

from __future__ import annotations

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.numbers import NUMBER, convert, is_money
from index.text import normal
from qa.projects.book import Item, Project
from qa.projects.names import core, cores, pairs, paper, years
from qa.projects.wish import Wish, fits

_GENERIC = pairs("数量次数人数场次数金额总额完成率达标率比例情况及时性经费费用成本时间天数项目活动开展组织工作提高提升") | frozenset({"数量", "成率", "率"})
_RATE = re.compile(r"率$|满意度|比例|比重|占比|百分比|\(%\)$")
_RATE_SAID = re.compile(r"率|满意|百分|%|比例|比重|占比|几成")
_AMOUNT = re.compile(rf"({NUMBER.pattern})(亿元?|万元?|元|块)")
_NAMED = 0.72
_HOW_MUCH = re.compile(r"多少|几(?!个?月前|天前)")
_FEW, _FEW_ITEMS = 15, 60  # projects and items: what is rare among fewer is reckoned as if there were so many
_UNIT = {2: 0.27, 1: 0.12, 0: 0.0, -1: -0.35}
_MUCH = 3.0  # pairs of characters, as telling as can be, that are enough of a long name
_HEAD = re.compile(r"^(?:工作|资金|经费|项目|专项|补助|这|那|的)")


@dataclass(frozen=True, slots=True)
class Hit:
    """An item linked: ``score`` its characters and unit together, ``own`` the share of its name that the question says."""

    project: Project
    item: Item
    score: float
    own: float
    at: int  # the clause that says most of it
    fit: int = 0  # its unit is the one asked in (2), of the same kind (1), or none was asked (0); -1: another
    said: frozenset[str] = frozenset()  # the pairs of its name that the question says
    beside: bool = False  # a word of its name stands at the very question word: 培训几场, 几个国家


class Scales:
    """How telling a pair of characters is, over the items and over the projects of the documents asked."""

    def __init__(self, projects: Sequence[Project]) -> None:
        items = [i for p in projects for i in p.items]
        self.items = Counter(g for i in {i.name: i for i in items}.values() for g in i.grams)
        self.all_items = max(_FEW_ITEMS, len({i.name for i in items}))
        self.projects = Counter(g for p in projects for g in p.name_grams | p.item_grams | p.text_grams)
        self.names = Counter(g for p in projects for g in p.name_grams)
        self.all_projects = max(_FEW, len(projects))

    def of_item(self, gram: str, project: Project) -> float:
        """The weight of a pair within an item's name; pairs of the project's own name and of all indicators count less."""
        weight = math.log(1 + self.all_items / (1 + self.items[gram]))
        return weight * (0.35 if gram in project.name_grams else 1.0) * (0.3 if gram in _GENERIC else 1.0)

    def of_project(self, gram: str) -> float:
        """The weight of a pair as evidence for a project."""
        return math.log(1 + self.all_projects / (0.5 + self.projects[gram]))

    def of_name(self, gram: str) -> float:
        """The weight of a pair within a project's name."""
        return math.log(1 + self.all_projects / (0.5 + self.names[gram]))


_SCALES: OrderedDict[tuple[int, ...], tuple[tuple[Project, ...], Scales]] = OrderedDict()
_KEPT = 64


def scales_of(projects: Sequence[Project]) -> Scales:
    """The scales over these projects; the last ones made are kept, with the projects that they are of (so that no other can take their place)."""
    mark = tuple(id(p) for p in projects)
    known = _SCALES.get(mark)
    if known is None:
        known = _SCALES[mark] = (tuple(projects), Scales(projects))
        while len(_SCALES) > _KEPT:
            _SCALES.popitem(last=False)
    return known[1]


def named(projects: Sequence[Project], text: str, scales: Scales) -> list[Project]:
    """The projects that the question names, in the order named; of namesakes those whose year or document number it says."""
    said = pairs(text)
    numbers = set(re.findall(r"\d{1,4}号", text))
    found: list[tuple[int, float, Project]] = []
    for p in projects:
        if p.whole or (numbers and any(paper(n) for n in p.names) and not numbers & {paper(n) for n in p.names}):
            continue
        score, place = max((_name_score(c, text, said, scales) for n in p.names for c in cores(n)), default=(0.0, 0))
        if numbers & {paper(n) for n in p.names}:
            score, place = 1.0, min(text.find(paper(n)) for n in p.names if paper(n) in numbers)
        if score >= _NAMED:
            found.append((place, score, p))
    by_number = {id(p) for _, _, p in found if numbers & {paper(n) for n in p.names}}
    kept = [(place, p) for place, score, p in found if id(p) in by_number or not any(_covers(q, p, text) for _, s, q in found if q is not p and s >= score)]
    return [p for _, p in sorted(_of_year(kept, text), key=lambda f: f[0])]


def _name_score(name: str, text: str, said: frozenset[str], scales: Scales) -> tuple[float, int]:
    plain = re.sub(r"[^\u3400-\u9fffa-zA-Z0-9]", "", text)
    at = plain.find(name)
    if at >= 0 and (len(name) > 2 or _HEAD.match(plain[at + len(name) :])):
        return 1.0, at
    if len(name) < 4:
        return 0.0, 0
    grams = pairs(name)
    total = sum(scales.of_name(g) for g in grams) or 1.0
    first = min((plain.find(g) for g in grams if g in plain), default=0)
    return min(0.99, sum(scales.of_name(g) for g in grams & said) / total), first


def _covers(long: Project, short: Project, text: str) -> bool:
    """Whether the words that name the short one are only a part of those that name the long one."""
    plain = re.sub(r"[^\u3400-\u9fffa-zA-Z0-9]", "", text)
    a = max((c for n in long.names for c in cores(n) if c in plain), key=len, default="")
    b = max((c for n in short.names for c in cores(n) if c in plain), key=len, default=min((core(n) for n in short.names), key=len))
    if not a or a == b or (b and b not in a and len(pairs(b) & pairs(a)) < 0.6 * len(pairs(b))):
        return False
    return not b or plain.count(b) <= plain.count(a) or b not in plain


def _of_year(found: list[tuple[int, Project]], text: str) -> list[tuple[int, Project]]:
    """Without namesakes of other years where one of the years said is theirs."""
    by_core: dict[str, list[tuple[int, Project]]] = {}
    for place, p in found:
        by_core.setdefault(core(p.name), []).append((place, p))
    kept = []
    for same in by_core.values():
        of_year = [(place, p) for place, p in same if any(y in text for n in p.names for y in years(n))]
        kept += of_year if of_year and len(same) > 1 else same
    return kept


def by_evidence(projects: Sequence[Project], wish: Wish, scales: Scales) -> list[tuple[Project, float]]:
    """The projects by how much of the question their names, items and texts say, best first; an amount said that is theirs counts."""
    said = pairs(wish.text)
    amounts = amounts_in(wish.text)
    ranked = []
    for p in projects:
        score = 0.0
        for g in said:
            place = 1.0 if g in p.name_grams else 0.7 if g in p.item_grams else 0.4 if g in p.text_grams else 0.0
            score += place * scales.of_project(g) if place else 0.0
        score += 3.0 * sum(any(equal(f.value, f.unit, a, u) for i in p.items for f in i.figures) for a, u in amounts)
        ranked.append((p, score))
    return sorted(ranked, key=lambda r: -r[1])


def amounts_in(text: str) -> list[tuple[object, str]]:
    """The amounts of money that the question says: (number, unit)."""
    from decimal import Decimal

    units = {"万": "万元", "亿": "亿元", "块": "元"}
    return [(Decimal(m[1].replace(",", "")), units.get(m[m.lastindex or 2], m[m.lastindex or 2])) for m in _AMOUNT.finditer(text)]


def equal(value: object, unit: str, other: object, other_unit: str) -> bool:
    """Whether two amounts of money are the same."""
    return is_money(unit) and is_money(other_unit) and convert(value, unit, other_unit) == other  # type: ignore[arg-type]


def items_in(project: Project, items: Iterable[Item], wish: Wish, scales: Scales) -> list[Hit]:
    """The project's items by how well the question says them, best first."""
    said = pairs(wish.text)
    clauses = [pairs(c.text) for c in wish.clauses]
    rated = bool(_RATE_SAID.search(wish.text))
    hits = []
    items = tuple(items)
    known = frozenset().union(*(i.grams for i in items)) - project.name_grams
    content = _content_item(items, wish.text)
    whole = sum(scales.of_item(g, project) for g in known & said) or 1.0
    much = _MUCH * math.log(1 + scales.all_items / 2)
    for item in items:
        weights = {g: scales.of_item(g, project) for g in item.grams}
        total = sum(weights.values()) or 1.0
        own = sum(w for g, w in weights.items() if g in said) / total
        if normal(item.name) in wish.text:
            own = max(own, 1.0)
        elif item.name.startswith("其他") and "其他" not in wish.text:
            own *= 0.5  # the rest of a thing is not the thing
        at = max(range(len(clauses)), key=lambda n: _mass(weights, clauses[n], fits(item.unit, wish.clauses[n].units)), default=0)
        mass = sum(w for g, w in weights.items() if g in said and g in known)
        score = max(own, 0.5 * own + 0.5 * mass / whole * min(1.0, mass / much))  # of a long name only a part is said, but much of the question
        fit = fits(item.unit, _units_near(wish, at))
        asked = _units_near(wish, at)
        level = 0 if fit is None else -1 if fit is False else 2 if item.unit in asked else 1
        beside = level > 0 and bool(clauses) and bool((wish.clauses[at].beside & item.grams) - _GENERIC)
        score += 0.25 if beside else 0.0
        score += 0.3 if content is item else 0.0
        score += _UNIT[level] if own > 0.05 or level < 0 else 0.0
        if clauses and len(clauses[at]) >= 2 and len(item.grams & clauses[at]) >= 0.5 * len(clauses[at]):
            score += 0.15  # the clause names little else
        if _RATE.search(normal(item.name)) and not rated:
            score -= 0.4
        if rated and not _RATE.search(normal(item.name)) and re.search(r"率|满意", wish.clauses[at].text if wish.clauses else ""):
            score -= 0.2
        hits.append(Hit(project, item, score, own, at, level, item.grams & said, beside))
    return sorted(hits, key=lambda h: (-round(h.score, 3), -len(h.item.name)))


def _mass(weights: dict[str, float], clause: frozenset[str], fit: bool | None) -> tuple[float, bool]:
    """How much of a name a clause says; of two that say as much, the one that asks in its unit."""
    return round(sum(w for g, w in weights.items() if g in clause), 3), bool(fit)


def _content_item(items: Sequence[Item], text: str) -> Item | None:
    """The only item that says how content people are, where that is asked."""
    if "满意" not in text:
        return None
    found = [i for i in items if re.search(r"满意(?:度|率)", i.name) and i.unit == "%"]
    whose = re.search(r"([\u4e00-\u9fff]{2})满意", text)
    other = whose is not None and not re.search(r"[的和、与及之]", whose[1]) and len(found) == 1 and whose[1] not in found[0].grams
    return found[0] if len(found) == 1 and not other else None


def _units_near(wish: Wish, at: int) -> tuple[str, ...]:
    """The units asked in the clause that says the item, else in the next that asks in one, else anywhere."""
    for clause in wish.clauses[at:]:
        if clause.units or _HOW_MUCH.search(clause.text):
            return clause.units
    asking = [c for c in wish.clauses if c.units or _HOW_MUCH.search(c.text)]
    return asking[0].units if len(asking) == 1 else ()


def several(hits: Sequence[Hit], wish: Wish, scales: Scales, enough: float) -> list[Hit]:
    """The items asked for: the best, and each further one that the question says in words of its own."""
    chosen: list[Hit] = []
    said = pairs(wish.text)
    for hit in hits:
        if hit.score < enough:
            break
        taken = frozenset().union(*(h.item.grams for h in chosen))
        weights = {g: scales.of_item(g, hit.project) for g in hit.item.grams}
        mine = hit.item.grams - taken - hit.project.name_grams
        fresh = sum(w for g, w in weights.items() if g in mine and g in said) / (sum(weights.values()) or 1.0)
        aside = hit.beside and hit.fit == 2 and all((h.at, h.item.unit) != (hit.at, hit.item.unit) for h in chosen)
        if not chosen or (fresh >= 0.25 and hit.own >= 0.4) or aside:
            chosen.append(hit)
    return chosen


def in_order(hits: Sequence[Hit], wish: Wish) -> list[Hit]:
    """The items in the order in which the question names them."""
    return sorted(hits, key=lambda h: (h.at, min((wish.text.find(g) for g in h.said - h.project.called if g in wish.text), default=0)))
