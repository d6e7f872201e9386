"""Many users at once on a running site: each asks one question after the other, over the API, then as the chat's page does it."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from eval.timing import Latency
from index.errors import BadInput

PATIENCE = 60.0  # seconds for one answer
ITEMS = ("公务接待费", "项目支出", "基本支出", "“三公”经费", "机关运行经费", "支出总计", "会议费", "政府采购")
PATTERNS = (
    "{who}{year}年{kind}的{item}是多少？",
    "{who}{year}年{item}占总支出的百分之几？",
    "{year}年哪个部门的{item}最高？",
    "{who}{year}年{item}比上年增减多少，原因是什么？",
    "{who}历年的{item}",
    "{who}的主要职责是什么？",
)


@dataclass(frozen=True, slots=True)
class Load:
    """One way of asking: times of whole answers, what went wrong, and how long all of it took in seconds."""

    way: str
    answers: Latency
    errors: tuple[str, ...]
    seconds: float

    def line(self) -> str:
        """The figures for people."""
        wrong = f"，出错 {len(self.errors)} 次（{self.errors[0]}）" if self.errors else "，没有出错"
        return f"{self.way}：{self.answers.line()}{wrong}；共 {self.seconds:.1f} 秒"


def load(site: str, users: int, each: int, seed: int = 1) -> tuple[Load, Load]:
    """``users`` at once, ``each`` questions one after the other, of the departments that the site has. Raises ``BadInput`` where it is not there."""
    host = urlsplit(site).netloc
    try:
        documents = _json(host, "GET", "/api/documents?limit=1000")["documents"]
        page = _json(host, "GET", "/config")
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"{site} 打不开：{error}") from error
    if not documents:
        raise BadInput(f"{site} 没有收录文件")
    chance = random.Random(seed)
    asked = [[_question(documents, chance) for _ in range(each)] for _ in range(users)]
    return (
        _run("接口", asked, lambda question, _: _json(host, "POST", "/api/ask", {"question": question})["status"]),
        _run("页面", asked, lambda question, user: _chat(host, page, question, f"load{seed}user{user}")),
    )


def _question(documents: Sequence[dict[str, Any]], chance: random.Random) -> str:
    document = chance.choice(documents)
    pattern, item = chance.choice(PATTERNS), chance.choice(ITEMS)
    return pattern.format(who=document["department"], year=document["year"], kind=document["kind"], item=item)


def _run(way: str, asked: Sequence[Sequence[str]], ask: Callable[[str, int], object]) -> Load:
    times: list[float] = []
    errors: list[str] = []

    def one(user: int, questions: Sequence[str]) -> None:
        for question in questions:
            started = time.perf_counter()
            try:
                ask(question, user)
            except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
                errors.append(f"{type(error).__name__}: {error}")
            else:
                times.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=one, args=(user, questions)) for user, questions in enumerate(asked)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(way, Latency.of(times), tuple(errors), time.perf_counter() - started)


def _request(host: str, method: str, path: str, body: object = None) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    connection.request(method, path, None if body is None else json.dumps(body), {"content-type": "application/json", "accept": "*/*"})
    answer = connection.getresponse()
    if answer.status != 200:
        said = answer.read(200).decode("utf-8", "replace")
        connection.close()
        raise ValueError(f"{answer.status} {said}")
    return connection, answer


def _json(host: str, method: str, path: str, body: object = None) -> dict[str, Any]:
    connection, answer = _request(host, method, path, body)
    try:
        value: dict[str, Any] = json.loads(answer.read())
    finally:
        connection.close()
    return value


def _chat(host: str, page: dict[str, Any], question: str, session: str) -> None:
    """One exchange as the page makes it: join the queue, read events until the answer stands. Raises ``ValueError`` where it does not."""
    event = next(d for d in page["dependencies"] if len(d["inputs"]) == 2)  # the question box and the conversation
    body = {"data": [question, None], "event_data": None, "fn_index": event["id"], "trigger_id": event["targets"][0][0], "session_hash": session}
    _json(host, "POST", "/gradio_api/queue/join", body)
    connection, stream = _request(host, "GET", f"/gradio_api/queue/data?session_hash={session}")
    try:
        for line in stream:
            told = json.loads(line[5:]) if line.startswith(b"data:") else {}
            if told.get("msg") == "process_completed":
                if not told.get("success"):
                    raise ValueError(str(told)[:200])
                return
    finally:
        connection.close()
    raise ValueError("回答没有完成")
