"""Small parts that several pages use: chips, forms, paging, empty states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from qa.web.render import Child, Html, tag

Parameters = Mapping[str, str | int | None]


def address(path: str, parameters: Parameters, **changes: str | int | None) -> str:
    """The path with its query; empty values are left out."""
    merged = {**parameters, **changes}
    kept = [(key, str(value)) for key, value in merged.items() if value not in (None, "")]
    return path + ("?" + urlencode(kept) if kept else "")


def select(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str, everything: str = "全部") -> Html:
    """A drop-down with its label. ``options``: (value, shown)."""
    shown = [tag("option", everything, value="", selected=chosen == "")]
    shown += [tag("option", text, value=value, selected=value == chosen) for value, text in options]
    return tag("label", tag("span", label), tag("select", shown, name=name), class_="wz-field")


def field(name: str, label: str, value: str, hint: str = "", kind: str = "search") -> Html:
    """A text field with its label."""
    entry = tag("input", type=kind, name=name, value=value, placeholder=hint or None, autocomplete="off", maxlength="200")
    return tag("label", tag("span", label), entry, class_="wz-field wz-wide")


def form(action: str, *content: Child, submit: str = "查找") -> Html:
    """A form whose state is the page's address."""
    return tag("form", content, tag("button", submit, type="submit", class_="wz-go"), action=action, method="get", class_="wz-form", role="search")


def paging(path: str, parameters: Parameters, page: int, pages: int) -> Html | None:
    """Links to the pages before and after."""
    if pages <= 1:
        return None
    before = (
        tag("a", "上一页", href=address(path, parameters, page=page - 1 if page > 2 else None), class_="wz-small", rel="prev") if page > 1 else None
    )
    after = tag("a", "下一页", href=address(path, parameters, page=page + 1), class_="wz-small", rel="next") if page < pages else None
    return tag("nav", before, tag("span", f"第{page}页，共{pages}页"), after, class_="wz-paging", aria_label="翻页")


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """A list of names and values; empty values are left out."""
    shown = [tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value not in (None, "")]
    return tag("dl", shown, class_="wz-facts")


def grid(head: Sequence[Child], rows: Iterable[Sequence[Child]], label: str, numeric: frozenset[int] = frozenset(), *, stacked: bool = False) -> Html:
    """A plain table; ``numeric`` columns are aligned right; ``stacked``: on phones every row becomes a block with its columns' names."""
    top = tag("thead", tag("tr", [tag("th", cell, scope="col", class_="wz-num" if i in numeric else None) for i, cell in enumerate(head)]))
    names = [str(cell) if stacked and isinstance(cell, str) else None for cell in head]
    body = [
        tag(
            "tr",
            [
                tag("td", cell, class_="wz-num" if i in numeric else None, data_label=names[i] if i < len(names) else None)
                for i, cell in enumerate(row)
            ],
        )
        for row in rows
    ]
    look = "wz-table wz-list wz-stack" if stacked else "wz-table wz-list"
    table = tag("table", tag("caption", label, class_="wz-unseen"), top, tag("tbody", body), class_=look)
    return tag("div", table, class_="wz-scroll wz-tall", tabindex="0", role="region", aria_label=label)


def empty(words: str, *more: Child) -> Html:
    """Nothing to show, and what to do."""
    return tag("div", tag("p", words), more, class_="wz-empty")


def button_link(label: str, href: str, **attributes: str | bool) -> Html:
    """A link that looks like a button."""
    return tag("a", label, href=href, class_="wz-small", **attributes)
