"""The chat: a Gradio page over :class:`qa.web.service.Service`. The conversation is our own HTML (see :mod:`qa.web.exchange`).

The current exchange streams into one component while the finished ones stay untouched in another, so that what a user has opened stays open.
The browser keeps the questions of the conversation (nothing else); they are asked again when the page is opened again.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from index.errors import WenzhangError
from qa.model import Answer, Turn
from qa.web import exchange
from qa.web.readings import readings
from qa.web.render import Html, joined, tag
from qa.web.security import RateLimit
from qa.web.service import Service
from qa.web.shell import evidence_panel, footer, hero, navigation

log = logging.getLogger(__name__)
PAUSE = 0.03  # seconds between the pieces of an answer
GROWING = 2  # answers that may grow piece by piece at the same time
BUSY = "提问太频繁了，请稍等一分钟再试。"
HINT = "点答案里的编号，这里显示它在原文件里的位置：表格中的行和列、原文句子、页面图像。"
DOORS = (
    ("检索", "/search", "所有数字和段落，按部门、年度、项目筛选，全部导出"),
    ("对比", "/compare", "同一项目在各部门、各年度的数字和图表"),
    ("核查", "/findings", "文件里合计、文字与表格对不上的地方"),
    ("文档", "/documents", "收录的文件：目录、表格、下载"),
)
State = list[tuple[Turn, Html]]


def chat_page(service: Service, limit: RateLimit, more: Callable[[], object] = lambda: None) -> gr.Blocks:
    """The page with its events; ``more`` adds what else is to be part of it."""
    talk = Conversation(service, limit)
    with gr.Blocks(title="问账", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([], time_to_live=3600)
        kept = gr.BrowserState([], storage_key="wenzhang-conversation", secret="wenzhang")
        own_html(navigation("/"), "wz-top")
        with gr.Row(elem_id="wz-desk", equal_height=False):
            with gr.Column(elem_id="wz-talk", scale=5, min_width=300):
                past = own_html("", "wz-past")
                now = own_html(hero(), "wz-now")
                with gr.Row(elem_id="wz-input"):
                    box = question_box()
                    send = gr.Button("提问", variant="primary", scale=1, min_width=72, elem_id="wz-send")
                    new = gr.Button("新对话", scale=1, min_width=72, elem_id="wz-new")
                below = own_html(start(service), "wz-below")
            with gr.Column(elem_id="wz-proof", elem_classes=["wz-sheet"], scale=4, min_width=300):
                own_html(evidence_panel(HINT), "wz-panel")
        own_html(footer(service.index.generation, len(service.documents())), "wz-bottom")
        shown = [box, past, now, turns, kept]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on([send.click, box.submit], talk.ask, [box, turns], shown, **quiet)
        new.click(talk.fresh, None, shown, **quiet)
        page.load(talk.opened, [kept], shown, **quiet)
        page.load(lambda: start(service), None, [below], **quiet)
        more()
    return page


def own_html(value: Html | str, name: str) -> gr.HTML:
    """A part of the page that is ours: no style and no click event of Gradio's."""
    return gr.HTML(str(value), elem_id=name, padding=False, apply_default_css=False, js_on_load=None)


def question_box() -> gr.Textbox:
    """Where questions are typed."""
    return gr.Textbox(
        placeholder="输入问题，按回车提问",
        label="您的问题",
        show_label=False,
        container=False,
        lines=1,
        max_lines=5,
        scale=6,
        elem_id="wz-box",
        autofocus=True,
    )


class Conversation:
    """The events of the page. What the widgets send is not trusted: limits are checked here."""

    def __init__(self, service: Service, limit: RateLimit) -> None:
        self.service, self.limit = service, limit
        self._running, self._counting = 0, threading.Lock()

    def ask(self, typed: object, turns: State, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Answer what was typed: the exchange appears, grows, stands."""
        with self._counting:
            self._running += 1
        try:
            yield from self._ask(typed, turns, request)
        finally:
            with self._counting:
                self._running -= 1

    def _ask(self, typed: object, turns: State, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        question = exchange.shortened(typed, 20_000).strip() if isinstance(typed, str) else ""
        turns = list(turns or [])
        past = joined([html for _, html in turns])
        yield "", past, exchange.waiting(question), turns, gr.skip()
        try:
            if not self.limit.allows(_client(request)):
                yield "", past, exchange.failed(question, BUSY), turns, gr.skip()
                return
            said, answer = "", None
            for part in self.service.stream(question, [turn for turn, _ in turns]):
                if isinstance(part, Answer):
                    answer = part
                    break
                said += part
                yield gr.skip(), gr.skip(), exchange.writing(question, said), gr.skip(), gr.skip()
        except WenzhangError as error:
            yield "", past, exchange.failed(question, str(error)), turns, gr.skip()
            return
        except Exception:
            yield "", past, exchange.failed(question, _unexpected()), turns, gr.skip()
            return
        assert answer is not None  # the last part of every stream
        before, others = [turn.question for turn, _ in turns], readings(answer, self.service.index)
        busy = self._running > GROWING  # answers are not made to grow while others wait for their turn
        *growing, html = exchange.streamed(question, answer, secrets.token_hex(4), before, others, at_once=bool(said) or busy)
        for piece in growing:
            yield gr.skip(), gr.skip(), piece, gr.skip(), gr.skip()
            time.sleep(PAUSE)
        turns = [*turns, (Turn(question=question, answer=answer), html)][-self.service.settings.max_history :]
        yield gr.skip(), gr.skip(), html, turns, [turn.question for turn, _ in turns]

    def fresh(self) -> tuple[Any, ...]:
        """A new conversation."""
        return "", "", hero(), [], []

    def opened(self, kept: object, request: gr.Request) -> tuple[Any, ...]:
        """The conversation that the browser kept, answered again from the index as it is now; ``?q=`` asks that question anew."""
        address = parse_qs(str(request.query_params)) if request else {}
        questions = [q for q in kept if isinstance(q, str)] if isinstance(kept, list) else []
        if address.get("q"):
            questions = [*address.get("h", []), address["q"][0]]
        turns: State = []
        for question in questions[-self.service.settings.max_history :]:
            try:
                answer = self.service.ask(question, [turn for turn, _ in turns])
            except WenzhangError:
                continue
            except Exception:
                log.exception("a kept question cannot be answered again")
                continue
            before = [turn.question for turn, _ in turns]
            html = exchange.exchange(question, answer, secrets.token_hex(4), None, before, readings(answer, self.service.index))
            turns.append((Turn(question=question, answer=answer), html))
        if not turns:
            return gr.skip(), "", hero(), [], []
        return gr.skip(), joined([html for _, html in turns[:-1]]), turns[-1][1], turns, [turn.question for turn, _ in turns]


def _client(request: gr.Request | None) -> str:
    client = getattr(request, "client", None)
    return str(getattr(client, "host", ""))


def _unexpected() -> str:
    number = secrets.token_hex(4)
    log.exception("error %s in the chat", number)
    return f"服务出错了，请稍后再试（编号 {number}）。"


def start(service: Service) -> Html:
    """What a first visitor finds below the question box: questions that work, earlier conversations, the other pages."""
    documents = service.index.documents()
    examples = [exchange.ask_button(e, e) for e in service.examples()]
    departments = len({d.identity.department for d in documents})
    return tag(
        "div",
        tag("h2", "可以这样问") if examples else tag("p", "还没有收录文件。"),
        tag("div", examples, class_="wz-examples", role="group", aria_label="可以这样问") if examples else None,
        tag("div", id="wz-conversations"),
        tag("h2", f"已收录{departments}个部门的{len(documents)}份公开文件，也可以自己找"),
        tag("ul", [tag("li", tag("a", tag("b", name), tag("span", use), href=address)) for name, address, use in DOORS], class_="wz-doors"),
        class_="wz-start",
    )
