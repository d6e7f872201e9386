"""A small index of made-up disclosures, a real server on it, and a real browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from eval.madeup.make import Wanted, disclosures, make, writer
from index.store import generations, open_index
from qa.web.feedback import Feedback
from qa.web.service import Service
from qa.web.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, BrowserContext, Page

WANTED = Wanted(departments=2, first_year=2024, years=2, seed=5, finals=False)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A store with the files that it was built from; what is true of them comes from ``eval.madeup``."""

    store: Path
    documents: Path

    @property
    def truth(self):  # type: ignore[no-untyped-def]
        return list(disclosures(WANTED))


HOSTILE_NAME = "示例<img src=x onerror=alert(1)>'&\".txt"
HOSTILE = "<script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>[点](javascript:alert(3))![x](http://evil.example)"


def hostile(folder: Path) -> None:
    """A disclosure whose file name and text try to be markup."""
    made = next(disclosures(Wanted(departments=1, first_year=2024, years=1, seed=77, finals=False)))
    written = writer("tab")(made.made).decode()
    project = made.facts.projects[0].name
    (folder / HOSTILE_NAME).write_text(written.replace(project, f"{project}{HOSTILE}"), encoding="utf-8")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    from index.pipeline import build

    folder = tmp_path_factory.mktemp("sample")
    make(folder / "documents", WANTED, "pdf")
    hostile(folder / "documents")
    build([folder / "documents"], folder / "store", progress=False)
    return Sample(folder / "store", folder / "documents")


REAL = ("shanghai/*.pdf", "xinjiang/000_*.txt", "xinjiang/002_*.txt")  # a PDF, tab-separated and flattened text


@pytest.fixture(scope="session")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A store of a few real disclosures, one of each form that they come in."""
    from index.pipeline import build

    folder = shared / "corpus"
    paths = [found for pattern in REAL for found in sorted(folder.glob(pattern))]
    if len(paths) < len(REAL):
        pytest.skip("the real disclosures are not here")
    store = tmp_path_factory.mktemp("real") / "store"
    build(paths, store, progress=False)
    return Sample(store, folder)


@pytest.fixture(scope="session")
def real_service(real: Sample) -> Service:
    return service_of(real)


def service_of(sample: Sample, settings: Settings | None = None) -> Service:
    return Service(lambda: open_index(sample.store), settings or Settings(rate=0), lambda: generations.current(sample.store))


@pytest.fixture(scope="session")
def service(sample: Sample) -> Service:
    return service_of(sample)


@pytest.fixture(scope="session")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Feedback]:
    kept = Feedback(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")
    yield kept
    kept.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of a server that runs the app."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.started, "the server does not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def site(service: Service, feedback: Feedback) -> Iterator[str]:
    """The address of a running server."""
    from qa.web.app import create_app

    service.warm()
    with served(create_app(service, feedback)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here (scripts/system_packages.sh installs one)")
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Window:
    """A page and what must not happen on it: requests to other hosts, script errors."""

    page: Page
    foreign: list[str]
    errors: list[str]


def context_of(browser: Browser, width: int, height: int, **options: object) -> BrowserContext:
    """One for all tests of a size, so that the browser keeps Gradio's scripts; other hosts cannot be reached (see FLAGS)."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US", **options)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return context


def opened(context: BrowserContext) -> Iterator[Window]:
    """A new page, with nothing kept from the one before; fails the test on requests to other hosts and script errors."""
    page = context.new_page()
    window = Window(page, [], [])
    page.on("request", lambda request: None if request.url.startswith(HERE) else window.foreign.append(request.url))
    page.on("pageerror", lambda error: window.errors.append(str(error)))
    page.on("console", lambda message: window.errors.append(message.text) if message.type == "error" else None)
    yield window
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    context.clear_cookies()
    page.close()
    assert window.foreign == []
    assert window.errors == []


def axe(page: Page) -> list[str]:
    """Serious and critical violations, each with the element."""
    tool = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = tool.Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in {"serious", "critical"}]


HERE = ("http://127.0.0.1:", "data:", "blob:")


@pytest.fixture(scope="session")
def desktop_context(browser: Browser) -> Iterator[BrowserContext]:
    made = context_of(browser, 1280, 800)
    yield made
    made.close()


@pytest.fixture(scope="session")
def phone_context(browser: Browser) -> Iterator[BrowserContext]:
    made = context_of(browser, 390, 844, has_touch=True, is_mobile=True)
    yield made
    made.close()


@pytest.fixture
def window(desktop_context: BrowserContext) -> Iterator[Window]:
    """A desktop window with the network cut."""
    yield from opened(desktop_context)


@pytest.fixture
def phone(phone_context: BrowserContext) -> Iterator[Window]:
    """A phone with the network cut."""
    yield from opened(phone_context)


@pytest.fixture(scope="session")
def client(service: Service, feedback: Feedback) -> Iterator[TestClient]:
    """The API without a server."""
    from qa.web.app import create_app

    with TestClient(create_app(service, feedback), raise_server_exceptions=False) as made:
        yield made
