"""Administration: one password, a session in a same-site cookie, and what an administrator may do. Without a password none of it exists.

Only a salted scrypt hash of the password is kept. Every change needs the session's token (in a form field or the ``x-csrf`` header) and must
come from our own page, so that no other site can make a browser do it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from index.errors import BadInput, LimitExceeded
from qa.web.admin_page import MOST_VERDICTS, VERDICT_HEAD, admin_page, login_page, verdict_rows
from qa.web.errors import failure, refused
from qa.web.feedback import Feedback
from qa.web.files import exported
from qa.web.rebuild import Builder, State
from qa.web.render import Html
from qa.web.security import RateLimit
from qa.web.service import Service
from qa.web.shell import PAGES, STRICT_POLICY, page
from qa.web.uploads import Uploads

COOKIE = "wenzhang_admin"
SHORTEST = 8  # characters of a password
IDLE = 3600.0  # seconds after which a session ends
TRIES = 5  # passwords a minute and client
UPLOAD = "/admin/upload"
ADMIN_PAGES = (*PAGES, ("管理", "/admin"))
_COST = {"n": 2**14, "r": 8, "p": 1}


@dataclass(slots=True)
class Session:
    """A signed-in browser."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    used: float = field(default_factory=time.monotonic)


class Door:
    """The password and the sessions that it opened. Thread-safe."""

    def __init__(self, password: str, tries: int = TRIES) -> None:
        if len(password) < SHORTEST:
            raise BadInput(f"环境变量 WENZHANG_ADMIN_PASSWORD 至少要有 {SHORTEST} 个字符")
        self._salt = os.urandom(16)
        self._wanted = self._hash(password)
        self._tries = RateLimit(tries)
        self._lock = threading.Lock()
        self._sessions: MutableMapping[str, Session] = {}

    def _hash(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode("utf-8", "replace"), salt=self._salt, maxmem=64 << 20, **_COST)

    def open(self, password: str, client: str) -> str | None:
        """The key of a new session; None for a wrong password. Raises ``LimitExceeded`` after too many tries, the right one or not."""
        if not self._tries.allows(client):
            raise LimitExceeded("密码试得太多了，请一分钟后再试。")
        with self._lock:  # one hash at a time: guessing must not take the machine's memory
            if not hmac.compare_digest(self._hash(password[:1000]), self._wanted):
                return None
            key = secrets.token_urlsafe(32)
            self._sessions[key] = Session()
            return key

    def session(self, key: str | None) -> Session | None:
        """The session of a key; sessions that were not used for an hour are gone."""
        now = time.monotonic()
        with self._lock:
            for old in [k for k, s in self._sessions.items() if now - s.used > IDLE]:
                del self._sessions[old]
            session = self._sessions.get(key or "")
            if session is not None:
                session.used = now
            return session

    def close(self, key: str | None) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(key or "", None)


class Administration:
    """What stands behind the page: the door, the uploaded files, the builder."""

    def __init__(self, password: str, store: Path, uploads: Uploads) -> None:
        self.door, self.uploads = Door(password), uploads
        self.builder = Builder(store, self._ended)
        self._leaving: list[Path] = []
        self.take: Callable[[], None] = lambda: None  # lets the site take the new generation

    @classmethod
    def from_environment(cls, store: Path) -> Administration | None:
        """As the environment says; None without ``WENZHANG_ADMIN_PASSWORD``, which is taken out of the environment. Raises ``BadInput``."""
        password = os.environ.pop("WENZHANG_ADMIN_PASSWORD", "")
        if not password:
            return None
        folder = Path(os.environ.get("WENZHANG_UPLOADS") or store.parent / f"{store.name}-uploads")
        return cls(password, store, Uploads(folder, _number("WENZHANG_UPLOAD_MB", 50) << 20, _number("WENZHANG_UPLOAD_FILES", 1000)))

    def _ended(self, state: State) -> None:
        """Uploaded files that could not be read are thrown away, they would fail again each time; so are those that were removed."""
        if state.ok:
            for path in [*(Path(path) for path, _ in state.failures), *self._leaving]:
                self.uploads.delete(path)
            self.take()
        self._leaving = []

    def build(self, service: Service, everything: bool) -> None:
        """Index the uploaded files; with ``everything`` look at every indexed file again, too."""
        known = {d.id for d in service.documents()}
        paths = self.uploads.paths()
        if everything:
            paths += [p for d in service.documents() if not self.uploads.holds(Path(d.path)) and (p := Path(d.path)).is_file()]
        elif not paths:
            raise BadInput("没有要收录的文件。")
        fresh = sum(1 for path in self.uploads.paths() if str(path) not in {d.path for d in service.documents()})
        self.builder.start(paths or [self.uploads.folder], to_read=fresh if not everything else max(fresh, len(known)))

    def remove(self, service: Service, document: str) -> None:
        """Take a document out of the index; its file is deleted where it was uploaded here."""
        record = service.document(document)
        self.builder.start([], [record.id])
        self._leaving = [Path(record.path)]


def _number(name: str, otherwise: int) -> int:
    given = os.environ.get(name, "")
    if given and not (given.isdigit() and int(given)):
        raise BadInput(f"环境变量 {name} 应是正整数")
    return int(given) if given else otherwise


def same_site(request: Request) -> bool:
    """Whether a request comes from a page of this site, as far as the browser says."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == request.headers.get("host"))


def _shown(html: Html, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, headers={"content-security-policy": STRICT_POLICY, "cache-control": "no-store"})


class _Denied(Exception):
    """A request that is not an administrator's."""


def add_administration(app: FastAPI, service: Service, admin: Administration, feedback: Feedback) -> None:
    """Add the page and its actions."""
    admin.take = service.take_newest

    def session_of(request: Request) -> Session:
        session = admin.door.session(request.cookies.get(COOKIE))
        if session is None:
            raise _Denied
        return session

    async def changing(request: Request) -> dict[str, str]:
        """The fields of a form that may change something."""
        session = session_of(request)
        fields = {} if request.url.path == UPLOAD else await _fields(request)
        token = request.headers.get("x-csrf") or fields.get("csrf", "")
        if not same_site(request) or not hmac.compare_digest(token.encode(), session.token.encode()):
            raise _Denied
        return fields

    @app.exception_handler(_Denied)
    async def denied(request: Request, _: Exception) -> Response:
        return refused(request, 403, "denied", "请先登录管理页面；如果已经登录，请刷新页面再试。")

    @app.exception_handler(LimitExceeded)
    async def too_much(request: Request, error: LimitExceeded) -> Response:
        return refused(request, 429 if "试得太多" in str(error) else 413, "too_many" if "试得太多" in str(error) else "too_large", str(error))

    _sessions(app, admin, changing)

    @app.get("/admin", include_in_schema=False)
    def home(request: Request) -> Response:
        session = admin.door.session(request.cookies.get(COOKIE))
        if session is None:
            return _shown(page("管理", "/admin", login_page(), pages=ADMIN_PAGES))
        said = feedback.newest(MOST_VERDICTS)
        html = admin_page(service, admin.builder.state(), session.token, admin.uploads.largest, len(admin.uploads.paths()), said)
        return _shown(page("管理", "/admin", html, pages=ADMIN_PAGES, script="admin.js"))

    @app.get("/admin/state", include_in_schema=False)
    def state(request: Request) -> Response:
        session_of(request)
        return JSONResponse(_told(admin.builder.state()), headers={"cache-control": "no-store"})

    @app.get("/admin/feedback.csv", include_in_schema=False)
    def verdicts(request: Request) -> Response:
        session_of(request)
        return exported("csv", "用户的评价", VERDICT_HEAD, verdict_rows(feedback.all()))

    @app.post(UPLOAD, include_in_schema=False)
    async def upload(request: Request, name: Annotated[str, Query(max_length=1000)]) -> Response:
        await changing(request)
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > admin.uploads.largest:
            return failure(413, "too_large", f"文件大于 {admin.uploads.largest / (1 << 20):g} MB。")
        kept = await admin.uploads.keep(name, _chunks(request), frozenset(d.id for d in service.documents()))
        return JSONResponse({"name": kept.name, "size": kept.size}, 201)

    @app.post("/admin/build", include_in_schema=False)
    async def build(request: Request) -> Response:
        fields = await changing(request)
        admin.build(service, fields.get("everything") == "1")
        return _back(request)

    @app.post("/admin/remove", include_in_schema=False)
    async def remove(request: Request) -> Response:
        fields = await changing(request)
        admin.remove(service, fields.get("document", ""))
        return _back(request)


def _sessions(app: FastAPI, admin: Administration, changing: Callable[[Request], Awaitable[dict[str, str]]]) -> None:
    @app.post("/admin/login", include_in_schema=False)
    def login(request: Request, fields: Annotated[dict[str, str], Depends(_fields)]) -> Response:
        if not same_site(request):
            raise _Denied
        key = admin.door.open(fields.get("password", ""), request.client.host if request.client else "")
        if key is None:
            return _shown(page("管理", "/admin", login_page("密码不对。"), pages=ADMIN_PAGES), 401)
        back = RedirectResponse("/admin", 303)
        back.set_cookie(COOKIE, key, httponly=True, samesite="strict", path="/admin", secure=request.url.scheme == "https")
        return back

    @app.post("/admin/logout", include_in_schema=False)
    async def logout(request: Request) -> Response:
        await changing(request)
        admin.door.close(request.cookies.get(COOKIE))
        back = RedirectResponse("/admin", 303)
        back.delete_cookie(COOKIE, path="/admin")
        return back


async def _fields(request: Request) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True).items()}


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk


def _back(request: Request) -> Response:
    """To the page again; the page's script only wants to know that it went well."""
    return JSONResponse({"ok": True}, 202) if "x-csrf" in request.headers else RedirectResponse("/admin", 303)


def _told(state: State) -> dict[str, object]:
    failures = [{"name": Path(path).name, "reason": reason} for path, reason in state.failures]
    return {
        "running": state.running, "read": state.read, "to_read": state.to_read, "seconds": state.seconds, "message": state.message,
        "failures": failures, "number": state.number,
    }  # fmt: skip
