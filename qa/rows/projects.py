"""The rows of projects: the parts of one project's money, the indicators of its form, and all projects of a disclosure by one value of each.

Their names are long and said in pieces, so a word counts as explained where a project's (or indicator's) name holds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, cast

from index.model import Figure
from index.text import normal
from qa.lookup.catalogue import Catalogue
from qa.lookup.scope import Place
from qa.model import Query
from qa.projects.book import Item, Project, projects_of
from qa.projects.linking import amounts_in, equal
from qa.projects.names import pairs, paper
from qa.projects.rates import whole_of
from qa.projects.subject import subject_of
from qa.projects.values import bare
from qa.rows.matching import filler
from qa.rows.model import Ask, Chosen, Line, RowTable
from qa.rows.words import row_words

Value = Literal["weight", "score", "target", "actual", "last", "rate", "amount"]
_INDICATORS = re.compile("指标|权重|分值")
_PARTS = re.compile("分配|用途|用在|花在|用到|分给|分成|去向|支出方向|明细|构成|开销|开支|笔|块|拿")
_BESIDE: tuple[tuple[str, Value], ...] = (("目标|指标值", "target"), ("上年|去年", "last"), ("实际|完成值", "actual"), ("得分|得了", "score"), ("权重|分值", "weight"))
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万元|亿元|万|亿|元)")
_LEAST = 0.75  # share of a stretch's pairs of characters that a name must hold
SHORTEST = 4


def of_projects(query: Query, ask: Ask, place: Place, cat: Catalogue) -> Chosen | None:
    """The rows that the question runs over, where it is about projects; None where its words leave something unexplained."""
    value = _value(ask.text)
    if query.over == "projects" or (value in {"score", "rate"} and "项目" in ask.text):
        return _all(ask, value, place, cat)
    subject = subject_of(query, cat)
    if subject is None or len(subject.projects) != 1:
        return None
    project = subject.projects[0]
    others = [len(pairs(subject.wish.text) & p.called) for p in subject.all if p is not project]
    alone = len(pairs(subject.wish.text) & project.called) > max([SHORTEST, *others])
    if not (subject.named or subject.sure or alone):
        return None
    if project.record.id not in {r.id for r in place.own}:
        return None
    said = [n for name in project.names if (n := paper(name))] + [m[0] for m in _AMOUNT.finditer(ask.text) if _own(project, m[0])]
    left = _left(ask, project.called | project.name_grams, said)
    if _INDICATORS.search(ask.text):
        items = [i for i in project.kind("indicator") if _of_group(i, ask.text)]
        return _chosen(project, [(bare(i.name), i) for i in items], value if value in {"weight", "score"} else "weight", ask, f"“{bare(project.name)}”的指标") if not left else None
    if not _PARTS.search(ask.text):
        return None
    parts = project.kind("part")
    return _chosen(project, [(bare(i.name), i) for i in parts], "amount", ask, f"“{bare(project.name)}”的资金分配") if not left else None


def _own(project: Project, amount: str) -> bool:
    """Whether an amount that the question says (那48万的项目) is the project's whole money."""
    totals = [f for i in project.kind("total") for f in i.figures]
    return any(equal(f.value, f.unit, value, unit) for value, unit in amounts_in(amount) for f in totals)


def _of_group(item: Item, text: str) -> bool:
    """Whether the indicator is of the kind named (数量指标), where one is."""
    named = re.search("数量|质量|时效|成本|经济效益|社会效益|生态效益|满意度|产出", text)
    return named is None or named[0] in item.group or named[0] in item.name


def _value(text: str) -> Value:
    words = row_words()["values"]
    found = {name: min(text.find(w) for w in ws if w in text) for name, ws in words.items() if any(w in text for w in ws)}
    return cast("Value", min(found.items(), key=lambda place: place[1])[0]) if found else "amount"


def _left(ask: Ask, held: frozenset[str], numbers: Sequence[str] = ()) -> list[str]:
    """The stretches of the question that neither words of classes nor the project's names (as pairs of characters) and the number of its paper explain."""
    open_ = [not u for u in ask.used]
    plain = re.sub(r"\W", " ", ask.text)
    held_at: set[int] = set()
    for i in range(len(plain) - 1):
        if open_[i] and open_[i + 1] and plain[i : i + 2] in held:
            held_at.update((i, i + 1))
    for i in held_at:
        open_[i] = False
    for number in numbers:
        for m in re.finditer(rf"(?<!\d){re.escape(number)}文?件?", ask.text):
            open_[m.start() : m.end()] = [False] * (m.end() - m.start())
    return _stretches(ask, open_)


def _stretches(ask: Ask, open_: Sequence[bool]) -> list[str]:
    words = [w for ws in row_words()["values"].values() for w in ws] + list(row_words()["of_projects"]["word"])
    rest = "".join(c if o else "|" for c, o in zip(ask.text, open_, strict=True))
    rest = re.sub("|".join(map(re.escape, sorted(words, key=len, reverse=True))), "|", rest)
    return re.findall(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{2,}|\d+(?:\.\d+)?(?!张)", filler().sub("|", rest))


def _all(ask: Ask, value: Value, place: Place, cat: Catalogue) -> Chosen | None:
    """All projects by one value of each: score, rate, money, or what their forms say of the indicator named."""
    projects = [p for r in place.own for p in projects_of(r, cat) if not p.whole]
    if not projects:
        return None
    whole = _whole_name(projects, ask.text)
    at = ask.text.find(whole) if whole else -1
    left = _stretches(ask, [not u and not at <= i < at + len(whole) for i, u in enumerate(ask.used)])
    if left or whole:
        name = whole or max(left, key=len)
        found = [(p, i) for p in projects if (i := _called(p, name)) is not None]
        rest = [w for w in left if not any(pairs(w) <= i.grams for _, i in found)]
        if len(name) < SHORTEST or len(found) < 2 or rest or value not in {"weight", "score", "target", "actual", "last"}:
            return None
        lines = tuple(Line(bare(p.name), (f,)) for p, i in found if (f := i.of(value)) is not None)
        return _made(projects[0], lines, f"各项目“{bare(found[0][1].name)}”{_named(value)}")
    if value in {"score", "rate"}:
        lines = tuple(Line(bare(p.name), (i.figures[0],)) for p in projects for i in p.kind(value)[:1])
        return _made(projects[0], lines, f"各项目{_named(value)}") if len(lines) > 1 else None
    return None


def _whole_name(projects: Sequence[Project], text: str) -> str:
    """The longest indicator's name that stands whole in the question, "" where none does."""
    names = {normal(i.name) for p in projects for i in p.kind("indicator")}
    return max((n for n in names if len(n) >= SHORTEST and n in text), key=len, default="")


def _called(project: Project, name: str) -> Item | None:
    wanted = pairs(name)
    best = max(project.kind("indicator"), key=lambda i: len(wanted & i.grams), default=None)
    return best if best is not None and wanted and len(wanted & best.grams) >= _LEAST * len(wanted) else None


def _named(value: Value) -> str:
    return {"weight": "权重", "score": "得分", "target": "指标值", "actual": "实际完成值", "last": "上年完成值", "rate": "预算执行率", "amount": "金额"}[value]


def _chosen(project: Project, items: Sequence[tuple[str, Item]], value: Value, ask: Ask, head: str) -> Chosen | None:
    lines = []
    for label, item in items:
        figure = item.figures[0] if value == "amount" else item.of(value)
        if figure is not None:
            lines.append(Line(label, (figure,), beside=tuple((w, f) for w, f in _others(item, value, ask.text))))
    whole = whole_of(project, ask.text) if value == "amount" else None
    return _made(project, tuple(lines), head, whole[1] if whole else None) if len(lines) > 1 else None


def _others(item: Item, value: Value, text: str) -> list[tuple[str, Figure]]:
    """The further values of an indicator that the question asks for beside the one that it is ranked by."""
    return [(_named(a), f) for words, a in _BESIDE if a != value and re.search(words, text) and (f := item.of(a)) is not None]


def _made(project: Project, lines: tuple[Line, ...], head: str, whole: Figure | None = None) -> Chosen:
    table = RowTable(project.record, -1, "项目", "", "", ())
    return Chosen(table, lines, head, whole, restricted=True)
