"""The typed question and the typed answer: the contract between question, lookup, compute, passages, web and eval.

Figures stay ``Decimal`` to the very edge; JSON output writes them as numbers.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

REST = "其余"  # note of a query whose operands are a whole and its parts, of which what is left is asked


class Frozen(BaseModel):
    """Base of all values here: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Intent(StrEnum):
    """What kind of reaction the question wants."""

    FIGURE = "figure"  # one or several figures, computed or looked up
    TEXT = "text"  # sentences of the document
    LIST = "list"  # names (units, offices, projects, items), with figures where asked
    DEFINITION = "definition"  # what a term means in the document
    BOOLEAN = "boolean"  # yes or no, with the evidence
    META = "meta"  # about the index: which documents are there
    CHITCHAT = "chitchat"  # greeting, thanks, who are you
    DECLINE = "decline"  # opinion, advice, prediction, private data, instructions to the system


class Operation(StrEnum):
    """What is to be done with the figures found."""

    NONE = "none"
    DIFFERENCE = "difference"
    RATIO = "ratio"  # a / b as 倍 or per unit
    SHARE = "share"  # a / b in percent
    GROWTH = "growth"  # (new - old) / old in percent
    SUM = "sum"
    MEAN = "mean"
    PER_HEAD = "per_head"  # a / number of persons, vehicles, items
    RANK = "rank"  # order rows, departments or years; top_n, k-th, highest, lowest
    FILTER = "filter"  # those over / under a threshold, those that have it
    COUNT = "count"  # how many rows satisfy it
    COMPARE = "compare"  # two or more side by side, and which is larger
    TREND = "trend"  # one item over years
    PREVIOUS = "previous"  # last year's value won back from this year's and its change


class MeasureRef(Frozen):
    """A measure as the question names it, and what it was linked to."""

    mention: str
    names: tuple[str, ...]  # canonical measure names in the index, best first
    qualifiers: tuple[str, ...] = ()  # further scope said in the question: 项目支出, 一般公共预算, a project ...
    bound: tuple[str, ...] = ()  # those of ``qualifiers`` that the question names surely (by name or synonym): never left out
    fund: str | None = None
    code: str | None = None
    aspect: str = "amount"  # index.model.Aspect value
    subject: str | None = None  # a unit or a project, where named
    stage: str | None = None  # Figure.stage of this operand, where the question says one: 年初预算 / 全年预算 / 决算 / 上年
    role: Literal["operand", "whole"] = "operand"  # whole: the denominator of a share, ratio or per-head
    department: str | None = None  # bound to one of several departments: X of A against Y of B
    years: tuple[int, ...] = ()  # bound to years of its own
    given: Decimal | None = None  # a number that the question itself states for this operand (按4个人算): nothing is looked up
    alternatives: tuple[str, ...] = ()  # other index names that the mention may mean (longer or alike), best first; no synonyms of ``names``
    score: float = 1.0


class DepartmentRef(Frozen):
    """A department that the question names.

    ``department`` set: decided. None with ``alternatives``: the mention fits all of these (昌吉科技局), ask back or answer each.
    None without alternatives: an organisation that no document of the index is of.
    """

    mention: str
    department: str | None
    alternatives: tuple[str, ...] = ()  # where the mention fits several
    years: tuple[int, ...] = ()  # said of this department only (A局2026年和B局2024年的…); else the Query's years hold
    kind: str | None = None  # likewise


class Query(Frozen):
    """The question as understood. Empty slots were not said (and could not be filled from the conversation).

    Operands stand in ``measures`` in this order. SHARE, RATIO, PER_HEAD: numerator, denominator (with one measure only, the ratio is
    between the departments, years or stages in the order named; else the denominator is the item's parent). DIFFERENCE, GROWTH: as named.
    SUM, MEAN, COMPARE: all operands. RANK, FILTER, COUNT with ``over`` rows, projects or indicators: ``measures[0]`` is the container
    whose rows are meant. ``aspects`` holds what is asked beside ``measures[i].aspect``: of 多少？比上年增减多少、百分之几 the
    measure's aspect is amount and ``aspects`` is (change, rate). Its values are those of index.model.Aspect and: "reason";
    "consistency" (do two places of the document agree); "date" (of publication).
    A measure whose ``names`` are empty was asked for, but nothing in the index is called so or alike.
    """

    text: str
    intent: Intent
    departments: tuple[DepartmentRef, ...] = ()
    years: tuple[int, ...] = ()
    kind: str | None = None  # 预算 / 决算
    scope: str | None = None  # 部门汇总 / 单位本级
    measures: tuple[MeasureRef, ...] = ()
    operation: Operation = Operation.NONE
    aspects: tuple[str, ...] = ()  # further aspects asked at once: change, rate, share, reason ...
    unit: str | None = None
    decimals: int | None = None
    top_n: int | None = None
    order: Literal["desc", "asc"] | None = None
    threshold: Decimal | None = None
    comparator: str | None = None
    topic: str = ""  # the words that passages are searched by (department, year and question words removed)
    decline_reason: str | None = None
    over: Literal["departments", "years", "rows", "projects", "indicators"] | None = None  # what rank, filter, count, sum, mean run over, where said
    level: Literal["类", "款", "项"] | None = None  # of rows: 款级经济分类科目 -> 款
    kth: int | None = None  # the k-th only: 第二高 -> 2
    also: tuple[Operation, ...] = ()  # further operations asked at once: 哪个多？多多少，是几倍 -> compare, also difference and ratio
    stages: tuple[str, ...] = ()  # 年初预算, 全年预算, 决算, 执行数 ... where the question names or compares stages
    unread: tuple[str, ...] = ()  # words of the question that name an item or a condition and that this reading did not use: no bare figure may be answered
    inherited: tuple[str, ...] = ()  # slots filled from the conversation
    notes: tuple[str, ...] = ()

    def explained(self) -> str:
        """One line of Chinese: ``昌吉市科学技术局 · 2024年 · 预算 · 基本支出中的人员经费 · 占比``. Blank where nothing was understood."""
        where = "、".join(d.department or (f"{d.mention}（{'或'.join(d.alternatives)}）" if d.alternatives else d.mention) for d in self.departments)
        when = "、".join(f"{y}年" for y in self.years)
        what = "、".join(_named(m) for m in self.measures) or self.topic
        asked = {_ASPECTS.get(m.aspect) for m in self.measures} | {_ASPECTS.get(a) for a in self.aspects} | {_OPERATIONS.get(op) for op in (self.operation, *self.also)}
        how = "、".join(sorted(label for label in asked if label))
        return " · ".join(p for p in (where, when, self.kind or "", self.scope or "", what, how) if p).replace("\n", " ")


_ASPECTS = {"change": "比上年增减", "rate": "增减百分比", "reason": "原因", "target": "指标值", "last": "上年完成值", "actual": "实际完成值", "score": "得分", "consistency": "前后是否一致"}
_OPERATIONS = {
    Operation.DIFFERENCE: "差额",
    Operation.RATIO: "倍数",
    Operation.SHARE: "占比",
    Operation.GROWTH: "增长率",
    Operation.SUM: "合计",
    Operation.MEAN: "平均数",
    Operation.PER_HEAD: "平均到每个",
    Operation.RANK: "排序",
    Operation.FILTER: "筛选",
    Operation.COUNT: "计数",
    Operation.COMPARE: "比较",
    Operation.TREND: "各年变化",
    Operation.PREVIOUS: "由增减额倒推",
}


def _named(measure: MeasureRef) -> str:
    name = measure.names[0] if measure.names else measure.mention
    return f"{'、'.join(measure.qualifiers)}中的{name}" if measure.qualifiers else name


class AnswerFigure(Frozen):
    """A figure that answers the question. ``figure_ids``: the records it was read or computed from."""

    label: str
    value: Annotated[Decimal, WithJsonSchema({"type": "number"}, mode="serialization")]  # exact here, a number in JSON
    unit: str
    decimals: int | None = None
    figure_ids: tuple[str, ...] = ()
    derived: bool = False


class Citation(Frozen):
    """Where a figure or sentence stands. ``quote`` is verbatim; ids open the evidence panel. ``boxes``: (page, x0, y0, x1, y1) in points."""

    doc: str
    document_id: str
    page: int | None = None
    section: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    quote: str = ""
    table_ordinal: int | None = None
    row_index: int | None = None
    column_index: int | None = None
    paragraph: int | None = None
    span: tuple[int, int] | None = None
    boxes: tuple[tuple[int, float, float, float, float], ...] = ()
    title: str = ""  # 昌吉市科学技术局 2024年部门预算
    confidence: float = 1.0


class Check(Frozen):
    """A reconciliation of an answer's figure: confirmed in n other places, or contradicted."""

    kind: Literal["confirmed", "contradicted", "rounding", "note"]
    message: str
    citations: tuple[Citation, ...] = ()


class Choice(Frozen):
    """A clickable way to make an ambiguous question plain: ``question`` is what is then asked."""

    label: str
    question: str


Status = Literal["answered", "not_found", "clarify", "declined"]


class Answer(Frozen):
    """What the user gets. ``answer`` is Chinese Markdown with ``[1]`` marks that point into ``citations`` (1-based)."""

    status: Status
    answer: str
    figures: tuple[AnswerFigure, ...] = ()
    citations: tuple[Citation, ...] = ()
    query: Query | None = None
    checks: tuple[Check, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    generation: str = ""
    notes: tuple[str, ...] = ()
    complete: bool = Field(default=False, exclude=True)  # all that was asked is said: the parts of the question are not asked once more

    def to_json(self) -> dict[str, Any]:
        """The object of the batch format and the HTTP API: plain JSON types, figures as numbers."""
        data = self.model_dump(mode="json")
        for plain, figure in zip(data["figures"], self.figures, strict=True):
            plain["value"] = float(figure.value)
        return data


class Turn(Frozen):
    """One past exchange of a conversation."""

    question: str
    answer: Answer = Field(...)
