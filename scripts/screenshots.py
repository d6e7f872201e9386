"""Pictures of the running app for the README: ``python scripts/screenshots.py --site http://127.0.0.1:7860 --output docs/screenshots``.

Without ``--site`` the app is started on the sample index and stopped again. Needs Chromium and playwright. Only the README's pictures are kept;
``--all`` keeps every page and kind of answer, in both sizes, light and dark: look at them before you change the design.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Page

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
KEPT = ("desktop-evidence", "desktop-trend", "desktop-search", "desktop-dark-ranking", "phone-answer", "phone-evidence")
SIZES = {"desktop": (1360, 860), "phone": (390, 844)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", help="address of a running app; started on the sample index where not given")
    parser.add_argument("--output", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--all", action="store_true", help="keep every picture, not only those of the README")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    if options.site:
        take(options.site.rstrip("/"), options.output)
        keep(options.output, everything=options.all)
        return 0
    port = free_port()
    app = subprocess.Popen([sys.executable, "app.py", "--sample", "--port", str(port)])
    try:
        site = f"http://127.0.0.1:{port}"
        wait_for(site)
        take(site, options.output)
        keep(options.output, everything=options.all)
    finally:
        app.terminate()
        app.wait(10)
    return 0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(site: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{site}/api/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the app does not start")


def keep(output: Path, *, everything: bool) -> None:
    """Pictures with few colours are a third of the size; those that the README does not show are deleted."""
    from PIL import Image

    for path in output.glob("*.png"):
        if everything or path.stem in KEPT:
            Image.open(path).convert("RGB").quantize(192).save(path, optimize=True)
        else:
            path.unlink()


def questions(site: str) -> dict[str, str]:
    """A question of each kind, of what the running app has indexed: the newest budget of the department with most documents."""
    with urllib.request.urlopen(f"{site}/api/documents?limit=1000") as answer:
        documents = json.load(answer)["documents"]
    counted = Counter(d["department"] for d in documents)
    mine = [d for d in documents if d["department"] == counted.most_common(1)[0][0] and d["kind"] == "预算"]
    who, year = mine[-1]["department"], max(d["year"] for d in mine)
    return {
        "evidence": f"{who}{year}年预算的公务接待费是多少？",
        "trend": f"{who}历年预算的项目支出是多少？",
        "ranking": f"{year}年预算中各部门的“三公”经费从高到低排名",
        "clarify": "公务接待费是多少？",
        "text": f"{who}的主要职责是什么？",
        "not-found": f"{who}1999年预算的会议费是多少？",
    }


def take(site: str, output: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("no Chromium here")
    asked = questions(site)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                name = size + ("-dark" if scheme == "dark" else "")
                phone = size == "phone"
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, is_mobile=phone, has_touch=phone)
                page = context.new_page()
                chat(page, site, asked, lambda what, page=page, name=name: page.screenshot(path=output / f"{name}-{what}.png"), phone)
                for part in ("search?q=公务接待费", "compare?measure=公务接待费", "findings", "documents"):
                    page.goto(f"{site}/{part}")
                    page.screenshot(path=output / f"{name}-{part.partition('?')[0]}.png")
                context.close()
        browser.close()


def chat(page: Page, site: str, asked: dict[str, str], shoot: Callable[[str], object], phone: bool) -> None:
    """The first page, and an answer of each kind with its evidence."""
    page.goto(site)
    page.wait_for_selector("#wz-now .wz-welcome")
    page.wait_for_timeout(400)
    shoot("start")
    for what, question in asked.items():
        page.goto(f"{site}/?q={quote(question)}")
        page.wait_for_selector("#wz-now .wz-turn:not([aria-busy]) .wz-actions")
        if phone and what == "evidence":
            shoot("answer")
            page.locator("#wz-now .wz-chip").first.click()
        page.wait_for_timeout(1500)  # the evidence, and the page's picture
        shoot(what)


if __name__ == "__main__":
    sys.exit(main())
