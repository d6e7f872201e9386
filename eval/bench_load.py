"""Many users at once on a running site: each asks one question after the other, over the API, then as the chat's page does it."""

from __future__ import annotations

import http.client
import json
import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from eval.crowd import Connection, Crowd, Refused, crowd
from index.errors import BadInput

ITEMS = ("公务接待费", "项目支出", "基本支出", "“三公”经费", "机关运行经费", "支出总计", "会议费", "政府采购")
PATTERNS = (
    "{who}{year}年{kind}的{item}是多少？",
    "{who}{year}年{item}占总支出的百分之几？",
    "{year}年哪个部门的{item}最高？",
    "{who}{year}年{item}比上年增减多少，原因是什么？",
    "{who}历年的{item}",
    "{who}的主要职责是什么？",
)


def load(site: str, users: int, each: int, seed: int = 1) -> dict[str, Crowd]:
    """``users`` at once, ``each`` questions one after the other, of the departments that the site has; by way (接口, 页面).

    Raises ``BadInput`` where the site is not there or empty.
    """
    host = urlsplit(site).netloc
    try:
        documents = Connection(host).json("GET", "/api/documents?limit=1000")["documents"]
        page = Connection(host).json("GET", "/config")
    except (OSError, http.client.HTTPException, ValueError, KeyError, Refused) as error:
        raise BadInput(f"{site} 打不开：{error}") from error
    if not documents:
        raise BadInput(f"{site} 没有收录文件")
    chance = random.Random(seed)
    asked = [[_question(documents, chance) for _ in range(each)] for _ in range(users)]
    return {
        "接口": crowd(host, lambda connection, question, _: connection.json("POST", "/api/ask", {"question": question})["status"], asked),
        "页面": crowd(host, lambda connection, question, user: _chat(connection, page, question, f"load{seed}user{user}"), asked),
    }


def _question(documents: Sequence[dict[str, Any]], chance: random.Random) -> str:
    document = chance.choice(documents)
    pattern, item = chance.choice(PATTERNS), chance.choice(ITEMS)
    return pattern.format(who=document["department"], year=document["year"], kind=document["kind"], item=item)


def _chat(connection: Connection, page: dict[str, Any], question: str, session: str) -> None:
    """One exchange as the page makes it: join the queue, read events until the answer stands. Raises :class:`Refused` where it does not."""
    event = next(d for d in page["dependencies"] if len(d["inputs"]) == 2)  # the question box and the conversation
    body = {"data": [question, None], "event_data": None, "fn_index": event["id"], "trigger_id": event["targets"][0][0], "session_hash": session}
    connection.json("POST", "/gradio_api/queue/join", body)
    stream = connection.request("GET", f"/gradio_api/queue/data?session_hash={session}")
    try:
        for line in stream:
            told = json.loads(line[5:]) if line.startswith(b"data:") else {}
            if told.get("msg") == "process_completed":
                if not told.get("success"):
                    raise Refused("回答出错")
                return
    finally:
        connection.close()  # the stream goes on with heartbeats
    raise Refused("回答没有完成")
