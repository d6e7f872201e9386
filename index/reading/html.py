"""Web pages: blocks of text are lines, tables keep their spans; tables that only lay out the page are opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableDocument
from index.model import FileFormat
from index.raw import Line, RawDocument, RawPage, RawTable
from index.reading.decoding import decode
from index.reading.grids import Spanned, placed
from index.reading.guard import sound
from index.reading.limits import LIMITS, Limits
from index.text import clean

_LOOKS = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE)
_SKIPPED = {"script", "style", "head", "noscript", "template", "nav", "iframe", "button", "select", "svg"}
_INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "em",
    "font",
    "i",
    "label",
    "mark",
    "o:p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "ins",
    "bdo",
}
_SIZES = {"h1": 22.0, "h2": 20.0, "h3": 18.0, "h4": 16.0}
_MAX_SPAN = 1000
_AROUND = re.compile(r"^(?:nav|navbar|navi|navigation|menu|topbar|breadcrumbs?|crumbs?|bread|footer|foot|copyright|sidebar|share|toolbar|friendlinks?|pagination|related)$", re.IGNORECASE)
_PUBLISHED = re.compile(r"^(?:发布|发文|公开|成文)(?:时间|日期)[:：]\s*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_LONGEST_AROUND = 800  # characters; a block so named that holds more is the page's own text under an odd name
_CHROME = re.compile(
    r"^(?:您?(?:现在)?(?:的)?(?:当前)?(?:所在)?位置(?:是)?[:：]|首页\s*[>»|/]|[首上下尾]一?[页篇条][:：]?|(?:发布|发文|更新|成文)(?:时间|日期)[:：].*(?:来源|浏览|字[体号]|点击|作者|打印)|来源[:：].{0,30}(?:浏览|字[体号]|点击|发布时间)|"
    r"(?:浏览|阅读|点击)(?:次数|量|数)?[:：]?\s*\d|字[体号][:：]|【?\s*(?:大\s*中\s*小)|分享到|扫一扫|打印(?:本页|此页)?(?:\s|$)|【?(?:打印|关闭)(?:本页|窗口)?】?\s*(?:【?(?:打印|关闭|返回|收藏)|$)|"
    r"版权所有|主办单位?[:：]|承办单位?[:：]|网站标识码|.{0,12}ICP备|.{0,6}公网?安备|您是第\s*[\d,]+\s*位|今天是\s*20\d\d年|无障碍|繁體|简体\s*[|｜]|相关(?:阅读|链接|文章|附件)[:：]?$|(?:网站)?(?:地图|声明)\s*[|｜])"
)


def looks_like_html(data: bytes) -> bool:
    """Whether a file is a web page: it starts with a tag and one of the telling ones is near."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_LOOKS.search(data[:8192]))


def read_html(data: bytes, name: str, sha256: str, limits: Limits = LIMITS) -> RawDocument:
    """Read a web page. Raises ``UnreadableDocument``."""
    import lxml.html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data, name))  # a declared encoding may contradict the one found
    with sound(name, "网页"):
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(no_network=True, huge_tree=False))
    blocks = tuple(_blocks(root, limits))
    if not blocks:
        raise UnreadableDocument(f"“{name}”里没有文字")
    return RawDocument(sha256, name, FileFormat.HTML, (RawPage(1, blocks),))


def _blocks(root: Any, limits: Limits) -> Iterator[Line | RawTable]:
    """Depth first without recursion (pages nest deeply): text gathers until a block element begins or ends."""
    pending: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    size = 12.0
    while stack:
        node, closing = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else None
        block = tag is not None and tag not in _INLINE
        if closing:
            if block:
                yield from _flush(pending, size)
                size = 12.0
            pending.append(node.tail or "")
            continue
        if tag is None or tag in _SKIPPED or _is_around(node) or _is_link_line(node):
            pending.append(node.tail or "")
            continue
        if block:
            yield from _flush(pending, size)
            size = _SIZES.get(tag, size)
        if tag == "table" and not _is_layout(node):
            table = placed(_rows(node), 1, limits)
            if table is not None:
                yield table
            pending.append(node.tail or "")
            continue
        pending.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    yield from _flush(pending, size)


def _flush(pending: list[str], size: float) -> Iterator[Line]:
    text = re.sub(r"[ \t\r\n\u00a0]+", " ", clean("".join(pending))).strip(" \u3000")
    pending.clear()
    published = _PUBLISHED.match(text)
    if published or (text and not _CHROME.match(text)):
        yield Line(published.group() if published else text, 1, size=size)


def _is_link_line(node: Any) -> bool:
    """Whether an element is a link to another page that makes a line by itself: other disclosures, the next page, an attachment."""
    if node.tag != "a" or not node.get("href") or node.get("href").startswith("#"):
        return False
    line = node.getparent()
    while line is not None and line.tag in _INLINE:
        line = line.getparent()
    return line is not None and line.tag not in ("h1", "h2", "td", "th", "body") and len(line.text_content().strip()) == len(node.text_content().strip())


def _is_around(node: Any) -> bool:
    """Whether an element is what portals put around a text: menus, the way to the page, the foot. What holds a table, or much text, is none."""
    named = re.split(r"[\s_-]+", f"{node.get('class') or ''} {node.get('id') or ''}") if node.tag in ("div", "ul", "ol", "footer", "aside", "header", "p", "span") else ()
    if node.tag not in ("footer", "aside") and not any(_AROUND.match(name) for name in named):
        return False
    return not node.xpath(".//table") and len(node.text_content()) <= _LONGEST_AROUND


def _is_layout(table: Any) -> bool:
    """A table that holds tables, or has one column only, is there for the page's sake."""
    if table.xpath(".//table"):
        return True
    return all(len(row.xpath("./td|./th")) <= 1 for row in table.xpath(".//tr"))


def _rows(table: Any) -> Iterator[list[Spanned]]:
    for row in table.xpath(".//tr"):
        yield [Spanned(_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in row.xpath("./td|./th")]


def _span(cell: Any, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    return min(_MAX_SPAN, max(1, int(text))) if text.isdigit() else 1


def _cell_text(cell: Any) -> str:
    """The text of a cell; paragraphs and breaks in it part lines."""
    for br in cell.xpath(".//br"):
        br.tail = "\n" + (br.tail or "")
    for paragraph in cell.xpath(".//p|.//div")[:-1]:
        paragraph.tail = "\n" + (paragraph.tail or "")
    lines = (re.sub(r"[ \t\r\u00a0]+", " ", line).strip() for line in clean(cell.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)
