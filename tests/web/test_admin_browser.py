"""Administration in a real browser: signing in, sending files with a result for each, removing, by keyboard and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.web.admin import Administration
from qa.web.feedback import Feedback
from qa.web.uploads import Uploads
from tests.web.conftest import Sample, Window, axe, served, service_of
from tests.web.test_admin import PASSWORD, disclosure

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(sample: Sample, feedback: Feedback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with administration on a store of its own."""
    from qa.web.app import create_app

    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(sample.store, folder / "store")
    own = Sample(folder / "store", sample.documents)
    admin = Administration(PASSWORD, own.store, Uploads(folder / "uploads", 200_000, 10))
    with served(create_app(service_of(own), feedback, admin)) as address:
        yield address


def sign_in(page: Page, desk: str) -> None:
    page.goto(f"{desk}/admin")
    page.get_by_label("管理密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#wz-admin")).to_be_visible()


def test_signing_in_is_accessible_and_says_what_is_wrong(window: Window, desk: str) -> None:
    page = window.page
    page.goto(f"{desk}/admin")
    assert axe(page) == []
    page.get_by_label("管理密码").fill("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("密码不对")
    expect(page.locator("#wz-admin")).to_have_count(0)
    window.errors.clear()  # the browser notes the refusal, 401


def test_every_file_has_its_result(window: Window, desk: str, tmp_path: Path) -> None:
    page = window.page
    sign_in(page, desk)
    assert axe(page) == []
    (tmp_path / "新部门.txt").write_bytes(disclosure(93))
    (tmp_path / "无关.txt").write_text("今天天气很好，适合散步。\n" * 30, encoding="utf-8")
    (tmp_path / "假的.pdf").write_text("<html>", encoding="utf-8")
    (tmp_path / "太大.txt").write_bytes(b"x" * 200_001)
    page.locator("#wz-files").set_input_files(sorted(tmp_path.iterdir()))
    results = page.locator("#wz-uploads tr")
    expect(results).to_have_count(4)
    for name, said in {"新部门.txt": "已收录", "无关.txt": "", "假的.pdf": "不符", "太大.txt": "太大"}.items():
        row = results.filter(has_text=name)
        expect(row.locator("td.wz-done" if name == "新部门.txt" else "td.wz-failed")).to_contain_text(said, timeout=60_000)
    expect(page.locator("#wz-state")).to_contain_text("新收录1份")
    expect(page.locator("#wz-listed")).to_contain_text("新部门.txt")
    expect(page.locator("#wz-counted")).to_contain_text("在这里上传的有1份")
    assert axe(page) == []
    window.errors.clear()  # the browser notes the refusal, 400


def test_chinese_only_and_no_sideways_scrolling_on_a_phone(phone: Window, desk: str) -> None:
    page = phone.page
    sign_in(page, desk)
    expect(page.locator("#wz-drop label")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    assert page.locator("#wz-files").evaluate("e => getComputedStyle(e).opacity") == "0", "the browser's own words for choosing files are not shown"


def test_keyboard_reaches_everything(window: Window, desk: str) -> None:
    page = window.page
    sign_in(page, desk)
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert {"wz-files", "重新检查全部文件", "退出登录"} <= reached
