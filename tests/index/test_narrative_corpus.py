"""The narrative reader on the real disclosures: figures drawn at random and checked by eye, coverage, and agreement with the tables."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from index.figures.narrative import narrative_figures
from index.figures.quantities import quantities
from index.figures.tables import table_figures
from index.identity import identify
from index.model import Aspect, Figure, Identity, Structured
from index.reading import read
from index.structure import structure

CHECKED = Path(__file__).parent / "data" / "narrative_checked.tsv"
_DEFINITIONS = ("名词解释", "名称解释")


@lru_cache(maxsize=1)
def documents(corpus: Path) -> dict[str, tuple[Structured, Identity, list[Figure]]]:
    found = {}
    for path in sorted(p for p in corpus.rglob("*") if p.suffix in (".pdf", ".txt")):
        doc = structure(read(path))
        identity = identify(doc)
        found[path.name] = (doc, identity, narrative_figures(doc, identity))
    return found


def test_every_checked_figure_is_read(shared: Path) -> None:
    read_now = documents(shared / "corpus")
    told = {
        name: {(f.measure, str(f.value), f.unit, f.aspect.value, str(f.year), "derived" if f.derived else "-", f.stage or "-") for f in figures}
        for name, (_, _, figures) in read_now.items()
    }
    rows = [line.split("\t") for line in CHECKED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    missing = [row for row in rows if tuple(row[1:]) not in told[row[0]]]
    assert len(rows) >= 150
    assert missing == []


def test_nearly_every_quantity_of_the_prose_yields_a_figure(shared: Path) -> None:
    total = told = 0
    for doc, _, figures in documents(shared / "corpus").values():
        places = {(f.paragraph, f.span[0]) for f in figures if f.span}
        silent = {s.ordinal for s in doc.sections if s.is_contents or any(word in title for title in s.path for word in _DEFINITIONS)}
        for paragraph in doc.paragraphs:
            if paragraph.section not in silent:
                starts = [q.start for q in quantities(paragraph.text)]
                total += len(starts)
                told += sum((paragraph.ordinal, start) in places for start in starts)
    assert told >= 0.97 * total


def test_figures_cite_their_own_words(shared: Path) -> None:
    for doc, _, figures in documents(shared / "corpus").values():
        texts = {p.ordinal: p.text for p in doc.paragraphs}
        for figure in figures:
            assert figure.quote
            if figure.paragraph is None:
                assert figure.table is not None
                continue
            assert figure.span is not None
            start, end = figure.span
            assert figure.derived or texts[figure.paragraph][start:end].strip() in figure.printed or figure.printed in texts[figure.paragraph]
        assert len({f.id for f in figures}) == len(figures)


def test_narrative_and_tables_of_a_file_agree_but_for_known_contradictions(shared: Path) -> None:
    differing = set()
    for name, (doc, identity, figures) in documents(shared / "corpus").items():
        cells = defaultdict(set)
        for cell in table_figures(doc, identity):
            if cell.aspect is Aspect.AMOUNT:
                cells[cell.measure].add(cell.value)
        for figure in figures:
            plain = figure.aspect is Aspect.AMOUNT and not figure.derived and figure.stage is None and figure.subject_kind == "部门"
            if (
                plain
                and figure.confidence >= 0.95
                and figure.year == identity.fiscal_year
                and cells.get(figure.measure)
                and figure.value not in cells[figure.measure]
            ):
                differing.add((name, figure.measure))
    assert differing <= {("2017年省检察院部门预算.pdf", "基本支出"), ("江苏省人大办公厅2017年度预算公开.pdf", "行政运行")}
