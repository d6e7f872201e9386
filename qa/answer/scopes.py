"""What is said of 部门汇总 and 单位本级: units left out of a sum over all departments, a sum of a department and its own unit, a body without figures apart."""

from __future__ import annotations

from collections.abc import Iterator

from index.model import Scope
from qa.answer.absent import listed
from qa.lookup import Catalogue
from qa.lookup.folding import with_their_wholes
from qa.lookup.scope import scoped
from qa.model import Answer, Operation

_ADDED = {Operation.SUM, Operation.MEAN}


def with_scope_notes(answer: Answer, cat: Catalogue) -> Answer:
    """The answer with a line where what it counted, or did not count twice, is not plain."""
    lines = list(dict.fromkeys(_lines(answer, cat))) if answer.query is not None and answer.status == "answered" else []
    return answer.model_copy(update={"answer": "\n".join((answer.answer, *lines))}) if lines else answer


def _lines(answer: Answer, cat: Catalogue) -> Iterator[str]:
    query = answer.query
    assert query is not None
    if not query.departments and answer.figures:
        folded = scoped(query, cat).folded
        if folded:
            yield f"（{listed(list(folded))}的数已含在所属部门的汇总中，没有重复列入。）"
    cited = {c.document_id: cat.record(c.document_id) for c in answer.citations if c.document_id}
    if len(query.departments) > 1 and {query.operation, *query.also} & _ADDED:
        for unit, whole in with_their_wholes(cited.values()):
            yield f"注意：{whole.identity.department}的数是部门汇总，已包含{unit.identity.department}，两者相加会重复计算。"
    if query.scope == Scope.UNIT.value:
        for record in cited.values():
            who = record.identity
            if who.scope is Scope.DEPARTMENT and who.units and any(d.department == who.department for d in query.departments):
                yield f"注：没有收录{who.department}本级单独的公开文件，以上是部门汇总的数。"
