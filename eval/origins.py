"""Of whom and of which year: what a prediction says of its figures and citations, and whether that is what was asked for.

Two ways of knowing what was asked for. A gold line that says ``departments`` and ``years`` is judged by the departments and years of the answer's
figures themselves. One that does not is judged by its evidence: the disclosures that the figures were read from (of prose: those cited) must be of
the department and of the year of the evidence's disclosures. Which disclosure is whose and of which year is read from the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from eval.gold import Gold, Prediction
from eval.judge import comparable
from index.store import Index
from qa.model import Answer

Known = Mapping[str, tuple[str, int | None]]


def file_of(name: str | None) -> str:
    """The name of a file as it is compared."""
    return comparable(name).rsplit("/", 1)[-1]


def known_files(index: Index) -> dict[str, tuple[str, int | None]]:
    """File name -> (department, year of the disclosure); names that two disclosures share are left out."""
    found: dict[str, tuple[str, int | None]] = {}
    twice = set()
    for record in index.documents():
        name, whose = file_of(record.file_name), (record.identity.department, record.identity.fiscal_year)
        twice |= {name} if found.get(name, whose) != whose else set()
        found[name] = whose
    return {name: whose for name, whose in found.items() if name not in twice}


def told_files(predictions: Iterable[Prediction]) -> dict[str, tuple[str, int | None]]:
    """The same from what predictions say of the documents they cite."""
    return {file_of(c.doc): (c.department, c.year) for p in predictions for c in p.citations if c.doc and c.department}


class Origins:
    """Tells prediction lines whose their figures are and of which year."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._records = {record.id: record for record in index.documents()}

    def told(self, line: dict[str, Any], answer: Answer) -> dict[str, Any]:
        """The line with ``departments``, ``years`` and ``docs`` at its figures, ``department`` and ``year`` at its citations."""
        wanted = sorted({i for figure in answer.figures for i in figure.figure_ids})
        documents = sorted({c.document_id for c in answer.citations})
        read = {f.id: f for f in self._index.figures(ids=wanted)} if wanted else {}
        for plain, figure in zip(line["figures"], answer.figures, strict=True):
            of = [read[i] for i in figure.figure_ids if i in read]
            records = [self._records[f.document] for f in of]
            plain["departments"] = sorted({r.identity.department for r in records})
            plain["years"] = sorted({f.year for f in of if f.year is not None})
            plain["docs"] = sorted({r.file_name for r in records})
        by_name = {r.file_name: r for r in (self._records[d] for d in documents if d in self._records)}
        for plain in line["citations"]:
            record = by_name.get(plain["doc"])
            plain["department"] = record.identity.department if record else None
            plain["year"] = record.identity.fiscal_year if record else None
        return line


def department_right(gold: Gold, given: Prediction, known: Known) -> bool | None:
    """Whether the answer is of the departments asked for; None where that cannot be told."""
    if gold.departments:
        stated = {comparable(d) for f in _figures(gold, given) for d in f.departments} or {comparable(c.department) for c in given.citations if c.department}
        wanted = [{comparable(spelling) for spelling in group} for group in gold.departments]
        return all(stated & group for group in wanted) and (not _single(gold) or stated <= set().union(*wanted))
    asked = {known[name][0] for e in gold.evidence if (name := file_of(e.doc)) in known}
    return _covered(asked, {whose for whose, _ in _read(gold, given, known)}, gold) if asked else None


def year_right(gold: Gold, given: Prediction, known: Known) -> bool | None:
    """Whether the answer is of the years asked for; None where that cannot be told."""
    if gold.years:
        stated = {y for f in _figures(gold, given) for y in f.years} or {c.year for c in given.citations if c.year}
        return set(gold.years) <= stated and (not _single(gold) or stated <= set(gold.years))
    asked = {known[name][1] for e in gold.evidence if (name := file_of(e.doc)) in known}
    return _covered(asked, {year for _, year in _read(gold, given, known)}, gold) if asked else None


def _single(gold: Gold) -> bool:
    return gold.value is not None and not gold.values


def _figures(gold: Gold, given: Prediction) -> list[Any]:
    """The figures that answer: of one that is asked for the first, else all."""
    return given.figures[:1] if _single(gold) else given.figures


def _read(gold: Gold, given: Prediction, known: Known) -> set[tuple[str, int | None]]:
    """Whose disclosures, and of which years, the answer was read from: one figure's own; of several figures and of prose also what is cited."""
    docs = [doc for f in _figures(gold, given) for doc in f.docs] if gold.value is not None or gold.values else []
    cited = [c.doc for c in given.citations if c.doc] if not (docs and _single(gold)) else []
    return {known[name] for name in map(file_of, [*docs, *cited]) if name in known}


def _covered(asked: set[Any], stated: set[Any], gold: Gold) -> bool:
    """Several places may hold one and the same figure; several figures need all their places."""
    return bool(asked & stated) if _single(gold) or not gold.values else asked <= stated
