"""Around every request: how much may come in, how often, and the headers that go out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Gradio needs inline scripts and styles of its own; nothing is ever loaded from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
NEEDS_PASSWORD = '{"error":{"code":"needs_password","message":"这个站点需要密码。"}}'.encode()
TOO_MANY_TRIES = '{"error":{"code":"too_many","message":"密码试得太多了，请一分钟后再试。"}}'.encode()
NOT_THERE = '{"error":{"code":"not_found","message":"没有这个地址。"}}'.encode()
TOO_LARGE = '{"error":{"code":"too_large","message":"请求内容太大。"}}'.encode()


# Files whose address changes when they do (ours by version, Gradio's by hash): browsers may keep them.
LASTING = ("/site/", "/assets/")
KEEP = (b"cache-control", b"private, max-age=604800")


class SecurityHeaders:
    """Adds :data:`HEADERS` to every response, and to files that do not change that they may be kept."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                message["headers"] = [*message.get("headers", []), *((n, v) for n, v in HEADERS.items() if n not in present)]
                if message["status"] == 200 and scope["path"].startswith(LASTING) and KEEP[0] not in present:
                    message["headers"].append(KEEP)
            await send(message)

        await self.app(scope, receive, with_headers)


class SitePassword:
    """Asks for one password before anything is shown (HTTP Basic, any user name). Wrong tries of a client are limited.

    Only the hash is kept; it is compared in constant time.
    """

    def __init__(self, app: App, password: str, tries_a_minute: int = 10) -> None:
        self.app = app
        self._wanted = hashlib.sha256(password.encode()).digest()
        self._tries = RateLimit(tries_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] not in {"http", "websocket"} or self._knows(dict(scope["headers"]).get(b"authorization", b"")):
            await self.app(scope, receive, send)
            return
        client = (scope.get("client") or ("",))[0]
        given = b"authorization" in dict(scope["headers"])
        status = 429 if given and not self._tries.allows(client) else 401
        headers = [(b"content-type", b"application/json; charset=utf-8"), (b"www-authenticate", b'Basic realm="wenzhang", charset="UTF-8"')]
        await send({"type": "http.response.start", "status": status, "headers": headers if status == 401 else headers[:1]})
        await send({"type": "http.response.body", "body": TOO_MANY_TRIES if status == 429 else NEEDS_PASSWORD})

    def _knows(self, header: bytes) -> bool:
        try:
            password = base64.b64decode(header.removeprefix(b"Basic "), validate=True).partition(b":")[2]
        except ValueError:
            return False
        return hmac.compare_digest(hashlib.sha256(password).digest(), self._wanted)


class NotOffered:
    """Gradio's ways for files, which the chat does not use: uploads would fill the disk, the rest need not be there."""

    PATHS = tuple(
        prefix + name
        for prefix in ("/gradio_api/", "/")
        for name in ("upload", "file", "proxy", "stream", "component_server", "call", "run", "deep_link", "process_recording")
    )

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["path"].startswith(self.PATHS):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"application/json; charset=utf-8")]})
            await send({"type": "http.response.body", "body": NOT_THERE})
            return
        await self.app(scope, receive, send)


class ShortAddress:
    """``short`` means ``long`` to programs; a browser that looks at either is sent to ``told``, the page that describes it."""

    def __init__(self, app: App, short: str, long: str, told: str) -> None:
        self.app, self.short, self.long, self.told = app, short, long, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        path = scope.get("path", "").rstrip("/")
        if scope["type"] == "http" and path in {self.short, self.long.rstrip("/")}:
            if scope["method"] in {"GET", "HEAD"} and b"text/event-stream" not in dict(scope["headers"]).get(b"accept", b""):
                await send({"type": "http.response.start", "status": 307, "headers": [(b"location", self.told.encode())]})
                await send({"type": "http.response.body", "body": b""})
                return
            scope = {**scope, "path": self.long, "raw_path": self.long.encode()}
        await self.app(scope, receive, send)


class BodyLimit:
    """Refuses bodies over ``limit`` bytes, whether announced or streamed, but for the ``exempt`` paths."""

    def __init__(self, app: App, limit: int, exempt: tuple[str, ...] = ()) -> None:
        self.app, self.limit, self.exempt = app, limit, exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or (self.exempt and scope["path"].startswith(self.exempt)):
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.limit:
            await _refuse(send)
            return
        messages: list[MutableMapping[str, Any]] = []
        size, more = 0, scope["method"] in {"POST", "PUT", "PATCH"}
        while more:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)
            if size > self.limit:
                await _refuse(send)
                return

        async def replay() -> MutableMapping[str, Any]:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"application/json; charset=utf-8")]})
    await send({"type": "http.response.body", "body": TOO_LARGE})


class RateLimit:
    """A sliding minute for each client; at most ``clients`` are remembered."""

    def __init__(self, a_minute: int, clients: int = 10_000) -> None:
        self.a_minute, self.clients = a_minute, clients
        self._seen: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, client: str, now: float | None = None) -> bool:
        """Whether this client may go on; counts the request."""
        if not self.a_minute:
            return True
        at = time.monotonic() if now is None else now
        with self._lock:
            times = [t for t in self._seen.pop(client, []) if at - t < 60]
            allowed = len(times) < self.a_minute
            if allowed:
                times.append(at)
            self._seen[client] = times
            while len(self._seen) > self.clients:
                self._seen.popitem(last=False)
        return allowed
