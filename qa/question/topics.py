"""The content words of a question: what passages are searched by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.lexicon import phrases
from qa.linking.spans import Mark

_FUNCTION = re.compile(
    r"请问|请|麻烦|帮我|查一下|告诉我|一下|到底|究竟|分别|具体|各自|各是|各有|多少|是什么|什么|为什么|为啥|怎么|如何|哪些|哪几|哪个|哪里|哪份|有没有|是不是|是否|能不能|"
    r"吗|呢|呀|啊|吧|的话|这个|那个|这些|那些|里面|当中|其中|根据|按照|公开的?|文件里|材料里|列出|给出|说明一下|怎么样|[的了是在里中把被给和与]|[?,。!;:、()\"]"
)


def topic_of(text: str, cover: Sequence[Mark]) -> str:
    """The question without departments, years and question words; blanks stand where something was taken out."""
    pieces, cursor = [], 0
    for mark in cover:
        drop = mark.group in {"department", "year", "decimals", "top"} or (mark.group == "word" and not _content(mark))
        if drop:
            pieces += [text[cursor : mark.start], " "]
            cursor = mark.end
    rest = "".join([*pieces, text[cursor:]])
    for group in ("intent_definition", "intent_text"):
        for words in phrases()[group].values():
            for word in sorted(words, key=len, reverse=True):
                if word not in {"职责", "职能", "依据", "政策", "用途", "工作任务", "归口管理"}:
                    rest = rest.replace(word, " ")
    return " ".join(_FUNCTION.sub(" ", rest).split())


def _content(mark: Mark) -> bool:
    return all(group in {"fund", "stage"} for group, _ in mark.value)
