"""What the chat shows while a language model writes: checked sentences first, then the whole exchange with sources and notes."""

from __future__ import annotations

from collections.abc import Iterator

from qa.engine import Engine
from qa.generate.assisted import WORDED, Assisted
from qa.web import exchange
from tests.qa.passages.disclosure import made_up

QUESTION = "云川市水务局2031年财政拨款结转为什么减少？"
TRUE = "财政拨款结转比上年预算减少70万元，主要原因是上年结转的水库加固资金已全部执行完毕。[1]"


class Said:
    """A model that says one thing."""

    def stream(self, system: str, user: str) -> Iterator[str]:
        yield from (TRUE, "<script>alert(1)</script>会议费99万元。[1]")


def test_only_checked_sentences_are_shown_while_the_model_writes() -> None:
    index = made_up()
    *parts, answer = Assisted(index, Said()).stream(QUESTION)
    shown = str(exchange.writing(QUESTION, "".join(map(str, parts))))
    assert "水库加固资金" in shown
    assert "[1]" not in shown
    assert "99" not in shown
    assert not isinstance(answer, str)
    (whole,) = exchange.streamed(QUESTION, answer, "k", at_once=True)
    assert WORDED in str(whole)
    assert "<script" not in str(whole)
    assert "wz-chip" in str(whole)


def test_without_a_model_the_stream_is_the_answer_alone() -> None:
    (answer,) = Engine(made_up()).stream(QUESTION)
    assert not isinstance(answer, str)
    assert answer.status == "answered"
