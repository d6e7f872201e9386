"""One exchange of the conversation as HTML: the question, how it was understood, the answer with its citations, checks, choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.numbers import plain as plain_number
from qa.model import Answer, AnswerFigure, Check, Citation
from qa.web import charts
from qa.web.answer_files import answer_query, plain
from qa.web.links import evidence_link, page_words, place_of, where
from qa.web.parts import address, button_link, grid
from qa.web.readings import SCOPE
from qa.web.render import Child, Html, joined, tag

_MARK = re.compile(r"\[(\d{1,3})\]")
_INLINE = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[(\d{1,3})\]")
_AMOUNT = re.compile(r"(-?\d[\d,]*(?:\.\d+)?(?:万元|亿元|元|%|个百分点)(?!/))")
_ITEM = re.compile(r"(?:[-*•]|(?P<number>\d{1,3})[.、])\s+")
_CHECK = {"confirmed": ("ok", "一致"), "contradicted": ("bad", "不一致"), "rounding": ("soft", "四舍五入"), "note": ("soft", "提示")}
_STATUS = {"not_found": "未找到", "clarify": "请选择", "declined": "不在范围内"}
_YEAR = re.compile(r"(\d{4})年(?:预算|决算)?")
Alternatives = Mapping[str, Sequence[tuple[str, str]]]
MOST_CHECKS, MOST_PLACES = 3, 6  # checks shown before the rest is folded; places of one
JOINER = "\u2060"  # keeps a mark on the line of the words that it belongs to
STEPS = 6  # an answer appears in about so many pieces


def streamed(
    question: str, answer: Answer, key: str, turns: Sequence[str] = (), others: Alternatives | None = None, *, at_once: bool = False
) -> Iterator[Html]:
    """The exchange growing: text in pieces, then the whole; only the whole where its text was seen growing already (``at_once``)."""
    whole = 0 if at_once else len(answer.answer)
    step = max(12, -(-whole // STEPS))
    for shown in range(step, whole, step):
        yield exchange(question, answer, key, shown)
    yield exchange(question, answer, key, None, turns, others)


def waiting(question: str) -> Html:
    """The exchange while the answer is being found."""
    dots = tag("p", tag("span", "正在查找", class_="wz-wait"), class_="wz-text", role="status")
    return tag("article", _asked(question), tag("div", dots, class_="wz-answer"), class_="wz-turn", aria_busy="true")


def writing(question: str, said: str) -> Html:
    """The exchange while a language model writes: the sentences that were checked so far, their marks left out until the sources are there."""
    words = tag("p", _MARK.sub("", said), class_="wz-text")
    return tag("article", _asked(question), tag("div", words, class_="wz-answer"), class_="wz-turn", aria_busy="true")


def failed(question: str, message: str) -> Html:
    """The exchange where no answer could be made; ``message`` is a Chinese sentence."""
    return tag("article", _asked(question), tag("div", tag("p", message, class_="wz-error", role="alert"), class_="wz-answer"), class_="wz-turn")


def exchange(
    question: str, answer: Answer, key: str, shown: int | None = None, turns: Sequence[str] = (), others: Alternatives | None = None
) -> Html:
    """The exchange; ``shown`` characters of the answer only while it is being written. ``key`` tells exchanges of a page apart.

    ``turns`` are the questions before, for the addresses that ask again; ``others`` the other readings that are offered.
    """
    parts: list[Child] = [understood(answer, others), _status(answer), body(answer, shown)]
    if shown is None:
        parts += [
            chart(answer),
            checks(answer),
            notes(answer),
            choices(answer),
            sources(answer),
            actions(answer, key, [*turns, question]),
            suggestions(answer),
            elsewhere(answer),
        ]
    return tag(
        "article",
        _asked(question),
        tag("div", parts, class_="wz-answer"),
        class_="wz-turn",
        data_question=question,
        id=f"turn-{key}",
        aria_busy="true" if shown is not None else None,
    )


def _asked(question: str) -> Html:
    return tag("div", tag("p", shortened(question, 600)), class_="wz-question", role="heading", aria_level="2")


def shortened(words: str, most: int) -> str:
    """At most so many characters."""
    return words if len(words) <= most else words[: most - 1] + "…"


def understood(answer: Answer, others: Alternatives | None = None) -> Html | None:
    """``理解为：…`` in parts, each with what else it could be, and what was taken over from the conversation."""
    line = answer.query.explained() if answer.query else ""
    if not line or (answer.query and answer.query.intent in {"chitchat", "decline", "meta"}):
        return None
    known = others or {}
    parts = [_part(part, known.get(part, ())) for part in line.split(" · ")]
    scopes = known.get(SCOPE, ())
    parts += [_part(f"{SCOPE}：{scopes[0][0]}", scopes[1:])] if scopes else []
    inherited = tag("span", "承接上文", class_="wz-part wz-soft") if answer.query and answer.query.inherited else None
    return tag("div", tag("span", "理解为", class_="wz-label"), parts, inherited, class_="wz-understood")


def _part(part: str, others: Sequence[tuple[str, str]]) -> Html:
    if not others:
        return tag("span", shortened(part, 60), class_="wz-part")
    buttons = [ask_button(label, question) for label, question in others]
    return tag(
        "details", tag("summary", shortened(part, 60), class_="wz-part", aria_label=f"{part}，可以换成别的"), tag("div", buttons), class_="wz-change"
    )


def chart(answer: Answer) -> Html | None:
    """A picture of three or more figures of one unit, years as a line and names as bars, with the figures beside it."""
    shown = [f for f in answer.figures if not f.derived]
    if len(shown) < 3 or len({f.unit for f in shown}) > 1 or len({f.label for f in shown}) < len(shown) or len({f.value for f in shown}) < 2:
        return None
    years = [_YEAR.fullmatch(f.label) for f in shown]
    title = answer.query.explained() if answer.query else ""
    if all(years):
        points = [(int(y[1]), f.value) for y, f in zip(years, shown, strict=True) if y]
        picture = charts.lines([("、".join(m.mention for m in answer.query.measures) if answer.query else "", points)], shown[0].unit, title)
    else:
        picture = charts.bars([(f.label, f.value) for f in shown], shown[0].unit, title)
    return tag(
        "details",
        tag("summary", "图表"),
        tag("div", picture, _figures(shown, parts=f"由{len(shown)}项组成" in answer.answer)),
        open=True,
        class_="wz-figure",
    )


def _figures(shown: Sequence[AnswerFigure], *, parts: bool) -> Html:
    """The figures as a table; the share of each where they are parts of a whole."""
    whole = sum(f.value for f in shown)
    share = parts and whole > 0 and all(f.value >= 0 for f in shown)
    head = ["", shown[0].unit, *(["占比"] if share else [])]
    rows = [[f.label, plain_number(f.value, f.decimals), *([f"{f.value / whole * 100:.1f}%"] if share else [])] for f in shown]
    return grid(head, rows, "图表中的数字", frozenset({1, 2}))


def _status(answer: Answer) -> Html | None:
    word = _STATUS.get(answer.status)
    return tag("p", word, class_=f"wz-status wz-{answer.status.replace('_', '-')}") if word else None


def body(answer: Answer, shown: int | None = None) -> Html:
    """The answer's text: paragraphs, list items, bold and code; ``[n]`` become links to their evidence."""
    said = answer.answer if shown is None else _cut(answer.answer, shown)
    blocks: list[Html] = []
    items: list[Html] = []
    kind = ""
    for line in [*said.split("\n"), ""]:
        stripped = line.strip()
        item = _ITEM.match(stripped)
        now = "" if item is None else "ol" if item["number"] else "ul"
        if items and now != kind:
            blocks.append(tag(kind, items))
            items = []
        kind = now
        if item is not None:
            items.append(tag("li", inline(stripped[item.end() :], answer.citations), value=item["number"]))
            continue
        if stripped.startswith("「") and "」" in stripped:
            blocks.append(tag("blockquote", inline(stripped, answer.citations)))
        elif stripped:
            blocks.append(tag("p", inline(stripped.lstrip("#").strip(), answer.citations)))
    return tag("div", blocks, class_="wz-text", aria_live="off")


def _cut(said: str, shown: int) -> str:
    """The first characters, never half a mark."""
    return re.sub(r"\[\d*$|\*+$", "", said[:shown])


def inline(line: str, citations: Sequence[Citation]) -> Html:
    """Bold, code and citation marks of one line."""
    parts: list[Child] = []
    at = 0
    for match in _INLINE.finditer(line):
        parts.append(_amounts(line[at : match.start()]))
        bold, code, number = match.groups()
        if bold:
            parts.append(tag("strong", inline(bold, citations)))
        elif code:
            parts.append(tag("code", code))
        else:
            mark = chip(int(number), citations)
            parts += [JOINER, mark] if mark else [match.group()]
        at = match.end()
    return joined([*parts, _amounts(line[at:])])


def _amounts(words: str) -> Html:
    """The text with its amounts set off: they are what is read first."""
    found = [
        m.span() for m in _AMOUNT.finditer(words) if words.count("（", 0, m.start()) == words.count("）", 0, m.start())
    ]  # not what was computed with
    parts: list[Child] = []
    at = 0
    for start, end in found:
        parts += [words[at:start], tag("b", words[start:end], class_="wz-amount")]
        at = end
    return joined([*parts, words[at:]])


def chip(number: int, citations: Sequence[Citation]) -> Html | None:
    """The numbered link to a citation's evidence; None where there is none of that number."""
    if not 1 <= number <= len(citations):
        return None
    citation = citations[number - 1]
    return tag("a", number, **_opens(citation), class_="wz-chip", aria_label=f"来源{number}：{where(citation)}", data_preview=preview(citation))


def _opens(citation: Citation) -> dict[str, str | bool]:
    return {"href": evidence_link(place_of(citation)), "data_evidence": True}


def preview(citation: Citation) -> str:
    """What hovering over a mark shows."""
    return f"{where(citation)}\n{shortened(citation.quote, 120)}"


def checks(answer: Answer) -> Html | None:
    """Reconciliations: contradicted first, then confirmed elsewhere, each with links to its places; more than a few are folded."""
    if not answer.checks:
        return None
    order = {kind: number for number, kind in enumerate(("contradicted", "confirmed", "note", "rounding"))}
    told: dict[tuple[str, str], list[Check]] = {}
    for check in sorted(answer.checks, key=lambda c: order[c.kind]):
        told.setdefault((check.kind, check.message), []).append(check)
    lines = [_check(alike) for alike in told.values()]
    first = tag("ul", lines[:MOST_CHECKS], class_="wz-checks", aria_label="核对结果")
    if len(lines) <= MOST_CHECKS:
        return first
    rest = tag("ul", lines[MOST_CHECKS:], class_="wz-checks")
    return tag("div", first, tag("details", tag("summary", f"另有{len(lines) - MOST_CHECKS}条核对结果"), rest, class_="wz-more"))


def _check(alike: Sequence[Check]) -> Html:
    """Checks of several figures that say the same, as one line with all their places."""
    look, word = _CHECK[alike[0].kind]
    found = list(dict.fromkeys(c for check in alike for c in check.citations))
    several = len({_year_of(c) for c in found}) > 1
    places = [
        tag("a", f"{_year_of(c)} {briefly(c)}".strip() if several else briefly(c), **_opens(c), class_="wz-place", aria_label=f"查看：{where(c)}")
        for c in found[:MOST_PLACES]
    ]
    number = f"（{len(alike)}个数字都是这样）" if len(alike) > 1 else None
    return tag("li", tag("b", word), " ", tag("span", alike[0].message, number), places, class_=f"wz-check wz-{look}")


def _year_of(citation: Citation) -> str:
    """``2024年`` of the document; blank where its title has none."""
    found = re.search(r"\d{4}年", citation.title)
    return found[0] if found else ""


def briefly(citation: Citation) -> str:
    """Page and kind of place: ``第3页 表5``, ``第5页 正文``."""
    number = re.match(r"\S*表\S*", citation.table or "")
    inside = (number.group() if number and len(number.group()) <= 12 else "表格") if citation.table_ordinal is not None else "正文"
    return f"{page_words(citation)} {inside}".strip()


def where_inside(citation: Citation) -> str:
    """Page and table or section."""
    page = page_words(citation)
    return " ".join(part for part in (page, citation.table or (citation.section or "正文").split(" / ")[-1]) if part)


def notes(answer: Answer) -> Html | None:
    """How the answer came about: which reading was taken, whether a language model helped."""
    if not answer.notes:
        return None
    return tag("ul", [tag("li", tag("span", note), class_="wz-check") for note in dict.fromkeys(answer.notes)], class_="wz-checks", aria_label="说明")


def choices(answer: Answer) -> Html | None:
    """Buttons that make an ambiguous question plain."""
    if not answer.choices:
        return None
    return tag("div", [ask_button(c.label, c.question) for c in answer.choices], class_="wz-choices", role="group", aria_label="请选择")


def suggestions(answer: Answer) -> Html | None:
    """Questions that could come next."""
    if not answer.suggestions:
        return None
    buttons = [ask_button(s, s) for s in answer.suggestions]
    return tag("div", tag("span", "接着问", class_="wz-label"), buttons, class_="wz-suggestions", role="group", aria_label="可以接着问")


def elsewhere(answer: Answer) -> Html | None:
    """Where to look oneself, where no answer was found: the search for what was asked, the list of documents."""
    if answer.status != "not_found" or answer.query is None:
        return None
    words = " ".join(dict.fromkeys(m.mention for m in answer.query.measures)) or answer.query.topic
    known = [d.department for d in answer.query.departments if d.department]
    search = address("/search", {"q": shortened(words, 60), "department": known[0] if len(known) == 1 else None}) if words else "/search"
    links = [button_link(f"检索“{shortened(words, 12)}”" if words else "去检索", search), button_link("看收录了哪些文件", "/documents")]
    return tag("div", tag("span", "自己找找", class_="wz-label"), links, class_="wz-suggestions")


def ask_button(label: str, question: str) -> Html:
    """A button that asks a question."""
    return tag("button", label, type="button", class_="wz-ask", data_ask=question)


def sources(answer: Answer) -> Html | None:
    """The numbered list of citations."""
    if not answer.citations:
        return None
    rows = []
    for number, citation in enumerate(answer.citations, start=1):
        head = tag("span", citation.title or citation.doc, class_="wz-source-title")
        place = tag("span", where_inside(citation), class_="wz-source-place")
        quote = tag("span", shortened(citation.quote, 90), class_="wz-source-quote")
        link = tag(
            "a",
            tag("span", number, class_="wz-number"),
            tag("span", head, place, quote, class_="wz-source-text"),
            **_opens(citation),
            class_="wz-source",
        )
        rows.append(tag("li", link))
    few = len(answer.citations) <= 3
    return tag("details", tag("summary", f"来源（{len(answer.citations)}处）"), tag("ol", rows, class_="wz-sources"), open=few, class_="wz-sourcebox")


def actions(answer: Answer, key: str, turns: Sequence[str]) -> Html:
    """Copy, link, export, and feedback with a comment. ``turns``: the questions up to this one."""
    again = answer_query(turns)
    copy = tag("button", "复制", type="button", class_="wz-small", data_copy=plain(answer), aria_label="复制答案和出处")
    link = tag("button", "复制链接", type="button", class_="wz-small", data_copy_link=f"/?{again}")
    saved = [tag("a", "导出表格", href=f"/answer.xlsx?{again}", class_="wz-small", download=True)] if answer.figures else []
    if answer.citations:
        saved.append(tag("a", "导出文档", href=f"/answer.md?{again}", class_="wz-small", download=True, title="Markdown，含出处"))
    up = tag("button", tag("span", "有用"), type="button", class_="wz-small", data_verdict="up", aria_pressed="false")
    down = tag("button", tag("span", "有误"), type="button", class_="wz-small", data_verdict="down", aria_pressed="false")
    comment = tag(
        "form",
        tag("label", "哪里不对？（可不填）", for_=f"comment-{key}"),
        tag("textarea", id=f"comment-{key}", maxlength="1000", rows="2"),
        tag("button", "提交反馈", type="submit", class_="wz-small"),
        class_="wz-comment",
        hidden=True,
    )
    time = tag("span", f"{answer.elapsed_ms:.0f} 毫秒", class_="wz-elapsed") if answer.elapsed_ms else None
    return tag("div", copy, link, saved, up, down, time, tag("span", class_="wz-said", role="status"), comment, class_="wz-actions")
