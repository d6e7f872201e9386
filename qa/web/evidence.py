"""The evidence of a place: the table with its row, column and cell marked, or the passage with its sentence, and the page's picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.findings import Finding
from index.model import DocumentRecord, Figure, PageBox, Paragraph, Section, Table
from qa.answer.citing import document_title
from qa.web.agreement import Agreement, agreement
from qa.web.figures import aspect_words, place_of_figure, value_words
from qa.web.links import Place, address_of_both, document_link, evidence_link, page_picture_link
from qa.web.render import Child, Html, joined, tag
from qa.web.service import Service
from qa.web.tables import table_html, table_title

CONTEXT = 1  # paragraphs shown before and after
MOST = 6  # other places that are listed


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a place holds. Exactly one of ``table`` and ``paragraphs`` is there, or neither (a page only)."""

    place: Place
    record: DocumentRecord
    page: int | None
    section: Section | None
    table: Table | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    quote: str = ""
    agreement: Agreement | None = None


def evidence(place: Place, service: Service) -> Evidence:
    """Look the place up. Raises ``BadInput`` where it is not (any more)."""
    record = service.document(place.document)
    if place.table is not None:
        found = _of_table(place, record, service.table(place.document, place.table), service)
    elif place.paragraph is not None:
        found = _of_paragraph(place, record, service.paragraph(place.document, place.paragraph), service)
    else:
        return Evidence(place, record, place.page or 1, None)
    return replace(found, agreement=agreement(place, record, service))


def _of_table(place: Place, record: DocumentRecord, table: Table, service: Service) -> Evidence:
    row = [c for c in table.cells if place.row is not None and c.row <= place.row < c.row + c.row_span and c.row >= table.header_rows]
    cell = [c for c in row if place.column is not None and c.column <= place.column < c.column + c.column_span]
    marked = cell or row
    page = marked[0].page if marked else (place.page or table.page)
    boxes = tuple(PageBox(c.page, c.box) for c in row if c.box is not None and c.page == page)
    return Evidence(
        place, record, page, _section(service, record.id, table.section), table, boxes=boxes, quote="\u3000".join(c.text for c in row if c.text)
    )


def _of_paragraph(place: Place, record: DocumentRecord, paragraph: Paragraph, service: Service) -> Evidence:
    all_of_it = service.index.paragraphs(record.id)
    at = next(i for i, p in enumerate(all_of_it) if p.ordinal == paragraph.ordinal)
    near = tuple(p for p in all_of_it[max(0, at - CONTEXT) : at + CONTEXT + 1] if p.section == paragraph.section)
    page = paragraph.boxes[0].page if paragraph.boxes else paragraph.page
    quote = paragraph.text[place.start or 0 : place.end]
    return Evidence(place, record, page, _section(service, record.id, paragraph.section), None, near, paragraph.boxes, quote)


def _section(service: Service, document: str, ordinal: int | None) -> Section | None:
    return next((s for s in service.index.sections(document) if s.ordinal == ordinal), None)


def evidence_html(found: Evidence) -> Html:
    """The content of the evidence panel."""
    return tag(
        "section",
        _head(found),
        _agreed(found),
        _shown(found),
        _foot(found),
        _pictures(found),
        class_="wz-evidence",
        aria_label=document_title(found.record),
    )


def _head(found: Evidence) -> Html:
    who = tag("h2", tag("a", document_title(found.record), href=document_link(found.record.id)))
    page = [f"第{found.page}页"] if found.page and found.record.format == "pdf" else []
    path = [found.record.file_name, *page, *(found.section.path if found.section else ())]
    return tag("header", who, tag("p", [tag("span", part) for part in path], class_="wz-crumbs"))


def _agreed(found: Evidence) -> Child:
    """The figure at this place, and what the other places of the documents say of it."""
    known = found.agreement
    if known is None:
        return None
    name = " ".join(part for part in (known.figure.measure, aspect_words(known.figure)) if part)
    reading = tag("p", tag("b", value_words(known.figure)), tag("span", name), class_="wz-reading")
    lines = []
    if known.same:
        lines.append(tag("li", f"另有{len(known.same)}处一致", [_place(c.figure, c.record, found) for c in known.same[:MOST]], class_="wz-ok"))
    for other in known.against[:MOST]:
        where = _place(other.figure, other.record, found)
        lines.append(tag("li", "不一致：", where, f" 写为{value_words(other.figure)}", class_="wz-bad"))
    lines += [_finding(f, found) for f in known.findings[:MOST]]
    return [reading, tag("ul", lines, class_="wz-agree", aria_label="核对") if lines else None]


def _finding(finding: Finding, found: Evidence) -> Html:
    """What the audit says of the figure, with the way to all places that it compares."""
    places = list(dict.fromkeys(Place(found.record.id, s.page, s.table, s.row, s.column, s.paragraph) for s in finding.sides))[:4]
    link = tag("a", "并排核对", href=address_of_both(places), class_="wz-place") if len(places) > 1 else None
    return tag("li", finding.message, link, class_="wz-bad" if finding.severity == "错误" else None)


def _place(figure: Figure, record: DocumentRecord, found: Evidence) -> Html:
    """A link to another place: file where it is another one, page, table or prose."""
    page = f"第{figure.page}页" if record.format == "pdf" else ""
    inside = (figure.form or "表格") if figure.table is not None else "正文"
    other = record.file_name if record.id != found.record.id else ""
    return tag(
        "a", " ".join(p for p in (other, page, inside) if p), href=evidence_link(place_of_figure(figure)), class_="wz-place", data_evidence=True
    )


def _shown(found: Evidence) -> Html | None:
    if found.table is not None:
        return table_html(found.table, found.place.row, found.place.column)
    if found.paragraphs:
        return tag("div", [_paragraph(p, found) for p in found.paragraphs], class_="wz-passage")
    return None


def _paragraph(paragraph: Paragraph, found: Evidence) -> Html:
    place = found.place
    if paragraph.ordinal != place.paragraph:
        return tag("p", paragraph.text, class_="wz-near")
    words = paragraph.text
    start, end = (place.start, place.end) if place.start is not None and place.end is not None else (0, len(words))
    return tag("p", joined([words[:start], tag("mark", words[start:end]), words[end:]]))


def _pictures(found: Evidence) -> Html | None:
    if found.record.format != "pdf" or not found.page:
        return None
    boxes = tuple((b.box.x0, b.box.y0, b.box.x1, b.box.y1) for b in found.boxes if b.page == found.page)[:40]
    link = page_picture_link(found.record.id, found.page, boxes)
    picture = tag("img", src=link, alt=f"{found.record.file_name} 第{found.page}页的图像，已标出位置", loading="lazy", class_="wz-page")
    return tag("figure", tag("figcaption", f"原文件第{found.page}页"), tag("a", picture, href=link, target="_blank", aria_label="放大查看这一页"))


def footnote(found: Evidence) -> str:
    """The place as a footnote."""
    inside = table_title(found.table) if found.table else (found.section.title if found.section else "")
    page = f"第{found.page}页" if found.page and found.record.format == "pdf" else ""
    parts = [f"《{found.record.identity.title or document_title(found.record)}》", found.record.file_name, page, inside]
    return "，".join(part for part in parts if part) + "。"


def _foot(found: Evidence) -> Html:
    note = tag(
        "button", "复制脚注", type="button", class_="wz-small", data_copy=f"{footnote(found)}原文：{found.quote}" if found.quote else footnote(found)
    )
    link = tag("button", "复制链接", type="button", class_="wz-small", data_copy_link=evidence_link(found.place))
    part = f"table-{found.place.table}" if found.place.table is not None else ""
    more = tag("a", "看整份文件", href=document_link(found.record.id, part), class_="wz-small")
    return tag("footer", note, link, more, tag("span", class_="wz-said", role="status"), class_="wz-actions")
