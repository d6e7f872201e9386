"""Gold questions and predictions: the formats of the batch contract, read strictly.

A gold line: ``id``, ``question``, optional ``history`` (earlier questions of the same user), ``type``, ``answerable``, and what is
expected: ``value``/``unit``/``tolerance``, ``values``, ``must_include`` (of each inner list one), ``must_not_include``, ``evidence``; where the
makers say so, of whom and of when the figures must be: ``departments`` (of each inner list one spelling), ``years``.
A prediction line: ``id``, ``status``, ``answer``, ``figures``, ``citations``, ``elapsed_ms``; figures and citations may say whose they are
(``departments``, ``years``, ``docs`` of a figure, ``department`` and ``year`` of a citation's document). Both are JSON lines in UTF-8.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from index.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)


class Loose(BaseModel):
    """Fields that we do not know are let through: gold files carry notes of their makers."""

    model_config = ConfigDict(extra="ignore")


class WantedFigure(Loose):
    """One of several figures that a right answer holds."""

    label: str = ""
    value: float
    unit: str | None = None
    tolerance: float | None = None


class Evidence(Loose):
    """Where the answer stands: file name and verbatim text (white space may differ)."""

    doc: str = ""
    quote: str = ""
    page: int | None = None
    locator: str | None = None


class Gold(Loose):
    """A gold question."""

    id: str
    question: str
    type: str = "lookup"
    difficulty: str | None = None
    history: list[str] = []
    answerable: bool = True
    answer: str = ""
    value: float | None = None
    unit: str | None = None
    tolerance: float | None = None
    values: list[WantedFigure] = []
    must_include: list[list[str]] = []
    must_not_include: list[str] = []
    evidence: list[Evidence] = []
    departments: list[list[str]] = Field(default=[], validation_alias=AliasChoices("departments", "department"))
    years: list[int] = Field(default=[], validation_alias=AliasChoices("years", "year"))

    @field_validator("history", "values", "must_not_include", "evidence", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return [] if value is None else value

    @field_validator("must_include", mode="before")
    @classmethod
    def _groups(cls, value: object) -> object:
        return [group if isinstance(group, list) else [group] for group in value] if isinstance(value, list) else []

    @field_validator("departments", mode="before")
    @classmethod
    def _spellings(cls, value: object) -> object:
        return cls._groups([value] if isinstance(value, str) else value)

    @field_validator("years", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return [] if value is None else value if isinstance(value, list) else [value]


class GivenFigure(Loose):
    """A figure of a prediction."""

    label: str | None = None
    value: float | None = None
    unit: str | None = None
    departments: list[str] = []
    years: list[int] = []
    docs: list[str] = []


class GivenCitation(Loose):
    """A citation of a prediction."""

    doc: str | None = None
    quote: str | None = None
    page: int | None = None
    department: str | None = None
    year: int | None = None


class Prediction(Loose):
    """An answer as batch output."""

    id: str
    status: Literal["answered", "not_found", "clarify", "declined"]
    answer: str = ""
    figures: list[GivenFigure] = []
    citations: list[GivenCitation] = []
    elapsed_ms: float | None = None


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file. Raises ``BadInput`` naming file and line."""
    if not path.is_file():
        raise BadInput(f"没有这个文件：{path}")
    objects = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise BadInput(f"{path} 第 {number} 行不是合法的 JSON：{error.msg}") from error
    return objects


def read_gold(path: Path) -> list[Gold]:
    """All gold questions of a file. Raises ``BadInput``."""
    return [_checked(Gold, o, path) for o in read_lines(path)]


def read_predictions(path: Path) -> dict[str, Prediction]:
    """All predictions of a file by id. Raises ``BadInput``."""
    return {p.id: p for p in (_checked(Prediction, o, path) for o in read_lines(path))}


def _checked(model: type[Model], data: dict[str, Any], path: Path) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{path}：{data.get('id', '?')} 的字段 {'.'.join(map(str, first['loc']))} 不对：{first['msg']}") from error
