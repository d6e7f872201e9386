"""Figures of performance forms (部门整体绩效目标表, 项目支出绩效目标表, 绩效自评表).

* An indicator: ``measure`` its 三级指标 (canonical), ``qualifiers`` its 一级 and 二级指标 and the project, ``subject`` the project or the
  department, ``subject_kind`` 指标, aspects TARGET, LAST, ACTUAL, WEIGHT, SCORE. ``printed`` keeps the operator (``>=9 次``).
* Money of a project: ``subject_kind`` 项目; its whole sum (年度资金总额, 年度预算总额) has the project's name as ``measure``; ``stage``
  年初预算 / 全年预算 / 决算 (全年执行数) in 自评表, None in 目标表. 预算执行率 is a RATE.
* The total score: ``measure`` 总分, aspect SCORE, unit 分, ``subject_kind`` 项目 (部门 on the department's own form).
Text fields (goal, completion, reason, person) are cells of the table; they are found as passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from index.figures.indicators import Form, Fund, Indicator, measured, read_form
from index.measures import canonical
from index.model import Aspect, Cell, Figure, Identity, PageBox, Structured, Table
from index.numbers import parse_amount
from index.structure.forms import form_of
from index.text import squeeze

FORMS = ("绩效目标表", "绩效自评表")
_ASPECTS = {"target": Aspect.TARGET, "last": Aspect.LAST, "actual": Aspect.ACTUAL, "weight": Aspect.WEIGHT, "score": Aspect.SCORE}
_WHOLE = re.compile(r"年度(预算|资金)总额|^资金总额|^合计")


def performance_figures(doc: Structured, identity: Identity) -> list[Figure]:
    """All figures of a document's performance forms, in reading order."""
    found: list[Figure] = []
    for table in doc.tables:
        form = table.form if table.form in FORMS else form_of(table.title)
        if form in FORMS and not table.roles:
            found.extend(_Source(doc, identity, table, form).figures())
    return found


@dataclass(frozen=True, slots=True)
class _Source:
    """A form of a document, ready to give its figures."""

    doc: Structured
    identity: Identity
    table: Table
    form: str

    def figures(self) -> Iterator[Figure]:
        read = read_form(self.table)
        subject = read.project or self.identity.department
        kind = "项目" if read.project else "部门"
        yield from self._money(read, subject, kind)
        for indicator in read.indicators:
            yield from self._indicator(indicator, subject, read.project)
        if read.total is not None:
            score = measured(read.total.text)
            if score is not None:
                yield self._figure(read.total, score.value, "分", "总分", ("绩效自评得分",), Aspect.SCORE, subject, kind)

    def _money(self, read: Form, subject: str, kind: str) -> Iterator[Figure]:
        for fund in read.funds:
            amount = parse_amount(fund.cell.text)
            if amount is None:
                continue
            label = canonical(fund.label)
            own = [canonical(read.project)] if read.project else []
            whole = bool(own) and bool(_WHOLE.search(label))
            measure, extra = (own[0], (label,)) if whole else (_money_name(fund), tuple(own))
            yield self._figure(fund.cell, amount.value, "万元", measure, extra, Aspect.AMOUNT, subject, kind, stage=fund.stage)
        if read.rate is not None:
            amount = parse_amount(read.rate.text)
            if amount is not None:
                yield self._figure(read.rate, amount.value, "%", "预算执行率", ("执行率",), Aspect.RATE, subject, kind)

    def _indicator(self, indicator: Indicator, subject: str, project: str | None) -> Iterator[Figure]:
        levels = [canonical(level) for level in (indicator.first, indicator.second) if level]
        qualifiers = tuple(dict.fromkeys([*levels, *([canonical(project)] if project else [])]))
        for role, aspect in _ASPECTS.items():
            cell = indicator.cells.get(role)
            number = measured(cell.text) if cell is not None else None
            if cell is None or number is None:
                continue
            unit = "分" if aspect in (Aspect.WEIGHT, Aspect.SCORE) else number.unit or self._other_unit(indicator, role)
            figure = self._figure(cell, number.value, unit, canonical(indicator.name), qualifiers, aspect, subject, "指标", label=indicator.name)
            yield replace(figure, reason=_reason(indicator)) if aspect in (Aspect.ACTUAL, Aspect.SCORE) else figure

    def _other_unit(self, indicator: Indicator, role: str) -> str:
        """The unit of a bare number: the one that target, result or last year's value is printed with."""
        for other in ("target", "actual", "last"):
            cell = indicator.cells.get(other)
            number = measured(cell.text) if cell is not None and other != role else None
            if number is not None and number.unit:
                return number.unit
        return ""

    def _figure(
        self, cell: Cell, value: Decimal, unit: str, measure: str, qualifiers: tuple[str, ...], aspect: Aspect, subject: str, kind: str,
        *, label: str | None = None, stage: str | None = None,
    ) -> Figure:  # fmt: skip
        table, doc = self.table, self.doc
        section = doc.sections[table.section] if table.section is not None and table.section < len(doc.sections) else None
        year = self.identity.fiscal_year
        return Figure(
            id=f"{doc.sha256[:16]}t{table.ordinal}r{cell.row}c{cell.column}", document=doc.sha256, value=value, unit=unit, printed=cell.text,
            measure=measure, qualifiers=tuple(q for q in qualifiers if q != measure), aspect=aspect,
            year=year - 1 if aspect is Aspect.LAST and year is not None else year, subject=subject, subject_kind=kind, page=cell.page,
            quote=self._quote(cell), stage=stage, form=self.form, section_path=section.path if section else (), table=table.ordinal, row=cell.row,
            column=cell.column, row_path=(label,) if label else (), boxes=(PageBox(cell.page, cell.box),) if cell.box else (),
        )  # fmt: skip

    def _quote(self, cell: Cell) -> str:
        """The row as printed."""
        cells = sorted((c for c in self.table.cells if c.row == cell.row and c.text), key=lambda c: c.column)
        return " ".join(c.text for c in cells)


def _reason(indicator: Indicator) -> str | None:
    """Why the value deviates, as the form says; None where it says nothing (a blank, 无, a stroke)."""
    cell = indicator.cells.get("reason")
    text = squeeze(cell.text) if cell is not None else ""
    return text if len(text) > 2 and re.search("[\u4e00-\u9fff]", text) and not re.match("^(?:无偏差|没有偏差|无原因|不存在偏差)。?$", text) else None


def _money_name(fund: Fund) -> str:
    """A name for a part of the money that says enough by itself: 上级安排 -> 上级安排资金."""
    name = canonical(fund.label)
    if _WHOLE.search(name):
        return "年度资金总额"
    if name == "其他":
        return "其他资金"
    return f"{name}资金" if name.endswith("安排") else name
