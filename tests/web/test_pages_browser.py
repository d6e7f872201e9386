"""Each page's main path in a real browser: desktop and phone, keyboard only, no serious violation of accessibility rules."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from qa.web.service import Service
from tests.web.conftest import Sample, Window, axe

pytestmark = pytest.mark.browser
PAGES = ("/", "/search?q=公务接待费", "/search?q=政府采购&tab=passages", "/compare?measure=公务接待费", "/findings", "/documents")
PLAIN = ("/search", "/search?q=魑魅魍魉", "/compare", "/documents?year=1999", "/api/docs", "/nothing")


@pytest.mark.parametrize("address", PAGES)
def test_accessible_in_light_and_dark(window: Window, site: str, address: str) -> None:
    page = window.page
    page.goto(site + address)
    expect(page.locator("h1:visible").first).to_be_visible()
    expect(page.locator("html.dark")).to_have_count(0)
    assert axe(page) == []
    page.locator("#wz-theme:visible").click()
    expect(page.locator("html.dark")).to_have_count(1)
    assert axe(page) == []


@pytest.mark.parametrize("address", PLAIN)
def test_empty_states_and_messages_are_accessible_and_chinese(window: Window, site: str, address: str) -> None:
    window.page.goto(site + address)
    assert axe(window.page) == []
    if not address.startswith("/api"):
        assert not re.findall(r"(?!XLSX)[A-Za-z]{4,}", window.page.locator("body").inner_text()), "English on the page"
    window.errors.clear()  # the browser notes a 404 itself


def test_one_document_and_one_place_are_accessible(window: Window, site: str, service: Service) -> None:
    record = next(d for d in service.documents() if d.format == "pdf")
    for address in (
        f"/documents/{record.id}",
        f"/evidence?doc={record.id}&table=1&row=2&column=1",
        f"/evidence/both?doc={record.id}&at=t1.2.1@2&at=p3",
    ):
        window.page.goto(site + address)
        assert axe(window.page) == []
        expect(window.page.locator("h1")).to_have_count(1)


def test_answer_and_evidence_are_accessible(window: Window, site: str, sample: Sample) -> None:
    page, true = window.page, sample.truth[-1]
    page.goto(f"{site}/?q={true.made.department}{true.made.year}年预算的公务接待费是多少？")
    page.locator("#wz-now .wz-chip").first.click()
    expect(page.locator("#wz-evidence .wz-cell")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_phone_width(phone: Window, site: str, address: str) -> None:
    phone.page.goto(site + address)
    expect(phone.page.locator("h1:visible").first).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"


def test_long_sources_stay_inside(phone: Window, site: str, sample: Sample) -> None:
    true = sample.truth[-1]
    phone.page.goto(f"{site}/?q={true.made.department}{true.made.year}年预算机关运行经费比上年增减多少，原因是什么？")
    expect(phone.page.locator("#wz-now .wz-source").first).to_be_visible()
    outside = "[...document.querySelectorAll('.wz-answer *')].filter(e => !e.closest('.wz-chartbox') && e.getBoundingClientRect().right > innerWidth).length"
    assert phone.page.evaluate(outside) == 0


def test_search_narrow_open_evidence(window: Window, site: str, sample: Sample) -> None:
    page, name = window.page, sample.truth[0].made.department
    page.goto(f"{site}/search")
    page.get_by_label("找什么").fill("公务接待费")
    page.get_by_role("button", name="检索").click()
    expect(page.locator(".wz-hit").first).to_contain_text("公务接待费")
    page.locator(".wz-facets a", has_text=name).click()
    expect(page.locator(".wz-chosen")).to_contain_text(name)
    assert "department=" in page.url, "the state is the address"
    titles = page.locator(".wz-hit .wz-note a").all_inner_texts()
    assert all(name in title for title in titles)
    page.locator(".wz-hit a b.wz-value").first.click()
    expect(page.locator(".wz-cell, .wz-passage mark").first).to_be_visible()


def test_evidence_opens_beside_a_list_and_closes_by_keyboard(window: Window, site: str) -> None:
    page = window.page
    page.goto(f"{site}/search?q=公务接待费&measure=公务接待费")
    link, drawer = page.locator(".wz-hit a[data-evidence]").first, page.locator("#wz-drawer")
    expect(drawer).not_to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(drawer.locator(".wz-evidence h2")).to_be_visible()
    expect(page.locator("#wz-close")).to_be_focused()
    assert "/search" in page.url, "the list stays"
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()
    expect(link).to_be_focused()


def test_evidence_on_a_phone_is_a_sheet(phone: Window, site: str) -> None:
    page = phone.page
    page.goto(f"{site}/search?q=公务接待费&measure=公务接待费")
    page.locator(".wz-hit a[data-evidence]").first.tap()
    expect(page.locator("#wz-drawer .wz-evidence h2")).to_be_in_viewport()
    page.locator("#wz-close").tap()
    expect(page.locator("#wz-drawer")).not_to_be_visible()


def test_facets_count_what_each_choice_leaves_and_combine(window: Window, site: str, sample: Sample) -> None:
    page, made = window.page, sample.truth[0].made
    page.goto(f"{site}/search?q=公务接待费")
    for name, value in (("department", made.department), ("year", str(made.year))):
        option = page.locator(".wz-facets li a", has_text=value).first
        promised = int(option.locator("span").last.inner_text())
        option.click()
        expect(page.locator(".wz-facets li a[aria-current]", has_text=value)).to_be_visible()
        assert f"{name}=" in page.url
        shown = page.locator(".wz-tabs a[aria-current]").inner_text()
        assert shown == f"数字（{promised}）"
    page.locator(".wz-facets li a[aria-current]", has_text=made.department).click()
    assert "department=" not in page.url
    assert "year=" in page.url


def test_pages_work_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    expect(page.locator("#wz-splash h1")).to_be_visible()
    expect(page.get_by_text("问答需要浏览器允许脚本")).to_be_visible()
    page.locator("#wz-splash nav a", has_text="检索").click()
    page.get_by_label("找什么").fill("公务接待费")
    page.get_by_role("button", name="检索").click()
    page.locator(".wz-hit a[data-evidence]").first.click()
    expect(page.locator("main .wz-evidence h2")).to_be_visible()
    context.close()


def test_searches_can_be_saved_and_deleted(window: Window, site: str) -> None:
    page = window.page
    page.goto(f"{site}/search?q=公务接待费&measure=公务接待费&sort=high")
    expect(page.locator(".wz-hit h2").first).to_contain_text("公务接待费")
    page.get_by_role("button", name="在这个浏览器里保存这次检索").click()
    page.goto(f"{site}/search")
    page.locator("#wz-saved a").click()
    expect(page.locator(".wz-hit").first).to_be_visible()
    assert "sort=high" in page.url
    page.locator("#wz-saved button").click()
    expect(page.locator("#wz-saved")).to_be_hidden()


def test_empty_search_says_what_was_searched(window: Window, site: str) -> None:
    window.page.goto(f"{site}/search?q=根本没有这个词&year=2024")
    expect(window.page.locator(".wz-empty")).to_contain_text("年度")


def test_compare_shows_table_chart_and_places(window: Window, site: str, sample: Sample) -> None:
    page = window.page
    page.goto(f"{site}/compare")
    page.locator("input[name=measure]").fill("公务接待费")
    page.get_by_role("button", name="对比", exact=True).click()
    for true in sample.truth:
        row = page.locator("tbody tr", has_text=true.made.department)
        expect(row).to_contain_text(f"{true.facts.three_public.reception:,.2f}")
    expect(page.locator("svg.wz-chart circle, svg.wz-chart rect").first).to_be_attached()
    expect(page.locator(".wz-count")).to_contain_text(re.compile(r"个部门中有\d+个"))
    page.locator("tbody td a").first.click()
    expect(page.locator("#wz-drawer .wz-cell, #wz-drawer mark").first).to_be_visible()
    with page.expect_download() as download:
        page.keyboard.press("Escape")
        page.get_by_role("link", name="导出 XLSX").click()
    assert download.value.suggested_filename == "对比.xlsx"


def test_documents_list_and_reader(window: Window, site: str, sample: Sample) -> None:
    page, true = window.page, sample.truth[-1]
    page.goto(f"{site}/documents")
    page.get_by_label("名称").fill(true.made.department)
    page.get_by_role("button", name="查找").click()
    row = page.locator("tbody tr", has_text=str(true.made.year)).first
    figures = row.locator("td").nth(8).inner_text()
    row.locator("td").nth(8).locator("a").click()
    expect(page.locator(".wz-tabs a[aria-current]")).to_have_text(f"数字（{figures}）")
    page.go_back()
    page.locator("tbody a", has_text=str(true.made.year)).first.click()
    expect(page.locator(".wz-facts")).to_contain_text(true.made.department)
    page.locator(".wz-outline a", has_text="▦").first.click()
    expect(page.locator(".wz-prose details[open] table").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载原文件").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_keyboard_only(window: Window, site: str, sample: Sample) -> None:
    page, true = window.page, sample.truth[-1]
    page.goto(site)
    expect(page.locator("#wz-box textarea")).to_be_focused()
    page.keyboard.type(f"{true.made.department}{true.made.year}年预算的公务接待费是多少？")
    page.keyboard.press("Enter")
    chip = page.locator("#wz-now .wz-turn:not([aria-busy]) .wz-chip").first
    expect(chip).to_be_visible()
    chip.focus()
    expect(page.get_by_role("tooltip")).to_contain_text(true.made.department)
    page.keyboard.press("Enter")
    expect(page.locator("#wz-evidence .wz-cell")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_pages_are_light(window: Window, site: str) -> None:
    sizes: list[int] = []
    window.page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
    window.page.goto(f"{site}/search?q=公务接待费")
    assert sum(sizes) < 200_000
