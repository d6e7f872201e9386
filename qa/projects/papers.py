"""Money that came by numbered papers (昌某财教〔2023〕12号) to several departments: each paper's amounts, and together where that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.lookup.catalogue import Catalogue
from qa.lookup.model import Candidate
from qa.model import Query
from qa.projects.book import Project, projects_of
from qa.projects.names import paper
from qa.projects.rates import whole_of
from qa.projects.subject import documents
from qa.projects.values import bare

_SUM = re.compile(r"合起来|加起来|加一(?:块|起)|合计|总共|一共|共计|之和|共多少|加总")
_NUMBER = re.compile(r"(?<![\d.])\d{1,4}号")


def write_papers(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """See module. False where no paper is named, or one of the departments has no money or several amounts by one of them."""
    text = normal(query.text)
    numbers = list(dict.fromkeys(_NUMBER.findall(text)))
    names = list(dict.fromkeys(d.department for d in query.departments if d.department))
    if not numbers or len(names) < 2 or not re.search(r"多少|几|合计|加起来", text):
        return False
    grid = [[_amount(department, number, text, query, cat) for department in names] for number in numbers]
    if any(candidate is None for row in grid for candidate in row):
        return False
    for number, row in zip(numbers, grid, strict=True):
        _write(query, number, [c for c in row if c is not None], sheet, together=_SUM.search(text) is not None)
    return True


def _amount(department: str, number: str, text: str, query: Query, cat: Catalogue) -> Candidate | None:
    """The department's money by this paper: of one project only."""
    own = query.model_copy(update={"departments": tuple(d for d in query.departments if d.department == department)})
    found: list[Project] = [p for r in documents(own, cat) for p in projects_of(r, cat) if number in {paper(n) for n in p.names}]
    whole = whole_of(found[0], text) if len(found) == 1 else None
    return Candidate(whole[1], found[0].record, 1.0, 10.0) if whole is not None else None


def _write(query: Query, number: str, row: Sequence[Candidate], sheet: Sheet, *, together: bool) -> None:
    amounts = [quantity(c, query.unit) for c in row]
    if together:
        whole = sums.total(amounts).to_places(query.decimals)
        told = " + ".join(f"{c.record.identity.department}{said(a)}" for c, a in zip(row, amounts, strict=True))
        sheet.say(f"{number}文合计{said(whole)}（{told}）{sheet.mark(row)}。")
        sheet.figure(f"{number}文合计", whole, row, derived=True)
        return
    for candidate, amount in zip(row, amounts, strict=True):
        sheet.say(f"{candidate.record.identity.department}的{number}文（{bare(candidate.figure.subject)}）：{said(amount)}{sheet.mark([candidate])}。")
        sheet.figure(f"{candidate.record.identity.department}{number}文", amount, [candidate])
