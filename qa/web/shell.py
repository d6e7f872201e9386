"""What all pages share: head, navigation, footer; and the mending of the page that Gradio serves (language, foreign addresses)."""

from __future__ import annotations

import re
from pathlib import Path

from qa.web.render import Child, Html, joined, tag

STATIC = Path(__file__).parent / "static"
PAGES = (("问答", "/"), ("检索", "/search"), ("对比", "/compare"), ("核查", "/findings"), ("文档", "/documents"))
# Pages of our own run no inline script; Gradio's page needs the wider policy of qa.web.security.
STRICT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_META = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>', re.IGNORECASE)


def navigation(active: str, pages: tuple[tuple[str, str], ...] = PAGES) -> Html:
    """The bar on top. ``active`` is the address of the page that is open."""
    links = [tag("a", name, href=address, aria_current="page" if address == active else None) for name, address in pages]
    brand = tag(
        "a",
        tag("span", "账", class_="wz-seal", aria_hidden="true"),
        tag("span", "问账", class_="wz-name"),
        href="/",
        class_="wz-brand",
        aria_label="问账首页",
    )
    theme = tag("button", "深色", type="button", class_="wz-small", id="wz-theme", aria_pressed="false")
    return tag("header", brand, tag("nav", links, aria_label="主导航"), theme, class_="wz-bar")


def footer(generation: str, documents: int) -> Html:
    """What the answers rest on."""
    line = f"依据已收录的{documents}份公开文件，数字均可点开核对原文；请以部门发布的原文件为准。"
    return tag("footer", tag("p", line), _small_print(), class_="wz-footer", data_generation=generation)


def _small_print() -> Html:
    return tag("p", tag("a", "程序接口", href="/api/docs"))


def evidence_panel(hint: str = "") -> Html:
    """Where evidence is shown beside what was clicked; the page's script fills it. ``hint`` stands there before."""
    close = tag("button", "关闭", type="button", class_="wz-small", id="wz-close", hidden=True)
    return tag(
        "aside",
        tag("div", tag("h2", "出处", class_="wz-panel-title"), close, class_="wz-panel-head"),
        tag("div", tag("p", hint, class_="wz-hint") if hint else None, id="wz-evidence", aria_live="polite"),
        class_="wz-aside",
        aria_label="出处",
    )


def head(*sheets: str) -> Html:
    """Our stylesheets (``base`` and those named) and our scripts, all from this server. The theme's script comes first, before anything is painted."""
    version = _version()
    theme = tag("script", src=f"/site/theme.js?{version}")
    styles = [tag("link", rel="stylesheet", href=f"/site/{sheet}.css?{version}") for sheet in ("base", *sheets)]
    return joined([theme, *styles, tag("script", src=f"/site/wenzhang.js?{version}", defer=True)])


def _version() -> str:
    """Changes when a static file does, so that browsers may keep them."""
    return str(int(max(path.stat().st_mtime for path in STATIC.iterdir())))


def page(
    title: str,
    active: str,
    *content: Child,
    lead: str = "",
    pages: tuple[tuple[str, str], ...] = PAGES,
    script: str = "",
) -> Html:
    """A whole page of our own. ``lead``: one line below the title that says what the page is for; ``script``: a further script of ours by file name."""
    inner = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", f"{title} · 问账"),
            tag("link", rel="icon", href="/site/icon.svg", type="image/svg+xml"),
            head("pages"),
            tag("script", src=f"/site/{script}?{_version()}", defer=True) if script else None,
        ),
        tag(
            "body",
            tag("a", "跳到正文", href="#main", class_="wz-skip"),
            navigation(active, pages),
            tag("main", tag("h1", title), tag("p", lead, class_="wz-lead") if lead else None, content, id="main", class_="wz-main"),
            tag("footer", tag("p", "数字均可点开核对原文；请以部门发布的原文件为准。"), _small_print(), class_="wz-footer"),
            tag("div", evidence_panel(), id="wz-drawer"),
        ),
        lang="zh-CN",
    )
    return Html("<!doctype html>" + inner)


def hero(*more: Child) -> Html:
    """The first words that a visitor reads."""
    return tag(
        "section",
        tag("h1", "政府的钱怎么花，问一句就知道"),
        tag("p", "用日常的话提问部门预算、决算公开文件：金额、占比、变化、原因、排名。每个数字都能点开，看到它在原文件里的位置。"),
        more,
        class_="wz-welcome",
    )


def splash() -> Html:
    """What stands there until the chat's own script has made the page: navigation that works, and the first words."""
    bone = tag("div", tag("span", "正在打开……", class_="wz-unseen"), class_="wz-bone", role="status")
    without = tag("p", "问答需要浏览器允许脚本；检索、对比、核查、文档不需要。", class_="wz-noscript")
    return tag("div", navigation("/"), hero(bone, without), id="wz-splash")


def mended(served: str) -> str:
    """Gradio's page in Chinese, without addresses of other hosts, with our stylesheets, script and first words."""
    served = _META.sub("", served.replace('lang="en"', 'lang="zh-CN"', 1))
    icon = tag("link", rel="icon", href="/site/icon.svg", type="image/svg+xml")
    chinese = '<script>Object.defineProperty(navigator,"language",{get:()=>"zh-CN"});Object.defineProperty(navigator,"languages",{get:()=>["zh-CN"]});</script>'
    served = re.sub(r"<title>.*?</title>", "", served, flags=re.DOTALL)
    served = served.replace("</head>", f"<title>问账</title>{icon}{chinese}{head('chat')}</head>", 1)
    return re.sub(r"<body[^>]*>", lambda body: body[0] + splash(), served, count=1)
