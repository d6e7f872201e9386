"""The pages of documents: what is indexed, and one document with its outline, text, tables and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.model import DocumentRecord, FileFormat, Paragraph, Section, Table
from qa.answer.citing import document_title
from qa.web.links import ask_link, document_link
from qa.web.parts import address, button_link, empty, facts, field, form, grid, paging, select
from qa.web.render import Child, Html, tag
from qa.web.service import Service
from qa.web.tables import table_html, table_title

A_PAGE = 30
HEADS = ("文件", "部门", "年度", "类型", "地区", "页数", "格式", "表格", "数字", "核查")
NUMERIC = frozenset({5, 7, 8, 9})
FORMATS = {
    FileFormat.PDF: "PDF", FileFormat.FLAT_TEXT: "文本", FileFormat.TAB_TEXT: "文本", FileFormat.DOCX: "Word", FileFormat.XLSX: "Excel",
    FileFormat.HTML: "网页", FileFormat.SCAN: "扫描件",
}  # fmt: skip


def wanted(record: DocumentRecord, words: str = "", department: str = "", year: str = "", kind: str = "", region: str = "") -> bool:
    """Whether a document passes all filters that are set."""
    who = record.identity
    names = " ".join((who.department, who.title, record.file_name, who.region or "", *who.aliases))
    return (
        all(word in names for word in words.split())
        and department in ("", who.department, *who.aliases)
        and year in ("", str(who.fiscal_year or ""))
        and kind in ("", str(who.kind or ""))
        and region in ("", who.region or "")
    )


def documents_page(service: Service, filters: dict[str, str], page: int) -> Html:
    """The list of what is indexed, filtered."""
    everything = service.documents()
    found = [d for d in everything if wanted(d, filters["q"], filters["department"], filters["year"], filters["kind"], filters["region"])]
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(page, pages)
    findings = Counter(f.document for f in service.index.findings())
    rows = [_row(record, service, findings[record.id]) for record in found[(page - 1) * A_PAGE : page * A_PAGE]]
    listed = (
        grid(HEADS, rows, "已收录的文件", NUMERIC, stacked=True) if rows else empty("没有符合条件的文件。", button_link("看全部文件", "/documents"))
    )
    away = address("/documents", filters, department=None)
    only = tag("a", f"部门：{filters['department']} ✕", href=away, class_="wz-small", aria_label="看所有部门") if filters["department"] else None
    chosen = tag("div", only, class_="wz-chosen") if only else None
    return tag("div", _filters(everything, filters), _summary(everything, found), chosen, listed, paging("/documents", filters, page, pages))


def _filters(records: Sequence[DocumentRecord], filters: dict[str, str]) -> Html:
    years = sorted({str(d.identity.fiscal_year) for d in records if d.identity.fiscal_year}, reverse=True)
    kinds = sorted({str(d.identity.kind) for d in records if d.identity.kind})
    regions = sorted({d.identity.region for d in records if d.identity.region})
    return form(
        "/documents",
        field("q", "名称", filters["q"], "部门或文件名"),
        tag("input", type="hidden", name="department", value=filters["department"]) if filters["department"] else None,
        select("year", "年度", [(y, y) for y in years], filters["year"]),
        select("kind", "类型", [(k, k) for k in kinds], filters["kind"]),
        select("region", "地区", [(r, r) for r in regions], filters["region"]),
    )


def _summary(everything: Sequence[DocumentRecord], found: Sequence[DocumentRecord]) -> Html:
    departments = len({d.identity.department for d in found})
    by_year = Counter((d.identity.fiscal_year or 0, str(d.identity.kind or "")) for d in found)
    chips = [
        tag("a", f"{year}年{kind} {number}份", href=address("/documents", {"year": year, "kind": kind}), class_="wz-part")
        for (year, kind), number in sorted(by_year.items(), reverse=True)[:12]
        if year
    ]
    shown = f"{len(found)}份文件" if len(found) == len(everything) else f"{len(everything)}份文件中的{len(found)}份"
    return tag("div", tag("p", f"{shown}，{departments}个部门。", class_="wz-count", role="status"), tag("p", chips))


def _row(record: DocumentRecord, service: Service, findings: int) -> Sequence[Child]:
    who = record.identity
    old = tag("span", "已有更新的文件", class_="wz-part") if record.superseded_by else None
    figures = len(service.index.figures(documents=[record.id]))
    return (
        [tag("a", record.file_name, href=document_link(record.id)), " ", old],
        tag("a", who.department, href=address("/documents", {"department": who.department})),
        who.fiscal_year,
        str(who.kind or ""),
        who.region,
        record.page_count if record.format in {FileFormat.PDF, FileFormat.SCAN} else "",
        FORMATS.get(record.format, ""),
        len(service.index.tables(record.id)),
        tag("a", figures, href=address("/search", {"doc": record.id}), aria_label=f"{figures}个数字，检索") if figures else figures,
        tag("a", findings, href=address("/findings", {"doc": record.id}), aria_label=f"{findings}条核查结果") if findings else findings,
    )


def document_page(service: Service, identifier: str) -> Html:
    """One document: what it is, its outline, its text and tables in order."""
    record = service.document(identifier)
    sections = service.index.sections(record.id)
    tables, paragraphs = service.index.tables(record.id), service.index.paragraphs(record.id)
    return tag(
        "div",
        _identity(record, len(tables)),
        tag("div", _outline(sections, tables), _text(sections, paragraphs, tables, record), class_="wz-reader"),
    )


def _identity(record: DocumentRecord, tables: int) -> Html:
    who = record.identity
    title = document_title(record)
    links = [
        button_link("下载原文件", f"/documents/{record.id}/file", download=True),
        button_link("查它的数字", address("/search", {"doc": record.id})),
        button_link("核查结果", address("/findings", {"doc": record.id})),
        button_link("问它", ask_link(f"{title}的收支总额是多少？")),
    ]
    newer = tag("a", "有更新的文件", href=document_link(record.superseded_by)) if record.superseded_by else None
    warnings = [tag("p", warning, class_="wz-note") for warning in record.warnings]
    shown = facts(
        (
            ("部门", who.department),
            ("上级部门", who.parent_department),
            ("地区", who.region),
            ("年度", f"{who.fiscal_year}年" if who.fiscal_year else None),
            ("类型", str(who.kind or "") or None),
            ("口径", str(who.scope)),
            ("公开日期", who.publication_date.isoformat() if who.publication_date else None),
            ("文件", record.file_name),
            ("篇幅", f"{record.page_count}页，{tables}张表" if record.format in {FileFormat.PDF, FileFormat.SCAN} else f"{tables}张表"),
            ("更新", newer),
        )
    )
    return tag("section", shown, warnings, tag("p", links, class_="wz-actions"), class_="wz-card", aria_label="文件信息")


def _outline(sections: Sequence[Section], tables: Sequence[Table]) -> Html:
    by_section: dict[int | None, list[Table]] = {}
    for table in tables:
        by_section.setdefault(table.section, []).append(table)
    lines: list[Child] = [_table_line(t) for t in by_section.pop(None, [])]
    for section in sections:
        if section.is_contents:
            continue
        lines.append(tag("li", tag("a", section.title or "正文", href=f"#section-{section.ordinal}"), class_=f"wz-level-{min(section.level, 4)}"))
        lines += [_table_line(t) for t in by_section.get(section.ordinal, [])]
    return tag("nav", tag("details", tag("summary", "目录"), tag("ol", lines), open=True), class_="wz-outline", aria_label="文件目录")


def _table_line(table: Table) -> Html:
    return tag("li", tag("a", f"▦ {table_title(table)}", href=f"#table-{table.ordinal}"), class_="wz-level-4")


def _text(sections: Sequence[Section], paragraphs: Sequence[Paragraph], tables: Sequence[Table], record: DocumentRecord) -> Html:
    prose: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        prose.setdefault(paragraph.section, []).append(paragraph)
    inside: dict[int | None, list[Table]] = {}
    for table in tables:
        inside.setdefault(table.section, []).append(table)
    parts: list[Child] = [_table(t, record) for t in inside.get(None, [])]
    for section in sections:
        if section.is_contents:
            continue
        parts.append(tag("h2" if section.level <= 1 else "h3", section.title or "正文", id=f"section-{section.ordinal}"))
        parts += [tag("p", p.text, id=f"paragraph-{p.ordinal}") for p in prose.get(section.ordinal, [])]
        parts += [_table(t, record) for t in inside.get(section.ordinal, [])]
    return tag("article", parts, class_="wz-text wz-prose")


def _table(table: Table, record: DocumentRecord) -> Html:
    page = f"第{table.page}页" if record.format in {FileFormat.PDF, FileFormat.SCAN} else ""
    size = "空表" if table.is_empty else f"{table.rows - table.header_rows}行"
    export = tag("p", button_link("下载这张表", f"/documents/{record.id}/tables/{table.ordinal}.csv", download=True))
    return tag(
        "details",
        tag("summary", table_title(table), " ", tag("span", f"{page} {size}", class_="wz-label")),
        table_html(table),
        export,
        id=f"table-{table.ordinal}",
    )
