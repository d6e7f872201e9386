"""The rows that a question ranks, counts or lists: children of an item in its table, projects, indicators, items of a printed list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Aspect, Figure
from index.numbers import is_money
from qa.lookup.catalogue import Catalogue, Terms, View
from qa.lookup.marked import marked
from qa.lookup.match import PROJECT_SCORES, Wanted, candidates, lines_of_subject, wanted_of
from qa.lookup.model import Candidate
from qa.lookup.names import key, loose, neutral
from qa.lookup.scope import Place
from qa.lookup.variants import turned
from qa.model import MeasureRef, Query

_CODE_LENGTHS = {"类": (3,), "款": (5,), "项": (7,)}
_PROJECT_FORMS = ("项目支出表", None, "绩效目标表", "绩效自评表", "委托业务费表", "政府采购表", "结转结余表")
_FUND_OR_ALL = re.compile(r"^项目(?:支出)?$|一般公共预算|财政拨款|政府性基金|国有资本|转移支付|支出$")
_PROJECT_SECTION = re.compile(r"项目(?!支出绩效)(?:情况|说明|安排|介绍|一览|支出|预算|$)")
_PROJECT_NAME = re.compile(r"(?:项目|经费|资金|工程|专项|计划|补助|补贴)$")
_PROJECT_TOTALS = ("预算安排规模", "年度预算总额", "项目支出合计", "项目支出", "资金总额", "年度资金总额", "全年预算数", "预算数", "金额", "合计")


def rows_of(place: Place, query: Query, cat: Catalogue) -> list[tuple[str, Candidate]]:
    """Label and figure of each row that the question runs over, in document order; empty where the container is not found."""
    if query.over == "projects" or (not query.measures and "项目" in query.text):
        return _subjects(place, query, cat, "项目")
    if query.over == "indicators":
        return _subjects(place, query, cat, "指标")
    for measure in query.measures[:1]:
        parts = uses_of(place, measure, cat) or marked(place, measure, cat)
        if parts:
            return parts
        found = _children(place, measure, query, cat)
        if is_money(query.unit) or measure.aspect == "amount":
            found = [(label, c) for label, c in found if is_money(c.figure.unit)] or ([] if is_money(query.unit) else found)
        if found:
            return found
    return []


def uses_of(place: Place, measure: MeasureRef, cat: Catalogue) -> list[tuple[str, Candidate]]:
    """What the prose says a project's money goes to (资金分配情况: …)."""
    names = {loose(key(n)) for n in (*measure.names, *measure.qualifiers, measure.mention) if len(key(n)) >= 4}
    found = []
    for record in place.own:
        for figure in cat.view(record).figures:
            if figure.table is not None or figure.subject_kind != "项目" or figure.aspect is not Aspect.AMOUNT or figure.derived:
                continue
            subject = loose(key(figure.subject))
            if "资金分配情况" in figure.qualifiers and any(n in subject or subject in n for n in names):
                found.append((figure.measure, Candidate(figure, record, 1.0, 0.0)))
    return found


def _children(place: Place, measure: MeasureRef, query: Query, cat: Catalogue) -> list[tuple[str, Candidate]]:
    """The rows one level below the item, in the place where the item stands and that has most of them."""
    best: list[tuple[str, Candidate]] = []
    first = "3" if "经济" in query.text else "2" if "功能" in query.text else ""  # 《政府收支分类科目》: codes of 经济分类 begin with 3, of 功能分类 with 2
    wanted = wanted_of(measure, "amount", year=place.year, stage=None, kind=query.kind)
    heads = [(cat.view(record), record, head) for record in place.own for head in _heads(cat.view(record), wanted)[:12]]
    for in_table in (True, False):
        for view, record, head in heads:
            if (head.figure.table is not None) is not in_table or (best and not in_table):
                continue
            rows = _below(view, head, query.level, query.top_n or query.kth or 2)
            rows = [(label, f) for label, f in rows if not query.level or not (f.code and first) or f.code[0] == first]
            if rows and (not best or len(rows) > len(best)) and (not best or head.score >= best[0][1].score - 1.0):
                best = [(label, Candidate(figure, record, head.name, head.score)) for label, figure in rows]
    return best


def _heads(view: View, wanted: Wanted) -> list[Candidate]:
    """The figures of the item; where none is called so, those of its further words inside it (货物采购 of 办公设备购置费)."""
    found = candidates(view, wanted)
    if found or not wanted.qualifiers:
        return found
    for other in turned(wanted):
        more = candidates(view, other) or [c for c in lines_of_subject(view, other) if _said_inside(c, other)]
        if more:
            return sorted(more, key=lambda c: len(c.figure.row_path))
    return []


def _said_inside(candidate: Candidate, wanted: Wanted) -> bool:
    names = {key(q) for q in candidate.figure.qualifiers}
    return all(q in names for q in wanted.qualifiers)


def _below(view: View, head: Candidate, level: str | None, least: int) -> list[tuple[str, Figure]]:
    """The rows below the item in its column: of the level asked for, else of the first level that has at least ``least`` of them."""
    figure = head.figure
    if figure.table is None:
        return _listed(view, figure)
    others = [f for f in view.figures if f.table == figure.table and f.row != figure.row and f.column_known]
    inside = [f for f in others if f.column == figure.column]
    inside += [f for f in others if f.column != figure.column and f.column_path == figure.column_path]
    path = figure.row_path
    total = not path or neutral(path[-1]) or key(path[-1]) in view.own_names
    if total:
        rows = [f for f in inside if f.row_path and not neutral(f.row_path[-1]) and key(f.row_path[-1]) not in view.own_names]
    else:
        rows = [f for f in inside if len(f.row_path) > len(path) and f.row_path[: len(path)] == path]
    if not rows and not level and total:
        return once([(_column_label(f), f) for f in _columns_below(view, figure)])
    rows = [f for f in rows if f.code and len(f.code) in _CODE_LENGTHS[level]] if level else _one_level(rows, least)
    return once([(f.row_path[-1], f) for f in rows])


def _one_level(rows: list[Figure], least: int) -> list[Figure]:
    """The first level with enough rows (rows above it that have none below them count with it), else the level with most; a chain is none."""
    best: list[Figure] = []
    above = {f.row_path[:n] for f in rows for n in range(1, len(f.row_path))}
    for depth in sorted({len(f.row_path) for f in rows}):
        here = [f for f in rows if len(f.row_path) == depth or (len(f.row_path) < depth and f.row_path not in above)]
        if len({key(f.row_path[-1]) for f in here}) > max(1, len({key(f.row_path[-1]) for f in best})):
            best = here
        if len(once([(f.row_path[-1], f) for f in best])) >= max(2, least):
            break
    return best


def _columns_below(view: View, head: Figure) -> list[Figure]:
    """The parts of an item that stand beside it in its row: the columns under its heading, one level down."""
    above = tuple(p for p in head.column_path if not neutral(p))
    out = []
    for f in view.figures:
        path = tuple(p for p in f.column_path if not neutral(p))
        if f.table == head.table and f.row == head.row and f.id != head.id and above and len(path) == len(above) + 1 and path[: len(above)] == above:
            out.append(f)
    return out


def _column_label(figure: Figure) -> str:
    return next((p for p in reversed(figure.column_path) if not neutral(p)), figure.measure)


def _listed(view: View, head: Figure) -> list[tuple[str, Figure]]:
    """Items of a printed list: figures of the same paragraph or section that carry the item's name as a qualifier."""
    name = key(head.measure)
    rows = [
        f
        for f, t in zip(view.figures, view.terms, strict=True)
        if f.table is None and f.section_path == head.section_path and f.aspect == head.aspect and f.unit == head.unit and f.id != head.id
        and f.subject == head.subject and name in t.qualifiers and not f.derived
    ]
    return once([(f.measure, f) for f in rows])


def _subjects(place: Place, query: Query, cat: Catalogue, kind: str) -> list[tuple[str, Candidate]]:
    """One figure a project or indicator: the asked aspect of it."""
    aspect = query.measures[0].aspect if query.measures else "amount"
    found: dict[str, tuple[str, Candidate]] = {}
    inside = [key(n) for m in query.measures for n in m.names if not _FUND_OR_ALL.search(key(n))]
    form = None if aspect != "amount" else _main_form(place, cat, inside)
    for record in place.own:
        view = cat.view(record)
        for figure, terms in zip(view.figures, view.terms, strict=True):
            if (aspect == "amount" and (figure.form or "") != (form or "")) or (inside and aspect == "amount" and not _inside(figure, terms, inside)):
                continue
            if figure.subject_kind != kind or not figure.subject or figure.derived or not figure.column_known:
                continue
            if str(figure.aspect) != aspect and not (aspect == "amount" and figure.aspect is Aspect.AMOUNT):
                continue
            rank = _total_rank(figure) if aspect != "score" else (0 if key(figure.measure) in PROJECT_SCORES else None)
            if rank is None and aspect in {"amount", "score"} and kind != "指标":
                continue
            candidate = Candidate(figure, record, 1.0, -(rank or 0))
            name, label = (key(figure.subject), figure.subject) if kind != "指标" else (f"{key(figure.subject)} {key(figure.measure)}", figure.measure)
            known = found.get(name)
            if known is None or candidate.score > known[1].score:
                found[name] = (label, candidate)
    if not found and kind == "项目" and aspect == "amount":
        return _described(place, cat)
    return list(found.values())


def _inside(figure: Figure, terms: Terms, names: Sequence[str]) -> bool:
    return any(n in terms.all or n in key(figure.form or "") or any(n in key(s) for s in figure.section_path) for n in names)


def _main_form(place: Place, cat: Catalogue, inside: Sequence[str]) -> str | None:
    """The kind of table (None: the prose) from which a document's projects are listed: one of them, so that none is listed twice."""
    there: set[str | None] = set()
    for record in place.own:
        view = cat.view(record)
        for figure, terms in zip(view.figures, view.terms, strict=True):
            if figure.subject_kind == "项目" and _total_rank(figure) is not None and (not inside or _inside(figure, terms, inside)):
                there.add(figure.form)
    if inside:
        return next(iter(sorted(f for f in there if f)), None)
    return next((f for f in _PROJECT_FORMS if f in there), None)


def _described(place: Place, cat: Catalogue) -> list[tuple[str, Candidate]]:
    """Projects that only the prose describes: the first amount of each paragraph under a heading 项目说明 or the like."""
    found: list[tuple[str, Candidate]] = []
    for record in place.own:
        seen: set[int | None] = set()
        for figure in cat.view(record).figures:
            under = figure.section_path[-1] if figure.section_path else ""
            if figure.table is not None or not _PROJECT_SECTION.search(under) or figure.aspect is not Aspect.AMOUNT or figure.derived:
                continue
            if figure.paragraph in seen or not is_money(figure.unit) or figure.qualifiers or not _PROJECT_NAME.search(figure.measure):
                continue
            seen.add(figure.paragraph)
            found.append((figure.measure, Candidate(figure, record, 0.95, 0.0)))
    return found


def _total_rank(figure: Figure) -> int | None:
    """How plainly the figure is the project's whole money: 0 best; None where it is a part."""
    measure = key(figure.measure)
    if measure == key(figure.subject):
        return 0
    for rank, name in enumerate(_PROJECT_TOTALS, start=1):
        if measure == key(name):
            return rank
    return None


def once(rows: Sequence[tuple[str, Figure]]) -> list[tuple[str, Figure]]:
    """The rows without repeats of a label with the same value (one item printed in several tables)."""
    seen: set[tuple[str, object]] = set()
    out = []
    for label, figure in rows:
        mark = (key(label), figure.value)
        if mark not in seen:
            seen.add(mark)
            out.append((label, figure))
    return out
