"""A structured document as passages: a section's prose, or a run of a table's rows with its title repeated.

Passages are what is embedded, searched and shown as evidence, so each stands alone: its ``search_text`` begins with department, year,
kind and heading path. Contents pages (目录) give no passages: they name everything and prove nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.model import Chunk, Identity, Paragraph, Section, Structured, Table
from index.tables_text import table_passages

TARGET = 400  # Chinese characters a prose passage; a sentence is only cut where it alone is longer than LONGEST
LONGEST = 500
SMALL = 120  # a section shorter than this joins its neighbour under the same heading
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’』」）)]*|[^。！？；!?;]+$")
_CLAUSE = re.compile(r"[^，,、：:]*[，,、：:]|[^，,、：:]+$")


@dataclass(slots=True)
class _Draft:
    path: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))


def chunks_of(doc: Structured, identity: Identity) -> list[Chunk]:
    """The passages of a document in reading order: prose section by section, then its tables."""
    skip = {s.ordinal for s in doc.sections if s.is_contents}
    chunks: list[Chunk] = []
    front = heading_line(identity)
    for draft in _prose(doc, skip):
        text = "\n".join(draft.lines)
        place = f"p{draft.paragraphs[0].ordinal}"
        chunks.append(
            Chunk(
                id=chunk_id(doc.sha256, draft.path, f"{place}.{len(chunks)}", text),
                document=doc.sha256,
                section_path=draft.path,
                page=draft.paragraphs[0].page,
                last_page=draft.paragraphs[-1].last_page,
                text=text,
                search_text="\n".join([front, " ".join(draft.path), text]),
                kind="prose",
                first_paragraph=draft.paragraphs[0].ordinal,
                last_paragraph=draft.paragraphs[-1].ordinal,
            )
        )
    paths = {s.ordinal: s.path for s in doc.sections}
    for table in doc.tables:
        if table.section in skip:
            continue
        chunks.extend(_table_chunks(doc, table, paths.get(table.section, ()) if table.section is not None else (), front))
    return chunks


def heading_line(identity: Identity) -> str:
    """Whose disclosure of which year it is, as one line in front of every passage."""
    year = f"{identity.fiscal_year}年" if identity.fiscal_year else ""
    return " ".join(part for part in (identity.department, year, f"部门{identity.kind}" if identity.kind else "") if part)


def chunk_id(sha256: str, path: Iterable[str], place: str, text: str) -> str:
    """A name that depends on nothing but the document's bytes, the place in it and the text."""
    return hashlib.sha256("\x1f".join([sha256, *path, place, text]).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _table_chunks(doc: Structured, table: Table, path: tuple[str, ...], front: str) -> Iterator[Chunk]:
    for passage in table_passages(table):
        yield Chunk(
            id=chunk_id(doc.sha256, path, f"t{table.ordinal}.{passage.first_row}", passage.text),
            document=doc.sha256,
            section_path=path,
            page=passage.page,
            last_page=passage.last_page,
            text=passage.text,
            search_text="\n".join([front, " ".join(path), passage.text]),
            kind=passage.kind,
            table=table.ordinal,
            first_row=passage.first_row,
            last_row=passage.last_row,
        )


def _prose(doc: Structured, skip: set[int]) -> Iterator[_Draft]:
    """Drafts of at most LONGEST characters; a small section joins the one before it when both stand under the same heading."""
    sections = {s.ordinal: s for s in doc.sections}
    waiting: _Draft | None = None
    for ordinal, paragraphs in _by_section(doc.paragraphs):
        if ordinal in skip:
            continue
        for draft in _split(sections.get(ordinal), paragraphs):
            if waiting is not None and _joins(waiting, draft):
                waiting = _joined(waiting, draft, sections.get(ordinal))
                continue
            if waiting is not None:
                yield waiting
            waiting = draft
    if waiting is not None:
        yield waiting


def _joins(first: _Draft, second: _Draft) -> bool:
    same = first.path[:-1] == second.path[:-1] or first.path == second.path[: len(first.path)]
    return same and min(first.size, second.size) < SMALL and first.size + second.size <= TARGET


def _joined(first: _Draft, second: _Draft, section: Section | None) -> _Draft:
    if first.path == second.path:
        path, lines = first.path, second.lines
    else:
        path = first.path if first.path == second.path[: len(first.path)] else first.path[:-1]
        lines = [*([section.title] if section else []), *second.lines]
        if path != first.path and first.path and (not first.lines or first.lines[0] != first.path[-1]):
            first.lines.insert(0, first.path[-1])
    return _Draft(path, [*first.lines, *lines], [*first.paragraphs, *second.paragraphs])


def _by_section(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, list[Paragraph]]]:
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if run and run[-1].section != paragraph.section:
            yield run[0].section, run
            run = []
        run.append(paragraph)
    if run:
        yield run[0].section, run


def _split(section: Section | None, paragraphs: list[Paragraph]) -> Iterator[_Draft]:
    """A section's paragraphs in drafts near TARGET characters, cut at sentence ends."""
    path = section.path if section else ()
    draft = _Draft(path)
    for paragraph in paragraphs:
        for piece in _pieces(paragraph.text):
            if draft.lines and draft.size + len(piece) > TARGET:
                yield draft
                draft = _Draft(path)
            if draft.paragraphs and draft.paragraphs[-1] is paragraph:
                draft.lines[-1] += piece
            else:
                draft.lines.append(piece)
                draft.paragraphs.append(paragraph)
    if draft.lines:
        yield draft


def _pieces(text: str) -> Iterator[str]:
    """A paragraph whole where it is short, else its sentences packed up to TARGET; a giant sentence is cut at commas, at last anywhere."""
    text = text.strip()
    if len(text) <= LONGEST:
        if text:
            yield text
        return
    packed = ""
    for sentence in _SENTENCE.findall(text):
        for part in [sentence] if len(sentence) <= LONGEST else _clauses(sentence):
            if packed and len(packed) + len(part) > TARGET:
                yield packed
                packed = ""
            packed += part
    if packed:
        yield packed


def _clauses(sentence: str) -> Iterator[str]:
    for clause in _CLAUSE.findall(sentence):
        for start in range(0, len(clause), LONGEST):
            yield clause[start : start + LONGEST]
