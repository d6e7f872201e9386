"""The search page: words, facets with counts, figures and passages apart, every state an address, export of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.model import DocumentRecord, FileFormat
from index.text import clean
from index.tokens import words
from qa.answer.citing import document_title
from qa.web.exchange import shortened
from qa.web.figures import aspect_name, aspect_words, place_of_figure, value_words
from qa.web.files import Cell
from qa.web.links import Place, document_link, evidence_link
from qa.web.parts import address, button_link, empty, field, form, paging, select
from qa.web.render import Html, joined, tag
from qa.web.searching import FACETS, MOST_PASSAGES, SORTS, Facets, FigureHit, Filters, PassageHit, Searcher, has_all

A_PAGE = 30
OFFERED, MOST_OFFERED = 10, 80  # values of a facet: shown at once, offered at all
FIRST = ("公务接待费", "机关运行经费", "政府采购", "会议费 培训费")  # words to begin with
AROUND = 90  # characters of context on each side of a hit
HEAD = ("部门", "年度", "类型", "项目", "含义", "数值", "单位", "数字所指年度", "行", "列", "原文", "文件", "页", "表格或正文", "出处")


def search_page(searcher: Searcher, filters: Filters, page: int) -> Html:
    """The page for this state."""
    kept = tag("section", id="wz-saved", aria_label="保存的检索", hidden=True)
    if not (filters.q.strip() or filters.doc or filters.department):
        hint = "输入要找的项目、单位或词语，例如“公务接待费”“办公设备 采购”。多个词用空格隔开，结果同时含有它们。"
        ready = [button_link(words, address("/search", {"q": words})) for words in FIRST]
        return tag("div", _form(filters), kept, empty(hint, tag("p", ready, class_="wz-actions wz-centre")))
    figures, passages = searcher.figures(filters), searcher.passages(filters)
    hits: Sequence[FigureHit | PassageHit] = passages if filters.tab == "passages" else figures
    pages = max(1, -(-len(hits) // A_PAGE))
    page = min(page, pages)
    shown = [_hit(hit, filters) for hit in hits[(page - 1) * A_PAGE : page * A_PAGE]]
    results = tag(
        "div",
        _tabs(filters, len(figures), len(passages)),
        _chosen(filters, searcher),
        _told(filters, hits),
        tag("ol", shown, class_="wz-hits", start=(page - 1) * A_PAGE + 1) if shown else _nothing(filters, wide=searcher.wide(filters)),
        paging("/search", filters.parameters(), page, pages),
    )
    return tag("div", _form(filters), kept, tag("div", _facets(filters, searcher.facets(filters, hits)), results, class_="wz-results"))


def _told(filters: Filters, hits: Sequence[FigureHit | PassageHit]) -> Html | None:
    """What a reader must know of the list: that it is not quite what was asked for, or not all of it."""
    said = []
    if hits and not has_all(hits[0], filters):
        said.append("没有同时含有所有词的结果，以下是含有其中一些词的。")
    if filters.tab == "passages" and len(hits) >= MOST_PASSAGES:
        said.append(f"段落太多，这里和导出的文件都只取最相关的{MOST_PASSAGES}段；可以缩小范围。")
    return tag("p", said, class_="wz-note", role="status") if said else None


def _form(filters: Filters) -> Html:
    hidden = [tag("input", type="hidden", name=name, value=value) for name, value in filters.without("q", "sort").parameters().items()]
    return form(
        "/search",
        field("q", "找什么", filters.q, "项目、单位、词语或数字"),
        select("sort", "排序", [(k, v) for k, v in SORTS.items() if k], filters.sort, SORTS[""]),
        hidden,
        submit="检索",
    )


def _tabs(filters: Filters, figures: int, passages: int) -> Html:
    links = []
    for name, label, number in (("figures", "数字", figures), ("passages", "段落", passages)):
        target = address("/search", {**filters.without("form", "measure").parameters(), "tab": name if name != "figures" else None})
        links.append(tag("a", f"{label}（{number}）", href=target, aria_current="true" if filters.tab == name else None))
    exports = [
        button_link("导出 CSV", address("/search.csv", filters.parameters()), download=True),
        button_link("导出 XLSX", address("/search.xlsx", filters.parameters()), download=True),
    ]
    name = "，".join(v for k, v in filters.parameters().items() if k not in {"sort", "tab", "doc"}) or "这份文件"
    exports.append(
        tag("button", "保存检索", type="button", class_="wz-small", data_save=shortened(name, 60), aria_label="在这个浏览器里保存这次检索")
    )
    any_there = passages if filters.tab == "passages" else figures
    return tag(
        "div",
        tag("nav", links, class_="wz-tabs", aria_label="结果种类"),
        tag("p", exports, class_="wz-actions") if any_there else None,
        class_="wz-headline",
    )


def _facets(filters: Filters, counted: Facets) -> Html:
    """Every facet with the number of hits that each value would give together with all other choices."""
    groups = []
    for name, label in FACETS:
        chosen = getattr(filters, name)
        values = counted[name].most_common()
        if name == "year":
            values.sort(reverse=True)
        if len(values) < 2 and not chosen:
            continue
        items = [_facet(filters, name, value, number, value == chosen) for value, number in values[:MOST_OFFERED]]
        rest = tag("details", tag("summary", f"其余{len(items) - OFFERED}个"), tag("ul", items[OFFERED:])) if len(items) > OFFERED + 2 else None
        groups.append(tag("section", tag("h2", label), tag("ul", items[:OFFERED] if rest else items), rest))
    if not groups:
        return tag("div")
    return tag("aside", tag("details", tag("summary", "缩小范围"), groups, open=True), class_="wz-facets", aria_label="缩小范围")


def _facet(filters: Filters, name: str, value: str, number: int, chosen: bool) -> Html:
    """A value to choose, or the chosen one, which leads back."""
    target = address("/search", {**filters.parameters(), name: None if chosen else value})
    said = f"去掉{value}" if chosen else None
    return tag("li", tag("a", tag("span", value), tag("span", number), href=target, aria_current="true" if chosen else None, title=said))


def _chosen(filters: Filters, searcher: Searcher) -> Html | None:
    chips = []
    for name, label in (*FACETS, ("doc", "文件")):
        value = getattr(filters, name)
        if value:
            record = next((d for d in searcher.index.documents() if d.id == value), None) if name == "doc" else None
            shown = record.file_name if record else value
            removed = address("/search", filters.without(name).parameters())
            chips.append(tag("a", f"{label}：{shown} ✕", href=removed, class_="wz-small", aria_label=f"去掉{label}：{shown}"))
    return tag("div", chips, class_="wz-chosen") if chips else None


def _nothing(filters: Filters, *, wide: bool) -> Html:
    set_facets = [label for name, label in FACETS if getattr(filters, name)]
    reason = f"在选定的{'、'.join(set_facets)}里" if set_facets else "在收录的文件里"
    hint = "文件很多时，数字按项目、行、列的名称查找：请写上项目名称，或先选定部门、年度。" if wide and filters.tab == "figures" else ""
    words_only = Filters(q=filters.q, tab=filters.tab).parameters()
    return empty(
        f"{reason}没有找到“{shortened(filters.q, 40)}”。{hint}", button_link("去掉所有筛选", address("/search", words_only)) if set_facets else None
    )


def _hit(hit: FigureHit | PassageHit, filters: Filters) -> Html:
    return _figure(hit, filters) if isinstance(hit, FigureHit) else _passage(hit, filters)


def _figure(hit: FigureHit, filters: Filters) -> Html:
    """Two lines: item and value; then whose it is, and where it stands."""
    figure, record = hit.figure, hit.record
    wanted = clean(filters.q).split()
    name = highlighted(figure.measure, wanted)
    aspect = tag("span", aspect_words(figure), class_="wz-part") if aspect_words(figure) else None
    year = figure.year if figure.year and figure.year != record.identity.fiscal_year else None
    other = tag("span", f"{year}年的数", class_="wz-part") if year else None
    link = tag(
        "a",
        tag("b", value_words(figure), class_="wz-value"),
        href=evidence_link(place_of_figure(figure)),
        data_evidence=True,
        aria_label=f"查看出处：{figure.measure} {value_words(figure)}",
    )
    path = " › ".join(p for p in (*figure.row_path, *figure.column_path) if p) if figure.table is not None else shortened(figure.quote, 160)
    where = _where(_page(record, figure.page), figure.form or "", figure.section_path)
    return tag(
        "li",
        tag("div", tag("h2", name, " ", aspect, other), link, class_="wz-hit-head"),
        tag("p", tag("a", document_title(record), href=document_link(record.id)), f" · {where}" if where else None, class_="wz-line2"),
        tag("p", highlighted(path, wanted), class_="wz-line2") if path != figure.measure else None,
        class_="wz-hit",
    )


def _page(record: DocumentRecord, page: int | None) -> int | None:
    """The page; None in files without pages."""
    return page if record.format in {FileFormat.PDF, FileFormat.SCAN} else None


def _where(page: int | None, table: str, sections: Sequence[str]) -> str:
    parts = (f"第{page}页" if page else "", table, sections[-1] if sections and not table else "")
    return " · ".join(p for p in parts if p)


def _passage(hit: PassageHit, filters: Filters) -> Html:
    chunk, record = hit.chunk, hit.record
    wanted = sorted({*clean(filters.q).split(), *(w for w in words(filters.q) if len(w) > 1)}, key=len, reverse=True)
    table = chunk.table is not None
    place = Place(chunk.document, chunk.page, chunk.table, chunk.first_row if table else None, paragraph=None if table else chunk.first_paragraph)
    title = chunk.section_path[-1] if chunk.section_path else document_title(record)
    at = _where(_page(record, chunk.page), "表格" if table else "", ())
    return tag(
        "li",
        tag("h2", tag("a", highlighted(title, wanted), href=evidence_link(place), data_evidence=True)),
        tag("p", highlighted(snippet(chunk.text, wanted), wanted)),
        tag("p", tag("a", document_title(record), href=document_link(record.id)), f" · {at}" if at else None, class_="wz-line2"),
        class_="wz-hit",
    )


def snippet(text: str, wanted: Sequence[str]) -> str:
    """The part of a text around the first word that was looked for."""
    at = min((found for word in wanted if (found := text.find(word)) >= 0), default=0)
    start, end = max(0, at - AROUND), min(len(text), at + 2 * AROUND)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def highlighted(text: str, wanted: Sequence[str]) -> Html:
    """The text with the words marked."""
    known = [re.escape(word) for word in sorted(set(wanted), key=len, reverse=True) if word]
    if not known:
        return joined(text)
    parts = re.split(f"({'|'.join(known)})", text)
    return joined([tag("mark", part) if number % 2 else part for number, part in enumerate(parts)])


def export_rows(figures: Sequence[FigureHit], base: str) -> Iterator[list[Cell]]:
    """Every hit with its file, page and place; ``base`` is the address of the site."""
    for hit in figures:
        f, r = hit.figure, hit.record
        who = r.identity
        yield [
            who.department, who.fiscal_year, str(who.kind or ""), f.measure, aspect_name(f), f.value, f.unit, f.year, " / ".join(f.row_path),
            " / ".join(f.column_path), f.quote, r.file_name, f.page, f.form or " / ".join(f.section_path), base + evidence_link(place_of_figure(f)),
        ]  # fmt: skip


PASSAGE_HEAD = ("部门", "年度", "类型", "章节", "段落", "文件", "页", "文件地址")


def passage_rows(passages: Sequence[PassageHit], base: str) -> Iterator[list[Cell]]:
    """Every passage with its file and page."""
    for hit in passages:
        who = hit.record.identity
        section = " / ".join(hit.chunk.section_path)
        link = base + document_link(hit.record.id)
        yield [who.department, who.fiscal_year, str(who.kind or ""), section, hit.chunk.text, hit.record.file_name, hit.chunk.page, link]
