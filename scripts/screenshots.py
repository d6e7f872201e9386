"""Pictures of the running app for the README: ``python scripts/screenshots.py --site http://127.0.0.1:7860 --output docs/screenshots``.

Without ``--site`` the app is started on the sample index and stopped again. Needs Chromium and playwright.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"desktop": (1360, 860), "phone": (390, 844)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", help="address of a running app; started on the sample index where not given")
    parser.add_argument("--output", type=Path, default=Path("docs/screenshots"))
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    if options.site:
        take(options.site.rstrip("/"), options.output)
        return 0
    port = free_port()
    app = subprocess.Popen([sys.executable, "app.py", "--sample", "--port", str(port)])
    try:
        site = f"http://127.0.0.1:{port}"
        wait_for(site)
        take(site, options.output)
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


def take(site: str, output: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("no Chromium here")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark") if size == "desktop" else ("light",):
                page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
                name = f"{size}{'-dark' if scheme == 'dark' else ''}"
                page.goto(site)
                page.wait_for_selector(".wz-examples button")
                page.wait_for_timeout(400)
                page.screenshot(path=output / f"{name}-start.png")
                page.locator(".wz-examples button").first.click()
                page.wait_for_selector("#wz-now .wz-turn:not([aria-busy]) .wz-chip")
                page.screenshot(path=output / f"{name}-answer.png")
                page.locator("#wz-now .wz-chip").first.click()
                page.wait_for_selector("#wz-evidence .wz-evidence")
                page.wait_for_timeout(1500)  # the page's picture
                page.screenshot(path=output / f"{name}-evidence.png")
                for part in ("search?q=公务接待费", "compare?measure=公务接待费", "findings", "documents"):
                    page.goto(f"{site}/{part}")
                    page.screenshot(path=output / f"{name}-{part.partition('?')[0]}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
