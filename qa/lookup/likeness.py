"""What figures of one shape (``index.store.packing.shape_of``) may still differ in: their sentence, and names that are a department's own."""

from __future__ import annotations

from index.model import Aspect, DocumentRecord, Figure
from qa.lookup.names import key


def by_itself(figure: Figure, record: DocumentRecord) -> bool:
    """Whether the figure's own sentence decides if it answers: a state at last year's end is told from last year's amount by its words."""
    fiscal = record.identity.fiscal_year
    late = figure.year is not None and fiscal is not None and figure.year == fiscal - 1
    return late and not figure.derived and figure.stage != "上年" and figure.aspect in {Aspect.AMOUNT, Aspect.COUNT}


def labels_of(figure: Figure, record: DocumentRecord) -> set[str]:
    """Keys of the labels that could be a department's name, the document's own left out (these are alike in all documents of the shape)."""
    own = {record.identity.department, record.identity.department_as_written}
    return {key(label) for label in (*figure.row_path, *figure.column_path, *figure.qualifiers, figure.subject) if label and label not in own}
