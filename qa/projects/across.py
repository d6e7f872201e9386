"""Answers over all projects of a disclosure: an item summed over them, those of subordinate units ranked, what prose says of them together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.model import Aspect, DocumentRecord, Figure
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.lookup.catalogue import Catalogue
from qa.lookup.model import Candidate
from qa.model import Operation, Query
from qa.passages.pieces import Piece, citation_of
from qa.passages.statements import statements_of
from qa.projects.book import Item, Project, projects_of
from qa.projects.many import UNITS
from qa.projects.rates import whole_of
from qa.projects.subject import Subject, documents
from qa.projects.values import bare, title

_ALL = re.compile(r"(\d+|[两二三四五六七八九十]{1,3})个项目|(?:各个?|所有|全部|每个|这些)项目|项目(?:的)?资金分配")
_SUM = re.compile(r"一共|总共|合计|加起来|加总|总和|之和|共(?:计|有)?多少")
_RANKED = re.compile(r"排|前[一二三四五六七八九十\d]|最(?:大|多|高|小|少|低)")
_NUMBER = re.compile(r"(\d+|[两二三四五六七八九十]{1,3})个(?:下属)?项目")
_TRANSFERS = re.compile(r"转移支付项目")
_ASSESSED = re.compile(r"绩效(?:评价|自评)(?:的)?项目")
_TOGETHER = re.compile(r"合在?一|加起来|总体|整体|合计|一共|总共|\d个|[两二三四五六七八九十]个|全部|所有")
_HAN = "零一二三四五六七八九十"


def number_of(text: str) -> int:
    """``14`` and ``十四`` -> 14; the numbers up to 99."""
    if text.isdigit():
        return int(text)
    text = text.replace("两", "二")
    tens, _, ones = text.rpartition("十")
    return (10 * (_HAN.find(tens) if tens else 1) if "十" in text else 0) + (_HAN.find(ones) if ones else 0)


def write_across(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """See module. False where the question asks none of it, or the document has it not clearly."""
    text = normal(query.text)
    if not ("项目" in text and (_ALL.search(text) or UNITS.search(text) or _TRANSFERS.search(text) or _ASSESSED.search(text))):
        return False
    records = documents(query, cat)
    if len(records) != 1 or not query.departments:
        return False
    record, projects = records[0], projects_of(records[0], cat)
    if _parts_summed(query, text, projects, sheet) or _of_units(query, text, record, projects, sheet, cat):
        return True
    return _transfers(query, text, record, sheet, cat) or _executed(query, text, record, sheet, cat)


def _parts_summed(query: Query, text: str, projects: Sequence[Project], sheet: Sheet) -> bool:
    """One kind of cost added up over the projects whose money names it; their number must be the one said."""
    split = [p for p in projects if p.kind("part")]
    found = _ALL.search(text)
    if not found or not _SUM.search(text) or UNITS.search(text) or (found[1] and number_of(found[1]) != len(split)):
        return False
    names = {normal(i.name) for p in split for i in p.kind("part") if len(i.name) >= 3 and normal(i.name) in text}
    names = {n for n in names if not any(n != m and n in m for m in names)}
    if len(names) != 1:
        return False
    name = names.pop()
    lines = [(p, i.figures[0]) for p in split for i in p.kind("part") if normal(i.name) == name]
    if len(lines) < 2 or len({p.record.id for p, _ in lines}) != 1:
        return False
    candidates = [Candidate(f, p.record, 1.0, 10.0) for p, f in lines]
    amounts = [quantity(c, query.unit) for c in candidates]
    whole = sums.total(amounts).to_places(query.decimals)
    sheet.figure(f"{name}合计", whole, candidates, derived=True)
    sheet.say(f"{len(split)}个项目的资金分配中，{len(lines)}个列有{name}，合计{said(whole)}：")
    for (p, _), amount, candidate in zip(lines, amounts, candidates, strict=True):
        sheet.say(f"- {bare(p.name)}：{said(amount)}{sheet.mark([candidate])}")
    return True


def _of_units(query: Query, text: str, record: DocumentRecord, projects: Sequence[Project], sheet: Sheet, cat: Catalogue) -> bool:
    """The projects that the table puts under subordinate units, by amount."""
    if not UNITS.search(text) or not _RANKED.search(text) or re.search(r"项目支出最|哪个?一?[个家]?单位", text):
        return False
    units = {f.subject for f in cat.view(record).figures if f.subject_kind == "单位" and f.form == "项目支出表" and "本级" not in f.subject}
    lines: list[tuple[str, Figure]] = []
    for project in projects:
        for item in project.kind("total"):
            figure = next((f for f in item.figures if f.form == "项目支出表" and units & set(f.qualifiers)), None)
            if figure is not None:
                lines.append((bare(project.name), figure))
    count = _NUMBER.search(text)
    if len(lines) < 2 or (count and number_of(count[1]) != len(lines)):
        return False
    least = query.order == "asc" or bool(re.search(r"最(?:小|少|低)", text))
    lines.sort(key=lambda line: line[1].value if least else -line[1].value)
    first = (query.kth or 1) - 1
    for place, (name, figure) in enumerate(lines[first : first + (query.top_n or (len(lines) if not re.search(r"最", text) else 1))], first + 1):
        candidate = Candidate(figure, record, 1.0, 10.0)
        amount = quantity(candidate, query.unit)
        unit = next(q for q in figure.qualifiers if q in units)
        sheet.say(f"{place}. {name}（{unit}）：{said(amount)}{sheet.mark([candidate])}")
        sheet.figure(name, amount, [candidate])
    return True


def _transfers(query: Query, text: str, record: DocumentRecord, sheet: Sheet, cat: Catalogue) -> bool:
    """How many transfer projects there are and their money, as a sentence of the document says."""
    both = re.search(r"几个|多少个|多少项|几项", text) and re.search(r"钱|多少万|金额|资金|公开", text)
    if not _TRANSFERS.search(text) or not both or "结转" in text or query.operation is Operation.FILTER:
        return False
    told = [f for f in cat.view(record).figures if f.subject_kind == "部门" and _TRANSFERS.search(f.measure) and not f.form]
    counts, amounts = [f for f in told if f.aspect is Aspect.COUNT], [f for f in told if f.aspect is Aspect.AMOUNT]
    if len(counts) != 1 or len(amounts) > 1:
        return False
    for label, figure in (("转移支付项目数", counts[0]), *(("涉及预算金额", f) for f in amounts)):
        candidate = Candidate(figure, record, 1.0, 10.0)
        amount = quantity(candidate, query.unit if label != "转移支付项目数" else None)
        sheet.say(f"{label}：{said(amount)}{sheet.mark([candidate])}。")
        sheet.figure(label, amount, [candidate])
    for statement in statements_of(cat.index, record.id):
        if _TRANSFERS.search(normal(statement.text)) and "公开" in statement.text:
            piece = Piece(statement, 1.0)
            sheet.say(f"「{piece.shown}」{sheet.mark_citation(citation_of(piece, cat.index, record))}")
            break
    return True


def write_goals_summed(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """Amounts that a goal gives for several things in one breath (四个专项行动分别安排项目经费 …), added up where as many are asked for as it gives."""
    text, project = normal(query.text), subject.projects[0]
    numbers = {number_of(n) for n in re.findall(r"(\d+|[两二三四五六七八九十]{1,3})(?:个|项|类|块)", text)}
    if not _SUM.search(text) or not numbers or not re.search(r"分别|各", text):
        return False
    goals = [i for i in project.kind("goal") if normal(i.name) in text]
    if len({(i.name, i.unit, i.group) for i in goals}) != 1 or len(goals) < 2 or len(goals) not in numbers:
        return False
    candidates = [Candidate(i.figures[0], project.record, 1.0, 10.0) for i in goals]
    amounts = [quantity(c, query.unit) for c in candidates]
    whole = sums.total(amounts).to_places(query.decimals)
    sheet.figure("合计", whole, candidates, derived=True)
    sheet.say(f"{title(project)}的{goals[0].name}合计{said(whole)}（{' + '.join(said(a) for a in amounts)}）{sheet.mark(candidates)}。")
    return True


def _executed(query: Query, text: str, record: DocumentRecord, sheet: Sheet, cat: Catalogue) -> bool:
    """The execution rate of all assessed projects together, from the two amounts that a sentence gives for them."""
    if not _ASSESSED.search(text) or "执行率" not in text or not _TOGETHER.search(text):
        return False
    told = [f for f in cat.view(record).figures if f.subject_kind == "部门" and _ASSESSED.search(f.measure) and f.aspect is Aspect.AMOUNT]
    planned, spent = ([f for f in told if f.stage == s] for s in ("全年预算", "执行数"))
    count = re.search(r"(\d+)个", text)
    counted = [f.value for f in cat.view(record).figures if f.subject_kind == "部门" and _ASSESSED.search(f.measure) and f.aspect is Aspect.COUNT]
    if len(planned) != 1 or len(spent) != 1 or not planned[0].value or (count and counted and Decimal(count[1]) not in counted):
        return False
    sources = [Candidate(f, record, 1.0, 10.0) for f in (spent[0], planned[0])]
    one, two = (quantity(c) for c in sources)
    rate = sums.share(one, two).to_places(2 if query.decimals is None else query.decimals)
    sheet.say(f"{record.identity.department}{record.identity.fiscal_year}年绩效评价项目合计的预算执行率为{said(rate)}（执行数{said(one)} ÷ 全年预算数{said(two)}）{sheet.mark(sources)}。")
    sheet.figure("预算执行率", rate, sources, derived=True)
    return True


def write_share_of_part(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """What share of one project's money one part of it is; the part must be said by its whole name."""
    project, text = subject.projects[0], normal(query.text)
    if query.operation is not Operation.SHARE or not subject.named or re.search(r"部门|单位|全局|项目支出|总支出", text):
        return False
    parts: list[Item] = [i for i in project.kind("part") if normal(i.name) in text]
    whole = whole_of(project, text)
    if len(parts) != 1 or whole is None or not whole[1].value:
        return False
    sources = [Candidate(f, project.record, 1.0, 10.0) for f in (parts[0].figures[0], whole[1])]
    one, two = (quantity(c) for c in sources)
    rate = sums.share(one, two).to_places(2 if query.decimals is None else query.decimals)
    sheet.say(f"{title(project)}中，{bare(parts[0].name)}占{said(rate)}（{said(one)} ÷ {said(two)}）{sheet.mark(sources)}。")
    sheet.figure(f"{bare(parts[0].name)}占比", rate, sources, derived=True)
    return True
