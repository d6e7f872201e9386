"""A question that the grammar could not read, read by the model into the same typed Query. Names that the index has not are ignored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.store import Index
from index.text import normal
from qa.generate import prompts
from qa.generate.endpoint import Model
from qa.lexicon import concepts
from qa.linking.vocabulary import Link, Vocabulary, linker
from qa.model import Answer, DepartmentRef, Intent, MeasureRef, Operation, Query, Turn

SURE = 0.6  # score above which a link of the grammar is trusted
OFFERED = 80  # names of items that the model may choose from
DEPARTMENTS = 40
_LONGEST_JSON = 4000
_READABLE = {Intent.FIGURE, Intent.TEXT, Intent.LIST, Intent.DEFINITION, Intent.BOOLEAN}
_RELATIVE = re.compile("[去今明前上本当次]年|年初|年末|近[两三几0-9]年|历年|最近")
_NUMERALS = str.maketrans("零〇一二三四五六七八九", "00123456789")


class ProposedMeasure(BaseModel):
    """An item and what is asked of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    name: str = Field(max_length=80)
    aspect: Literal["amount", "share", "change", "rate", "count"] = "amount"


class Proposal(BaseModel):
    """What the model may say of a question; anything else in its reply makes the reply void."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    intent: Literal["figure", "text", "list", "definition", "boolean"]
    departments: list[str] = Field(default=[], max_length=6)
    years: list[int] = Field(default=[], max_length=6)
    kind: Literal["预算", "决算"] | None = None
    measures: list[ProposedMeasure] = Field(default=[], max_length=3)
    operation: Literal["none", "difference", "ratio", "share", "growth", "sum", "mean", "per_head", "rank", "count", "compare", "trend"] = "none"
    order: Literal["desc", "asc"] | None = None
    top_n: int | None = Field(default=None, ge=1, le=50)
    unit: Literal["元", "万元", "亿元"] | None = None


def unread(answer: Answer) -> bool:
    """Whether the grammar could not read the question: nothing found and no item linked, or a figure by a doubtful link only."""
    query = answer.query
    if query is None or query.intent not in _READABLE or (query.departments and not any(d.department for d in query.departments)):
        return False
    doubtful = not any(m.names and m.score > SURE for m in query.measures)
    return doubtful and (answer.status == "not_found" or (answer.status == "answered" and bool(answer.figures) and bool(query.measures)))


def reread(model: Model, query: Query, history: Sequence[Turn], index: Index) -> Query | None:
    """The question as the model reads it, in names of the index; None where that gives nothing new. Raises ``ModelFailed``."""
    departments = list(dict.fromkeys(d.identity.department for d in index.documents()))
    earlier = [turn.question[:200] for turn in history[-3:]]
    request = prompts.reading_request(query.text, earlier, _near(query, departments), offered(query.text, index))
    proposal = parsed("".join(model.stream(prompts.READING, request)))
    return None if proposal is None else merged(proposal, query, " ".join([*earlier, query.text]), index)


def parsed(reply: str) -> Proposal | None:
    """The proposal in a reply: one JSON object, strictly of that form (a code fence around it is forgiven), else None."""
    text = re.sub(r"^```(?:json)?\s*|\s*```$", "", reply.strip())
    if len(text) > _LONGEST_JSON:
        return None
    try:
        return Proposal.model_validate_json(text)
    except ValidationError:
        return None


def merged(proposal: Proposal, query: Query, said: str, index: Index) -> Query | None:
    """The query with its empty slots filled; what the grammar was sure of stays. ``said``: what the user has said in this conversation."""
    measures = _measures(proposal, linker(index).vocabulary, query)
    if not measures and (proposal.intent == "figure" or not query.measures):
        return None
    departments = query.departments or _departments(proposal, said, index)
    operation = query.operation if query.operation is not Operation.NONE else Operation(proposal.operation)
    filled = query.model_copy(
        update={
            "intent": Intent(proposal.intent),
            "departments": departments,
            "years": query.years or _years(proposal, said, index),
            "kind": query.kind or proposal.kind,
            "measures": measures,
            "operation": operation,
            "order": query.order or proposal.order,
            "top_n": query.top_n or proposal.top_n,
            "unit": query.unit or proposal.unit,
            "notes": (*query.notes, "语言模型"),
        }
    )
    return filled if filled.model_copy(update={"notes": query.notes}) != query else None


def offered(text: str, index: Index) -> list[str]:
    """Names of items that the model may choose from: those that share words with the question, then the usual ones that the index has."""
    vocabulary = linker(index).vocabulary
    near = [name for name, _ in vocabulary.alike(normal(text), OFFERED // 2)]
    usual = [c.names[0] for c in concepts() if (link := vocabulary.exact.get(normal(c.names[0]))) and link.known]
    often = [name for _, name, _ in sorted(vocabulary.names, key=lambda n: -n[2])[:OFFERED]]
    return list(dict.fromkeys(name for name in (*near, *usual, *often) if len(name) <= 40))[: 2 * OFFERED]


def _near(query: Query, departments: Sequence[str]) -> list[str]:
    """Departments to choose from: those that share most characters with the question first."""
    said = set(query.text)
    return sorted(departments, key=lambda name: -len(said & set(name)))[:DEPARTMENTS]


def _measures(proposal: Proposal, vocabulary: Vocabulary, query: Query) -> tuple[MeasureRef, ...]:
    made = []
    for item in proposal.measures:
        link: Link | None = vocabulary.exact.get(normal(item.name))
        if link is not None and link.known:
            stage = query.measures[0].stage if query.measures else None
            made.append(MeasureRef(mention=item.name, names=link.names, aspect=item.aspect, alternatives=link.alternatives, stage=stage, score=0.8))
    return tuple(dict.fromkeys(made))


def _departments(proposal: Proposal, said: str, index: Index) -> tuple[DepartmentRef, ...]:
    """Departments of the index that the user's own words support: a pair of characters in common, beyond the usual ones of any department."""
    known = {d.identity.department: d.identity for d in index.documents()}
    common = {"部门", "单位", "政府", "机关", "委员", "员会"}
    pairs = {said[i : i + 2] for i in range(len(said) - 1)} - common
    kept = []
    for name in dict.fromkeys(proposal.departments):
        forms = (name, *known[name].aliases) if name in known else ()
        if any(form[i : i + 2] in pairs for form in forms for i in range(len(form) - 1)):
            kept.append(DepartmentRef(mention=name, department=name))
    return tuple(kept)


def _years(proposal: Proposal, said: str, index: Index) -> tuple[int, ...]:
    """Years that the index has and that the user's words can mean."""
    there = {d.identity.fiscal_year for d in index.documents()}
    plain = said.translate(_NUMERALS)
    return tuple(y for y in dict.fromkeys(proposal.years) if y in there and (str(y) in plain or f"{y % 100:02d}年" in plain or _RELATIVE.search(said)))
