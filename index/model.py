"""The values that pass between the rooms of ``index`` and out of it. Frozen, no behaviour beyond views of themselves.

Coordinates are points on the upright page, origin top left. Pages are 1-based; a text file without pages has page 1 only.
Rows and columns are 0-based grid positions in the joined table (header rows included).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on an upright page, in points, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class PageBox(NamedTuple):
    """A rectangle and the page it is on."""

    page: int
    box: Box


class FileFormat(StrEnum):
    """The forms that disclosures come in (design.md, "forms")."""

    PDF = "pdf"
    FLAT_TEXT = "flat-text"
    TAB_TEXT = "tab-text"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    SCAN = "scan"


# ---------------------------------------------------------------- structure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its place in the outline. ``path`` holds the headings from the top down to this one, as printed.

    ``is_contents`` marks the 目录: its lines look like headings and prove nothing, so nothing is answered from it.
    """

    ordinal: int
    level: int
    title: str
    path: tuple[str, ...]
    page: int
    parent: int | None = None
    is_contents: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph rejoined from its printed lines (also over a page break). ``boxes``: one box a printed line, where known."""

    ordinal: int
    section: int
    text: str
    page: int
    last_page: int
    boxes: tuple[PageBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a joined table; ``text`` has its line breaks removed, ``printed`` keeps them. ``value`` is set for numeric cells."""

    row: int
    column: int
    text: str
    page: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    value: Decimal | None = None
    column_known: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table: pieces on following pages joined, header and row tree understood.

    ``column_paths[c]`` holds the header texts over column c, top down, without repeats: ("“三公”经费", "公务用车购置及运行维护费", "小计").
    ``row_paths[r]`` holds the labels of row r from its outermost parent down to itself: ("科学技术支出", "科学技术管理事务", "行政运行").
    ``row_codes[r]`` is the joined subject code ("2060101", "30211") or None. Header rows have empty paths.
    In tables of side-by-side groups (收支总表) a row holds several unrelated labels: ``label_columns[c]`` names for each value column
    the column that holds its row labels, and ``row_paths`` describes the first group; use :meth:`row_path_of`.
    ``form`` is the kind of table whatever its number: see ``index.structure`` for the list (收支总表, 收入总表, 支出总表, 财政拨款收支总表, ...).
    ``roles[c]``: code / label / unit / project / value / attribute / serial. ``row_units[r]`` and ``row_projects[r]``: the subordinate unit and
    the project that row r speaks of, where the table tells. ``group_row_codes``: as ``group_row_paths``, for codes.
    ``department``: the 编制部门 line above the table, as printed.
    ``kv`` tables (performance forms) have no header tree; their figures and texts are read by ``index.figures.performance``.
    """

    ordinal: int
    section: int | None
    title: str
    number: str | None
    unit: str | None
    form: str | None
    page: int
    last_page: int
    rows: int
    columns: int
    header_rows: int
    cells: tuple[Cell, ...]
    column_paths: tuple[tuple[str, ...], ...]
    row_paths: tuple[tuple[str, ...], ...]
    row_codes: tuple[str | None, ...]
    label_columns: tuple[int | None, ...] = ()
    group_row_paths: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    note: str | None = None
    is_empty: bool = False
    roles: tuple[str, ...] = ()
    group_row_codes: dict[tuple[int, int], str] = field(default_factory=dict)
    row_units: tuple[str | None, ...] = ()
    row_projects: tuple[str | None, ...] = ()
    department: str | None = None

    def row_path_of(self, row: int, column: int) -> tuple[str, ...]:
        """The row path that belongs to the value at (row, column), also in tables of side-by-side groups."""
        return self.group_row_paths.get((row, column), self.row_paths[row] if row < len(self.row_paths) else ())

    def row_code_of(self, row: int, column: int) -> str | None:
        """The subject code that belongs to the value at (row, column), also in tables of side-by-side groups."""
        if (row, column) in self.group_row_paths:
            return self.group_row_codes.get((row, column))
        return self.row_codes[row] if row < len(self.row_codes) else None


@dataclass(frozen=True, slots=True)
class Structured:
    """A document with its outline, paragraphs and tables, in reading order."""

    sha256: str
    file_name: str
    format: FileFormat
    page_count: int
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- identity


class Kind(StrEnum):
    """预算 (plan) or 决算 (final account)."""

    BUDGET = "预算"
    FINAL = "决算"


class Scope(StrEnum):
    """Whose money: the department with its units, or the body itself only."""

    DEPARTMENT = "部门汇总"
    UNIT = "单位本级"


class Renaming(NamedTuple):
    """A name that the body bore before (更名), or a body whose duties it took over, all (并入) or some (划入), and the sentence that says so."""

    name: str
    how: str
    quote: str
    page: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Who disclosed what for which year, read from the content. ``department`` is the canonical full name.

    ``aliases`` are the names under which this document and its family call the same body (省检察院, 江苏省人民检察院 ...), derived, not listed.
    ``former``: earlier names, ``units``: the units that the disclosure covers, as the text tells. ``level``: 省 / 市 / 县 / None.
    ``disclosure`` groups the files of one disclosure (text and tables apart): equal for department+year+kind+scope.
    """

    title: str
    department: str
    department_as_written: str
    fiscal_year: int | None
    kind: Kind | None
    scope: Scope
    region: str | None = None
    level: str | None = None
    parent_department: str | None = None
    publication_date: date | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[Renaming, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def disclosure(self) -> str:
        """Key of the disclosure that this file is (a part of)."""
        return f"{self.department}|{self.fiscal_year}|{self.kind}|{self.scope}"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the store lists it. ``path`` is where the original lies; ``superseded_by`` the id of a newer file of the same disclosure."""

    id: str
    file_name: str
    path: str
    format: FileFormat
    page_count: int
    identity: Identity
    superseded_by: str | None = None
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- figures


class Aspect(StrEnum):
    """What a number says of its measure."""

    AMOUNT = "amount"  # money, the plain figure
    SHARE = "share"  # 占比, percent of a printed whole
    CHANGE = "change"  # difference from last year, signed: 减少 is negative
    RATE = "rate"  # growth in percent, signed
    COUNT = "count"  # persons, vehicles, square metres, items: see unit
    TARGET = "target"  # performance: the planned value
    ACTUAL = "actual"  # performance: what was reached; or an amount carried out (执行数)
    LAST = "last"  # performance: last year's value
    WEIGHT = "weight"  # performance: 分值/权重
    SCORE = "score"  # performance: 得分
    STANDARD = "standard"  # 补助标准, unit price
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a document, with all that is needed to find, state, check and cite it.

    ``measure`` is the canonical name of the item (see index.measures): the row's label, or the column's where the row is a total.
    ``qualifiers`` are the canonical names of everything else that scopes it: parents in the row tree, column path, project, list item.
    ``fund`` is the money's scope: 全口径 / 一般公共预算 / 财政拨款 / 政府性基金预算 / 国有资本经营预算 / 非财政拨款 / None (not money).
    ``stage`` where a table shows several: 年初预算 / 全年预算 / 决算 / 上年 ... else None. ``year`` is the year the number speaks of.
    ``subject``: the department, or the subordinate unit, or the project (``subject_kind``: 部门 / 单位 / 项目 / 指标).
    ``column_item``: of a table cell, the item that its column names besides the measure (科学技术支出 x 项目支出 -> 项目支出); None for the plain cell.
    A figure of a table has table, row, column; of the narrative: paragraph and span (character offsets in Paragraph.text).
    ``column_known`` false: the number belongs to the row, but its column was lost. ``derived``: computed from a printed sentence
    (last year's amount = this year's - the increase); ``derivation`` says how, in Chinese.
    ``quote`` is verbatim: the row as printed (label and values) or the sentence.
    """

    id: str
    document: str
    value: Decimal
    unit: str
    printed: str
    measure: str
    qualifiers: tuple[str, ...]
    aspect: Aspect
    year: int | None
    subject: str
    subject_kind: str
    page: int
    quote: str
    code: str | None = None
    fund: str | None = None
    stage: str | None = None
    form: str | None = None
    section_path: tuple[str, ...] = ()
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_path: tuple[str, ...] = ()
    column_path: tuple[str, ...] = ()
    column_item: str | None = None
    paragraph: int | None = None
    span: tuple[int, int] | None = None
    boxes: tuple[PageBox, ...] = ()
    column_known: bool = True
    derived: bool = False
    derivation: str | None = None
    reason: str | None = None
    confidence: float = 1.0


# ---------------------------------------------------------------- chunks


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage as embedded and searched: a section's prose or a table (or a run of its rows, header repeated).

    ``text`` is what is shown; ``search_text`` what is embedded and tokenised (department, year, kind and heading path in front).
    """

    id: str
    document: str
    section_path: tuple[str, ...]
    page: int
    last_page: int
    text: str
    search_text: str
    kind: str  # "prose" | "table" | "indicator"
    table: int | None = None
    first_row: int | None = None
    last_row: int | None = None
    first_paragraph: int | None = None
    last_paragraph: int | None = None
