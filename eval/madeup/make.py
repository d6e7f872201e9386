"""Make a folder of made-up disclosures: budgets of every year and, where asked, final accounts; in parallel, deterministic by seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from eval.madeup.budget import budget
from eval.madeup.document import Made
from eval.madeup.facts import YearFacts, series
from eval.madeup.families.accounts import accounts
from eval.madeup.families.district import district
from eval.madeup.families.ministry import ministry
from eval.madeup.families.offices import all_bodies
from eval.madeup.final import final
from eval.madeup.names import Body, bodies
from eval.madeup.provincial import provincial

SUFFIX = {"pdf": ".pdf", "tab": ".txt", "flat": ".txt", "docx": ".docx", "xlsx": ".xlsx", "html": ".html"}


TEMPLATES = ("mixed", "regional", "provincial", "further")


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A document and what is true of it (for final accounts: what was spent)."""

    made: Made
    facts: YearFacts


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make. ``finals``: also final accounts for every year but the last."""

    departments: int
    first_year: int
    years: int
    seed: int = 1
    finals: bool = True
    template: str = "mixed"  # regional | provincial | mixed (department by department) | further (other families, bodies of every kind)


def disclosures(wanted: Wanted) -> Iterator[Disclosed]:
    """All documents, department by department."""
    for body in bodies_of(wanted):
        yield from of_body(body, wanted)


def bodies_of(wanted: Wanted) -> list[Body]:
    """The departments that disclose."""
    return (all_bodies if wanted.template == "further" else bodies)(wanted.departments, wanted.seed)


def of_body(body: Body, wanted: Wanted) -> list[Disclosed]:
    """The documents of one department. Budgets and final accounts are grown from different seeds: they differ, as in life."""
    years = range(wanted.first_year - 1, wanted.first_year + wanted.years)
    planned, spent = series(body, years, wanted.seed), series(body, years, wanted.seed + 7919)
    manner = {"regional": budget, "provincial": provincial}.get(wanted.template) or (provincial if sum(map(ord, body.name)) % 2 else budget)
    if wanted.template == "further":
        return _further(body, wanted, planned, spent)
    found = []
    for i in range(1, len(planned)):
        found.append(Disclosed(manner(planned[i], planned[i - 1]), planned[i]))
        if wanted.finals and i < len(planned) - 1:
            found.append(Disclosed(final(spent[i], spent[i - 1], planned[i]), spent[i]))
    return found


def _further(body: Body, wanted: Wanted, planned: list[YearFacts], spent: list[YearFacts]) -> list[Disclosed]:
    manner = ministry if sum(map(ord, body.name)) % 2 else district
    found = []
    for i in range(1, len(planned)):
        found.append(Disclosed(manner(planned[i], planned[i - 1]), planned[i]))
        if wanted.finals and i < len(planned) - 1:
            found.append(Disclosed(accounts(spent[i], spent[i - 1], planned[i]), spent[i]))
    return found


def writer(form: str) -> Callable[[Made], bytes]:
    """The writer of a format: a key of ``SUFFIX``."""
    from eval.madeup.writers import office, pdf, plain  # reportlab is a development dependency: only where files are made

    writers = {"pdf": pdf.write_pdf, "tab": plain.write_tab, "flat": plain.write_flat}
    return {**writers, "docx": office.write_docx, "xlsx": office.write_xlsx, "html": office.write_html}[form]


def make(folder: Path, wanted: Wanted, form: str = "pdf", workers: int = 1) -> list[Path]:
    """Write the files; one folder for all. The paths, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [(body, wanted, form, folder) for body in bodies_of(wanted)]
    if workers == 1:
        made = [_write(task) for task in tasks]
    else:
        with ProcessPoolExecutor(workers) as pool:
            made = list(pool.map(_write, tasks, chunksize=8))
    return sorted(path for paths in made for path in paths)


def _write(task: tuple[Body, Wanted, str, Path]) -> list[Path]:
    body, wanted, form, folder = task
    paths = []
    for disclosed in of_body(body, wanted):
        path = folder / f"{disclosed.made.name}{SUFFIX[form]}"
        path.write_bytes(writer(form)(disclosed.made))
        paths.append(path)
    return paths
