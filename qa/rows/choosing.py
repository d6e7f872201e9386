"""From a table that explains a question to the rows that the question runs over. :func:`choose` is the entry point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.model import Aspect, Figure
from index.numbers import is_money
from index.text import squeeze
from qa.linking.spans import Mark
from qa.lookup.catalogue import Catalogue
from qa.lookup.composed import parts_of
from qa.lookup.names import key
from qa.lookup.scope import Place
from qa.rows.matching import Match, Term, match
from qa.rows.model import Ask, Chosen, Line, Row, RowTable
from qa.rows.tables import plain_label, tables_of, total_of

PROJECTS = "项目名称"  # the heading under which tables list projects
LENGTHS = {"类": 3, "款": 5, "项": 7}
# Tables that print the same rows: the first one that explains a question answers it.
_ORDER = (
    "基本支出表", "机关运行经费表", "支出总表", "财政拨款支出表", "一般公共预算支出表", "项目支出表", "政府采购表", "结转结余表", "委托业务费表",
    "政府购买服务表", "收入总表", "收支总表", "财政拨款收支总表",
)  # fmt: skip
_FUNCTIONS = frozenset({"支出总表", "财政拨款支出表", "一般公共预算支出表"})
_OF_PROJECTS = frozenset({"项目支出表", "结转结余表", "委托业务费表"})
_ECONOMIC = re.compile("经济")
_FUNCTIONAL = re.compile("功能")


def choose(place: Place, ask: Ask, cover: Sequence[Mark], cat: Catalogue) -> Chosen | None:
    """The rows of the table that explains every word of the question; None where none does, or its words do not fit together there."""
    found: list[tuple[int, int, Match]] = []
    for record in place.own:
        for table in tables_of(record, cat):
            if table.form not in _ORDER or not _of_class(table, ask):
                continue
            matched = match(table, ask, cover)
            if not matched.left:
                found.append((-matched.said, _ORDER.index(table.form), matched))
    for _, _, matched in sorted(found, key=lambda f: f[:2]):
        chosen = _chosen(matched, ask, cat)
        if chosen is not None:
            return chosen
    return None


def _of_class(table: RowTable, ask: Ask) -> bool:
    """Whether the table is by the accounts that the question speaks of (codes of 经济分类 begin with 3, of 功能分类 with 2)."""
    firsts = {r.code[0] for r in table.rows if r.code}
    if ask.codes and not firsts & {ask.codes[0][0]}:
        return False
    if _ECONOMIC.search(ask.body) and not _FUNCTIONAL.search(ask.body) and table.coded:
        return "3" in firsts
    return not (_FUNCTIONAL.search(ask.body) and not _ECONOMIC.search(ask.body) and table.coded) or "2" in firsts


def _chosen(matched: Match, ask: Ask, cat: Catalogue) -> Chosen | None:
    table = matched.table
    terms = [t for h in matched.hits for t in h.terms]
    marks = [{t.key for t in h.terms if "mark" in t.kinds} for h in matched.hits]
    marks = [m for m in marks if m]
    above = {k for r in table.rows for k in r.keys[:-1]}
    columns = [t.key for t in terms if t.kinds & {"column"} and "row" not in t.kinds and "form" not in t.kinds and t.key not in _form_heads(table)]
    containers = [t for t in dict.fromkeys(terms) if "bundle" in t.kinds or ("row" in t.kinds and t.key in above)]
    named = [t.key for t in dict.fromkeys(terms) if "row" in t.kinds and t.key not in above and "mark" not in t.kinds]
    if not (terms or ask.codes or (ask.level and table.form in _FUNCTIONS and ("支出" in ask.body or ask.level != "款"))):
        return None
    rows = _inside(table.rows, containers)
    groups: list[set[str]] = []
    for mark in marks:
        groups.append(mark)
    if len(groups) == 1 or (len(groups) > 1 and _same_marks(groups)):
        rows = [r for r in rows if r.marks & groups[0]]
        groups = []
    elif groups:
        rows = [r for r in rows if r.marks & set().union(*groups)]
    if ask.codes:
        rows = [r for r in rows if r.code and _within(r.code, ask.codes)]
    if named and not ask.has("place"):
        rows = [r for r in rows if r.keys[-1] in named]
    if ask.called:
        rows = [r for r in rows if all(key(c) in r.keys[-1] for c in ask.called)]
    lines = _lines(table, rows, ask, columns, containers, bool(marks or named))
    if lines is None or not lines:
        return None
    apart = tuple((_mark_name(g), tuple(ln for ln in lines if _marked(ln, g, rows))) for g in groups)
    head = "中的".join(dict.fromkeys(_shown(t.key, table) for t in (*containers, *(t for t in terms if t.key in columns or "mark" in t.kinds))))
    restricted = bool(marks or ask.called or ask.codes or (table.dims and containers))
    return Chosen(table, lines, head or table.form.removesuffix("表"), _whole(table, containers, columns, cat), apart, tuple(named), restricted)


def _form_heads(table: RowTable) -> set[str]:
    return {key(table.form), key(table.form.removesuffix("表"))}


def _same_marks(groups: Sequence[set[str]]) -> bool:
    return all(g == groups[0] for g in groups)


def _within(code: str, bounds: tuple[str, str]) -> bool:
    first, last = bounds
    return code[: len(first)] >= first and code[: len(last)] <= last and len(code) >= len(first)


def _inside(rows: Iterable[Row], containers: Sequence[Term]) -> list[Row]:
    """The rows below all of the containers; of containers that lie beside each other, below any of them."""
    kept = list(rows)
    if not containers:
        return kept

    def below(row: Row, term: Term) -> bool:
        if "bundle" in term.kinds:
            return bool(row.keys[:-1]) and row.keys[0] in {key(p) for p in parts_of(term.key)}
        return term.key in row.keys[:-1]

    every = [r for r in kept if all(below(r, t) for t in containers)]
    return every or [r for r in kept if any(below(r, t) for t in containers)]


def _lines(table: RowTable, rows: list[Row], ask: Ask, columns: Sequence[str], containers: Sequence[Term], single: bool) -> tuple[Line, ...] | None:
    """The rows at the depth that is asked, each with its figure in the column asked; None where the table has not what is asked."""
    if ask.by == PROJECTS:
        rows = [r for r in rows if r.kind == "项目"] if table.form in _OF_PROJECTS else []
    elif ask.by is not None:
        return _by_heading(table, rows, ask.by, columns)
    elif ask.level is not None:
        rows = [r for r in rows if r.code and len(r.code) == LENGTHS[ask.level]]
    elif ask.codes:
        longest = max((len(r.code or "") for r in rows), default=0)
        rows = [r for r in rows if len(r.code or "") == longest]
    elif table.form in _OF_PROJECTS and any(r.kind == "项目" for r in rows):
        rows = [r for r in _leaves(rows) if r.kind == "项目"]
    elif table.dims or single:
        rows = _leaves(rows)
    else:
        rows = _first_level(rows, max([2, *(f.n for f in ask.folds if f.kind in {"top", "bottom", "kth", "last"})]), table)
    lines = tuple(Line(squeeze(plain_label(r.label)), (f,) if (f := _figure(r, columns)) else (), r.path) for r in rows)
    if columns:
        lines = tuple(ln for ln in lines if ln.figures)
    return lines if any(ln.figures for ln in lines) else None


def _leaves(rows: Sequence[Row]) -> list[Row]:
    """The rows that have none of the others below them, in the table's order."""
    above = {r.path[:n] for r in rows for n in range(1, len(r.path))}
    return [r for r in rows if r.path not in above]


def _first_level(rows: Sequence[Row], least: int, table: RowTable) -> list[Row]:
    """The first level with as many rows as are asked for (rows above it that have none below them count with it). 经济分类: its 款."""
    codes = {r.code[0] for r in rows if r.code}
    if codes == {"3"}:
        return [r for r in _leaves(rows) if not r.code or len(r.code) >= LENGTHS["款"]]
    best: list[Row] = []
    above = {r.path[:n] for r in rows for n in range(1, len(r.path))}
    for depth in sorted({len(r.path) for r in rows}):
        here = [r for r in rows if len(r.path) == depth or (len(r.path) < depth and r.path not in above)]
        if len({r.keys[-1] for r in here if r.figures}) > max(1, len({r.keys[-1] for r in best if r.figures})):
            best = here
        if len([r for r in best if r.figures]) >= least:
            break
    return best


def _by_heading(table: RowTable, rows: Sequence[Row], heading: str, columns: Sequence[str]) -> tuple[Line, ...] | None:
    """The rows added up by their value under a heading (专项名称); None where the table has no such heading."""
    name = next((d for d in table.dims if d == key(heading)), None)
    if name is None:
        return None
    together: dict[str, tuple[str, list[Figure]]] = {}
    for row in _leaves(rows):
        figure = _figure(row, columns)
        value = row.dims.get(name)
        if figure is None:
            continue
        if value is None:
            return None
        together.setdefault(key(value), (squeeze(plain_label(value)), []))[1].append(figure)
    return tuple(Line(label, tuple(figures)) for label, figures in together.values())


def _figure(row: Row, columns: Sequence[str]) -> Figure | None:
    """The row's money in the columns named; without any, its plain figure."""
    money = [f for f in row.figures if is_money(f.unit) and f.aspect is Aspect.AMOUNT]
    if columns:
        money = [f for f in money if all(c in {key(h) for h in f.column_path} for c in columns)]
    plain = money if columns else [f for f in money if f.column_item is None] or [f for f in money if f.stage != "上年"]
    spent = [f for f in plain if f.stage == "决算"] or [f for f in plain if not f.stage] or plain
    return min(spent, key=lambda f: f.column or 0, default=None)


def _marked(line: Line, group: set[str], rows: Sequence[Row]) -> bool:
    return any(r.marks & group and any(f in r.figures for f in line.figures) for r in rows)


def _mark_name(group: set[str]) -> str:
    return "、".join(sorted(group))


def _shown(name: str, table: RowTable) -> str:
    return next((squeeze(plain_label(p)) for r in table.rows for p, k in zip(r.path, r.keys, strict=True) if k == name), name)


def _whole(table: RowTable, containers: Sequence[Term], columns: Sequence[str], cat: Catalogue) -> Figure | None:
    """The printed figure of the container, or the table's total."""
    if len(containers) == 1 and "bundle" not in containers[0].kinds:
        own = [r for r in table.rows if r.keys[-1] == containers[0].key]
        return _figure(own[0], columns) if len(own) == 1 else None
    if containers:
        return None
    totals = [f for f in total_of(table, cat) if not columns or all(c in {key(h) for h in f.column_path} for c in columns)]
    return next((f for f in totals if columns or f.column_item is None), None)
