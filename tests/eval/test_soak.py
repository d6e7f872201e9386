"""The server under load: many users, clients that send nothing, and no answer lost. No times are promised here."""

from __future__ import annotations

import http.client
import json
import socket
from pathlib import Path

import pytest

from eval.bench_soak import Soak, ask, load, resident, serving
from eval.crowd import Connection, Crowd, Refused, crowd
from eval.madeup.make import Wanted, make
from eval.timing import Latency
from index.pipeline import build

QUESTIONS = ("各部门2023年三公经费排名", "2023年公务接待费最高的部门是哪个？", "你好", "龘龘龘是多少")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("load")
    make(folder / "files", Wanted(2, 2023, 1), "tab")
    build([folder / "files"], folder / "store", progress=False)
    return folder / "store"


def test_many_users_get_answers(store: Path) -> None:
    result = load(store, QUESTIONS, users=6, seconds=2.0)
    assert result.crowd.errors == {}
    assert result.crowd.latency.count >= 6
    assert "6 个用户" in result.lines()[0]
    assert len(result.memory) >= 2
    assert all(memory > 0 for memory in result.memory)
    assert result.processor > 0
    assert "服务器内存" in result.lines()[2]


def test_memory_that_grows_is_told() -> None:
    quiet = Crowd(50, 300.0, Latency.of([1.0]), 1.0, {}, (0.0, 0.0))
    flat, growing = Soak(quiet, (100, *[200] * 300)), Soak(quiet, (100, *range(200, 500)))
    assert flat.ends == (200, 200)
    assert growing.ends == (229.5, 469.5)
    assert "（+240），最高 499 MB" in growing.lines()[2]


def test_errors_are_counted_by_kind() -> None:
    def refuse(connection: Connection, question: str, number: int) -> None:
        raise Refused("HTTP 429") if number else TimeoutError

    found = crowd("127.0.0.1:9", refuse, [["a"], ["a", "b"]])
    assert found.errors == {"HTTP 429": 2, "TimeoutError": 1}
    assert (found.failed, found.latency.count) == (3, 0)
    assert crowd("127.0.0.1:9", ask, [["a"]]).errors == {"ConnectionRefusedError": 1}


def test_slow_and_broken_clients_stop_nobody(store: Path) -> None:
    with serving(store) as (port, process):
        host = f"127.0.0.1:{port}"
        ask(Connection(host), QUESTIONS[0])
        before = resident(process.pid)
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
        body = json.dumps({"question": QUESTIONS[0]}).encode()
        for number, client in enumerate(slow):
            head = f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            client.sendall(head.encode()[: 10 + number] if number % 2 else f"{head}\r\n".encode() + body[:5])
        deaf = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
        for client in deaf:  # asks for all it can get and reads none of it
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.sendall(b"GET /api/figures?q=%E8%B4%B9&limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
        slow += deaf
        for question in QUESTIONS:
            ask(Connection(host), question)
        for number, client in enumerate(slow):
            if number % 3 == 0:
                client.close()
        ask(Connection(host), QUESTIONS[1])
        whole = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        whole.request("POST", "/api/ask", b"x" * 5_000_000, {"Content-Type": "application/json"})
        assert whole.getresponse().status in {400, 413, 422}
        whole.close()
        ask(Connection(host), QUESTIONS[1])
        for client in slow:
            client.close()
        assert resident(process.pid) < before + 200
