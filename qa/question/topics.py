"""The content words of a question: what passages are searched by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.lexicon import phrases
from qa.linking.spans import Mark

_FUNCTION = re.compile(
    r"请问|请|麻烦|帮我|查一下|告诉我|一下|到底|究竟|分别|具体|各自|各是|各有|多少|是什么|什么|为什么|为啥|怎么|如何|哪些|哪几|哪个|哪里|哪份|有没有|是不是|是否|能不能|"
    r"吗|呢|呀|啊|吧|的话|这个|那个|这些|那些|里面|当中|其中|根据|按照|公开的?|文件里|材料里|列出|给出|说明一下|怎么样|(?<!目)的|了|是|在(?!职|编|岗)|里|把|被|给|和|与|[?,。!;:、()\"]"
)
_KEPT = frozenset({"职责", "职能", "依据", "政策", "用途", "工作任务", "归口管理", "成效", "效果", "措施"})


def topic_of(text: str, cover: Sequence[Mark]) -> str:
    """The question without departments, years and question words; measures stay whole; blanks stand where something was taken out."""
    pieces: list[str] = []
    cursor = 0
    for mark in cover:
        dropped = mark.group in {"department", "place", "year", "decimals", "top"} or (mark.group == "word" and not _content(mark))
        if not dropped and mark.group != "measure":
            continue
        pieces.append(_plain(text[cursor : mark.start]))
        pieces.append(" " if dropped else text[mark.start : mark.end])
        cursor = mark.end
    pieces.append(_plain(text[cursor:]))
    return " ".join("".join(pieces).split())


def _plain(text: str) -> str:
    for group in ("intent_definition", "intent_text"):
        for words in phrases()[group].values():
            for word in sorted(words, key=len, reverse=True):
                if word not in _KEPT:
                    text = text.replace(word, " ")
    return _FUNCTION.sub(" ", text)


def _content(mark: Mark) -> bool:
    return all(group in {"fund", "stage"} for group, _ in mark.value)
