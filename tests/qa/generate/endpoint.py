"""A made-up OpenAI-compatible endpoint on this machine that misbehaves as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.generate.settings import ModelSettings


@dataclass
class FakeEndpoint:
    """``reply`` makes the text from the messages; ``how``: good / slow / drip / 500 / garbage / cut / length / plain / once-500."""

    reply: Callable[[list[dict[str, str]]], str] = lambda messages: "好的。[1]"
    how: str = "good"
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def settings(self, **changed: Any) -> ModelSettings:
        return ModelSettings(self.url, "fake-model", **{"api_key": "key-of-the-test", "timeout": 30.0, "retries": 0, **changed})


@contextmanager
def fake_endpoint() -> Iterator[FakeEndpoint]:
    fake = FakeEndpoint()
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None: ...

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append(body)
            fake.headers.append(dict(self.headers))
            how = fake.how
            if how == "once-500":
                fake.how = "good"
            if how in {"500", "once-500"}:
                self.send_error(500)
                return
            if how == "slow":
                stop.wait(20)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/json" if how == "plain" else "text/event-stream")
            self.end_headers()
            if how == "plain":
                self.wfile.write(json.dumps({"choices": []}).encode())
                return
            if how == "garbage":
                self.wfile.write(b'data: {"choices": [{"delta": nonsense\n\n')
                return
            if how == "drip":
                while not stop.wait(0.05):
                    self.wfile.write(b": wait\n\n")
                    self.wfile.flush()
                return
            text = fake.reply(body["messages"])
            pieces = [text[i : i + 7] for i in range(0, len(text), 7)]
            for piece in pieces[: len(pieces) // 2] if how == "cut" else pieces:
                self._event({"content": piece}, None)
            if how != "cut":
                self._event({}, "length" if how == "length" else "stop")
                self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], finish: str | None) -> None:
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": int(time.time()),
                "model": "fake-model",
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
            }
            self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield fake
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
