"""The server under load: many users, clients that send nothing, and no answer lost. No times are promised here."""

from __future__ import annotations

import http.client
import json
import socket
from pathlib import Path

import pytest

from eval.bench_soak import ask, load, resident, serving
from eval.madeup.make import Wanted, make
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
    assert result.errors == {}
    assert result.latency.count >= 6
    assert "6 个用户" in result.lines()[0]
    assert all(memory > 0 for memory in result.memory)


def test_slow_and_broken_clients_stop_nobody(store: Path) -> None:
    with serving(store) as (port, process):
        assert ask(port, QUESTIONS[0]) == 200
        before = resident(process.pid)
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
        body = json.dumps({"question": QUESTIONS[0]}).encode()
        for number, client in enumerate(slow):
            head = f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            client.sendall(head.encode()[: 10 + number] if number % 2 else f"{head}\r\n".encode() + body[:5])
        assert [ask(port, question) for question in QUESTIONS] == [200] * len(QUESTIONS)
        for number, client in enumerate(slow):
            if number % 3 == 0:
                client.close()
        assert ask(port, QUESTIONS[1]) == 200
        whole = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        whole.request("POST", "/api/ask", b"x" * 5_000_000, {"Content-Type": "application/json"})
        assert whole.getresponse().status in {400, 413, 422}
        whole.close()
        assert ask(port, QUESTIONS[1]) == 200
        for client in slow:
            client.close()
        assert resident(process.pid) < before + 200
