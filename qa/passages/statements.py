"""What a document says, piece by piece: the assertions of its prose and the texts of its forms, each with its place.

In: paragraphs, sections and tables of an index. Out: :class:`Statement`, verbatim. Contents pages are left out: nothing is answered from them.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from index.model import PageBox, Paragraph, Section
from index.store import Index
from index.text import HAN, normal
from qa.passages.segments import Span, assertions

_FIELD = re.compile(rf"^\s*(?:[-*#]+\s*)?(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[)）、.．]\s*)?([{HAN}“”（）()]{{2,16}})[：:]\s*(.+)$", re.DOTALL)
PROJECT = re.compile(r"^(?:一级)?项目(?:（政策）)?名称$")
_PROJECT_HEADING = re.compile(r"项目名称\s*[：:]\s*(.+)$")
_COMPLETE = tuple("。！？；：.!?;:")
_HAN = re.compile(f"[{HAN}]")
_REMEMBERED = 400  # documents; a document of 300 statements takes about 0.5 MB with its grams


@dataclass(frozen=True, slots=True)
class Statement:
    """One verbatim piece of a document. ``context`` is what tells of whom it speaks: headings, project, the words before it.

    ``label`` names the field that it fills (设立的政策依据, 偏差原因分析); ``project`` the project block or form it belongs to.
    ``origin``: prose has ``paragraph`` and ``span``; the text in a form's cell has ``table``, ``row`` and ``column``; a table's row
    as a whole has ``table`` and ``row``.
    """

    document: str
    text: str
    page: int
    section_path: tuple[str, ...]
    context: str = ""
    label: str = ""
    project: str = ""
    paragraph: int | None = None
    span: Span | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_label: str = ""
    boxes: tuple[PageBox, ...] = ()
    origin: Literal["prose", "form", "row"] = "prose"
    order: int = 0
    grams: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    context_grams: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


def grams(text: str) -> frozenset[str]:
    """The features that texts are compared by: pairs of neighbouring characters of the normal form; numbers and Latin words whole."""
    plain = normal(text).lower()
    found: set[str] = set()
    for run in re.findall(rf"[{HAN}]+|[a-z]+|\d+(?:[.,]\d+)*", plain):
        if _HAN.match(run):
            found.update(run[i : i + 2] for i in range(len(run) - 1))
            if len(run) == 1:
                found.add(run)
        else:
            found.add(run.replace(",", ""))
    return frozenset(found)


_memory: weakref.WeakKeyDictionary[Index, OrderedDict[str, tuple[Statement, ...]]] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def statements_of(index: Index, document: str) -> tuple[Statement, ...]:
    """All statements of a document in reading order; the documents asked last are remembered for each open index."""
    with _lock:
        known = _memory.setdefault(index, OrderedDict())
        if document in known:
            known.move_to_end(document)
            return known[document]
    made = tuple(_made(index, document))
    with _lock:
        known[document] = made
        while len(known) > _REMEMBERED:
            known.popitem(last=False)
    return made


def statements_in(index: Index, document: str, paragraphs: Collection[int], tables: Collection[int]) -> tuple[Statement, ...]:
    """The statements of some paragraphs and tables of a document, as :func:`statements_of` has them but for their ``order`` (it ascends alike).

    For questions over very many documents, of which a few passages each are looked at: nothing else is read or compared.
    """
    with _lock:
        known = _memory.get(index, OrderedDict()).get(document)
    if known is None:
        known = tuple(_made(index, document, paragraphs, tables))
    return tuple(s for s in known if (s.table in tables if s.table is not None else s.paragraph in paragraphs))


def _made(index: Index, document: str, paragraphs: Collection[int] | None = None, tables: Collection[int] | None = None) -> Iterable[Statement]:
    from qa.passages.forms import table_statements  # it makes Statements itself

    sections = {s.ordinal: s for s in index.sections(document)}
    order = 0
    prose = index.paragraphs(document) if paragraphs is None or paragraphs else ()
    if paragraphs is not None:  # what a paragraph's statements are said of is told by its own section
        near = {p.section for p in prose if p.ordinal in paragraphs}
        prose = [p for p in prose if p.section in near]
    for statement in _prose(prose, sections, document):
        if paragraphs is None or statement.paragraph in paragraphs:
            yield _finished(statement, order)
        order += 1
    for table in index.tables(document) if tables is None else [index.table(document, ordinal) for ordinal in sorted(tables)]:
        section = sections.get(table.section) if table.section is not None else None
        for statement in table_statements(table, document, section.path if section else ()):
            yield _finished(statement, order)
            order += 1


def _finished(s: Statement, order: int) -> Statement:
    return Statement(
        document=s.document, text=s.text, page=s.page, section_path=s.section_path, context=s.context, label=s.label, project=s.project,
        paragraph=s.paragraph, span=s.span, table=s.table, row=s.row, column=s.column, row_label=s.row_label, boxes=s.boxes, origin=s.origin,
        order=order, grams=grams(s.text), context_grams=grams(s.context + s.project + s.label + "。".join(s.section_path)),
    )  # fmt: skip


def _prose(paragraphs: Iterable[Paragraph], sections: dict[int, Section], document: str) -> Iterable[Statement]:
    project, block = "", -1
    tail, tail_section = "", -1
    for paragraph in paragraphs:
        section = sections.get(paragraph.section)
        if section is not None and section.is_contents:
            continue
        path = section.path if section else ()
        label, value = field_of(paragraph.text)
        if paragraph.section != block:
            project, block = "", paragraph.section
        if PROJECT.match(label):
            project = value.strip()
        elif not project and path and (heading := _PROJECT_HEADING.search(path[-1])):
            project = heading[1].strip()
        fields = field_spans(paragraph.text) if project else ()
        before = tail if paragraph.section == tail_section else ""  # a paragraph that a page break cut goes on in the next one
        tail = "" if paragraph.text.rstrip().endswith(_COMPLETE) else paragraph.text[-80:]
        tail_section = paragraph.section
        for start, end in _cut_at(assertions(paragraph.text), [a for _, a, _ in fields]):
            text = paragraph.text[start:end]
            label = next((name for name, a, b in fields if a <= start < b), label)
            yield Statement(
                document, text, paragraph.page, path, context=before[-120:], label=label, project=project,
                paragraph=paragraph.ordinal, span=(start, end), boxes=paragraph.boxes,
            )  # fmt: skip
            before += text


_FIELD_NAMES = re.compile(
    r"(?:项目名称|(?:项目)?设立的?政策依据|立项依据|预算安排规模|项目承担单位|承担单位|实施主体|资金分配情况|资金执行时间|资金来源|补[贴助]人数|补[贴助]标准|补[贴助]范围|补[贴助]方式|"
    r"补[贴助]对象|发放程序|发放方式|受益人群(?:和社会效益)?|社会效益|实施周期|实施方案|绩效目标)\s*[：:]"
)


def field_spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """The fields that one paragraph holds (label, start, end): their lines run together where they end in no stop."""
    found = list(_FIELD_NAMES.finditer(text))
    ends = [*(f.start() for f in found[1:]), len(text)]
    return tuple((f[0].rstrip("：: "), f.start(), end) for f, end in zip(found, ends, strict=True)) if len(found) > 1 else ()


def _cut_at(spans: Iterable[Span], places: Iterable[int]) -> Iterable[Span]:
    """The spans, also cut at these places."""
    inner = sorted(places)
    for start, end in spans:
        for place in inner:
            if start < place < end:
                yield start, place
                start = place
        yield start, end


def field_of(text: str) -> tuple[str, str]:
    """A paragraph of the form ``标签：内容`` as label and content; ("", text) where it is none."""
    found = _FIELD.match(text)
    if not found or "。" in found[1]:
        return "", text
    return found[1], found[2]
