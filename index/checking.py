"""The audit within a build: disclosure by disclosure, and only those that this build has changed. The others' findings stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from index.document import ReadDocument
from index.findings import Finding
from index.model import DocumentRecord, Structured

if TYPE_CHECKING:
    from index.store.sql import SqlTexts

Group = tuple[str, ...]
_BY_ALL = "name.department"  # the one rule that looks at short names, which depend on all documents


def alone(doc: ReadDocument) -> list[Finding]:
    """What a document says against itself, found where it was read, before the others are known."""
    from index.audit import findings_of

    figures = {figure.id: figure for figure in doc.figures}
    return findings_of([replace(doc, figures=tuple(figures.values()), chunks=())])


def audited(
    texts: SqlTexts, before: Iterable[DocumentRecord] = (), fresh: Collection[str] = (), checked: Collection[str] = ()
) -> list[Finding]:
    """All findings of an unfinished generation, in the order of its documents.

    ``before``: the documents of the generation that it was made from, whose findings it holds; ``fresh``: the documents that were read again
    since; ``checked``: those of them whose findings by themselves (:func:`alone`) it holds. A disclosure of the same files, none of them fresh,
    is not checked again, nor one of a single file that was checked by itself. A superseded file is checked by itself.
    """
    from index.audit import findings_of

    known = set(_groups(before))
    kept: dict[str, list[Finding]] = {}
    for finding in texts.findings():
        kept.setdefault(finding.document, []).append(finding)
    records = {record.id: record for record in texts.documents()}
    found: list[Finding] = []
    for group in _groups(records.values()):
        if (group in known and not any(sha in fresh for sha in group)) or (
            len(group) == 1 and group[0] in checked and _holds(kept.get(group[0], ()), records[group[0]])
        ):
            found += [finding for sha in group for finding in kept.get(sha, ())]
        else:
            found += findings_of(_stored(texts, records[sha]) for sha in group)
    return found


def _holds(findings: Iterable[Finding], record: DocumentRecord) -> bool:
    """Whether what was found in a file by itself is all that is found now that all documents are known."""
    return all(finding.rule != _BY_ALL and finding.doc == record.file_name for finding in findings)


def _groups(records: Iterable[DocumentRecord]) -> list[Group]:
    """The files that are checked together, as ids in order."""
    together: dict[str, list[str]] = {}
    for record in records:
        together.setdefault(record.id if record.superseded_by else record.identity.disclosure, []).append(record.id)
    return [tuple(ids) for ids in together.values()]


def _stored(texts: SqlTexts, record: DocumentRecord) -> ReadDocument:
    """A document as the store holds it, without its passages, which are not checked."""
    parts = tuple(texts.sections(record.id)), tuple(texts.paragraphs(record.id)), tuple(texts.tables(record.id))
    structured = Structured(record.id, record.file_name, record.format, record.page_count, *parts, record.warnings)
    return ReadDocument(record, structured, tuple(texts.figures(documents=[record.id])), ())
