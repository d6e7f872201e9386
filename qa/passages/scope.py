"""Which documents a question is about: named department, year, kind and scope, before anything is searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.model import DocumentRecord
from index.model import Scope as Scope_
from index.store import Index
from qa.lookup.scope import of_scope
from qa.model import Query

_COMPOUND = re.compile(
    r"预算绩效|预决算|(?:一般公共|政府性基金|国有资本经营|全口径|全面)预算|预算(?:单位|管理|安排|执行|编制|数)|年初预算|全年预算|"
    r"(?:用|花|执行|完成|超|超过|超出|低于|高于|少于|多于|不足|突破|没到|未到|赶不上)(?:完|出|了)*预算|预算(?:没|未|都没|就没|也没)"
)
_KIND_SAID = re.compile(r"预算|决算")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents to answer from, newest year first for each department, and one Chinese line for each thing named that is not there.

    ``named`` is false where the question named no department: then ``documents`` are all documents of the years and kind said.
    """

    documents: tuple[DocumentRecord, ...]
    missing: tuple[str, ...] = ()
    named: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the documents."""
        return tuple(d.id for d in self.documents)

    def departments(self) -> tuple[str, ...]:
        """The departments in scope, in the order asked."""
        return tuple(dict.fromkeys(d.identity.department for d in self.documents))

    def of(self, department: str) -> tuple[DocumentRecord, ...]:
        """The documents of one department."""
        return tuple(d for d in self.documents if d.identity.department == department)


def current(index: Index) -> tuple[DocumentRecord, ...]:
    """The documents that no newer file supersedes."""
    return tuple(d for d in index.documents() if d.superseded_by is None)


def title_of(record: DocumentRecord) -> str:
    """``昌吉市科学技术局2024年部门预算``: how answers call a disclosure."""
    identity = record.identity
    year = f"{identity.fiscal_year}年" if identity.fiscal_year else ""
    return f"{identity.department}{year}{'单位' if identity.scope is Scope_.UNIT else '部门'}{identity.kind.value if identity.kind else '预决算'}"


def scope_of(query: Query, index: Index) -> Scope:
    """The documents that a question names; what it names and the index lacks is said in ``missing``."""
    records = current(index)
    missing: list[str] = []
    chosen: list[DocumentRecord] = []
    if not query.departments:
        chosen, lacks = _narrowed(records, query)
        return Scope(_newest_first(chosen), tuple(lacks), named=False)
    for reference in query.departments:
        own = [r for r in records if reference.department in (r.identity.department, *r.identity.aliases)] if reference.department else []
        if not own:
            missing.append(f"索引中没有“{reference.mention}”的预决算公开文件。")
            continue
        kept, lacks = _narrowed(own, query)
        missing.extend(lacks)
        chosen.extend(_newest_first(kept))
    return Scope(tuple(dict.fromkeys(chosen)), tuple(missing))


def _narrowed(records: Sequence[DocumentRecord], query: Query) -> tuple[list[DocumentRecord], list[str]]:
    """The records of the years, kind and scope said. Years that only some of the documents have are narrowed to those."""
    kept = list(records)
    if query.years:
        of_years = [r for r in kept if r.identity.fiscal_year in query.years]
        if not of_years:
            return [], [_lacking(records, "、".join(f"{y}年" for y in query.years))]
        kept = of_years
    if query.kind:
        of_kind = [r for r in kept if r.identity.kind and r.identity.kind.value == query.kind]
        if not of_kind and not _KIND_SAID.search(_COMPOUND.sub("", query.text)):
            of_kind = kept  # 预算绩效, 一般公共预算 ... say nothing of which disclosure is meant
        if not of_kind:
            said = "、".join(f"{y}年" for y in query.years) + f"部门{query.kind}"
            return [], [_lacking(records, said)]
        kept = of_kind
    each = {r.identity.department: [o for o in kept if o.identity.department == r.identity.department] for r in kept}
    return [r for own in each.values() for r in of_scope(own, query.scope)], []


def _lacking(records: Sequence[DocumentRecord], said: str) -> str:
    names = list(dict.fromkeys(r.identity.department for r in records))
    whose = names[0] if len(names) == 1 else ""
    have = "、".join(dict.fromkeys(title_of(r).removeprefix(whose) for r in _newest_first(records[:200])[:6]))
    return f"索引中没有{whose}{said}的公开文件，现有：{have}。"


def _newest_first(records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    return tuple(sorted(records, key=lambda r: -(r.identity.fiscal_year or 0)))


def groups(query: Query, scope: Scope) -> list[tuple[DocumentRecord, ...]]:
    """The documents that are answered from together: one department's, of one year each where several were asked for."""
    if not scope.named:
        return [scope.documents]
    found: list[tuple[DocumentRecord, ...]] = []
    for department in scope.departments():
        own = scope.of(department)
        years = [y for y in query.years if any(r.identity.fiscal_year == y for r in own)]
        if len(years) > 1:
            found += [tuple(r for r in own if r.identity.fiscal_year == y) for y in years]
        else:
            found.append(own)
    return found
