"""Answers over several projects, units or indicators: set side by side, their parts listed, carried-over ones ranked, indicators counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.model import Figure
from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup.catalogue import Catalogue
from qa.lookup.match import SUREST
from qa.lookup.model import Candidate
from qa.lookup.names import key
from qa.model import Operation, Query
from qa.passages.pieces import Piece, citation_of
from qa.projects.book import Item, Kind, Project, projects_of
from qa.projects.linking import by_evidence, named, scales_of
from qa.projects.names import pairs
from qa.projects.rates import whole_of
from qa.projects.subject import Subject, documents
from qa.projects.values import bare, title
from qa.projects.wish import wish_of

PARTS = re.compile(r"分配|逐笔|逐项|怎么分|分给|用到哪|用在哪|分别(?:用|花)|拆开|明细|哪几(?:块|笔|项)|(?:按|哪些|哪几[种项个])用途")
_MORE = re.compile(r"哪|谁")
_LESS = re.compile(r"(?:哪|谁)[^,，。?？]{0,10}(?:少|低|小)")
_GAP = re.compile(r"(?:多|少|差|高|低|出)(?:出|了|花)?(?:多少|几)|相差|差距|差额")
_ADD = re.compile(r"合计|一共|总共|加起来|加一(?:块|起)|总和|之和|共(?:计|有)?多少")
UNITS = re.compile(r"(?:下属|下面|所属|二级|下头|底下)[^,，。?？]{0,8}(?:单位|机构|中心)|[两二三四]家[^,，。?？]{0,6}单位")
_CARRY = re.compile(r"结转|上年剩|去年剩|带过来|留下来")
_USE = re.compile(r"怎么用|用来|用于|用途|干什么|干啥|做什么|做啥|买啥|买什么|用在哪|花在哪|拿去|打算(?:怎么)?(?:用|买|花)")
_TOP = re.compile(r"最(?:大|多|高|小|少|低)|前[一二三四五六七八九十\d]|第[二三四五六七八九十]")
_ONE_OF_THEM = re.compile(r"(?<!多)([大多高小少低])一?[点些]?(?:的(?:那|这)?|那|这)一?[笔项个]")
_COUNT_INDICATORS = re.compile(r"(?:几|多少)(?:条|个|项|类)?(?:[一二三]级|绩效|考核|具体)?(?:数量|质量|时效|成本|效益|满意度)?指标")
_OF_ALL: tuple[tuple[str, Kind], ...] = (("执行率", "rate"), ("得分|评分|自评分|多少分|几分", "score"))
_LINE = tuple[str, Figure, Project]


def write_side_by_side(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """One thing of each of the projects named (执行率, 差旅费, 预算): the values, which is more, how much more. False where one has it not."""
    lines: list[_LINE] = []
    kinds: set[str] = set()
    for project in subject.projects:
        found = _shared(query, subject, project)
        if found is None:
            return False
        kinds.add(found[0].kind if found[0].kind in {"rate", "score", "total"} else bare(found[0].name) if found[0].kind == "source" else "item")
        lines.append((bare(project.name), found[1], project))
    if len(kinds) != 1 or len({_sort(f.unit) for _, f, _ in lines}) != 1:
        return False
    return write_lines(query, lines, sheet, _what(query, subject))


def _sort(unit: str) -> str:
    return "元" if is_money(unit) else unit


def _what(query: Query, subject: Subject) -> str:
    for project in subject.projects:
        found = _shared(query, subject, project)
        if found and found[0].kind in {"part", "indicator", "source", "goal"}:
            return f"的{bare(found[0].name)}"
        if found and found[0].kind == "rate":
            return "的预算执行率"
        if found and found[0].kind == "score":
            return "的自评得分"
    return ""


def _shared(query: Query, subject: Subject, project: Project) -> tuple[Item, Figure] | None:
    """The thing asked of each project, as this one has it."""
    text = query.text
    for words, kind in _OF_ALL:
        if re.search(words, text):
            items = project.kind(kind)
            return (items[0], items[0].figures[0]) if items else None
    hits = [h for h in subject.hits(project.kind("part", "source", "indicator"), project) if h.score >= 0.6 and h.own >= 0.4]
    money = bool(re.search(r"元|钱|万|资金|经费|费", text))
    if hits and (not money or is_money(hits[0].item.unit)):
        wanted = "actual" if project.assessed and hits[0].item.of("actual") and "目标" not in text else "target"
        return hits[0].item, hits[0].item.of(wanted) or hits[0].item.figures[0]
    return whole_of(project, text) if re.search(r"预算|安排|规模|总额|多少钱|花|资金", text) else None


def write_lines(query: Query, lines: Sequence[_LINE], sheet: Sheet, what: str) -> bool:
    """The lines with their sum, their difference and which of them is more, as asked."""
    candidates = [Candidate(f, p.record, 1.0, 10.0) for _, f, p in lines]
    amounts = [quantity(c, query.unit if is_money(c.figure.unit) else None) for c in candidates]
    gap = _GAP.search(query.text) and len(lines) == 2
    added = _ADD.search(query.text) and not gap and not _MORE.search(query.text)
    if added:
        whole = sums.total(amounts).to_places(query.decimals)
        sheet.figure("合计", whole, candidates, derived=True)
    for (name, _, _), amount, candidate in zip(lines, amounts, candidates, strict=True):
        sheet.say(f"{name}{what}：{said(amount)}{sheet.mark([candidate])}。")
        sheet.figure(f"{name}{what}", amount, [candidate])
    if added:
        sheet.say(f"合计{said(whole)}（{' + '.join(said(a) for a in amounts)}）。")
    if gap or _MORE.search(query.text):
        order = sorted(range(len(lines)), key=lambda n: -sums.common(amounts)[n].value)
        first = order[-1] if _LESS.search(query.text) else order[0]
        sheet.say(f"{lines[first][0]}{'更少' if _LESS.search(query.text) else '更高' if amounts[0].unit == '%' else '更多'}。")
        if gap:
            high, low = amounts[order[0]], amounts[order[1]]
            apart = sums.difference(high, low)
            shown = Quantity(apart.value, "个百分点" if apart.unit == "%" else apart.unit, apart.decimals).to_places(query.decimals)
            sheet.say(f"相差{said(shown)}（{said(high)} − {said(low)}）。")
            sheet.figure("差额", shown, candidates, derived=True)
    return True


def write_parts(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """The parts of the money of each project named (资金分配)."""
    if not PARTS.search(query.text) or any(not p.kind("part") for p in subject.projects):
        return False
    for project in subject.projects:
        sheet.say(f"{title(project)}：")
        for item in project.kind("part"):
            candidate = Candidate(item.figures[0], project.record, 1.0, 10.0)
            amount = quantity(candidate, query.unit)
            sheet.say(f"- {item.name}：{said(amount)}{sheet.mark([candidate])}")
            sheet.figure(item.name, amount, [candidate])
    return True


def write_counted(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """How many indicators a form has, and what their weights add up to."""
    found = _COUNT_INDICATORS.search(query.text)
    if not found:
        return False
    project = subject.projects[0]
    group = re.search(r"数量|质量|时效|成本|效益|满意度", found[0])
    items = [i for i in project.kind("indicator") if not group or group[0] in i.group]
    weights = [(i, f) for i in items if (f := i.of("weight"))]
    if not items or (weights and len(weights) < len(items)):
        return False
    sources = [Candidate(f, project.record, 1.0, 10.0) for _, f in weights] or [Candidate(i.figures[0], project.record, 1.0, 10.0) for i in items]
    kind = f"{group[0]}指标" if group else "三级指标"
    names = "、".join(f"{bare(i.name)}" for i in items)
    sheet.say(f"{title(project)}共{len(items)}条{kind}：{names}{sheet.mark(sources)}。")
    sheet.figure(f"{kind}数", Quantity(Decimal(len(items)), "条", 0), sources, derived=True)
    if weights and re.search(r"权重|分值", query.text):
        whole = sums.total([Quantity(f.value, "分", 0 if f.value == f.value.to_integral() else None) for _, f in weights])
        sheet.say(f"分值权重合计{said(whole)}（{' + '.join(said(quantity(c)) for c in sources)}）。")
        sheet.figure("分值权重合计", whole, sources, derived=True)
    return True


def write_units(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """The project money of the subordinate units: of those named, or of all of them."""
    if "项目支出" not in query.text or not (UNITS.search(query.text) or "中心" in query.text):
        return False
    lines: list[_LINE] = []
    for record in documents(query, cat):
        holder = Project("", (), record, ())
        for figure in cat.view(record).figures:
            if figure.subject_kind == "单位" and figure.form == "项目支出表" and key(figure.measure) == key("项目支出") and len(figure.row_path) <= 1 and figure.confidence >= SUREST:
                lines.append((bare(figure.subject), figure, holder))
    if len({p.record.id for _, _, p in lines}) != 1:
        return False
    text = normal(query.text)
    below = [line for line in lines if "本级" not in line[0] or "本级" in text]
    chosen = [line for line in below if _named_unit(line[0], text, lines)]
    if len(chosen) < 2 and UNITS.search(text):
        chosen = [line for line in lines if "本级" not in line[0]]
    number = re.search(r"([两二三四五六])家", text)
    if len(chosen) < 2 or (number and len(chosen) != " 一二三四五六".find(number[1].replace("两", "二"))):
        return False
    return write_lines(query, chosen, sheet, "的项目支出")


def _named_unit(name: str, text: str, lines: Sequence[_LINE]) -> bool:
    """Whether the question names the unit: most of what tells its name from the others'."""
    pieces = {name[i : i + 4] for i in range(len(name) - 3)}
    return any(piece in text and sum(piece in other for other, _, _ in lines) == 1 for piece in pieces)


def write_carry(query: Query, sheet: Sheet, cat: Catalogue, talk: Sequence[str] = ()) -> bool:
    """Money carried over from the year before: the largest items, or what one of them is for; also of the items that the question before listed."""
    one = _ONE_OF_THEM.search(query.text) if talk and query.inherited and _CARRY.search(talk[-1]) else None
    if one and not _USE.search(query.text):
        query = query.model_copy(update={"text": f"结转最{one[1]}的", "top_n": 1, "operation": Operation.RANK, "order": None})
    if not _CARRY.search(query.text):
        return False
    projects = [p for r in documents(query, cat) for p in projects_of(r, cat) if p.kind("carry")]
    if not projects or len({p.record.id for p in projects}) != 1:
        return False
    if _TOP.search(query.text) and not _USE.search(query.text):
        return _ranked(query, projects, sheet)
    if _USE.search(query.text):
        return _used(query, projects, sheet, cat)
    return False


def _ranked(query: Query, projects: Sequence[Project], sheet: Sheet) -> bool:
    least = bool(re.search(r"最(?:小|少|低)", query.text)) or query.order == "asc"
    lines = [(p, p.kind("carry")[0].figures[0]) for p in projects]
    lines.sort(key=lambda line: line[1].value if least else -line[1].value)
    if query.operation is not Operation.RANK and not _TOP.search(query.text):
        return False
    first = (query.kth or 1) - 1
    for number, (p, figure) in enumerate(lines[first : first + (query.top_n or 1)], first + 1):
        candidate = Candidate(figure, p.record, 1.0, 10.0)
        amount = quantity(candidate, query.unit)
        sheet.say(f"{number}. {p.name}：结转{said(amount)}{sheet.mark([candidate])}")
        sheet.figure(p.name, amount, [candidate])
    return True


def _by_name(projects: Sequence[Project], query: Query) -> Project | None:
    """The one of the projects whose name shares most with the question."""
    text = query.text
    for ref in query.departments:
        text = text.replace(ref.mention, "|")
    shared = sorted(((len(p.name_grams & pairs(text)), n) for n, p in enumerate(projects)), reverse=True)
    return projects[shared[0][1]] if shared[0][0] and (len(shared) < 2 or shared[1][0] < shared[0][0]) else None


def _by_words(ranked: Sequence[tuple[Project, float]]) -> Project | None:
    """The one of them that the words tell, by far."""
    return ranked[0][0] if ranked[0][1] >= 0.8 and (len(ranked) < 2 or ranked[1][1] < 0.6 * ranked[0][1]) else None


def _used(query: Query, projects: Sequence[Project], sheet: Sheet, cat: Catalogue) -> bool:
    """The amount of one item carried over and the sentence that says what it is for."""
    wish, scales = wish_of(query.text), scales_of(projects)
    found = named(projects, wish.text, scales)
    project = found[0] if len(found) == 1 else _by_name(projects, query) or _by_words(by_evidence(projects, wish, scales))
    if project is None:
        return False
    figure = project.kind("carry")[0].figures[0]
    uses = [s for s in project.said if re.search(r"用于|用在|继续用|采购|支出等", s.text)] or list(project.said)
    if not uses:
        return False
    candidate = Candidate(figure, project.record, 1.0, 10.0)
    piece = Piece(max(uses, key=lambda s: ("结转" in "".join(s.section_path) or "用于" in s.text, len(s.grams & pairs(query.text)))), 1.0)
    sheet.say(f"{title(project)}结转{said(quantity(candidate, query.unit))}{sheet.mark([candidate])}。")
    sheet.say(f"「{piece.shown}」{sheet.mark_citation(citation_of(piece, cat.index, project.record))}")
    sheet.figure(f"{bare(project.name)}结转", quantity(candidate, query.unit), [candidate])
    return True
