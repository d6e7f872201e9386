"""Says under which name a department answers that was asked for by an earlier one, with the sentence of the document that tells it."""

from __future__ import annotations

from collections.abc import Iterator

from index.identity.renaming import MERGED, RENAMED
from qa.answer.citing import document_title
from qa.lookup import Catalogue
from qa.lookup.former import Former
from qa.model import Answer, Citation, DepartmentRef


def with_former_names(answer: Answer, cat: Catalogue) -> Answer:
    """The answer with a line on every department that was asked for, or answered, under another name than today's."""
    if answer.query is None:
        return answer
    lines: list[str] = []
    citations = list(answer.citations)
    told: set[str] = set()
    for ref in answer.query.departments:
        for former, line in _lines(ref, answer, cat):
            if line not in told:
                told.add(line)
                citations.append(_citation(former))
                lines.append(f"{line}[{len(citations)}]。")
    if not lines:
        return answer
    return answer.model_copy(update={"answer": "\n".join((answer.answer, *lines)), "citations": tuple(citations)})


def _lines(ref: DepartmentRef, answer: Answer, cat: Catalogue) -> Iterator[tuple[Former, str]]:
    for former in cat.former.called(ref.mention):
        old, new = former.told.name, former.department
        if former.told.how == RENAMED and ref.department == new:
            yield former, f"注：“{old}”已更名为“{new}”，按后者的公开文件回答"
        elif former.told.how == MERGED and ref.department == new:
            yield former, f"注：公开文件写明“{old}”的职责已并入“{new}”，按后者的公开文件回答，与原单位的口径不同"
        elif ref.department is None and not ref.alternatives:
            yield former, f"注：公开文件提到“{old}”的有关职责划入“{new}”，两者不是同一单位"
    if ref.department is None:
        return
    for other in cat.former.same_body(ref.department):
        cited = {cat.record(c.document_id).identity.department for c in answer.citations if c.document_id}
        between = cat.former.between(ref.department, other, cat.documents) if other in cited else None
        if between is not None:
            yield between, f"注：“{between.told.name}”已更名为“{between.department}”，所引文件用的是“{other}”这一名称"


def _citation(former: Former) -> Citation:
    record = former.record
    return Citation(doc=record.file_name, document_id=record.id, page=former.told.page, quote=former.told.quote, title=document_title(record))
