"""Performance forms out of flattened text: fields, money, goals and indicators put back on a grid.

A row of a form is found by its end, which is sure (weight and score, or basis and weight); what stands before it since the last row
is cut by the operator of the target (``>=9 次``) and by the names of the indicator levels. Where a cut is not sure the row's
lines stay prose: never a wrong row. Cells keep the order of print, so a row read across is its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.raw import Line, RawCell, RawTable
from index.reading import flatgoals
from index.reading.flatindicators import Rebuilt, goal_rows, overall_goal_rows, overall_review_rows, review_rows
from index.reading.flatwhole import is_whole_header, whole_rows
from index.reading.forms import form_of, is_performance
from index.text import normal, squeeze

_YEAR = re.compile(r"^[(（]20\d\d年?度?[)）]$")
_FIELD = re.compile(r"^(项目名称|预算单位|部门[(（]?单位|部门名称|单位名称|主管部门|项目单位)")
_OWNER = re.compile(r"^(编制|预算|填报|公开)?(部门|单位)(名称)?[:：]|^(金额)?单位[:：]")
_HEADING = re.compile(r"^(第[一二三四五六七八九十]+部分|[(（][一二三四五六七八九十]+[)）][^，。；]{2,16}$|[一二三四五六七八九十]+、)")
_INDICATORS = re.compile(r"(一级|一级指|一级指标)(?=$|\s)")
_HEADER_END = re.compile(r"(佐证资料|分值权重|权重|得分|措施|备注)$")
_AMOUNT = r"-?\d[\d,]*(?:\.\d+)?"


@dataclass
class _Grid:
    """Rows as they are put together; lines that could not be placed stay beside."""

    rows: list[list[str]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def add(self, page: int, *texts: str) -> None:
        """One more row."""
        self.rows.append([squeeze(text) for text in texts])
        self.pages.append(page)


def is_form_start(lines: list[Line], at: int) -> bool:
    """Whether a performance form's title stands at ``at``: a title, then its year, its first field or its unbroken header of indicators."""
    if _kind(lines[at].text) is None:
        return False
    after = [normal(line.text) for line in lines[at + 1 : at + 4]]
    return any(_YEAR.match(text) or _FIELD.match(text) for text in after[:2]) or (
        bool(_OWNER.match(after[0]) if after else None) and any(_FIELD.match(text) or is_whole_header(line.text) for text, line in zip(after, lines[at + 1 :], strict=False))
    )


def _kind(title: str) -> str | None:
    """The kind of form that a title names; the project's name may stand behind it in brackets."""
    return is_performance(re.sub(r"[(（][^()（）]{2,}[)）]$", "", normal(title)))


def read_form(lines: list[Line], at: int) -> tuple[list[Line | RawTable], int]:
    """The blocks of the form whose title stands at ``at`` (a table, then lines that could not be placed), and where it ends."""
    kind = _kind(lines[at].text) or ""
    title = squeeze(lines[at].text)
    end = _end(lines, at + 1)
    start = at + 1
    while start < min(at + 4, end) and (_YEAR.match(normal(lines[start].text)) or _OWNER.match(normal(lines[start].text))):
        start += 1
    head = next((i for i in range(start, end) if _INDICATORS.match(lines[i].text)), end)
    grid = _Grid()
    loose: list[Line] = []
    _fields(grid, lines[start:head], kind, loose)
    project = next((row[1] for row in grid.rows if len(row) > 1 and row[0] == "项目名称"), None)
    rebuilt = whole_rows(lines[head], lines[head + 1 : end]) if head < end else None
    if rebuilt is not None:
        _indicators(grid, rebuilt, lines[head].page)
        loose += rebuilt.loose
    elif head < end:
        body = _after_header(lines, head, end)
        reader = (review_rows if project else overall_review_rows) if kind == "绩效自评表" else (goal_rows if project else overall_goal_rows)
        rebuilt = reader(lines[body:end])
        _indicators(grid, rebuilt, lines[head].page)
        loose += rebuilt.loose
    if not grid.rows:
        return list(lines[at:end]), end
    if project and not normal(title).endswith(normal(f"（{project}）")):
        title = f"{title}（{project}）"
    return [*lines[at + 1 : start], _table(grid, title, kind, lines[at].page), *loose], end


def _end(lines: list[Line], at: int) -> int:
    """Where the form ends: the next form or table, or a heading after its indicators have begun."""
    begun = False
    for i in range(at, len(lines)):
        text = normal(lines[i].text)
        if is_form_start(lines, i) or form_of(lines[i].text):
            return i
        begun = begun or bool(_INDICATORS.match(lines[i].text))
        if begun and _HEADING.match(text):
            return i
    return len(lines)


def _after_header(lines: list[Line], head: int, end: int) -> int:
    """The first line after the header's words (they are broken over lines)."""
    reach = head
    for i in range(head, min(head + 24, end)):
        text = normal(lines[i].text)
        if re.search(r"[<>＜＞≥≤=＝]|\d", text):
            break
        if _HEADER_END.search(text):
            reach = i
            if text.endswith(("佐证资料", "措施", "备注")):
                break
    while reach + 1 < end and normal(lines[reach + 1].text) in {"年度", "绩效", "指标", "完成", "情况"} and "措施" in normal(lines[reach].text) + "措施":
        if normal(lines[reach + 1].text) == "指标" and normal(lines[reach].text) not in {"绩效", "年度绩效"}:
            break
        reach += 1
    return reach + 1


def _fields(grid: _Grid, lines: list[Line], kind: str, loose: list[Line]) -> None:
    """The part above the indicators."""
    if not lines:
        return
    reader = flatgoals.review_fields if kind == "绩效自评表" else flatgoals.goal_fields
    rows, rest = reader(lines)
    for page, texts in rows:
        grid.add(page, *texts)
    loose += rest


def _indicators(grid: _Grid, rebuilt: Rebuilt, page: int) -> None:
    if not rebuilt.rows:
        return
    grid.add(page, *rebuilt.header)
    for row in rebuilt.rows:
        grid.add(row.page, *row.texts)


def _table(grid: _Grid, title: str, kind: str, page: int) -> RawTable:
    width = max(map(len, grid.rows))
    cells = tuple(RawCell(r, c, text, page=grid.pages[r]) for r, row in enumerate(grid.rows) for c, text in enumerate(row) if text)
    return RawTable(page, len(grid.rows), width, cells, title=title, unit=None, header_rows=0, form=kind)
